"""Wrong answers worth offering: of the key's own type, provably false, near it in size or renown."""

import random
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from trivia.facts.dates import PartialDate
from trivia.facts.model import Entity, Number, Quantity, Value
from trivia.facts.phrasing import name_of
from trivia.text import fold

WANTED = 3
FEWEST = 2
_CHOOSE_AMONG = 8
_TELLABLE = 0.05  # of the larger of two amounts
_COUNTED = 1_000  # smaller numbers are counts, and players know them exactly


def choose(key: Value, false: Iterable[Value], avoid: Collection[str], rng: random.Random) -> tuple[Value, ...]:
    """Choose up to three of the false values, none of whose names is among ``avoid`` (folded) or repeats another's.

    They are drawn from the eight nearest: numbers and dates by their distance from the key, entities of its kind by
    popularity, so that renown alone tells nothing.
    """
    near = sorted((v for v in _unlike(key, false, avoid)), key=lambda v: (_distance(key, v), name_of(v)))
    among = near[:_CHOOSE_AMONG]
    return tuple(rng.sample(among, min(WANTED, len(among))))


def _unlike(key: Value, false: Iterable[Value], avoid: Collection[str]) -> Sequence[Value]:
    taken = {*avoid, fold(name_of(key))}
    kept: list[Value] = []
    for value in false:
        name = fold(name_of(value))
        if type(value) is type(key) and _same_kind(key, value) and not _too_near(key, value) and name not in taken:
            taken.add(name)
            kept.append(value)
    return kept


def _same_kind(key: Value, value: Value) -> bool:
    if isinstance(key, Entity) and isinstance(value, Entity):
        return key.kind == value.kind
    if isinstance(key, Quantity) and isinstance(value, Quantity):
        return key.unit == value.unit
    if isinstance(key, PartialDate) and isinstance(value, PartialDate):
        return (key.month is None, key.day is None) == (value.month is None, value.day is None)
    return True


def _too_near(key: Value, value: Value) -> bool:
    """Say whether two measurements are so close that choosing between them would be a lottery."""
    match key, value:
        case (Quantity(), Quantity()):
            return _ratio(key.amount, value.amount) < _TELLABLE
        case (Number(), Number()):
            return abs(key.amount) >= _COUNTED and _ratio(key.amount, value.amount) < _TELLABLE
        case _:
            return False


def _distance(key: Value, value: Value) -> float:
    match key, value:
        case (Entity(), Entity()):
            return abs(key.popularity - value.popularity)
        case (PartialDate(), PartialDate()):
            return abs(key.first_day - value.first_day)
        case (Number() | Quantity(), Number() | Quantity()):
            return _ratio(key.amount, value.amount)
        case _:
            return float(abs(len(name_of(key)) - len(name_of(value))))


def _ratio(first: Decimal, second: Decimal) -> float:
    larger = max(abs(first), abs(second))
    return float(abs(first - second) / larger) if larger else 0.0
