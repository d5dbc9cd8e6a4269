"""Streaks of days, and the freeze days that keep them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trivia.daily.streak import MOST_FREEZES, Streak, streak

FIRST = date(2026, 1, 1)
DAYS = st.sets(st.integers(0, 60), max_size=40)


def days(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


def on(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_who_never_played_has_no_streak() -> None:
    assert streak((), FIRST) == Streak(0, 0, 0)


def test_each_day_in_a_row_counts_and_today_may_still_be_played() -> None:
    assert streak(days(0, 1, 2), on(2)).days == 3
    assert streak(days(0, 1, 2), on(3)).days == 3
    assert streak(days(0, 1, 2), on(4)) == Streak(0, 3, 0)


def test_seven_days_earn_a_freeze_day_which_a_missed_day_takes() -> None:
    week = range(7)
    assert streak(days(*week), on(6)) == Streak(7, 7, 1)
    assert streak(days(*week), on(8)) == Streak(7, 7, 0), "the missed day is covered"
    assert streak(days(*week, 8), on(8)).days == 8
    assert streak(days(*week, 9), on(9)) == Streak(1, 7, 0), "two missed days are not"


def test_no_more_than_two_freeze_days_are_kept() -> None:
    assert streak(days(*range(40)), on(39)).freezes == 2
    assert streak(days(*range(40), 42), on(42)) == Streak(41, 41, 0)
    assert streak(days(*range(40), 43), on(43)).days == 1


def test_days_after_the_one_asked_about_do_not_count() -> None:
    assert streak(days(0, 1, 5), on(1)) == Streak(2, 2, 0)


@given(st.integers(1, 200))
def test_playing_every_day_makes_a_streak_of_all_of_them(count: int) -> None:
    assert streak(days(*range(count)), on(count - 1)).days == count


@given(DAYS, st.integers(0, 70))
def test_a_streak_is_bounded_by_what_was_played(played: set[int], today: int) -> None:
    found = streak(days(*played), on(today))
    assert 0 <= found.days <= found.best <= len(played)
    assert 0 <= found.freezes <= MOST_FREEZES


@given(DAYS, st.integers(0, 60), st.integers(0, 70))
def test_a_day_more_played_never_shortens_a_streak(played: set[int], more: int, today: int) -> None:
    before, after = streak(days(*played), on(today)), streak(days(*played, more), on(today))
    assert after.days >= before.days
    assert after.best >= before.best
    assert after.freezes >= before.freezes


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(0, 70))
def test_neither_order_nor_repetition_of_the_days_matters(played: list[int], today: int) -> None:
    once = days(*sorted(set(played)))
    assert streak(days(*played), on(today)) == streak(once, on(today))


@given(DAYS, st.integers(0, 60))
def test_a_walk_from_day_to_day_comes_to_the_same(played: set[int], today: int) -> None:
    """Reckon as somebody would by hand: each day is played, covered by a freeze day, or the end of the streak."""
    run = best = sevenths = 0
    began = False
    for day in range(today + 1):
        if day in played:
            began, run, sevenths = True, run + 1, min(sevenths + 1, 14)
        elif day < today and began:
            covered = sevenths >= 7
            run, sevenths = (run, sevenths - 7) if covered else (0, 0)
        best = max(best, run)
    found = streak(days(*played), on(today))
    assert (found.days, found.best, found.freezes) == (run, best, sevenths // 7)
