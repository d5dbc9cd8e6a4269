"""/schedule: what its limits are, and what it keeps apart."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, FakeShelves, PlainJudge, dice, question
from trivia.commands.request import Argument, Member, Request, Role
from trivia.commands.schedules import MOST, Schedules
from trivia.errors import Conflict, NotFound, UsageError
from trivia.facts.model import CommunityId
from trivia.replies.say import replies
from trivia.rounds.model import ChannelId, MemberId, Rules
from trivia.rounds.scheduled import Pause
from trivia.rounds.service import Rounds
from trivia.settings import Scope

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def commands(store: FakeRoundStore, questions: FakeQuestions | None = None) -> Schedules:
    rounds = Rounds(
        store=store,
        messenger=FakeMessenger(),
        questions=questions or FakeQuestions((question("Capital of Norway?", "Oslo"),)),
        judge=PlainJudge(),
        shelves=FakeShelves(),
        chance=dice(1),
        platforms=("test",),
    )
    return Schedules(store, rounds, Rules())


def request(
    arguments: Mapping[str, Argument], event: str = "e1", community: int = 1, at: datetime = NOW, who: str = "Anna"
) -> Request:
    member = Member(MemberId(who.casefold()), who, Role.MODERATOR)
    return Request(event, CommunityId(community), ChannelId("test:1"), member, "schedule", arguments, at)


async def test_options_become_the_rules_of_the_rounds() -> None:
    told = await commands(FakeRoundStore()).add(
        request({"when": "daily at noon", "count": 5, "topic": "countries", "announce": 10, "late": 30})
    )
    assert (told.scheduled.rules.count, told.scheduled.rules.topic) == (5, "countries")
    assert (told.scheduled.announce, told.scheduled.late, told.scheduled.schedule.zone) == (10, 30, "UTC")
    assert told.times == tuple(NOW + timedelta(days=n) for n in (1, 2, 3))


async def test_without_a_zone_the_communitys_is_meant() -> None:
    store = FakeRoundStore()
    place = request({}).place
    await store.choose_setting(place, Scope.COMMUNITY, MemberId("anna"), "zone", "Asia/Tokyo", at=NOW)
    told = await commands(store).add(request({"when": "daily at noon"}))
    assert (told.scheduled.schedule.zone, told.times[0]) == ("Asia/Tokyo", NOW + timedelta(hours=15))
    shown = await commands(store).preview(request({"when": "daily at noon", "zone": "UTC"}))
    assert shown.schedule.zone == "UTC"


async def test_a_topic_without_questions_is_refused_before_anything_is_planned() -> None:
    store = FakeRoundStore()
    with pytest.raises(UsageError, match="no questions"):
        await commands(store, FakeQuestions((), UsageError("I have no questions on that."))).add(
            request({"when": "daily at noon", "topic": "qwertz"})
        )
    assert not store.planned


@pytest.mark.parametrize(("option", "value"), [("count", 3), ("announce", 10), ("mode", "race"), ("topic", "sky")])
async def test_what_a_word_on_the_daily_set_can_not_have_is_refused(option: str, value: Argument) -> None:
    store = FakeRoundStore()
    with pytest.raises(UsageError, match=f"^{option} goes with rounds"):
        await commands(store).add(request({"when": "daily at noon", "daily": True, option: value}))
    assert not store.planned
    await commands(store).add(request({"when": "daily at noon", "daily": True, "late": 60, "zone": "Asia/Tokyo"}))
    await commands(store).add(request({"when": "daily at noon", "daily": False, option: value}, "e2"))
    assert [scheduled.daily for scheduled in await store.schedules(CommunityId(1))] == [True, False]


async def test_an_event_sent_twice_plans_once() -> None:
    store = FakeRoundStore()
    first = await commands(store).add(request({"when": "hourly"}))
    assert await commands(store).add(request({"when": "hourly"})) == first
    assert len(store.planned) == 1


async def test_a_community_has_so_many_schedules_and_no_more() -> None:
    family = commands(FakeRoundStore())
    for number in range(MOST):
        await family.add(request({"when": "hourly"}, f"e{number}"))
    with pytest.raises(Conflict, match="There are 50 schedules already"):
        await family.add(request({"when": "hourly"}, "one more"))


@pytest.mark.parametrize("command", ["pause", "resume", "remove", "remind"])
async def test_another_communitys_schedule_is_not_there(command: str) -> None:
    store = FakeRoundStore()
    await commands(store).add(request({"when": "hourly"}))
    with pytest.raises(NotFound):
        await getattr(commands(store), command)(request({"schedule": 1}, "e2", community=2))
    assert not (await commands(store).list(request({}, community=2))).schedules


async def test_pausing_and_resuming_twice_is_as_good_as_once() -> None:
    store = FakeRoundStore()
    family = commands(store)
    await family.add(request({"when": "hourly"}))
    for _ in range(2):
        await family.pause(request({"schedule": 1}))
    [paused] = await store.schedules(CommunityId(1))
    assert paused.paused is Pause.ASKED
    back = await family.resume(request({"schedule": 1}, at=NOW + timedelta(days=1)))
    assert await family.resume(request({"schedule": 1}, at=NOW + timedelta(days=1))) == back
    [resumed] = await store.schedules(CommunityId(1))
    assert resumed == back.scheduled
    assert resumed.next == NOW + timedelta(days=1, hours=1)


async def test_a_date_that_is_over_is_not_resumed() -> None:
    family = commands(FakeRoundStore())
    await family.add(request({"when": "2026-01-02 at noon"}))
    await family.pause(request({"schedule": 1}))
    with pytest.raises(UsageError, match="Its date is over"):
        await family.resume(request({"schedule": 1}, at=NOW + timedelta(days=9)))


async def test_members_are_reminded_once_each_until_they_have_enough() -> None:
    store = FakeRoundStore()
    family = commands(store)
    await family.add(request({"when": "hourly", "announce": 5}))
    for who in ("Ben", "Anna", "Ben"):
        await family.remind(request({"schedule": 1}, who=who))
    [scheduled] = await store.schedules(CommunityId(1))
    assert sorted(member.name for member in scheduled.reminded) == ["Anna", "Ben"]
    await family.remind(request({"schedule": 1, "wanted": False}, who="Ben"))
    [scheduled] = await store.schedules(CommunityId(1))
    assert [member.name for member in scheduled.reminded] == ["Anna"]


async def test_one_message_names_only_so_many() -> None:
    family = commands(FakeRoundStore())
    await family.add(request({"when": "hourly", "announce": 5}))
    for number in range(50):
        await family.remind(request({"schedule": 1}, who=f"M{number}"))
    with pytest.raises(Conflict, match="50 members"):
        await family.remind(request({"schedule": 1}, who="M50"))


async def test_the_list_names_channels_that_are_gone_or_elsewhere_and_how_many_are_left_out() -> None:
    store = FakeRoundStore()
    family = commands(store)
    for number in range(17):
        await family.add(request({"when": "hourly"}, f"e{number}"))
    [first, *_] = await store.schedules(CommunityId(1))
    await store.change_schedule(first.stopped(Pause.GONE))
    [reply] = replies(await family.list(request({})))
    assert "I can't reach its channel" in "".join(getattr(span, "text", "") for span in reply.fields[0].text)
    assert len(reply.fields) == 15
    assert "there are 2 more" in "".join(getattr(span, "text", "") for span in reply.text)
