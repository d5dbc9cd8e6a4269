"""Rounds in a workspace: buttons, forms, threads, typed answers, and what is shown to one member alone."""

from dataclasses import replace

import pytest

from tests.adapters.slack.conftest import CHANNEL, SOCKET, Bot, Person, StartBot
from tests.adapters.slack.wire import until
from tests.fakes.rounds import question

TYPED = (question("Who directed AKA You're Welcome?", "Krysten Ritter"),)


async def test_by_default_a_round_keeps_to_a_thread_under_its_first_message(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia start 1 kinds=choice")
    await until(lambda: bot.wire.messages)
    lobby = bot.wire.messages[0]
    assert "A round is about to begin" in lobby.text

    await anna.presses(lobby, "Begin now")
    await until(lambda: len(bot.wire.messages) > 1)

    assert bot.wire.messages[1].thread == lobby.ts
    assert bot.wire.messages[1].channel == lobby.channel


async def test_who_joins_is_written_into_the_message_that_is_there(bot: Bot, anna: Person, ben: Person) -> None:
    await anna.types("/trivia start 1")
    await until(lambda: bot.wire.messages)
    lobby = bot.wire.messages[0]

    await ben.presses(lobby, "Join")
    await until(lambda: lobby.edits)

    assert "anna, ben" in lobby.text
    assert len(bot.wire.messages) == 1


async def test_answer_opens_a_form_and_what_is_filled_in_counts(start: StartBot) -> None:
    async with start(SOCKET, questions=TYPED) as bot:
        anna, ben = Person(bot, "UANNA"), Person(bot, "UBEN")
        await anna.types("/trivia start 1 kinds=text lobby=0 thread=no mode=race")
        await until(lambda: bot.wire.messages)
        put = bot.wire.messages[0]

        await ben.presses(put, "Answer")
        await until(lambda: bot.wire.views)
        await ben.fills(bot.wire.views[0], text="krysten riter")
        assert "Right!" in await ben.is_told()
        bot.pass_by(60)
        await until(lambda: "Krysten Ritter" in put.text)

        assert "Right: ben" in put.text


async def test_an_empty_answer_is_sent_back_beside_its_field(start: StartBot) -> None:
    async with start(SOCKET, questions=TYPED) as bot:
        anna = Person(bot, "UANNA")
        await anna.types("/trivia answer")
        await until(lambda: bot.wire.views)

        sent_back = await anna.fills(bot.wire.views[0], text="x" * 400)

        assert sent_back is not None
        assert sent_back["response_action"] == "errors"
        assert "under 300 characters" in sent_back["errors"]["option:text"]
        assert bot.wire.messages == []


async def test_what_is_typed_in_the_rounds_thread_is_an_answer_and_talk_beside_it_is_not(start: StartBot) -> None:
    async with start(SOCKET, questions=TYPED) as bot:
        anna = Person(bot, "UANNA")
        await anna.types("/trivia start 1 kinds=text lobby=0 mode=race")
        await until(lambda: bot.wire.messages)
        put = bot.wire.messages[0]

        await anna.says("somebody else", channel=CHANNEL)
        await anna.says("nonsense", thread=put.ts)

        assert "That is not it. 2 tries left." in await anna.is_told()
        await anna.says("Krysten Ritter", thread=put.ts)
        await until(lambda: "Right: anna" in put.text)


async def test_a_mention_answers_too_where_messages_are_not_read(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA")
        await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no mode=race")
        await until(lambda: bot.wire.messages)

        await anna.mentions("Oslo")

        await until(lambda: "Right: anna" in bot.wire.messages[0].text)


async def test_a_hint_is_written_into_the_question_and_what_is_out_can_not_be_pressed(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
    await until(lambda: bot.wire.messages)
    put = bot.wire.messages[0]
    before = len(put.buttons())

    await anna.presses(put, "Hint")
    await until(lambda: put.edits)

    assert "it is not" in put.text
    assert "(out)" in put.text
    assert len(put.buttons()) < before
    assert len(bot.wire.messages) == 1


async def test_a_round_in_a_channel_closed_to_the_bot_ends_and_its_starter_hears_why(bot: Bot, anna: Person) -> None:
    bot.wire.closed_channels.add(CHANNEL)

    await anna.types("/trivia start 1")

    assert "Invite me with /invite" in await anna.is_told()
    assert bot.core
    assert all(r.over for r in bot.store._all())


async def test_buttons_of_old_messages_work_after_a_restart(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        store = bot.store
        anna = Person(bot, "UANNA")
        await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
        await until(lambda: bot.wire.messages)

    async with start(SOCKET, store=store) as again:
        anna = Person(again, "UANNA")
        put = again.wire.messages[-1]
        await anna.presses(put, "B")

        await until(lambda: "Right: anna" in put.text)


async def test_a_button_of_a_round_that_is_over_gets_a_clear_word(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
    await until(lambda: bot.wire.messages)
    put = replace(bot.wire.messages[0])
    await anna.types("/trivia stop")
    await until(lambda: all(r.over for r in bot.store._all()))

    await anna.presses(put, "B")

    told = await anna.is_told()
    assert told


@pytest.mark.parametrize(
    "value", ["", "nonsense", "trivia start?count=x", "trivia answer?question=99999999&text=A", "?" * 500]
)
async def test_an_action_that_nobody_knows_is_answered_kindly_or_not_at_all(bot: Bot, anna: Person, value: str) -> None:
    await anna.types("/trivia topics")
    await until(lambda: bot.wire.messages)

    button = {"action_id": "do:0", "value": value}
    await bot.send("interactive", anna.press(bot.wire.messages[0], button))
    await anna.types("/ask who directed AKA You're Welcome?")

    await until(lambda: any("Krysten Ritter" in text for text in bot.wire.said(CHANNEL)))
    assert not any("Something went wrong" in text for text in bot.wire.told("UANNA"))


async def test_the_daily_set_is_played_privately_and_shared_on_request(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia daily")
    await until(lambda: bot.wire.whispers)

    put = bot.wire.whispers[0]
    asked = put.text
    pressed = next(label for label in put.buttons() if label != "I don't know")
    await anna.presses(put, pressed)
    if pressed == "Answer":
        await until(lambda: bot.wire.views)
        await anna.fills(bot.wire.views[0], text="nonsense")
        await until(lambda: len(bot.wire.whispers) > 1)
    else:
        await until(lambda: put.edits)
        assert put.text != asked

    assert bot.wire.said(CHANNEL) == []
    assert all(whisper.to == "UANNA" for whisper in bot.wire.whispers)
