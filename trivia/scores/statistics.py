"""What a member's own results come to: sums, streaks, strong and weak topics, rating, and how it went over time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trivia.scores.model import Period, Result, period_key
from trivia.scores.rating import NEW, Rating, rated

FEWEST = 5
"""So many answers on a topic tell something."""

MOST_TOPICS = 3
WEEKS = 12


@dataclass(frozen=True, slots=True)
class TopicShare:
    """How many answers on a topic were right."""

    topic: str
    right: int
    answered: int

    @property
    def share(self) -> float:
        """The share of right answers, from 0 to 1."""
        return self.right / self.answered


@dataclass(frozen=True, slots=True)
class Week:
    """A week of play, by the day it begins on (``date.toordinal``); ``rating`` is that at its end."""

    begins: int
    points: int
    right: int
    answered: int
    rating: Rating


@dataclass(frozen=True, slots=True)
class Statistics:
    """All that is told to members of themselves. ``solo`` is what of it was played alone and counts for no board.

    ``streak`` is how many answers in a row were right up to now, ``days`` on how many days in a row they played.
    """

    points: int = 0
    right: int = 0
    answered: int = 0
    rounds: int = 0
    solo_points: int = 0
    solo_rounds: int = 0
    streak: int = 0
    best_streak: int = 0
    days: int = 0
    best_days: int = 0
    strong: tuple[TopicShare, ...] = ()
    weak: tuple[TopicShare, ...] = ()
    rating: Rating = NEW
    weeks: tuple[Week, ...] = ()

    @property
    def rated(self) -> bool:
        """Say whether anything is known of the member's strength."""
        return self.rating != NEW


def statistics(results: Sequence[Result], today: int) -> Statistics:
    """Reckon a member's statistics from all their results in order. ``today`` is the local day (``date.toordinal``)."""
    if not results:
        return Statistics()
    solo = [r for r in results if not r.counts]
    streak, best_streak = _streaks(r.right for r in results)
    days, best_days = _days({r.day for r in results}, today)
    strong, weak = _topics(results)
    weeks = _weeks(results, today)
    return Statistics(
        points=sum(r.points for r in results),
        right=sum(r.right for r in results),
        answered=len(results),
        rounds=len({r.round for r in results}),
        solo_points=sum(r.points for r in solo),
        solo_rounds=len({r.round for r in solo}),
        streak=streak,
        best_streak=best_streak,
        days=days,
        best_days=best_days,
        strong=strong,
        weak=weak,
        rating=weeks[-1].rating,
        weeks=weeks,
    )


def _streaks(rights: Iterable[bool]) -> tuple[int, int]:
    """Return how many right answers in a row there are at the end, and the most there ever were."""
    run = best = 0
    for right in rights:
        run = run + 1 if right else 0
        best = max(best, run)
    return run, best


def _days(played: set[int], today: int) -> tuple[int, int]:
    """Return on how many days in a row up to today or yesterday was played, and the most there ever were."""
    run = best = 0
    last = None
    for day in sorted(played):
        run = run + 1 if last is not None and day == last + 1 else 1
        best = max(best, run)
        last = day
    is_on = last is not None and last >= today - 1
    return (run if is_on else 0), best


def _topics(results: Iterable[Result]) -> tuple[tuple[TopicShare, ...], tuple[TopicShare, ...]]:
    """Return the topics that a member knows better than others, and those known less, the clearest first.

    Each is judged as if one more answer had been right and one wrong, so that few answers don't weigh like many.
    """
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        counts[result.topic].append(result.right)
    known = [TopicShare(t, sum(rights), len(rights)) for t, rights in counts.items() if t and len(rights) >= FEWEST]
    if len(known) < 2:
        return (), ()
    usual = sum(t.right for t in known) / sum(t.answered for t in known)
    ordered = sorted(known, key=lambda t: (-_guarded(t), t.topic))
    strong = tuple(t for t in ordered if t.share >= usual)[:MOST_TOPICS]
    weak = tuple(t for t in reversed(ordered) if t.share < usual)[:MOST_TOPICS]
    return strong, weak


def _guarded(topic: TopicShare) -> float:
    return (topic.right + 1) / (topic.answered + 2)


def _weeks(results: Sequence[Result], today: int) -> tuple[Week, ...]:
    """Return the latest weeks up to this one, those without play too, from the first one played on."""
    by_week: defaultdict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_week[period_key(Period.WEEK, result.day)].append(result)
    this = max(period_key(Period.WEEK, today), *by_week)
    rating = NEW
    weeks: list[Week] = []
    for begins in range(min(by_week), this + 1, 7):
        mine = by_week.get(begins, [])
        for result in mine:
            rating = rated(rating, result) if result.counts else rating
        weeks.append(Week(begins, sum(r.points for r in mine), sum(r.right for r in mine), len(mine), rating))
    return tuple(weeks[-WEEKS:])
