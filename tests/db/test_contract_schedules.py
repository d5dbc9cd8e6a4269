"""What every store of schedules must keep to."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from tests.fakes.rounds import FakeRoundStore, player
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.replies.reply import Plain, Reply
from trivia.rounds.model import ChannelId, Phase, Place, Round, RoundId, Rules
from trivia.rounds.ports import Commit, Outgoing, RoundStore
from trivia.rounds.schedule import Schedule
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.scheduled import Claim, Outcome, Pause, Scheduled, ScheduleId
from trivia.values import replace

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
NEXT = START + timedelta(hours=1)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ELSEWHERE = Place(CommunityId(2), ChannelId("other:x"))
ANNA = player("Anna")
SLOT = "2026-01-01T14:00+01:00"
NEW = Scheduled(
    id=ScheduleId(0),
    place=HERE,
    maker=ANNA,
    schedule=Schedule("0 * * * *", "Europe/Berlin", "every hour"),
    rules=Rules(count=5, topic="countries"),
    announce=5,
    late=15,
    next=NEXT,
    reminded=(player("Ben"),),
)
SAID = (Outgoing("schedule:1", HERE, Reply(text=(Plain("missed"),))),)


class Games(RoundStore, ScheduleStore, Protocol):
    """Both, as claims need them."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Games:
    """Every implementation of the port."""
    if request.param == "memory":
        return FakeRoundStore()
    opened: Games = request.getfixturevalue(f"{request.param}_store")
    return opened


def began(round_id: str, claim: Claim, place: Place = HERE) -> Commit:
    deadline = NEXT + timedelta(seconds=10)
    state = Round(RoundId(round_id), place, ANNA, Rules(), Phase.LOBBY, NEXT, deadline, version=1)
    return Commit(state, "", NEXT, claim=claim)


async def test_a_schedule_comes_back_as_it_was_stored_with_a_number(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    assert added.id > 0
    assert added == replace(NEW, id=added.id)
    assert await store.schedule(CommunityId(1), added.id) == added
    assert await store.schedule(CommunityId(2), added.id) is None
    assert await store.schedule(CommunityId(1), ScheduleId(added.id + 1)) is None


async def test_an_event_adds_one_schedule(store: Games) -> None:
    first, again = await store.add_schedule(NEW, "e1"), await store.add_schedule(NEW, "e1")
    assert first == again
    assert list(await store.schedules(CommunityId(1))) == [first]


async def test_schedules_are_listed_by_community_and_channel(store: Games) -> None:
    here = await store.add_schedule(NEW, "e1")
    there = await store.add_schedule(replace(NEW, place=THERE), "e2")
    other = await store.add_schedule(replace(NEW, place=ELSEWHERE), "e3")
    assert list(await store.schedules(CommunityId(1))) == [here, there]
    assert list(await store.schedules(CommunityId(2))) == [other]
    assert list(await store.schedules_in(THERE)) == [there]


async def test_what_is_due_is_found_by_platform_and_time(store: Games) -> None:
    late = await store.add_schedule(replace(NEW, next=NEXT + timedelta(minutes=1)), "e1")
    soon = await store.add_schedule(NEW, "e2")
    await store.add_schedule(replace(NEW, place=ELSEWHERE, next=START), "e3")
    await store.add_schedule(replace(NEW, paused=Pause.ASKED), "e4")
    await store.add_schedule(replace(NEW, next=None), "e5")
    assert await store.next_schedule(["test"]) == NEXT - timedelta(minutes=5)
    assert await store.next_schedule(["nowhere"]) is None
    assert list(await store.schedules_due(["test"], NEXT - timedelta(minutes=6), 10)) == []
    assert list(await store.schedules_due(["test"], NEXT, 10)) == [soon, late]
    assert list(await store.schedules_due(["test"], NEXT, 1)) == [soon]


async def test_a_change_on_another_version_is_a_conflict(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    paused = added.stopped(Pause.ASKED)
    await store.change_schedule(paused, SAID)
    assert await store.schedule(CommunityId(1), added.id) == paused
    assert tuple(await store.unsent(HERE)) == SAID
    with pytest.raises(Conflict):
        await store.change_schedule(added.told())
    assert await store.next_schedule(["test"]) is None


async def test_a_removed_schedule_is_gone_and_its_number_is_not_given_again(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    await store.remove_schedule(CommunityId(2), added.id)
    assert await store.schedule(CommunityId(1), added.id) == added, "only its own community removes it"
    await store.remove_schedule(CommunityId(1), added.id)
    await store.remove_schedule(CommunityId(1), added.id)
    assert await store.schedule(CommunityId(1), added.id) is None
    assert await store.next_schedule(["test"]) is None
    assert list(await store.schedules_due(["test"], NEXT, 10)) == []
    with pytest.raises(Conflict):
        await store.change_schedule(added.told())
    assert (await store.add_schedule(NEW, "e2")).id != added.id


async def test_a_time_is_settled_once_and_moves_the_schedule_on(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    moved = added.moved_past(NEXT)
    assert await store.settle(Claim(moved, SLOT, Outcome.MISSED), SAID, NEXT)
    assert await store.schedule(CommunityId(1), added.id) == moved
    assert tuple(await store.unsent(HERE)) == SAID
    with pytest.raises(Conflict):
        await store.settle(Claim(moved, SLOT, Outcome.MISSED), (), NEXT)


async def test_a_time_taken_before_says_nothing_and_moves_the_schedule_on(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    moved = added.moved_past(NEXT)
    await store.settle(Claim(moved, SLOT, Outcome.BUSY), (), NEXT)
    again = moved.moved_past(NEXT)
    assert not await store.settle(Claim(again, SLOT, Outcome.MISSED), SAID, NEXT)
    assert await store.schedule(CommunityId(1), added.id) == again
    assert list(await store.unsent(HERE)) == []


async def test_an_announcement_does_not_take_the_time_of_the_round(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    told = added.told()
    assert await store.settle(Claim(told, SLOT, Outcome.ANNOUNCED), (), NEXT)
    assert await store.settle(Claim(told.moved_past(NEXT), SLOT, Outcome.MISSED), (), NEXT)


async def test_a_round_and_the_time_it_takes_are_stored_together(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    moved = added.moved_past(NEXT)
    assert await store.store_step(began("aa", Claim(moved, SLOT, Outcome.RAN)))
    assert await store.open_round(HERE)
    assert await store.schedule(CommunityId(1), added.id) == moved


async def test_a_time_begins_one_round(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    moved = added.moved_past(NEXT)
    await store.store_step(began("aa", Claim(moved, SLOT, Outcome.RAN)))
    assert not await store.store_step(began("bb", Claim(moved.moved_past(NEXT), SLOT, Outcome.RAN), THERE))
    assert await store.open_round(THERE) is None
    with pytest.raises(Conflict):
        await store.store_step(began("cc", Claim(moved, "another", Outcome.RAN), THERE))
    assert await store.open_round(THERE) is None


async def test_of_two_that_take_a_time_at_the_same_instant_one_gets_it(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    moved = added.moved_past(NEXT)
    rounds = [began(name, Claim(moved, SLOT, Outcome.RAN), place) for name, place in (("aa", HERE), ("bb", THERE))]
    came = await asyncio.gather(*map(store.store_step, rounds), return_exceptions=True)
    assert sorted(map(str, came)) == ["Somebody else was a moment earlier. Please try again.", "True"]
    assert len(await store.open_rounds_of(CommunityId(1))) == 1


async def test_where_a_round_is_on_the_time_is_not_taken(store: Games) -> None:
    added = await store.add_schedule(NEW, "e1")
    first = Round(RoundId("aa"), HERE, ANNA, Rules(), Phase.LOBBY, START, NEXT, version=1)
    await store.store_step(Commit(first, "", START))
    with pytest.raises(Conflict):
        await store.store_step(began("bb", Claim(added.moved_past(NEXT), SLOT, Outcome.RAN)))
    assert await store.schedule(CommunityId(1), added.id) == added
    assert await store.settle(Claim(added.moved_past(NEXT), SLOT, Outcome.BUSY), SAID, NEXT)
