"""Numbers and quantities as people type them: digits, words, fractions, percentages, units."""

import math
import re
import unicodedata
from dataclasses import dataclass, replace

_UNITS = {
    "zero": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALE_LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_SCALE_LETTERS |= {"mil": 10**6, "mill": 10**6, "bil": 10**9, "thousands": 10**3, "millions": 10**6, "billions": 10**9}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}  # fmt: skip
_FRACTIONS = {
    "half": 0.5,
    "quarter": 0.25,
    "halves": 0.5,
    "quarters": 0.25,
    "thirds": 1 / 3,
    "fifths": 0.2,
    "tenths": 0.1,
}
_SPOKEN = {"dozen": 12, "score": 20, "once": 1, "twice": 2, "thrice": 3, "none": 0, "nil": 0}
WORD_VALUES: dict[str, int] = {**_UNITS, **_TENS, **_ORDINALS}
NUMBER_WORDS = frozenset({*WORD_VALUES, *_SCALES, *_SPOKEN, *_FRACTIONS, "minus", "negative"})

# Unit -> (dimension, factor to the base unit of the dimension). Temperatures convert separately.
_MEASURES: dict[str, tuple[str, float]] = {}
for _dimension, _table in {
    "length": {
        1.0: "m metre metres meter meters", 1000.0: "km kms kilometre kilometres kilometer kilometers",
        0.01: "cm centimetre centimetres centimeter centimeters",
        0.001: "mm millimetre millimetres millimeter millimeters",
        1609.344: "mi mile miles", 0.3048: "ft foot feet", 0.0254: "in inch inches", 0.9144: "yd yds yard yards",
        9.4607e15: "ly lightyear lightyears",
    },
    "mass": {
        1.0: "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes", 0.001: "g gram grams gramme grammes",
        1000.0: "t tonne tonnes", 0.45359237: "lb lbs pound pounds", 0.028349523: "oz ounce ounces",
        907.18474: "ton tons", 6.35029318: "st stone stones",
    },
    "area": {
        1.0: "km2 sqkm", 1e-6: "m2 sqm", 2.589988: "mi2 sqmi", 0.01: "ha hectare hectares", 0.0040468564: "acre acres",
    },
    "time": {
        1.0: "s sec secs second seconds", 60.0: "min mins minute minutes", 3600.0: "h hr hrs hour hours",
        86400.0: "day days", 604800.0: "wk week weeks", 2629800.0: "month months", 31557600.0: "yr yrs year years",
    },
    "volume": {1.0: "l litre litres liter liters", 0.001: "ml", 3.785411784: "gal gallon gallons"},
    "speed": {1.0: "kmh kph", 1.609344: "mph", 3.6: "mps"},
    "share": {0.01: "% percent pct"},
    "celsius": {1.0: "c °c celsius centigrade"}, "fahrenheit": {1.0: "f °f fahrenheit"},
    "dollar": {1.0: "$ usd dollar dollars"}, "pound sterling": {1.0: "£ gbp"}, "euro": {1.0: "€ eur euro euros"},
    "people": {1.0: "people inhabitants persons residents"},
}.items():  # fmt: skip
    for _factor, _names in _table.items():
        for _name in _names.split():
            _MEASURES[_name] = (_dimension, _factor)
_COUNTED = frozenset(("time", "people", "share"))

_SQUARE = re.compile(
    r"\b(?:sq\.?|square)\s*(kilomet(?:er|re)s?|km|mi\b|miles?|m\b|met(?:er|re)s?)|\b(km|mi|m)\s?(?:\^?2\b|²)"
)
_SPEED = re.compile(r"\b(?:km/h|km per hour|kilomet(?:er|re)s (?:per|an) hour)\b|\b(miles (?:per|an) hour|mi/h)\b")
_GROUPED = re.compile(r"(?<=\d)[,'’\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W])|(?<=\d)-(?=[^\W\d])")
_TOKEN = re.compile(r"\d+/\d+|\d+(?:\.\d+)?|\.\d+|[^\W\d_]+(?:2\b)?|[%$£€°]|[-–−~]")
_FILLER = frozenset(
    "a an the of and about around approximately approx roughly circa ca c over almost nearly exactly just only "
    "total in all us there were are is was it they some at".split()
)
_SIGNS = frozenset("-–−")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number read from text: its value, unit if a known one stood beside it, other words, and how exact it is.

    ``step`` is the unit of its last significant digit: 10,000 for ``1.23 million``, 1 for ``1,230,001``. ``digits``
    counts the significant ones. ``words`` are words that are neither number, unit nor filler. ``upper`` ends a range.
    """

    value: float
    unit: str = ""
    words: tuple[str, ...] = ()
    step: float = 1.0
    digits: int = 1
    upper: float | None = None

    @property
    def dimension(self) -> str:
        """What the unit measures, or nothing."""
        return _MEASURES[self.unit][0] if self.unit else ""

    @property
    def measured(self) -> bool:
        """Say whether it is a measurement, which may be rounded, and not a count."""
        return bool(self.unit) and self.dimension not in _COUNTED


def spell(words: list[str]) -> int | None:
    """Read number words: ``one hundred and five`` is 105, ``nineteen eighty four`` 1984; None if they are no number."""
    total = current = 0
    previous = 0
    for word in words:
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                current = (current or 1) * 100
            else:
                total, current = total + (current or 1) * scale, 0
            previous = scale
            continue
        value = WORD_VALUES.get(word)
        if value is None:
            return None
        current = _add_spoken(current, previous, value)
        if current < 0:
            return None
        previous = value
    return total + current


def _add_spoken(current: int, previous: int, value: int) -> int:
    if not current or previous in _SCALES.values():
        return current + value
    if 20 <= previous < 100 and previous % 10 == 0 and 0 < value < 10:
        return current + value
    if 10 <= current < 100 and value >= 10:  # nineteen eighty: the way years are said
        return current * 100 + value
    return -1


def parse_amount(text: str) -> Amount | None:
    """Read the one number (or range) that a text holds; None if it holds none, or several."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text).replace("\u2044", "/")
    lowered = _GROUPED.sub("", plain.casefold())
    lowered = _SPEED.sub(lambda m: " mph" if m[1] else " kmh", lowered)
    lowered = _SQUARE.sub(lambda m: " " + _square_unit(m[1] or m[2]), lowered)
    return _Reader(_TOKEN.findall(_HYPHEN.sub(" ", lowered))).read()


def _square_unit(name: str) -> str:
    return "sqkm" if name.startswith("k") else "sqmi" if name.startswith("mi") else "sqm"


class _Reader:
    """Walks over the pieces of a text and gathers numbers, units and words."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.at = 0
        self.values: list[tuple[float, float, int]] = []
        self.unit = ""
        self.words: list[str] = []
        self.range = False

    def read(self) -> Amount | None:
        while self.at < len(self.pieces):
            self._step()
        if not self.values or len(self.values) > 2 or (len(self.values) == 2 and not self.range):
            return None
        value, step, digits = self.values[0]
        upper = self.values[1][0] if len(self.values) == 2 else None
        return Amount(value, self.unit, tuple(self.words), step, digits, upper)

    def _step(self) -> None:
        piece = self.pieces[self.at]
        if piece[0].isdecimal() or piece[0] == ".":
            self._number(piece)
        elif piece in NUMBER_WORDS:
            self._spoken()
        else:
            self.at += 1
            self._word(piece)

    def _word(self, piece: str) -> None:
        if piece in _SIGNS or piece == "to":
            self.range = self.range or bool(self.values)
        elif piece in _MEASURES and (self.values or piece in "$£€"):
            self.unit = self.unit or piece
        elif piece not in _FILLER and piece not in "°~":
            self.words.append(piece)

    def _sign(self) -> float:
        before = self.pieces[self.at - 1] if self.at else ""
        return -1.0 if before in _SIGNS and not self.values else 1.0

    def _number(self, piece: str) -> None:
        sign = self._sign()
        self.at += 1
        if "/" in piece:
            above, below = piece.split("/")
            value, step, digits = (int(above[:15]) / int(below[:15]) if int(below[:15]) else math.inf), 0.0, 3
        else:
            value, step, digits = _exactness(piece)
        following = self.pieces[self.at] if self.at < len(self.pieces) else ""
        scale = _SCALES.get(following) or _SCALE_LETTERS.get(following, 1)
        if following == "m" and self.at + 1 == len(self.pieces) and step < 1 <= value < 10:
            scale = 10**6  # "8.3m" is a population more often than a length
        elif following in ("m", "b"):
            scale = 1
        if scale > 1 or following in ("st", "nd", "rd", "th"):
            self.at += 1
        self.values.append((sign * value * scale, step * scale, digits))

    def _spoken(self) -> None:
        sign = -1.0 if self.pieces[self.at] in ("minus", "negative") else 1.0
        start = self.at + (sign < 0)
        end = start
        while end < len(self.pieces) and (self.pieces[end] in NUMBER_WORDS or self._joins(end)):
            end += 1
        run = self.pieces[start:end]
        value = _special(run)
        if value is None:
            value = spell(run)
        self.at = max(end, self.at + 1)
        if value is None:
            self.words.extend(run)
        else:
            self.values.append((sign * value, *_exactness(str(int(value)))[1:]))

    def _joins(self, at: int) -> bool:
        following = self.pieces[at + 1] if at + 1 < len(self.pieces) else ""
        return self.pieces[at] == "and" and following in NUMBER_WORDS and following not in _FRACTIONS


def _special(run: list[str]) -> float | None:
    if len(run) == 1 and run[0] in _SPOKEN:
        return _SPOKEN[run[0]]
    if len(run) == 1 and run[0] in _FRACTIONS:
        return _FRACTIONS[run[0]]
    if len(run) == 2 and run[0] in _UNITS and (run[1] in _FRACTIONS or run[1] in ("third", "fourth", "fifth", "tenth")):
        return _UNITS[run[0]] * (_FRACTIONS.get(run[1]) or 1 / _ORDINALS[run[1]])
    if len(run) > 1 and run[-1] == "dozen":
        return 12 * (spell(run[:-1]) or 0) or None
    return None


def _exactness(piece: str) -> tuple[float, float, int]:
    piece = piece[:40]
    whole, _, decimals = piece.partition(".")
    significant = (whole + decimals).strip("0") if not decimals else (whole + decimals).lstrip("0")
    trailing = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    step = 10.0 ** (-len(decimals)) if decimals else 10.0**trailing
    return float(piece), step, max(len(significant), 1)


def _convert(amount: Amount, unit: str) -> float | None:
    """Return the value in another unit, or None where that makes no sense."""
    if not amount.unit or not unit or amount.unit == unit:
        return amount.value
    (here, factor), (there, divisor) = _MEASURES[amount.unit], _MEASURES[unit]
    if here == there:
        return amount.value * factor / divisor
    if (here, there) == ("celsius", "fahrenheit"):
        return amount.value * 9 / 5 + 32
    if (here, there) == ("fahrenheit", "celsius"):
        return (amount.value - 32) * 5 / 9
    return None


ROUNDED_FROM = 10_000
"""Counts from here on may be rounded to two significant digits or more; smaller ones must be exact."""


def same_amount(key: Amount, given: Amount, *, quantity: bool) -> bool:
    """Say whether a number answers a numeric key.

    Counts must be equal. A measurement (a known unit, or ``quantity``), and any count from 10,000 on, may be rounded to
    the digits typed if at least two of them are significant: ``8.3 million`` for 8,336,817. A measurement in another
    unit of the same dimension may also be one percent off.
    """
    if given.unit in ("m", "b") and not key.unit and key.value >= 100_000:  # "2m" of a large count is two million
        factor = _SCALE_LETTERS[given.unit]
        given = replace(given, unit="", value=given.value * factor, step=given.step * factor)
    value = _convert(given, key.unit)
    if value is None:
        return False
    if (key.upper is None) != (given.upper is None) and key.upper is not None:
        return False
    if given.upper is not None and given.upper != key.upper:
        return False
    if math.isclose(value, key.value, rel_tol=1e-9):
        return True
    measured = quantity or key.measured
    if given.unit and key.unit and _MEASURES[given.unit][1] != _MEASURES[key.unit][1]:
        return measured and abs(value - key.value) <= 0.01 * abs(key.value)
    if not measured and abs(key.value) < ROUNDED_FROM:
        return False
    return given.digits >= 2 and given.step > key.step and abs(value - key.value) <= given.step / 2 * (1 + 1e-9)
