"""Rounds of every mode, with pauses and members who come and go, killed at any write: nothing is lost or doubled."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import cast

import pytest

from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, FakeShelves, Killed, PlainJudge, dice
from tests.trivia.rounds.playing import ANNA, BEN, CLEO, at
from tests.trivia.rounds.test_service import HERE, QUESTIONS, MortalStore
from trivia.rounds.model import Mode, Player, RoundId, Rules
from trivia.rounds.ports import RoundStore
from trivia.rounds.scoring import rescored
from trivia.rounds.service import Rounds
from trivia.settings import Scope, SettingStore

WRITES = 34
"""At least so many writes does the script take."""

Act = Callable[[Rounds], Awaitable[object]]


async def _answer(event: str, who: Player, text: str, seconds: float, rounds: Rounds) -> None:
    await rounds.answer(event, HERE, who, text, at(seconds))


def _script(mode: Mode) -> list[tuple[float, Act]]:
    rules = Rules(mode=mode, count=4, lobby=9, pause=5, lives=2, streaks=True)
    return [
        (0, lambda r: r.start("e0", HERE, ANNA, rules, at(0))),
        (1, lambda r: r.join("e1", HERE, BEN, at(1))),
        (2, lambda r: r.pause("e2", HERE, ANNA, at(2), moderator=False)),
        (60, lambda r: r.go_on("e3", HERE, ANNA, at(60), moderator=False)),
        (70, lambda r: r.tick(at(70))),
        (72, partial(_answer, "a1", ANNA, "A", 72)),
        (73, lambda r: r.join("e4", HERE, CLEO, at(73))),
        (74, lambda r: r.pause("e5", HERE, ANNA, at(74), moderator=False)),
        (400, lambda r: r.go_on("e6", HERE, BEN, at(400), moderator=True)),
        (402, partial(_answer, "b1", BEN, "B", 402)),
        (403, lambda r: r.leave("e7", HERE, CLEO, at(403))),
        (410, lambda r: r.tick(at(410))),
        (412, partial(_answer, "b2", BEN, "B", 412)),
        (430, lambda r: r.tick(at(430))),
        (434, partial(_answer, "a2", ANNA, "A", 434)),
        (441, lambda r: r.tick(at(441))),
        (446, lambda r: r.tick(at(446))),
        (448, partial(_answer, "a3", ANNA, "C", 448)),
        (449, partial(_answer, "b3", BEN, "C", 449)),
        (460, lambda r: r.tick(at(460))),
        (461, lambda r: r.stop("e8", HERE, ANNA, at(461), moderator=False)),
    ]


def _service(store: RoundStore, messenger: FakeMessenger, seed: int) -> Rounds:
    return Rounds(
        store=store,
        messenger=messenger,
        questions=FakeQuestions(QUESTIONS),
        judge=PlainJudge(),
        shelves=FakeShelves(),
        chance=dice(seed),
        platforms=("test",),
        settings=cast("SettingStore", store),
    )


async def _play(mortal: MortalStore, mode: Mode, channel: FakeMessenger) -> int:
    """Play by the script; whenever the process dies, go on with a new one and do again what was not answered."""
    store = cast("RoundStore", mortal)
    await cast("SettingStore", store).choose_setting(HERE, Scope.MEMBER, ANNA.id, "extra", "50", at=at(0))
    deaths = 0
    rounds = _service(store, channel, 1)
    for seconds, act in _script(mode):
        now: datetime = at(seconds)
        try:
            await act(rounds)
        except Killed:
            deaths += 1
            mortal.writes_left = 10**9
            rounds = _service(store, channel, 1 + deaths)
            await rounds.resume(now)
            await act(rounds)
    return deaths


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("mode", Mode)
async def test_killed_at_any_write_a_round_of_any_mode_comes_to_the_same_end(mode: Mode, after: bool) -> None:
    calm, calm_channel = FakeRoundStore(), FakeMessenger()
    await _play(MortalStore(calm), mode, calm_channel)
    deaths = 0
    for death in range(1, WRITES):
        store, channel = FakeRoundStore(), FakeMessenger()
        deaths += await _play(MortalStore(store, death, after=after), mode, channel)
        attempts = [(a.event, a.number, a.given, a.elapsed) for a in store.tried]
        assert attempts == [(a.event, a.number, a.given, a.elapsed) for a in calm.tried]
        assert [reply.title for reply in channel.shown.values()] == [r.title for r in calm_channel.shown.values()]
        assert await store.open_round(HERE) is None
        state = await store.round(RoundId(list(channel.shown)[-1].split(":")[0]))
        assert state
        anew, points = rescored(state, store.tried)
        assert anew == state, "points are a function of what is stored"
        assert sorted(map(str, points)) == sorted(str(earned) for _, earned in store.earned)
        assert [line.points for line in state.board] == [line.points for line in anew.board]
    assert deaths > WRITES / 2
