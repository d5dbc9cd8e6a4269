"""What rounds need of the world: a store, a voice, questions, and a judge."""

from collections.abc import Collection, Sequence
from datetime import datetime
from random import Random
from typing import Protocol

from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.judging.verdict import Verdict
from trivia.questions.model import Question, QuestionKind
from trivia.questions.walk import Gone, Walk
from trivia.replies.reply import Reply
from trivia.rounds.bag import BagStore, Ground, Taken
from trivia.rounds.model import Asked, Attempt, Live, MemberId, Place, Points, Round, RoundId
from trivia.rounds.scheduled import Claim
from trivia.text import fold
from trivia.values import Value


class Outgoing(Value):
    """A message for a channel. Its id is unique for ever."""

    id: str
    place: Place
    reply: Reply


class Commit(Value):
    """All that one step changes, to be stored in one transaction.

    ``round`` is the new state, one version after the stored one. ``event`` is the id of the platform's event, empty for
    what time brought. ``points`` are those of the question that the step ``closed``. ``asked`` is the question that the
    step puts: a draw, ``taken`` from its bag and stored before it is shown. ``claim`` is the time of a schedule that
    begins the round. ``appends`` says that nothing changed but that the attempt came to those at the open question.
    """

    round: Round
    event: str
    at: datetime
    attempt: Attempt | None = None
    points: tuple[Points, ...] = ()
    asked: Asked | None = None
    outgoing: tuple[Outgoing, ...] = ()
    claim: Claim | None = None
    taken: Taken | None = None
    closed: Live | None = None
    appends: bool = False


class EventLog(Protocol):
    """Events that were handled; kept for a day at least."""

    async def seen(self, event: str) -> bool:
        """Say whether the event was handled before."""
        ...

    async def mark(self, event: str, at: datetime) -> None:
        """Remember that the event was handled."""
        ...


class RoundStore(EventLog, BagStore, Protocol):
    """Rounds, and all that came of them."""

    async def open_round(self, place: Place) -> Round | None:
        """Return the channel's round that is not over."""
        ...

    async def open_rounds_of(self, community: CommunityId) -> Sequence[Round]:
        """Return the community's rounds that are not over."""
        ...

    async def round(self, round_id: RoundId) -> Round | None:
        """Return a round, over or not."""
        ...

    async def store_step(self, commit: Commit) -> bool:
        """Store a step, all or nothing, and remember its event; return False if the event was handled before.

        Of a step whose claim was taken before, only the schedule that the claim moves on is stored (False). Raise
        Conflict if the stored round is not one version behind, or if the channel has another open round.
        """
        ...

    async def places_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Place]:
        """Return where on these platforms the deadline of an open round has come, the longest due first."""
        ...

    async def open_rounds(self, platforms: Collection[str]) -> Sequence[Round]:
        """Return every round on these platforms that is not over."""
        ...

    async def unsent(self, place: Place) -> Sequence[Outgoing]:
        """Return a channel's messages not yet marked as sent, in the order of their commits."""
        ...

    async def unsent_places(self, platforms: Collection[str]) -> Sequence[Place]:
        """Return the channels on these platforms that have unsent messages."""
        ...

    async def mark_sent(self, ids: Collection[str], at: datetime) -> None:
        """Remember that messages were sent."""
        ...

    async def attempts(self, round_id: RoundId) -> Sequence[Attempt]:
        """Return every attempt of a round that counted, in the order of the questions and then of receipt."""
        ...

    async def latest_hits(self, community: CommunityId, member: MemberId, limit: int) -> Sequence[bool]:
        """Return whether a member was right with the questions they tried last in a community, the latest first."""
        ...


class Messenger(Protocol):
    """A channel's ear: shows replies. Sending the same message id again shows nothing new.

    A place may be a member's own (``trivia.rounds.model.direct``): what is sent there that member alone reads.
    """

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a reply; raise ChannelGone if it never can be, any other error to be asked again later."""
        ...


class Wanted(Value):
    """What sort of questions, and how many. The same seed and facts give the same questions; no kinds means any.

    Questions from the facts to ``avoid`` are left out, and those that give plots away unless ``spoilers`` allows them,
    or they give away no more of a work than the ``ceiling`` (``jessica-jones@S1E5``).
    """

    count: int
    seed: int
    kinds: tuple[QuestionKind, ...] = ()
    topic: str = ""
    difficulty: str = ""
    spoilers: bool = False
    avoid: frozenset[FactId] = frozenset()
    ceiling: str = ""

    @property
    def selection(self) -> str:
        """What is drawn from, as a text: the same for the same sort of questions, however many."""
        kinds = "+".join(sorted(kind.value for kind in self.kinds))
        return "|".join((fold(self.topic), kinds, self.difficulty, "spoilers" * self.spoilers, fold(self.ceiling)))


class Batch(Value):
    """Questions made on a walk, how far it came with them, and whether that is the ``whole`` of what is left."""

    questions: tuple[Question, ...]
    walk: Walk
    whole: bool


class QuestionSource(Protocol):
    """Where questions come from."""

    async def more(
        self, shelf: Shelf, wanted: Wanted, walk: Walk, *, gone: Gone, held: Collection[FactId], chance: Random
    ) -> Batch:
        """Make some ``wanted.count`` questions further on the walk, none of facts that are gone or held already.

        Raise UsageError for a topic or a difficulty that there is none of.
        """
        ...

    async def stand(self, shelf: Shelf, grounds: Collection[Ground]) -> bool:
        """Say whether all these facts are on the shelf as they were noted."""
        ...

    async def draw(self, shelf: Shelf, wanted: Wanted) -> Sequence[Question]:
        """Return up to so many questions; raise UsageError for a topic that there is none of."""
        ...

    async def topics(self, shelf: Shelf) -> Sequence[str]:
        """Return the topics worth naming: packs, and kinds that there is enough to ask about."""
        ...


class Judge(Protocol):
    """Rules on typed answers."""

    async def rule(self, shelf: Shelf, asked: Asked, given: str, known: tuple[str, ...] | None = None) -> Verdict:
        """Accept, prompt or reject an answer. ``known`` are all further names of the key, None if that isn't sure."""
        ...


class Elsewhere(Protocol):
    """Questions that are open outside of the rounds of channels."""

    async def open_questions(self, community: CommunityId, now: datetime) -> Sequence[Asked]:
        """Return those of a community that can be answered still, and count."""
        ...

    async def live(self, community: CommunityId, member: MemberId | None, now: datetime) -> Sequence[Asked]:
        """Return those whose answers a lookup in the community, by this member if one is named, must not tell."""
        ...

    async def held(self, community: CommunityId, now: datetime) -> frozenset[FactId]:
        """Return the facts behind them: a round that asked from these would give them away."""
        ...

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Let those that rest on a retired fact count for nobody."""
        ...


class Shelves(Protocol):
    """What a community reads; ``PackStore`` is one."""

    async def shelf(self, community: CommunityId) -> Shelf:
        """Return the community's shelf."""
        ...
