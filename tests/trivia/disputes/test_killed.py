"""Whatever dies, a decision is carried out whole or not at all, and each is told once."""

import asyncio
from typing import cast

import pytest

from tests.fakes.rounds import Killed
from tests.trivia.disputes.conftest import MAIN, Chat, Opening
from trivia.commands.core import GameStore
from trivia.commands.request import Role
from trivia.disputes.model import Settlement
from trivia.questions.model import Question
from trivia.rounds.model import ChannelId, Place


class Dying:
    """A store whose process dies around a decision: before it is stored, or right after."""

    def __init__(self, store: GameStore, *, stored: bool) -> None:
        self._store = store
        self._stored = stored

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def carry_out(self, settlement: Settlement) -> None:
        if self._stored:
            await self._store.carry_out(settlement)
        raise Killed


DECISION = {"item": "d1", "decision": "accept"}


async def killed(opening: Opening, asked: Question, *, stored: bool) -> Chat:
    """Let a moderator decide while the process dies, and start it again."""
    chat = opening(asked)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    living = chat.games
    chat.games = cast("GameStore", Dying(living, stored=stored))
    chat.starts()
    with pytest.raises(Killed):
        await chat.moderate(DECISION)
    chat.games = living
    chat.starts()
    await chat.core.rounds.resume(chat.now)
    return chat


async def test_killed_before_it_is_stored_a_decision_left_nothing_and_can_be_made_again(
    opening: Opening, directed: Question
) -> None:
    chat = await killed(opening, directed, stored=False)
    assert chat.shown == []
    assert await chat.points("Ben") == 0
    assert await chat.facts.by_name(await chat.facts.shelf(MAIN.community), ["kr"]) == {}
    assert "1 dispute" in await chat.moderate()
    assert "Done" in await chat.moderate(DECISION)
    assert await chat.points("Ben") == 10


async def test_killed_before_it_is_told_a_decision_is_told_after_the_restart_and_once(
    opening: Opening, directed: Question
) -> None:
    chat = await killed(opening, directed, stored=True)
    assert [reply.title for reply in chat.shown if reply.title] == ["A decision"]
    assert "is right too" in chat.told("Ben")
    assert await chat.points("Ben") == 10
    assert "Mia decided it already" in await chat.moderate(DECISION, who="Noa")
    chat.starts()
    await chat.core.rounds.resume(chat.now)
    assert chat.shown == []
    assert chat.messenger.repeated == []


async def test_what_cannot_be_told_at_once_is_told_later(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    chat.messenger.fails = 2
    assert "Done" in await chat.moderate(DECISION)
    assert chat.told("Ben") == ""
    await chat.waits(60)
    assert "is right too" in chat.told("Ben")
    assert [reply.title for reply in chat.shown].count("A decision") == 1


async def test_a_channel_that_is_gone_keeps_no_decision_from_being_made(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    chat.messenger.gone.add(MAIN)
    other = Place(MAIN.community, ChannelId("test:office"))
    said = await chat.say("fact review", DECISION, who="Mia", role=Role.MODERATOR, place=other)
    assert "Done" in said
    assert "is right too" in chat.told("Ben")
    assert await chat.points("Ben") == 10


async def test_of_two_moderators_at_the_same_instant_one_decides_and_the_other_is_told(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    said = await asyncio.gather(
        chat.moderate(DECISION, who="Mia"), chat.moderate({"item": "d1", "decision": "void"}, who="Noa")
    )
    assert sorted("Done" in one for one in said) == [False, True]
    assert sorted("decided it already" in one for one in said) == [False, True]
    points = (await chat.points("Anna"), await chat.points("Ben"))
    assert points == ((10, 10) if "Done" in said[0] else (0, 0))
    assert [reply.title for reply in chat.shown].count("A decision") == 1
