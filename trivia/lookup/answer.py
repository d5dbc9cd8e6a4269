"""What a lookup comes to."""

from dataclasses import dataclass
from enum import StrEnum

from trivia.facts.model import Certainty, Entity, Fact, SpoilerScope


class Status(StrEnum):
    """How a lookup ended. Only ``answered`` carries answers."""

    ANSWERED = "answered"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that an answer or a question rests on, and the sentence that states it."""

    fact: Fact
    statement: str


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """One thing that answers the question: a bare name or literal, how certain it is, and what shows it."""

    text: str
    entity: Entity | None
    certainty: Certainty
    spoiler: SpoilerScope | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one lookup. ``sentence`` is ready to be shown; ``plan`` says how the question was understood."""

    question: str
    status: Status
    answers: tuple[AnswerItem, ...] = ()
    sentence: str = ""
    plan: str = ""
    suggestions: tuple[str, ...] = ()
