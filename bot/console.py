"""The three streams of a command: UTF-8 whatever the locale says, flushed line by line."""

import io
import json
import os
import sys
from dataclasses import dataclass
from typing import BinaryIO, TextIO


@dataclass(frozen=True, slots=True)
class Console:
    """Where a command reads and writes. A test passes its own."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO

    def line(self, text: str) -> None:
        """Print one line of the result."""
        self.stdout.write(text + "\n")
        self.stdout.flush()

    def document(self, document: object) -> None:
        """Print one JSON document on one line."""
        self.line(json.dumps(document, ensure_ascii=False))

    def complain(self, text: str) -> None:
        """Print one line that is no part of the result, whatever names from outside it holds."""
        plain = (
            text if text.isprintable() else "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
        )
        self.stderr.write(f"factotum: {plain}\n")
        self.stderr.flush()

    @property
    def shows_progress(self) -> bool:
        """Whether somebody watches standard error."""
        return self.stderr.isatty()


def standard_console() -> Console:
    """Return the streams of this process. Half characters that UTF-8 can't hold are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    stdin: TextIO | None = sys.stdin
    return Console(stdin.buffer if stdin else io.BytesIO(), sys.stdout or _nowhere(), sys.stderr or _nowhere())


def _nowhere() -> TextIO:
    """Stand in for a stream that was closed before the program began."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - lives as long as the program
