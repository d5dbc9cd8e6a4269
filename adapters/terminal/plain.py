"""Line mode, for pipes and plain terminals: no cursor, no timer on the screen.

Time passes only while waiting for input, and less than a second of it doesn't count: a script's lines are read as fast
as they come, and give the same replies however slow the machine is. ``/wait 20`` lets twenty seconds pass.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TextIO

from adapters.terminal.session import Session
from trivia.commands.core import Core
from trivia.ports import Clock

LONGEST_LINE = 20_000
"""What is longer is cut; every command takes far less and says so."""
_LONGEST_WAIT = 3_600


class PatientClock:
    """A clock that stands still unless told to go on."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it shows."""
        return self._now

    def pass_by(self, time: timedelta) -> None:
        """Let time pass."""
        self._now += max(time, timedelta(0))


async def play_lines(core: Core, session: Session, stdin: TextIO, clock: Clock) -> None:
    """Read lines until ``/quit`` or the end of input; a round still on is ended with its standings."""
    patient = PatientClock(clock())
    inbox = _Inbox(stdin)
    await session.open(patient.now())
    while (line := await _next_line(core, inbox, patient, clock)) is not None:
        if line.casefold().startswith("/wait"):
            await _wait(core, patient, line)
        elif not await session.take(line, patient.now()):
            break
        await core.rounds.tick(patient.now())
    await session.close(patient.now())


async def _next_line(core: Core, inbox: "_Inbox", patient: PatientClock, clock: Clock) -> str | None:
    while True:
        due = await core.rounds.next_deadline()
        left = (due - patient.now()).total_seconds() if due else None
        began = clock()
        try:
            line = await asyncio.wait_for(inbox.get(), left)
        except TimeoutError:
            patient.pass_by(timedelta(seconds=left or 0))
            await core.rounds.tick(patient.now())
            continue
        patient.pass_by(timedelta(seconds=int((clock() - began).total_seconds())))
        return line


async def _wait(core: Core, patient: PatientClock, line: str) -> None:
    """Let the time pass that the line names, deadline by deadline, so that each comes at its moment."""
    with contextlib.suppress(ValueError):
        end = patient.now() + timedelta(seconds=min(float(line.rsplit(maxsplit=1)[-1]), _LONGEST_WAIT))
        while (due := await core.rounds.next_deadline()) and due <= end:
            patient.pass_by(due - patient.now())
            await core.rounds.tick(patient.now())
        patient.pass_by(end - patient.now())


class _Inbox:
    """Lines of a stream, read by a thread that nobody waits for when the program ends."""

    def __init__(self, stream: TextIO) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._read = threading.Thread(target=self._read_all, args=(stream,), daemon=True)
        self._read.start()

    async def get(self) -> str | None:
        """Return the next line, None at the end of input."""
        return await self._lines.get()

    def _read_all(self, stream: TextIO) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
            try:
                for line in _limited(stream.readline):
                    self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
            except (OSError, ValueError):
                pass  # the stream is gone, which ends the input like any other end
            finally:
                self._loop.call_soon_threadsafe(self._lines.put_nowait, None)


def _limited(readline: Callable[[int], str]) -> Iterator[str]:
    """Yield lines, each cut to what can be of use, so that none is too long for memory."""
    while line := readline(LONGEST_LINE):
        piece = line
        while piece and not piece.endswith("\n"):
            piece = readline(LONGEST_LINE)
        yield line.rstrip("\n")
