"""What PostgreSQL holds, poured into a backup file, and what a backup file holds, poured into PostgreSQL.

Both have the same tables, so rows go over as they are. Each way is one transaction on the server: what is read is of
one moment, and a store is restored wholly or not at all.
"""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg

from db.backup_file import KEPT, check_known, opened, tables_at, tables_of
from db.faults import from_postgres
from db.files import in_the_making, keep_aside
from db.migrations import STEPS, bring_up, in_words
from db.postgres import CONNECT_SECONDS, FAULTS, MIGRATION_LOCK, NAMED, Connection, PostgresDatabase, open_postgres
from db.sqlite import open_sqlite
from trivia.errors import StoreBusy, StoreError

_ROWS = 2_000
_IN_USE = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 "
    "AND pid <> pg_backend_pid()"
)
_IDENTITIES = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
    "AND is_identity = 'YES' AND table_name = ANY($1::text[])"
)


async def pour_out(dsn: str, part: Path) -> str:
    """Write what a store on a server holds into an empty file; return the store's name."""
    async with _connected(dsn) as (pg, place):
        async with pg.transaction(isolation="repeatable_read", readonly=True):
            version = await _version(pg)
            if not version:
                raise StoreError(f"{place} holds nothing yet.")
            check_known(version, place)
            await _read_out(pg, part, version)
        return place


async def pour_in(dsn: str, part: Path, beside: Path) -> tuple[str, Path | None]:
    """Put what a file of this version holds in the place of what a server holds, and keep that in a file.

    Return the store's name and that file, named after ``beside``, if there was anything to keep.
    """
    async with _connected(dsn) as (pg, place):
        kept = None
        async with pg.transaction():
            await _have_alone(pg, place)
            version = await _version(pg)
            check_known(version, place)
            if version:
                kept = await _emptied(pg, beside, version)
            with opened(part, place) as raw:
                await _write_in(pg, raw)
        await pg.execute("ANALYZE")
        return place, kept


@contextlib.asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[tuple[Connection, str]]:
    """Connect to a server that holds a store of ours, or nothing; yield the connection and the store's name."""
    database = await open_postgres(dsn)
    try:
        await database.version()  # says what is wrong with it
    finally:
        await database.close()
    try:
        pg = await asyncpg.connect(dsn, timeout=CONNECT_SECONDS, server_settings=NAMED)
        try:
            yield pg, database.place
        finally:
            await pg.close()
    except FAULTS as error:
        raise from_postgres(error, database.place) from error


async def _version(pg: Connection) -> int:
    if await pg.fetchval("SELECT to_regclass('factotum_store')") is None:
        return 0
    return int(await pg.fetchval("SELECT version FROM factotum_store"))


# Out


async def _read_out(pg: Connection, part: Path, version: int) -> None:
    """Copy every row into a file with the same tables."""
    database = await open_sqlite(part, create=True)
    try:
        await bring_up(database, migrate=True, steps=STEPS[:version])
    finally:
        await database.close()
    with opened(part, str(part), "rw") as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("PRAGMA synchronous = OFF")  # the whole file is settled in the end
        raw.execute("BEGIN")
        for table, columns in tables_of(raw).items():
            raw.execute(f"DELETE FROM {table}")  # what steps put there
            listed = _listed(columns)
            # By name, so that it can be closed: a table can't be dropped while one is open.
            await pg.execute(f"DECLARE pouring_{table} NO SCROLL CURSOR FOR SELECT {listed} FROM {table}")
            while rows := await pg.fetch(f"FETCH {_ROWS} FROM pouring_{table}"):
                raw.executemany(
                    f"INSERT INTO {table}({listed}) VALUES ({', '.join('?' * len(columns))})", map(tuple, rows)
                )
            await pg.execute(f"CLOSE pouring_{table}")
        raw.execute("COMMIT")


# In


async def _have_alone(pg: Connection, place: str) -> None:
    """Raise StoreBusy while another process uses the store; let none migrate it until the transaction ends."""
    if await pg.fetchval(_IN_USE, NAMED["application_name"]):
        raise StoreBusy(f"{place} is in use. Stop the bot, then restore it.")
    await pg.execute("SET LOCAL lock_timeout = '5s'")
    await pg.execute(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")


async def _emptied(pg: Connection, beside: Path, version: int) -> Path:
    """Keep what a store holds in a file, then take its tables away."""
    tables = ", ".join(map(_quoted, (*tables_at(version), "factotum_store")))  # there may be others beside ours
    await pg.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
    with in_the_making(beside) as old:
        await _read_out(pg, old, version)
        kept = keep_aside(old, KEPT, of=beside)
    await pg.execute(f"DROP TABLE {tables}")
    return kept


async def _write_in(pg: Connection, raw: sqlite3.Connection) -> None:
    """Make the tables of this version and copy every row into them."""
    for statements in STEPS:
        for statement in statements:
            await pg.execute(in_words(statement, PostgresDatabase.words))
    await pg.execute("CREATE TABLE factotum_store (version BIGINT NOT NULL)")
    await pg.execute("INSERT INTO factotum_store(version) VALUES ($1)", len(STEPS))
    tables = tables_at(len(STEPS))
    for table, columns in tables.items():
        await pg.execute(f"DELETE FROM {table}")
        rows: Iterator[tuple[object, ...]] = raw.execute(f"SELECT {_listed(columns)} FROM {table}")
        await pg.copy_records_to_table(table, records=rows, columns=columns)
    for table, column in await pg.fetch(_IDENTITIES, list(tables)):
        await pg.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "
            f"(SELECT COALESCE(max({column}), 0) + 1 FROM {table}), false)"
        )


def _listed(columns: list[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return f'"{name}"'
