"""The dialogues that run on every platform, on a server."""

import contextlib
from typing import Any

import pytest

from tests.adapters.dialogues import DIALOGUES
from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import ADMIN, ANNA, words_of
from tests.fakes.rounds import question
from trivia.commands.arguments import read_line
from trivia.commands.catalogue import OptionType, find
from trivia.questions.model import QuestionKind

QUESTIONS = (
    question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("Rome is in Italy.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
    question("Who directed AKA You're Welcome?", "Krysten Ritter"),
)
IN_WORDS_ALONE = {"words that fit nowhere"}
"""What Discord's own command line lets nobody type."""


@pytest.mark.parametrize("name", sorted(DIALOGUES.keys() - IN_WORDS_ALONE))
async def test_a_dialogue_of_every_platform(server: Server, name: str) -> None:
    server.questions = QUESTIONS
    async with server.bot(reads_messages=True):
        for line, words in DIALOGUES[name]:
            before = _read(server).count(words)
            await _type(server, line.replace("/trivia help start", "/help trivia start"))
            for _ in range(100):
                if _read(server).count(words) > before:
                    break
                with contextlib.suppress(TimeoutError):
                    await server.discord.until(lambda: False, 0.05)
            if words != "That is not it. 2 tries left.":  # typed among all, it is noted with a sign alone
                assert _read(server).count(words) > before, _read(server)


async def _type(server: Server, line: str) -> None:
    if not line.startswith("/"):
        await server.discord.say(line, ANNA)
        return
    path, typed = read_line(line)
    command = find(path)
    assert command
    types = {option.name: option.type for option in command.options}
    given: dict[str, Any] = {name: _typed(types[name], str(value)) for name, value in typed.items()}
    await server.discord.command(path, ANNA, permissions=ADMIN, **given)


def _typed(kind: OptionType, value: str) -> object:
    match kind:
        case OptionType.INTEGER:
            return int(value)
        case OptionType.BOOLEAN:
            return value == "yes"
        case _:
            return value


def _read(server: Server) -> str:
    """Return all that Anna read, also what was edited away."""
    discord = server.discord
    written = [
        words_of(sent.body) for sent in discord.requests if sent.path.endswith("/messages") or sent.method == "PATCH"
    ]
    return "\n".join([*written, *(answer.words for answer in discord.answers.values())])
