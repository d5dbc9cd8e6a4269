"""The SQLite driver: one connection that writes, two that read, each on a thread of its own."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from db.faults import from_sqlite
from db.seam import Json, Params, Row, Transaction, Unit
from db.statements import storable
from db.threads import FAULTS, Readers, Thread
from db.writer import Outcome, Writer, run_together
from trivia.errors import StoreError, StoreNotOurs

APPLICATION_ID = 0x46414354
"""Marks a file as ours: "FACT"."""

BUSY_SECONDS = 5.0

_WORDS = {
    "auto": "INTEGER PRIMARY KEY",
    "id": "INTEGER PRIMARY KEY",
    "int": "INTEGER",
    "real": "REAL",
    "text": "TEXT",
    "table": "WITHOUT ROWID",
}
_CACHED_STATEMENTS = 1_024
_HEADER = b"SQLite format 3\0"

T = TypeVar("T")


class SqliteDatabase:
    """A store in one file. Make one with ``open_sqlite``."""

    words: Mapping[str, str] = _WORDS

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.place = str(path)
        self._path = path
        self._busy_seconds = busy_seconds
        self._readers = Readers(self._connect_reader)
        self._thread: Thread | None = None
        self._writer = Writer(self._run, self._closed_error)
        self._closed = False

    @property
    def commits(self) -> int:
        """Transactions committed since it was opened."""
        return self._writer.commits

    async def open(self, *, create: bool) -> None:
        """Connect the writer, making the file if it may; raise a StoreError if it can't be used."""
        self._thread = await self._connect("rwc" if create else "rw", self._prepare_writer)

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        """Run one statement that only reads."""
        try:
            return await self._readers.read(sql, params)
        except FAULTS as error:
            raise self._translated(error) from error

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work."""
        return await self._writer.write(unit)

    async def write_once(self, key: str, unit: Unit[Json]) -> Json:
        """Run a unit of work unless its key is done."""
        return await self._writer.write_once(key, unit)

    async def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns."""
        return [row[0] for row in await self.read("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]

    async def survey(self) -> None:
        """Do nothing: the indexes are made so that SQLite plans well without statistics."""

    async def close(self) -> None:
        """Finish what is waiting; the last one out folds the write-ahead log into the file."""
        self._closed = True
        await self._writer.close()
        await self._readers.close()
        if self._thread:
            await self._thread.close()

    async def version(self) -> int:
        """Return the number of steps taken; raise StoreNotOurs for another program's file."""
        thread = self._open_thread()
        try:
            return await thread.call(self._version, thread.raw)
        except FAULTS as error:
            raise self._translated(error) from error

    async def version_within(self, tx: Transaction) -> int:
        """Return the same within a transaction."""
        return int((await tx.read("PRAGMA user_version"))[0][0])

    async def set_version(self, tx: Transaction, version: int) -> None:
        """Note that a step is taken."""
        await tx.run(f"PRAGMA application_id = {APPLICATION_ID}")
        await tx.run(f"PRAGMA user_version = {version}")

    def _prepare_writer(self, raw: sqlite3.Connection) -> None:
        self._version(raw)  # nothing is changed in a file that isn't ours
        if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA cache_size = -16000")

    def _version(self, raw: sqlite3.Connection) -> int:
        raw.execute("BEGIN")  # one look: another process may be making the store
        try:
            application = raw.execute("PRAGMA application_id").fetchone()[0]
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        finally:
            raw.rollback()
        if application == APPLICATION_ID:
            return int(version)
        if application or version or tables:
            raise StoreNotOurs(f"{self.place} is another program's database, not a Factotum store. Name another place.")
        return 0

    async def _run(self, units: Sequence[Unit[Any]]) -> list[Outcome]:
        thread = self._open_thread()
        return await thread.call(_run_on_thread, thread.raw, self.place, units)

    def _open_thread(self) -> Thread:
        if self._thread is None:
            raise self._closed_error()
        return self._thread

    async def _connect(self, mode: str, prepare: Callable[[sqlite3.Connection], None]) -> Thread:
        uri = f"{self._path.absolute().as_uri()}?mode={mode}"

        def connector() -> sqlite3.Connection:
            return sqlite3.connect(
                uri, uri=True, isolation_level=None, timeout=self._busy_seconds, cached_statements=_CACHED_STATEMENTS
            )

        thread = Thread(connector, 64)
        try:
            await thread
        except sqlite3.Error as error:
            if thread.stopping:
                await thread.stopping  # else it would report to a loop that may be closed by then
            raise self._translated(error) from error
        try:
            await thread.call(prepare, thread.raw)
        except BaseException as error:
            await thread.close()  # the program would wait for ever for a thread left behind
            if isinstance(error, FAULTS):
                raise self._translated(error) from error
            raise
        return thread

    async def _connect_reader(self) -> Thread:
        if self._closed:
            raise self._closed_error()
        return await self._connect("rw", _prepare_reader)

    def _translated(self, error: Exception) -> Exception:
        if self._closed:
            return self._closed_error()
        return from_sqlite(error, self.place)

    def _closed_error(self) -> Exception:
        return StoreError(f"{self.place} is closed.")


class _Session:
    """The connection that writes, for the group commit. Its methods run on its thread, and none of them waits."""

    begin = "BEGIN IMMEDIATE"

    def __init__(self, raw: sqlite3.Connection, place: str) -> None:
        self._raw = raw
        self._place = place

    async def read(self, before: Sequence[str], sql: str, params: Params) -> list[Row]:
        with self._translating():
            return self._after(before).execute(sql, storable(params)).fetchall()

    async def run(self, before: Sequence[str], sql: str, params: Params) -> int:
        with self._translating():
            return self._after(before).execute(sql, storable(params)).rowcount

    async def run_many(self, before: Sequence[str], sql: str, rows: Iterable[Params]) -> None:
        with self._translating():
            self._after(before).executemany(sql, map(storable, rows))

    async def control(self, statements: Sequence[str]) -> None:
        with self._translating():
            self._after(statements)

    def _after(self, before: Sequence[str]) -> sqlite3.Connection:
        for statement in before:
            self._raw.execute(statement)
        return self._raw

    @contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except FAULTS as error:
            raise from_sqlite(error, self._place) from error


def _run_on_thread(raw: sqlite3.Connection, place: str, units: Sequence[Unit[Any]]) -> list[Outcome]:
    """Run units to their end, on the thread of the connection: one hop for all that wait."""
    running = run_together(_Session(raw, place), units)
    try:
        running.send(None)
    except StopIteration as end:
        outcomes: list[Outcome] = end.value
        return outcomes
    finally:
        running.close()
        if raw.in_transaction:
            raw.rollback()
    raise RuntimeError("a unit of work may wait for its transaction, and for nothing else")


def _prepare_reader(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA query_only = 1")
    raw.execute("PRAGMA cache_size = -8000")


async def open_sqlite(path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> SqliteDatabase:
    """Open a file, or make it; raise a StoreError that says what is wrong with it."""
    _check(path, create=create)
    database = SqliteDatabase(path, busy_seconds)
    await database.open(create=create)
    return database


def _check(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreNotOurs(f"{path} is a folder, not a Factotum store. Name a file in it.")
    if not path.exists():
        if not create:
            raise StoreError(f"{path} does not exist. Name a store that does.")
        _make_folder(path.parent)
    elif not path.is_file() or not _may_be_a_store(path):
        raise StoreNotOurs(f"{path} is a file of another kind, not a Factotum store. Name another place.")


def _may_be_a_store(path: Path) -> bool:
    """Look at how the file begins: SQLite takes one that is shorter than its header for an empty database."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(_HEADER))
    except OSError:
        return True  # SQLite will say what is wrong
    return beginning in (b"", _HEADER)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise StoreError(f"The folder {folder.parent} does not exist. Make it, or name another place.") from error
    except OSError as error:
        raise StoreError(f"The folder {folder} can't be made ({error.strerror}). Name another place.") from error
