"""Days, ids and sheets of daily sets, as plain values."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes.rounds import question
from trivia.daily.model import DailySet, Mark, Put, Sheet, as_round, day_ends, local_day, read_id, rules_of, set_id
from trivia.facts.model import CommunityId
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, Round
from trivia.rounds.scoring import LADDER
from trivia.values import replace

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ZONES = st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"}))
ASKED = tuple(Asked.of(question(stem, "x")) for stem in ("one?", "two?", "three?"))
SET = DailySet(set_id(CommunityId(1), NOON.date()), CommunityId(1), NOON.date(), NOON, ASKED)


@given(st.integers(0, 10**18 - 1), st.dates(date(1000, 1, 1)))
def test_an_id_names_a_community_and_a_day(community: int, day: date) -> None:
    assert read_id(set_id(CommunityId(community), day)) == (community, day)


@pytest.mark.parametrize(
    "text", ["", "3f2a", "daily-", "daily-1-2026-02-30", "daily-1-2026-1-1", "daily--1-2026-01-01"]
)
def test_the_id_of_anything_else_names_no_set(text: str) -> None:
    assert read_id(text) is None


@given(ZONES, st.integers(0, 38 * 365 * 24 * 60))
@example("Africa/Cairo", 13_838_250)
@example("America/Havana", 957_024)
@example("America/St_Johns", 5_706_885)
@example("Pacific/Apia", 6_309_180)
def test_every_moment_lies_in_the_day_that_ends_next(zone: str, minutes: int) -> None:
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    day = local_day(moment, zone)

    ends = day_ends(day, zone)

    assert moment < ends <= moment + timedelta(hours=26)
    assert local_day(ends, zone) > day
    assert local_day(ends - timedelta(seconds=1), zone) == day


def test_a_day_whose_midnight_the_clock_skips_ends_as_it_is_put_forward() -> None:
    assert day_ends(date(2026, 4, 23), "Africa/Cairo") == datetime(2026, 4, 23, 22, tzinfo=UTC)


def test_a_sheet_goes_through_the_questions_that_count() -> None:
    done = Put(1, NOON, NOON, 1, done=True)
    sheet = Sheet(replace(SET, voided=(2,)), (done, Put(3, NOON, NOON)), ((1, 10),))

    assert sheet.next == 3
    assert sheet.marks == (Mark.RIGHT, Mark.VOID, Mark.OPEN)
    assert replace(sheet, points=((1, 0), (3, 10))).marks == (Mark.WRONG, Mark.VOID, Mark.RIGHT)
    assert replace(sheet, points=((1, 0), (3, 10))).done


def test_as_a_round_a_set_is_over_and_comes_back_from_the_store() -> None:
    state = as_round(SET, NOON)

    assert state.over
    assert from_json(Round, to_json(state)) == state
    assert state.rules == rules_of(SET)
    assert state.rules.sealed, f"everybody who is right earns {LADDER[0]}, however late"
