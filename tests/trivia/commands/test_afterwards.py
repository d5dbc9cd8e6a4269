"""Answers wait for no bookkeeping, and nothing of it is lost for all that."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeMessenger, FakeQuestions, FakeRoundStore, dice
from tests.templates import fresh_store, memory_with
from trivia.commands.afterwards import Afterwards
from trivia.commands.core import Core, FactStore, GameStore, assemble
from trivia.commands.request import Argument, Member, Request, Role
from trivia.errors import StoreError
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Rules

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OURS, THEIRS = CommunityId(1), CommunityId(2)
JESSICA = Path(__file__).parents[3] / "packs" / "jessica-jones"
DIRECTED = "who directed AKA You're Welcome?"
UNKNOWN = "who carved the pumpkin?"


class Slow:
    """A store that writes nothing down behind replies before it is let; ``fails`` says that it can't."""

    def __init__(self, store: object) -> None:
        self._store = store
        self.may_write = asyncio.Event()
        self.fails = False

    def __getattr__(self, name: str) -> object:
        found = getattr(self._store, name)
        if name not in {"note", "note_asker", "keep_looked_up"}:
            return found

        async def patient(*given: object) -> None:
            await self.may_write.wait()
            if self.fails:
                raise StoreError("The store can't be reached.")
            await found(*given)

        return patient


class Chat:
    """Members of two communities who ask."""

    def __init__(self, facts: FactStore, games: GameStore) -> None:
        self.facts, self.games = Slow(facts), Slow(games)
        self.events = 0
        self.core: Core = assemble(
            facts=cast("FactStore", self.facts),
            rounds=cast("GameStore", self.games),
            questions=FakeQuestions(()),
            messenger=FakeMessenger(),
            chance=dice(1),
            platform="test",
            defaults=Rules(),
        )

    async def say(self, command: str, community: CommunityId = OURS, **arguments: Argument) -> str:
        self.events += 1
        member = Member(MemberId("test:mia"), "Mia", Role.MODERATOR)
        request = Request(f"e{self.events}", community, ChannelId("test:1"), member, command, arguments, NOON)
        return "\n".join(rendered(reply, Look()) for reply in await self.core.door.handle(request))

    async def ask(self, question: str) -> str:
        return await self.say("ask", question=question)

    def may_write(self) -> None:
        self.facts.may_write.set()
        self.games.may_write.set()


@pytest.fixture(params=["memory", "sqlite"])
async def chat(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Chat]:
    if request.param == "memory":
        facts = await memory_with("jessica-jones", NOON)
        yield Chat(facts, FakeRoundStore(editor=facts))
        return
    async with fresh_store(tmp_path / "store.db", "jessica-jones", NOON) as store:
        yield Chat(store, store)


async def test_an_answer_does_not_wait_until_it_is_noted(chat: Chat) -> None:
    assert "Krysten Ritter" in await chat.ask(DIRECTED)
    assert "don't know" in await chat.ask(UNKNOWN)
    assert chat.events == 2
    assert not chat.facts.may_write.is_set()
    chat.may_write()
    await chat.core.afterwards.settled()


async def test_what_a_member_says_next_is_about_what_they_were_told(chat: Chat) -> None:
    await chat.ask(DIRECTED)
    await chat.ask(UNKNOWN)
    report = asyncio.create_task(chat.say("trivia report", why="it was her sister"))
    waiting = asyncio.create_task(chat.say("fact review"))
    await asyncio.sleep(0)
    chat.may_write()
    assert "Thank you. The moderators will look into “who directed AKA You're Welcome?”" in await report
    assert UNKNOWN in await waiting


async def test_a_store_that_is_away_keeps_nobody_waiting_for_ever() -> None:
    stuck, going_on = asyncio.Event(), Afterwards(patience=0.01)

    async def write() -> None:
        await stuck.wait()

    await going_on.do(OURS, write)
    await going_on.settled(OURS)
    assert not stuck.is_set()
    stuck.set()
    await going_on.settled()


async def test_another_community_waits_for_nobody(chat: Chat) -> None:
    await chat.ask(DIRECTED)
    assert "Nothing waits for you." in await chat.say("fact review", THEIRS)
    chat.may_write()
    await chat.core.afterwards.settled()


async def test_who_stops_the_program_in_order_loses_nothing(chat: Chat) -> None:
    await chat.ask(DIRECTED)
    await chat.ask(UNKNOWN)
    stopping = asyncio.create_task(chat.core.afterwards.settled())
    await asyncio.sleep(0)
    assert not stopping.done()
    chat.may_write()
    await stopping
    assert UNKNOWN in await chat.say("fact review")


async def test_what_cannot_be_noted_takes_nothing_from_the_answer(chat: Chat) -> None:
    chat.games.fails = True
    assert "Krysten Ritter" in await chat.ask(DIRECTED)
    chat.may_write()
    assert "No question was asked here that I could look into." in await chat.say("trivia report")


async def test_where_too_much_waits_to_be_stored_the_next_reply_waits_too(chat: Chat) -> None:
    for _ in range(1_000):
        await chat.core.afterwards.do(OURS, chat.games.may_write.wait)  # type: ignore[arg-type] # what it returns is of no use
    last = asyncio.create_task(chat.ask(DIRECTED))
    await asyncio.sleep(0.2)
    assert not last.done()
    chat.may_write()
    assert "Krysten Ritter" in await last
