"""Servers that come and go, threads, rights that are missing, and files: what the bot meets in a long life."""

import asyncio
from collections.abc import Mapping

import pytest

from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import (
    ADMIN,
    ALL_RIGHTS,
    ANNA,
    APPLICATION,
    BEN,
    CHANNEL,
    GUILD,
    MODERATOR,
    Answer,
    components_of,
    guild_of,
    thread_of,
    words_of,
)

NEW = GUILD + 5
THREAD = CHANNEL + 1_000
FORBIDDEN = {"message": "Missing Permissions", "code": 50013}


def taking_in(number: int, rights: int = ALL_RIGHTS) -> dict[str, object]:
    """A server that has just taken the bot in, as Discord tells of it."""
    made = guild_of(number)
    made["roles"][0]["permissions"] = str(rights)
    del made["unavailable"]
    return made


async def settled(server: Server) -> None:
    await server.discord.command("help")


async def test_a_server_that_takes_the_bot_in_is_told_once_what_to_do_first(there: Server) -> None:
    await there.ready.wait()
    await there.discord.dispatch("GUILD_CREATE", taking_in(NEW))
    said = await there.discord.until_shown("Hello!", NEW - GUILD + CHANNEL)
    assert "/trivia start" in words_of(said)
    assert "/fact add" in words_of(said)

    await there.discord.dispatch("GUILD_DELETE", {"id": str(NEW), "unavailable": True})
    await there.discord.dispatch("GUILD_CREATE", taking_in(NEW) | {"unavailable": False})
    await settled(there)

    assert len(there.discord.shown(NEW - GUILD + CHANNEL)) == 1, "an outage is no farewell"


async def test_where_the_bot_may_not_speak_it_joins_without_a_word(there: Server) -> None:
    await there.ready.wait()
    await there.discord.dispatch("GUILD_CREATE", taking_in(NEW, rights=0))
    for _ in range(100):
        if str(NEW) in await there.store.communities("discord"):
            break
        await asyncio.sleep(0.02)
    await settled(there)

    assert there.discord.shown(NEW - GUILD + CHANNEL) == []
    assert (await there.store.communities("discord"))[str(NEW)]


async def test_a_server_that_lets_the_bot_go_is_noted(there: Server) -> None:
    await there.community()
    await there.discord.dispatch("GUILD_DELETE", {"id": str(GUILD)})
    for _ in range(100):
        if not (await there.store.communities("discord"))[str(GUILD)]:
            break
        await asyncio.sleep(0.02)

    assert await there.store.communities("discord") == {str(GUILD): False}


async def test_servers_that_came_and_went_while_the_bot_was_away_are_noted(server: Server) -> None:
    now = server.clock.now()
    await server.store.community("discord", str(GUILD), "here", now)
    await server.store.community_left("discord", str(GUILD), now)
    await server.store.community("discord", str(NEW), "gone", now)
    await server.store.community("discord", f"@{ANNA}", "Anna", now)

    async with server.bot():
        await server.ready.wait()

    assert await server.store.communities("discord") == {str(GUILD): True, str(NEW): False, f"@{ANNA}": True}


async def test_several_shards_serve_their_servers_side_by_side(server: Server) -> None:
    server.discord.shards = 2
    other = GUILD + (1 << 22)
    server.discord.guilds.append(other)

    async with server.bot():
        await server.discord.until(lambda: server.discord.identified == 2, 20)
        here = await server.discord.command("ask", question="what is the capital of Norway?")
        there = await server.discord.command("ask", question="what is the capital of Sweden?", guild=other)

    assert "Oslo" in here.words
    assert "Stockholm" in there.words
    assert all((await server.store.communities("discord")).values())


async def test_what_is_set_for_a_channel_holds_in_its_threads(there: Server) -> None:
    await there.discord.command("settings", permissions=ADMIN, name="ceiling", value="jessica-jones@S2E3")

    inside = await there.discord.command("settings", channel=THREAD, thread_in=CHANNEL, name="ceiling")
    beside = await there.discord.command("settings", channel=CHANNEL + 77, name="ceiling")

    assert "S2E3" in inside.words
    assert "S2E3" not in beside.words


async def test_a_round_is_played_in_a_members_thread_and_ends_with_it(there: Server) -> None:
    where = {"channel": THREAD, "thread_in": CHANNEL}
    await there.discord.dispatch("THREAD_CREATE", thread_of(THREAD, CHANNEL))
    await there.discord.command("trivia start", ANNA, kinds="choice", count=2, **where)
    question = await there.discord.until_shown("capital of Norway", THREAD)
    assert there.discord.shown() == []
    await there.discord.press(question, "B", ANNA, **where)
    await there.discord.until_shown("Question 2 of 2", THREAD)

    gone = {"id": str(THREAD), "guild_id": str(GUILD), "parent_id": str(CHANNEL), "type": 11}
    await there.discord.dispatch("THREAD_DELETE", gone)
    for _ in range(100):
        if not await there.open_rounds():
            break
        await asyncio.sleep(0.02)
    assert await there.open_rounds() == 0


async def test_an_archived_thread_is_brought_back_for_what_is_to_be_said(there: Server) -> None:
    where = {"channel": THREAD, "thread_in": CHANNEL}
    await there.discord.command("trivia start", ANNA, kinds="choice", count=2, **where)
    question = await there.discord.until_shown("capital of Norway", THREAD)
    there.discord.archived.add(THREAD)

    await there.discord.press(question, "B", ANNA, **where)

    await there.discord.until_shown("Question 2 of 2", THREAD)
    assert "Anna" in words_of(there.discord.messages[THREAD][int(question["id"])])


async def test_who_takes_no_direct_messages_holds_nothing_up(there: Server) -> None:
    there.discord.fails.append(("POST", "/messages", 403, {"message": "Cannot send messages", "code": 50007}, 0))
    await there.discord.command("trivia start", guild=None, channel=ANNA + 500, kinds="choice", count=1)

    assert await there.open_rounds() == 0
    assert (await there.discord.command("help")).words


async def test_without_the_right_to_answer_in_a_channel_the_asker_is_told_in_private(there: Server) -> None:
    there.discord.fails.append(("POST", f"{CHANNEL}/messages", 403, FORBIDDEN, 0))

    await there.discord.say(f"<@{APPLICATION}> what is the capital of Norway?", ANNA, mentions=True)

    told = await there.discord.until_shown("I can't speak", ANNA + 500)
    assert "Send Messages" in words_of(told)
    assert there.discord.shown() == []


async def test_without_the_right_to_attach_the_asker_is_told_which_right_it_takes(there: Server) -> None:
    there.discord.fails.append(("POST", "/callback", 403, FORBIDDEN, 0))

    answer = await there.discord.command("fact export", permissions=MODERATOR, app_permissions=ALL_RIGHTS & ~(1 << 15))

    assert answer.private
    assert "Attach Files" in answer.words
    assert "Send Messages" not in answer.words


async def test_a_typed_answer_is_noted_with_a_sign_that_does_not_give_it_away(server: Server) -> None:
    async with server.bot(reads_messages=True):
        await server.discord.command("trivia start", ANNA, kinds="text", count=1, mode="everyone")
        await server.discord.until_shown("Who directed")
        await server.discord.command("trivia join", BEN)

        wrong = await server.discord.say("somebody else", ANNA)
        await server.discord.until(lambda: bool(server.discord.reactions))
        right = await server.discord.say("krysten ritter", ANNA)
        await server.discord.until(lambda: len(server.discord.reactions) == 2)

    assert [number for number, _ in server.discord.reactions] == [int(wrong["id"]), int(right["id"])]
    assert len({sign for _, sign in server.discord.reactions}) == 1


# Files


async def imported(server: Server, data: bytes, size: int | None = None, **how: int) -> Answer:
    server.discord.files["facts.csv"] = data
    handed: Mapping[str, object] = {
        "id": "9", "filename": "facts.csv", "size": len(data) if size is None else size,
        "url": f"{server.discord.address}/files/facts.csv", "content_type": "text/csv",
    }  # fmt: skip
    return await server.discord.command("fact import", permissions=MODERATOR, file=handed, **how)


async def test_a_file_is_handed_in_looked_at_and_taken(there: Server) -> None:
    rows = "subject,relation,value\nAKA The Perfect Burger,directed_by,Krysten Ritter\n"

    shown = await imported(there, rows.encode())

    assert shown.private
    button = next(c for c in components_of(shown.data) if c["label"] == "Take it")
    taken = await there.discord.press_id(shown.data, button["custom_id"], permissions=MODERATOR)
    assert "Undo" in str(components_of(taken.data)), taken.words
    asked = await there.discord.command("ask", question="who directed AKA The Perfect Burger?")
    assert "Krysten Ritter" in asked.words


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01\x02", b"\x80" * 100, b"", b"PK\x03\x04broken"])
async def test_a_file_in_whatever_encoding_gets_a_sentence(there: Server, data: bytes) -> None:
    answer = await imported(there, data)

    assert answer.private
    assert answer.words
    assert "went wrong" not in answer.words


async def test_a_file_of_more_than_25_mb_is_not_even_fetched(there: Server) -> None:
    answer = await imported(there, b"x", size=26 * 1024 * 1024)

    assert "25 MB" in answer.words


async def test_a_file_that_is_gone_by_now_is_said_to_be(there: Server) -> None:
    handed = {"id": "9", "filename": "x.csv", "size": 3, "url": f"{there.discord.address}/files/none"}
    answer = await there.discord.command("fact import", permissions=MODERATOR, file=handed)

    assert "could not fetch" in answer.words


async def test_a_file_of_ours_is_sent_unless_it_is_larger_than_the_server_takes(there: Server) -> None:
    said = await there.discord.command(
        "fact add", permissions=MODERATOR, sentence="AKA The Perfect Burger was directed by Krysten Ritter"
    )
    if any(c["label"] == "Add it" for c in components_of(said.data)):
        await there.discord.press(said.data, "Add it", permissions=MODERATOR)
    sent = await there.discord.command("fact export", permissions=MODERATOR)
    assert sent.files, sent.words

    there.discord.file_limit = 10
    refused = await there.discord.command("fact export", permissions=MODERATOR)

    assert not refused.files
    assert "is larger than" in refused.words
