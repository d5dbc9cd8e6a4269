"""Live mode, for people at a terminal: a line to type on, the time left below it, replies above."""

import asyncio
import contextlib
from collections.abc import Iterable
from datetime import datetime

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.terminal.session import OWN_COMMANDS, Session
from trivia.commands.catalogue import CATALOGUE
from trivia.commands.core import Core
from trivia.errors import StoreError
from trivia.ports import Clock
from trivia.rounds.model import Phase, Round

_TICK = 0.2  # seconds
_BAR = 20  # columns


def write_live(text: str) -> None:
    """Print above the line that is being typed."""
    print_formatted_text(ANSI(text), end="")


async def play_live(core: Core, session: Session, clock: Clock) -> None:
    """Read and answer until ``/quit``, Ctrl-C or Ctrl-D; a round still on is ended with its standings."""
    status = _Status()
    prompt: PromptSession[str] = PromptSession(
        bottom_toolbar=status.text, completer=CommandCompleter(), complete_while_typing=True, refresh_interval=_TICK
    )
    with patch_stdout(raw=True):
        await session.open(clock())
        ticking = asyncio.create_task(_tick(core, session, clock, status))
        try:
            await _read(session, prompt, clock)
        finally:
            ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking
        await session.close(clock())


async def _read(session: Session, prompt: "PromptSession[str]", clock: Clock) -> None:
    while True:
        try:
            line = await prompt.prompt_async(lambda: f"{session.player.name}> ")
        except (EOFError, KeyboardInterrupt):
            return
        if not await session.take(line, clock()):
            return


async def _tick(core: Core, session: Session, clock: Clock, status: "_Status") -> None:
    while True:
        now = clock()
        with contextlib.suppress(StoreError):  # told to the player with the next command
            await core.rounds.tick(now)
            await core.digests.tick(now)
            status.update(await session.current(), now)
        await asyncio.sleep(_TICK)


class _Status:
    """The line below: what is on, and the seconds left, in words and as a bar."""

    def __init__(self) -> None:
        self._shown = ""

    def text(self) -> str:
        """Return the line as it stands."""
        return self._shown

    def update(self, current: Round | None, now: datetime) -> None:
        """Follow a round."""
        self._shown = status_line(current, now)


def status_line(current: Round | None, now: datetime) -> str:
    """Say what is on: ``Question 2 of 10   13 s left   #############-------``."""
    if current is None or current.deadline is None:
        return " /trivia start to play, /help for more, /quit to leave"
    left = max(0.0, (current.deadline - now).total_seconds())
    if current.phase is Phase.LOBBY:
        return f" The round begins in {left:.0f} s; an empty line begins it now"
    if current.held:
        return " The round is paused; /trivia resume goes on"
    if current.phase is not Phase.ASKING or current.live is None:
        return f" Next question in {left:.0f} s"
    window = current.rules.window(current.live.asked.stem).total_seconds()
    full = round(_BAR * min(1.0, left / window))
    bar = "#" * full + "-" * (_BAR - full)
    return f" Question {current.number} of {current.rules.count}   {left:.0f} s left   {bar}"


class CommandCompleter(Completer):
    """Completes commands as they are typed."""

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 -- prompt_toolkit's signature
        """Offer the commands that begin so, with what each does."""
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            return
        commands = {f"/{command.path}": command.summary for command in CATALOGUE} | OWN_COMMANDS
        for path, summary in commands.items():
            if path.startswith(typed.casefold()) and path != typed:
                yield Completion(path, start_position=-len(typed), display_meta=summary)
