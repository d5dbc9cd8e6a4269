"""Putting together what is to be stored at the same time, so that few statements do for many."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from db.seam import Database, Transaction

T = TypeVar("T")
R = TypeVar("R")

Together = Callable[[Transaction, Sequence[T]], Awaitable[Sequence[R]]]
"""Stores things within a transaction, all or none, and returns an answer for each; raises what is wrong with any."""

_MOST = 256


class _Batch(Generic[T, R]):
    """Things that are stored in one unit of work; ``taken`` once it has begun."""

    def __init__(self) -> None:
        self.things: list[T] = []
        self.taken = False
        self.storing: asyncio.Task[Sequence[R]] | None = None


class Gathering(Generic[T, R]):
    """Takes things to store; those that wait for the same transaction are stored together."""

    def __init__(self, database: Database, together: Together[T, R]) -> None:
        self._database = database
        self._together = together
        self._lock = Lock()  # a unit of work may run on another thread
        self._open: _Batch[T, R] | None = None

    async def store(self, thing: T) -> R:
        """Store a thing; return the answer once it is committed. Where not all together can be, each is tried alone."""
        batch, place = self._joined(thing)
        if batch.storing is None:
            batch.storing = asyncio.create_task(self._database.write(self._unit(batch)))
        try:
            return (await asyncio.shield(batch.storing))[place]
        except Exception:
            if len(batch.things) == 1:
                raise
        return (await self._database.write(lambda tx: self._together(tx, [thing])))[0]

    def _joined(self, thing: T) -> tuple[_Batch[T, R], int]:
        with self._lock:
            batch = self._open
            if batch is None or batch.taken or len(batch.things) >= _MOST:
                batch = self._open = _Batch()
            batch.things.append(thing)
            return batch, len(batch.things) - 1

    def _unit(self, batch: _Batch[T, R]) -> Callable[[Transaction], Awaitable[Sequence[R]]]:
        async def unit(tx: Transaction) -> Sequence[R]:
            with self._lock:
                batch.taken = True
            return await self._together(tx, batch.things)

        return unit
