"""Places that are no store, or can't be one: a clear line, and nothing harmed."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from db import Store, Transaction, open_store
from db.migrations import STEPS
from db.sqlite import SqliteDatabase, open_sqlite
from tests.db.conftest import fresh_database
from tests.db.postgres_server import PostgresServer
from tests.db.samples import FILMS, LATER, NOON, entity
from trivia.errors import (
    StoreBusy,
    StoreError,
    StoreFull,
    StoreNotOurs,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
)
from trivia.facts.model import GLOBAL_COMMUNITY

ROOT = Path(__file__).parent.parent.parent
NOBODY = 65534


async def refusal(place: str | Path, kind: type[StoreError] = StoreError, *, create: bool = True) -> str:
    """Return the line with which a place is refused."""
    with pytest.raises(kind) as caught:
        async with open_store(place, create=create):
            pass
    line = str(caught.value)
    assert type(caught.value) is kind
    assert "\n" not in line
    assert line.endswith((".", "?"))
    return line


async def test_a_store_is_made_with_its_folder_on_first_use(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"

    async with open_store(path) as store:
        assert list(await store.packs()) == []

    assert path.is_file()


async def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()

    async with open_store(path) as store:
        assert list(await store.packs()) == []


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}"])
async def test_a_path_may_have_any_characters(tmp_path: Path, form: str) -> None:
    path = tmp_path / "ö ?#%41 ' store.db"
    address = form.format(path=str(path).replace("%", "%25") if ":" in form else path)

    async with open_store(address) as store:
        assert list(await store.packs()) == []

    assert path.is_file()


async def test_a_folder_within_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    line = await refusal(tmp_path / "a" / "b" / "store.db")

    assert str(tmp_path / "a") in line
    assert not (tmp_path / "a").exists()


async def test_a_store_that_should_be_there_is_missed(tmp_path: Path) -> None:
    assert "does not exist" in await refusal(tmp_path / "store.db", create=False)
    assert not (tmp_path / "store.db").exists()


async def test_a_folder_is_not_a_store(tmp_path: Path) -> None:
    assert "folder" in await refusal(tmp_path, StoreNotOurs)


async def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")

    assert "file" in await refusal(tmp_path / "file" / "store.db")


async def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "another kind" in await refusal(tmp_path / "pipe", StoreNotOurs)
    assert "another kind" in await refusal("/dev/null", StoreNotOurs)


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 500, b"\0" * 5_000, b"x"])
async def test_another_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.txt"
    path.write_bytes(content)

    assert str(path) in await refusal(path, StoreNotOurs)

    assert path.read_bytes() == content
    assert listing(tmp_path) == [path]


async def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    before = path.read_bytes()

    assert "another program" in await refusal(path, StoreNotOurs)

    assert path.read_bytes() == before
    assert listing(tmp_path) == [path]


async def read_all(path: Path) -> None:
    async with open_store(path) as store:
        await store.packs()
        await store.content("films")


async def test_a_damaged_store_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path) as store:
        await store.install(FILMS, NOON)
    content = bytearray(path.read_bytes())
    content[4096 : len(content)] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreError, match="damaged"):
        await read_all(path)


async def test_a_store_damaged_within_its_schema_is_told_and_leaves_no_thread_behind(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path):
        pass
    path.write_bytes(path.read_bytes().replace(b"CREATE ", b"CR\xff\xfe\xfd\xfc "))
    before = set(threading.enumerate())

    assert "damaged" in await refusal(path)

    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)


async def test_half_a_store_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path) as store:
        await store.install(FILMS, NOON)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])

    with pytest.raises(StoreError, match="damaged"):
        await read_all(path)


async def test_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path):
        pass
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    raw.close()

    assert "later version" in await refusal(path, StoreTooNew)


async def test_an_older_store_can_be_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path):
        pass
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 1")
    raw.close()

    with pytest.raises(StoreTooOld, match="factotum migrate"):
        async with open_store(path, migrate=False):
            pass


async def test_a_store_that_another_process_holds_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    async with open_store(path):
        pass
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    database = await open_sqlite(path, create=False, busy_seconds=0.1)
    try:
        with pytest.raises(StoreBusy, match="another process"):
            await database.write(_noted)
        holder.execute("ROLLBACK")
        await database.write(_noted)
    finally:
        await database.close()
        holder.close()


async def test_a_store_locked_as_a_whole_is_busy_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("CREATE TABLE held (a)")
    try:
        with pytest.raises(StoreBusy):
            await open_sqlite(path, create=False, busy_seconds=0.1)
    finally:
        holder.close()


async def _noted(tx: Transaction) -> None:
    await tx.run("INSERT INTO notes(key, value) VALUES ('a', '')")


async def test_a_full_disk_is_told_and_nothing_is_half_done(sqlite_store: Store) -> None:
    await sqlite_store.install(FILMS, NOON)
    before = await sqlite_store.content("films")
    shelf = await sqlite_store.shelf(GLOBAL_COMMUNITY)
    assert isinstance(sqlite_store.database, SqliteDatabase)
    thread = sqlite_store.database._open_thread()
    pages = (await sqlite_store.database.read("PRAGMA page_count"))[0][0]
    await thread.call(thread.raw.execute, f"PRAGMA max_page_count = {pages + 5}")
    more = replace(FILMS, entities=(*FILMS.entities, *(entity(f"e{i}", f"Entity {i}") for i in range(5_000))))

    with pytest.raises(StoreFull, match="no room"):
        await sqlite_store.install(more, LATER)

    assert await sqlite_store.content("films") == before
    assert set(await sqlite_store.by_name(shelf, ["heat", "entity 1"])) == {"heat"}
    await sqlite_store.keep("small", "things still fit")


def listing(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def allow(folder: Path, mode: int) -> None:
    folder.chmod(mode)


@contextmanager
def ordinary_user(*folders: Path) -> Iterator[None]:
    """Be somebody who may be refused: root never is."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        os.chown(folder, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_read_only_store_answers_and_refuses_to_be_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "store.db"
        async with open_store(path) as store:
            await store.install(FILMS, NOON)
        path.chmod(0o444)
        with ordinary_user(folder):
            async with open_store(path) as store:
                assert len(await store.packs()) == 1
                with pytest.raises(StoreReadOnly, match="writable"):
                    await store.keep("a", "b")


async def test_a_read_only_folder_is_told() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ordinary_user(folder):
            allow(folder, 0o555)
            try:
                line = await refusal(folder / "store.db")
                inner = await refusal(folder / "new" / "store.db")
            finally:
                allow(folder, 0o755)

    assert str(folder) in line
    assert str(folder / "new") in inner


async def test_an_address_of_an_unknown_kind_is_refused() -> None:
    assert "mysql://" in await refusal("mysql://host/name")


async def test_a_server_that_is_not_there_is_told_without_its_password(unused_tcp_port: int) -> None:
    line = await refusal(f"postgresql://me:hunter2@127.0.0.1:{unused_tcp_port}/name")

    assert "can't be reached" in line
    assert "hunter2" not in line


@pytest.mark.parametrize(
    "address", ["postgresql://me:hunter2@[::1/name:port", "postgresql://me:hunter2@127.0.0.1:99999/name"]
)
async def test_a_malformed_server_address_is_told_without_its_password(address: str) -> None:
    line = await refusal(address)

    assert "hunter2" not in line


async def test_a_database_that_does_not_exist_is_told(postgres: PostgresServer) -> None:
    assert "does not exist" in await refusal(postgres.dsn("nowhere"))


async def test_another_programs_tables_are_refused(postgres: PostgresServer) -> None:
    async with fresh_database(postgres, "template1") as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute("CREATE TABLE theirs (a int)")
        await connection.close()

        assert "another program" in await refusal(dsn, StoreNotOurs)


async def test_a_newer_store_on_a_server_is_refused(postgres: PostgresServer) -> None:
    async with fresh_database(postgres) as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute("UPDATE factotum_store SET version = version + 1")
        await connection.close()

        assert "later version" in await refusal(dsn, StoreTooNew)


async def test_a_server_that_takes_no_writes_is_read_only(postgres: PostgresServer) -> None:
    read_only = "&options=-cdefault_transaction_read_only%3Don"
    async with fresh_database(postgres) as dsn, open_store(f"{dsn}{read_only}") as store:
        assert list(await store.packs()) == []
        with pytest.raises(StoreReadOnly):
            await store.keep("a", "b")


def test_whoever_uses_sqlite_never_loads_the_other_driver(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from db import open_store\n"
        "assert 'aiosqlite' not in sys.modules\n"
        "async def main():\n"
        "    async with open_store(sys.argv[1]):\n"
        "        pass\n"
        "asyncio.run(main())\n"
        "print('asyncpg' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "store.db"], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert done.stdout == "False\n"
