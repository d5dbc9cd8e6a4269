"""Facts from files and into them, on the command line."""

import asyncio
import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from bot import parser
from db import open_store
from tests.bot.support import factotum
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.formats.every import FORMATS

TABLE = "subject,kind,relation,value\nAKA The Squid,episode,directed_by,Jane Doe\n"


def test_the_formats_are_those_of_the_core() -> None:
    assert set(parser.FORMATS) == {"auto", *(f.name for f in FORMATS)}


def test_a_table_is_taken_once_written_and_known_again(store: str, tmp_path: Path) -> None:
    table, pack = tmp_path / "facts.csv", tmp_path / "own.zip"
    table.write_text(TABLE, encoding="utf-8")

    checked = factotum("import", str(table), "--check", "--database", store)
    taken = factotum("import", str(table), "--json", "--database", store)
    again = factotum("import", str(table), "--json", "--database", store)
    written = factotum("export", str(pack), "--database", store)
    back = factotum("import", str(pack), "--json", "--database", store)
    asked = factotum("ask", "who directed AKA The Squid?", "--database", store)

    assert checked.out == "facts.csv: 1 new, 0 changed, 0 same, 0 refused. Nothing was taken.\n"
    first, second, third = (json.loads(result.out) for result in (taken, again, back))
    assert (first["new"], first["change"]) == (1, 1)
    assert (second["new"], second["same"], second["change"]) == (0, 1, None)
    assert (third["new"], third["same"], third["change"]) == (0, 1, None)
    assert written.out == f"Wrote 1 facts and 0 questions to {pack}.\n"
    assert "Jane Doe" in asked.out


def test_values_that_may_be_slips_are_told_and_looked_at_before_they_are_taken(store: str, tmp_path: Path) -> None:
    table = tmp_path / "facts.csv"
    table.write_text(
        "subject,kind,relation,value\nAKA The Squid,episode,episode_number,-4\nAKA The Eel,episode,episode_number,4\n",
        encoding="utf-8",
    )

    checked = factotum("import", str(table), "--check", "--database", store)
    taken = factotum("import", str(table), "--json", "--database", store)
    again = factotum("import", str(table), "--database", store)

    assert checked.err == (
        "factotum: facts.csv: is that right? AKA The Squid is episode -4 of its season (less than nothing)\n"
    )
    assert checked.out == "facts.csv: 2 new, 0 changed, 0 same, 0 refused. Nothing was taken.\n"
    assert json.loads(taken.out)["odd"] == [
        {"stated": "AKA The Squid is episode -4 of its season", "reason": "negative"}
    ]
    assert again.err == ""


def test_a_bad_row_is_told_with_its_line_and_nothing_is_taken(store: str, tmp_path: Path) -> None:
    table = tmp_path / "facts.csv"
    table.write_text(TABLE + "Somebody,,loves,x\n", encoding="utf-8")

    result = factotum("import", str(table), "--database", store)

    assert result.status == 1
    assert result.err == "factotum: facts.csv, line 3: 'loves' is no relation that I know\n"
    assert "Nothing was taken." in result.out


def test_a_file_that_is_there_is_not_written_over_and_one_that_is_not_is_named(store: str, tmp_path: Path) -> None:
    there = tmp_path / "facts.csv"
    there.write_text(TABLE, encoding="utf-8")
    factotum("import", str(there), "--database", store)

    kept = factotum("export", str(there), "--database", store)
    missing = factotum("import", str(tmp_path / "no.csv"), "--database", store)

    assert (kept.status, there.read_text(encoding="utf-8")) == (2, TABLE)
    assert missing.status == 2
    assert "no.csv" in missing.err


def test_facts_that_a_spreadsheet_would_run_are_written_as_text_and_known_when_they_come_back(
    store: str, tmp_path: Path
) -> None:
    table, out = tmp_path / "facts.csv", tmp_path / "out.csv"
    table.write_text(
        "subject,kind,relation,value\n"
        "=HYPERLINK(1),episode,directed_by,+Plus Person\n"
        "-Minus,episode,directed_by,J. Doe\n",
        encoding="utf-8",
    )

    taken = factotum("import", str(table), "--database", store)
    written = factotum("export", str(out), "--database", store)
    back = factotum("import", str(out), "--json", "--database", store)

    assert taken.status == written.status == 0
    rows = list(csv.reader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert (json.loads(back.out)["same"], json.loads(back.out)["change"]) == (2, None)


@pytest.mark.parametrize(
    "name", ["/trivia stop", "@everyone", "<@123>", "<!channel>", "Jane\u202eDoe", "a`b`", "x\x00y"]
)
def test_no_name_that_is_a_command_a_mention_or_hides_something_is_taken(store: str, tmp_path: Path, name: str) -> None:
    table = tmp_path / "facts.csv"
    table.write_text(f'subject,kind,relation,value\n"{name}",episode,directed_by,Jane Doe\n', encoding="utf-8")

    result = factotum("import", str(table), "--json", "--database", store)

    assert result.status == 1
    assert json.loads(result.out)["change"] is None
    assert name not in result.err


def out_of_the_zip(files: dict[str, bytes]) -> None:
    files["../facts.csv"] = files.pop("facts.csv")


def from_the_root(files: dict[str, bytes]) -> None:
    files["/etc/facts.csv"] = files.pop("facts.csv")


def by_a_windows_path(files: dict[str, bytes]) -> None:
    files["pack\\..\\..\\facts.csv"] = files.pop("facts.csv")


def a_bomb(files: dict[str, bytes]) -> None:
    files["facts.csv"] += b"x" * 150_000_000


def ten_thousand_names(files: dict[str, bytes]) -> None:
    names = "|".join(f"Name {number}" for number in range(10_000))
    files["entities.csv"] = files["entities.csv"].replace(b"Jane Doe,", f"Jane Doe,{names}".encode(), 1)


@pytest.mark.parametrize(
    ("trick", "said"),
    [
        (out_of_the_zip, "is a path out of the zip"),
        (from_the_root, "facts.csv: is missing"),
        (by_a_windows_path, "facts.csv: is missing"),
        (a_bomb, "facts.csv: makes the pack larger than 100 MB"),
        (ten_thousand_names, "10,000"),
    ],
)
def test_a_hostile_pack_is_refused_and_nothing_of_it_is_taken(
    store: str, tmp_path: Path, trick: Callable[[dict[str, bytes]], None], said: str
) -> None:
    table, own, hostile = tmp_path / "table.csv", tmp_path / "own.zip", tmp_path / "folder" / "hostile.zip"
    table.write_text(TABLE, encoding="utf-8")
    factotum("import", str(table), "--database", store)
    factotum("export", str(own), "--database", store)
    with ZipFile(own) as zipped:
        files = {name: zipped.read(name) for name in zipped.namelist()}
    trick(files)
    hostile.parent.mkdir()
    with ZipFile(hostile, "w", ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    before = factotum("pack", "list", "--json", "--database", store).out

    result = factotum("import", str(hostile), "--database", store)

    assert result.status in (1, 2)
    assert said in result.err
    assert max(map(len, result.err.splitlines())) < 300
    assert factotum("pack", "list", "--json", "--database", store).out == before
    assert not (tmp_path / "facts.csv").exists()
    assert [path.name for path in hostile.parent.iterdir()] == ["hostile.zip"]


@pytest.mark.parametrize("number", ["-1", "1.5", "abc", "9" * 30, "\u0665"])
def test_a_community_is_named_by_a_number(store: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        factotum("export", "facts.csv", f"--community={number}", "--database", store)

    assert ended.value.code == 2
    assert "is not the number of a community" in capsys.readouterr().err


def test_a_file_without_end_is_not_read_to_its_end(store: str) -> None:
    result = factotum("import", "/dev/zero", "--database", store)

    assert (result.status, result.out) == (2, "")
    assert "/dev/zero is larger than 300 MB" in result.err


def test_a_community_that_there_is_none_of_is_told_with_those_there_are(store: str, tmp_path: Path) -> None:
    table = tmp_path / "facts.csv"
    table.write_text(TABLE, encoding="utf-8")

    async def meet() -> None:
        async with open_store(store) as opened:
            await opened.community("discord", "42", "Film Club", datetime(2026, 1, 1, tzinfo=UTC))

    asyncio.run(meet())
    refused = factotum("import", str(table), "--community", "99", "--database", store)

    assert refused.status == 1
    assert "There is no community 99. There are: 0 the terminal, 1 Film Club (discord)." in refused.err
    assert "Taken as change" in factotum("import", str(table), "--community", "1", "--database", store).out


def test_what_a_community_retired_goes_out_with_its_pack_and_comes_back(store: str, tmp_path: Path) -> None:
    table, pack, plain = tmp_path / "facts.csv", tmp_path / "own.zip", tmp_path / "own.csv"
    table.write_text(TABLE, encoding="utf-8")
    factotum("import", str(table), "--database", store)

    async def retire() -> None:
        async with open_store(Path(store)) as opened:
            shelf = await opened.shelf(GLOBAL_COMMUNITY)
            [match] = (await opened.by_name(shelf, ["krysten ritter"]))["krysten ritter"]
            await opened.retire_entity(GLOBAL_COMMUNITY, match.entity.id, "mo", datetime(2026, 1, 1, tzinfo=UTC))

    asyncio.run(retire())
    factotum("export", str(pack), "--database", store)
    left = factotum("export", str(plain), "--database", store)
    taken = factotum("import", str(pack), "--json", "--database", str(tmp_path / "fresh.db"))
    again = factotum("import", str(pack), "--database", str(tmp_path / "fresh.db"))

    assert "What it merged or retired is not in it; --format pack writes that too." in left.err
    assert json.loads(taken.out)["retired"] == 1
    assert again.out == "own.zip: 0 new, 0 changed, 1 same, 0 refused. Nothing was taken.\n"
