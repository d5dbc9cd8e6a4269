"""What people on Discord meet: the real library on the wire, a stand-in for Discord at its other end."""

from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import ANNA, BEN, components_of, words_of


async def test_a_question_is_answered_for_all_to_see(there: Server) -> None:
    answer = await there.discord.command("ask", question="what is the capital of Norway?")

    assert "The capital of Norway is Oslo." in answer.words
    assert not answer.private


async def test_a_round_is_played_with_buttons_in_one_message_a_question(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    labels = [component["label"] for component in components_of(question)]
    assert labels[:3] == ["A. Rome", "B. Oslo", "C. Bern"]
    assert "<t:" in words_of(question), "it shows when it ends"

    taken = await there.discord.press(question, "B", ANNA)
    assert taken.private or taken.kind == 6

    shown = await there.discord.until_shown("Answer to question 1")
    assert shown["id"] == question["id"], "edited, not repeated"
    assert "B. Oslo" in words_of(shown)
    assert "Anna" in words_of(shown)
    assert not [c for c in components_of(shown) if str(c["label"]).startswith("A.")]


async def test_a_typed_answer_is_asked_for_by_a_form(there: Server) -> None:
    await there.discord.command("trivia start", kinds="text", count=1)
    question = await there.discord.until_shown("Who directed")

    form = await there.discord.press(question, "Answer", BEN)
    assert form.kind == 9
    assert form.data["components"][0]["component"]["custom_id"] == "text"

    await there.discord.submit(form.data, BEN, question, text="Krysten Ritter")
    shown = await there.discord.until_shown("Answer to question 1")
    assert "Ben" in words_of(shown)
