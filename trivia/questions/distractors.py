"""Wrong answers worth offering: of the key's own type and look, provably false, akin to it or near it in size."""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from trivia.facts.dates import PartialDate
from trivia.facts.model import Entity, Number, Quantity, Text, Value
from trivia.facts.phrasing import name_of
from trivia.questions import form
from trivia.questions.checks import leaks
from trivia.questions.traits import STRANGERS, Kinship
from trivia.text import fold

WANTED = 3
FEWEST = 2
_CHOOSE_AMONG = 6
_TELLABLE = 0.2  # of the larger of two amounts
_COUNTED = 1_000  # smaller whole numbers are counts, and players know them exactly
_YEARS_APART = 3
_KIN = 2.0
_ODD_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Fair:
    """Whether a value is ``sure`` to be wrong, and whether two of them may be the ``same`` thing."""

    sure: Callable[[Value], bool]
    same: Callable[[Value, Value], bool]


ANY = Fair(lambda value: True, lambda one, other: False)  # noqa: ARG005 - whatever they are
"""Nothing speaks against any value."""


def choose(
    key: Value,
    false: Iterable[Value],
    avoid: Collection[str],
    rng: random.Random,
    *,
    kin: Kinship = STRANGERS,
    fair: Fair = ANY,
    mentioned: str = "",
    stem: str = "",
) -> tuple[Value, ...]:
    """Choose up to three of the false values, none of whose names is among ``avoid`` (folded) or repeats another's.

    They are drawn from the nearest: numbers and dates by their distance from the key, but far enough from it and from
    each other to be told apart; entities of its kind by what they have in common with it and by renown; words by their
    length. An abbreviation has company that begins as the name ``mentioned`` does. None stands in the ``stem``, and
    only what is ``fair`` is taken.
    """
    near = sorted(_unlike(key, false, avoid), key=lambda v: _distance(key, v, kin))
    if isinstance(key, Text) and form.is_code(key.text):
        near.sort(key=lambda v: not form.same_start(mentioned, name_of(v)))
        near = near[: max(FEWEST, sum(form.same_start(mentioned, name_of(v)) for v in near))]
    fit = (v for v in near if not leaks(stem, [name_of(v)]) and fair.sure(v))
    among = list(islice(fit, _CHOOSE_AMONG if isinstance(key, Entity) else 3 * _CHOOSE_AMONG))
    rng.shuffle(among)
    chosen: list[Value] = []
    for value in among:
        if len(chosen) < WANTED and not any(_too_near(value, o) or fair.same(value, o) for o in chosen):
            chosen.append(value)
    return tuple(chosen)


def _unlike(key: Value, false: Iterable[Value], avoid: Collection[str]) -> Sequence[Value]:
    taken = {*avoid, _folded(name_of(key))}
    kept: list[Value] = []
    for value in false:
        if type(value) is type(key) and _same_kind(key, value) and not _too_near(key, value):
            name = _folded(name_of(value))
            if name not in taken:
                taken.add(name)
                kept.append(value)
    return kept


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return fold(name)


def _same_kind(key: Value, value: Value) -> bool:
    if isinstance(key, Entity) and isinstance(value, Entity):
        return key.kind == value.kind
    if isinstance(key, Quantity) and isinstance(value, Quantity):
        return key.unit == value.unit
    if isinstance(key, PartialDate) and isinstance(value, PartialDate):
        return (key.month is None, key.day is None) == (value.month is None, value.day is None)
    return True


def _too_near(key: Value, value: Value) -> bool:
    """Say whether two measurements or dates are so close that choosing between them would be a lottery."""
    match key, value:
        case (Quantity(), Quantity()):
            return _ratio(key.amount, value.amount) < _TELLABLE
        case (Number(), Number()):
            return not _is_count(key, value) and _ratio(key.amount, value.amount) < _TELLABLE
        case (PartialDate(), PartialDate()):
            return abs(key.first_day - value.first_day) < _YEARS_APART * 10_000
        case _:
            return False


def _is_count(*numbers: Number) -> bool:
    return all(n.amount == n.amount.to_integral_value() and abs(n.amount) < _COUNTED for n in numbers)


def _distance(key: Value, value: Value, kin: Kinship) -> float:
    match key, value:
        case (Entity(), Entity()):
            return _oddity(key.name, value.name) + abs(key.popularity - value.popularity) - _KIN * kin.share(key, value)
        case (PartialDate(), PartialDate()):
            return abs(key.first_day - value.first_day)
        case (Number() | Quantity(), Number() | Quantity()):
            return _ratio(key.amount, value.amount)
        case _:
            mine, theirs = name_of(key), name_of(value)
            return 100 * _oddity(mine, theirs) + abs(len(mine) - len(theirs))


def _oddity(key: str, other: str) -> float:
    return _ODD_LOOK * (form.shape(key) != form.shape(other))


def _ratio(first: Decimal, second: Decimal) -> float:
    larger = max(abs(first), abs(second))
    return float(abs(first - second) / larger) if larger else 0.0
