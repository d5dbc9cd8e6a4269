"""A backup as a file: an SQLite store that nobody has open. What it is, and whether it is whole."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from db.faults import from_sqlite
from db.migrations import STEPS, in_words
from db.sqlite import APPLICATION_ID, SqliteDatabase
from trivia.errors import StoreError, StoreNotOurs, StoreTooNew

KEPT = ".before-restore"
"""What the name of what a store held before it was restored ends in."""

_PATIENCE = 1.0


@contextlib.contextmanager
def opened(path: Path, place: str, mode: str = "ro") -> Iterator[sqlite3.Connection]:
    """Open an SQLite file; whatever goes wrong with it becomes a StoreError about the place."""
    try:
        with contextlib.closing(
            sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=_PATIENCE
            )
        ) as raw:
            yield raw
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise from_sqlite(error, place) from error


def version_of(raw: sqlite3.Connection, place: str) -> int:
    """Return the number of schema steps that a backup has taken; raise StoreNotOurs if it is none, or StoreTooNew."""
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID or version < 1:
        raise StoreNotOurs(f"{place} is not a Factotum store.")
    check_known(version, place)
    there = tables_of(raw)  # others may be beside ours: SQLite's own, those of tools that copy databases
    if any(there.get(table) != columns for table, columns in tables_at(version).items()):
        raise StoreNotOurs(f"{place} lacks tables of a Factotum store.")
    return version


def check_known(version: int, place: str) -> None:
    """Raise StoreTooNew for what a later version of the program made."""
    if version > len(STEPS):
        raise StoreTooNew(
            f"{place} was made by a later version of Factotum (schema {version}; this one knows {len(STEPS)}). "
            "Update Factotum."
        )


def check_whole(raw: sqlite3.Connection, place: str) -> None:
    """Raise StoreError unless every page and every index of a database is in order."""
    if raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise StoreError(f"{place} is damaged.")


def tables_of(raw: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the columns of every table, and of whatever else holds statements."""
    names = raw.execute("SELECT name FROM sqlite_master WHERE type <> 'index' ORDER BY name").fetchall()
    sql = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    return {name: [row[0] for row in raw.execute(sql, (name,))] for (name,) in names}


def tables_at(version: int) -> dict[str, list[str]]:
    """Return the columns of every table that a store has after so many steps."""
    with contextlib.closing(sqlite3.connect(":memory:")) as raw:
        for statements in STEPS[:version]:
            for statement in statements:
                raw.execute(in_words(statement, SqliteDatabase.words))
        return tables_of(raw)
