"""While a round is on at the terminal, the command line does not give its answer away."""

import asyncio
import json
import random

from adapters.terminal.render import Look
from adapters.terminal.session import PLACE, PLATFORM, Screen, Session
from bot.compose import Services, now
from db import open_store
from tests.bot.support import factotum
from trivia.replies.reply import Reply
from trivia.rounds.model import Place, Rules


class _Silent:
    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show nothing."""


async def _start_round(store_path: str) -> tuple[str, str]:
    """Start a round on capitals and return its question with the answer."""

    async with open_store(store_path) as store:
        services = Services(store, now)
        core = services.assembler(random.Random(3))(_Silent(), PLATFORM, Rules(lobby=0, pause=0))
        session = Session(core, Screen(lambda _: None, Look()), "test")
        await session.take("/trivia start constellation count=1 kinds=text seconds=300", now())
        current = await core.rounds.current(PLACE)
        assert current
        assert current.live
        return current.live.asked.stem, current.live.asked.key


def test_the_answer_of_an_open_question_is_withheld_and_nothing_else(store: str) -> None:
    stem, key = asyncio.run(_start_round(store))

    asked = json.loads(factotum("ask", stem, "--json", "--database", store).out)
    other = json.loads(factotum("ask", "What is the capital of Norway?", "--json", "--database", store).out)

    assert (asked["status"], asked["answers"]) == ("withheld", [])
    assert key not in asked["sentence"]
    assert [a["text"] for a in other["answers"]] == ["Oslo"]
