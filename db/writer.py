"""Group commit: units of work that wait at the same time share one transaction, and are answered after its COMMIT."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from db.seam import Json, Params, Row, T, Transaction, Unit
from trivia.errors import StoreError

MOST_UNITS = 512
"""Units in one transaction at most, so that the first of them doesn't wait long for the last."""

_UNDO = "ROLLBACK TO SAVEPOINT unit"


class Session(Protocol):
    """The one connection that writes. Its errors are translated already."""

    begin: str

    async def read(self, before: Iterable[str], sql: str, params: Params) -> list[Row]:
        """Run control statements, then one that returns rows."""
        ...

    async def run(self, before: Iterable[str], sql: str, params: Params) -> int:
        """Run control statements, then one that changes rows."""
        ...

    async def run_many(self, before: Iterable[str], sql: str, rows: Iterable[Params]) -> None:
        """Run control statements, then one for each row of parameters."""
        ...

    async def control(self, statements: Iterable[str]) -> None:
        """Run control statements."""
        ...


class _Transaction:
    """What a unit sees. BEGIN, SAVEPOINT and RELEASE travel with the next statement, to spare a thread hop each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending = [session.begin]

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        return await self._session.read(self._due(), sql, params)

    async def run(self, sql: str, params: Params = ()) -> int:
        return await self._session.run(self._due(), sql, params)

    async def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        await self._session.run_many(self._due(), sql, rows)

    def control(self, statement: str) -> None:
        self._pending.append(statement)

    async def flush(self) -> None:
        due = self._due()
        if due:
            await self._session.control(due)

    def _due(self) -> list[str]:
        due, self._pending = self._pending, []
        return due


_Job = tuple[Unit[Any], "asyncio.Future[Any]"]


class Writer:
    """Runs units one after another, as many to a transaction as are waiting."""

    def __init__(self, session: Session, closed: Callable[[], Exception]) -> None:
        self._session = session
        self._closed_error = closed
        self._queue: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.commits = 0

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit; return its result after the COMMIT."""
        if self._closed:
            raise self._closed_error()
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="store writer")
        if asyncio.current_task() is self._task:
            raise RuntimeError("a unit of work can't start another: it would wait for itself")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put_nowait((unit, answer))
        return await answer

    async def write_once(self, key: str, unit: Unit[Json]) -> Json:
        """Run a unit unless its key is done; return what the first run returned."""

        async def guarded(tx: Transaction) -> Json:
            # Claiming first makes a second process wait for the first one's COMMIT.
            claimed = await tx.run("INSERT INTO done(key, result) VALUES (?, '') ON CONFLICT (key) DO NOTHING", (key,))
            if not claimed:
                rows = await tx.read("SELECT result FROM done WHERE key = ?", (key,))
                stored: Json = json.loads(rows[0][0])
                return stored
            result = await unit(tx)
            await tx.run("UPDATE done SET result = ? WHERE key = ?", (json.dumps(result), key))
            return result

        return await self.write(guarded)

    async def close(self) -> None:
        """Finish what is waiting, and take nothing more."""
        self._closed = True
        if self._task:
            self._queue.put_nowait(None)
            await self._task

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch, last = self._gathered(first)
            await self._commit([job for job in batch if not job[1].cancelled()])
            if last:
                return

    def _gathered(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        while len(batch) < MOST_UNITS and not self._queue.empty():
            job = self._queue.get_nowait()
            if job is None:
                return batch, True
            batch.append(job)
        return batch, False

    async def _commit(self, batch: list[_Job]) -> None:
        tx = _Transaction(self._session)
        done: list[tuple[asyncio.Future[Any], object]] = []
        try:
            for unit, answer in batch:
                await self._one(tx, unit, answer, done)
            tx.control("COMMIT")
            await tx.flush()
            self.commits += 1
        except Exception as error:  # noqa: BLE001 - whatever it was, those who wait must learn of it
            with contextlib.suppress(Exception):
                await self._session.control(["ROLLBACK"])
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for answer, result in done:
            if not answer.done():
                answer.set_result(result)

    async def _one(self, tx: _Transaction, unit: Unit[Any], answer: "asyncio.Future[Any]", done: list[Any]) -> None:
        tx.control("SAVEPOINT unit")
        try:
            result = await unit(tx)
        except Exception as error:  # noqa: BLE001 - it belongs to the unit's caller, whatever it is
            # If the transaction itself is lost (a full disk), undoing fails, and the whole batch with it.
            tx.control(_UNDO)
            tx.control("RELEASE SAVEPOINT unit")
            try:
                await tx.flush()
            except StoreError as lost:
                raise (error if isinstance(error, StoreError) else lost) from error
            if not answer.done():
                answer.set_exception(error)
            return
        tx.control("RELEASE SAVEPOINT unit")
        done.append((answer, result))
