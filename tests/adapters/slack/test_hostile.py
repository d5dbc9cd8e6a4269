"""Strangers and careless hands on the wire: a clear word or nothing, never a trace, and nobody else's affairs."""

import json

import pytest

from tests.adapters.slack.conftest import CHANNEL, SOCKET, Bot, Person, StartBot
from tests.adapters.slack.wire import Json, until
from tests.fakes.rounds import question

ASK = "/ask who directed AKA You're Welcome?"
START = "/trivia start 1 kinds=choice lobby=0 thread=no"
TYPED = (question("Who directed AKA You're Welcome?", "Krysten Ritter"),)


async def still_well(bot: Bot, person: Person) -> None:
    """Look that the bot still answers, and has told nobody of an incident."""
    await person.types(ASK)
    await until(lambda: any("Krysten Ritter" in m.text for m in bot.wire.messages))
    assert not any("went wrong" in m.text for m in [*bot.wire.messages, *bot.wire.whispers])


async def test_a_button_of_another_workspaces_round_does_nothing_there(bot: Bot, anna: Person) -> None:
    await anna.types(START)
    await until(lambda: bot.wire.messages)
    put = bot.wire.messages[0]
    stranger = Person(bot, "USTRANGER", team="T9OTHER")

    for label in ("A", "B", "Hint", "Skip"):
        await stranger.presses(put, label)
        await stranger.is_told()

    assert put.edits == 0
    assert not any("Oslo" in told for told in bot.wire.told("USTRANGER"))


async def test_a_form_sent_off_after_its_round_is_over_gets_a_clear_word(start: StartBot) -> None:
    async with start(SOCKET, questions=TYPED) as bot:
        anna = Person(bot, "UANNA")
        await anna.types("/trivia start 1 kinds=text lobby=0 thread=no")
        await until(lambda: bot.wire.messages)
        await anna.presses(bot.wire.messages[0], "Answer")
        await until(lambda: bot.wire.views)
        await anna.types("/trivia stop")
        await until(lambda: all(r.over for r in bot.store._all()))

        await anna.fills(bot.wire.views[0], text="Krysten Ritter")

        assert "No round is on here" in await anna.is_told()


@pytest.mark.parametrize("action", ["", "zzz", "do:", "reveal:", "option:topic", "pick", "do:0" * 60])
async def test_actions_of_other_times_are_passed_over(bot: Bot, anna: Person, action: str) -> None:
    await anna.types("/trivia topics")
    await until(lambda: bot.wire.messages)

    await bot.send("interactive", anna.press(bot.wire.messages[0], {"action_id": action, "value": "again?x=1"}))

    await still_well(bot, anna)


@pytest.mark.parametrize(
    "change",
    [
        {"actions": None},
        {"actions": []},
        {"actions": [7]},
        {"actions": [{"action_id": 7, "value": {}}]},
        {"user": None},
        {"user": {}},
        {"channel": []},
        {"container": 3},
        {"message": "x"},
        {"response_url": None},
        {"response_url": "http://127.0.0.1:9/elsewhere"},
        {"view": {"type": "home", "callback_id": "form", "private_metadata": "[]"}},
        {"trigger_id": None},
        {"view": None},
        {"team": None},
    ],
)
async def test_payloads_that_are_not_as_slack_makes_them_harm_nothing(bot: Bot, anna: Person, change: Json) -> None:
    await anna.types(START)
    await until(lambda: bot.wire.messages)
    press = anna.press(bot.wire.messages[0], {"action_id": "do:0", "value": "help"})

    await bot.send("interactive", press | change)

    await still_well(bot, anna)


@pytest.mark.parametrize("metadata", ["null", "[]", "7", '"x"', "\ud83d", "0" * 64 + "{", "0" * 64 + "[]"])
async def test_forged_metadata_is_refused_wherever_it_comes(bot: Bot, anna: Person, metadata: str) -> None:
    await anna.types("/trivia")
    await until(lambda: bot.wire.views)
    forged = bot.wire.views[0] | {"private_metadata": metadata}

    await anna.fills(forged, pick="trivia stop")
    await anna.picks(forged, "trivia stop")
    offered = await anna.suggestions(forged, "topic", "jess")

    await until(lambda: any("begin anew" in m.text for m in bot.wire.messages))
    assert offered in ([], ["jess"])
    assert len(bot.wire.views) == 1


async def test_events_that_are_not_as_slack_makes_them_harm_nothing(bot: Bot, anna: Person) -> None:
    whole = anna.message("<@U0BOT> hello", kind="app_mention")
    odd: tuple[object, ...] = (None, [], "x", {}, {"type": "message"}, {"type": "app_mention", "text": 7}, {"type": 7})
    for event in odd:
        await bot.send("events_api", whole | {"event": event})
    for number, less in enumerate(
        ({"type": "app_home_opened", "tab": "home"}, {"type": "tokens_revoked", "tokens": []})
    ):
        await bot.send("events_api", whole | {"event": less, "event_id": f"Ev{number}"})
    for kind in ("channel_archive", "channel_left", "channel_rename", "member_joined_channel"):
        await bot.send("events_api", anna.event({"type": kind, "channel": {"id": CHANNEL, "name": "new"}}))

    await still_well(bot, anna)


@pytest.mark.parametrize(
    "name", ["\N{SNOWMAN}" * 90, "<@U0BOT>", "<!channel>", " \u200b ", "@here", "*x*\n_y_", "a" * 3001]
)
async def test_no_name_calls_anybody_or_breaks_a_message(bot: Bot, anna: Person, name: str) -> None:
    bot.wire.users["UANNA"] = {"profile": {"display_name": name}}

    await anna.types("/trivia start 1")
    await until(lambda: bot.wire.messages)

    shown = json.dumps(bot.wire.messages[0].blocks) + bot.wire.messages[0].text
    assert "<!channel>" not in bot.wire.messages[0].text
    assert '"type": "user"' not in shown
    assert '"broadcast"' not in shown


async def test_3001_characters_in_a_form_are_sent_back_beside_the_field(bot: Bot, anna: Person) -> None:
    await anna.types("/ask")
    await until(lambda: bot.wire.views)

    sent_back = await anna.fills(bot.wire.views[0], question="x" * 3001)

    assert sent_back
    assert "under 1,000 characters" in sent_back["errors"]["option:question"]


async def test_a_channel_that_is_renamed_or_made_private_goes_on_with_its_round(bot: Bot, anna: Person) -> None:
    await anna.types(START)
    await until(lambda: bot.wire.messages)

    for kind in ("channel_rename", "channel_convert_to_private", "channel_shared", "channel_id_changed"):
        await bot.send("events_api", anna.event({"type": kind, "channel": CHANNEL}))
    await anna.presses(bot.wire.messages[0], "B")

    await until(lambda: "Right: anna" in bot.wire.messages[0].text)


async def test_a_round_in_a_direct_message_is_between_the_two(start: StartBot) -> None:
    async with start(SOCKET, questions=TYPED) as bot:
        anna = Person(bot, "UANNA", channel="DUANNA")
        await anna.types("/trivia start 1 kinds=text lobby=0")
        await until(lambda: bot.wire.messages)
        put = bot.wire.messages[0]
        assert put.to == "UANNA"

        await anna.says("krysten ritter")

        await until(lambda: "Right: anna" in put.text)


async def test_a_doubtful_message_is_looked_for_in_a_direct_message_too(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA", channel="DUANNA")
        await anna.types(START)
        await until(lambda: bot.wire.messages)
        await anna.types("/trivia stop")
        await until(lambda: len(bot.wire.messages) > 1 or bot.wire.messages[0].edits)
        bot.wire.failures["chat.postMessage"].append("done, then drop")

        await anna.types(START)
        await until(lambda: bot.wire.failures["chat.postMessage"] == type(bot.wire.failures["x"])())
        bot.pass_by(2)
        await until(lambda: bot.wire.count("conversations.history"))
        await anna.presses(bot.wire.messages[-1], "B")
        await until(lambda: "The round is over" in bot.wire.messages[-1].text or bot.wire.messages[-1].edits)

        posted = [m for m in bot.wire.messages if any("Question 1 of 1" in t for t in (*m.history, m.text))]
        assert len(posted) == 2, "one for each round"


async def test_nobody_is_offered_to_share_where_nobody_else_reads(bot: Bot) -> None:
    anna = Person(bot, "UANNA", channel="DUANNA")

    await anna.types("/trivia daily share=yes")

    assert "Share" not in "".join(label for m in bot.wire.whispers for label in m.buttons())
    assert "Nobody else reads this" in await anna.is_told()
