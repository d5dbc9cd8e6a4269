"""A fact that is changed takes the open questions resting on it along, whatever dies between the two."""

from dataclasses import replace
from typing import cast

import pytest

from tests.fakes.rounds import FakeMessenger, FakeQuestions, Killed, dice
from tests.fakes.tally import tally
from tests.trivia.disputes.conftest import OURS, Chat, Opening, fact_about, resting_on
from trivia.commands.core import FactStore, assemble
from trivia.commands.request import Role
from trivia.facts.model import Fact
from trivia.ports import FactChange
from trivia.questions.model import Question
from trivia.rounds.model import MemberId, Rules


class Dying:
    """A store of facts whose process dies right after a fact was changed."""

    def __init__(self, store: FactStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def retire(self, *given: object) -> Fact:
        await self._store.retire(*given)  # type: ignore[arg-type] # passed on as it came
        raise Killed

    async def retire_entity(self, *given: object, reason: str = "") -> int:
        await self._store.retire_entity(*given, reason=reason)  # type: ignore[arg-type] # passed on as it came
        raise Killed


async def killed(chat: Chat) -> None:
    """Let a moderator retire the fact behind the directors' question while the process dies."""
    fact = await fact_about(chat.facts, "AKA You're Welcome", "directed_by")
    living = chat.facts
    chat.facts = cast("FactStore", Dying(living))
    chat.starts()
    with pytest.raises(Killed):
        await chat.say("fact retire", {"fact": fact.id}, who="Mia", role=Role.MODERATOR)
    chat.facts = living


async def mend(chat: Chat, value: str) -> None:
    """Mend the fact behind the directors' question as a process would that dies before it does anything more."""
    fact = await fact_about(chat.facts, "AKA You're Welcome", "directed_by")
    found = await chat.facts.by_name(await chat.facts.shelf(OURS), [value])
    await chat.facts.edit(OURS, fact.id, FactChange(value=found[value][0].entity.id), "mia", chat.now)


async def started_again(chat: Chat) -> str:
    """Start the program anew; return what channels are shown from then on."""
    chat.starts()
    await chat.core.rounds.resume(chat.now)
    return shown(chat)


def shown(chat: Chat) -> str:
    return "\n".join(f"{reply.title} {reply.text}" for reply in chat.shown)


async def begun(opening: Opening, asked: Question, *further: Question, count: int = 1) -> Chat:
    """Begin a round of several with its first question, and let Anna be right."""
    chat = opening(asked, *further, count=count)
    await chat.say("trivia start")
    await chat.say("trivia join", who="Ben")
    await chat.say("trivia answer", {"text": asked.key})
    return chat


async def test_killed_after_a_fact_was_retired_its_question_counts_for_nobody_after_the_restart(
    opening: Opening, directed: Question
) -> None:
    chat = await begun(opening, directed)
    await killed(chat)
    said = await started_again(chat)
    assert "counts for nobody" in said
    assert await chat.points("Anna") == 0
    assert await chat.core.rounds.live_questions(OURS, chat.now) == ()
    assert (await started_again(chat)) == "", "it is told once"


async def test_killed_after_a_thing_was_retired_the_question_about_it_counts_for_nobody_after_the_restart(
    opening: Opening, directed: Question
) -> None:
    chat = await begun(opening, directed)
    living = chat.facts
    chat.facts = cast("FactStore", Dying(living))
    chat.starts()
    await chat.say("fact retire", {"name": "Krysten Ritter"}, who="Mia", role=Role.MODERATOR)
    with pytest.raises(Killed):
        await chat.say("fact confirm", who="Mia", role=Role.MODERATOR)
    chat.facts = living
    assert "counts for nobody" in await started_again(chat)
    assert await chat.points("Anna") == 0
    assert await chat.core.rounds.live_questions(OURS, chat.now) == ()


async def test_what_was_mended_and_not_followed_is_followed_after_the_restart(
    opening: Opening, directed: Question
) -> None:
    chat = await begun(opening, directed)
    await mend(chat, "rachael taylor")
    assert "counts for nobody" in await started_again(chat)
    assert await chat.points("Anna") == 0


async def test_a_question_on_the_mended_fact_goes_on_until_that_is_mended_too(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    await mend(chat, "rachael taylor")
    own = await fact_about(chat.facts, "AKA You're Welcome", "directed_by")
    chat.questions = (
        resting_on(replace(directed, key="Rachael Taylor"), own, "AKA You're Welcome was directed by her"),
    )
    chat.starts()
    await chat.say("trivia start")
    await chat.say("trivia join", who="Ben")
    await chat.say("trivia answer", {"text": "Rachael Taylor"})
    assert await started_again(chat) == ""
    await mend(chat, "david tennant")
    again = await fact_about(chat.facts, "AKA You're Welcome", "directed_by")
    assert again.id == own.id, "a fact of one's own keeps its number"
    assert "counts for nobody" in await started_again(chat)
    assert await chat.points("Anna") == 0


async def test_where_another_process_dies_the_one_that_plays_on_voids_the_question(
    opening: Opening, directed: Question
) -> None:
    chat = await begun(opening, directed)
    await chat.waits(1)
    playing = chat.core
    await killed(chat)
    chat.core = playing
    await chat.waits(1)
    assert await chat.core.rounds.live_questions(OURS, chat.now) == ()
    assert await chat.points("Anna") == 0


async def test_a_process_for_another_platform_leaves_the_round_to_those_who_serve_its_channel(
    opening: Opening, directed: Question
) -> None:
    chat = await begun(opening, directed)
    await killed(chat)
    messenger = FakeMessenger()
    other = assemble(
        facts=chat.facts,
        rounds=chat.games,
        questions=FakeQuestions(()),
        messenger=messenger,
        chance=dice(1),
        platform="other",
        defaults=Rules(),
    )
    await other.rounds.resume(chat.now)
    assert await other.rounds.live_questions(OURS, chat.now)
    assert messenger.shown == {}
    assert "counts for nobody" in await started_again(chat)


async def test_a_round_that_is_given_up_after_the_restart_ends_without_points_for_such_a_question(
    opening: Opening, directed: Question, played: Question
) -> None:
    chat = await begun(opening, directed, played, count=2)
    await killed(chat)
    chat.now = chat.now.replace(hour=20)
    said = await started_again(chat)
    assert "The round is over" in said
    assert "Question 2" not in said
    assert await chat.points("Anna") == 0


async def test_a_question_on_another_fact_goes_on(opening: Opening, played: Question) -> None:
    chat = await begun(opening, played)
    await killed(chat)
    assert await started_again(chat) == ""
    await chat.waits(21)
    assert await chat.points("Anna") == 10


async def test_a_daily_question_whose_fact_is_gone_counts_for_nobody_after_the_restart(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    (reply,) = await chat.replies("trivia daily")
    answer = next(b.action for b in reply.buttons if b.text == "Answer")
    await chat.press(f"{answer}&text=Krysten Ritter")
    assert await chat.points("Anna") == 10
    await killed(chat)
    await started_again(chat)
    assert await chat.points("Anna") == 0
    assert await tally(chat.games, OURS, MemberId("test:anna")) is None
