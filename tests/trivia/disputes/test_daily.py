"""Decisions about questions of daily sets: those whose points change learn of it, and nobody else does."""

from datetime import timedelta

from tests.trivia.disputes.conftest import DIRECTED, NOON, OURS, THEIRS, Chat, Opening, text
from trivia.questions.model import Question
from trivia.rounds.model import ChannelId, Place

ACCEPT = {"item": "d1", "decision": "accept", "value": "KR"}
VOID = {"item": "d1", "decision": "void", "word": "It was ambiguous."}


async def daily(chat: Chat, who: str, *answers: str) -> None:
    """Let a member answer the first question of the daily set."""
    (reply,) = await chat.replies("trivia daily", who=who)
    action = next(b.action for b in reply.buttons if b.text == "Answer")
    for given in answers:
        await chat.press(f"{action}&text={given}", who=who)


async def disputed(opening: Opening, *questions: Question) -> Chat:
    """Let Anna be right, Ben and Cleo be refused, Dora be in the middle of it, and Ben say that he was right."""
    chat = opening(*questions)
    await daily(chat, "Anna", "Krysten Ritter")
    await daily(chat, "Ben", "KR", "KR", "KR")
    await daily(chat, "Cleo", "KR", "KR", "nobody")
    await daily(chat, "Dora", "nobody")
    assert "Thank you" in await chat.say("trivia report", who="Ben")
    return chat


async def test_who_has_more_points_by_a_decision_learns_it_when_they_look(opening: Opening, directed: Question) -> None:
    chat = await disputed(opening, directed)
    assert "Done" in await chat.moderate(ACCEPT)
    told, card = await chat.replies("score me", who="Cleo")
    assert text([told]) == (
        "A decision\n"
        f"Question 1 of the daily set of 1 January 2026 was disputed: {DIRECTED}\n"
        "A moderator has looked into it: “KR” is right too.\n"
        "Your points: +10"
    )
    assert told.private
    assert "10 points" in text([card])
    assert len(await chat.replies("score me", who="Cleo")) == 1, "it is told once"
    assert len(await chat.replies("trivia daily", who="Cleo")) == 1


async def test_who_has_fewer_learns_it_too_after_a_restart_and_before_the_next_set(
    opening: Opening, directed: Question, played: Question
) -> None:
    chat = await disputed(opening, directed)
    await chat.moderate(VOID)
    chat.questions = (played,)
    chat.starts()
    chat.now = NOON + timedelta(days=3)
    told, question = await chat.replies("trivia daily", who="Anna")
    assert "counts for nobody" in text([told])
    assert "Your points: −10" in text([told])
    assert played.stem in text([question])


async def test_who_has_not_answered_the_question_and_the_channel_are_told_nothing(
    opening: Opening, directed: Question
) -> None:
    chat = await disputed(opening, directed)
    await chat.moderate(ACCEPT)
    for who in ("Dora", "Emil"):
        assert "decision" not in await chat.say("score me", who=who)
        assert "decision" not in await chat.say("trivia daily", who=who)
    assert [reply.title for reply in chat.shown if "decision" in reply.title] == []
    assert "is right too" in chat.told("Ben"), "who disputed it is told right away"


async def test_who_is_told_whose_points_stay_as_they_are_is_told_nothing(opening: Opening, directed: Question) -> None:
    chat = await disputed(opening, directed)
    await chat.moderate({"item": "d1", "decision": "decline"})
    assert "decision" not in await chat.say("score me", who="Cleo")


async def test_what_waits_in_one_community_is_not_told_in_another(opening: Opening, directed: Question) -> None:
    chat = await disputed(opening, directed)
    await chat.moderate(ACCEPT)
    there = Place(THEIRS, ChannelId("test:main"))
    assert "decision" not in await chat.say("score me", who="Cleo", place=there)
    elsewhere = Place(OURS, ChannelId("test:office"))
    assert "A decision" in await chat.say("score me", who="Cleo", place=elsewhere)
