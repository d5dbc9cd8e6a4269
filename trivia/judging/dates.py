"""Dates as people type them, down to decades and centuries, compared as spans of days."""

import calendar
import re
from dataclasses import dataclass

from trivia.judging.numbers import WORD_VALUES, spell

_MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.casefold(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_FILLER = frozenset(
    "the of in on by since c ca circa around about approximately approx early late mid middle beginning during year "
    "until from day to at least or so utc ad ce a d season monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed thu thur thurs fri sat sun".split()
)
_DECADE_WORDS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 0,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[t ]00:00(?::00)?)?)?")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_RANGE = re.compile(r"(\d{4})\s?(?:[-–—/]|to|until|and)\s?(\d{4}|\d{2})")
_LEAD = re.compile(r"^(?:(?:in|from|between|during|since|c\.?|circa|the)\s+)+")
_BC = re.compile(r"\s*\b(?:b\.?\s?c\.?(?:\s?e\.?)?)(?!\w)")
_TOKEN = re.compile(r"'?\d+'?s\b|\d+(?:st|nd|rd|th)\b|'?\d+|[^\W\d_]+")
_HINT = re.compile(
    r"\d{4}|\d\d?/\d|'\d\d|\b(?:\d0s|century|bce?|[a-z]+ties|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|ninete",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day meant to the last, as ``year*10000 + month*100 + day``.

    ``yearless`` if no year was said; ``several_years`` if it was given by its first and last year.
    """

    first: int
    last: int
    yearless: bool = False
    several_years: bool = False


def looks_like_date(text: str) -> bool:
    """Say quickly whether it is worth parsing."""
    return len(text) <= 60 and _HINT.search(text) is not None


def parse_dates(text: str) -> tuple[Span, ...]:
    """Return what a text that is a date and nothing else may mean: nothing, one span, or two for 3/4/2019."""
    lowered = text.casefold().replace("’", "'").strip(" .,?!")
    if (match := _ISO.fullmatch(lowered)) and 1 <= int(match[2]) <= 12:
        year, month, day = (int(g) if g else None for g in match.groups())
        return _spans((year, month, day))
    if match := _NUMERIC.fullmatch(lowered):
        one, two, year = (int(g) for g in match.groups())
        full = year if len(match[3]) == 4 else year + (2000 if year < 50 else 1900)
        return _spans((full, two, one), (full, one, two))
    if match := _RANGE.fullmatch(_LEAD.sub("", lowered)):
        return _range(match[1], match[2])
    before_christ = False
    if _BC.search(lowered):
        before_christ, lowered = True, _BC.sub(" ", lowered)
    return _spelt(_TOKEN.findall(lowered), before_christ=before_christ)


def _range(first: str, last: str) -> tuple[Span, ...]:
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end <= int(first):
        return ()
    return (Span(_key(int(first), 1, 1), _key(end, 12, 31), several_years=end > int(first) + 1),)


def _key(year: int, month: int, day: int) -> int:
    within = month * 100 + day
    return year * 10_000 + within


def _spans(*readings: tuple[int | None, int | None, int | None]) -> tuple[Span, ...]:
    found = {span for reading in readings if (span := _span(*reading))}
    return tuple(sorted(found, key=lambda span: span.first))


def _span(year: int | None, month: int | None, day: int | None) -> Span | None:
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and (month is None or not 1 <= day <= calendar.monthrange(2000, month)[1]):
        return None
    if year is None:
        return Span(_key(0, month, day or 1), _key(0, month, day or 31), yearless=True) if month else None
    return Span(_key(year, month or 1, day or 1), _key(year, month or 12, day or 31))


class _Parts:
    """What has been read of a date so far."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.decade: int | None = None
        self.century: int | None = None
        self.pending: list[int] = []

    def take(self, piece: str) -> bool:
        """Take a piece in; False if it has no place in a date."""
        if piece in _MONTHS and self.month is None:
            self.month = _MONTHS[piece]
        elif piece in _DECADE_WORDS:
            self.decade = 1900 + _DECADE_WORDS[piece] if piece != "noughties" else 2000
        elif piece.endswith("s") and piece.strip("'s").isdecimal():
            return self._decade(piece.strip("'s"))
        elif piece in ("century", "centuries", "cent") and self.pending:
            self.century = self.pending.pop()
        elif piece[0].isdecimal() or piece[0] == "'":
            return self._digits(piece)
        else:
            return piece in _FILLER
        return True

    def _decade(self, digits: str) -> bool:
        value = int(digits[:6])
        if len(digits) == 4 and value % 10 == 0:
            self.decade = value
        elif len(digits) == 2 and value % 10 == 0:
            self.decade = 1900 + value if value > 20 else 2000 + value
        else:
            return False
        return True

    def _digits(self, piece: str) -> bool:
        bare = piece.strip("'").rstrip("sthndr")
        if len(bare) > 4:
            return False
        if len(bare) >= 3 or piece[0] == "'":
            if self.year is not None:
                return False
            self.year = int(bare) if piece[0] != "'" else int(bare) + (2000 if int(bare) < 30 else 1900)
        else:
            self.pending.append(int(bare))
        return True

    def settle(self, *, before_christ: bool) -> tuple[Span, ...]:
        """Say what was meant."""
        if self.decade is not None:
            end = self.decade + (99 if self.decade % 100 == 0 and self.decade < 2000 else 9)
            return (Span(_key(self.decade, 1, 1), _key(end, 12, 31)),)
        if self.century is not None:
            return _century(self.century, before_christ=before_christ)
        if self.pending and self.month is not None and self.day is None:
            self.day = self.pending.pop(0)
        if self.pending and self.year is None and (before_christ or self.month is not None):
            self.year = self.pending.pop(0)
            if self.day is not None and not before_christ:
                self.year += 2000 if self.year < 50 else 1900
        if self.pending or (self.year is None and self.month is None):
            return ()
        sign = -1 if before_christ else 1
        return _spans((sign * self.year if self.year is not None else None, self.month, self.day))


def _century(number: int, *, before_christ: bool) -> tuple[Span, ...]:
    if not 1 <= number <= 30:
        return ()
    if before_christ:
        return (Span(_key(-100 * number, 1, 1), _key(-100 * (number - 1) - 1, 12, 31)),)
    return (Span(_key(100 * (number - 1), 1, 1), _key(100 * number, 12, 31)),)


def _spelt(pieces: list[str], *, before_christ: bool) -> tuple[Span, ...]:
    if not pieces or len(pieces) > 12:
        return ()
    parts = _Parts()
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and (
            pieces[end] in WORD_VALUES or (end > at and pieces[end] in ("hundred", "thousand"))
        ):
            end += 1
        if end > at:
            value = spell(pieces[at:end])
            if value is None or not parts.take(str(value)):
                return ()
            at = end
        elif parts.take(pieces[at]):
            at += 1
        else:
            return ()
    return parts.settle(before_christ=before_christ)


def compare_dates(key: tuple[Span, ...], given: tuple[Span, ...]) -> str:
    """Return how a date relates to the right one: ``same`` (or within it), ``wider``, or ``other``."""
    outcomes = {_compare(one, two) for one in key for two in given}
    return next((outcome for outcome in ("same", "wider") if outcome in outcomes), "other")


def _compare(key: Span, given: Span) -> str:
    if key.yearless != given.yearless:
        if _within_year(key) != _within_year(given) or not _monthly(key) or not _monthly(given):
            return "other"
        return "same" if key.yearless else "wider"
    if key.first <= given.first and given.last <= key.last:
        return "wider" if key.several_years and (key.first, key.last) != (given.first, given.last) else "same"
    return "wider" if given.first <= key.first and key.last <= given.last else "other"


def _within_year(span: Span) -> tuple[int, int]:
    return span.first % 10_000, span.last % 10_000


def _monthly(span: Span) -> bool:
    return span.first // 100 == span.last // 100
