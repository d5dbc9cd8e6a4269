"""``factotum doctor`` on Discord: what an owner is told, and what to do about it."""

import asyncio
import io
from pathlib import Path

import pytest

from bot.console import Console
from bot.parser import build_parser
from bot.run import run_on
from tests.adapters.discord.conftest import Server
from tests.adapters.discord.wire import TOKEN


async def examined(server: Server, tmp_path: Path, **environ: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    words = ("doctor", "--database", str(tmp_path / "factotum.db"))

    def run() -> int:
        known = {"DISCORD_TOKEN": TOKEN, **environ}
        return run_on(Console(io.BytesIO(), out, err), build_parser().parse_args(words), known, Path("/nonexistent"))

    assert server.discord.address
    status = await asyncio.to_thread(run)
    return status, out.getvalue() + err.getvalue()


async def test_what_is_well_is_said_to_be_well(server: Server, tmp_path: Path) -> None:
    async with server.bot():
        status, said = await examined(server, tmp_path)

    assert status == 0
    assert "BAD" not in said
    assert "it is factotum's, and Discord takes it." in said
    assert TOKEN not in said


async def test_a_refused_token_a_missing_right_and_commands_not_told_are_named(server: Server, tmp_path: Path) -> None:
    server.discord.rights = str(1 << 10)
    status, said = await examined(server, tmp_path, DISCORD_GUILDS="999999999999999999")

    assert status == 1
    assert "the bot lacks Send Messages, Embed Links" in said
    assert "not known yet" in said
    assert "not in the server 999999999999999999" in said

    server.discord.token = "another"
    status, said = await examined(server, tmp_path)
    assert status == 1
    assert "Discord refuses DISCORD_TOKEN" in said


@pytest.mark.parametrize("reads", ["yes", "no"])
async def test_the_message_content_intent_is_looked_at_only_where_it_is_wanted(
    server: Server, tmp_path: Path, reads: str
) -> None:
    async with server.bot():
        status, said = await examined(server, tmp_path, DISCORD_MESSAGE_CONTENT=reads)

    assert status == int(reads == "yes")
    assert ("intent is off" in said) == (reads == "yes")
