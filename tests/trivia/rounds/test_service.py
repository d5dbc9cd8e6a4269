"""Rounds through storage: whatever dies, whatever repeats, nothing is lost or told twice."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar, cast

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
from tests.fakes.tally import Games, Tally, tally
from trivia.errors import UsageError
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, Phase, Place, Player, RoundId, Rules
from trivia.rounds.notices import AlreadyOn, NoRound, TooLate, Word
from trivia.rounds.ports import Commit, RoundStore
from trivia.rounds.scoring import rescored
from trivia.rounds.service import Rounds

T = TypeVar("T")

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ANNA, BEN = player("Anna"), player("Ben")
QUESTIONS = tuple(
    question(f"What is the capital of {land}?", capital, ("Oslo", "Rome", "Paris", "Bern"))
    for land, capital in [("Norway", "Oslo"), ("Italy", "Rome"), ("France", "Paris"), ("Switzerland", "Bern")]
)
RULES = Rules(count=3, lobby=0, pause=5)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def service(
    store: RoundStore, messenger: FakeMessenger, seed: int = 1, questions: FakeQuestions | None = None
) -> Rounds:
    return Rounds(
        store=store,
        messenger=messenger,
        questions=questions or FakeQuestions(QUESTIONS),
        judge=PlainJudge(),
        shelves=FakeShelves(),
        chance=dice(seed),
        platforms=("test",),
    )


async def _tallies(store: Games) -> list[Tally]:
    """Return what each of the two has earned, of those who tried."""
    return [t for who in (ANNA, BEN) if (t := await tally(store, HERE.community, who.id))]


async def test_a_round_plays_from_start_to_standings(store: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(store, messenger)
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    for number in range(3):
        live = (await rounds.live_questions(HERE.community, at(number * 10 + 1)))[0]
        await rounds.answer(f"e{number + 1}", HERE, ANNA, live.key, at(number * 10 + 2))
        await rounds.tick(at(number * 10 + 7))
    titles = [reply.title for reply in messenger.shown.values()]
    assert titles == [
        "Question 1 of 3",
        "Answer to question 1",
        "Question 2 of 3",
        "Answer to question 2",
        "Question 3 of 3",
        "Answer to question 3",
        "The round is over",
    ]
    assert await rounds.current(HERE) is None
    assert [(line.player, line.points) for line in await _tallies(store)] == [(ANNA, 30)]


async def test_stored_points_equal_those_computed_anew_from_the_attempts(store: Games) -> None:
    rounds = service(store, FakeMessenger())
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    await rounds.join("e1", HERE, BEN, at(0))
    for number in range(3):
        live = (await rounds.live_questions(HERE.community, at(number * 10 + 1)))[0]
        await rounds.answer(f"a{number}", HERE, ANNA, live.key, at(number * 10 + 2))
        await rounds.answer(f"b{number}", HERE, BEN, "A", at(number * 10 + 5))
        await rounds.tick(at(number * 10 + 10))
    state = await store.round(RoundId(f"{dice(1).getrandbits(64):016x}"))
    assert state
    assert rescored(state, await store.attempts(state.id))[0] == state


async def test_two_starts_at_once_give_one_round(store: Games) -> None:
    messenger = FakeMessenger()
    first, second = service(store, messenger, seed=1), service(store, messenger, seed=2)
    assert await first.start("e1", HERE, ANNA, RULES, at(0)) is None
    assert await second.start("e2", HERE, BEN, RULES, at(0)) == AlreadyOn(ANNA)
    assert await second.start("e3", THERE, BEN, RULES, at(0)) is None, "another channel has its own round"


async def test_without_a_round_every_command_says_so(store: Games) -> None:
    rounds = service(store, FakeMessenger())
    words: list[Word | None] = [
        await rounds.join("1", HERE, ANNA, at(0)),
        await rounds.begin("2", HERE, ANNA, at(0), moderator=True),
        await rounds.answer("3", HERE, ANNA, "x", at(0)),
        await rounds.hint("4", HERE, ANNA, at(0)),
        await rounds.skip("5", HERE, ANNA, at(0), moderator=True),
        await rounds.stop("6", HERE, ANNA, at(0), moderator=True),
    ]
    assert words == [NoRound()] * 6


async def test_a_button_of_an_earlier_round_is_too_late(store: Games) -> None:
    rounds = service(store, FakeMessenger())
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    word = await rounds.answer("e1", HERE, ANNA, "A", at(1), round_id=RoundId("old"), number=1)
    assert word == TooLate()


async def test_an_event_that_is_sent_twice_counts_once(store: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(store, messenger)
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    await rounds.join("e1", HERE, BEN, at(0))
    await rounds.answer("e2", HERE, ANNA, "A", at(1))
    await rounds.answer("e2", HERE, ANNA, "B", at(2))
    state = await rounds.current(HERE)
    assert state
    assert state.live
    assert len(state.live.attempts) == 1


async def test_a_channel_is_not_asked_the_same_until_all_is_used_up(store: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(store, messenger)
    asked: list[str] = []
    for number in range(4):
        await rounds.start(f"s{number}", HERE, ANNA, Rules(count=2, lobby=0), at(100 * number))
        asked += [live.stem for live in await rounds.live_questions(HERE.community, at(100 * number))]
        await rounds.stop(f"t{number}", HERE, ANNA, at(100 * number + 1), moderator=True)
    assert len(set(asked)) == 4
    await rounds.start("s4", HERE, ANNA, Rules(count=2, lobby=0), at(900))
    assert (await rounds.live_questions(HERE.community, at(900)))[0].stem == asked[0], (
        "then the one asked the longest ago"
    )


async def test_a_question_says_once_that_few_are_left_and_when_they_come_round_again(store: Games) -> None:
    messenger = FakeMessenger()
    for number in range(6):
        rounds = service(store, messenger, seed=number + 1)
        await rounds.start(f"s{number}", HERE, ANNA, Rules(count=1, lobby=0, topic="capitals"), at(100 * number))
        await rounds.stop(f"t{number}", HERE, ANNA, at(100 * number + 1), moderator=True)
    said = ["".join(str(span) for span in reply.footer) for reply in messenger.shown.values() if reply.choices]
    left = [n for n, words in enumerate(said) if "Only 3 more questions about capitals are left here" in words]
    anew = [n for n, words in enumerate(said) if "You have had all my questions about capitals here" in words]
    assert (len(said), left, anew) == (6, [0], [4])


async def test_a_round_ends_with_a_word_when_its_questions_are_used_up(store: Games) -> None:
    messenger = FakeMessenger()
    rounds = service(store, messenger, questions=FakeQuestions(QUESTIONS[:1]))
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    await rounds.answer("e1", HERE, ANNA, "A", at(1))
    await rounds.tick(at(10))
    assert list(messenger.shown.values())[-1].title == "The round is over"
    assert await rounds.current(HERE) is None


async def test_what_cannot_be_sent_is_sent_later_and_in_order(store: Games) -> None:
    messenger = FakeMessenger(fails=2)
    rounds = service(store, messenger)
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    await rounds.answer("e1", HERE, ANNA, "A", at(1))
    assert not messenger.shown
    await rounds.tick(at(2))
    assert [reply.title for reply in messenger.shown.values()] == ["Question 1 of 3", "Answer to question 1"]


# Killed at every step, and started anew


class MortalStore:
    """A store whose process dies at its n-th write, before or after that is done."""

    def __init__(self, real: RoundStore, writes_left: int = 10**9, *, after: bool = False) -> None:
        self._real = real
        self._after = after
        self.writes_left = writes_left

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    async def store_step(self, commit: Commit) -> bool:
        return await self._mortal(self._real.store_step(commit))

    async def mark_sent(self, ids: Collection[str], at: datetime) -> None:
        await self._mortal(self._real.mark_sent(ids, at))

    async def _mortal(self, write: Coroutine[object, object, T]) -> T:
        self.writes_left -= 1
        if self.writes_left == 0 and not self._after:
            write.close()
            raise Killed
        done = await write
        if self.writes_left == 0:
            raise Killed
        return done


@dataclass
class Channel(FakeMessenger):
    """A channel that outlives the processes that speak in it."""

    def round(self) -> RoundId:
        """The round whose messages it saw last."""
        return RoundId(list(self.shown)[-1].split(":")[0])

    def titles(self) -> list[str]:
        return [reply.title for reply in self.shown.values()]


async def _play(mortal: MortalStore, channel: Channel) -> int:
    """Play a round by a fixed script; whenever the process dies, start a new one and do again what was not answered."""
    store = cast("RoundStore", mortal)
    deaths = 0
    rounds = service(store, channel)

    async def alive(act: Callable[[Rounds], Awaitable[object]], now: datetime) -> None:
        nonlocal deaths, rounds
        for _ in range(3):
            try:
                await act(rounds)
            except Killed:
                deaths += 1
                mortal.writes_left = 10**9
                rounds = service(store, channel, seed=100 + deaths)
                await rounds.resume(now)
            else:
                return

    await alive(lambda r: r.start("e0", HERE, ANNA, RULES, at(0)), at(0))
    await alive(lambda r: r.join("e1", HERE, BEN, at(0)), at(0))
    for n in range(3):
        await alive(partial(_answer, f"a{n}", ANNA, "A", 20 * n + 2), at(20 * n + 2))
        await alive(partial(_answer, f"b{n}", BEN, "B", 20 * n + 3), at(20 * n + 3))
        await alive(partial(_tick, 20 * n + 20), at(20 * n + 20))
    return deaths


async def _answer(event: str, who: Player, text: str, seconds: float, rounds: Rounds) -> None:
    await rounds.answer(event, HERE, who, text, at(seconds))


async def _tick(seconds: float, rounds: Rounds) -> None:
    await rounds.tick(at(seconds))


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("death", range(1, 22))
async def test_killed_at_any_write_the_round_goes_on_and_nothing_is_lost_or_doubled(
    store: Games, death: int, after: bool
) -> None:
    calm, calm_channel = FakeRoundStore(), Channel()
    await _play(MortalStore(calm), calm_channel)
    channel = Channel()
    assert await _play(MortalStore(store, death, after=after), channel) <= 1

    attempts = [(a.event, a.number, a.given) for a in await store.attempts(channel.round())]
    assert attempts == [(a.event, a.number, a.given) for a in calm.tried]
    assert await _tallies(store) == await _tallies(calm)
    assert channel.titles() == calm_channel.titles()
    assert await store.open_round(HERE) is None
    assert not await store.unsent(HERE)


async def test_two_processes_that_serve_one_round_lose_no_answer_and_put_no_question_twice(store: Games) -> None:
    channel = Channel()
    processes = [service(store, channel, seed=seed) for seed in (1, 2)]
    players = [player(f"P{n}") for n in range(12)]
    await processes[0].start("e", HERE, players[0], Rules(count=2, lobby=9), at(0))
    await asyncio.gather(*(processes[n % 2].join(f"j{n}", HERE, p, at(1)) for n, p in enumerate(players)))
    await asyncio.gather(*(process.tick(at(10)) for process in processes))
    await asyncio.gather(*(processes[n % 2].answer(f"a{n}", HERE, p, "A", at(11)) for n, p in enumerate(players)))
    await asyncio.gather(*(process.tick(at(40)) for process in processes))
    assert len(await store.attempts(channel.round())) == 12
    assert channel.titles().count("Question 1 of 2") == 1
    assert channel.titles().count("Question 2 of 2") == 1


async def test_after_a_restart_in_mid_question_the_round_goes_on_unseen(store: Games) -> None:
    messenger = FakeMessenger()
    await service(store, messenger).start("e0", HERE, ANNA, RULES, at(0))
    again = service(store, messenger, seed=2)
    await again.resume(at(5))
    assert len(messenger.shown) == 1
    assert not messenger.repeated
    await again.answer("e1", HERE, ANNA, "A", at(6))
    state = await again.current(HERE)
    assert state
    assert state.phase is Phase.REVEALED


async def test_after_a_long_absence_the_round_is_closed_with_a_word(store: Games) -> None:
    messenger = FakeMessenger()
    await service(store, messenger).start("e0", HERE, ANNA, RULES, at(0))
    again = service(store, messenger, seed=2)
    await again.resume(at(3_600))
    assert "away for too long" in str(list(messenger.shown.values())[-1].text)
    assert await again.current(HERE) is None


async def test_a_question_left_behind_for_long_is_no_longer_live(store: Games) -> None:
    rounds = service(store, FakeMessenger())
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    assert await rounds.live_questions(HERE.community, at(60))
    assert not await rounds.live_questions(HERE.community, at(3_600))


async def test_a_process_leaves_other_platforms_rounds_alone(store: Games) -> None:
    messenger = FakeMessenger()
    other = Place(CommunityId(1), ChannelId("other:1"))
    await service(store, messenger).start("e0", other, ANNA, RULES, at(0))
    again = service(store, FakeMessenger(), seed=2)
    await again.resume(at(3_600))
    await again.tick(at(3_600))
    assert await again.current(other)


async def test_a_topic_that_disappears_ends_the_round_with_a_word(store: Games) -> None:
    messenger = FakeMessenger()
    questions = FakeQuestions(QUESTIONS[:1])
    rounds = service(store, messenger, questions=questions)
    await rounds.start("e0", HERE, ANNA, RULES, at(0))
    await rounds.answer("e1", HERE, ANNA, "A", at(1))
    questions.error = UsageError("I have no questions on that.")
    await rounds.tick(at(10))
    assert "no more questions" in str(list(messenger.shown.values())[-1].text)


async def test_a_round_that_cannot_go_on_holds_up_no_other_and_is_tried_again(store: Games) -> None:
    messenger = FakeMessenger()
    questions = FakeQuestions(())
    rounds = service(store, messenger, questions=questions)
    await rounds.start("e0", HERE, ANNA, Rules(lobby=5), at(0))
    questions.error = ZeroDivisionError()
    await rounds.tick(at(5))
    questions.error = None
    questions.questions = QUESTIONS
    await rounds.start("e1", THERE, ANNA, Rules(count=1, lobby=5), at(1))
    await rounds.tick(at(6))
    assert "Question 1 of 1" in [reply.title for reply in messenger.shown.values()]
    await rounds.tick(at(40))
    assert "Question 1 of 10" in [reply.title for reply in messenger.shown.values()]


async def test_a_round_that_is_to_be_tried_again_waits_no_longer_when_the_clock_is_set_back(store: Games) -> None:
    messenger = FakeMessenger()
    questions = FakeQuestions(())
    rounds = service(store, messenger, questions=questions)
    await rounds.start("e0", HERE, ANNA, Rules(lobby=5), at(0))
    questions.error = ZeroDivisionError()
    await rounds.tick(at(5))
    questions.error = None
    questions.questions = QUESTIONS
    await rounds.tick(at(-7200))
    await rounds.tick(at(-7195))
    assert "Question 1 of 10" in [reply.title for reply in messenger.shown.values()]
