"""What a generated question is."""

from dataclasses import dataclass
from enum import StrEnum

from trivia.lookup.answer import Evidence


class QuestionKind(StrEnum):
    """The forms a question can take. A kind is one module in this folder."""

    CHOICE = "choice"
    TEXT = "text"
    TRUE_FALSE = "true-false"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its one right answer and the facts that prove it.

    ``accepted`` holds further names of the key; ``options`` all choices in the order shown, the key among them (empty
    for typed answers); ``difficulty`` runs from 0 (everybody knows) to 1; ``type`` is the key's kind or literal type;
    ``others`` are folded names of other entities of that kind, never to be accepted for the key; ``image`` is the
    address of a picture that goes with it; ``names`` are all further names that the key had when the question was made.
    """

    stem: str
    kind: QuestionKind
    key: str
    accepted: tuple[str, ...]
    options: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    plan: str
    difficulty: float
    topic: str
    type: str
    others: frozenset[str] = frozenset()
    image: str = ""
    names: tuple[str, ...] = ()
