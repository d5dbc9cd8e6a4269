"""What the seam promises: shared commits, savepoints, keys, durability."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from db import Store, Transaction, open_store
from db.postgres import PostgresDatabase
from db.seam import Database, Json
from db.sqlite import SqliteDatabase
from trivia.errors import Conflict, NotFound, StoreError

ROOT = Path(__file__).parent.parent.parent


def keep(key: str, value: str = "") -> Any:
    async def unit(tx: Transaction) -> str:
        await tx.run("INSERT INTO notes(key, value) VALUES (?, ?)", (key, value))
        return key

    return unit


async def keys(database: Database) -> list[str]:
    return [row[0] for row in await database.read("SELECT key FROM notes ORDER BY key")]


def commits(store: Store) -> int:
    assert isinstance(store.database, SqliteDatabase | PostgresDatabase)
    return store.database.commits


async def test_a_unit_returns_what_it_made_once_it_is_readable(real_store: Store) -> None:
    assert await real_store.database.write(keep("a")) == "a"

    assert await keys(real_store.database) == ["a"]


async def test_many_writers_share_a_commit(real_store: Store) -> None:
    before = commits(real_store)

    await asyncio.gather(*(real_store.database.write(keep(f"{i:03}")) for i in range(200)))

    assert len(await keys(real_store.database)) == 200
    assert commits(real_store) - before <= 2


async def test_a_unit_that_fails_is_undone_alone(real_store: Store) -> None:
    async def failing(tx: Transaction) -> None:
        await tx.run("INSERT INTO notes(key, value) VALUES ('lost', '')")
        raise NotFound("not here")

    async def clashing(tx: Transaction) -> None:
        await keep("first")(tx)

    database = real_store.database
    results = await asyncio.gather(
        database.write(keep("first")),
        database.write(failing),
        database.write(clashing),
        database.write(keep("last")),
        return_exceptions=True,
    )

    assert [type(r) for r in results] == [str, NotFound, Conflict, str]
    assert await keys(database) == ["first", "last"]


async def test_a_unit_sees_what_it_wrote_and_readers_do_not_yet(real_store: Store) -> None:
    async def unit(tx: Transaction) -> list[Any]:
        await tx.run_many("INSERT INTO notes(key, value) VALUES (?, ?)", [("a", "1"), ("b", "2")])
        changed = await tx.run("UPDATE notes SET value = '3' WHERE key IN ('a', 'b', 'c')")
        return [changed, *await tx.read("SELECT key, value FROM notes ORDER BY key")]

    assert await real_store.database.write(unit) == [2, ("a", "3"), ("b", "3")]


async def test_a_unit_without_statements_is_fine(real_store: Store) -> None:
    async def nothing(_: Transaction) -> int:
        return 7

    assert await real_store.database.write(nothing) == 7


async def test_a_caller_who_gives_up_before_its_turn_writes_nothing(real_store: Store) -> None:
    waiting = asyncio.create_task(real_store.database.write(keep("never")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await real_store.database.write(keep("other"))

    assert "other" in await keys(real_store.database)


async def test_a_unit_cannot_start_another(real_store: Store) -> None:
    async def unit(_: Transaction) -> None:
        await real_store.database.write(keep("inner"))

    with pytest.raises(RuntimeError):
        await real_store.database.write(unit)

    assert await keys(real_store.database) == []


async def test_a_unit_that_waits_for_something_else_is_refused_on_sqlite(sqlite_store: Store) -> None:
    async def dawdling(tx: Transaction) -> None:
        await keep("dawdled")(tx)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="wait"):
        await sqlite_store.database.write(dawdling)

    assert await keys(sqlite_store.database) == []
    assert await sqlite_store.database.write(keep("after")) == "after"


async def test_a_write_with_a_key_happens_once(real_store: Store) -> None:
    async def unit(tx: Transaction) -> Json:
        await tx.run("INSERT INTO notes(key, value) VALUES ('n', '1')")
        return {"points": [1, 2.5, None, True, "ÿ"]}

    first, *again = await asyncio.gather(*(real_store.database.write_once("event", unit) for _ in range(5)))

    assert again == [first] * 4
    assert first == {"points": [1, 2.5, None, True, "ÿ"]}
    assert await keys(real_store.database) == ["n"]


async def test_a_write_with_a_key_that_failed_may_be_tried_again(real_store: Store) -> None:
    attempts = []

    async def unit(tx: Transaction) -> Json:
        attempts.append(1)
        if len(attempts) == 1:
            raise NotFound("not yet")
        await tx.run("INSERT INTO notes(key, value) VALUES ('n', '1')")
        return "done"

    with pytest.raises(NotFound):
        await real_store.database.write_once("event", unit)

    assert await real_store.database.write_once("event", unit) == "done"


async def test_what_waits_is_finished_before_closing(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.db") as store:
        waiting = [asyncio.create_task(store.database.write(keep(str(i)))) for i in range(9)]
        await asyncio.sleep(0)

    await asyncio.gather(*waiting)
    async with open_store(tmp_path / "store.db") as store:
        assert len(await keys(store.database)) == 9


async def test_a_closed_store_says_so(real_store: Store) -> None:
    await real_store.database.close()

    with pytest.raises(StoreError, match="closed"):
        await real_store.database.write(keep("a"))
    with pytest.raises(StoreError, match="closed"):
        await real_store.database.read("SELECT 1")


async def test_many_reads_at_once_use_few_connections(sqlite_store: Store) -> None:
    await sqlite_store.database.write(keep("a"))

    found = await asyncio.gather(*(keys(sqlite_store.database) for _ in range(100)))

    assert found == [["a"]] * 100
    assert isinstance(sqlite_store.database, SqliteDatabase)
    assert len(sqlite_store.database._readers._idle) in (1, 2)


async def test_of_reads_at_once_a_wrong_one_is_told_so_and_the_others_are_answered(sqlite_store: Store) -> None:
    await sqlite_store.database.write(keep("a"))
    read = sqlite_store.database.read
    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT MAX(i) FROM n"

    right, wrong, unfit, gone, *others = (
        asyncio.ensure_future(reading)
        for reading in (
            keys(sqlite_store.database),
            read("SELECT nonsense"),
            read("SELECT ?", (object(),)),
            keys(sqlite_store.database),
            *(read(slow) for _ in range(70)),
        )
    )
    await asyncio.sleep(0)
    gone.cancel()

    assert await right == ["a"]
    with pytest.raises(StoreError):
        await wrong
    with pytest.raises(StoreError):
        await unfit
    assert [await other for other in others] == [[(20000,)]] * 70


async def test_a_thread_whose_reading_was_cancelled_is_ended_with_the_store(tmp_path: Path) -> None:
    async with open_store(tmp_path / "store.db") as store:
        readers = store.database._readers  # type: ignore[attr-defined] # the one of SQLite
        await store.database.read("SELECT 1")
        [thread] = readers._idle
        reading = asyncio.create_task(store.database.read("SELECT 2"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for working in readers._working:
            working.cancel()
        await asyncio.wait(readers._working)
        reading.cancel()

    assert thread._connection is None


async def test_a_reader_cannot_write_on_sqlite(sqlite_store: Store) -> None:
    with pytest.raises(StoreError):
        await sqlite_store.database.read("INSERT INTO notes(key, value) VALUES ('a', '') RETURNING key")


async def test_a_lost_connection_is_made_again(postgres_store: Store) -> None:
    database = postgres_store.database
    await database.write(keep("before"))
    await database.read("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    await asyncio.sleep(0.2)

    await database.write(keep("after"))

    assert await keys(database) == ["after", "before"]


def killed_while_writing(path: Path) -> int:
    """Kill a process in the midst of its writes; return the last one that it was told is kept."""
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert writer.stdout
    answered = [writer.stdout.readline() for _ in range(300)][-1]
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.stdout.read().splitlines(keepends=True)
    writer.stdout.close()
    writer.wait()
    return int([line for line in (answered, *rest) if line.endswith("\n")][-1])


_WRITER = """
import asyncio, sys
from db import open_store

async def main():
    async with open_store(sys.argv[1]) as store:
        for i in range(1_000_000):
            async def unit(tx):
                await tx.run("INSERT INTO notes(key, value) VALUES (?, '')", (str(i),))
            await store.database.write(unit)
            print(i, flush=True)

asyncio.run(main())
"""


async def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "store.db"

    last = killed_while_writing(path)

    async with open_store(path) as store:
        kept = {int(key) for key in await keys(store.database)}
    assert last >= 299
    assert kept >= set(range(last + 1))
    assert len(kept) <= last + 3


async def test_who_goes_on_reading_while_a_store_is_closed_keeps_no_connection_open(tmp_path: Path) -> None:
    path = tmp_path / "store.db"

    async def read_on(store: Store) -> None:
        while True:
            await store.database.read("SELECT count(*) FROM sqlite_master")

    async with open_store(path) as store:
        reading = [asyncio.create_task(read_on(store)) for _ in range(20)]
        await asyncio.sleep(0.05)

    ends = await asyncio.gather(*reading, return_exceptions=True)
    assert {str(end) for end in ends} == {f"{path} is closed."}
    assert not path.with_name("store.db-wal").exists(), "the last connection folds the log into the file"
