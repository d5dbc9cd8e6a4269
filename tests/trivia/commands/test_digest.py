"""The weekly digest, and thanks to members who suggest: dialogues in memory and on a store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.rounds import question
from tests.trivia.commands.test_keeping import OURS, People, people
from trivia.commands.digest import week_of
from trivia.facts.model import FactId
from trivia.lookup.answer import Evidence
from trivia.questions.model import Question

__all__ = ["people"]

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAID = "This week\nModerators: 1 suggestion waits for you.\nNo more of this: /settings digest value=no."


async def digests(people: People, *times: datetime) -> list[str]:
    before = len(people.heard())
    for at in times:
        await people.core.digests.tick(at)
    return people.heard()[before:]


async def revealed(people: People, asked: Question) -> str:
    """Play a round of one question, and return what its reveal says."""
    people.questions.questions = (asked,)
    await people.say("max", "/trivia start count=1")
    for _ in range(2):
        await people.say("max", "/trivia begin")
        people.now += timedelta(seconds=1)
        await people.core.rounds.tick(people.now)
    await people.say("max", "/trivia skip")
    [told] = [text for text in people.heard() if text.startswith("Answer to question 1") and asked.key in text][-1:]
    await people.say("max", "/trivia stop")
    return told


async def test_a_channel_that_wants_it_is_told_once_a_week_what_waits(people: People) -> None:
    await people.say("mo", "/settings digest value=yes")
    await people.say("eve", "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")

    first = await digests(people, MONDAY, MONDAY + timedelta(hours=1), MONDAY + timedelta(days=6))
    second = await digests(people, MONDAY + timedelta(days=7))

    assert len(first) == len(second) == 1
    assert first[0].startswith(SAID)
    assert "Look at them: /fact review" in first[0]


async def test_nothing_is_told_where_nobody_wants_it_or_nothing_waits(people: People) -> None:
    await people.say("eve", "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")
    assert await digests(people, MONDAY) == []
    await people.say("mo", "/settings digest value=yes")
    await people.say("mo", "/fact review s1 decision=decline")
    assert await digests(people, MONDAY + timedelta(days=7)) == []


async def test_only_moderators_choose_the_digest(people: People) -> None:
    said = await people.say("eve", "/settings digest value=yes")
    assert said == "Choosing digest for the channel is for moderators."


@pytest.mark.parametrize(
    ("at", "zone", "week"),
    [
        (MONDAY, "UTC", "2026-W02"),
        (MONDAY - timedelta(minutes=1), "UTC", "2026-W01"),
        (MONDAY - timedelta(hours=1), "Europe/Berlin", "2026-W02"),
        (datetime(2027, 1, 3, 12, tzinfo=UTC), "UTC", "2026-W53"),
    ],
)
def test_a_week_begins_on_monday_morning_by_the_communitys_clock(at: datetime, zone: str, week: str) -> None:
    assert week_of(at, zone) == week


async def test_who_suggested_a_fact_is_thanked_in_the_reveal_if_they_like(people: People) -> None:
    taken = await people.say("eve", "/fact suggest AKA The Octopus was directed by Uta Briesewitz kind=episode")
    assert "Name me when it is asked: /settings name=thanks value=yes scope=member" in taken
    await people.say("mo", "/fact review s1 decision=accept")
    number = (await people.say("mo", "/fact show AKA The Octopus")).split("#")[1].split()[0]
    fact = (await people.facts.history(OURS, FactId(int(number))))[-1].fact
    asked = replace(question("Who directed AKA The Octopus?", "Uta Briesewitz"), evidence=(Evidence(fact, "It was"),))

    unnamed = await revealed(people, asked)
    await people.say("eve", "/settings name=thanks value=yes scope=member")
    named = await revealed(people, replace(asked, stem="Who made AKA The Octopus?"))

    assert "thank you" not in unnamed
    assert "Added by: Eve – thank you!" in named
