"""Schedules against the clock: every time zone and each of its transitions from 2000 to 2037, minute by minute.

Run as ``python -m benchmarks.timezones``, with the names of zones for those alone. The oracle knows nothing of cron or
of local times that don't exist: it walks the minutes that really pass around a transition and reads off each what the
clocks show. A fixed time must come once for each local day, at the first minute that shows it, or, if none does, at
the first one after; an hourly one at every minute that shows it.
"""

import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from trivia.rounds.schedule import Schedule, next_times

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 24 * 60
_FIXED_WITHIN = 2 * _DAY
_HOURLY_WITHIN = 5 * 60
_NEAR = (-61, -31, -30, -1, 0, 1, 29, 30, 31, 59, 60)

Transitions = tuple[tuple[int, int], ...]
"""Since which minute (of UTC, since 1970) which offset (in minutes) holds."""


def transitions(zone: str) -> Transitions:
    """Return a zone's offsets from 2000 to 2037: looked at each 6 hours, each change found to the minute."""
    clock = ZoneInfo(zone)

    def offset(minute: int) -> int:
        shift = (_EPOCH + timedelta(minutes=minute)).astimezone(clock).utcoffset()
        return int((shift or timedelta()).total_seconds()) // 60

    low, end = _minute(FIRST), _minute(LAST)
    found = [(low, offset(low))]
    for high in range(low + 360, end, 360):
        if offset(high) != found[-1][1]:
            found.append(_first_with(offset, high - 360, high))
    return tuple(found)


def _first_with(offset: Callable[[int], int], low: int, high: int) -> tuple[int, int]:
    """Return the first minute after ``low`` that has the offset of ``high``, and that offset."""
    new = offset(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if offset(middle) == new else (middle, high)
    return high, new


def _minute(at: datetime) -> int:
    return int((at - _EPOCH).total_seconds()) // 60


class Oracle:
    """What the clocks of a zone show at each minute."""

    def __init__(self, changes: Transitions) -> None:
        self._since = [since for since, _ in changes]
        self._offsets = [offset for _, offset in changes]

    def shown(self, minute: int) -> int:
        """Return the local minute that is shown at one of UTC."""
        return minute + self._offsets[max(0, bisect_right(self._since, minute) - 1)]

    def fixed(self, time_of_day: int, after: int, until: int) -> list[int]:
        """Return when a daily time comes after one minute and up to another."""
        start, end = after - _DAY, until + _DAY
        shows: dict[int, int] = {}
        for minute in range(start, end):
            shows.setdefault(self.shown(minute), minute)
        came = set()
        for day in range(self.shown(start) // _DAY + 1, self.shown(end) // _DAY):
            local = day * _DAY + time_of_day
            first = next((later for later in range(local, local + 2 * _DAY) if later in shows), None)
            came |= {shows[first]} if first is not None else set()
        return sorted(minute for minute in came if after < minute <= until)

    def hourly(self, minute_of_hour: int, after: int, until: int) -> list[int]:
        """Return when a minute of each hour comes."""
        return [minute for minute in range(after + 1, until + 1) if self.shown(minute) % 60 == minute_of_hour]


def scheduled(expression: str, zone: str, after: int, until: int) -> list[int]:
    """Return when the program would run it: each time is reckoned from the one before, as the bot does."""
    schedule = Schedule(expression, zone, expression)
    found: list[int] = []
    at = _EPOCH + timedelta(minutes=after)
    while True:
        [at] = next_times(schedule, at, 1)
        if _minute(at) > until:
            return found
        found.append(_minute(at))


def violations(zone: str, changes: Transitions) -> Iterator[str]:
    """Yield what goes wrong around the transitions of a zone, after one item for each check that was made."""
    oracle = Oracle(changes)
    for (since, new), (_, old) in zip(changes[1:], changes, strict=False):
        edges = {since + old, since + new}
        near = sorted({(edge + step) % _DAY for edge in edges for step in _NEAR})
        for local in near:
            start, end = since - _FIXED_WITHIN, since + _FIXED_WITHIN
            got = scheduled(f"{local % 60} {local // 60} * * *", zone, start, end)
            yield _compared(zone, since, f"{local // 60}:{local % 60:02}", got, oracle.fixed(local, start, end))
        for minute in sorted({0, 15, 30, 45, (since + new) % 60}):
            start, end = since - _HOURLY_WITHIN, since + _HOURLY_WITHIN
            got = scheduled(f"{minute} * * * *", zone, start, end)
            yield _compared(zone, since, f"hourly :{minute:02}", got, oracle.hourly(minute, start, end))


def _compared(zone: str, since: int, what: str, got: Sequence[int], wanted: Sequence[int]) -> str:
    if got == wanted:
        return ""
    moments = [[f"{_EPOCH + timedelta(minutes=minute):%m-%d %H:%M}" for minute in side] for side in (got, wanted)]
    return f"{zone}, {_EPOCH + timedelta(minutes=since):%Y-%m-%d}, {what}: came {moments[0]}, not {moments[1]}"


def by_behaviour(zones: Iterable[str]) -> dict[Transitions, list[str]]:
    """Return the zones by their transitions: many have several names."""
    groups: dict[Transitions, list[str]] = {}
    for zone in zones:
        groups.setdefault(transitions(zone), []).append(zone)
    return groups


def main() -> int:
    """Print how many checks were made and what went wrong; return 1 if anything did."""
    began = time.monotonic()
    zones = sys.argv[1:] or sorted(available_timezones())
    groups = by_behaviour(zones)
    checks, wrong = 0, 0
    for changes, names in groups.items():
        for violation in violations(names[0], changes):
            checks += 1
            wrong += bool(violation)
            if violation:
                print(violation)
    crossed = sum(len(changes) - 1 for changes in groups)
    print(f"{len(zones)} zones, of which {len(groups)} differ, with {crossed:,} transitions from 2000 to 2037")
    print(f"{checks:,} checks, {wrong:,} violations (none allowed), in {time.monotonic() - began:.0f} s")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
