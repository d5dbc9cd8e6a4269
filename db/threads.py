"""SQLite connections, each on a thread of its own, through aiosqlite.

What is to be read at the same time goes to a thread together: the way there and back costs more than most reads do.
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import ParamSpec, TypeVar

import aiosqlite

from db.seam import Params, Row
from db.statements import storable

READERS = 2
FAULTS = (sqlite3.Error, ValueError, OverflowError)
"""What goes wrong with a connection: that it is closed and an integer that is too large are no sqlite3.Error."""

_MOST = 32
_LONGEST = 0.002
"""Seconds after which a thread hands out what it has read; few wait for a read that takes long."""

T = TypeVar("T")
P = ParamSpec("P")


class Thread(aiosqlite.Connection):
    """A connection that runs a whole function on its thread in one hop."""

    stopping: "asyncio.Future[None] | None" = None

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function on the thread."""
        result: T = await self._execute(work, *args, **kwargs)  # type: ignore[no-untyped-call] # aiosqlite's own
        return result

    def stop(self) -> "asyncio.Future[None] | None":
        """Remember when the thread stops: where connecting fails, aiosqlite stops it and doesn't wait."""
        self.stopping = super().stop()
        return self.stopping

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection, to be used on its thread alone."""
        return self._conn


class Readers:
    """Threads that read, connected when they are first needed."""

    def __init__(self, connect: Callable[[], Awaitable[Thread]]) -> None:
        self._connect = connect
        self._idle: list[Thread] = []
        self._waiting: deque[_Read] = deque()
        self._working: set[asyncio.Task[None]] = set()
        self._busy = 0  # threads that will look again whether anything waits
        self._coming = False  # a thread is about to take what waits
        self._helping: asyncio.TimerHandle | None = None
        self._closed = False

    async def read(self, sql: str, params: Params) -> list[Row]:
        """Run one statement that only reads; raise what went wrong with it, or with connecting: ValueError once closed.

        A second thread is called where what is being read takes long: else it is cheaper to wait for the first.
        """
        if self._closed:
            raise ValueError("it is closed")  # or a thread would be taken that is about to end, and be left behind
        asked = _Read(sql, params)
        self._waiting.append(asked)
        if not self._busy:
            self._call_one()
        elif self._helping is None:
            self._helping = asyncio.get_running_loop().call_later(_LONGEST, self._help)
        return await asked.rows

    async def close(self) -> None:
        """Finish what is waiting, and end the threads."""
        self._closed = True
        if self._helping:
            self._helping.cancel()
        while self._working:
            await asyncio.wait(self._working)
        for thread in self._idle:
            await thread.close()
        self._idle.clear()

    def _help(self) -> None:
        self._helping = None
        if self._waiting:
            self._call_one()

    def _call_one(self) -> None:
        if not self._coming and self._busy < READERS:
            self._coming = True
            self._busy += 1
            working = asyncio.create_task(self._work())
            self._working.add(working)
            working.add_done_callback(self._working.discard)

    async def _work(self) -> None:
        """Read with one thread until nothing waits."""
        try:
            thread = self._idle.pop() if self._idle else await self._connect()
        except Exception as error:  # noqa: BLE001 -- it is for those who wait to know
            _refuse(self._taken(), error)
            self._busy -= 1
            return
        try:
            while reads := self._taken():
                try:
                    done = await thread.call(_read, thread.raw, reads)
                except Exception as error:  # noqa: BLE001 -- as above
                    _refuse(reads, error)
                    continue
                for read in reads[:done]:
                    read.answer()
                self._waiting.extendleft(reversed(reads[done:]))
        finally:  # also where it is cancelled, so that the thread is ended with the others
            self._busy -= 1
            self._idle.append(thread)

    def _taken(self) -> "list[_Read]":
        reads = list(islice(self._waiting, _MOST))
        for _ in reads:
            self._waiting.popleft()
        self._coming = False
        return reads


class _Read:
    """A statement that waits to be read, and what came of it."""

    __slots__ = ("found", "params", "rows", "sql", "wrong")

    def __init__(self, sql: str, params: Params) -> None:
        self.sql = sql
        self.params = params
        self.rows: asyncio.Future[list[Row]] = asyncio.get_running_loop().create_future()
        self.found: list[Row] = []
        self.wrong: Exception | None = None

    def answer(self) -> None:
        if self.rows.done():
            return  # who asked has gone
        if self.wrong is None:
            self.rows.set_result(self.found)
        else:
            self.rows.set_exception(self.wrong)


def _read(raw: sqlite3.Connection, reads: Sequence[_Read]) -> int:
    """Read, on the thread of the connection; return how many were read in time, one at least."""
    until = time.monotonic() + _LONGEST
    for done, read in enumerate(reads, 1):
        try:
            read.found = raw.execute(read.sql, storable(read.params)).fetchall()
        except Exception as error:  # noqa: BLE001 -- whatever it is, who asked is told, and the others are answered
            read.wrong = error
        if time.monotonic() > until:
            return done
    return len(reads)


def _refuse(reads: Sequence[_Read], error: Exception) -> None:
    for read in reads:
        read.wrong = error
        read.answer()
