"""The nouns of a round. All are frozen values; a round is the whole truth about itself and fits in one row."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.lookup.answer import Evidence
from trivia.questions.model import Question, QuestionKind
from trivia.values import Value

RoundId = NewType("RoundId", str)
ChannelId = NewType("ChannelId", str)
MemberId = NewType("MemberId", str)

LONG_STEM = 120
"""From this many characters on, a question gets more time: a second for each 20 further ones."""


_LATER = "later"


class Place(Value):
    """Where a round is played: a community's channel. A channel's id begins with its platform: ``terminal:main``.

    A thread stands behind the channel that it is in: ``discord:12/34``.
    """

    community: CommunityId
    channel: ChannelId

    @property
    def platform(self) -> str:
        """Which platform the channel is on."""
        return self.channel.partition(":")[0]

    @property
    def around(self) -> tuple[ChannelId, ...]:
        """The channels that it lies in, the outermost first, itself the last: what is set for one holds in the next."""
        whole, _, inner = self.channel.partition("/")
        return (ChannelId(whole), self.channel) if inner else (self.channel,)


def direct(place: Place, member: MemberId) -> Place:
    """Return where a member of a place's community, and nobody else, reads what they are told: ``terminal:@member``."""
    return Place(place.community, ChannelId(f"{place.platform}:@{member}"))


def kept_for(place: Place, member: MemberId) -> Place:
    """Return where what a member of a place's community is to learn waits until they look; no platform serves it."""
    return Place(place.community, ChannelId(f"{_LATER}:@{member}"))


def is_kept(place: Place) -> bool:
    """Say whether what is said at a place waits until somebody looks."""
    return place.platform == _LATER


class Phase(StrEnum):
    """Where a round stands. Only the last two are final."""

    LOBBY = "lobby"
    ASKING = "asking"
    REVEALED = "revealed"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class Ending(StrEnum):
    """Why a round is over."""

    DONE = "done"
    STOPPED = "stopped"
    IDLE = "idle"
    NO_QUESTIONS = "no-questions"
    AWAY = "away"
    LEFT_PAUSED = "left-paused"


class Mode(StrEnum):
    """How a round is played.

    race: the faster earn more, and answers are ruled at once. In the others all who are right within the time earn
    alike, and nothing of an answer shows before the reveal. survival: wrong and missing answers cost lives. teams: what
    counts is what a team's members earn on average.
    """

    RACE = "race"
    EVERYONE = "everyone"
    SURVIVAL = "survival"
    TEAMS = "teams"


class Rules(Value, omit_defaults=False):
    """What the starter chose. ``pause`` parts a reveal from the next question; times are in seconds.

    ``idle_after`` questions in a row without any attempt stop the round; ``guesses`` is how often a member may type.
    ``teams`` is how many there are, ``balanced`` that they are made by recent accuracy; ``lives`` is what each has in
    survival. ``streaks`` says whether several right answers in a row earn more, ``ceiling`` how far works may be given
    away (``jessica-jones@S1E5``, several parted by commas); None and "" stand for what is set where it is played.
    ``thread`` asks for a thread of its own, where the platform has them.
    """

    count: int = 10
    seconds: int = 20
    lobby: int = 15
    pause: int = 5
    topic: str = ""
    kinds: tuple[QuestionKind, ...] = ()
    difficulty: str = ""
    guesses: int = 3
    grace: float = 2.0
    hints: bool = True
    spoilers: bool = False
    idle_after: int = 3
    mode: Mode = Mode.RACE
    teams: int = 2
    balanced: bool = False
    lives: int = 2
    streaks: bool | None = None
    ceiling: str = ""
    thread: bool = False

    @property
    def sealed(self) -> bool:
        """Say whether nothing of anybody's answer shows before the reveal."""
        return self.mode is not Mode.RACE

    def window(self, stem: str) -> timedelta:
        """Return how long a question stays open; longer ones take longer to read."""
        return timedelta(seconds=self.seconds + max(0, len(stem) - LONG_STEM) // 20)


class Player(Value):
    """A member who plays, by the name shown."""

    id: MemberId
    name: str


class Proof(Value):
    """Why an answer is right: the sentence that states it, and the source, ready to be shown."""

    statement: str
    title: str
    publisher: str
    address: str
    date: str

    @classmethod
    def of(cls, evidence: Evidence) -> "Proof":
        """Keep of a fact what is shown of it."""
        source = evidence.fact.source
        when = source.date.words if source.date else ""
        return cls(evidence.statement, source.title, source.publisher, source.address, when)


class Asked(Value):
    """A question as it is put in a round, with all that is needed to rule on answers and to explain the right one.

    ``revisions`` are those of its facts when it was made; none for one that an earlier version kept. ``image`` is the
    address of a picture that goes with it.
    """

    stem: str
    kind: QuestionKind
    key: str
    accepted: tuple[str, ...]
    options: tuple[str, ...]
    type: str
    plan: str
    difficulty: float
    topic: str
    facts: tuple[FactId, ...]
    proofs: tuple[Proof, ...]
    revisions: tuple[int, ...] = ()
    image: str = ""

    @classmethod
    def of(cls, question: Question) -> "Asked":
        """Keep of a generated question what a round needs."""
        return cls(
            stem=question.stem,
            kind=question.kind,
            key=question.key,
            accepted=question.accepted,
            options=question.options,
            type=question.type,
            plan=question.plan,
            difficulty=question.difficulty,
            topic=question.topic,
            facts=tuple(evidence.fact.id for evidence in question.evidence),
            proofs=tuple(map(Proof.of, question.evidence)),
            revisions=tuple(evidence.fact.revision for evidence in question.evidence),
            image=question.image,
        )

    @property
    def right_option(self) -> int | None:
        """The place of the key among the options, counted from 0; None for typed answers."""
        return self.options.index(self.key) if self.key in self.options else None


class Attempt(Value):
    """One answer that counts: what was given, how it was ruled, and when, in seconds since the question was put.

    ``choice`` is the option's place counted from 0, None for typed answers. ``hints`` is how many had been shown.
    ``elapsed`` is what counts for speed: of a member with extra time, who comes level with others on their own scale,
    it is the time of these.
    """

    round: RoundId
    number: int
    player: Player
    event: str
    given: str
    choice: int | None
    ruling: Ruling
    reason: str
    at: datetime
    elapsed: float
    hints: int


class Points(Value):
    """What one member who tried a question earned with it: 0 for none of the answers right.

    ``bonus`` is how much of it is for several right answers in a row.
    """

    round: RoundId
    number: int
    player: Player
    points: int
    bonus: int = 0


class Standing(Value):
    """A line of a board. Equal points share a place, and the next place is left out.

    ``streak`` is how many right answers in a row the member has now, ``last`` the last question tried. ``lives`` are
    those left in survival, and ``out`` is the question that took the last one, 0 for who is in. ``team`` counts from 1.
    """

    place: int
    player: Player
    points: int
    right: int
    answered: int
    streak: int = 0
    last: int = 0
    lives: int = 0
    out: int = 0
    team: int = 0


class TeamStanding(Value):
    """A team's line: the sum over the questions of what its members who play earned on average."""

    place: int
    team: int
    points: float


class Seat(Value, omit_defaults=False):
    """What a round knows of a member besides the name. ``team`` counts from 1, 0 for none.

    ``extra`` is the extra time in percent, nobody else's business; ``skill`` the share of right answers lately.
    ``since`` is the first question that the member was there for; ``left`` says that the member went.
    """

    member: MemberId
    team: int = 0
    extra: int = 0
    skill: float = 0.5
    since: int = 0
    left: bool = False


class Live(Value):
    """The question that is open: since when, its number from 1, the hints shown, and the attempts that counted so far.

    ``waiting_for`` are those whose answers would close it before its time; ``absent`` those of them who missed the
    question before. ``limit`` is how long it is open, in seconds on each member's own scale; ``extended`` says that it
    is open only for those who have extra time, ``again`` that it was put a second time.
    """

    asked: Asked
    number: int
    at: datetime
    hints: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    skips: frozenset[MemberId] = frozenset()
    waiting_for: frozenset[MemberId] = frozenset()
    absent: frozenset[MemberId] = frozenset()
    limit: float = 0.0
    extended: bool = False
    again: bool = False


class Held(Value):
    """What a paused round goes back to: its phase, since when it rests, and the seconds that were left then."""

    by: Player
    phase: Phase
    at: datetime
    left: float


class Round(Value):
    """The state of a round. ``deadline`` is when something happens by itself; None once it is over.

    ``version`` counts the steps taken; ``number`` the questions put; ``silent`` those in a row that nobody tried;
    ``voided`` are the numbers of questions that count for nobody, ``cut`` of those that were skipped or cut short, and
    are held against nobody who had not answered. ``costly`` are those that took a life of all who missed them, ``last``
    the last that counted.
    """

    id: RoundId
    place: Place
    starter: Player
    rules: Rules
    phase: Phase
    started: datetime
    deadline: datetime | None
    version: int = 0
    number: int = 0
    silent: int = 0
    players: tuple[Player, ...] = ()
    live: Live | None = None
    board: tuple[Standing, ...] = ()
    ending: Ending | None = None
    voided: tuple[int, ...] = ()
    cut: tuple[int, ...] = ()
    seats: tuple[Seat, ...] = ()
    teams: tuple[TeamStanding, ...] = ()
    costly: tuple[int, ...] = ()
    last: int = 0
    held: Held | None = None

    @property
    def question(self) -> Live | None:
        """The question that is open, also while the round is paused; None between questions."""
        phase = self.held.phase if self.held else self.phase
        return self.live if phase is Phase.ASKING else None

    @property
    def over(self) -> bool:
        """Say whether the round has ended for good."""
        return self.phase in (Phase.FINISHED, Phase.STOPPED)
