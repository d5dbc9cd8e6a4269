"""The composition root: what every entry point is made of, put together in one place.

``opened_store`` gives a store ready for use; ``Services`` are the parts of the core that work on it. A test passes its
own store to ``services`` and patches nothing.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from bot.console import Console
from bot.settings import Settings
from bot.shipped import bring_packs
from trivia.ports import (
    Clock,
    FactEditor,
    FactReader,
    NameIndex,
    PackStore,
    ProgramState,
    UnansweredStore,
)
from trivia.rounds.ports import RoundStore

if TYPE_CHECKING:
    from random import Random

    from trivia.commands.core import Core
    from trivia.lookup.service import Lookup
    from trivia.questions.generator import Generator
    from trivia.rounds.model import Rules
    from trivia.rounds.ports import Messenger


class Store(NameIndex, FactReader, PackStore, UnansweredStore, FactEditor, ProgramState, RoundStore, Protocol):
    """All that the core needs of storage, in one object."""


OpenStore = Callable[[str], AbstractAsyncContextManager[Store]]


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of the core on one store. Each is made when it is asked for, so that a command loads what it uses."""

    store: Store
    clock: Clock

    def assembler(self, chance: "Random") -> "Callable[[Messenger, str, Rules], Core]":
        """Return what puts the whole core together for a platform: its messenger, its name and its usual rules."""
        from trivia.commands.core import assemble  # noqa: PLC0415 - see the class
        from trivia.rounds.source import GeneratedQuestions  # noqa: PLC0415 - see the class

        questions = GeneratedQuestions(self.generator)

        def make(messenger: "Messenger", platform: str, defaults: "Rules") -> "Core":
            return assemble(
                facts=self.store,
                rounds=self.store,
                questions=questions,
                messenger=messenger,
                chance=chance,
                platform=platform,
                defaults=defaults,
            )

        return make

    @property
    def lookup(self) -> "Lookup":
        """What answers questions."""
        from trivia.lookup.service import Lookup  # noqa: PLC0415 - see the class

        return Lookup(self.store, self.store)

    @property
    def generator(self) -> "Generator":
        """What makes questions."""
        from trivia.questions.generator import Generator  # noqa: PLC0415 - see the class

        return Generator(self.store, self.store, self.store)


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def open_current(address: str) -> AbstractAsyncContextManager[Store]:
    """Open the store at an address, making it if need be; an older one must be migrated on purpose first."""
    from db import open_store  # noqa: PLC0415 - only what opens a store loads its driver

    return open_store(address, migrate=False)


@asynccontextmanager
async def services(
    settings: Settings, console: Console, *, open_store: OpenStore = open_current, clock: Clock = now
) -> AsyncIterator[Services]:
    """Open the store of the settings, bring it the packs it should have, and put the core on it."""
    async with open_store(settings.database) as store:
        await bring_packs(store, settings.packs, console, clock)
        yield Services(store, clock)
