"""A whole store into one file and back, from the command line, as an owner does it."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

import bot
from db.migrations import STEPS, in_words
from db.sqlite import APPLICATION_ID, SqliteDatabase
from tests.bot.support import factotum

ROOT = Path(bot.__file__).parent.parent
WRITING_PAIRS = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
for n in range(10**9):
    raw.execute("BEGIN IMMEDIATE")
    for half in "ab":
        raw.execute("INSERT INTO notes VALUES (?, ?)", (f"test{n}{half}", "x" * 3000))
    raw.execute("COMMIT")
    if not n:
        print("begun", flush=True)
"""


def command(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def ran(*words: str) -> tuple[int, str, str]:
    with command(*words) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@contextmanager
def playing(store: str) -> Iterator[subprocess.Popen[str]]:
    """A bot that has the store open until the block ends."""
    with command("play", "--database", store) as process:
        assert process.stdout
        assert process.stdin
        next(line for line in process.stdout if "/quit" in line)
        yield process
        if process.poll() is None:
            process.communicate("/quit\n", timeout=60)


def notes(path: str | Path) -> dict[str, str]:
    """What a test wrote into a store, which is whole."""
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return dict(raw.execute("SELECT key, value FROM notes WHERE key LIKE 'test%'").fetchall())


def note(path: str | Path, value: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO notes(key, value) VALUES ('test', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (value,),
        )


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_backup_is_made_and_restored(store: str, tmp_path: Path) -> None:
    file = str(tmp_path / "monday.db")
    note(store, "monday")
    made = ran("backup", file, "--database", store)
    note(store, "tuesday")

    restored = ran("restore", file, "--database", store)

    assert (made[0], made[2]) == (0, "")
    assert made[1].startswith(f"Wrote {store} to {file} (")
    assert restored == (
        0,
        f"{store} holds now what {file} holds.\nWhat it held before is kept in {store}.before-restore.\n",
        "",
    )
    assert notes(store) == {"test": "monday"}
    assert notes(f"{store}.before-restore") == {"test": "tuesday"}
    assert factotum("ask", "capital of Norway?", "--database", store).out.startswith("The capital of Norway is Oslo.")
    assert leftovers(tmp_path) == []


def test_what_came_of_it_is_told_as_json(store: str, tmp_path: Path) -> None:
    file, new = tmp_path / "backup.db", tmp_path / "new.db"

    made = factotum("backup", str(file), "--json", "--database", store)
    restored = factotum("restore", str(file), "--json", "--database", str(new))

    assert json.loads(made.out) == {"store": store, "path": str(file), "bytes": file.stat().st_size}
    assert json.loads(restored.out) == {"store": str(new), "path": str(file), "kept": None, "migrated": 0}
    assert factotum("pack", "list", "--database", str(new)).out == factotum("pack", "list", "--database", store).out


def test_nobody_but_its_owner_reads_a_backup(store: str, tmp_path: Path) -> None:
    factotum("backup", str(tmp_path / "backup.db"), "--database", store)

    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600


def test_a_restored_store_has_the_rights_of_the_one_before(store: str, tmp_path: Path) -> None:
    factotum("backup", str(tmp_path / "backup.db"), "--database", store)
    Path(store).chmod(0o640)

    factotum("restore", str(tmp_path / "backup.db"), "--database", store)

    assert Path(store).stat().st_mode & 0o777 == 0o640


def test_a_store_that_is_written_to_is_backed_up_as_of_one_moment(store: str, tmp_path: Path) -> None:
    # Pairs of rows are written, each pair in a transaction: a torn copy would hold half a pair.
    writing = [sys.executable, "-c", WRITING_PAIRS, store]
    with subprocess.Popen(writing, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        next(writer.stdout)
        made = [ran("backup", str(tmp_path / f"{n}.db"), "--database", store)[0] for n in range(3)]
        writer.kill()

    found = [set(notes(tmp_path / f"{n}.db")) for n in range(3)]
    assert made == [0, 0, 0]
    assert len(found[0]) < len(found[1]) < len(found[2]), "the writer went on meanwhile"
    for keys in found:
        assert {f"{key[:-1]}a" for key in keys} | {f"{key[:-1]}b" for key in keys} == keys


# What is refused


def test_nothing_is_written_over_unless_asked_for(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("precious")

    refused = ran("backup", str(file), "--database", store)
    precious = file.read_text()
    forced = ran("backup", str(file), "--force", "--database", store)

    assert refused == (2, "", f"factotum: {file} is there already. Name a new file, or add --force.\n")
    assert precious == "precious"
    assert forced[0] == 0
    assert notes(file) == {}


@pytest.mark.parametrize("ending", ["", "-wal"])
def test_a_store_is_never_its_own_backup(store: str, ending: str) -> None:
    with playing(store):
        before = Path(store + ending).read_bytes()

        result = ran("backup", store + ending, "--force", "--database", store)

        assert result == (2, "", f"factotum: {store}{ending} is the store itself. Name another file.\n")
        assert Path(store + ending).read_bytes() == before


def test_a_store_is_not_restored_from_itself(store: str, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(store)

    result = factotum("restore", str(tmp_path / "link.db"), "--database", store)

    assert (result.status, result.err) == (2, f"factotum: {store} is the store itself. Name a backup of it.\n")


@pytest.mark.parametrize("words", [("backup", "x.db"), ("restore", "nothing.db"), ("restore", ".")])
def test_what_is_not_there_is_told_in_one_line(words: tuple[str, str], tmp_path: Path) -> None:
    action, name = words
    result = factotum(action, str(tmp_path / name), "--database", str(tmp_path / "none.db"))

    assert result.status in (1, 2)
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["no/such/backup.db", "/dev/null"])
def test_a_place_that_takes_no_backup_is_told(store: str, tmp_path: Path, place: str) -> None:
    result = factotum("backup", str(tmp_path / place), "--force", "--database", store)

    assert result.status in (1, 2)
    assert (result.out, result.err.count("\n")) == ("", 1)
    assert Path("/dev/null").is_char_device()


def somebody_elses(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE diary(text)")


def a_text(path: Path) -> None:
    path.write_text("dear diary " * 1_000)


def nothing(path: Path) -> None:
    path.touch()


def a_forged_one(path: Path) -> None:
    """A database that says it is ours and has other tables."""
    somebody_elses(path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {len(STEPS)}")


def a_later_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 999")


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (somebody_elses, "is not a backup of a Factotum store."),
        (a_text, "is not a backup of a Factotum store."),
        (nothing, "is not a backup of a Factotum store."),
        (a_forged_one, "is not a backup of a Factotum store."),
        (a_later_one, "was made by a later version of Factotum (schema 999;"),
    ],
)
def test_a_file_that_is_no_backup_of_this_program_changes_nothing(
    store: str, tmp_path: Path, made: Callable[[Path], None], words: str
) -> None:
    file, before = tmp_path / "file", Path(store).read_bytes()
    made(file)
    found = file.read_bytes()

    result = factotum("restore", str(file), "--database", store)

    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert f"{file} {words}" in result.err
    assert Path(store).read_bytes() == before
    assert file.read_bytes() == found
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file.name, Path(store).name])


def test_a_damaged_backup_changes_nothing(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    factotum("backup", str(file), "--database", store)
    data = bytearray(file.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 100_000] = b"\xff" * 100_000
    file.write_bytes(data)
    note(store, "kept")

    result = factotum("restore", str(file), "--database", store)

    assert (result.status, result.out) == (1, "")
    assert "is damaged." in result.err
    assert notes(store) == {"test": "kept"}


def test_another_programs_file_is_not_restored_over(store: str, tmp_path: Path) -> None:
    file, other = tmp_path / "backup.db", tmp_path / "other.db"
    factotum("backup", str(file), "--database", store)
    somebody_elses(other)
    before = other.read_bytes()

    result = factotum("restore", str(file), "--database", str(other))

    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "not a Factotum store" in result.err
    assert other.read_bytes() == before


def test_a_store_in_use_is_left_alone_and_its_bot_goes_on(store: str, tmp_path: Path) -> None:
    file = str(tmp_path / "backup.db")
    note(store, "kept")
    with playing(store) as player:
        made = ran("backup", file, "--database", store)
        restored = ran("restore", file, "--database", store)
        out, _ = player.communicate("/ask capital of Norway?\n/quit\n", timeout=60)

    assert made[0] == 0
    assert restored == (1, "", f"factotum: {store} is in use. Stop the bot, then restore it.\n")
    assert "Oslo" in out
    assert notes(store) == {"test": "kept"}
    assert leftovers(tmp_path) == []


# What is restored


def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(tmp_path: Path) -> None:
    file, store = tmp_path / "old.db", tmp_path / "store.db"
    with closing(sqlite3.connect(file)) as raw:
        for statement in STEPS[0]:
            raw.execute(in_words(statement, SqliteDatabase.words))
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    note(file, "old")
    before = file.read_bytes()

    result = factotum("restore", str(file), "--database", str(store))

    assert result.out == (
        f"{store} holds now what {file} holds.\n"
        "The backup was of an earlier version of Factotum; the store is up to date.\n"
    )
    assert notes(store) == {"test": "old"}
    assert file.read_bytes() == before
    assert factotum("doctor", "--database", str(store)).out.startswith("ok ")


def test_a_store_that_must_be_migrated_can_be_backed_up_before(tmp_path: Path) -> None:
    file, store = tmp_path / "backup.db", tmp_path / "old.db"
    test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(tmp_path)

    result = factotum("backup", str(file), "--database", str(store))

    assert result.status == 0
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)


def test_tables_that_others_put_beside_ours_hinder_nothing(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    with closing(sqlite3.connect(store)) as raw:
        raw.execute("ANALYZE")
        raw.execute("CREATE TABLE diary(said)")
    note(store, "monday")

    made = factotum("backup", str(file), "--database", store)
    restored = factotum("restore", str(file), "--database", store)

    assert (made.status, restored.status) == (0, 0)
    assert notes(store) == {"test": "monday"}


def test_a_damaged_store_is_restored_over_and_kept(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    note(store, "monday")
    factotum("backup", str(file), "--database", store)
    whole = Path(store).read_bytes()
    damaged = whole[:100] + b"\xff" * 5_000 + whole[5_100:]
    Path(store).write_bytes(damaged)

    result = factotum("restore", str(file), "--database", store)

    assert result.status == 0
    assert notes(store) == {"test": "monday"}
    assert Path(f"{store}.before-restore").read_bytes() == damaged


def test_the_log_of_a_store_that_was_taken_away_does_not_spoil_the_restored_one(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    factotum("backup", str(file), "--database", store)
    with closing(sqlite3.connect(store, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        for n in range(200):
            raw.execute("INSERT INTO notes(key, value) VALUES (?, ?)", (f"test{n}", "x" * 4_000))
        log = Path(f"{store}-wal").read_bytes()
    Path(store).unlink()
    Path(f"{store}-wal").write_bytes(log)

    result = factotum("restore", str(file), "--database", store)

    assert result.status == 0
    assert notes(store) == {}


def test_each_store_that_was_restored_over_is_kept_under_a_name_of_its_own(store: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    factotum("backup", str(file), "--database", store)
    for value in ("first", "second"):
        note(store, value)
        assert factotum("restore", str(file), "--database", store).status == 0

    assert notes(f"{store}.before-restore") == {"test": "first"}
    assert notes(f"{store}.before-restore-2") == {"test": "second"}


# Killed on the way


def killed_when(process: subprocess.Popen[str], seen: Callable[[], bool]) -> None:
    """Kill a command at the instant something shows, or let it end if that was too short."""
    with process:
        while process.poll() is None and not seen():
            time.sleep(0)
        process.send_signal(signal.SIGKILL)


def begun(folder: Path) -> bool:
    return any(folder.glob(".*.part"))


def half_way(folder: Path) -> bool:
    with suppress(FileNotFoundError):
        return any(path.stat().st_size for path in folder.glob(".*.part"))
    return False


@pytest.mark.parametrize("instant", [begun, half_way])
def test_a_backup_killed_on_the_way_is_not_there_and_the_next_one_is(
    store: str, tmp_path: Path, instant: Callable[[Path], bool]
) -> None:
    file = tmp_path / "folder" / "backup.db"
    file.parent.mkdir()
    note(store, "kept")

    killed_when(command("backup", str(file), "--database", store), lambda: instant(file.parent))

    assert notes(store) == {"test": "kept"}
    assert not file.exists() or notes(file) == {"test": "kept"}
    assert ran("backup", str(file), "--force", "--database", store)[0] == 0
    assert notes(file) == {"test": "kept"}


@pytest.mark.parametrize(
    "instant", [begun, half_way, lambda folder: any(folder.glob("*.before-restore"))], ids=["begun", "half", "swap"]
)
def test_a_store_whose_restoring_was_killed_is_the_one_or_the_other(
    made_store: Path, tmp_path: Path, instant: Callable[[Path], bool]
) -> None:
    file, folder = tmp_path / "backup.db", tmp_path / "folder"
    folder.mkdir()
    store = str(shutil.copy(made_store, folder))
    note(store, "monday")
    factotum("backup", str(file), "--database", store)
    note(store, "tuesday")

    killed_when(command("restore", str(file), "--database", store), lambda: instant(folder))

    assert notes(store) in ({"test": "monday"}, {"test": "tuesday"})
    assert factotum("ask", "capital of Norway?", "--database", store).status == 0
    assert ran("restore", str(file), "--database", store)[0] == 0
    assert notes(store) == {"test": "monday"}
