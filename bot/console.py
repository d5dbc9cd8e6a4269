"""The three streams of a command: UTF-8 whatever the locale says, flushed line by line."""

import json
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
        """Print one line that is no part of the result."""
        self.stderr.write(f"factotum: {text}\n")
        self.stderr.flush()

    @property
    def shows_progress(self) -> bool:
        """Whether somebody watches standard error."""
        return self.stderr.isatty()


def standard_console() -> Console:
    """Return the streams of this process. Half characters that UTF-8 can't hold are written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return Console(sys.stdin.buffer, sys.stdout, sys.stderr)
