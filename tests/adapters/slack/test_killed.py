"""The whole program on Slack's wire, killed in the middle of a round and started again."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.adapters.slack.conftest import SOCKET, Bot, Person
from tests.adapters.slack.wire import APP_TOKEN, BOT_TOKEN, Wire, until
from tests.fakes.store import MemoryStore

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def program(wire: Wire, database: Path) -> AsyncIterator[None]:
    """Run the program until it is killed at the end of the block, as by ``kill -9``."""
    environ = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": str(database),
        "FACTOTUM_PACKS": str(ROOT / "packs" / "jessica-jones"),
        "PYTHONUNBUFFERED": "1",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
    }
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.slack.program", wire.api, cwd=ROOT, env=environ, stdout=pipe
    )
    assert process.stdout
    try:
        async for line in process.stdout:
            if b"serving over Socket Mode" in line:
                break
        else:
            pytest.fail("the program ended before it served")
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
        await until(lambda: not wire.sockets)


@pytest.fixture
def people(wire: Wire) -> tuple[Person, Person]:
    """Anna and Ben, whoever serves them."""
    bot = Bot(wire, MemoryStore(), SOCKET)
    return Person(bot, "UANNA"), Person(bot, "UBEN")


async def test_killed_in_mid_question_and_started_again_the_round_goes_on_with_all_answers(
    wire: Wire, people: tuple[Person, Person], tmp_path: Path
) -> None:
    anna, ben = people
    async with program(wire, tmp_path / "factotum.db"):
        await anna.types("/trivia start count=2 kinds=true-false seconds=300 lobby=0 thread=no")
        await until(lambda: wire.messages)
        first = wire.messages[0]
        await ben.presses(first, "A")
        noted = await ben.is_told()

    async with program(wire, tmp_path / "factotum.db"):
        await ben.presses(first, "B")
        assert await ben.is_told() != noted, "the first choice counts"
        await anna.presses(first, "A")
        await until(lambda: first.edits)
        told = next(line for line in first.text.split("\n") if "anna" in line)
        assert "ben" in told, "both gave the same answer, and both count"
        await until(lambda: len(wire.messages) > 1, 30)
        second = wire.messages[1]

    async with program(wire, tmp_path / "factotum.db"):
        await ben.presses(second, "A")
        await anna.presses(second, "A")
        await until(lambda: "The round is over" in wire.messages[-1].text, 30)

    assert _of(wire, "Question 1 of 2") == 1
    assert _of(wire, "Question 2 of 2") == 1
    assert _of(wire, "The round is over") == 1


async def test_killed_before_it_knows_that_a_message_arrived_it_does_not_say_it_again(
    wire: Wire, people: tuple[Person, Person], tmp_path: Path
) -> None:
    anna, _ = people
    wire.failures["chat.postMessage"].append("done, then wait")
    async with program(wire, tmp_path / "factotum.db"):
        await anna.types("/trivia start count=1 kinds=true-false seconds=300 lobby=0 thread=no")
        await until(lambda: wire.messages)

    async with program(wire, tmp_path / "factotum.db"):
        await until(lambda: wire.count("conversations.history"))
        await anna.presses(wire.messages[0], "A")
        await until(lambda: "The round is over" in wire.messages[-1].text, 30)

    assert _of(wire, "Question 1 of 1") == 1


def _of(wire: Wire, words: str) -> int:
    """Return how many messages have said something, at any time."""
    return sum(any(words in text for text in (*m.history, m.text)) for m in wire.messages)
