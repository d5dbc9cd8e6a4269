"""Choosing how to play: live where there is a terminal on both sides, by lines elsewhere."""

import secrets
import shutil
from collections.abc import Callable, Mapping
from typing import TextIO

from adapters.terminal.plain import play_lines
from adapters.terminal.render import Look
from adapters.terminal.session import PLATFORM, Screen, Session
from trivia.commands.core import Core
from trivia.ports import Clock
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger

LIVE_RULES = Rules(lobby=0, pause=4)
LINE_RULES = Rules(lobby=0, pause=0)
_WIDEST = 100

MakeCore = Callable[[Messenger, str, Rules], Core]
"""Puts the core together for a messenger, its platform's name and the rules of a round unless its starter says more."""


async def play(make_core: MakeCore, stdin: TextIO, stdout: TextIO, environ: Mapping[str, str], clock: Clock) -> None:
    """Play until the player leaves. ``NO_COLOR`` and ``TERM=dumb`` are heeded."""
    if is_live(stdin, stdout, environ):
        await _live(make_core, live_look(environ, shutil.get_terminal_size().columns), clock)
        return
    screen = Screen(_writer(stdout), Look(hides=_on_terminal(stdin, stdout)))
    core = make_core(screen, PLATFORM, LINE_RULES)
    await play_lines(core, Session(core, screen, secrets.token_hex(4)), stdin, clock)


def is_live(stdin: TextIO, stdout: TextIO, environ: Mapping[str, str]) -> bool:
    """Say whether there is a terminal on both sides that can move its cursor."""
    return _on_terminal(stdin, stdout) and environ.get("TERM", "") not in ("", "dumb")


def live_look(environ: Mapping[str, str], columns: int) -> Look:
    """Return what a live terminal of this width can show."""
    return Look(colour=not environ.get("NO_COLOR"), columns=min(columns, _WIDEST), hides=True)


def _on_terminal(stdin: TextIO, stdout: TextIO) -> bool:
    return stdin.isatty() and stdout.isatty()


async def _live(make_core: MakeCore, look: Look, clock: Clock) -> None:
    from adapters.terminal.live import play_live, write_live  # noqa: PLC0415 -- pipes don't load prompt_toolkit

    screen = Screen(write_live, look)
    core = make_core(screen, PLATFORM, LIVE_RULES)
    await play_live(core, Session(core, screen, secrets.token_hex(4)), clock)


def _writer(stdout: TextIO) -> Callable[[str], None]:
    """Return a function that writes at once, with a ``?`` for what the stream's encoding can't say."""
    encoding = stdout.encoding or "utf-8"

    def write(text: str) -> None:
        stdout.write(text.encode(encoding, "replace").decode(encoding))
        stdout.flush()

    return write
