"""Who suggested a fact is thanked in the daily set too, if they like to be named."""

from dataclasses import replace

import pytest

from tests.fakes.rounds import question
from tests.fakes.store import MemoryStore
from tests.templates import shipped_pack
from tests.trivia.daily.conftest import NOON, OURS, Opener, button
from trivia.commands.request import Role
from trivia.lookup.answer import Evidence

THANKS = "Added by: Eve – thank you!"
FACT = "AKA The Octopus was directed by Uta Briesewitz"


@pytest.mark.parametrize("likes", [True, False])
async def test_who_suggested_a_fact_is_thanked_where_its_answer_is_told(
    opens: Opener, facts: MemoryStore, *, likes: bool
) -> None:
    await facts.install(shipped_pack("jessica-jones"), NOON)
    chat = opens()
    await chat.say("fact suggest", {"sentence": FACT, "kind": "episode"}, who="Eve")
    said = await chat.say("fact review", {"item": "s1", "decision": "accept"}, who="Mo", role=Role.MODERATOR)
    assert said.startswith("Added: ")
    if likes:
        await chat.say("settings", {"name": "thanks", "value": "yes", "scope": "member"}, who="Eve")
    [fact] = [
        f for f in await facts.of_relation(await facts.shelf(OURS), "directed_by", 999) if "Octopus" in f.subject.name
    ]
    asked = question("Who directed AKA The Octopus?", "Uta Briesewitz")
    chat = opens([replace(asked, evidence=(Evidence(fact, FACT),))])
    chat.events = 100

    reply = await chat.open()
    told = await chat.press(f"{button(reply, 'Answer')}&text=Uta Briesewitz")

    assert THANKS not in "".join(getattr(span, "text", "") for span in reply.text)
    assert told.startswith("Right!")
    assert (THANKS in told) is likes
