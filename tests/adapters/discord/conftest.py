"""A bot of the real library on a stand-in for Discord, with facts and questions made to order."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.options import DiscordOptions
from adapters.discord.serving import serve
from adapters.host import Host
from adapters.pictures import Pictures
from db import Store, Transaction, open_store
from tests.adapters.discord import held
from tests.adapters.discord.wire import GUILD, TOKEN, FakeDiscord
from tests.fakes.rounds import FakeQuestions, dice, question
from trivia.commands.core import Core, assemble
from trivia.facts.model import CommunityId
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.model import Attempt, Place, RoundId, Rules
from trivia.rounds.ports import Messenger

QUESTIONS: tuple[Question, ...] = (
    question("Which is the capital of Norway?", "Oslo", ("Rome", "Oslo", "Bern")),
    question("Who directed AKA You're Welcome?", "Krysten Ritter"),
    question("Rome is in Italy.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
)


class Clock:
    """A clock that goes with the real one, and can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def pass_by(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


@dataclass
class Server:
    """Discord, the bot's store and its clock: what is there whether the bot runs or not."""

    discord: FakeDiscord
    store: Store
    clock: Clock
    questions: Sequence[Question] = QUESTIONS
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    rules: Rules = field(default_factory=lambda: Rules(lobby=0, pause=0, count=2, seconds=20))

    def host(self, ready: Callable[[str], None] = lambda _: None) -> Host:
        def make(messenger: Messenger, platform: str, defaults: Rules) -> Core:
            del defaults
            return assemble(
                facts=self.store,
                rounds=self.store,
                questions=FakeQuestions(tuple(self.questions)),
                messenger=messenger,
                chance=dice(int(self.clock.ahead.total_seconds())),
                platform=platform,
                defaults=self.rules,
                painter=Pictures(),
            )

        return Host(self.store, make, self.clock.now, ready)

    async def community(self) -> CommunityId:
        """Return the community of the server."""
        return await self.store.community("discord", str(GUILD), f"Server {GUILD % 1000}", self.clock.now())

    async def attempts(self, place: Place) -> Sequence[Attempt]:
        """Return what counted in the latest round of a channel."""
        rows = await self.store.database.read(
            "SELECT id FROM rounds WHERE channel = ? ORDER BY started DESC", (place.channel,)
        )
        return await self.store.attempts(RoundId(rows[0][0]))

    async def open_rounds(self) -> int:
        """Return how many rounds are on."""
        return len(await self.store.open_rounds(("discord",)))

    async def forget_what_was_sent(self) -> None:
        """Leave the store as it is if the bot dies right after it sent a message."""

        async def unit(tx: Transaction) -> None:
            await tx.run("UPDATE outbox SET sent = ''")
            await tx.run("UPDATE shown SET key = ''")

        await self.store.database.write(unit)

    @asynccontextmanager
    async def bot(self, **options: object) -> AsyncIterator[None]:
        """Run the bot until the block ends."""
        known = self.discord.identified + self.discord.resumed
        given = DiscordOptions(TOKEN, **options)  # type: ignore[arg-type] # as a test names them
        self.ready.clear()
        serving = asyncio.create_task(serve(self.host(lambda _: self.ready.set()), given))
        try:
            waiting = asyncio.create_task(self.discord.until(lambda: self.discord.identified > known))
            await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if serving.done():
                serving.result()
            yield
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture
async def server(shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    """Discord and a store, without the bot."""
    place = shutil.copy(shipped_file, tmp_path)
    held.problems.clear()
    async with FakeDiscord().running() as fake, open_store(place) as store:
        monkeypatch.setattr(Route, "BASE", f"{fake.address}/api/v10")  # the library has no other way to be told
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(f"{fake.address.replace('http', 'ws')}/gateway"))
        yield Server(fake, store, Clock())
    assert held.problems == []


@pytest.fixture
async def there(server: Server) -> AsyncIterator[Server]:
    """Discord with the bot on it."""
    async with server.bot():
        yield server
