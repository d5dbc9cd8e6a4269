"""The composition root: what every entry point is made of, put together in one place.

``services`` opens a store, gives it the packs it should have, and puts the core on it. A test passes its own store and
clock and patches nothing. What only some commands use is imported where it is made, so that none pays for another.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.console import Console
from bot.settings import Settings
from bot.shipped import bring_packs

if TYPE_CHECKING:
    from random import Random

    from bot.store import OpenStore, Store
    from trivia.commands.core import Core
    from trivia.lookup.service import Lookup
    from trivia.ports import Clock
    from trivia.questions.generator import Generator
    from trivia.rounds.model import Rules
    from trivia.rounds.ports import Messenger

_WITHOUT_PICTURES = frozenset({"terminal"})
"""Platforms that can't show a picture."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the core on one store, each made when it is asked for."""

    store: "Store"
    clock: "Clock"
    _made: "list[Core]" = field(default_factory=list)

    @property
    def lookup(self) -> "Lookup":
        """What answers questions."""
        from trivia.lookup.service import Lookup  # noqa: PLC0415 - see the module

        return Lookup(self.store, self.store)

    @property
    def generator(self) -> "Generator":
        """What makes questions."""
        from trivia.questions.generator import Generator  # noqa: PLC0415 - see the module

        return Generator(self.store, self.store, self.store)

    def assembler(self, chance: "Random") -> "Callable[[Messenger, str, Rules], Core]":
        """Return what puts the whole core together for a platform: its messenger, its name and its usual rules."""
        from adapters.pictures import Pictures  # noqa: PLC0415 - see the module
        from trivia.commands.core import assemble  # noqa: PLC0415 - see the module
        from trivia.rounds.source import GeneratedQuestions  # noqa: PLC0415 - see the module

        questions = GeneratedQuestions(self.generator, self.store)

        def make(messenger: "Messenger", platform: str, defaults: "Rules") -> "Core":
            core = assemble(
                facts=self.store,
                rounds=self.store,
                questions=questions,
                messenger=messenger,
                chance=chance,
                platform=platform,
                defaults=defaults,
                painter=None if platform in _WITHOUT_PICTURES else Pictures(),
            )
            self._made.append(core)
            return core

        return make

    async def settled(self) -> None:
        """Wait until all that goes on behind replies is stored."""
        for core in self._made:
            await core.afterwards.settled()


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def open_current(address: str) -> "AbstractAsyncContextManager[Store]":
    """Open the store at an address, making it if need be; an older one must be migrated on purpose first."""
    from db import open_store  # noqa: PLC0415 - only what opens a store loads its driver

    return open_store(address, migrate=False)


@asynccontextmanager
async def services(
    settings: Settings, console: Console, *, open_store: "OpenStore" = open_current, clock: "Clock" = now
) -> AsyncIterator[Services]:
    """Open the store of the settings, bring it the packs it should have, and put the core on it."""
    async with open_store(settings.database) as store:
        await bring_packs(store, settings.packs, console, clock)
        await store.take_up_questions(clock())
        made = Services(store, clock)
        try:
            yield made
        finally:
            await made.settled()
