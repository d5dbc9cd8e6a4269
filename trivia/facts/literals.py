"""Literal values as packs write them and as people read them: the one place that knows both.

In a pack a date is ``2019``, ``2019-06`` or ``2019-06-14``; a number ``643801``, ``643,801`` or ``-0.5``; a quantity a
number, with or without its unit; a truth value ``yes`` or ``no``. ``parse`` reads back what ``to_text`` writes.
"""

import re
from decimal import Decimal

from trivia.facts.dates import PartialDate
from trivia.facts.model import Literal, Number, Quantity, Text, Value, YesNo
from trivia.facts.vocabulary import LiteralType

MAX_TEXT = 2_000
"""A text value has at most so many characters."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3}){1,9})(?:\.[0-9]{1,30})?")
_TRUTH = {"yes": True, "true": True, "no": False, "false": False}
_UNIT_WORDS = {
    "km2": "km²",
    "m2": "m²",
    "mi2": "mi²",
    "km3": "km³",
    "m3": "m³",
    "g/cm3": "g/cm³",
    "percent": "%",
    "C": "°C",
    "F": "°F",
}


def parse(text: str, literal: LiteralType, unit: str = "") -> Literal:
    """Read a value of a literal type; raise ValueError, with the reason, for anything that is not one."""
    text = text.strip()
    match literal:
        case LiteralType.DATE:
            return PartialDate.parse(text)
        case LiteralType.NUMBER:
            return Number(_amount(text))
        case LiteralType.QUANTITY:
            return Quantity(_amount(_without_unit(text, unit)), unit)
        case LiteralType.BOOLEAN:
            return YesNo(_truth(text))
        case LiteralType.TEXT:
            return Text(_checked_text(text))


def to_text(value: Literal) -> str:
    """Write a value bare, as a pack holds it: ``2019-06-14``, ``643801 km2``, ``yes``."""
    match value:
        case PartialDate():
            return value.iso
        case Number():
            return f"{value.amount:f}"
        case Quantity():
            return f"{value.amount:f} {value.unit}"
        case YesNo():
            return "yes" if value.yes else "no"
        case Text():
            return value.text


def words(value: Literal) -> str:
    """Write a value as a sentence says it: ``14 June 2019``, ``643,801 km²``, ``yes``."""
    match value:
        case PartialDate():
            return value.words
        case Number():
            return f"{value.amount:,f}"
        case Quantity():
            unit = _UNIT_WORDS.get(value.unit, value.unit)
            return f"{value.amount:,f}{unit}" if unit == "%" else f"{value.amount:,f} {unit}"
        case YesNo() | Text():
            return to_text(value)


def literal_type(value: Literal) -> LiteralType:
    """Return the type of a value."""
    match value:
        case PartialDate():
            return LiteralType.DATE
        case Number():
            return LiteralType.NUMBER
        case Quantity():
            return LiteralType.QUANTITY
        case YesNo():
            return LiteralType.BOOLEAN
        case Text():
            return LiteralType.TEXT


def number_key(value: Value) -> float | None:
    """Return what a literal is searched by in a range: its amount, or the first day that a date may mean."""
    match value:
        case PartialDate():
            return float(value.first_day)
        case Number() | Quantity():
            return float(value.amount)
        case _:
            return None


def _amount(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{_short(text)} is not a number such as 12, -0.5 or 643801")
    return Decimal(text.replace(",", ""))


def _without_unit(text: str, unit: str) -> str:
    return text.removesuffix(unit).rstrip() if unit else text


def _truth(text: str) -> bool:
    try:
        return _TRUTH[text.casefold()]
    except KeyError:
        raise ValueError(f"{_short(text)} is neither yes nor no") from None


def _checked_text(text: str) -> str:
    if not text:
        raise ValueError("the text is empty")
    if len(text) > MAX_TEXT:
        raise ValueError(f"the text has {len(text):,} characters, and at most {MAX_TEXT:,} are taken")
    return text


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "…")
