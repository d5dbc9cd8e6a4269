"""When a round is to run: what people type, and what the clocks of the world do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.timezones import transitions, violations
from trivia.errors import UsageError
from trivia.rounds.schedule import Schedule, latest_time, next_times, read_schedule, read_zone

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)


def shown(schedule: Schedule, after: datetime, count: int) -> list[str]:
    return [f"{schedule.local(at):%a %Y-%m-%d %H:%M}" for at in next_times(schedule, after, count)]


def local(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc] # the parts of a date and time, in order


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("weekdays at 9:30", "30 9 * * 1-5"),
        ("every Friday 17:00", "0 17 * * 5"),
        ("daily at noon", "0 12 * * *"),
        ("every hour", "0 * * * *"),
        ("hourly", "0 * * * *"),
        ("mon, wed and fri at 8pm", "0 20 * * 1,3,5"),
        ("  at 8:15 P.M. on   Tuesdays & Thursdays ", "15 20 * * 2,4"),
        ("monday to friday 9.30", "30 9 * * 1,2,3,4,5"),
        ("sat-mon at 7", "0 7 * * 0,1,6"),
        ("weekends at midnight", "0 0 * * 0,6"),
        ("every day at 12am", "0 0 * * *"),
        ("every day at 12pm", "0 12 * * *"),
        ("daily at 9 o'clock and 17:00", "0 9,17 * * *"),
        ("every 30 minutes", "*/30 * * * *"),
        ("every 2 hours on weekends", "0 */2 * * 0,6"),
        ("24 december at 18:00", "0 18 24 12 *"),
        ("on the 24th of december at 18:00", "0 18 24 12 *"),
        ("30 9 * * 1-5", "30 9 * * 1-5"),
        ("0 9 * * mon#1", "0 9 * * mon#1"),
        ("0 9 L * *", "0 9 L * *"),
    ],
)
def test_plain_words_and_cron_expressions_are_read(words: str, expression: str) -> None:
    assert read_schedule(words, "UTC", NOW).expression == expression


@pytest.mark.parametrize("words", ["2026-12-24 18:00", "24 december 2026 at 6pm", "december 24 2026 18:00"])
def test_a_single_date_comes_once(words: str) -> None:
    schedule = read_schedule(words, "Europe/Berlin", NOW)
    assert shown(schedule, NOW, 3) == ["Thu 2026-12-24 18:00"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("2020-01-01 at 9:00", "in the past"),
        ("2026-11-21 12:00", "in the past"),
        ("every second", "too often"),
        ("each second", "too often"),
        ("every minute", "too often"),
        ("* * * * *", "too often"),
        ("*/2 9 * * *", "too often"),
        ("* * * * * *", "six fields"),
        ("0 30 9 * * 1", "six fields"),
        ("30 9 * *", "five fields"),
        ("30 9 * * 1 2 3", "five fields"),
        ("nonsense", "“nonsense”"),
        ("tomorrow at 9", "“tomorrow”"),
        ("weekdays at 9:30 Europe/Berlin", "zone="),
        ("every friday", "At what time"),
        ("", "At what time"),
        ("at 9:30", "On which days"),
        ("daily at 25:00", "no time 25:00"),
        ("daily at 9:60", "no time 9:60"),
        ("daily at 13pm", "no 13 pm"),
        ("daily at 9:30 and 17:00", "differ in their minutes"),
        ("every 7 minutes", "evenly"),
        ("every 0 hours", "evenly"),
        ("every hour at 9:30", "either a time or how often"),
        ("monday 24 december at 9", "either days of the week or a date"),
        ("24 december and 25 december at 9", "one date"),
        ("2026-02-30 at 9:00", "no such date"),
        ("0 0 30 2 *", "cron expression"),
        ("61 9 * * *", "bad minute"),
        ("*/0 * * * *", "bad minute"),
        ("0 9 * * */L", "bad day-of-week"),
        ("x" * 10_000, "as a time"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_clear_word(words: str, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_schedule(words, "UTC", NOW)
    assert why in str(refused.value)
    assert len(str(refused.value)) < 300


@given(st.text(max_size=60) | st.text("0123456789*/,-#L :.apmhon", max_size=30))
def test_whatever_is_typed_is_read_or_refused(words: str) -> None:
    try:
        schedule = read_schedule(words, "Europe/Berlin", NOW)
    except UsageError:
        return
    assert next_times(schedule, NOW, 1)


@pytest.mark.parametrize(
    ("name", "zone"),
    [("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("new york", "America/New_York"), ("utc", "UTC")],
)
def test_zones_are_found_whatever_their_case_and_by_their_city(name: str, zone: str) -> None:
    assert read_zone(name) == zone


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Euorpe/Berlin", "Did you mean Europe/Berlin"),
        ("PST", "named like"),
        ("Mars/Base", "named like"),
        ("../../etc/passwd", "named like"),
        ("Europe", "named like"),
        ("a" * 5_000, "named like"),
    ],
)
def test_unknown_zones_are_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="I don't know the time zone") as refused:
        read_zone(name)
    assert hint in str(refused.value)


@pytest.mark.parametrize(
    ("zone", "expression", "after", "wanted"),
    [
        # Skipped: 2:30 on the last Sunday of March.
        ("Europe/Berlin", "30 2 * * *", (2026, 3, 28, 12), ["Sun 2026-03-29 03:00", "Mon 2026-03-30 02:30"]),
        # Shown twice: 2:30 on the last Sunday of October.
        ("Europe/Berlin", "30 2 * * *", (2026, 10, 24, 12), ["Sun 2026-10-25 02:30", "Mon 2026-10-26 02:30"]),
        # Gaps at midnight.
        ("Africa/Cairo", "0 0 * * *", (2026, 4, 23, 12), ["Fri 2026-04-24 01:00", "Sat 2026-04-25 00:00"]),
        ("America/Santiago", "15 0 * * *", (2026, 9, 5, 12), ["Sun 2026-09-06 01:00", "Mon 2026-09-07 00:15"]),
        ("Asia/Beirut", "59 0 * * *", (2026, 3, 28, 12), ["Sun 2026-03-29 01:00", "Mon 2026-03-30 00:59"]),
        # Shifts by half an hour.
        ("Australia/Lord_Howe", "15 2 * * *", (2026, 10, 3, 12), ["Sun 2026-10-04 02:30", "Mon 2026-10-05 02:15"]),
        ("Australia/Lord_Howe", "45 1 * * *", (2026, 4, 4, 12), ["Sun 2026-04-05 01:45", "Mon 2026-04-06 01:45"]),
        ("Australia/Lord_Howe", "0 * * * *", (2026, 10, 4, 0), ["Sun 2026-10-04 01:00", "Sun 2026-10-04 03:00"]),
        # A day left out: what was planned for it comes when it would have begun.
        ("Pacific/Apia", "0 12 * * *", (2011, 12, 29, 13), ["Sat 2011-12-31 00:00", "Sat 2011-12-31 12:00"]),
        ("Pacific/Apia", "0 * * * *", (2011, 12, 29, 22), ["Thu 2011-12-29 23:00", "Sat 2011-12-31 00:00"]),
        # Hourly is once per elapsed hour.
        ("Europe/Berlin", "0 * * * *", (2026, 3, 29, 0), ["Sun 2026-03-29 01:00", "Sun 2026-03-29 03:00"]),
        ("Europe/Berlin", "0 * * * *", (2026, 10, 25, 1), ["Sun 2026-10-25 02:00", "Sun 2026-10-25 02:00"]),
    ],
)
def test_clocks_that_are_put_forward_or_back(
    zone: str, expression: str, after: tuple[int, ...], wanted: list[str]
) -> None:
    schedule = Schedule(expression, zone, expression)
    assert shown(schedule, local(zone, *after), 2) == wanted


def test_an_hour_that_the_clock_shows_twice_has_two_slots() -> None:
    schedule = Schedule("0 * * * *", "Europe/Berlin", "hourly")
    first, second = next_times(schedule, local("Europe/Berlin", 2026, 10, 25, 1), 2)
    assert schedule.slot(first) == "2026-10-25T02:00+02:00"
    assert schedule.slot(second) == "2026-10-25T02:00+01:00"


def test_within_the_second_showing_of_an_hour_a_fixed_time_of_it_is_over() -> None:
    schedule = Schedule("30 2 * * *", "Europe/Berlin", "daily")
    assert shown(schedule, local("Europe/Berlin", 2026, 10, 25, 2, 10, fold=1), 1) == ["Mon 2026-10-26 02:30"]


@pytest.mark.parametrize("zone", ["Australia/Lord_Howe", "Pacific/Apia"])
def test_every_transition_of_an_odd_zone_agrees_with_the_clock(zone: str) -> None:
    near = [change for change in transitions(zone) if change[0] < (date(2013, 1, 1) - date(1970, 1, 1)).days * 1_440]
    assert [violation for violation in violations(zone, tuple(near[-4:])) if violation] == []


MOMENTS = st.integers(0, 30 * 366 * 86_400).map(lambda second: datetime(2005, 1, 1, tzinfo=UTC) + timedelta(0, second))
CLOCK = st.tuples(st.integers(0, 59), st.integers(0, 23))
EXPRESSIONS = st.one_of(
    CLOCK.map(lambda c: f"{c[0]} {c[1]} * * *"),
    st.tuples(CLOCK, st.sets(st.integers(0, 6), min_size=1)).map(
        lambda c: f"{c[0][0]} {c[0][1]} * * {','.join(map(str, sorted(c[1])))}"
    ),
    st.integers(0, 59).map(lambda minute: f"{minute} * * * *"),
    st.sampled_from(["*/15 * * * *", "*/30 2 29 10 *", "0 */2 * * 0,6", "0 2,3 * * *", "0 0 1 * *"]),
)


@given(EXPRESSIONS, st.sampled_from(ZONES), MOMENTS)
def test_times_come_in_order_and_each_is_the_next_after_the_one_before(
    expression: str, zone: str, after: datetime
) -> None:
    schedule = Schedule(expression, zone, expression)
    times = next_times(schedule, after, 6)
    assert len(times) == 6
    assert all(earlier < later for earlier, later in pairwise((after, *times)))
    assert all(next_times(schedule, earlier, 1) == (later,) for earlier, later in pairwise(times))
    assert next_times(schedule, times[0] - timedelta(seconds=1), 1) == times[:1]


@given(EXPRESSIONS, st.sampled_from(ZONES), MOMENTS)
def test_the_latest_time_is_the_last_of_those_between(expression: str, zone: str, after: datetime) -> None:
    schedule = Schedule(expression, zone, expression)
    times = next_times(schedule, after, 5)
    assert latest_time(schedule, after, times[4]) == times[4]
    assert latest_time(schedule, after, times[4] - timedelta(seconds=1)) == times[3]
    assert latest_time(schedule, after, times[0] - timedelta(seconds=1)) is None


@given(CLOCK, st.sampled_from(ZONES), MOMENTS)
def test_a_daily_time_comes_once_for_each_local_day(clock: tuple[int, int], zone: str, after: datetime) -> None:
    schedule = Schedule(f"{clock[0]} {clock[1]} * * *", zone, "daily")
    times = next_times(schedule, after, 40)
    days = [schedule.local(at).date() for at in times]
    left_out = date(2011, 12, 30) if zone == "Pacific/Apia" else None
    assert all(later - earlier == timedelta(days=1) or left_out for earlier, later in pairwise(days))
