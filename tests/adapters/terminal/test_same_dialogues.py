"""The dialogues that run on every platform, at the terminal."""

import pytest

from tests.adapters.dialogues import DIALOGUES
from tests.adapters.terminal.conftest import Dialogue


@pytest.mark.parametrize("name", DIALOGUES)
async def test_a_dialogue_of_every_platform(dialogue: Dialogue, name: str) -> None:
    lines = [line.replace("/trivia help start", "/help trivia start") for line, _ in DIALOGUES[name]]

    rest = await dialogue(*lines)

    for _, words in DIALOGUES[name]:
        assert words in rest
        rest = rest.partition(words)[2]
