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
    dumb = environ.get("TERM", "") in ("", "dumb")
    if stdin.isatty() and stdout.isatty() and not dumb:
        await _live(make_core, environ, clock)
        return
    look = Look(hides=stdin.isatty() and stdout.isatty())
    screen = Screen(_writer(stdout), look)
    core = make_core(screen, PLATFORM, LINE_RULES)
    await play_lines(core, Session(core, screen, secrets.token_hex(4)), stdin, clock)


async def _live(make_core: MakeCore, environ: Mapping[str, str], clock: Clock) -> None:
    from adapters.terminal.live import play_live, write_live  # noqa: PLC0415 -- pipes don't load prompt_toolkit

    columns = min(shutil.get_terminal_size().columns, _WIDEST)
    screen = Screen(write_live, Look(colour=not environ.get("NO_COLOR"), columns=columns, hides=True))
    core = make_core(screen, PLATFORM, LIVE_RULES)
    await play_live(core, Session(core, screen, secrets.token_hex(4)), clock)


def _writer(stdout: TextIO) -> Callable[[str], None]:
    """Return a function that writes at once, with a ``?`` for what the stream's encoding can't say."""
    encoding = stdout.encoding or "utf-8"

    def write(text: str) -> None:
        stdout.write(text.encode(encoding, "replace").decode(encoding))
        stdout.flush()

    return write
