"""Live mode, with keys from a pipe instead of a keyboard and a screen that shows nothing."""

from datetime import UTC, datetime

from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from adapters.terminal.live import CommandCompleter, play_live
from adapters.terminal.render import Look
from adapters.terminal.session import PLATFORM, Screen, Session
from tests.adapters.terminal.conftest import CAPITALS
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, dice
from tests.fakes.store import MemoryStore
from trivia.commands.core import assemble
from trivia.rounds.model import Rules


async def live(facts: MemoryStore, keys: str) -> str:
    """Press keys, and return what was printed."""
    printed: list[str] = []
    screen = Screen(printed.append, Look(hides=True))
    core = assemble(
        facts=facts,
        rounds=FakeRoundStore(),
        questions=FakeQuestions(CAPITALS),
        messenger=screen,
        chance=dice(1),
        platform=PLATFORM,
        defaults=Rules(lobby=0, pause=0),
    )
    with create_pipe_input() as pressed:
        pressed.send_text(keys)
        with create_app_session(input=pressed, output=DummyOutput()):
            await play_live(core, Session(core, screen, "live"), lambda: datetime.now(UTC))
    return "".join(printed)


async def test_a_round_is_played_with_keys(facts: MemoryStore) -> None:
    said = await live(facts, "/trivia start count=1\rb\r/quit\r")
    assert "Question 1 of 1" in said
    assert "Right: You in " in said
    assert said.endswith("Goodbye!\n\n")


async def test_the_end_of_input_and_an_interrupt_leave_with_the_standings(facts: MemoryStore) -> None:
    for key in ("\x04", "\x03"):
        said = await live(facts, f"/trivia start count=1\r{key}")
        assert "The round was stopped\nThe answer was: Oslo" in said


async def test_spoilers_are_hidden_until_asked_for(facts: MemoryStore) -> None:
    said = await live(facts, "what does AKA You're Welcome center on?\r/reveal\r/quit\r")
    hidden, _, revealed = said.partition("hidden: /reveal shows it]")
    assert "Trish" not in hidden
    assert "Trish" in revealed


async def test_nothing_hidden_is_said_so(facts: MemoryStore) -> None:
    assert "Nothing is hidden." in await live(facts, "/reveal\r/as\r/quit\r")


def test_commands_are_completed_with_what_they_do() -> None:
    def offered(typed: str) -> list[str]:
        return [c.text for c in CommandCompleter().get_completions(Document(typed), CompleteEvent())]

    assert offered("/tr")[0] == "/trivia start"
    assert offered("/qu") == ["/quit"]
    assert offered("who") == []
