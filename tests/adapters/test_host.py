"""How time passes for the rounds of a platform."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

from adapters.host import keep_time
from tests.fakes.rounds import (
    FakeMessenger,
    FakeQuestions,
    FakeRoundStore,
    FakeShelves,
    PlainJudge,
    dice,
    player,
    question,
)
from trivia.commands.core import Core
from trivia.errors import StoreError
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, Place, Rules
from trivia.rounds.ports import Commit
from trivia.rounds.service import Rounds

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
SLOW, QUICK = (Place(CommunityId(1), ChannelId(f"test:{name}")) for name in ("slow", "quick"))
RULES = Rules(count=2, lobby=0, seconds=10, pause=5)
QUESTIONS = tuple(question(f"Question {n}?", "a", ("a", "b")) for n in range(9))
FAST = 100
PATIENCE = 30


class Store(FakeRoundStore):
    """Takes its time with one channel, or fails."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.failures = 0

    async def store_step(self, commit: Commit) -> bool:
        if commit.round.version > 1 and commit.round.place == SLOW:
            await self.gate.wait()
        if commit.round.version > 1 and self.failures:
            self.failures -= 1
            raise StoreError("The disk is full.")
        return await super().store_step(commit)


def clock() -> Callable[[], datetime]:
    """Return a clock that runs fast."""
    began = time.monotonic()
    return lambda: START + timedelta(seconds=(time.monotonic() - began) * FAST)


class Serving:
    """Rounds that are served, from within to the end of an ``async with``."""

    def __init__(self, store: Store) -> None:
        self.messenger = FakeMessenger()
        self.now = clock()
        self.rounds = Rounds(
            store=store,
            messenger=self.messenger,
            questions=FakeQuestions(QUESTIONS),
            judge=PlainJudge(),
            shelves=FakeShelves(),
            chance=dice(1),
            platforms=("test",),
        )

    async def __aenter__(self) -> "Serving":
        core = SimpleNamespace(rounds=self.rounds, digests=SimpleNamespace(tick=self._nothing))
        self._serving = asyncio.create_task(keep_time(cast("Core", core), self.now))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._serving.cancel()
        with suppress(asyncio.CancelledError):
            await self._serving

    async def _nothing(self, now: datetime) -> None:
        """Have no digests."""

    async def begin(self, place: Place) -> None:
        """Begin a round."""
        await self.rounds.start(f"start {place.channel}", place, player("Anna"), RULES, self.now())

    async def until(self, place: Place, *, over: bool) -> None:
        """Wait for a round to be over, or not to be."""
        async with asyncio.timeout(PATIENCE):
            while (await self.rounds.current(place) is None) != over:  # noqa: ASYNC110 -- the store tells nobody
                await asyncio.sleep(0.01)


async def test_a_round_moves_on_by_itself_to_its_end() -> None:
    async with Serving(Store()) as serving:
        await serving.begin(QUICK)
        await serving.until(QUICK, over=True)


async def test_a_round_that_is_slow_to_be_stored_keeps_no_other_waiting() -> None:
    store = Store()
    async with Serving(store) as serving:
        await serving.begin(SLOW)
        await serving.begin(QUICK)
        await serving.until(QUICK, over=True)
        await serving.until(SLOW, over=False)
        store.gate.set()
        await serving.until(SLOW, over=True)


async def test_what_could_not_be_stored_is_done_when_it_can_be() -> None:
    store = Store()
    store.failures = 1
    async with Serving(store) as serving:
        await serving.begin(QUICK)
        await serving.until(QUICK, over=True)
    assert store.failures == 0


async def test_a_round_that_another_process_began_is_moved_on_too() -> None:
    store = Store()
    async with Serving(store) as serving:
        other = Serving(store)
        await other.begin(QUICK)
        await serving.until(QUICK, over=True)
