"""What is being worked on, so that leaving can wait for it."""

import asyncio
from types import TracebackType


class Busy:
    """Counts what is under way: ``with busy:`` around each piece of work."""

    def __init__(self) -> None:
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def __enter__(self) -> None:
        self._under_way += 1
        self._idle.clear()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()

    async def idle(self, patience: float) -> bool:
        """Wait until nothing is under way, for so many seconds at most; say whether it is so."""
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
        except TimeoutError:
            return False
        return True
