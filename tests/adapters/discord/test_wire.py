"""Living with Discord: connections that drop, answers that fail or come late, and a bot that is stopped or killed."""

import asyncio
from collections.abc import Mapping

import pytest

from adapters.discord import answers
from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import ANNA, BEN, CHANNEL, GUILD, components_of, words_of
from trivia.commands.dispatch import Door
from trivia.commands.request import Request
from trivia.errors import SettingsError
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, Place


def sent(server: Server, method: str, ending: str) -> int:
    return sum(1 for r in server.discord.requests if r.method == method and r.path.endswith(ending))


def kinds(server: Server) -> list[int]:
    return [r.body["type"] for r in server.discord.requests if r.path.endswith("/callback")]


async def test_the_commands_are_told_to_discord_once_and_again_only_if_they_change(server: Server) -> None:
    async with server.bot():
        assert {"ask", "trivia", "fact", "schedule", "score", "settings", "help"} <= {
            str(command["name"]) for command in server.discord.commands
        }
    async with server.bot():
        await server.discord.command("help")

    assert sent(server, "PUT", "/commands") == 1


async def test_servers_named_in_the_settings_alone_get_the_commands(server: Server) -> None:
    async with server.bot(guilds=(GUILD,)):
        await server.discord.command("help")

    assert [r.path for r in server.discord.requests if r.method == "PUT"] == [
        f"/applications/123456789012345678/guilds/{GUILD}/commands"
    ]


async def test_words_that_call_a_command_can_be_clicked_also_after_a_restart(server: Server) -> None:
    async with server.bot():
        pass
    async with server.bot():
        answer = await server.discord.command("trivia stop")

    assert "</trivia start:7" in answer.words


async def test_a_refused_token_is_one_kind_sentence(server: Server) -> None:
    server.discord.token = "another"

    with pytest.raises(SettingsError, match="Discord refuses DISCORD_TOKEN"):
        async with server.bot():
            pass


async def test_a_missing_intent_is_named_with_the_place_to_switch_it_on(server: Server) -> None:
    server.discord.refuses_message_content = True

    with pytest.raises(SettingsError, match="message content intent is off"):
        async with server.bot(reads_messages=True):
            await asyncio.sleep(5)


async def test_no_privileged_intent_is_asked_for_unless_so_set(server: Server) -> None:
    server.discord.refuses_message_content = True

    async with server.bot():
        assert (await server.discord.command("help")).words


async def test_what_happened_while_the_connection_was_down_is_done_once_it_resumes(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.drop()

    await there.discord.press(question, "B", ANNA)

    assert there.discord.resumed == 1
    assert "Anna" in words_of(await there.discord.until_shown("Answer to question 1"))


async def test_an_invalid_session_is_begun_anew(there: Server) -> None:
    await there.discord.invalidate(resumable=False)
    await there.discord.until(lambda: there.discord.identified == 2, 15)

    assert (await there.discord.command("help")).words


async def test_an_interaction_that_comes_twice_counts_once(there: Server) -> None:
    await there.discord.command("trivia start", ANNA, kinds="choice", count=2)
    question = await there.discord.until_shown("capital of Norway")
    await there.discord.command("trivia join", BEN)
    button = next(c for c in components_of(question) if str(c["label"]).startswith("B"))
    data = {"component_type": 2, "custom_id": button["custom_id"]}

    await there.discord.interact(3, data, ANNA, message=question, again=3)
    await there.discord.press(question, "A", BEN)

    place = Place(await there.community(), ChannelId(f"discord:{CHANNEL}"))
    attempts = await there.attempts(place)
    assert len(attempts) == 2


async def test_a_limit_is_waited_out(there: Server) -> None:
    limit = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
    there.discord.fails.append(("POST", "/messages", 429, limit, 0))
    there.discord.fails.append(("POST", "/callback", 429, limit, 0))

    await there.discord.command("trivia start", kinds="choice", count=1)

    await there.discord.until_shown("capital of Norway")


async def test_a_failure_of_discord_is_tried_again(there: Server) -> None:
    there.discord.fails.append(("POST", "/messages", 502, {}, 0))

    await there.discord.command("trivia start", kinds="choice", count=1)

    await there.discord.until_shown("capital of Norway")
    assert len(there.discord.shown()) == 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the core slower than the adapter's patience."""
    whole = Door.handle

    async def slowly(self: Door, request: Request) -> tuple[Reply, ...]:
        await asyncio.sleep(0.2)
        return await whole(self, request)

    monkeypatch.setattr(Door, "handle", slowly)
    monkeypatch.setattr(answers, "PATIENCE", 0.05)


async def test_what_takes_long_is_acknowledged_first(there: Server, slow: None) -> None:
    del slow
    public = await there.discord.command("ask", question="what is the capital of Norway?")
    private = await there.discord.command("trivia stop")

    assert kinds(there) == [5, 5]
    assert "Oslo" in public.words
    assert not public.private
    assert "No round" in private.words
    assert private.private


async def test_an_answer_that_turns_out_to_be_for_one_alone_is_not_left_public(there: Server, slow: None) -> None:
    del slow
    answer = await there.discord.command("trivia topics")
    refused = await there.discord.command("ask", question="x" * 2_000)

    assert answer.words
    assert "under 1,000" in refused.words
    assert refused.taken_back, "what was announced to all is taken back"
    assert refused.more[0]["flags"] & 64


async def test_a_message_that_was_sent_but_not_noted_is_not_sent_again(server: Server) -> None:
    async with server.bot():
        await server.discord.command("trivia start", kinds="choice", count=1)
        await server.discord.until_shown("capital of Norway")
    for message in server.discord.messages[CHANNEL].values():
        message.pop("nonce", None)  # minutes have passed, and Discord has forgotten
    await server.forget_what_was_sent()

    async with server.bot():
        await server.discord.until(lambda: sent(server, "GET", "/messages") > 0)
        await server.discord.command("help")

    assert len(server.discord.shown()) == 1


async def test_a_question_whose_message_was_deleted_is_answered_in_a_new_one(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    question = await there.discord.until_shown("capital of Norway")
    there.discord.messages[CHANNEL].clear()

    await there.discord.press(question, "B", ANNA)

    shown = await there.discord.until_shown("Answer to question 1")
    assert shown["id"] != question["id"]


async def test_a_round_in_a_channel_that_is_no_more_ends_without_a_word(there: Server) -> None:
    there.discord.gone_channels.add(CHANNEL)

    await there.discord.command("trivia start", kinds="choice", count=1)

    assert await there.open_rounds() == 0


async def test_a_deleted_channel_ends_its_round(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    await there.discord.until_shown("capital of Norway")
    gone: Mapping[str, object] = {"id": str(CHANNEL), "guild_id": str(GUILD), "type": 0, "name": "quiz", "position": 0}

    await there.discord.dispatch("CHANNEL_DELETE", {**gone, "permission_overwrites": []})

    for _ in range(100):
        if not await there.open_rounds():
            break
        await asyncio.sleep(0.02)
    assert await there.open_rounds() == 0


async def test_a_message_that_discord_finds_fault_with_is_said_in_bare_words(there: Server) -> None:
    there.discord.fails.append(("POST", "/messages", 400, {"code": 50035, "message": "Invalid Form Body"}, 0))

    await there.discord.command("trivia start", kinds="choice", count=1)

    assert "capital of Norway" in (await there.discord.until_shown("capital of Norway"))["content"]


async def test_rounds_wait_in_the_store_while_the_bot_is_stopped_and_go_on_after(server: Server) -> None:
    async with server.bot():
        await server.discord.command("trivia start", kinds="choice", count=1)
        await server.discord.until_shown("capital of Norway")
    server.clock.pass_by(60)

    async with server.bot():
        await server.discord.until_shown("I was away for a moment")

    assert len(server.discord.shown()) == 1, "put again in the same message"


async def test_a_question_is_closed_when_its_time_is_up(there: Server) -> None:
    await there.discord.command("trivia start", kinds="choice", count=1)
    await there.discord.until_shown("capital of Norway")

    there.clock.pass_by(30)

    assert "Nobody" in words_of(await there.discord.until_shown("Answer to question 1"))
