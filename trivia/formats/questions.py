"""Tables (CSV) of questions that people wrote, a question a row.

Columns are known by their names, or by what somebody writes: ``Frage: stem, Antwort: key``. Wrong answers stand in one
column, parted by ``|``, or in several: ``wrong 1``, ``wrong 2``.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from trivia.errors import Problem, UsageError
from trivia.facts.content import EntityRow, PackContent, WrittenQuestion
from trivia.facts.model import Source, SpoilerPoint
from trivia.facts.pack_tables import join_list, split_list
from trivia.facts.vocabulary import Vocabulary
from trivia.formats.incoming import Incoming, IncomingQuestion, Ref
from trivia.formats.tables import MOST_PROBLEMS, MOST_ROWS, decoded, neutral, plain, refused, written_columns
from trivia.text import fold

_FIELDS = {
    "stem": ("stem", "question"),
    "key": ("key", "answer", "correct answer", "correct", "right answer"),
    "accepted": ("accepted", "also accepted", "other answers"),
    "distractors": ("distractors", "wrong answers", "incorrect answers", "wrong"),
    "topic": ("topic", "category"),
    "difficulty": ("difficulty", "level"),
    "image": ("image", "picture"),
    "source": ("source", "title"),
    "address": ("address", "link", "url"),
    "spoiler": ("spoiler",),
    "spoiler_kind": ("spoiler_kind", "spoiler kind"),
}
_COLUMNS = tuple(_FIELDS)
_ONE_WRONG = re.compile(r"(?:wrong|incorrect|distractor)(?: answer| option)? \d{1,2}")
_OF_FACTS = frozenset({"subject", "relation", "value"})


class QuestionsFormat:
    """Reads and writes tables of questions."""

    name = "questions"
    ending = ".csv"
    carries = frozenset({"questions"})

    def fits(self, file: str, data: bytes, columns: str = "") -> bool:
        """Say whether its first line, or what somebody says of its columns, names a question and an answer."""
        del file
        head = data[:5_000].decode("utf-8-sig", "replace").partition("\n")[0]
        cells = {fold(cell) for cell in re.split("[,;\t]", head)}
        meant = {fold(field) for _, field in written_columns(columns)}
        if meant & _OF_FACTS or (cells & _OF_FACTS and not meant):
            return False
        return all(any(fold(name) in cells | meant for name in _FIELDS[field]) for field in ("stem", "key"))

    def read(self, file: str, data: bytes, vocabulary: Vocabulary, columns: str) -> Incoming:
        """Read a table."""
        del vocabulary
        text = decoded(file, data)
        delimiter = max(",;\t", key=text[:5_000].partition("\n")[0].count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        questions: list[IncomingQuestion] = []
        problems: list[Problem] = []
        try:
            places = _places(next(rows, []), dict(written_columns(columns)))
            for row in rows:
                if rows.line_num > MOST_ROWS:
                    raise refused(file, f"has more than {MOST_ROWS:,} rows; please split it")
                if any(cell.strip() for cell in row):
                    try:
                        questions.append(_question(file, rows.line_num, [plain(c.strip()) for c in row], places))
                    except ValueError as error:
                        problems += [Problem(file, rows.line_num, str(error))] if len(problems) < MOST_PROBLEMS else []
        except csv.Error as error:
            raise refused(file, f"can't be read as a table, in line {rows.line_num + 1}: {error}") from error
        return Incoming((), questions=tuple(questions), problems=tuple(problems))

    def write(self, content: PackContent) -> bytes:
        """Write questions, a row each; what a spreadsheet would take for a formula is written as text."""
        names = {row.key: row for row in content.entities}
        sources = {source.key: source for source in content.sources}
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(_COLUMNS)
        for question in content.questions:
            writer.writerow([neutral(cell) for cell in _cells(question, names, sources)])
        return out.getvalue().encode()


def _cells(question: WrittenQuestion, names: Mapping[str, EntityRow], sources: Mapping[str, Source]) -> tuple[str, ...]:
    source = sources.get(question.source)
    work = names[question.spoiler_work.key] if question.spoiler_work else None
    return (
        question.stem,
        question.answer,
        join_list(question.accepted),
        join_list(question.distractors),
        question.topic,
        question.difficulty,
        question.image,
        source.title if source else "",
        source.address if source else "",
        f"{work.name}@{question.spoiler_point}" if work else "",
        work.kind if work else "",
    )


def _places(header: Sequence[str], meant: Mapping[str, str]) -> dict[int, str]:
    """Return which field each column holds."""
    places: dict[int, str] = {}
    for place, cell in enumerate(header):
        name = fold(meant.get(fold(cell), "") or cell)
        field = next((field for field, names in _FIELDS.items() if name in map(fold, names)), None)
        if field is None and _ONE_WRONG.fullmatch(name):
            field = "distractors"
        if field is not None and (field == "distractors" or field not in places.values()):
            places[place] = field
    if not {"stem", "key"} <= set(places.values()):
        raise UsageError(
            "Please tell me which columns hold the question and its answer, such as columns=Frage: stem, Antwort: key."
        )
    return places


def _question(file: str, line: int, row: Sequence[str], places: Mapping[int, str]) -> IncomingQuestion:
    found = [(field, row[place]) for place, field in places.items() if place < len(row)]
    cells = dict(found)
    work, _, point = cells.get("spoiler", "").rpartition("@")
    return IncomingQuestion(
        file,
        line,
        cells.get("stem", ""),
        cells.get("key", ""),
        split_list(cells.get("accepted", "")),
        tuple(_wrong(text for field, text in found if field == "distractors")),
        cells.get("topic", ""),
        cells.get("difficulty", ""),
        cells.get("image", ""),
        (cells.get("source", ""), cells.get("address", "")),
        Ref(work, cells.get("spoiler_kind", "").casefold()) if work else None,
        SpoilerPoint.parse(point) if work else SpoilerPoint(),
    )


def _wrong(cells: Iterator[str]) -> Iterator[str]:
    for cell in cells:
        yield from split_list(cell)
