"""How hard a question is, before anybody has answered it."""

from trivia.facts.model import Entity, Value
from trivia.questions.model import QuestionKind

LEVELS = {"easy": (0.0, 0.4), "medium": (0.4, 0.65), "hard": (0.65, 1.01)}
"""The ranges of difficulty that players choose from."""

_UNKNOWN_POPULARITY = 0.3
_KIND_SHIFT = {
    QuestionKind.TRUE_FALSE: -0.2,
    QuestionKind.CHOICE: -0.05,
    QuestionKind.TEXT: 0.1,
    QuestionKind.NUMBER: 0.15,
}


def estimated(kind: QuestionKind, subject: Entity, value: Value) -> float:
    """Estimate the difficulty from 0 (everybody knows) to 1: the less known the names, the harder; typing is harder.

    The subject weighs most: who has never heard of a film can't know who made it.
    """
    key = value.popularity if isinstance(value, Entity) else _UNKNOWN_POPULARITY
    fame = 0.65 * subject.popularity + 0.35 * key
    return round(min(1.0, max(0.0, 1.0 - fame + _KIND_SHIFT[kind])), 3)
