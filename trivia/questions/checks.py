"""What every question must pass before it is asked, whatever its kind."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from trivia.lookup import grammar
from trivia.lookup.items import Mention
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.own_words import own_words
from trivia.lookup.plan import Both, OfKind, Plan
from trivia.lookup.tokens import Token
from trivia.text import fold

_SHORT = 3
_SAME_ROOT = 5
_NEAR_COST = 0.15
_COMMON = frozenset("the and for from with that this saint san new".split())


def leaks(stem: str, names: Iterable[str]) -> bool:
    """Say whether a question gives its answer away: a telling word of one of its names stands in it, or its root.

    "Which country has the Russian ruble?" leaks Russia: the words share their first five letters.
    """
    asked = _words(stem)
    return any(_shares(word, other) for name in names for word in _words(name) for other in asked)


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def _shares(word: str, other: str) -> bool:
    if word == other:
        return word.isdigit() or (len(word) >= _SHORT and word not in _COMMON)
    shorter = min(len(word), len(other))
    if shorter < _SAME_ROOT - 1:
        return False
    common = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), shorter)
    return common >= _SAME_ROOT or common == shorter


def reads_back(tokens: Sequence[Token], lexicon: Lexicon, mentions: Sequence[Mention], plan: Plan) -> bool:
    """Say whether the lookup would understand the question as the plan it was made from, and as nothing else."""
    readings = own_words(tokens, lexicon, mentions) or grammar.parse(tokens, lexicon, mentions)
    near = [r.plan for r in readings if r.cost <= readings[0].cost + _NEAR_COST]
    return bool(near) and all(bare(p) == bare(plan) for p in near)


def bare(plan: Plan) -> Plan:
    """Drop the kind that a question word names ("which film"), as the relation says it already."""
    match plan:
        case Both(OfKind(), other):
            return bare(other)
        case _:
            return plan
