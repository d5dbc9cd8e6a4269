"""Disputes at the terminal: what is typed where there is nothing to press."""

from tests.adapters.terminal.conftest import Dialogue


async def test_a_question_is_disputed_and_decided_at_the_keyboard(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/trivia start count=1 kinds=text",
        "AKA Jessica",
        "/trivia stop",
        "ben: /trivia report that was her, I am sure",
        "/fact review",
        "d1",
        "/fact review d1 decision=void word=Fair enough.",
        "/fact review d1 decision=decline",
    )
    assert "That was wrong: /trivia report" in said
    assert "ben: Thank you. The moderators will look into “Who directed AKA You're Welcome?”" in said
    assert "1 dispute, the oldest first.\n  d1. Who directed AKA You're Welcome?" in said
    assert "ben wrote: that was her, I am sure" in said
    assert "Void the question: /fact review item=d1 decision=void" in said
    assert "A decision\nQuestion 1 was disputed: Who directed AKA You're Welcome?" in said
    assert "Done: the question counts for nobody. Those who disputed it are told, with your word: Fair enough." in said
    assert "You decided it already: the question counts for nobody." in said


async def test_who_disputed_reads_at_the_keyboard_what_was_decided(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/trivia start count=1 kinds=text",
        "/trivia stop",
        "ben: /trivia report that was her",
        "/trivia report so say I",
        "/fact review d1 decision=decline word=It was not.",
    )
    told = "You told me that something is wrong here: Who directed AKA You're Welcome?"
    assert f"For Ben\n{told}\nA moderator has looked into it: it stays as it was.\nThey say: It was not." in said
    assert said.count(told) == 1, "who decided needn't be told"


async def test_an_answer_is_disputed_at_the_keyboard(dialogue: Dialogue) -> None:
    said = await dialogue("who directed AKA You're Welcome?", "/trivia report", "/fact review d1")
    assert "Source: " in said
    assert "That was wrong: /trivia report" in said
    assert "My answer: Krysten Ritter" in said
    assert "Mend the fact: /fact mend item=d1" in said


async def test_without_anything_asked_there_is_nothing_to_dispute(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia report", "/fact review", "/fact review d1")
    assert "No question was asked here that I could look into." in said
    assert "Nothing waits for you." in said
    assert "There is no dispute d1 here." in said
