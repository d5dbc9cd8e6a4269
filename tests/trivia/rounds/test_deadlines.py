"""When rounds at hand move by themselves."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from trivia.facts.model import CommunityId
from trivia.rounds.deadlines import Deadlines
from trivia.rounds.model import ChannelId, Place

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PLACES = tuple(Place(CommunityId(1), ChannelId(f"test:{n}")) for n in range(4))


def at(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_what_is_due_is_given_out_once_the_earliest_first() -> None:
    deadlines = Deadlines()
    for place, seconds in zip(PLACES, (3, 1, 2, 9), strict=True):
        deadlines.put(place, at(seconds))
    assert deadlines.soonest() == at(1)
    assert deadlines.due(at(3)) == [PLACES[1], PLACES[2], PLACES[0]]
    assert deadlines.due(at(3)) == []
    assert deadlines.soonest() == at(9)


def test_a_new_deadline_takes_the_place_of_the_old_one() -> None:
    deadlines = Deadlines()
    deadlines.put(PLACES[0], at(1))
    deadlines.put(PLACES[0], at(5))
    deadlines.put(PLACES[1], at(2))
    deadlines.put(PLACES[1], None)
    assert deadlines.due(at(4)) == []
    assert deadlines.due(at(5)) == [PLACES[0]]


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.none() | st.integers(0, 9)) | st.integers(0, 9)))
def test_at_any_time_all_that_is_due_is_given_out(steps: list[tuple[Place, int | None] | int]) -> None:
    deadlines, kept = Deadlines(), dict[Place, int]()
    for step in steps:
        if isinstance(step, int):
            due = {place for place, seconds in kept.items() if seconds <= step}
            assert set(deadlines.due(at(step))) == due
            kept = {place: seconds for place, seconds in kept.items() if place not in due}
        else:
            place, seconds = step
            deadlines.put(place, None if seconds is None else at(seconds))
            kept.pop(place, None)
            kept |= {} if seconds is None else {place: seconds}
        assert deadlines.soonest() == min(map(at, kept.values()), default=None)
