"""What the parts of the program are put together for."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import cast

from bot.compose import services
from bot.console import Console
from bot.settings import Settings
from bot.store import Store
from db import open_store
from tests.fakes.rounds import FakeMessenger
from trivia.commands.request import Member, Request, Role
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Rules

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CONSOLE = Console(io.BytesIO(), io.StringIO(), io.StringIO())


class Slow:
    """A store that takes its time to note what nobody could answer."""

    def __init__(self, store: object) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def note(self, *given: object) -> None:
        await asyncio.sleep(0.05)
        await cast("Store", self._store).note(*given)  # type: ignore[arg-type] # passed on as it came


@asynccontextmanager
async def slow_store(address: str) -> AsyncIterator[Store]:
    async with open_store(Path(address)) as store:
        yield cast("Store", Slow(store))


async def test_the_store_is_closed_only_when_all_is_noted_that_goes_on_behind_replies(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with services(Settings(str(path), packs=()), CONSOLE, open_store=slow_store, clock=lambda: NOON) as parts:
        core = parts.assembler(Random(1))(FakeMessenger(), "test", Rules())
        anna = Member(MemberId("test:anna"), "Anna", Role.MEMBER)
        question = {"question": "who carved the pumpkin?"}
        await core.door.handle(Request("e1", CommunityId(1), ChannelId("test:1"), anna, "ask", question, NOON))
    async with open_store(path) as store:
        assert [kept.question for kept in await store.unanswered(CommunityId(1), 9)] == ["who carved the pumpkin?"]
