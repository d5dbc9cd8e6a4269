"""The nouns of disputes. All are frozen values.

What is disputed is an *item*: one question as it is worded and proved, or one answer of a lookup, however many members
dispute it and in however many rounds it was asked. A community has one open item about the same thing at most.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from trivia.facts.model import CommunityId, EntityId, FactId
from trivia.judging.verdict import Ruling
from trivia.lookup.answer import Answer
from trivia.ports import FactChange
from trivia.rounds.model import Asked, Attempt, MemberId, Place, Player, Points, Proof, Round, RoundId
from trivia.rounds.ports import Outgoing
from trivia.text import fold
from trivia.values import Value

OPEN_FOR = timedelta(days=7)
"""So long after a question was asked, or a lookup answered, it can be disputed."""

SET_ASIDE_AFTER = 3
"""So many members who dispute a question set it aside at once: it isn't asked again before it is decided."""

_MOST_EVIDENCE = 12


class LookedUp(Value):
    """An answer that a lookup gave to a member, kept under an id of its own so that it can be disputed."""

    id: str
    place: Place
    member: MemberId
    question: str
    text: str
    facts: tuple[FactId, ...]
    proofs: tuple[Proof, ...]
    at: datetime

    @property
    def mark(self) -> str:
        """What is the same for the same answer to the same question."""
        return _mark("answer", self.question, self.facts)


def answer_given(answer: Answer, place: Place, member: MemberId, event: str, at: datetime) -> LookedUp:
    """Return what is kept of an answer that was given to an event; the same event gives the same id."""
    evidence = list(dict.fromkeys(shown for item in answer.answers for shown in item.evidence))[:_MOST_EVIDENCE]
    return LookedUp(
        id=sha256(f"{place.community} {event}".encode("utf-8", "replace")).hexdigest()[:12],
        place=place,
        member=member,
        question=answer.question,
        text=", ".join(item.text for item in answer.answers[:_MOST_EVIDENCE]),
        facts=tuple(shown.fact.id for shown in evidence),
        proofs=tuple(map(Proof.of, evidence)),
        at=at,
    )


class Occasion(Value):
    """A question put in a round: which, where, and when."""

    round: RoundId
    number: int
    place: Place
    at: datetime
    asked: Asked

    @property
    def mark(self) -> str:
        """What is the same wherever the same question is asked."""
        return mark_of(self.asked)


def mark_of(asked: Asked) -> str:
    """Return what is the same wherever a question is asked: a hash of its words and the facts it rests on."""
    return _mark("question", asked.stem, asked.facts)


def _mark(what: str, words: str, facts: tuple[FactId, ...]) -> str:
    text = "\n".join((what, fold(words), *map(str, sorted(facts))))
    return sha256(text.encode("utf-8", "replace")).hexdigest()


class Dispute(Value):
    """A member's claim that something was wrong: where they said so and why, and what they had answered themself.

    ``given`` is empty where they had not answered; ``ruling`` is how their answer was ruled.
    """

    player: Player
    place: Place
    at: datetime
    why: str = ""
    given: str = ""
    ruling: Ruling | None = None


class Way(StrEnum):
    """What moderators can decide."""

    ACCEPT = "accept"
    MEND = "mend"
    RETIRE = "retire"
    VOID = "void"
    DECLINE = "decline"


class Wish(Value):
    """What a moderator wants done with an item. ``fact`` is the one meant of several.

    ``source`` is the title and the address of where a mended value stands; without it the fact keeps its own.
    """

    way: Way
    value: str = ""
    word: str = ""
    fact: FactId | None = None
    source: tuple[str, str] | None = None


class Decision(Value):
    """What was decided, by whom, when. ``value`` is the answer accepted or the value mended, ``word`` what they say."""

    way: Way
    by: Player
    at: datetime
    value: str = ""
    word: str = ""


class Item(Value):
    """Something disputed, with all who dispute it, in the order they came. ``set_aside``: it isn't asked meanwhile."""

    number: int
    community: CommunityId
    thing: Asked | LookedUp
    opened: datetime
    disputes: tuple[Dispute, ...]
    decision: Decision | None = None
    set_aside: bool = False

    @property
    def id(self) -> str:
        """What moderators type for it."""
        return f"d{self.number}"

    @property
    def facts(self) -> tuple[FactId, ...]:
        """The facts it rests on."""
        return self.thing.facts

    def disputed_by(self, member: MemberId) -> bool:
        """Say whether a member is one of those who dispute it."""
        return any(dispute.player.id == member for dispute in self.disputes)

    @property
    def suggested(self) -> tuple[str, ...]:
        """The answers of those who dispute it that were not accepted, each once."""
        refused = {fold(d.given): d.given for d in reversed(self.disputes) if d.given and d.ruling is not Ruling.ACCEPT}
        return tuple(refused.values())[::-1]


class Overruled(Value):
    """What moderators ruled on an attempt after it was ruled by the judge; the attempt itself stays as it is."""

    round: RoundId
    number: int
    event: str
    ruling: Ruling
    reason: str


class NewAlias(Value):
    """An answer becomes one more name of an entity, in the community's own pack."""

    entity: EntityId
    alias: str


class MendedFact(Value):
    """A fact gets another value."""

    fact: FactId
    change: FactChange


class RetiredFact(Value):
    """A fact is retired."""

    fact: FactId


Change = NewAlias | MendedFact | RetiredFact


class Rescored(Value):
    """A round after rulings changed: its new state, one version on, and what each member earned with each question.

    ``points`` are those of every closed question; members and questions left out have earned nothing that counts.
    ``attempts`` are all of the round, each as it is ruled now.
    """

    round: Round
    points: tuple[Points, ...]
    attempts: tuple[Attempt, ...]


class Settlement(Value):
    """All that follows from a decision, to be stored in one transaction.

    ``item`` carries the decision. ``author`` and ``reason`` go with the facts' change.
    """

    item: Item
    author: str
    reason: str
    change: Change | None = None
    rulings: tuple[Overruled, ...] = ()
    rescored: tuple[Rescored, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
