"""JSON Lines in, JSON Lines out: one line for each, in order, and a bad line spoils no other."""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import BinaryIO, NoReturn

from bot.console import Console
from trivia.errors import UsageError

MAX_LINE = 1_000_000
"""Bytes in a line; a longer one is skipped, and reported in its place."""

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of input: its number, and the record it holds, or why it holds none."""

    number: int
    record: Record
    error: str = ""

    def text(self, key: str) -> str:
        """Return a text of the record; raise UsageError if it is missing or something else."""
        value = self.record.get(key)
        if not isinstance(value, str):
            raise UsageError(f"{key} is {'missing' if value is None else 'not a text'}")
        return whole(value)

    def optional_text(self, key: str) -> str:
        """Return a text of the record, or an empty one."""
        return "" if self.record.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts of the record, empty if it is missing."""
        value = self.record.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise UsageError(f"{key} is not a list of texts")
        return tuple(whole(part) for part in value)


def whole(text: str) -> str:
    """Replace half characters, which nothing can store."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@contextmanager
def batch_file(name: str, console: Console) -> Iterator[BinaryIO]:
    """Open the file of a batch; ``-`` is standard input."""
    if name == "-":
        yield console.stdin
        return
    path = Path(name)
    if not path.exists():
        raise UsageError(f"{name}: there is no such file.")
    if path.is_dir():
        raise UsageError(f"{name}: is a folder; give a file of JSON Lines.")
    with path.open("rb") as file:
        yield file


def read_lines(stream: BinaryIO) -> Iterator[BatchLine]:
    """Yield the lines of a stream as they come; blank ones are passed over."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            _skip_line(stream)
            yield BatchLine(number, {}, f"the line is longer than {MAX_LINE:,} bytes")
        elif line.strip():
            yield _parsed(number, line)


async def run_batch(console: Console, name: str, answer: Callable[[BatchLine], Awaitable[Record]]) -> int:
    """Answer every line of a file as it comes; return the exit status.

    The line printed has the ``id`` of the line read. Where that is malformed, or ``answer`` raises UsageError, it is
    ``{"id"?, "error"}``, and the status at the end 1.
    """
    failed = False
    with batch_file(name, console) as file:
        for line in read_lines(file):
            identity = {"id": line.record["id"]} if "id" in line.record else {}
            try:
                answered = await answer(line) if not line.error else {"error": f"line {line.number}: {line.error}"}
            except UsageError as error:
                answered = {"error": f"line {line.number}: {error}"}
            failed |= "error" in answered
            console.document({**identity, **answered})
    return int(failed)


def _parsed(number: int, line: bytes) -> BatchLine:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        record = json.loads(text, parse_constant=_no_json, parse_float=_finite)
    except UnicodeDecodeError:
        return BatchLine(number, {}, "is not UTF-8")
    except (ValueError, RecursionError):
        return BatchLine(number, {}, "is not JSON")
    if not isinstance(record, dict):
        return BatchLine(number, {}, "is not a JSON object")
    return BatchLine(number, record)


def _finite(text: str) -> float:
    """Refuse what would come out again as ``Infinity``, which is not JSON."""
    number = float(text)
    return number if isfinite(number) else _no_json(text)


def _no_json(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _skip_line(stream: BinaryIO) -> None:
    while (chunk := stream.readline(MAX_LINE)) and not chunk.endswith(b"\n"):
        pass
