"""Schedules in plain words: ``weekdays at 9:30``, ``every Friday 17:00``, ``mon, wed and fri at 8pm``, ``every hour``.

Words that say nothing here (every, on, at, the) may stand anywhere; any other word that is not understood is refused
by name, so that nobody finds a round at another time than the one meant.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from trivia.errors import UsageError

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}
_GROUPS = {
    "daily": "*", "day": "*", "days": "*", "weekday": "1-5", "weekdays": "1-5", "workday": "1-5", "workdays": "1-5",
    "weekend": "0,6", "weekends": "0,6",
}  # fmt: skip
_TIMES = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}
_UNITS = {
    "hourly": "hour", "hour": "hour", "hours": "hour", "h": "hour", "minute": "minute", "minutes": "minute",
    "min": "minute", "mins": "minute", "second": "second", "seconds": "second",
}  # fmt: skip
_SILENT = frozenset("every each on at the and o'clock oclock in of & , @".split())
_RANGES = frozenset("to till until through thru - –".split())
_TOKEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[:.]\d{2}|\d+|[ap]\.?m\b\.?|o'clock|[^\W\d_]+(?:/\w+)*|\S", re.IGNORECASE | re.ASCII
)
_EXAMPLES = "For example: weekdays at 9:30, every Friday 17:00, daily at noon, every hour."
_TOO_OFTEN = "That is too often: a round can be scheduled every 5 minutes at most, better every hour."


@dataclass
class _Heard:
    """What the words have said so far. ``days`` are cron's, from Sunday, 0; ``every`` is a step and its unit."""

    days: list[str] = field(default_factory=list)
    times: list[tuple[int, int]] = field(default_factory=list)
    every: tuple[int, str] | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None


def in_words(text: str) -> tuple[str, int | None]:
    """Return the cron expression that plain words mean, and the year of a single date; raise UsageError."""
    return _expression(_heard([token.casefold() for token in _TOKEN.findall(text)]))


def _heard(tokens: list[str]) -> _Heard:
    heard = _Heard()
    place = 0
    while place < len(tokens):
        taken = _taken(heard, tokens, place)
        if not taken:
            word = tokens[place]
            hint = f"Name the time zone as zone={word}. " if "/" in word else ""
            raise UsageError(f"I don't understand “{word[:40]}” as a time. {hint}{_EXAMPLES}")
        place += taken
    return heard


def _taken(heard: _Heard, tokens: list[str], place: int) -> int:
    """Take in what stands at a place; return how many words of it, 0 if it means nothing."""
    word, rest = tokens[place], tokens[place + 1 :]
    if word in _SILENT:
        return 1
    if word in _TIMES:
        heard.times.append(_TIMES[word])
        return 1
    if word in _UNITS:
        heard.every = (1, _UNITS[word])
        return 1
    if word in _GROUPS:
        heard.days.append(_GROUPS[word])
        return 1
    return _day(heard, word, rest) or _date(heard, word, rest) or _time(heard, word, rest)


def _day(heard: _Heard, word: str, rest: list[str]) -> int:
    first = _one_of(word.removesuffix("s") if len(word) > 4 else word, _DAYS, _SHORT)
    if first is None:
        return 0
    last = _one_of(rest[1].removesuffix("s") if len(rest[1]) > 4 else rest[1], _DAYS, _SHORT) if len(rest) > 1 else None
    if rest and rest[0] in _RANGES and last is not None:
        heard.days += [str((first + step) % 7) for step in range((last - first) % 7 + 1)]
        return 3
    heard.days.append(str(first))
    return 1


def _one_of(word: str, names: tuple[str, ...] | list[str], short: dict[str, int]) -> int | None:
    if word in short:
        return short[word]
    return next((n for n, name in enumerate(names) if word == name or (len(word) == 3 and name[:3] == word)), None)


def _date(heard: _Heard, word: str, rest: list[str]) -> int:
    """Take in ``2026-12-24`` or ``24 december`` or ``december 24``, with a year after it or not."""
    if "-" in word and word != "-":
        _set_date(heard, *map(int, word.split("-")))
        return 1
    month, day, taken = _one_of(word, _MONTHS, {"sept": 8}), rest[0] if rest else "", 2
    if month is None and word.isdecimal():
        ordinal = int(bool(rest) and rest[0] in ("st", "nd", "rd", "th"))
        named = rest[ordinal : ordinal + 2]
        named = named[1:] if named[:1] == ["of"] else named[:1]
        month, day = _one_of(named[0], _MONTHS, {"sept": 8}) if named else None, word
        taken = 2 + ordinal + int(rest[ordinal : ordinal + 1] == ["of"])
    if month is None or not day.isdecimal():
        return 0
    year = rest[taken - 1] if len(rest) >= taken else ""
    has_year = len(year) == 4 and year.isdecimal()
    _set_date(heard, int(year) if has_year else 2000, month + 1, int(day))
    if not has_year:
        heard.year = None
    return taken + has_year


def _set_date(heard: _Heard, year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        raise UsageError("There is no such date.") from None
    if heard.month is not None:
        raise UsageError("Please name one date; add another schedule for another.")
    heard.year, heard.month, heard.day = year, month, day


def _time(heard: _Heard, word: str, rest: list[str]) -> int:
    """Take in ``9:30``, ``17.00``, ``8pm``, ``8:15 pm``, ``9``, or ``30 minutes``."""
    parts = re.split("[:.]", word) if word[:1].isdecimal() else []
    if not parts:
        return 0
    hour, minute, after = int(parts[0][:4]), int(parts[1]) if len(parts) > 1 else 0, rest[0] if rest else ""
    if len(parts) == 1 and after in _UNITS:
        heard.every = (hour, _UNITS[after])
        return 2
    half = after.replace(".", "") if after.replace(".", "") in ("am", "pm") else ""
    if half and not 1 <= hour <= 12:
        raise UsageError(f"There is no {word} {half}. {_EXAMPLES}")
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    if hour > 23 or minute > 59:
        raise UsageError(f"There is no time {word}. Times go from 0:00 to 23:59.")
    heard.times.append((hour, minute))
    return 1 + bool(half)


def _expression(heard: _Heard) -> tuple[str, int | None]:
    if heard.every:
        return _repeated(heard, *heard.every), None
    if not heard.times:
        raise UsageError(f"At what time? {_EXAMPLES}")
    if not heard.days and heard.month is None:
        raise UsageError(f"On which days? {_EXAMPLES}")
    if heard.days and heard.month is not None:
        raise UsageError(f"Please name either days of the week or a date. {_EXAMPLES}")
    minutes = {minute for _, minute in heard.times}
    if len(minutes) > 1:
        raise UsageError("These times differ in their minutes; please add a schedule for each.")
    hours = ",".join(str(hour) for hour in sorted({hour for hour, _ in heard.times}))
    if heard.month is not None:
        return f"{minutes.pop()} {hours} {heard.day} {heard.month} *", heard.year
    return f"{minutes.pop()} {hours} * * {_weekdays(heard)}", None


def _weekdays(heard: _Heard) -> str:
    if not heard.days or "*" in heard.days:
        return "*"
    return ",".join(sorted(set(heard.days)))


def _repeated(heard: _Heard, step: int, unit: str) -> str:
    """Return the expression of every so many minutes or hours."""
    if unit == "second" or (unit == "minute" and step < 5):
        raise UsageError(_TOO_OFTEN)
    if heard.times or heard.month is not None:
        raise UsageError(f"Please name either a time or how often. {_EXAMPLES}")
    whole = 24 if unit == "hour" else 60
    if not 1 <= step <= whole or whole % step or step == whole:
        raise UsageError(f"{step} {unit}s don't divide {'a day' if unit == 'hour' else 'an hour'} evenly. {_EXAMPLES}")
    every = "*" if step == 1 else f"*/{step}"
    return f"{every if unit == 'minute' else 0} {every if unit == 'hour' else '*'} * * {_weekdays(heard)}"
