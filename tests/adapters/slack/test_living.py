"""Living with Slack: acknowledgements, deliveries that come twice, signatures, refusals, broken connections."""

import asyncio
import json
import time
from dataclasses import replace
from urllib.parse import urlencode

import aiohttp
import pytest

from adapters.slack.manifest import EVENTS_PATH, HEALTH_PATH
from tests.adapters.slack.conftest import CHANNEL, HTTP, SOCKET, Bot, Person, StartBot
from tests.adapters.slack.wire import BOT, post, signed, until
from tests.adapters.slack.wire import form as posted_form
from trivia.errors import SettingsError

ASK = "/ask who directed AKA You're Welcome?"


async def test_what_comes_is_acknowledged_however_long_its_answer_takes(bot: Bot, anna: Person) -> None:
    bot.wire.held["users.info"] = asyncio.Event()

    await anna.types(ASK)
    await anna.mentions("who directed AKA You're Welcome?")
    acknowledged_unanswered = not bot.wire.messages
    bot.wire.held["users.info"].set()

    assert acknowledged_unanswered
    await until(lambda: len(bot.wire.messages) == 2)


async def test_an_event_that_comes_twice_is_answered_once(bot: Bot, anna: Person) -> None:
    event = anna.message("<@U0BOT> who directed AKA You're Welcome?", kind="app_mention")

    await bot.send("events_api", event)
    await bot.send("events_api", event)
    await anna.types("/trivia topics")

    await until(lambda: len(bot.wire.messages) >= 2)
    assert sum("Krysten Ritter" in m.text for m in bot.wire.messages) == 1


async def test_an_envelope_sent_again_after_a_broken_acknowledgement_counts_once(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA")
        event = anna.message("<@U0BOT> who directed AKA You're Welcome?", kind="app_mention")

        await bot.wire.deliver("events_api", event, envelope="e1")
        await bot.wire.deliver("events_api", event, envelope="e2", retry=1)
        await anna.types("/trivia topics")

        await until(lambda: len(bot.wire.messages) >= 2)
        assert sum("Krysten Ritter" in m.text for m in bot.wire.messages) == 1


async def test_sockets_that_break_are_opened_again(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA")
        before = bot.wire.connections

        await bot.wire.break_sockets()
        await until(lambda: bot.wire.connections >= before + 1)
        await anna.types(ASK)
        await until(lambda: bot.wire.said(CHANNEL))


async def test_sockets_are_renewed_when_slack_asks(start: StartBot) -> None:
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA")
        before = bot.wire.connections

        await bot.wire.refresh()
        await until(lambda: bot.wire.connections >= before + 2)
        await anna.types(ASK)
        await until(lambda: bot.wire.said(CHANNEL))


async def test_a_rate_limit_is_waited_out(bot: Bot, anna: Person) -> None:
    bot.wire.failures["chat.postMessage"].append(429)

    await anna.types("/trivia start 1 lobby=0")

    await until(lambda: bot.wire.messages)
    assert bot.wire.count("chat.postMessage") >= 2


async def test_a_message_that_could_not_be_sent_is_sent_again(bot: Bot, anna: Person) -> None:
    bot.wire.failures["chat.postMessage"].append("internal_error")

    await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
    await until(lambda: bot.wire.count("chat.postMessage"))
    bot.pass_by(2)
    await until(lambda: bot.wire.messages)

    assert "What is the capital of Norway?" in bot.wire.messages[0].text
    assert len(bot.wire.messages) == 1


async def test_a_message_that_arrived_although_the_connection_broke_is_not_shown_twice(bot: Bot, anna: Person) -> None:
    bot.wire.failures["chat.postMessage"].append("done, then drop")

    await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
    await until(lambda: bot.wire.messages)
    bot.pass_by(2)
    await until(lambda: bot.wire.count("conversations.history"))
    await anna.types("/trivia hint")
    await until(lambda: bot.wire.messages[0].edits)

    assert len(bot.wire.messages) == 1
    assert "it is not" in bot.wire.messages[0].text


async def test_where_the_bot_may_not_look_a_doubtful_message_is_rather_said_twice(bot: Bot, anna: Person) -> None:
    bot.wire.failures["chat.postMessage"].append("done, then drop")
    bot.wire.failures["conversations.history"].append({"error": "missing_scope", "needed": "channels:history"})

    await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
    await until(lambda: bot.wire.messages)
    bot.pass_by(2)

    await until(lambda: len(bot.wire.messages) == 2)


async def test_an_answer_that_can_not_be_shown_in_the_channel_goes_to_the_member(bot: Bot, anna: Person) -> None:
    bot.wire.failures["respond"].append("used_url")

    await anna.types(ASK)

    await until(lambda: bot.wire.messages)
    assert bot.wire.messages[0].to == "UANNA"


async def test_without_the_scope_to_know_people_all_are_members_and_the_rest_works(bot: Bot, anna: Person) -> None:
    bot.wire.users["UANNA"] = {"is_admin": True}
    bot.wire.failures["users.info"].append({"error": "missing_scope", "needed": "users:read"})

    await anna.types("/settings solo value=yes")

    assert "is for moderators" in await anna.is_told()


async def test_what_other_bots_write_and_what_was_edited_is_left_alone(bot: Bot, anna: Person) -> None:
    for more in ({"bot_id": "B9"}, {"subtype": "message_changed"}, {"subtype": "bot_message"}, {"hidden": True}):
        event = anna.message("who directed AKA You're Welcome?", channel="D1")
        event["event"] |= more
        await bot.send("events_api", event)
    own = anna.message("who directed AKA You're Welcome?", channel="D1")
    own["event"] |= {"user": "U0BOT", "bot_id": BOT}
    await bot.send("events_api", own)

    await anna.says("who directed AKA You're Welcome?", channel="D2")

    await until(lambda: bot.wire.said("D2"))
    assert bot.wire.said("D1") == []


async def test_a_channel_that_is_archived_ends_its_round(bot: Bot, anna: Person) -> None:
    await anna.types("/trivia start 1")
    await until(lambda: bot.wire.messages)

    await bot.send("events_api", anna.event({"type": "channel_archive", "channel": CHANNEL, "user": "U9"}))

    await until(lambda: all(r.over for r in bot.store._all()))


async def test_a_workspace_that_uninstalls_is_remembered_as_left_with_its_time(bot: Bot, anna: Person) -> None:
    await anna.types(ASK)
    await until(lambda: bot.wire.messages)

    await bot.send("events_api", anna.event({"type": "app_uninstalled"}))

    await until(lambda: bot.store.gone)
    assert bot.store.gone == {("slack", "T0TEAM"): bot.now}


# HTTP


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"},
        {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "not a number"},
        signed("another body"),
        signed("{}", secret="f" * 32),
        signed("{}", at=time.time() - 3600),
    ],
)
async def test_a_request_that_is_not_slacks_or_is_stale_is_refused(start: StartBot, headers: dict[str, str]) -> None:
    async with start(HTTP) as bot:
        status, _ = await post(bot.address + EVENTS_PATH, "{}", "application/json", headers)

        assert status == 401


async def test_a_request_that_is_sent_again_as_it_was_is_refused(start: StartBot) -> None:
    async with start(HTTP) as bot:
        anna = Person(bot, "UANNA")
        body = json.dumps(anna.message("<@U0BOT> who directed AKA You're Welcome?", kind="app_mention"))
        headers = signed(body)

        first, _ = await post(bot.address + EVENTS_PATH, body, "application/json", headers)
        second, _ = await post(bot.address + EVENTS_PATH, body, "application/json", headers)

        assert (first, second) == (200, 401)


async def test_a_retry_with_its_headers_is_taken_and_counted_once(start: StartBot) -> None:
    async with start(HTTP) as bot:
        anna = Person(bot, "UANNA")
        body = json.dumps(anna.message("<@U0BOT> who directed AKA You're Welcome?", kind="app_mention"))
        again = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}

        first, _ = await post(bot.address + EVENTS_PATH, body, "application/json", signed(body))
        at = time.time() + 1
        second, _ = await post(bot.address + EVENTS_PATH, body, "application/json", signed(body, at=at) | again)
        await anna.types("/trivia topics")

        await until(lambda: len(bot.wire.messages) >= 2)
        assert (first, second) == (200, 200)
        assert sum("Krysten Ritter" in m.text for m in bot.wire.messages) == 1


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("this is no JSON", "application/json"),
        ("[1, 2]", "application/json"),
        ("{}", "application/json"),
        ("payload=this+is+no+JSON", "application/x-www-form-urlencoded"),
        (urlencode({"payload": "[]"}), "application/x-www-form-urlencoded"),
        (posted_form({"type": "block_actions"}), "application/x-www-form-urlencoded"),
        (posted_form({"type": "view_submission", "view": {"id": 7}}), "application/x-www-form-urlencoded"),
        ("command=%2Ftrivia", "application/x-www-form-urlencoded"),
        ("", "text/plain"),
        ("\N{SNOWMAN}" * 100, "application/json"),
    ],
)
async def test_what_can_not_be_read_harms_nothing(start: StartBot, body: str, content_type: str) -> None:
    async with start(HTTP) as bot:
        status, answer = await post(bot.address + EVENTS_PATH, body, content_type, signed(body))
        await Person(bot, "UANNA").types(ASK)

        await until(lambda: bot.wire.said(CHANNEL))
        assert status < 600
        assert "Traceback" not in answer


async def test_slacks_question_whether_the_address_is_ours_is_answered(start: StartBot) -> None:
    async with start(HTTP) as bot:
        body = json.dumps({"type": "url_verification", "challenge": "abc"})

        status, answer = await post(bot.address + EVENTS_PATH, body, "application/json", signed(body))

        assert (status, json.loads(answer)["challenge"]) == (200, "abc")


async def test_health_is_told_to_who_asks(start: StartBot) -> None:
    async with start(HTTP) as bot, aiohttp.ClientSession() as session, session.get(bot.address + HEALTH_PATH) as answer:
        assert (answer.status, await answer.text()) == (200, "ok")


# Starting


async def test_a_bot_token_that_slack_refuses_is_named(start: StartBot) -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        async with start(replace(SOCKET, bot_token="xoxb-wrong-token")):
            pass


async def test_an_app_token_that_slack_refuses_is_named(start: StartBot) -> None:
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        async with start(replace(SOCKET, app_token="xapp-wrong-token")):
            pass


async def test_a_scope_that_is_missing_is_named_at_the_start(start: StartBot, caplog: pytest.LogCaptureFixture) -> None:
    async with start(SOCKET) as bot:
        wire = bot.wire
    wire.scopes = "commands,chat:write"

    async with start(SOCKET):
        pass

    assert "users:read is missing" in caplog.text
    assert "oauth_config.scopes.bot" in caplog.text


async def test_no_token_shows_in_what_is_logged_or_printed(start: StartBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with start(SOCKET) as bot:
        anna = Person(bot, "UANNA")
        await anna.types(ASK)
        await until(lambda: bot.wire.messages)

    assert "xoxb-" not in caplog.text
    assert "xapp-" not in caplog.text
    assert "xoxb-" not in repr(SOCKET)
