"""The tables of a pack: CSV as RFC 4180 has it, in UTF-8, checked line by line; and lists within a field."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from trivia.facts.problems import Problems

MAX_LINE = 200_000
"""Characters in a line, far above any honest row; beyond it the file is not read on."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MOST_CONTROLS = 10
_PART = re.compile(r"(?:\\[\\|]|[^|])+")
_ESCAPED = re.compile(r"\\([\\|])")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table in the order they are written: those that must stand in it, and those that may."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every column."""
        return self.required + self.optional


class _Unreadable(Exception):
    """The table can't be read on from this line."""

    def __init__(self, line: int | None, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


def decode(files: Mapping[str, bytes], name: str, problems: Problems) -> str | None:
    """Return the text of a file that must be UTF-8 without control characters, or None with the problem noted."""
    data = files[name]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(name, line, "is not UTF-8; save the file with that encoding")
        return None
    controls = list(islice(_CONTROL.finditer(text), _MOST_CONTROLS))
    for match in controls:
        line = text.count("\n", 0, match.start()) + 1
        problems.add(name, line, f"holds the control character U+{ord(match[0]):04X}")
    return None if controls else text


def read_table(name: str, text: str, columns: Columns, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with their line numbers, the fields in the order of ``columns.all``, stripped.

    Rows that don't fit the header are noted and left out. A table that can't be read on ends with the problem noted.
    """
    try:
        yield from _rows(name, text, columns, problems)
    except _Unreadable as error:
        problems.add(name, error.line, error.reason)


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def split_list(field: str) -> tuple[str, ...]:
    r"""Split a field at ``|``, dropping what is empty or repeated; ``\|`` and ``\\`` stand for the characters."""
    if not field:
        return ()
    parts = [_ESCAPED.sub(r"\1", part) for part in _PART.findall(field)] if "\\" in field else field.split("|")
    stripped = (part.strip() for part in parts)
    return tuple(dict.fromkeys(part for part in stripped if part))


def join_list(parts: Iterable[str]) -> str:
    """Write a list into one field, so that ``split_list`` reads it back."""
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def _rows(name: str, text: str, columns: Columns, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), strict=True)
    header = _next(reader, 1)
    if not header:
        raise _Unreadable(1, f"has no header; it is {','.join(columns.all)}")
    order = _order([column.strip() for column in header], columns)
    width = len(header)
    while True:
        start = reader.line_num + 1
        row = _next(reader, start)
        if row is None:
            return
        if len(row) != width:
            if row:
                problems.add(name, start, f"has {len(row)} fields where the header has {width}")
            continue
        yield start, [row[place].strip() if place >= 0 else "" for place in order]


def _next(reader: Iterator[list[str]], start: int) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as error:
        reason = str(error)
        if "unexpected end of data" in reason:
            reason = "opens a quote that is never closed"
        elif "field larger" in reason:
            reason = f"holds a field over {csv.field_size_limit():,} characters, or a quote that is never closed"
        elif "new-line character" in reason:
            reason = "ends in a bare carriage return; end lines with a line feed"
        elif "expected after" in reason:
            reason = "has text after a closing quote; write a quote within a field twice"
        raise _Unreadable(start, reason) from error


def _lines(text: str) -> Iterator[str]:
    number, start = 1, 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if end - start > MAX_LINE:
            raise _Unreadable(number, f"is a line of {end - start:,} characters; at most {MAX_LINE:,} are read")
        yield text[start:end]
        number, start = number + 1, end


def _order(header: Sequence[str], columns: Columns) -> tuple[int, ...]:
    """Return where in a row each column stands, -1 where an optional one is absent."""
    complaints = []
    repeated = {column for column in header if header.count(column) > 1} if len(header) <= 100 else set(header)
    if repeated:
        complaints.append(f"repeats the column {_named(repeated)}")
    missing = [column for column in columns.required if column not in header]
    if missing:
        complaints.append(f"lacks the column {_named(missing)}")
    unknown = [column for column in header if column not in columns.all]
    if unknown:
        complaints.append(f"has the unknown column {_named(unknown)}; the columns are {','.join(columns.all)}")
    if complaints:
        raise _Unreadable(1, "; ".join(complaints))
    return tuple(header.index(column) if column in header else -1 for column in columns.all)


def _named(columns: Iterable[str]) -> str:
    return ", ".join(column or "without a name" for column in columns)
