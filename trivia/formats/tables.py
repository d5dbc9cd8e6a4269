"""Tables (CSV): a fact a row, or a thing a row with a column for each relation.

Columns are known by their names, or by what somebody writes: ``Film: subject, Director: directed_by``.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from trivia.errors import PackError, Problem, UsageError
from trivia.facts import literals
from trivia.facts.content import EntityKey, PackContent
from trivia.facts.curation import LONGEST_NAME
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Literal, SpoilerPoint
from trivia.facts.pack_tables import join_list, split_list
from trivia.facts.vocabulary import LiteralType, Relation, Vocabulary
from trivia.formats.incoming import NO_RELATION, Incoming, IncomingFact, Ref
from trivia.text import fold

MOST_ROWS = 200_000
MOST_PROBLEMS = 100

_FIELDS = {
    "subject": ("subject", "name", "about", "thing"),
    "kind": ("kind", "type"),
    "aliases": ("aliases", "alias", "also known as"),
    "relation": ("relation", "property", "link"),
    "value": ("value", "answer", "object"),
    "value_kind": ("value kind", "value_kind"),
    "qualifiers": ("qualifiers",),
    "certainty": ("certainty",),
    "source": ("source", "title"),
    "address": ("address", "link", "url"),
    "stated_on": ("stated_on", "stated on", "as of", "date"),
    "spoiler": ("spoiler",),
    "spoiler_kind": ("spoiler kind", "spoiler_kind"),
    "sentence": ("sentence", "quote"),
}
_COLUMNS = tuple(_FIELDS)
_ALL = SpoilerPoint()
_CERTAINTIES = {"": Certainty.CONFIRMED, **{certainty.value: certainty for certainty in Certainty}}
_FORMULA = re.compile(r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")


class TableFormat:
    """Reads and writes tables."""

    name = "table"
    ending = ".csv"
    carries = frozenset({"facts"})

    def fits(self, file: str, data: bytes, columns: str = "") -> bool:
        """Say whether it is called a table, or is text of several columns."""
        del columns
        return file.casefold().endswith((".csv", ".tsv", ".txt")) or b"," in data[:1_000]

    def read(self, file: str, data: bytes, vocabulary: Vocabulary, columns: str) -> Incoming:
        """Read a table."""
        text = decoded(file, data)
        reader = _Reader(file, vocabulary, columns)
        return reader.read(text)

    def write(self, content: PackContent) -> bytes:
        """Write facts, a row each; what a spreadsheet would take for a formula is written as text."""
        names = {row.key: row for row in content.entities}
        sources = {source.key: source for source in content.sources}
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(_COLUMNS)

        def said(value: EntityKey | Literal) -> str:
            return names[value.key].name if isinstance(value, EntityKey) else literals.to_text(value)

        for fact in content.facts:
            subject, source = names[fact.subject.key], sources[fact.source]
            work = names[fact.spoiler_work.key] if fact.spoiler_work else None
            row = (
                subject.name,
                subject.kind,
                join_list(subject.aliases),
                fact.relation,
                said(fact.value),
                names[fact.value.key].kind if isinstance(fact.value, EntityKey) else "",
                join_list(f"{q.relation}={said(q.value)}" for q in fact.qualifiers),
                fact.certainty.value,
                source.title,
                source.address,
                fact.stated_on.iso if fact.stated_on else "",
                f"{work.name}@{fact.spoiler_point}" if work else "",
                work.kind if work else "",
                fact.sentence,
            )
            writer.writerow([neutral(cell) for cell in row])
        # What nothing is said of may have further names all the same: a row with no fact.
        told = {fact.subject.key for fact in content.facts}
        for entity in content.entities:
            if entity.aliases and entity.key not in told:
                cells = [neutral(cell) for cell in (entity.name, entity.kind, join_list(entity.aliases))]
                writer.writerow(cells + [""] * (len(_COLUMNS) - len(cells)))
        return out.getvalue().encode()


def neutral(cell: str) -> str:
    """Write a cell so that no spreadsheet takes it for a formula; ``plain`` reads it back."""
    return f"'{cell}" if _FORMULA.match(cell.lstrip("'")) and not _NUMBER.fullmatch(cell) else cell


def plain(cell: str) -> str:
    """Read what ``neutral`` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell.lstrip("'")) else cell


class _Reader:
    """One table being read."""

    def __init__(self, file: str, vocabulary: Vocabulary, columns: str) -> None:
        self._file = file
        self._vocabulary = vocabulary
        self._wanted = dict(written_columns(columns))
        self._problems: list[Problem] = []
        self._fields: dict[str, int] = {}
        self._relations: dict[int, Relation] = {}
        self._relation_words = {
            fold(word): relation
            for relation in reversed(list(vocabulary.relations.values()))
            for word in (*relation.nouns, relation.id, *(gone.id for gone in vocabulary.merged_into(relation.id)))
        }
        self._aliases: dict[Ref, tuple[str, ...]] = {}
        self._by_name: dict[str, Relation | None] = {}

    def read(self, text: str) -> Incoming:
        head = text[:5_000].partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        facts: list[IncomingFact] = []
        try:
            header = next(rows, None)
            if not header:
                raise refused(self._file, "is empty")
            self._understand(header)
            for row in rows:
                if rows.line_num > MOST_ROWS:
                    raise refused(self._file, f"has more than {MOST_ROWS:,} rows; please split it")
                if any(cell.strip() for cell in row):
                    facts += self._facts(rows.line_num, [plain(cell.strip()) for cell in row])
        except csv.Error as error:
            raise refused(self._file, f"can't be read as a table, in line {rows.line_num + 1}: {error}") from error
        return Incoming(tuple(facts), self._aliases, Vocabulary(), tuple(self._problems))

    def _understand(self, header: Sequence[str]) -> None:
        """Find what each column means."""
        unknown = []
        for place, cell in enumerate(header):
            name = fold(cell)
            meant = self._wanted.get(name, "")
            field = _field(fold(meant) if meant else name)
            relation = self._relation_words.get(fold(meant) if meant else name)
            if not meant and field is None and relation is None:
                unknown.append(cell.strip())
            elif field and field not in self._fields:
                self._fields[field] = place
            elif relation:
                self._relations[place] = relation
            elif meant and meant != "-":
                raise UsageError(f"I know no column or relation “{meant}” for “{cell}”.")
        if "subject" not in self._fields:
            raise UsageError(
                "Please tell me which column says what a row is about, such as columns=Film: subject, "
                "Director: directed_by."
            )
        if not self._relations and not {"relation", "value"} <= self._fields.keys():
            raise UsageError(
                f"I find no relation in the columns{' ' if unknown else ''}{', '.join(unknown[:8])}. Please say what "
                "they mean, such as columns=Film: subject, Director: directed_by."
            )

    def _facts(self, line: int, row: Sequence[str]) -> Iterator[IncomingFact]:
        width = len(row)
        cells = {field: row[place] for field, place in self._fields.items() if place < width and row[place]}
        try:
            subject = _ref(cells.get("subject", ""), cells.get("kind", "").casefold())
            if "aliases" in cells and (aliases := split_list(cells["aliases"])):
                self._aliases[subject] = aliases
            if "value" in cells or "relation" in cells:
                relation = self._named(_given(cells, "relation"))
                value = _value(relation, _given(cells, "value"), cells.get("value_kind", "").casefold())
                yield self._fact(line, subject, relation, value, cells)
            for place, relation in self._relations.items():
                for part in split_list(row[place]) if place < width else ():
                    yield self._fact(line, subject, relation, _value(relation, part, ""), cells)
        except ValueError as error:
            if len(self._problems) < MOST_PROBLEMS:
                self._problems.append(Problem(self._file, line, str(error)))

    def _fact(
        self, line: int, subject: Ref, relation: Relation, value: Ref | Literal, cells: Mapping[str, str]
    ) -> IncomingFact:
        said = cells.get
        certainty = _CERTAINTIES.get(said("certainty", "").casefold())
        if certainty is None:
            raise ValueError(f"{cells['certainty'].casefold()!r} is none of {', '.join(Certainty)}")
        work, _, point = said("spoiler", "").rpartition("@")
        return IncomingFact(
            self._file,
            line,
            subject,
            relation.id,
            value,
            tuple(self._qualifier(part) for part in split_list(cells["qualifiers"])) if "qualifiers" in cells else (),
            certainty,
            (said("source", ""), said("address", "")),
            said("sentence", ""),
            PartialDate.parse(cells["stated_on"]) if "stated_on" in cells else None,
            Ref(work, said("spoiler_kind", "").casefold()) if work else None,
            SpoilerPoint.parse(point) if work else _ALL,
        )

    def _named(self, name: str) -> Relation:
        if name not in self._by_name:
            self._by_name[name] = self._relation_words.get(fold(name))
        relation = self._by_name[name]
        if relation is None:
            raise ValueError(f"{name!r} {NO_RELATION}")
        return relation

    def _qualifier(self, part: str) -> tuple[str, Ref | Literal]:
        name, _, value = part.partition("=")
        return name.strip(), _value(self._named(name), value.strip(), "")


def _given(cells: Mapping[str, str], field: str) -> str:
    if field not in cells:
        raise ValueError(f"a {field} is missing")
    return cells[field]


def _value(relation: Relation, text: str, kind: str) -> Ref | Literal:
    if relation.literal is None:
        return _ref(text, kind)
    try:
        return literals.parse(text, relation.literal, relation.unit)
    except ValueError as error:
        what = "date" if relation.literal is LiteralType.DATE else str(relation.literal)
        raise ValueError(f"{relation.id} takes a {what}: {error}") from None


def _ref(name: str, kind: str) -> Ref:
    if not name:
        raise ValueError("a name is missing")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name has {len(name):,} characters; at most {LONGEST_NAME} are taken")
    return Ref(name, kind)


def _field(name: str) -> str | None:
    return next((field for field, names in _FIELDS.items() if name in map(fold, names)), None)


def written_columns(columns: str) -> Iterator[tuple[str, str]]:
    """Yield what somebody wrote that columns mean: ``Film: subject, Director: directed_by``."""
    for part in columns.split(","):
        column, _, meant = part.rpartition(":")
        if column.strip():
            yield fold(column), meant.strip()


def decoded(file: str, data: bytes) -> str:
    """Return the text of a table; raise PackError if it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(file, "is not UTF-8; please save the table with that encoding") from error


def refused(file: str, reason: str) -> PackError:
    """Return the error for a file of which nothing can be taken."""
    return PackError((Problem(file, None, reason),))
