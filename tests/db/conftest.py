"""The stores that every test of the contract runs against."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from db import Store, open_store
from db.backup import restore
from tests.db.postgres_server import CannotRun, PostgresServer
from tests.fakes.store import MemoryStore
from tests.templates import fresh_store
from trivia.facts.keeping import CurationStore
from trivia.facts.model import CommunityId, Shelf
from trivia.ports import FactEditor, NameIndex, PackStore, QuestionIndex, UnansweredStore
from trivia.rounds.following import FactChanges

_NUMBERS = count(1)


class Storage(NameIndex, QuestionIndex, PackStore, FactEditor, UnansweredStore, CurationStore, FactChanges, Protocol):
    """Every storage port at once."""

    async def choose(self, community: CommunityId, names: list[str] | None) -> Shelf: ...


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    try:
        with PostgresServer() as server:
            with ThreadPoolExecutor(1) as apart:  # the test that asks for it may have a loop running already
                apart.submit(lambda: asyncio.run(_make_template(server))).result()
            yield server
    except CannotRun as reason:
        pytest.skip(f"PostgreSQL can't run here: {reason}")


async def _make_template(server: PostgresServer) -> None:
    await _administer(server, "CREATE DATABASE template_store")
    async with open_store(server.dsn("template_store")):
        pass
    await _administer(server, "CREATE DATABASE shared_store TEMPLATE template_store")
    await _administer(server, _REMEMBER, "shared_store")


_REMEMBER = """
    DO $$ DECLARE name text; BEGIN
        CREATE SCHEMA at_first;
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TABLE at_first.%1$I AS TABLE public.%1$I', name);
        END LOOP;
    END $$
"""
_WIPE = """
    SET lock_timeout = '20s';
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%1$I SELECT * FROM at_first.%1$I', name);
        END LOOP;
        PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences;
    END $$
"""


async def _administer(server: PostgresServer, statement: str, database: str = "postgres") -> None:
    connection = await asyncpg.connect(server.dsn(database))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def fresh_database(server: PostgresServer, template: str = "template_store") -> AsyncIterator[str]:
    """Make a database for one test that needs one of its own, which takes a while; yield its address."""
    name = f"test_{next(_NUMBERS)}"
    await _administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield server.dsn(name)
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> AsyncIterator[Store]:
    async with fresh_store(tmp_path / "store.db") as store:
        yield store


@pytest.fixture
async def postgres_store(postgres: PostgresServer) -> AsyncIterator[Store]:
    async with _opened_postgres(postgres) as store:
        yield store


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """Every implementation of the storage ports."""
    if request.param == "memory":
        yield MemoryStore()
        return
    async with opened(request, tmp_path) as real:
        yield real


@pytest.fixture(params=["sqlite", "postgres"])
async def real_store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """The two that keep what they are told."""
    async with opened(request, tmp_path) as real:
        yield real


@pytest.fixture(scope="session")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which members did everything, made once; it is shared: don't write to it."""
    from tests.db.lived_in import live_in  # noqa: PLC0415 - it loads the whole program, which few of these tests need

    folder = tmp_path_factory.mktemp("lived")

    async def make() -> None:
        async with open_store(folder / "store.db") as store:
            await live_in(store)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(make())).result()
    return folder / "store.db"


@pytest.fixture(scope="session")
def lived_template(postgres: PostgresServer, lived_file: Path) -> str:
    """The same on PostgreSQL: the name of a database to make others of."""

    async def make() -> None:
        await _administer(postgres, "CREATE DATABASE lived_store")
        await restore(postgres.dsn("lived_store"), lived_file)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(make())).result()
    return "lived_store"


@pytest.fixture(params=["sqlite", "postgres"])
async def lived(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store in which members did everything, of the test's own."""
    if request.param == "sqlite":
        file: Path = request.getfixturevalue("lived_file")
        async with open_store(str(shutil.copy(file, tmp_path))) as store:
            yield store
        return
    template: str = request.getfixturevalue("lived_template")
    server: PostgresServer = request.getfixturevalue("postgres")
    async with fresh_database(server, template) as dsn, open_store(dsn) as store:
        yield store


def opened(request: pytest.FixtureRequest, tmp_path: Path) -> AbstractAsyncContextManager[Store]:
    """Open the store that a test asks for by its parameter."""
    if request.param == "sqlite":
        return fresh_store(tmp_path / "store.db")
    return _opened_postgres(request.getfixturevalue("postgres"))


@asynccontextmanager
async def _opened_postgres(server: PostgresServer) -> AsyncIterator[Store]:
    """Open the database that tests share one after the other, as empty as a new one."""
    await _administer(server, _WIPE, "shared_store")
    async with open_store(server.dsn("shared_store")) as store:
        yield store
