"""Dialogues: lines go in at a pipe, the transcript comes out."""

import io
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.terminal import play
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.store import MemoryStore
from tests.templates import memory_with
from trivia.commands.core import Core, assemble
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PACKS = Path(__file__).parents[3] / "packs"

CAPITALS = (
    question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("Rome is in Italy.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
    question("Who directed AKA You're Welcome?", "Krysten Ritter"),
    question("How many seasons are there?", "3", kind=QuestionKind.NUMBER),
)

Dialogue = Callable[..., Awaitable[str]]


@pytest.fixture
async def facts() -> MemoryStore:
    """The facts of the two articles."""
    return await memory_with("jessica-jones", NOW)


@pytest.fixture
def rounds() -> FakeRoundStore:
    return FakeRoundStore()


@pytest.fixture
def dialogue(facts: MemoryStore, rounds: FakeRoundStore) -> Dialogue:
    """Return a function that types lines and gives back what was printed, without the welcome."""

    async def talk(*lines: str, questions: Sequence[Question] = CAPITALS) -> str:
        made: list[Core] = []

        def make(messenger: Messenger, platform: str, defaults: Rules) -> Core:
            core = assemble(
                facts=facts,
                rounds=rounds,
                questions=FakeQuestions(tuple(questions)),
                messenger=messenger,
                chance=dice(len(rounds.rounds)),
                platform=platform,
                defaults=defaults,
            )
            made.append(core)
            return core

        typed, printed = io.StringIO("".join(f"{line}\n" for line in lines)), io.StringIO()
        await play(make, typed, printed, {}, lambda: NOW)
        await made[0].afterwards.settled()
        welcome, _, rest = printed.getvalue().partition("/quit.\n\n")
        assert welcome.startswith("Welcome to Factotum.")
        return rest.removesuffix("Goodbye!\n\n").strip()

    return talk
