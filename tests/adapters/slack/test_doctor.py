"""``factotum doctor`` on Slack: what an owner is told, and what to do about it."""

import asyncio
import io
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.slack.options import SlackOptions
from bot.commands.doctor import doctor
from bot.console import Console
from bot.settings import Settings
from tests.adapters.slack.conftest import HTTP, SOCKET
from tests.adapters.slack.wire import APP_TOKEN, BOT_TOKEN, Wire


async def examined(wire: Wire, tmp_path: Path, options: SlackOptions) -> tuple[int, str]:
    out = io.StringIO()
    api = options.api if "127.0.0.1" in options.api else wire.api
    settings = Settings(str(tmp_path / "factotum.db"), slack=replace(options, api=api))
    console = Console(io.BytesIO(), out, out)
    status = await asyncio.to_thread(doctor, console, Namespace(json=False), settings)
    assert BOT_TOKEN not in out.getvalue()
    assert APP_TOKEN not in out.getvalue()
    return status, out.getvalue()


@pytest.mark.parametrize("options", [SOCKET, HTTP])
async def test_what_is_well_is_said_to_be_well(wire: Wire, tmp_path: Path, options: SlackOptions) -> None:
    status, said = await examined(wire, tmp_path, options)

    assert status == 0
    assert "factotum's of Team, and Slack takes them" in said
    assert "answers typed in channels are not read" in said


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (replace(SOCKET, bot_token="xoxb-wrong-token"), "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        (replace(SOCKET, app_token="xapp-wrong-token"), "Slack refuses SLACK_APP_TOKEN (invalid_auth)"),
        (replace(SOCKET, app_token=""), "SLACK_APP_TOKEN, for Socket Mode"),
        (replace(SOCKET, api="http://127.0.0.1:9/api/"), "can't be reached"),
    ],
)
async def test_what_is_wrong_is_named(wire: Wire, tmp_path: Path, options: SlackOptions, named: str) -> None:
    status, said = await examined(wire, tmp_path, options)

    assert status == 1
    assert named in said


async def test_a_missing_scope_is_named_with_the_line_that_grants_it(wire: Wire, tmp_path: Path) -> None:
    wire.scopes = wire.scopes.replace(",files:write", "")
    status, said = await examined(wire, tmp_path, SOCKET)

    assert status == 1
    assert 'Add "files:write" to the manifest, under oauth_config.scopes.bot' in said


async def test_an_app_token_without_its_scope_is_told_so(wire: Wire, tmp_path: Path) -> None:
    wire.failures["apps.connections.open"].append({"error": "missing_scope", "needed": "connections:write"})
    status, said = await examined(wire, tmp_path, SOCKET)

    assert status == 1
    assert "SLACK_APP_TOKEN lacks the scope connections:write" in said
