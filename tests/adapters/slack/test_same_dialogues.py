"""The dialogues that run on every platform, in a workspace."""

import pytest

from tests.adapters.dialogues import DIALOGUES
from tests.adapters.slack.conftest import CHANNEL, Bot, Person
from tests.adapters.slack.wire import until


@pytest.mark.parametrize("name", DIALOGUES)
async def test_a_dialogue_of_every_platform(bot: Bot, name: str) -> None:
    bot.wire.users["UANNA"] = {"is_admin": True}
    anna = Person(bot, "UANNA")

    for line, words in DIALOGUES[name]:
        before = _read(bot).count(words)
        if line.startswith("/"):
            await anna.types(line)
        else:
            await anna.says(line, channel=CHANNEL)
        await until(lambda words=words, before=before: _read(bot).count(words) > before)  # type: ignore[misc] # bound at once


def _read(bot: Bot) -> str:
    """Return all that anna read, also what was edited away."""
    shown = [*bot.wire.messages, *bot.wire.whispers]
    return "\n".join(text for message in shown for text in (*message.history, message.text))
