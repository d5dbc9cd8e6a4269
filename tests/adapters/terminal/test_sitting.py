"""Choosing between the live screen and plain lines."""

import io
from datetime import UTC, datetime

from adapters.terminal import play
from adapters.terminal.render import Look
from adapters.terminal.sitting import LINE_RULES, is_live, live_look
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from trivia.commands.core import Core, assemble
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger


class Screenlike(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


async def sat(stdin: io.StringIO, stdout: io.StringIO, **environ: str) -> tuple[Rules, str]:
    """Sit down, and return the rules of rounds there and what was printed."""
    given: list[Rules] = []

    def make(messenger: Messenger, platform: str, defaults: Rules) -> Core:
        given.append(defaults)
        return assemble(
            facts=MemoryStore(),
            rounds=FakeRoundStore(),
            questions=FakeQuestions(()),
            messenger=messenger,
            chance=dice(1),
            platform=platform,
            defaults=defaults,
        )

    await play(make, stdin, stdout, environ, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    return given[0], stdout.getvalue()


async def test_a_pipe_reads_lines() -> None:
    rules, printed = await sat(io.StringIO("/quit\n"), io.StringIO(), TERM="xterm")
    assert rules == LINE_RULES
    assert printed.startswith("Welcome to Factotum.")


async def test_a_terminal_without_a_cursor_reads_lines() -> None:
    rules, printed = await sat(Screenlike("/quit\n"), Screenlike(), TERM="dumb")
    assert rules == LINE_RULES
    assert "\x1b" not in printed


def test_a_terminal_on_both_sides_is_live_and_heeds_no_color() -> None:
    assert is_live(Screenlike(), Screenlike(), {"TERM": "xterm"})
    assert not is_live(Screenlike(), io.StringIO(), {"TERM": "xterm"})
    assert not is_live(io.StringIO(), Screenlike(), {"TERM": "xterm"})
    assert live_look({}, 80) == Look(colour=True, columns=80, hides=True)
    assert live_look({"NO_COLOR": "1"}, 300) == Look(colour=False, columns=100, hides=True)


async def test_what_the_output_cannot_say_is_replaced() -> None:
    class Ascii(io.StringIO):
        encoding = "ascii"

    _, printed = await sat(io.StringIO("/as Žofie\n"), Ascii())
    assert "At the keyboard now: ?ofie" in printed


async def test_a_line_without_end_is_cut_and_refused() -> None:
    _, printed = await sat(io.StringIO("x" * 1_000_000 + "\n/quit\n"), io.StringIO())
    assert "under 1,000 characters" in printed
    assert printed.count("Please keep") == 1


async def test_wait_takes_a_number_and_forgives_nonsense() -> None:
    _, printed = await sat(io.StringIO("/wait\n/wait soon\n/wait -5\n/wait 1e9\n/quit\n"), io.StringIO())
    assert printed.endswith("Goodbye!\n\n")
