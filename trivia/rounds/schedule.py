"""When a round is to run: read from a cron expression or from plain words, and reckoned in a named time zone.

A fixed time (``30 9 * * 1-5``) comes once on each local day that has it: straight after the gap where the clock is put
forward over it, and the first time where the clock is put back and shows it twice. An expression whose minute or hour
begins with a star (``0 * * * *``) comes whenever the clock shows a time that fits: hourly is once per elapsed hour.
Debian's cron has it the same way.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from trivia.errors import UsageError
from trivia.rounds.schedule_words import in_words

CLOSEST = timedelta(minutes=5)
"""No schedule may come more often than this."""

_FIELDS = "minute, hour, day of the month, month, weekday"
_NEAR = timedelta(days=1)  # a clock is never put back by more
_NO_PLACE = frozenset({"Factory", "localtime", "posixrules"})
_CRON_NAMES = "sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_CRON_FIELD = re.compile(rf"(?:[0-9*/,#-]|l|lw|{_CRON_NAMES})+", re.IGNORECASE | re.ASCII)
_CRON_START = re.compile(r"[0-9*][0-9*/,-]*", re.ASCII)
_LATEST_WITHIN = tuple(timedelta(days=days) for days in (0.05, 1, 8, 32, 370, 3_700))


@dataclass(frozen=True, slots=True)
class Schedule:
    """A cron expression of five fields and the name of a time zone. ``words`` are how it was asked for.

    ``year`` bounds it to one year: that is how a single date is held. Any other number of years is None.
    """

    expression: str
    zone: str
    words: str
    year: int | None = None

    def local(self, at: datetime) -> datetime:
        """Return a moment as the clocks of the zone show it."""
        return at.astimezone(ZoneInfo(self.zone))

    def slot(self, at: datetime) -> str:
        """Return what names one time of the schedule for ever: its local time, with what parts a doubled hour."""
        return self.local(at).isoformat(timespec="minutes")


def read_schedule(text: str, zone: str, now: datetime) -> Schedule:
    """Read a cron expression or plain words; raise UsageError, which says what to do, for whatever can't be kept."""
    words = " ".join(text.split())
    expression, year = (words, None) if _is_cron(words) else in_words(words)
    schedule = Schedule(expression, read_zone(zone), words, year)
    try:
        times = _first_days(schedule, now)
    except CronSimError as error:
        raise UsageError(
            f"I can't read {expression} as a cron expression ({str(error).lower()}). Its fields are: {_FIELDS}."
        ) from None
    if not times:
        raise UsageError("That is in the past." if year else f"No day ever fits {expression}.")
    if any(later - earlier < CLOSEST for earlier, later in pairwise(times)):
        raise UsageError("That is too often: a round can be scheduled every 5 minutes at most, better every hour.")
    return schedule


def read_zone(name: str) -> str:
    """Return the time zone's name as it is properly written; raise UsageError if there is none, with the nearest."""
    zones = _zones()
    wanted = "_".join(name.split()).casefold()
    if wanted in zones:
        return zones[wanted]
    cities = [zone for folded, zone in zones.items() if folded.rpartition("/")[2] == wanted]
    if len(cities) == 1:
        return cities[0]
    near = cities or [zones[match] for match in difflib.get_close_matches(wanted[:40], zones, 2, 0.75)]
    shown = name if len(name) <= 40 else name[:40] + "…"
    hint = f"Did you mean {' or '.join(sorted(near))}?" if near else "Zones are named like Europe/Berlin or UTC."
    raise UsageError(f"I don't know the time zone {shown}. {hint}")


def _first_days(schedule: Schedule, now: datetime) -> list[datetime]:
    """Return the times of the first two days that have any: on every day they lie equally far apart."""
    times: list[datetime] = []
    for at in _times(schedule, now):
        times.append(at)
        if at - times[0] > timedelta(days=2):
            break
    return times


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in sorted(available_timezones() - _NO_PLACE)}


def next_times(schedule: Schedule, after: datetime, count: int) -> tuple[datetime, ...]:
    """Return the next times after a moment, in UTC, earliest first; fewer where no more will come."""
    return tuple(islice(_times(schedule, after), count))


def latest_time(schedule: Schedule, after: datetime, until: datetime) -> datetime | None:
    """Return the last time after one moment and not after another, in UTC; None if none lies between."""
    for back in _LATEST_WITHIN:
        start = max(after, until - back)
        latest = None
        for at in _times(schedule, start):
            if at > until:
                break
            latest = at
        if latest or start == after:
            return latest
    return None


def _times(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Yield every time after a moment."""
    if any(part.startswith("*") for part in schedule.expression.split()[:2]):
        yield from _shown(schedule.expression, ZoneInfo(schedule.zone), after)
        return
    for found in CronSim(schedule.expression, schedule.local(after)):
        at = found.astimezone(UTC)
        if schedule.year is not None and found.year > schedule.year:
            return
        # Of an hour that the clock shows twice, the second showing begins after the times of the first.
        if at > after and schedule.year in (None, found.year):
            yield at


def _shown(expression: str, clock: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Yield every moment after another at which the clock shows a time that fits.

    The clock is read as one that goes on evenly until it is put forward or back, and then anew from there: cronsim
    itself, told of the zone, steps over times that follow a shift by half an hour.
    """
    low, offset = after, _offset(clock, after)
    times = CronSim(expression, low + offset)
    while (found := next(times, None)) is not None:
        at = found - offset
        is_far = at - low > 2 * _NEAR
        change = _first_change(clock, low, low + 2 * _NEAR if is_far else at)
        if change is not None:
            low, offset = change, _offset(clock, change)
            times = CronSim(expression, low + offset - timedelta(seconds=1))
        elif is_far:
            low = at - _NEAR
            offset = _offset(clock, low)
            times = CronSim(expression, low + offset)
        else:
            low = at
            yield at


def _offset(clock: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(clock).utcoffset() or timedelta()


def _first_change(clock: ZoneInfo, low: datetime, high: datetime) -> datetime | None:
    """Return when, after one moment and up to another not far away, the clock is put forward or back."""
    offset = _offset(clock, low)
    if _offset(clock, high) == offset:
        return None
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(clock, middle) == offset else (low, middle)
    return high.replace(microsecond=0)


def _is_cron(text: str) -> bool:
    """Say whether a text is meant as a cron expression; raise UsageError if it has too many or too few fields."""
    fields = text.split()
    meant = bool(fields) and _CRON_START.fullmatch(fields[0]) and all(map(_CRON_FIELD.fullmatch, fields))
    if not meant or (len(fields) < 5 and "*" not in text):
        return False
    if len(fields) == 6:
        raise UsageError(f"That has six fields; I take five: {_FIELDS}. Seconds can't be scheduled.")
    if len(fields) != 5:
        raise UsageError(f"A cron expression has five fields: {_FIELDS}. For example: 30 9 * * 1-5")
    return True
