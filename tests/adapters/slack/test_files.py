"""Files, pictures and spoilers on the wire."""

from datetime import UTC, datetime

import pytest

from adapters.slack.api import SlackTrouble
from adapters.slack.origin import Origin
from adapters.slack.voice import Voice
from tests.adapters.slack.conftest import CHANNEL, SOCKET, Bot, Person, StartBot
from tests.adapters.slack.wire import BOT_TOKEN, TEAM, Json, until
from trivia.facts.model import CommunityId
from trivia.replies.reply import Button, File, Image, Reply, Spoiler, marked
from trivia.rounds.model import ChannelId, Place

AT = datetime(2026, 1, 1, tzinfo=UTC)
PLACE = Place(CommunityId(1), ChannelId(f"slack:{CHANNEL}"))
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def admin(bot: Bot) -> Person:
    bot.wire.users["UADMIN"] = {"is_admin": True}
    return Person(bot, "UADMIN")


def voice_of(bot: Bot) -> Voice:
    assert isinstance(bot.messenger, Voice)
    return bot.messenger


async def test_a_file_to_import_is_asked_for_and_handed_to_the_core(bot: Bot, admin: Person) -> None:
    bot.wire.files["F9"] = {"data": b"subject,relation,value\n"}
    await admin.types("/fact import file=facts.csv")
    await until(lambda: bot.wire.views)
    form = bot.wire.views[0]
    assert {b["element"]["type"] for b in form["blocks"]} >= {"file_input"}

    handed = {"id": "F9", "name": "facts.csv", "size": 23, "url_private_download": f"{bot.wire.address}/files/F9"}
    await bot.send("interactive", admin.form(form, {}, {"file": [handed]}))

    assert await admin.is_told()
    assert not any("can't fetch" in text for text in bot.wire.told("UADMIN"))


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        ({"size": 50_000_000, "url_private": "http://127.0.0.1:9/F9"}, "too large"),
        ({"size": 5, "url_private": "http://127.0.0.1:9/F9"}, "can't fetch"),
        ({"size": 5, "url_private": ""}, "can't fetch"),
    ],
)
async def test_a_file_that_is_too_large_or_can_not_be_had_is_said_to_be(
    bot: Bot, admin: Person, handed: Json, said: str
) -> None:
    await admin.types("/fact import")
    await until(lambda: bot.wire.views)

    await bot.send("interactive", admin.form(bot.wire.views[0], {}, {"file": [{"id": "F9", "name": "a.csv"} | handed]}))

    assert said in await admin.is_told()


async def test_a_picture_is_handed_over_once_and_waited_for(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        picture = Reply(title="Board", image=Image("", "1. anna 10", PNG))
        bot.wire.failures["chat.postMessage"].append("invalid_blocks")

        await voice_of(bot).send(PLACE, "m1", picture)
        await voice_of(bot).send(PLACE, "m2", picture)

        first, second = bot.wire.messages
        assert [b["type"] for b in first.blocks] == ["header", "image"]
        assert first.blocks[1] == second.blocks[1]
        assert first.blocks[1]["alt_text"] == "1. anna 10"
        assert [file["data"] for file in bot.wire.files.values()] == [PNG]


async def test_without_leave_to_hand_files_over_a_picture_is_told_in_words(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        bot.wire.failures["files.getUploadURLExternal"].append({"error": "missing_scope", "needed": "files:write"})

        await voice_of(bot).send(PLACE, "m1", Reply(image=Image("", "1. anna 10", PNG)))

        assert "1. anna 10" in str(bot.wire.messages[0].blocks)


async def test_a_private_file_goes_to_the_member_alone(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        voice = voice_of(bot)
        door = await voice._doors.of(TEAM, "")
        assert door
        reply = Reply(text=marked("Here it is."), files=(File("facts.csv", b"a,b"),), private=True)
        await voice.answer(door, Origin("e1", TEAM, "UANNA", channel=CHANNEL), (reply,))

        assert [file["channel"] for file in bot.wire.files.values()] == ["DUANNA"]
        assert bot.wire.told("UANNA") == ["Here it is."]


async def test_a_missing_scope_is_named_with_the_line_of_the_manifest(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        voice = voice_of(bot)
        door = await voice._doors.of(TEAM, "")
        assert door
        bot.wire.failures["files.getUploadURLExternal"].append({"error": "missing_scope", "needed": "files:write"})
        reply = Reply(text=marked("Here it is."), files=(File("facts.csv", b"a,b"),), private=True)
        await voice.answer(door, Origin("e1", TEAM, "UANNA", channel=CHANNEL), (reply,))

        assert "files:write" in bot.wire.told("UANNA")[-1]
        assert "oauth_config.scopes.bot" in bot.wire.told("UANNA")[-1]


async def test_reveal_shows_a_spoiler_to_who_pressed_it_alone(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia topics")  # makes the workspace known
    await until(lambda: bot.wire.messages)
    hiding = Reply(text=marked("It was ", Spoiler("the butler")), buttons=(Button("x", "help"),))
    await voice_of(bot).send(PLACE, "m1", hiding)
    message = bot.wire.messages[-1]
    assert "butler" not in message.text

    await anna.presses(message, "Reveal")

    assert await anna.is_told() == "the butler"
    assert not any("butler" in text for text in bot.wire.said(CHANNEL))


async def test_a_message_that_slack_refuses_for_its_form_is_sent_in_words(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        bot.wire.failures["chat.postMessage"].append("msg_blocks_too_long")

        await voice_of(bot).send(PLACE, "m1", Reply(text=marked("words")))

        assert (bot.wire.messages[0].text, bot.wire.messages[0].blocks) == ("words", [])


async def test_a_message_is_shown_once_however_often_it_is_sent(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        for _ in range(3):
            await voice_of(bot).send(PLACE, "m1", Reply(text=marked("once")))

        assert bot.wire.said(CHANNEL) == ["once"]


async def test_what_can_not_be_edited_any_more_is_said_anew(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        await voice_of(bot).send(PLACE, "m1", Reply(text=marked("Question"), about="r/1"))
        bot.wire.failures["chat.update"].append("edit_window_closed")

        await voice_of(bot).send(PLACE, "m2", Reply(text=marked("Answer"), about="r/1", closes=True))

        assert len(bot.wire.messages) == 2
        assert "Answer" in bot.wire.messages[1].text


async def test_a_file_is_fetched_with_the_workspaces_token_and_never_beyond_the_limit(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        bot.wire.files["F1"] = {"data": b"x" * 100}
        api, address = voice_of(bot)._api, f"{bot.wire.address}/files/F1"

        assert await api.download(BOT_TOKEN, address, 100) == b"x" * 100
        with pytest.raises(SlackTrouble, match="too large"):
            await api.download(BOT_TOKEN, address, 99)
        with pytest.raises(SlackTrouble):
            await api.download("xoxb-other", address, 100)
