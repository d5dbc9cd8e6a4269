"""Facts kept, boards painted and members' own data handed out on Discord: forms, buttons and files, on the wire."""

from typing import Any

import pytest

from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import (
    ADMIN,
    ANNA,
    APPLICATION,
    BEN,
    CHANNEL,
    GUILD,
    MODERATOR,
    Answer,
    components_of,
    words_of,
)

WRONG = "AKA The Perfect Burger was directed by Krysten Ritter"


def labels(answer: Answer) -> list[str]:
    return [str(c.get("label")) for c in components_of(answer.data)]


async def suggested(server: Server) -> Answer:
    """Let Anna suggest a fact; return what she is told."""
    said = await server.discord.command("fact suggest", ANNA, sentence=WRONG)
    if "Add it" in labels(said):
        said = await server.discord.press(said.data, "Add it", ANNA)
    return said


async def test_a_suggestion_goes_through_the_queue_by_buttons(there: Server) -> None:
    await suggested(there)

    queue = await there.discord.command("fact review", BEN, permissions=MODERATOR)
    assert queue.private
    item = next((c for c in components_of(queue.data) if "s1" in str(c)), None)
    assert item, queue.words
    if "Accept" not in labels(queue):
        queue = await there.discord.press_id(queue.data, item["custom_id"], BEN, permissions=MODERATOR)
    done = await there.discord.press(queue.data, "Accept", BEN, permissions=MODERATOR)

    assert done.words
    asked = await there.discord.command("ask", question="who directed AKA The Perfect Burger?")
    assert "Krysten Ritter" in asked.words


async def test_nobody_but_moderators_decides_whatever_button_they_forge(there: Server) -> None:
    await suggested(there)
    queue = await there.discord.command("fact review", BEN, permissions=MODERATOR)

    for forged in ("fact review?item=s1&decision=accept", "fact amend?item=s1", "fact undo?change=1"):
        answer = await there.discord.press_id(queue.data, forged, ANNA)
        if answer.kind == 9:
            answer = await there.discord.submit(answer.data, ANNA, sentence="x")
        assert "moderators" in answer.words, (forged, answer.words)
    asked = await there.discord.command("ask", question="who directed AKA The Perfect Burger?")
    assert "Krysten Ritter" not in asked.words


async def test_a_queue_that_is_empty_says_so(there: Server) -> None:
    assert (await there.discord.command("fact review", BEN, permissions=MODERATOR)).words


async def test_the_last_change_is_taken_back(there: Server) -> None:
    said = await there.discord.command("fact add", BEN, permissions=MODERATOR, sentence=WRONG)
    if "Add it" in labels(said):
        said = await there.discord.press(said.data, "Add it", BEN, permissions=MODERATOR)

    undone = await there.discord.press(said.data, "Undo", BEN, permissions=MODERATOR)

    assert undone.words
    asked = await there.discord.command("ask", question="who directed AKA The Perfect Burger?")
    assert "Krysten Ritter" not in asked.words


async def test_a_thing_goes_by_its_button_and_comes_back_by_another(there: Server) -> None:
    offered = await there.discord.type("fact retire", "name", "kryst", BEN)
    assert "Krysten Ritter" in [choice["value"] for choice in offered]
    shown = await there.discord.command("fact retire", BEN, permissions=MODERATOR, name="Krysten Ritter")
    assert shown.private
    assert "would go" in shown.words
    gone = await there.discord.press(shown.data, "Retire it", BEN, permissions=MODERATOR)
    assert "is retired with" in gone.words
    asked = await there.discord.command("ask", question="who directed AKA You're Welcome?")
    assert "I don't know" in asked.words

    await there.discord.press(gone.data, "Undo", BEN, permissions=MODERATOR)

    asked = await there.discord.command("ask", question="who directed AKA You're Welcome?")
    assert "Krysten Ritter" in asked.words


async def test_two_relations_are_made_one_by_a_button(there: Server) -> None:
    declared: dict[str, Any] = {
        "statement": "{subject} was steered by {value}",
        "question": "Who steered {subject}?",
        "subject": "episode",
        "value": "person",
    }
    await there.discord.command("fact relation", BEN, permissions=MODERATOR, name="steered_by", **declared)
    offered = await there.discord.type("fact merge", "into", "directed", BEN)
    assert "directed_by" in [choice["value"] for choice in offered]
    shown = await there.discord.command("fact merge", BEN, permissions=MODERATOR, name="steered_by", into="directed_by")
    assert shown.private
    merged = await there.discord.press(shown.data, "Merge them", BEN, permissions=MODERATOR)
    assert "is one with" in merged.words
    asked = await there.discord.command("ask", question="who steered AKA You're Welcome?")
    assert "Krysten Ritter" in asked.words


async def test_what_nobody_could_answer_is_answered_by_a_form(there: Server) -> None:
    await there.discord.command("ask", ANNA, question="who directed AKA Nothing At All?")
    queue = await there.discord.command("fact review", BEN, permissions=MODERATOR)
    item = next((c for c in components_of(queue.data) if "q1" in str(c)), None)
    assert item, queue.words
    if "Answer it" not in labels(queue):
        queue = await there.discord.press_id(queue.data, item["custom_id"], BEN, permissions=MODERATOR)

    form = await there.discord.press(queue.data, "Answer it", BEN, permissions=MODERATOR)

    assert form.kind == 9
    field: dict[str, Any] = {form.data["components"][0]["component"]["custom_id"]: WRONG}
    said = await there.discord.submit(form.data, BEN, permissions=MODERATOR, **field)
    assert said.words


async def test_what_is_kept_of_a_member_is_handed_to_them_alone(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.press(question, "B", ANNA)

    handed = await there.discord.command("privacy export", ANNA)
    asked = await there.discord.command("privacy delete", ANNA)

    assert handed.private
    assert any(b"Oslo" in data or data[:2] == b"PK" for data in handed.files.values())
    assert asked.private
    sure = components_of(asked.data)[0]
    assert (await there.discord.press_id(asked.data, sure["custom_id"], ANNA)).private


async def test_one_cannot_press_anothers_deletion_into_being(there: Server) -> None:
    asked = await there.discord.command("privacy delete", ANNA, permissions=ADMIN, scope="community")

    for button in components_of(asked.data):
        forged = await there.discord.press_id(asked.data, button["custom_id"], BEN)
        assert "admin" in forged.words


async def test_the_daily_set_is_played_in_private(there: Server) -> None:
    first = await there.discord.command("trivia daily", ANNA)

    assert first.private
    assert first.data["components"], first.words


async def test_a_round_is_paused_and_gone_on_with_by_a_button(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=1)
    await there.discord.until_shown("capital of Norway")
    await there.discord.command("trivia pause", ANNA)
    paused = await there.discord.until_shown("The round is paused")

    refused = await there.discord.press(paused, "Go on", BEN)
    assert refused.private
    await there.discord.press(paused, "Go on", ANNA)
    await there.discord.until_shown("The round goes on")


async def test_an_answer_is_disputed_from_its_message(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.press(question, "A", ANNA)
    revealed = await there.discord.until_shown("Answer to question 1")

    reported = await there.discord.press(revealed, "That was wrong", ANNA)
    again = await there.discord.press(revealed, "That was wrong", ANNA)

    assert reported.private
    assert again.private
    queue = await there.discord.command("fact review", BEN, permissions=MODERATOR)
    assert "d1" in str(components_of(queue.data)) or "Norway" in queue.words


@pytest.mark.parametrize(
    "options",
    [{"count": "many"}, {"count": 10**18}, {"count": True}, {"kinds": 5}, {"seconds": 1.5}, {"nonsense": "x"}],
)
async def test_options_of_the_wrong_type_get_a_sentence(there: Server, options: dict[str, object]) -> None:
    answer = await there.discord.command("trivia start", ANNA, **options)  # type: ignore[arg-type] # on purpose

    assert "went wrong" not in answer.words


async def test_anothers_server_is_not_reached_by_its_numbers(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=2)
    question = await there.discord.until_shown("capital of Norway")

    where = {"guild": GUILD + 7, "channel": CHANNEL + 7}
    for button in components_of(question):
        answer = await there.discord.press_id(question, button["custom_id"], BEN, **where)
        assert answer.private or answer.kind in (6, 9)

    now = there.discord.messages[CHANNEL][int(question["id"])]
    assert words_of(now) == words_of(question)
    assert there.discord.shown(CHANNEL + 7) == []


async def test_long_lists_are_leafed_through_in_one_message(there: Server) -> None:
    for number in range(14):
        await there.discord.command("ask", ANNA, question=f"who directed AKA Nothing {'abcdefghijklmn'[number]}?")
    first = await there.discord.command("fact review", BEN, permissions=MODERATOR)
    assert "More" in labels(first), first.words

    queue = {**_private(first.data), **first.data}
    second = await there.discord.press(queue, "More", BEN, permissions=MODERATOR)

    assert second.kind == 7, "the page takes the place of the one before"
    assert second.words != first.words


async def test_no_more_is_suggested_than_discord_takes(there: Server) -> None:
    for text in ("", "n", "no", "nor", "krysten", "\N{GRINNING FACE}", "*_~`|", "x" * 300):
        assert len(await there.discord.type("fact history", "fact", text)) <= 25


async def test_a_board_comes_as_a_picture_with_words_for_those_who_do_not_see_it(there: Server) -> None:
    await there.discord.command("settings", ANNA, permissions=ADMIN, name="solo", value="yes")
    await there.discord.command("trivia start", ANNA, kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.press(question, "B", ANNA)
    await there.discord.until_shown("The round is over")

    shown = await there.discord.command("score me", ANNA, picture=True)

    assert shown.files["picture.png"].startswith(b"\x89PNG")
    assert "In a row" in shown.data["attachments"][0]["description"]


async def test_a_mention_that_is_nothing_but_one_is_left_alone(there: Server) -> None:
    await there.discord.say(f"<@{APPLICATION}>", ANNA, mentions=True)
    await there.discord.say(f"<@{APPLICATION}> " + "what " * 390, ANNA, mentions=True)
    await there.discord.command("help")

    assert all("went wrong" not in words_of(m) for m in there.discord.shown())


def _private(data: dict[str, object]) -> dict[str, object]:
    """A message that one member alone sees, as Discord sends it along."""
    return {"flags": 64, **data}
