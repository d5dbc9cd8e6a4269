"""What is written down once a member has had their reply: nobody waits for it, and it is not lost.

It lives in memory until it is stored, a moment later. Whoever asks next in the community finds it stored, and so does
whoever stops the program in order. A process that is killed loses the moment's worth.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from trivia.errors import StoreError
from trivia.facts.model import CommunityId

_log = logging.getLogger(__name__)
_MOST = 1_000
"""When so much waits to be stored, those who come next wait until theirs is."""
_PATIENCE = 2.0
"""A store that is slow or away has its own words for that."""


class Afterwards:
    """Writes that go on behind the replies. Who asks next waits for them for so many seconds at most."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._going_on: dict[asyncio.Task[None], CommunityId] = {}

    async def do(self, community: CommunityId, write: Callable[[], Awaitable[None]]) -> None:
        """Have this done, and return at once; if too much waits already, only when it is done."""
        task = asyncio.create_task(_done(write))
        if len(self._going_on) >= _MOST:
            await task
            return
        self._going_on[task] = community
        task.add_done_callback(self._going_on.pop)

    async def settled(self, community: CommunityId | None = None) -> None:
        """Wait until what began in a community is stored, though not for ever; or all that began, if none is named."""
        waiting = [task for task, whose in self._going_on.items() if community in (None, whose)]
        if waiting:
            await asyncio.wait(waiting, timeout=None if community is None else self._patience)


async def _done(write: Callable[[], Awaitable[None]]) -> None:
    try:
        await write()
    except StoreError:
        _log.warning("something could not be noted after a reply", exc_info=True)
    except Exception:  # noqa: BLE001 -- nobody waits for it who could be told
        _log.exception("something could not be noted after a reply")
