"""A Slack on loopback: its Web API, Socket Mode, the addresses that answers go to, and the limits it refuses for.

What the bot shows is kept as people would see it; what people do is sent as Slack would send it.
"""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

from tests.adapters.slack.limits import problems

Json = dict[str, Any]
BOT_USER, BOT, APP = "U0BOT", "B0BOT", "A0APP"
TEAM = "T0TEAM"
BOT_TOKEN, APP_TOKEN = "xoxb-0000000000-bot", "xapp-1-0000000000-app"
SECRET = "0123456789abcdef0123456789abcdef"
SCOPES = (
    "commands,chat:write,chat:write.public,app_mentions:read,im:history,"
    "files:read,files:write,usergroups:read,users:read"
)
PATIENCE = 10.0


@dataclass
class Call:
    """A call of the Web API."""

    method: str
    token: str
    arguments: Json


@dataclass
class Posted:
    """A message in a channel, as it is now; ``edits`` counts how often it was changed."""

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    thread: str = ""
    to: str = ""
    metadata: Json | None = None
    edits: int = 0
    history: list[str] = field(default_factory=list)

    def buttons(self) -> dict[str, Json]:
        """Return what can be pressed, by what stands on it."""
        elements = [e for block in self.blocks if block["type"] == "actions" for e in block["elements"]]
        return {element["text"]["text"]: element for element in elements}


class Wire:
    """The loopback server. Call methods of it to be somebody in the workspace."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: list[Posted] = []
        self.whispers: list[Posted] = []
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.files: dict[str, Json] = {}
        self.failures: defaultdict[str, deque[Json | int | str]] = defaultdict(deque)
        self.users: dict[str, Json] = {}
        self.groups: list[Json] = []
        self.closed_channels: set[str] = set()
        self.tokens = {BOT_TOKEN: (TEAM, BOT_USER, BOT)}
        self.scopes = SCOPES
        self.refused: list[str] = []
        self.handlers: dict[str, Callable[[Json], Awaitable[Json]]] = {}
        self._numbers = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self.connections = 0
        self.acked_in: list[float] = []
        self.address = ""
        self.held: dict[str, asyncio.Event] = {}
        self.released = asyncio.Event()

    @property
    def api(self) -> str:
        return f"{self.address}/api/"

    # Serving

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Wire"]:
        served = web.Application(client_max_size=50_000_000)
        served.router.add_route("*", "/api/{method}", self._api)
        served.router.add_get("/socket", self._socket)
        served.router.add_post("/respond/{channel}/{user}", self._respond)
        served.router.add_post("/upload/{file}", self._upload)
        served.router.add_get("/files/{file}", self._download)
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            self.released.set()
            for socket in list(self._sockets):
                await socket.close()
            await runner.cleanup()

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments: Json = dict(request.query)
        if request.content_type == "application/json":
            arguments |= await request.json()
        else:
            arguments |= dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        for name in ("blocks", "view", "metadata", "files"):
            if isinstance(arguments.get(name), str):
                arguments[name] = json.loads(arguments[name])
        self.calls.append(Call(method, token, arguments))
        if method in self.held:
            await self.held[method].wait()
        if self.failures[method]:
            failure = self.failures[method].popleft()
            if isinstance(failure, int):
                return web.Response(
                    status=failure, headers={"Retry-After": "0"}, text="{}", content_type="application/json"
                )
            if failure == "drop":
                assert request.transport
                request.transport.close()
                return web.Response()
            if failure == "done, then drop":
                await self._answer(method, token, arguments)
                assert request.transport
                request.transport.close()
                return web.Response()
            if failure == "done, then wait":
                await self._answer(method, token, arguments)
                await self.released.wait()
                return web.Response()
            said = {"ok": False, "error": failure} if isinstance(failure, str) else {"ok": False, **failure}
            return web.json_response(said)
        answer = await self._answer(method, token, arguments)
        return web.json_response(answer, headers={"X-OAuth-Scopes": self.scopes})

    async def _answer(self, method: str, token: str, arguments: Json) -> Json:
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                return {"ok": False, "error": "invalid_auth"}
            return {"ok": True, "url": self.address.replace("http", "ws") + "/socket"}
        if method == "oauth.v2.access":
            return await self.handlers[method](arguments)
        if token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        known = {
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "chat.getPermalink": self._permalink,
            "conversations.history": self._history,
            "conversations.replies": self._history,
            "views.open": self._open,
            "views.update": self._open,
            "views.publish": self._publish,
            "users.info": self._user,
            "usergroups.list": self._groups,
            "files.getUploadURLExternal": self._upload_address,
            "files.completeUploadExternal": self._uploaded,
        }
        if method in self.handlers:
            return await self.handlers[method](arguments)
        if method not in known:
            return {"ok": False, "error": "unknown_method"}
        return known[method](token, arguments)

    def _auth_test(self, token: str, _: Json) -> Json:
        team, user, bot = self.tokens[token]
        return {"ok": True, "team_id": team, "team": "Team", "user_id": user, "bot_id": bot, "user": "factotum"}

    def _checked(self, arguments: Json, *, surface: str = "message") -> Json | None:
        wrong = problems(arguments.get("blocks") or [], surface)
        if not wrong and surface == "message" and not arguments.get("text"):
            wrong = ["no text"]
        self.refused += wrong
        return {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": wrong}} if wrong else None

    def _post(self, _: str, arguments: Json) -> Json:
        channel = str(arguments["channel"])
        if channel in self.closed_channels:
            return {"ok": False, "error": "not_in_channel"}
        if refused := self._checked(arguments):
            return refused
        ts = f"{1_700_000_000 + next(self._numbers)}.000100"
        in_channel = f"D{channel}" if channel.startswith(("U", "W")) else channel
        self.messages.append(
            Posted(
                in_channel,
                ts,
                arguments["text"],
                arguments.get("blocks") or [],
                thread=str(arguments.get("thread_ts", "")),
                to=channel,
                metadata=arguments.get("metadata"),
            )
        )
        return {"ok": True, "channel": in_channel, "ts": ts}

    def _update(self, _: str, arguments: Json) -> Json:
        if refused := self._checked(arguments):
            return refused
        for message in self.messages:
            if (message.channel, message.ts) == (arguments["channel"], arguments["ts"]):
                message.history.append(message.text)
                message.text, message.blocks = arguments["text"], arguments.get("blocks") or []
                message.edits += 1
                return {"ok": True, "channel": message.channel, "ts": message.ts}
        return {"ok": False, "error": "message_not_found"}

    def _whisper(self, _: str, arguments: Json) -> Json:
        if arguments["channel"] in self.closed_channels:
            return {"ok": False, "error": "not_in_channel"}
        if refused := self._checked(arguments):
            return refused
        self.whispers.append(
            Posted(
                arguments["channel"],
                f"{1_700_000_000 + next(self._numbers)}.000200",
                arguments["text"],
                arguments.get("blocks") or [],
                thread=str(arguments.get("thread_ts", "")),
                to=arguments["user"],
            )
        )
        return {"ok": True, "message_ts": self.whispers[-1].ts}

    async def _respond(self, request: web.Request) -> web.Response:
        arguments = await request.json()
        self.calls.append(Call("respond", "", arguments))
        if self.failures["respond"]:
            return web.Response(status=404, text=str(self.failures["respond"].popleft()))
        if self._checked(arguments):
            return web.Response(status=400, text="invalid_blocks")
        if arguments.get("replace_original"):
            pressed = next(m for m in [*self.whispers, *self.messages] if m.ts == request.query["of"])
            pressed.history.append(pressed.text)
            pressed.text, pressed.blocks = arguments["text"], arguments.get("blocks") or []
            pressed.edits += 1
            return web.Response(text="ok")
        kept = self.messages if arguments.get("response_type") == "in_channel" else self.whispers
        ts = f"{1_700_000_000 + next(self._numbers)}.000100"
        kept.append(
            Posted(
                request.match_info["channel"],
                ts,
                arguments["text"],
                arguments.get("blocks") or [],
                to=request.match_info["user"],
            )
        )
        return web.Response(text="ok")

    def _permalink(self, _: str, arguments: Json) -> Json:
        ts = arguments["message_ts"].replace(".", "")
        return {"ok": True, "permalink": f"https://team.slack.com/archives/{arguments['channel']}/p{ts}"}

    def _history(self, _: str, arguments: Json) -> Json:
        here = [m for m in self.messages if m.channel == arguments["channel"]]
        return {"ok": True, "messages": [{"ts": m.ts, "text": m.text, "metadata": m.metadata} for m in reversed(here)]}

    def _open(self, _: str, arguments: Json) -> Json:
        view = arguments["view"]
        wrong = problems(view["blocks"], "modal")
        wrong += ["title"] if not 0 < len(view["title"]["text"]) <= 24 else []
        wrong += ["private_metadata"] if len(view.get("private_metadata", "")) > 3000 else []
        if wrong:
            self.refused += wrong
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": wrong}}
        kept = view | {"id": f"V{next(self._numbers)}", "hash": f"h{next(self._numbers)}"}
        self.views.append(kept)
        return {"ok": True, "view": kept}

    def _publish(self, _: str, arguments: Json) -> Json:
        wrong = problems(arguments["view"]["blocks"], "home")
        if wrong:
            self.refused += wrong
            return {"ok": False, "error": "invalid_arguments"}
        self.homes[arguments["user_id"]] = arguments["view"]
        return {"ok": True}

    def _user(self, token: str, arguments: Json) -> Json:
        user = arguments["user"]
        name = user.removeprefix("U").casefold()
        plain = {"id": user, "team_id": self.tokens[token][0], "name": name, "profile": {"display_name": name}}
        return {"ok": True, "user": plain | self.users.get(user, {})}

    def _groups(self, _: str, __: Json) -> Json:
        return {"ok": True, "usergroups": self.groups}

    def _upload_address(self, _: str, arguments: Json) -> Json:
        file = f"F{next(self._numbers)}"
        self.files[file] = {"name": arguments["filename"], "data": b"", "channel": ""}
        return {"ok": True, "upload_url": f"{self.address}/upload/{file}", "file_id": file}

    async def _upload(self, request: web.Request) -> web.Response:
        file = request.match_info["file"]
        if request.content_type.startswith("multipart/"):
            parts = await request.post()
            part = next(iter(parts.values()))
            self.files[file]["data"] = part.file.read() if isinstance(part, web.FileField) else part
        else:
            self.files[file]["data"] = await request.read()
        return web.Response(text="OK - 1")

    def _uploaded(self, _: str, arguments: Json) -> Json:
        for file in arguments["files"]:
            self.files[file["id"]]["channel"] = arguments.get("channel_id") or ""
        return {"ok": True, "files": [{"id": file["id"]} for file in arguments["files"]]}

    async def _download(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return web.Response(body=self.files[request.match_info["file"]]["data"])

    # Socket Mode

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    answer = json.loads(message.data)
                    future = self._acks.pop(answer["envelope_id"], None)
                    if future and not future.done():
                        future.set_result(answer.get("payload"))
        finally:
            self._sockets.remove(socket)
        return socket

    @property
    def sockets(self) -> int:
        return len(self._sockets)

    async def refresh(self) -> None:
        """Ask every connection to be renewed, as Slack does every few hours."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def break_sockets(self) -> None:
        """Let every connection break."""
        for socket in list(self._sockets):
            await socket.close()

    async def deliver(self, kind: str, payload: Json, *, envelope: str = "", retry: int = 0) -> Json | None:
        """Send an envelope; return what its acknowledgement holds."""
        await until(lambda: self.sockets > 0)
        envelope = envelope or f"env-{next(self._numbers)}"
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[envelope] = future
        message: Json = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        if retry:
            message |= {"retry_attempt": retry, "retry_reason": "timeout"}
        began = time.perf_counter()
        await self._sockets[next(self._numbers) % len(self._sockets)].send_json(message)
        try:
            return await asyncio.wait_for(future, PATIENCE)
        finally:
            self.acked_in.append(time.perf_counter() - began)

    # What is on the screen

    def number(self) -> int:
        return next(self._numbers)

    def said(self, channel: str) -> list[str]:
        """Return what stands in a channel for all."""
        return [message.text for message in self.messages if message.channel == channel]

    def told(self, user: str) -> list[str]:
        """Return what a member was told alone."""
        return [message.text for message in self.whispers if message.to == user]

    def count(self, method: str) -> int:
        return sum(call.method == method for call in self.calls)


async def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so; it is a failure if it never is."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "that never came to be"
        await asyncio.sleep(0.005)


def signed(body: str, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Return the headers that Slack signs a request with."""
    stamp = str(int(at if at is not None else time.time()))
    mark = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}


def form(payload: Mapping[str, Any]) -> str:
    """Return a payload as Slack posts interactions."""
    return urlencode({"payload": json.dumps(payload)})


async def post(address: str, body: str, content_type: str, headers: Mapping[str, str]) -> tuple[int, str]:
    """Send a request to the bot; return the status and the body of its answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data=body.encode(), headers={"Content-Type": content_type, **headers}) as answer,
    ):
        return answer.status, await answer.text()
