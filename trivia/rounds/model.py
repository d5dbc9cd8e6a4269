"""The nouns of a round. All are frozen values; a round is the whole truth about itself and fits in one row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.questions.model import Question, QuestionKind

RoundId = NewType("RoundId", str)
ChannelId = NewType("ChannelId", str)
MemberId = NewType("MemberId", str)

LONG_STEM = 120
"""From this many characters on, a question gets more time: a second for each 20 further ones."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round is played: a community's channel. A channel's id begins with its platform: ``terminal:main``."""

    community: CommunityId
    channel: ChannelId

    @property
    def platform(self) -> str:
        """Which platform the channel is on."""
        return self.channel.partition(":")[0]


def direct(place: Place, member: MemberId) -> Place:
    """Return where a member of a place's community, and nobody else, reads what they are told: ``terminal:@member``."""
    return Place(place.community, ChannelId(f"{place.platform}:@{member}"))


class Phase(StrEnum):
    """Where a round stands. Only the last two are final."""

    LOBBY = "lobby"
    ASKING = "asking"
    REVEALED = "revealed"
    FINISHED = "finished"
    STOPPED = "stopped"


class Ending(StrEnum):
    """Why a round is over."""

    DONE = "done"
    STOPPED = "stopped"
    IDLE = "idle"
    NO_QUESTIONS = "no-questions"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the starter chose. ``pause`` parts a reveal from the next question; times are in seconds.

    ``idle_after`` questions in a row without any attempt stop the round; ``guesses`` is how often a member may type.
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

    def window(self, stem: str) -> timedelta:
        """Return how long a question stays open; longer ones take longer to read."""
        return timedelta(seconds=self.seconds + max(0, len(stem) - LONG_STEM) // 20)


@dataclass(frozen=True, slots=True)
class Player:
    """A member who plays, by the name shown."""

    id: MemberId
    name: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Why an answer is right: the sentence that states it, and the source, ready to be shown."""

    statement: str
    title: str
    publisher: str
    address: str
    date: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put in a round, with all that is needed to rule on answers and to explain the right one."""

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
            proofs=tuple(
                Proof(
                    statement=evidence.statement,
                    title=evidence.fact.source.title,
                    publisher=evidence.fact.source.publisher,
                    address=evidence.fact.source.address,
                    date=evidence.fact.source.date.words if evidence.fact.source.date else "",
                )
                for evidence in question.evidence
            ),
        )

    @property
    def right_option(self) -> int | None:
        """The place of the key among the options, counted from 0; None for typed answers."""
        return self.options.index(self.key) if self.key in self.options else None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer that counts: what was given, how it was ruled, and when, in seconds since the question was put.

    ``choice`` is the option's place counted from 0, None for typed answers. ``hints`` is how many had been shown.
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


@dataclass(frozen=True, slots=True)
class Points:
    """What one member who tried a question earned with it: 0 for none of the answers right."""

    round: RoundId
    number: int
    player: Player
    points: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a board. Equal points share a place, and the next place is left out."""

    place: int
    player: Player
    points: int
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Live:
    """The question that is open: since when, its number from 1, the hints shown, and the attempts that counted so far.

    ``waiting_for`` are those whose answers would close it before its time; ``absent`` those of them who missed the
    question before.
    """

    asked: Asked
    number: int
    at: datetime
    hints: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    skips: frozenset[MemberId] = frozenset()
    waiting_for: frozenset[MemberId] = frozenset()
    absent: frozenset[MemberId] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    """The state of a round. ``deadline`` is when something happens by itself; None once it is over.

    ``version`` counts the steps taken; ``number`` the questions put; ``silent`` those in a row that nobody tried;
    ``voided`` are the numbers of questions that count for nobody.
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

    @property
    def over(self) -> bool:
        """Say whether the round has ended for good."""
        return self.phase in (Phase.FINISHED, Phase.STOPPED)
