"""Group commit: units of work that wait at the same time share one transaction, and are answered after its COMMIT."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol

from db.seam import Json, Params, Row, T, Transaction, Unit
from trivia.errors import StoreError

MOST_UNITS = 512
"""Units in one transaction at most, so that the first of them doesn't wait long for the last."""

KEYS_KEPT = 100_000
"""So many of the latest keys are remembered; retries come long before they are forgotten."""

_SWEEP_EVERY = 1_000

Outcome = tuple[Any, Exception | None]
"""What a unit returned, or the error that undid it."""


class Session(Protocol):
    """The one connection that writes. Its errors are translated already."""

    begin: str

    async def read(self, before: Sequence[str], sql: str, params: Params) -> list[Row]:
        """Run control statements, then one that returns rows."""
        ...

    async def run(self, before: Sequence[str], sql: str, params: Params) -> int:
        """Run control statements, then one that changes rows."""
        ...

    async def run_many(self, before: Sequence[str], sql: str, rows: Iterable[Params]) -> None:
        """Run control statements, then one for each row of parameters."""
        ...

    async def control(self, statements: Sequence[str]) -> None:
        """Run control statements."""
        ...


class _Transaction:
    """What a unit sees. BEGIN, SAVEPOINT and RELEASE travel with the next statement, to spare a round trip each."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending = [session.begin]

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        return await self._session.read(self._due(), sql, params)

    async def run(self, sql: str, params: Params = ()) -> int:
        return await self._session.run(self._due(), sql, params)

    async def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        await self._session.run_many(self._due(), sql, rows)

    async def control(self, *statements: str, now: bool = False) -> None:
        self._pending += statements
        if now:
            await self._session.control(self._due())

    def _due(self) -> list[str]:
        due, self._pending = self._pending, []
        return due


async def run_together(session: Session, units: Sequence[Unit[Any]]) -> list[Outcome]:
    """Run units in one transaction, each in a savepoint; return what became of each once it is committed.

    Raises the error, with nothing done, if the transaction as a whole is lost: a full disk, a lock that isn't given.
    """
    tx = _Transaction(session)
    try:
        outcomes = [await _run(tx, unit) for unit in units]
        await tx.control("COMMIT", now=True)
    except Exception:
        with contextlib.suppress(StoreError):
            await session.control(["ROLLBACK"])
        raise
    return outcomes


async def _run(tx: _Transaction, unit: Unit[Any]) -> Outcome:
    await tx.control("SAVEPOINT unit")
    try:
        result = await unit(tx)
    except Exception as error:  # noqa: BLE001 - it belongs to the unit's caller, whatever it is
        try:
            await tx.control("ROLLBACK TO SAVEPOINT unit", "RELEASE SAVEPOINT unit", now=True)
        except StoreError as lost:
            raise (error if isinstance(error, StoreError) else lost) from error
        return None, error
    await tx.control("RELEASE SAVEPOINT unit")
    return result, None


_Job = tuple[Unit[Any], "asyncio.Future[Any]"]


class Writer:
    """Gathers the units that wait and has them run together, one transaction after another."""

    def __init__(
        self,
        run: Callable[[Sequence[Unit[Any]]], Awaitable[list[Outcome]]],
        closed: Callable[[], Exception],
    ) -> None:
        self._run = run
        self._closed_error = closed
        self._queue: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.commits = 0

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit; return its result after the COMMIT."""
        if self._closed:
            raise self._closed_error()
        if self._task is None or self._task.done():
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
            claimed = await tx.read(
                "INSERT INTO done(key, result) VALUES (?, '') ON CONFLICT (key) DO NOTHING RETURNING id", (key,)
            )
            if not claimed:
                rows = await tx.read("SELECT result FROM done WHERE key = ?", (key,))
                stored: Json = json.loads(rows[0][0])
                return stored
            result = await unit(tx)
            await tx.run("UPDATE done SET result = ? WHERE key = ?", (json.dumps(result), key))
            if claimed[0][0] % _SWEEP_EVERY == 0:
                await tx.run("DELETE FROM done WHERE id <= ?", (claimed[0][0] - KEYS_KEPT,))
            return result

        return await self.write(guarded)

    async def close(self) -> None:
        """Finish what is waiting, and take nothing more."""
        self._closed = True
        if self._task and not self._task.done():
            self._queue.put_nowait(None)
            await self._task

    async def _work(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch, last = self._gathered(first)
            wanted = [job for job in batch if not job[1].cancelled()]
            if wanted:
                await self._commit(wanted)
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
        try:
            outcomes = await self._run([unit for unit, _ in batch])
        except Exception as error:  # noqa: BLE001 - whatever it was, those who wait must learn of it
            outcomes = [(None, error)] * len(batch)
        else:
            self.commits += 1
        for (_, answer), (result, failure) in zip(batch, outcomes, strict=True):
            if answer.done():
                continue
            if failure:
                answer.set_exception(failure)
            else:
                answer.set_result(result)
