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


def test_a_question_that_somebody_wrote_is_answered_in_its_own_words_and_asked_back_in_others(store: str) -> None:
    written = b"/fact question Who founded our club? answer=Ada Byron wrong=Bea|Cy topic=our club source=Club book\n"
    factotum("play", "--database", store, stdin=written)

    same = json.loads(factotum("ask", "who founded our club", "--json", "--database", store).out)
    alike = json.loads(factotum("ask", "Who foundd our club?", "--json", "--database", store).out)
    typed = factotum("play", "--database", store, stdin=b"/ask WHO FOUNDED OUR CLUB\n")

    assert same["status"] == "answered"
    [answer] = same["answers"]
    assert (answer["text"], answer["certainty"]) == ("Ada Byron", "confirmed")
    [evidence] = answer["evidence"]
    assert evidence.keys() == {"fact", "subject", "relation", "value", "qualifiers", "statement", "source"}
    assert (evidence["subject"], evidence["value"]) == ("Who founded our club?", "Ada Byron")
    assert evidence["source"]["title"] == "Club book"
    assert "Written by " in same["sentence"]
    assert (alike["status"], alike["answers"], alike["suggestions"]) == ("unknown", [], ["Who founded our club?"])
    assert "Who founded our club? – Ada Byron." in typed.out


def test_the_answer_of_an_open_question_is_withheld_and_nothing_else(store: str) -> None:
    stem, key = asyncio.run(_start_round(store))

    asked = json.loads(factotum("ask", stem, "--json", "--database", store).out)
    other = json.loads(factotum("ask", "What is the capital of Norway?", "--json", "--database", store).out)

    assert (asked["status"], asked["answers"]) == ("withheld", [])
    assert key not in asked["sentence"]
    assert [a["text"] for a in other["answers"]] == ["Oslo"]
