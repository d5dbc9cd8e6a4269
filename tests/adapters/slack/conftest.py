"""The bot on a loopback Slack, and people in its workspace."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.host import Host
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.options import SlackOptions
from adapters.slack.serving import serve
from tests.adapters.slack.wire import (
    APP,
    APP_TOKEN,
    BOT_TOKEN,
    BOT_USER,
    SECRET,
    TEAM,
    Json,
    Posted,
    Wire,
    form,
    post,
    until,
)
from tests.adapters.slack.wire import signed as sign
from tests.fakes.rounds import FakeQuestions, FakeRoundStore, dice, question
from tests.fakes.store import MemoryStore
from tests.templates import memory_with
from trivia.commands.core import Core, assemble
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.model import Rules
from trivia.rounds.ports import Messenger
from trivia.scores.ports import Painter

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PACKS = Path(__file__).parents[3] / "packs"
CHANNEL = "C0GENERAL"
SOCKET = SlackOptions(bot_token=BOT_TOKEN, app_token=APP_TOKEN)
HTTP = SlackOptions(bot_token=BOT_TOKEN, signing_secret=SECRET, port=0)

CAPITALS = (
    question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome")),
    question("Rome is in Italy.", "true", ("true", "false"), QuestionKind.TRUE_FALSE),
    question("Who directed AKA You're Welcome?", "Krysten Ritter"),
)


@dataclass
class HostStore(FakeRoundStore):
    """All that a platform keeps."""

    notes: dict[str, str] = field(default_factory=dict)

    async def recall(self, key: str) -> str | None:
        return self.notes.get(key)

    async def keep(self, key: str, value: str) -> None:
        self.notes[key] = value


class Bot:
    """The bot under test. Its clock goes on only when told to."""

    def __init__(self, wire: Wire, facts: MemoryStore, options: SlackOptions, store: HostStore | None = None) -> None:
        self.wire = wire
        self.facts = facts
        self.store = store or HostStore()
        self.options = replace(options, api=wire.api)
        self.questions: Sequence[Question] = CAPITALS
        self.now = NOW
        self.painter: Painter | None = None
        self.ready: list[str] = []
        self.core: Core | None = None
        self.messenger: Messenger | None = None
        self.address = ""
        self._signed = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Bot"]:
        host = Host(self.store, self._core, lambda: self.now, self.ready.append)
        options = self.options
        if options.signing_secret:
            options = replace(options, port=_free_port())
            self.address = f"http://{options.host}:{options.port}"
        serving = asyncio.create_task(serve(host, options))
        try:
            await until(lambda: self.ready or serving.done())
            if serving.done():
                serving.result()
            yield self
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving
            self.ready.clear()

    def _core(self, messenger: Messenger, platform: str, defaults: Rules) -> Core:
        self.messenger = messenger
        self.core = assemble(
            facts=self.facts,
            rounds=self.store,
            questions=FakeQuestions(tuple(self.questions)),
            messenger=messenger,
            chance=dice(len(self.store.rounds)),
            platform=platform,
            defaults=defaults,
            painter=self.painter,
        )
        return self.core

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    async def send(self, kind: str, payload: Json) -> Json | None:
        """Send something as Slack would; return what the acknowledgement holds."""
        if not self.address:
            return await self.wire.deliver(kind, payload)
        if kind == "slash_commands":
            body, content_type = urlencode(payload), "application/x-www-form-urlencoded"
        elif kind == "interactive":
            body, content_type = form(payload), "application/x-www-form-urlencoded"
        else:
            body, content_type = json.dumps(payload), "application/json"
        self._signed += 1  # each delivery is signed anew, a second after the one before
        headers = sign(body, at=time.time() + self._signed % 200)
        status, answer = await post(self.address + EVENTS_PATH, body, content_type, headers)
        assert status == 200, answer
        read: Json | None = json.loads(answer) if answer.startswith("{") else None
        return read


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Person:
    """Somebody in the workspace."""

    def __init__(self, bot: Bot, user: str, team: str = TEAM, channel: str = CHANNEL) -> None:
        self.bot = bot
        self.user = user
        self.team = team
        self.channel = channel

    def _where(self) -> Json:
        trigger = f"{self.bot.wire.number()}.{self.user}"
        return {
            "team": {"id": self.team, "domain": "team"},
            "user": {"id": self.user, "username": self.user.casefold(), "team_id": self.team},
            "api_app_id": APP,
            "trigger_id": trigger,
            "is_enterprise_install": False,
            "enterprise": None,
        }

    def _answer_at(self) -> str:
        return f"{self.bot.wire.address}/respond/{self.channel}/{self.user}"

    async def types(self, line: str, **more: str) -> None:
        """Type a slash command."""
        command, _, text = line.partition(" ")
        payload = {
            "command": command,
            "text": text,
            "team_id": self.team,
            "team_domain": "team",
            "channel_id": self.channel,
            "channel_name": "general",
            "user_id": self.user,
            "user_name": self.user.casefold(),
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._answer_at(),
            "trigger_id": f"{self.bot.wire.number()}.{self.user}",
        }
        await self.bot.send("slash_commands", payload | more)

    async def presses(self, message: Posted, label: str) -> None:
        """Press a button of a message."""
        button = next(b for text, b in message.buttons().items() if text == label or text.startswith(f"{label}. "))
        await self.bot.send("interactive", self.press(message, button))

    def press(self, message: Posted, button: Json) -> Json:
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"], "block_id": "b"}
        container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        return self._where() | {
            "type": "block_actions",
            "actions": [action],
            "channel": {"id": message.channel, "name": "general"},
            "container": container | {"is_ephemeral": message in self.bot.wire.whispers},
            "message": {"ts": message.ts, "thread_ts": message.thread} if message.thread else {"ts": message.ts},
            "response_url": f"{self.bot.wire.address}/respond/{message.channel}/{self.user}?of={message.ts}",
        }

    async def presses_at_home(self, home: Json, label: str) -> None:
        """Press a button of App Home."""
        buttons = [e for block in home["blocks"] if block["type"] == "actions" for e in block["elements"]]
        button = next(e for e in buttons if e["text"]["text"].startswith(label))
        action = {"type": "button", "action_id": button["action_id"], "value": button["value"]}
        view = home | {"id": f"V{self.bot.wire.number()}", "callback_id": "", "private_metadata": ""}
        payload = {"type": "block_actions", "actions": [action], "view": view, "container": {"type": "view"}}
        await self.bot.send("interactive", self._where() | payload)

    async def picks(self, view: Json, value: str) -> None:
        """Pick another command in a form."""
        action = {"type": "static_select", "action_id": "pick", "block_id": "pick", "selected_option": {"value": value}}
        payload = {"type": "block_actions", "actions": [action], "view": view, "container": {"type": "view"}}
        await self.bot.send("interactive", self._where() | payload)

    async def fills(self, view: Json, **values: str) -> Json | None:
        """Fill a form in and send it off."""
        return await self.bot.send("interactive", self.form(view, values))

    def form(self, view: Json, values: dict[str, str], files: dict[str, list[Json]] | None = None) -> Json:
        state: Json = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                name = block["block_id"].removeprefix("option:")
                element: Json = {"type": block["element"]["type"]}
                given = values.get(name, block["element"].get("initial_value"))
                if element["type"].endswith("select"):
                    chosen = values.get(name) or (block["element"].get("initial_option") or {}).get("value")
                    element["selected_option"] = {"value": chosen} if chosen else None
                elif element["type"] == "file_input":
                    element["files"] = (files or {}).get(name, [])
                else:
                    element["value"] = given
                state[block["block_id"]] = {block["element"]["action_id"]: element}
        filled = view | {"state": {"values": state}}
        return self._where() | {"type": "view_submission", "view": filled}

    async def suggestions(self, view: Json, option: str, typed: str) -> list[str]:
        """Type into a menu; return what it offers."""
        payload = {
            "type": "block_suggestion",
            "action_id": f"option:{option}",
            "block_id": f"option:{option}",
            "value": typed,
            "view": view,
            "container": {"type": "view"},
        }
        answer = await self.bot.send("interactive", self._where() | payload)
        assert answer is not None
        return [offered["value"] for offered in answer["options"]]

    def event(self, event: Json, **more: object) -> Json:
        return {
            "type": "event_callback",
            "team_id": self.team,
            "api_app_id": APP,
            "event_id": f"Ev{self.bot.wire.number()}",
            "event_time": 1_700_000_000,
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True, "enterprise_id": None}],
            "event": event,
        } | more

    def message(self, text: str, *, channel: str = "", thread: str = "", kind: str = "message") -> Json:
        channel = channel or self.channel
        event: Json = {
            "type": kind,
            "user": self.user,
            "text": text,
            "ts": f"{1_800_000_000 + self.bot.wire.number()}.000100",
            "channel": channel,
            "team": self.team,
        }
        if kind == "message":
            event["channel_type"] = "im" if channel.startswith("D") else "channel"
        return self.event(event | ({"thread_ts": thread} if thread else {}))

    async def says(self, text: str, *, channel: str = "", thread: str = "") -> None:
        """Write a message that the bot reads."""
        await self.bot.send("events_api", self.message(text, channel=channel, thread=thread))

    async def mentions(self, text: str, *, thread: str = "") -> None:
        """Write a message that mentions the bot."""
        await self.bot.send("events_api", self.message(f"<@{BOT_USER}> {text}", thread=thread, kind="app_mention"))

    async def opens_home(self) -> Json:
        """Open App Home; return what it shows."""
        self.bot.wire.homes.pop(self.user, None)
        event = {"type": "app_home_opened", "user": self.user, "channel": f"D{self.user}", "tab": "home"}
        await self.bot.send("events_api", self.event(event))
        await until(lambda: self.user in self.bot.wire.homes)
        return self.bot.wire.homes[self.user]

    async def is_told(self) -> str:
        """Return the latest that this person was told alone, once there is something new."""
        count = getattr(self, "_heard", 0)
        await until(lambda: len(self.bot.wire.told(self.user)) > count)
        self._heard = count + 1
        return self.bot.wire.told(self.user)[count]


@pytest.fixture
async def facts() -> MemoryStore:
    """The facts of the two articles."""
    return await memory_with("jessica-jones", NOW)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire().serving() as slack:
        yield slack
        assert slack.refused == [], "Slack refused blocks"


StartBot = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
def start(wire: Wire, facts: MemoryStore) -> StartBot:
    """Return what starts the bot, with options and a store of one's own where they matter."""

    def begin(options: SlackOptions = SOCKET, store: HostStore | None = None, **more: Any) -> Any:
        bot = Bot(wire, facts, options, store)
        for name, value in more.items():
            setattr(bot, name, value)
        return bot.running()

    return begin


@pytest.fixture(params=["socket", "http"])
async def bot(request: pytest.FixtureRequest, start: StartBot) -> AsyncIterator[Bot]:
    """The bot, over Socket Mode and over HTTP."""
    async with start(SOCKET if request.param == "socket" else HTTP) as running:
        yield running


@pytest.fixture
def anna(bot: Bot) -> Person:
    return Person(bot, "UANNA")


@pytest.fixture
def ben(bot: Bot) -> Person:
    return Person(bot, "UBEN")


def shown(view: Json) -> str:
    """Return all the words of a view."""
    words: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                words.append(value["text"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(view["blocks"])
    return " ".join(words)


__all__ = ["Awaitable", "Bot", "Person", "shown"]
