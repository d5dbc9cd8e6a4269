"""Scheduled rounds through storage: each time once, whatever dies, and a word for each that did not begin."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, cast

import pytest

from tests.fakes.rounds import (
    FakeMessenger,
    FakeQuestions,
    FakeRoundStore,
    FakeShelves,
    Killed,
    PlainJudge,
    dice,
    player,
    question,
)
from trivia.errors import Conflict, UsageError
from trivia.facts.model import CommunityId
from trivia.replies.reply import Mention, Reply
from trivia.rounds.model import ChannelId, Place, Rules, direct
from trivia.rounds.ports import Commit, Outgoing, RoundStore
from trivia.rounds.schedule import Schedule
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.scheduled import Claim, Pause, Scheduled, ScheduleId
from trivia.rounds.service import Rounds
from trivia.rounds.timetable import Timetable
from trivia.values import replace

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ANNA, BEN = player("Anna"), player("Ben")
QUESTIONS = (question("What is the capital of Norway?", "Oslo", ("Oslo", "Rome")),)
HOURLY = Scheduled(
    id=ScheduleId(0),
    place=HERE,
    maker=ANNA,
    schedule=Schedule("0 * * * *", "UTC", "every hour"),
    rules=Rules(count=1, lobby=0, pause=0),
    announce=0,
    late=15,
    next=START + timedelta(hours=1),
)


class Games(RoundStore, ScheduleStore, Protocol):
    """Rounds and schedules in one store."""


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def service(store: Games, messenger: FakeMessenger, seed: int = 1, questions: FakeQuestions | None = None) -> Rounds:
    return Rounds(
        store=store,
        messenger=messenger,
        questions=questions or FakeQuestions(QUESTIONS),
        judge=PlainJudge(),
        shelves=FakeShelves(),
        chance=dice(seed),
        platforms=("test",),
        timetable=Timetable(store, ("test",)),
    )


def words(reply: Reply) -> str:
    return reply.title + "".join(getattr(span, "text", "") for span in reply.text)


def said(messenger: FakeMessenger) -> list[str]:
    return [words(reply) for reply in messenger.shown.values()]


@pytest.fixture
def games(store: RoundStore) -> Games:
    """Return the stores of the rounds, which hold schedules too."""
    return cast("Games", store)


async def test_a_round_begins_at_its_time_and_not_before(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    await games.add_schedule(HOURLY, "e1")
    assert await rounds.next_deadline() == at(60)
    await rounds.tick(at(59))
    assert said(messenger) == []
    await rounds.tick(at(60))
    assert said(messenger) == ["Question 1 of 1What is the capital of Norway?"]
    assert await rounds.next_deadline() == at(60) + timedelta(seconds=20)
    await rounds.tick(at(61))
    assert await rounds.next_deadline() == at(120)


async def test_whoever_planned_a_round_does_not_stand_on_its_board_unless_they_play(games: Games) -> None:
    rounds = service(games, FakeMessenger())
    await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    await rounds.answer("a1", HERE, BEN, "A", at(60.1))
    current = await rounds.current(HERE)
    assert current, "the first answer doesn't shut the others out"
    assert [standing.player for standing in current.board] == [BEN]


async def test_a_round_is_announced_once_and_mentions_those_who_asked_for_it(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    await games.add_schedule(replace(HOURLY, announce=5, reminded=(BEN,)), "e1")
    assert await rounds.next_deadline() == at(55)
    await rounds.tick(at(55))
    await rounds.tick(at(56))
    [reply] = messenger.shown.values()
    assert "begins in 5 minutes" in words(reply)
    assert [span for span in reply.text if isinstance(span, Mention)] == [Mention(BEN.id, BEN.name)]
    assert reply.buttons[0].action == "schedule remind?schedule=1"
    assert await rounds.next_deadline() == at(60)
    await rounds.tick(at(60))
    assert len(messenger.shown) == 2
    assert await rounds.next_deadline() == at(60) + timedelta(seconds=20)


async def test_after_a_short_absence_the_latest_round_begins_late(games: Games) -> None:
    messenger = FakeMessenger()
    await games.add_schedule(HOURLY, "e1")
    rounds = service(games, messenger)
    await rounds.resume(at(60 * 30 + 14))
    await rounds.tick(at(60 * 30 + 14))
    assert said(messenger) == ["Question 1 of 1What is the capital of Norway?"]
    assert await rounds.next_deadline() == at(60 * 30 + 14) + timedelta(seconds=20)


@pytest.mark.parametrize(
    ("late", "minutes", "runs"), [(15, 15, False), (15, 14.9, True), (30, 29, True), (1, 1, False)]
)
async def test_how_late_a_round_may_begin_is_a_setting(games: Games, late: int, minutes: float, runs: bool) -> None:
    messenger = FakeMessenger()
    await games.add_schedule(replace(HOURLY, late=late), "e1")
    await service(games, messenger).tick(at(60 + minutes))
    assert ("Question 1" in said(messenger)[0]) is runs


async def test_after_a_long_absence_the_latest_round_is_reported_as_missed_once(games: Games) -> None:
    messenger = FakeMessenger()
    await games.add_schedule(HOURLY, "e1")
    for seed in range(2):
        rounds = service(games, messenger, seed)
        await rounds.resume(at(60 * 30 + 20))
        await rounds.tick(at(60 * 30 + 20))
    [told] = said(messenger)
    assert told.startswith("A round was planned for Fri 2 Jan 2026 18:00, UTC. I was away, so it did not take place.")
    assert told.endswith(" The next one: Fri 2 Jan 2026 19:00.")
    assert await games.next_schedule(["test"]) == at(60 * 31)


async def test_where_a_round_is_on_the_planned_one_is_left_out_with_a_word(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    await games.add_schedule(HOURLY, "e1")
    await rounds.start("s", HERE, BEN, Rules(count=1, lobby=0, seconds=300), at(59))
    await rounds.tick(at(60))
    await rounds.tick(at(60.5))
    [_, told] = said(messenger)
    assert told.startswith("A round was planned for Thu 1 Jan 2026 13:00, UTC. It is left out, because a round is on")
    assert told.endswith(" The next one: Thu 1 Jan 2026 14:00.")


async def test_a_round_that_cannot_be_asked_says_why(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger, questions=FakeQuestions((), UsageError("I have no questions on that.")))
    await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    assert "It could not begin: I have no questions on that. The next one" in said(messenger)[0]
    assert await rounds.next_deadline() == at(120)


async def test_two_processes_begin_one_round(games: Games) -> None:
    messenger = FakeMessenger()
    first, second = service(games, messenger, 1), service(games, messenger, 2)
    await games.add_schedule(replace(HOURLY, announce=5), "e1")
    for minute in (55, 60):
        await first.tick(at(minute))
        await second.tick(at(minute))
    assert len(messenger.shown) == 2
    assert not messenger.repeated


async def test_a_paused_schedule_is_silent_and_misses_nothing(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    added = await games.add_schedule(HOURLY, "e1")
    paused = added.stopped(Pause.ASKED)
    await games.change_schedule(paused)
    await rounds.tick(at(600))
    assert await rounds.next_deadline() is None
    await games.change_schedule(paused.going_on(at(601)))
    await rounds.tick(at(602))
    assert said(messenger) == []
    assert await rounds.next_deadline() == at(660)


async def test_a_single_date_comes_once(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    once = replace(HOURLY, schedule=Schedule("0 13 1 1 *", "UTC", "2026-01-01 13:00", 2026))
    added = await games.add_schedule(once, "e1")
    await rounds.tick(at(60))
    await rounds.tick(at(61))
    kept = await games.schedule(HERE.community, added.id)
    assert kept
    assert kept.next is None
    assert await rounds.next_deadline() is None


async def test_a_channel_that_is_gone_pauses_its_schedules_and_tells_their_makers(games: Games) -> None:
    messenger = FakeMessenger(gone={HERE})
    rounds = service(games, messenger)
    added = await games.add_schedule(HOURLY, "e1")
    other = await games.add_schedule(replace(HOURLY, place=THERE, next=at(120)), "e2")
    await rounds.tick(at(60))
    await rounds.tick(at(61))
    assert len(messenger.shown) == 1
    assert "1. every hour, UTC any more, so it is paused." in said(messenger)[0]
    assert not await games.unsent(HERE)
    assert not await games.unsent(direct(HERE, ANNA.id))
    assert await rounds.current(HERE) is None
    kept = await games.schedule(HERE.community, added.id)
    assert kept
    assert kept.paused is Pause.GONE
    assert await games.schedule(HERE.community, other.id) == other


async def test_a_maker_who_cannot_be_told_either_holds_up_nothing(games: Games) -> None:
    messenger = FakeMessenger(gone={HERE, direct(HERE, ANNA.id)})
    rounds = service(games, messenger)
    await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    assert not messenger.shown
    assert not await games.unsent_places(["test"])


async def test_what_a_moderator_paused_or_changes_this_moment_is_left_to_them_when_the_channel_goes() -> None:
    class Busy(FakeRoundStore):
        async def change_schedule(self, changed: Scheduled, outgoing: Sequence[Outgoing] = ()) -> None:  # noqa: ARG002 -- the port's parameters
            raise Conflict("somebody else was first")

    store, messenger = Busy(), FakeMessenger(gone={HERE})
    await store.add_schedule(HOURLY, "e1")
    await store.add_schedule(replace(HOURLY, paused=Pause.ASKED), "e2")
    rounds = service(store, messenger)
    await rounds.start("s", HERE, BEN, Rules(lobby=0), at(1))
    assert not messenger.shown
    assert [scheduled.paused for scheduled in await store.schedules(HERE.community)] == [None, Pause.ASKED]


async def test_a_schedule_that_cannot_be_kept_holds_up_no_other_and_is_tried_again(games: Games) -> None:
    messenger = FakeMessenger()
    questions = FakeQuestions(QUESTIONS, ZeroDivisionError())
    rounds = service(games, messenger, questions=questions)
    await games.add_schedule(HOURLY, "e1")
    await games.add_schedule(replace(HOURLY, place=THERE, announce=50), "e2")
    await rounds.tick(at(60))
    assert await rounds.next_deadline() == at(60.5), "it rests a while"
    questions.error = None
    await rounds.tick(at(60.6))
    assert said(messenger).count("Question 1 of 1What is the capital of Norway?") == 2


async def test_a_time_that_came_already_is_not_run_again_when_the_clock_is_set_back(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    added = await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    await rounds.tick(at(61))
    kept = await games.schedule(HERE.community, added.id)
    assert kept
    paused = kept.stopped(Pause.ASKED)
    await games.change_schedule(paused)
    await games.change_schedule(paused.going_on(at(30)))
    shown = len(messenger.shown)
    assert await rounds.next_deadline() == at(60)
    await rounds.tick(at(60))
    assert len(messenger.shown) == shown
    assert await rounds.next_deadline() == at(120)


async def test_a_clock_that_was_ahead_for_a_while_leaves_no_schedule_waiting_for_days(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    added = await games.add_schedule(replace(HOURLY, announce=10), "e1")
    await rounds.tick(at(50))
    await rounds.tick(at(60))
    await rounds.tick(at(60.5))
    await rounds.tick(at(40 * 60 + 30))
    ahead = await games.schedule(HERE.community, added.id)
    assert ahead
    assert ahead.next == at(41 * 60)

    await rounds.tick(at(61))
    shown = len(messenger.shown)
    await rounds.tick(at(109))
    assert len(messenger.shown) == shown, "what came already doesn't come again"
    await rounds.tick(at(110))
    await rounds.tick(at(120))
    assert [words(reply)[:12] for reply in list(messenger.shown.values())[shown:]][-1] == "Question 1 o"
    assert len(messenger.shown) == shown + 2, "announced, and begun"


async def test_a_time_taken_before_the_clock_was_set_back_stays_taken(games: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(games, messenger)
    await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    await rounds.tick(at(61))
    await rounds.tick(at(30))
    shown = len(messenger.shown)
    await rounds.tick(at(60))
    await rounds.tick(at(119))
    assert len(messenger.shown) == shown
    await rounds.tick(at(120))
    assert len(messenger.shown) == shown + 1


async def test_a_moderator_who_pauses_at_the_same_moment_wins(games: Games) -> None:
    messenger = FakeMessenger()

    class Racing(FakeQuestions):
        async def draw(self, *arguments: object) -> Sequence[object]:  # type: ignore[override] # the port's, passed on
            [scheduled] = await games.schedules(HERE.community)
            await games.change_schedule(scheduled.stopped(Pause.ASKED))
            return await super().draw(*arguments)  # type: ignore[arg-type] # the same

    rounds = service(games, messenger, questions=Racing(QUESTIONS))
    await games.add_schedule(HOURLY, "e1")
    await rounds.tick(at(60))
    assert said(messenger) == []
    assert await rounds.current(HERE) is None


# Killed at every step, and started anew


@dataclass
class MortalStore(FakeRoundStore):
    """Dies at its n-th write, before or after it is done."""

    writes_left: int = 10**9
    after: bool = False

    async def _mortal(self, write: Awaitable[bool | None]) -> bool:
        self.writes_left -= 1
        if self.writes_left == 0 and not self.after:
            cast("object", write).close()  # type: ignore[attr-defined] # a coroutine that is not to be awaited
            raise Killed
        done = await write
        if self.writes_left == 0:
            raise Killed
        return bool(done)

    async def store_step(self, commit: Commit) -> bool:
        return await self._mortal(super().store_step(commit))

    async def settle(self, claim: Claim, outgoing: Sequence[Outgoing], at: datetime) -> bool:
        return await self._mortal(super().settle(claim, outgoing, at))

    async def mark_sent(self, ids: object, at: datetime) -> None:
        await self._mortal(super().mark_sent(ids, at))  # type: ignore[arg-type] # the port's parameter, passed on


async def _lived(store: MortalStore, messenger: FakeMessenger) -> int:
    """Let two hours pass minute by minute; whenever the process dies, start another."""
    deaths = 0
    rounds = service(store, messenger)
    for minute in range(50, 180):
        try:
            await rounds.tick(at(minute))
        except Killed:
            deaths += 1
            store.writes_left = 10**9
            rounds = service(store, messenger, seed=7)
            await rounds.resume(at(minute))
            await rounds.tick(at(minute))
    return deaths


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("death", range(1, 15))
async def test_killed_at_any_write_each_time_comes_once(death: int, after: bool) -> None:
    scheduled = replace(HOURLY, announce=5)
    calm, calm_messenger = MortalStore(), FakeMessenger()
    await calm.add_schedule(scheduled, "e1")
    await _lived(calm, calm_messenger)
    store, messenger = MortalStore(writes_left=death, after=after), FakeMessenger()
    await store.add_schedule(scheduled, "e1")
    assert await _lived(store, messenger) == 1
    assert [words for words in said(messenger) if "here it is again" not in words] == said(calm_messenger)
    assert len(store.rounds) == len(calm.rounds) == 2
