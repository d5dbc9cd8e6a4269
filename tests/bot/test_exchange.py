"""Facts from files and into them, on the command line."""

import json
from pathlib import Path

from bot import parser
from tests.bot.support import factotum
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
    assert written.out == f"Wrote 1 facts to {pack}.\n"
    assert "Jane Doe" in asked.out


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
    assert missing.status == 1
    assert "no.csv" in missing.err
