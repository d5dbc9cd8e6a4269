"""Values that are likely slips: a date far ahead, a negative count, an amount beyond all that is known."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from trivia.facts.dates import PartialDate
from trivia.facts.literals import number_key
from trivia.facts.model import Fact, Number, Quantity, Value

YEARS_AHEAD = 10
BEYOND = 1_000
"""An amount so many times the greatest known one is asked about."""
FEWEST_KNOWN = 5
"""With fewer to compare with, nothing is beyond."""


class Odd(StrEnum):
    """What may be wrong with a value."""

    FAR_AHEAD = "far ahead"
    NEGATIVE = "negative"
    BEYOND_ALL = "beyond all"


def odd(value: Value, known: Iterable[Fact], now: datetime) -> Odd | None:
    """Return what is odd about a value beside the known facts of its relation, or None."""
    if isinstance(value, PartialDate):
        return Odd.FAR_AHEAD if value.year > now.year + YEARS_AHEAD else None
    if not isinstance(value, Number | Quantity):
        return None
    return odd_amount(value, amounts_of(fact.value for fact in known))


def amounts_of(values: Iterable[Value]) -> list[float]:
    """Return the amounts among values."""
    return [amount for value in values for amount in [number_key(value)] if amount is not None]


def odd_amount(value: Number | Quantity, amounts: Sequence[float]) -> Odd | None:
    """Return what is odd about an amount beside these, or None."""
    if value.amount < 0 and all(amount >= 0 for amount in amounts):
        return Odd.NEGATIVE
    if len(amounts) >= FEWEST_KNOWN and float(value.amount) > BEYOND * max(map(abs, amounts)) > 0:
        return Odd.BEYOND_ALL
    return None
