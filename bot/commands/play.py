"""``factotum play``: the core at the terminal."""

import argparse
import asyncio
import io
import os
import random
from typing import BinaryIO, TextIO

from adapters import terminal
from bot.compose import services
from bot.console import Console
from bot.settings import Settings


def play(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - all commands are called alike
    """Play until the player leaves; return the exit status."""
    asyncio.run(_play(console, settings))
    return 0


async def _play(console: Console, settings: Settings) -> None:
    environ = {"TERM": settings.terminal, "NO_COLOR": "" if settings.colour else "1"}
    async with services(settings, console) as core:
        chance = random.Random()  # noqa: S311 - a game, not a secret
        await terminal.play(core.assembler(chance), _typed(console.stdin), console.stdout, environ, core.clock)


def _typed(stdin: BinaryIO) -> TextIO:
    """Return standard input as text, on a descriptor of its own.

    A thread that still waits for a line when the program ends holds the lock of what it reads from; the interpreter
    aborts if that is its own standard input.
    """
    try:
        return open(os.dup(stdin.fileno()), encoding="utf-8", errors="replace")  # noqa: PTH123 - a descriptor has no path
    except OSError:
        return io.TextIOWrapper(stdin, encoding="utf-8", errors="replace")
