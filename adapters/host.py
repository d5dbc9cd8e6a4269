"""What a chat platform is given to serve with, and how time passes while it does.

Each platform has a function ``serve(host, ...)`` that connects, serves until it is cancelled, and then leaves in order.
It raises SettingsError for a token that the platform refuses.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trivia.commands.core import Core
from trivia.errors import StoreError
from trivia.installations import Installations
from trivia.ports import Clock, ProgramState
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger
from trivia.rounds.shown import ShownMessages
from trivia.settings import Communities, SettingStore

_log = logging.getLogger(__name__)
_TICK = 0.25  # seconds; a round that has just begun may be due sooner than all that were known
_SOONEST = 0.02
_AT_ONCE = 50
_REST = 2.0

MakeCore = Callable[[Messenger, str, Rules], Core]
"""Puts the core together for a messenger, its platform's name and the rules of a round unless its starter says more."""


class PlatformStore(Communities, SettingStore, ProgramState, ShownMessages, Installations, Protocol):
    """What a platform keeps: which communities there are, what they chose, and what they see."""


@dataclass(frozen=True, slots=True)
class Host:
    """What a platform serves with. ``ready`` is told a line for the owner once the platform is connected."""

    store: PlatformStore
    make_core: MakeCore
    clock: Clock
    ready: Callable[[str], None]


async def keep_time(core: Core, clock: Clock) -> None:
    """Go on with what an earlier process left, then carry out all that comes due, until cancelled.

    Rounds at hand move on time, however long others take; now and then the store is asked what else is due.
    """
    await _through(core.rounds.resume, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(_look_around(core, clock))
        moving: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(_until_due(core, clock))
            if len(moving) == _AT_ONCE:
                await asyncio.wait(moving, return_when=asyncio.FIRST_COMPLETED)
            if _until_due(core, clock) <= _SOONEST:
                task = group.create_task(_through(core.rounds.move, clock))
                moving.add(task)
                task.add_done_callback(moving.discard)


async def _look_around(core: Core, clock: Clock) -> None:
    while True:
        await _through(core.rounds.tick, clock)
        await _through(core.digests.tick, clock)
        await asyncio.sleep(_TICK)


def _until_due(core: Core, clock: Clock) -> float:
    """Return for how many seconds no round at hand is due, a tick at most: one may begin meanwhile."""
    due = core.rounds.soonest()
    left = (due - clock()).total_seconds() if due else _TICK
    return min(max(left, _SOONEST), _TICK)


async def _through(step: Callable[[datetime], Awaitable[None]], clock: Clock) -> None:
    """Take a step in time; what goes wrong is logged, and time goes on: all that is due stays due until it is done."""
    try:
        await step(clock())
    except Exception as error:  # noqa: BLE001 -- whatever it is, rounds must not stand still because of it
        _log.log(
            logging.WARNING if isinstance(error, StoreError) else logging.ERROR,
            "what was due could not be done; it will be tried again",
            exc_info=not isinstance(error, StoreError),
        )
        await asyncio.sleep(_REST)
