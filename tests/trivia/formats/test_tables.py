"""Tables read and written: columns understood, formulas kept harmless, rows with a problem named."""

import csv
import io

import pytest

from tests.db.samples import FILMS, VOCABULARY
from trivia.errors import PackError, UsageError
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Text
from trivia.formats.incoming import Incoming, Ref
from trivia.formats.packs import from_content
from trivia.formats.tables import TableFormat, neutral, plain


def read(text: str, columns: str = "", name: str = "facts.csv") -> Incoming:
    return TableFormat().read(name, text.encode(), VOCABULARY, columns)


def test_a_row_is_a_fact() -> None:
    found = read(
        "subject,kind,relation,value,certainty,source,url,as of\n"
        "Heat,film,motto,Hot,rumoured,The Paper,https://example.org,2020-02\n"
    )
    [fact] = found.facts
    assert (fact.subject, fact.relation, fact.value) == (Ref("Heat", "film"), "motto", Text("Hot"))
    assert (fact.certainty, fact.source) == (Certainty.RUMOURED, ("The Paper", "https://example.org"))
    assert (fact.stated_on, fact.line) == (PartialDate(2020, 2), 2)
    assert found.problems == ()


def test_a_row_may_be_a_thing_with_a_column_for_each_relation() -> None:
    found = read(
        "Movie;Director;Year\nHeat;Michael Mann|A. N. Other;1995\n",
        "Movie: subject, Director: directed_by, Year: released",
    )
    assert [(f.relation, f.value) for f in found.facts] == [
        ("directed_by", Ref("Michael Mann")),
        ("directed_by", Ref("A. N. Other")),
        ("released", PartialDate(1995)),
    ]


def test_each_bad_row_is_named_with_its_line_and_reason() -> None:
    found = read("subject,relation,value\nHeat,votes,many\nHeat,nonsense,x\n,motto,x\nHeat,motto,Fine\n")
    assert [p.line for p in found.problems] == [2, 3, 4]
    assert "'many' is not a number" in found.problems[0].reason
    assert "no relation that I know" in found.problems[1].reason
    assert "a name is missing" in found.problems[2].reason
    assert len(found.facts) == 1


@pytest.mark.parametrize(
    ("text", "columns", "said"),
    [
        ("a,b\n1,2\n", "", "which column says what a row is about"),
        ("subject,b\n1,2\n", "", "I find no relation in the columns b"),
        ("subject,b\n1,2\n", "b: nonsense", "I know no column or relation “nonsense”"),
    ],
)
def test_columns_that_mean_nothing_are_asked_about(text: str, columns: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(text, columns)


@pytest.mark.parametrize("text", ["", "\n", 'subject,relation,value\n"never closed,motto,x' + "x" * 140_000])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(PackError):
        read(text)


def test_other_encodings_are_refused() -> None:
    with pytest.raises(PackError, match="UTF-8"):
        TableFormat().read("facts.csv", "subject\nZoë".encode("utf-16"), VOCABULARY, "")


def test_what_is_written_is_read_back() -> None:
    written = TableFormat().write(FILMS)
    again = TableFormat().read("facts.csv", written, VOCABULARY, "")
    expected = from_content(FILMS).facts
    assert again.problems == ()
    assert len(again.facts) == len(expected)
    for fact, other in zip(again.facts, expected, strict=True):
        assert (fact.subject, fact.relation, fact.value) == (other.subject, other.relation, other.value)
        assert (fact.certainty, fact.stated_on, fact.sentence) == (other.certainty, other.stated_on, other.sentence)
        assert fact.source == other.source
    assert again.aliases[Ref("The Matrix", "film")] == ("Matrix I", "黑客帝国")


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "'=1", "''=1"])
def test_what_a_spreadsheet_would_run_is_written_as_text_and_read_back(cell: str) -> None:
    assert neutral(cell).startswith("'")
    assert plain(neutral(cell)) == cell


@pytest.mark.parametrize("cell", ["-3", "+4.5", "1995-12-15", "O'Neill", "'tis", "plain", ""])
def test_numbers_and_plain_words_are_written_as_they_are(cell: str) -> None:
    assert neutral(cell) == plain(cell) == cell


def test_no_cell_of_an_export_begins_like_a_formula() -> None:
    written = TableFormat().write(FILMS).decode()
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t"}]
