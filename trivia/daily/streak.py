"""Streaks: how many days in a row a member has played. A function of the days played and of today, and of nothing else.

Each day played is a seventh of a freeze day, and two freeze days at most are kept. A day missed costs a freeze day and
leaves the streak as it is; where there are not enough of them the streak ends, and what was kept goes with it. While
two are kept nothing more is gathered, so that a day more played never makes a streak shorter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DAYS_FOR_A_FREEZE = 7
MOST_FREEZES = 2


@dataclass(frozen=True, slots=True)
class Streak:
    """How it stands: days played in a row now, the longest run ever, and the freeze days kept."""

    days: int = 0
    best: int = 0
    freezes: int = 0


def streak(played: Iterable[date], today: date) -> Streak:
    """Return a member's streak as of a day. What was missed before it counts; the day itself may still be played."""
    days = best = gathered = 0  # gathered: sevenths of a freeze day
    last: date | None = None
    for day in sorted({day for day in played if day <= today}):
        days, gathered = _after_gap(days, gathered, last, day)
        days, gathered = days + 1, min(gathered + 1, MOST_FREEZES * DAYS_FOR_A_FREEZE)
        best = max(best, days)
        last = day
    if last is not None and last < today:
        days, gathered = _after_gap(days, gathered, last, today)
    return Streak(days, best, gathered // DAYS_FOR_A_FREEZE)


def _after_gap(days: int, gathered: int, last: date | None, day: date) -> tuple[int, int]:
    """Return what is left of a streak when the next day comes that was or can be played."""
    missed = (day - last).days - 1 if last else 0
    if missed > gathered // DAYS_FOR_A_FREEZE:
        return 0, 0
    return days, gathered - missed * DAYS_FOR_A_FREEZE
