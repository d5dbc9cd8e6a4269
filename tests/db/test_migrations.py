"""Numbered steps, each in a transaction, on both stores."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from db.connect import connect
from db.migrations import STEPS, Versioned, bring_up
from tests.db.conftest import fresh_database
from tests.db.postgres_server import PostgresServer
from trivia.errors import StoreError, StoreTooOld

FIRST = ("CREATE TABLE one (id {auto}, name {text} NOT NULL)", "INSERT INTO one(name) VALUES ('a')")
SECOND = ("ALTER TABLE one ADD COLUMN size {int} NOT NULL DEFAULT 1", "CREATE TABLE two (id {id}, x {real}) ")
BROKEN = ("CREATE TABLE three (id {id})", "INSERT INTO nowhere VALUES (1)")


@pytest.fixture(params=["sqlite", "postgres"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Versioned]:
    """A database without tables."""
    async with _empty(request, tmp_path) as database:
        yield database


@asynccontextmanager
async def _empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Versioned]:
    if request.param == "sqlite":
        database = await connect(tmp_path / "store.db")
        yield database
        await database.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    async with fresh_database(server, "template1") as dsn:
        database = await connect(dsn)
        yield database
        await database.close()


async def test_a_new_store_takes_every_step(empty: Versioned) -> None:
    assert await empty.version() == 0

    assert await bring_up(empty, migrate=False) == len(STEPS)

    assert await empty.version() == len(STEPS)
    assert await bring_up(empty, migrate=False) == 0


async def test_an_older_store_takes_the_steps_it_lacks_and_keeps_what_it_holds(empty: Versioned) -> None:
    await bring_up(empty, migrate=True, steps=(FIRST,))

    assert await bring_up(empty, migrate=True, steps=(FIRST, SECOND)) == 1

    assert await empty.version() == 2
    assert await empty.read("SELECT name, size FROM one") == [("a", 1)]


async def test_an_older_store_is_left_alone_unless_it_may_be_migrated(empty: Versioned) -> None:
    await bring_up(empty, migrate=True, steps=(FIRST,))

    with pytest.raises(StoreTooOld, match="migrate"):
        await bring_up(empty, migrate=False, steps=(FIRST, SECOND))

    assert await empty.version() == 1


async def test_a_new_store_is_made_whole_or_not_at_all(empty: Versioned) -> None:
    with pytest.raises(StoreError):
        await bring_up(empty, migrate=False, steps=(FIRST, BROKEN))

    assert await empty.version() == 0
    assert await bring_up(empty, migrate=False, steps=(FIRST, SECOND)) == 2


async def test_a_step_that_fails_leaves_nothing_and_those_before_it_stand(empty: Versioned) -> None:
    await bring_up(empty, migrate=True, steps=(FIRST,))
    with pytest.raises(StoreError):
        await bring_up(empty, migrate=True, steps=(FIRST, SECOND, BROKEN))

    assert await empty.version() == 2
    assert await bring_up(empty, migrate=True, steps=(FIRST, SECOND, ("CREATE TABLE three (id {id})",))) == 1


async def test_two_processes_take_each_step_once(tmp_path: Path, postgres: PostgresServer) -> None:
    async with fresh_database(postgres, "template1") as dsn:
        for place in (dsn, tmp_path / "store.db"):
            first, second = await connect(place), await connect(place)
            try:
                assert await first.version() == await second.version() == 0
                await bring_up(first, migrate=True)
                assert await bring_up(_Stale(second), migrate=True) == 0  # type: ignore[arg-type] # a stand-in
            finally:
                await first.close()
                await second.close()


class _Stale:
    """A database that was looked at before another process took the steps."""

    def __init__(self, database: Versioned) -> None:
        self.database = database

    async def version(self) -> int:
        return 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.database, name)
