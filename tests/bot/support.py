"""Running the command line within a test: its own streams, environment and folder."""

import io
from dataclasses import dataclass
from pathlib import Path

from bot.console import Console
from bot.parser import build_parser
from bot.run import run_on


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    status: int
    out: str
    err: str


def factotum(*words: str, stdin: bytes = b"", **environ: str) -> Result:
    """Run one command; bad usage of the parser itself raises SystemExit as it does in a shell."""
    out, err = io.StringIO(), io.StringIO()
    console = Console(io.BytesIO(stdin), out, err)
    status = run_on(console, build_parser().parse_args(words), environ, Path("/nonexistent/.env"))
    return Result(status, out.getvalue(), err.getvalue())
