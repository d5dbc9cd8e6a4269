"""A store goes into a file and comes out of it the same, on either kind of store and from one to the other."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

import bot
from db import Store, Transaction, open_store
from db.backup import back_up, restore
from db.connect import connect
from db.migrations import STEPS, bring_up
from db.privacy import KEPT
from tests.db.conftest import fresh_database
from tests.db.lived_in import ANN, BEN, HALL, MO, YARD, back_in
from tests.db.postgres_server import PostgresServer
from trivia.commands.request import Role
from trivia.errors import StoreBusy, StoreError, StoreNotOurs, StoreTooNew
from trivia.facts.model import CommunityId

ROOT = Path(bot.__file__).parent.parent
Rows = dict[str, list[tuple[object, ...]]]


async def rows_of(address: str | Path) -> Rows:
    """Every row of every table of a store."""
    async with open_store(address) as store:
        return {
            table: sorted(
                await store.database.read(f"SELECT {', '.join(await _columns(store, table))} FROM {table}"), key=repr
            )
            for table in KEPT
        }


async def _columns(store: Store, table: str) -> Sequence[str]:
    return sorted(await store.database.columns(table))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def noted(store: Store, key: str) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.run("INSERT INTO notes(key, value) VALUES (?, 'x')", (key,))

    await store.database.write(unit)


@pytest.fixture
async def empty(postgres: PostgresServer) -> AsyncIterator[str]:
    """An empty database on the server."""
    async with _empty(postgres) as dsn:
        yield dsn


@asynccontextmanager
async def _empty(server: PostgresServer) -> AsyncIterator[str]:
    async with fresh_database(server, "template0") as dsn:
        yield dsn


async def test_a_store_goes_from_one_kind_to_the_other_and_back_without_loss(
    lived_file: Path, empty: str, tmp_path: Path
) -> None:
    before = await rows_of(lived_file)

    await back_up(str(lived_file), tmp_path / "one.db")
    moved = await restore(empty, tmp_path / "one.db")
    on_server = await rows_of(empty)
    await back_up(empty, tmp_path / "two.db")
    back = await restore(str(tmp_path / "back.db"), tmp_path / "two.db")

    assert moved.kept is back.kept is None
    assert moved.steps == back.steps == 0
    assert on_server == before
    assert await rows_of(tmp_path / "back.db") == before
    assert sum(map(len, before.values())) > 1_000


async def test_life_goes_on_in_a_restored_store(lived_file: Path, empty: str, tmp_path: Path) -> None:
    await restore(empty, lived_file)
    await restore(str(tmp_path / "file.db"), lived_file)

    for address in (empty, str(tmp_path / "file.db")):
        async with open_store(address) as store:
            people = back_in(store)
            before = {table: await store.database.read(f"SELECT * FROM {table}") for table in KEPT}
            added = await people.say(
                MO, "/fact add AKA The Eel was directed by Krysten Ritter kind=episode source=x anyway=yes"
            )
            suggested = await people.say(ANN, "/fact suggest AKA The Cod was directed by Krysten Ritter kind=episode")
            planned = await people.say(MO, "/schedule add daily at 18:00")
            await people.say(MO, "/trivia stop", YARD, role=Role.ADMIN)
            await people.play((ANN, True), (BEN, False), place=YARD, options="count=1")

            assert "I know that now" in added
            assert suggested.startswith("Thank you! A moderator will look at it")
            assert "Planned in this channel" in planned
            for table in ("changes", "suggestions", "schedules", "attempts", "outbox"):
                after = await store.database.read(f"SELECT * FROM {table}")
                assert len(after) > len(before[table]), f"{table}: new rows get numbers that nobody has"


async def test_what_a_server_held_is_kept_in_a_file_that_can_be_restored(
    lived_file: Path, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    async with open_store(empty) as store:
        await noted(store, "before")
    before = await rows_of(empty)
    await back_up(str(lived_file), file)

    first = await restore(empty, file)
    second = await restore(empty, file)

    name = empty.partition("?")[0].rpartition("/")[2]
    assert first.kept == tmp_path / f"{name}.before-restore"
    assert second.kept == tmp_path / f"{name}.before-restore-2"
    assert await rows_of(empty) == await rows_of(lived_file)
    await restore(empty, first.kept)
    assert await rows_of(empty) == before
    assert not [name for name in names_in(tmp_path) if name.startswith(".")]


async def test_a_server_in_use_is_left_alone(lived_file: Path, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    await back_up(str(lived_file), file)
    async with open_store(empty) as store:
        await noted(store, "before")

        with pytest.raises(StoreBusy, match=r"is in use\. Stop the bot, then restore it\."):
            await restore(empty, file)

        assert await store.database.read("SELECT value FROM notes WHERE key = 'before'") == [("x",)]
    assert names_in(tmp_path) == ["backup.db"]


async def test_another_programs_database_is_not_restored_over(lived_file: Path, empty: str) -> None:
    other = await asyncpg.connect(empty)
    await other.execute("CREATE TABLE diary (said TEXT)")

    with pytest.raises(StoreNotOurs):
        await restore(empty, lived_file)
    with pytest.raises(StoreNotOurs):
        await back_up(empty, lived_file.with_name("diary.db"))

    assert await other.fetchval("SELECT to_regclass('diary')") == "diary"
    await other.close()


async def test_tables_of_others_beside_the_store_are_left_alone(lived_file: Path, empty: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    await back_up(str(lived_file), file)
    await restore(empty, file)
    other = await asyncpg.connect(empty)
    await other.execute("CREATE TABLE diary (id BIGINT GENERATED BY DEFAULT AS IDENTITY, said TEXT)")
    await other.execute("INSERT INTO diary(said) VALUES ('dear diary')")

    await restore(empty, file)
    await back_up(empty, tmp_path / "again.db")

    assert await other.fetchval("SELECT said FROM diary") == "dear diary"
    assert await rows_of(empty) == await rows_of(tmp_path / "again.db") == await rows_of(lived_file)
    await other.close()


async def test_an_empty_database_has_nothing_to_back_up(empty: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds nothing yet"):
        await back_up(empty, tmp_path / "backup.db")

    assert names_in(tmp_path) == []


async def test_a_server_of_a_later_version_is_left_alone(lived_file: Path, empty: str, tmp_path: Path) -> None:
    async with open_store(empty):
        pass
    later = await asyncpg.connect(empty)
    await later.execute("UPDATE factotum_store SET version = 999")

    with pytest.raises(StoreTooNew):
        await restore(empty, lived_file)
    with pytest.raises(StoreTooNew):
        await back_up(empty, tmp_path / "backup.db")

    assert await later.fetchval("SELECT version FROM factotum_store") == 999
    await later.close()


@pytest.mark.parametrize("version", [1, len(STEPS) - 1])
async def test_a_server_of_an_earlier_version_is_backed_up_as_it_is_and_restored_as_of_now(
    empty: str, tmp_path: Path, version: int
) -> None:
    database = await connect(empty)
    await bring_up(database, migrate=True, steps=STEPS[:version])

    async def unit(tx: Transaction) -> None:
        row = (1, "k", "who?", 3, "2026-01-01T00:00:00+00:00")
        await tx.run("INSERT INTO unanswered(community, key, question, asked, last) VALUES (?, ?, ?, ?, ?)", row)

    await database.write(unit)
    await database.close()

    await back_up(empty, tmp_path / "old.db")
    restored = await restore(empty, tmp_path / "old.db")

    assert restored.steps == len(STEPS) - version
    assert restored.kept
    async with open_store(empty, migrate=False) as store:
        assert [wondered.question for wondered in await store.wondered(CommunityId(1), 9)] == ["who?"]


async def test_a_server_that_is_written_to_is_backed_up_as_of_one_moment(empty: str, tmp_path: Path) -> None:
    async with open_store(empty) as store:
        done = False

        async def write_pairs() -> None:
            number = 0
            while not done:
                number += 1

                async def pair(tx: Transaction, number: int = number) -> None:
                    await tx.run("INSERT INTO events(event, at) VALUES (?, '')", (f"a{number}",))
                    await tx.run("INSERT INTO done(key, result) VALUES (?, '')", (f"a{number}",))

                await store.database.write(pair)

        writing = asyncio.create_task(write_pairs())
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "backup", str(tmp_path / "b.db"), "--database", empty, cwd=ROOT
        )
        status = await process.wait()
        done = True
        await writing

    assert status == 0
    rows = await rows_of(tmp_path / "b.db")
    events = {event for event in (row[1] for row in rows["events"]) if event}
    assert events
    assert events == {key for row in rows["done"] for key in row if isinstance(key, str) and key.startswith("a")}


async def test_a_server_whose_restoring_was_killed_holds_what_it_held(
    lived_file: Path, empty: str, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    await back_up(str(lived_file), file)
    await restore(empty, lived_file)
    before = await rows_of(empty)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "restore", str(file), "--database", empty, cwd=ROOT
    )

    while process.returncode is None and names_in(tmp_path) == ["backup.db"]:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(0)
    if process.returncode is None:
        process.kill()
    await process.wait()

    assert await rows_of(empty) == before
    async with open_store(empty) as store:
        assert "Jessica Jones" in await back_in(store).say(ANN, "/trivia topics", HALL)
