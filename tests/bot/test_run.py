import asyncio
import os
import signal

import pytest

from bot import parser, platforms
from bot.commands.run import _told_by_signals, serve_all
from bot.platforms import chosen
from bot.settings import read_settings
from tests.bot.support import factotum
from trivia.errors import SettingsError

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123"


class Served:
    """A platform that notes what becomes of it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.left_in_order = False

    async def serve(self) -> None:
        if self.error:
            raise self.error
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            self.left_in_order = True


async def test_platforms_are_served_side_by_side_until_told_to_stop() -> None:
    one, other, stop = Served(), Served(), asyncio.Event()
    asyncio.get_running_loop().call_soon(stop.set)

    await serve_all([one.serve(), other.serve()], stop)

    assert one.left_in_order
    assert other.left_in_order


async def test_what_one_platform_can_not_go_on_with_ends_the_others_in_order_and_is_raised() -> None:
    one, other = Served(), Served(SettingsError("Discord refuses DISCORD_TOKEN."))

    with pytest.raises(SettingsError, match="refuses"):
        await serve_all([one.serve(), other.serve()], asyncio.Event())

    assert one.left_in_order


def test_without_any_token_run_says_what_to_set_and_exits_with_2() -> None:
    result = factotum("run")

    assert result.status == 2
    assert "DISCORD_TOKEN" in result.err
    assert result.err.count("\n") == 1


def test_a_malformed_token_is_named_in_one_line_without_itself() -> None:
    result = factotum("run", DISCORD_TOKEN="Bot secret")

    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "DISCORD_TOKEN is no bot token" in result.err
    assert "secret" not in result.err


def test_a_token_shows_in_no_repr() -> None:
    assert "Gabcde" not in repr(read_settings({"DISCORD_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    ("name", "value"), [("DISCORD_GUILDS", "123, my server"), ("DISCORD_MESSAGE_CONTENT", "maybe")]
)
def test_malformed_settings_of_discord_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_servers_are_parted_by_commas() -> None:
    discord = read_settings({"DISCORD_GUILDS": "123456789012345678, 223456789012345678"}).discord

    assert discord.guilds == (123456789012345678, 223456789012345678)


def test_only_platforms_whose_tokens_are_set_are_served() -> None:
    settings = read_settings({"DISCORD_TOKEN": TOKEN})

    assert [platform.name for platform in chosen(settings, None)] == ["discord"]
    assert [platform.name for platform in chosen(settings, "discord")] == ["discord"]


def test_the_platforms_of_the_parser_are_those_of_the_program() -> None:
    assert [platform.name for platform in platforms.PLATFORMS] == list(parser.PLATFORMS)


def test_the_invite_link_asks_for_the_rights_that_are_needed_and_no_more() -> None:
    result = factotum("discord-invite", DISCORD_TOKEN=TOKEN)

    assert result.status == 0
    assert result.out.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678&permissions=")
    assert "scope=bot+applications.commands" in result.out
    granted = int(result.out.partition("permissions=")[2].partition("&")[0])
    assert granted & (1 << 3 | 1 << 4 | 1 << 5 | 1 << 13) == 0, "neither administrator nor any right to manage"


def test_without_a_token_there_is_no_invite_link() -> None:
    assert factotum("discord-invite").status == 2


def test_the_signal_to_end_stops_the_waiting() -> None:
    async def told() -> bool:
        stop = asyncio.Event()
        with _told_by_signals(stop):
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.wait_for(stop.wait(), 5)
        return stop.is_set()

    assert asyncio.run(told())
