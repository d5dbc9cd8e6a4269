"""A stand-in for Discord on loopback: its HTTP API and its gateway, as far as the adapter uses them.

The real library talks to it. Every request body is held to Discord's limits, and to its own OpenAPI description where
that lies beside the project.
"""

import asyncio
import contextlib
import json
import zlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from tests.adapters.discord.held import held_to_description

Json = dict[str, Any]

APPLICATION = 123456789012345678
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123"
GUILD = 200000000000000001
CHANNEL = 300000000000000001
ANNA, BEN, CLEO = 400000000000000001, 400000000000000002, 400000000000000003
NAMES = {ANNA: "Anna", BEN: "Ben", CLEO: "Cleo", APPLICATION: "Factotum"}
MODERATOR, ADMIN = 1 << 13, 1 << 5
ALL_RIGHTS = (1 << 50) - 1 & ~(1 << 3)
_WAIT = 5.0


@dataclass
class Sent:
    """A request that the bot made."""

    method: str
    path: str
    body: Json
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass
class Answer:
    """What became of an interaction: the first answer and all that followed, as messages."""

    kind: int = 0
    data: Json = field(default_factory=dict)
    more: list[Json] = field(default_factory=list)
    taken_back: bool = False
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Say whether the answer is for the asker alone."""
        return bool(self.data.get("flags", 0) & 64)

    @property
    def words(self) -> str:
        """All words of the answer and what followed."""
        return "\n".join(words_of(message) for message in (self.data, *self.more))


def words_of(message: Mapping[str, Any]) -> str:
    """The words of a message, as its reader finds them, without marks and escapes."""
    parts = [message.get("content", "")]
    for embed in message.get("embeds", ()):
        parts += [embed.get("title", ""), embed.get("description", "")]
        for named in embed.get("fields", ()):
            parts += [f"{named['name']}: {named['value']}"]
        parts.append(embed.get("footer", {}).get("text", ""))
    return "\n".join(part for part in parts if part).replace("\\", "").replace("**", "")


def components_of(message: Mapping[str, Any]) -> list[Json]:
    """The buttons and menus of a message."""
    return [component for row in message.get("components", ()) for component in row["components"]]


class FakeDiscord:
    """One Discord. ``fails`` gives, for a method and the end of a path, answers to give before it works again.

    ``holds`` says that bodies are held to Discord's description.
    """

    def __init__(self, guilds: Sequence[int] = (GUILD,), *, holds: bool = True) -> None:
        self.guilds = list(guilds)
        self._holds = holds
        self.requests: list[Sent] = []
        self.messages: dict[int, dict[int, Json]] = {}
        self.posts: list[Json] = []
        self.commands: list[Json] = []
        self.answers: dict[str, Answer] = {}
        self.fails: list[tuple[str, str, int, Json, float]] = []
        self.files: dict[str, bytes] = {}
        self.gone_channels: set[int] = set()
        self.reactions: list[tuple[int, str]] = []
        self.archived: set[int] = set()
        self.shards = 1
        self.file_limit = 10 * 1024 * 1024
        self.refuses_message_content = False
        self.token = TOKEN
        self.rights = str(ALL_RIGHTS)
        self.identified = 0
        self.resumed = 0
        self._changed = asyncio.Condition()
        self._ids = count(900000000000000001)
        self._sequence = count(1)
        self._sockets: list[_Socket] = []
        self._events: list[Json] = []
        self.address = ""

    # Standing

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeDiscord"]:
        """Serve on a port of loopback."""
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_get("/files/{name}", self._file)
        app.router.add_route("*", "/api/v10/{path:.*}", self._api)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        self.address = f"http://127.0.0.1:{port}"
        try:
            yield self
        finally:
            for socket in self._sockets:
                await socket.close()
            await runner.cleanup()

    async def until(self, true: Callable[[], bool], seconds: float = _WAIT) -> None:
        """Wait until something is true of what was sent."""
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(true), seconds)

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # What people do

    async def command(
        self,
        path: str,
        who: int = ANNA,
        *,
        permissions: int = 0,
        guild: int | None = GUILD,
        channel: int = CHANNEL,
        app_permissions: int = ALL_RIGHTS,
        thread_in: int = 0,
        **options: object,
    ) -> Answer:
        """Type a command."""
        family, _, name = path.partition(" ")
        given = [_option(key, value) for key, value in options.items()]
        data: Json = {"id": "1", "name": family, "type": 1, "options": given}
        if name:
            data["options"] = [{"type": 1, "name": name, "options": given}]
        attachments = {str(v["id"]): v for v in options.values() if isinstance(v, dict)}
        if attachments:
            data["resolved"] = {"attachments": attachments}
        return await self.interact(
            2, data, who, permissions=permissions, guild=guild, channel=channel, app_permissions=app_permissions,
            thread_in=thread_in,
        )  # fmt: skip

    async def type(self, path: str, option: str, text: str, who: int = ANNA, **beside: object) -> list[Json]:
        """Type an option of a command; return what is suggested."""
        family, _, name = path.partition(" ")
        given = [_option(key, value) for key, value in beside.items()]
        given.append({"name": option, "type": 3, "value": text, "focused": True})
        data: Json = {"id": "1", "name": family, "type": 1, "options": given}
        if name:
            data["options"] = [{"type": 1, "name": name, "options": given}]
        answer = await self.interact(4, data, who)
        choices: list[Json] = answer.data["choices"]
        return choices

    async def menu(self, name: str, message: Json | None = None, member: int = 0, **how: Any) -> Answer:
        """Choose an entry of the menu on a message or on a member."""
        data: Json = {"id": "1", "name": name, "type": 3 if message else 2}
        if message:
            data |= {"target_id": message["id"], "resolved": {"messages": {message["id"]: message}}}
        else:
            data |= {"target_id": str(member), "resolved": {"users": {str(member): user(member)}}}
        return await self.interact(2, data, **how)

    async def press(self, message: Mapping[str, Any], label: str, who: int = ANNA, **how: Any) -> Answer:
        """Press a button of a message by how it begins."""
        found = [c for c in components_of(message) if str(c.get("label", "")).startswith(label)]
        assert found, f"no button {label} in {[c.get('label') for c in components_of(message)]}"
        assert not found[0].get("disabled"), f"{label} can't be pressed"
        return await self.press_id(message, found[0]["custom_id"], who, **how)

    async def press_id(self, message: Mapping[str, Any], custom_id: str, who: int = ANNA, **how: Any) -> Answer:
        """Press whatever bears an id."""
        data = {"component_type": 2, "custom_id": custom_id}
        return await self.interact(3, data, who, message=message, **how)

    async def submit(
        self, form: Mapping[str, Any], who: int = ANNA, message: Mapping[str, Any] | None = None,
        permissions: int = 0, **values: str,
    ) -> Answer:  # fmt: skip
        """Fill a form in and send it."""
        components = [
            {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": name, "value": value}}
            for name, value in values.items()
        ]
        data = {"custom_id": form["custom_id"], "components": components}
        return await self.interact(5, data, who, message=message, permissions=permissions)

    async def interact(
        self,
        kind: int,
        data: Json,
        who: int = ANNA,
        *,
        permissions: int = 0,
        guild: int | None = GUILD,
        channel: int = CHANNEL,
        app_permissions: int = ALL_RIGHTS,
        message: Mapping[str, Any] | None = None,
        again: int = 1,
        bot: bool = False,
        thread_in: int = 0,
    ) -> Answer:
        """Send an interaction, ``again`` times the same one; return its answer when it is there."""
        number = str(next(self._ids))
        event: Json = {
            "id": number,
            "application_id": str(APPLICATION),
            "type": kind,
            "token": f"token-{number}",
            "version": 1,
            "data": data,
            "channel_id": str(channel),
            "channel": channel_of(channel, 0 if guild else 1),
            "app_permissions": str(app_permissions),
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": self.file_limit,
        }
        if thread_in:
            event["channel"] = thread_of(channel, thread_in)
        person = user(who) | ({"bot": True} if bot else {})
        if guild is None:
            event |= {"user": person, "context": 1}
        else:
            event |= {"guild_id": str(guild), "guild": {"id": str(guild), "locale": "en-GB", "features": []}}
            event |= {"member": member(who, permissions) | {"user": person}, "context": 0}
        if message is not None:
            event["message"] = dict(message)
        answer = self.answers[event["token"]] = Answer()
        for _ in range(again):
            await self.dispatch("INTERACTION_CREATE", event)
        if not bot:
            await self.until(lambda: answer.kind != 0)
            if answer.kind == 5:
                await self.until(lambda: bool(answer.more or answer.taken_back or answer.data.get("embeds")))
            if answer.taken_back:
                with contextlib.suppress(TimeoutError):  # most often nothing follows
                    await self.until(lambda: bool(answer.more), 0.2)
        return answer

    async def say(
        self, content: str, who: int = ANNA, *, guild: int | None = GUILD, channel: int = CHANNEL,
        reply_to: Mapping[str, Any] | None = None, mentions: bool = False, bot: bool = False,
    ) -> Json:  # fmt: skip
        """Write a message in a channel, or to the bot alone."""
        message = self._message(channel, user(who) | ({"bot": True} if bot else {}), {"content": content})
        message["mentions"] = [user(APPLICATION)] if mentions else []
        if guild is not None:
            message |= {"guild_id": str(guild), "member": {k: v for k, v in member(who, 0).items() if k != "user"}}
        if reply_to is not None:
            message |= {"type": 19, "referenced_message": dict(reply_to)}
            message["message_reference"] = {"message_id": reply_to["id"], "channel_id": str(channel)}
        self.messages.setdefault(channel, {})[int(message["id"])] = message
        await self.dispatch("MESSAGE_CREATE", message)
        return message

    # What channels show

    def shown(self, channel: int = CHANNEL) -> list[Json]:
        """The bot's messages in a channel as they stand now, the oldest first."""
        return [m for m in self.messages.get(channel, {}).values() if m["author"]["id"] == str(APPLICATION)]

    async def until_shown(self, words: str, channel: int = CHANNEL, seconds: float = _WAIT) -> Json:
        """Wait for a message of the bot that says something; return it."""

        def found() -> Json | None:
            return next((m for m in reversed(self.shown(channel)) if words in words_of(m)), None)

        await self.until(lambda: found() is not None, seconds)
        message = found()
        assert message is not None
        return message

    # The gateway

    async def dispatch(self, name: str, data: Json) -> None:
        """Send an event to the bot, or keep it for when it resumes."""
        event = {"op": 0, "t": name, "s": next(self._sequence), "d": data}
        self._events.append(event)
        for socket in self._sockets:
            if socket.ready and socket.serves(int(data.get("guild_id") or 0)):
                await socket.send(event)

    async def drop(self, code: int = 4000) -> None:
        """Drop every connection."""
        for socket in list(self._sockets):
            await socket.close(code)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell the bot that its session is invalid."""
        for socket in self._sockets:
            await socket.send({"op": 9, "d": resumable, "s": None, "t": None})

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        raw = web.WebSocketResponse(heartbeat=None, compress=False)
        await raw.prepare(request)
        socket = _Socket(raw)
        self._sockets.append(socket)
        await socket.send({"op": 10, "d": {"heartbeat_interval": 40_000}, "s": None, "t": None})
        async for message in raw:
            if message.type is WSMsgType.TEXT:
                await self._hear(socket, json.loads(message.data))
        self._sockets.remove(socket)
        return raw

    async def _hear(self, socket: "_Socket", said: Json) -> None:
        match said["op"]:
            case 1:
                await socket.send({"op": 11, "d": None, "s": None, "t": None})
            case 2:
                await self._identify(socket, said["d"])
            case 6:
                await self._resume(socket, said["d"])
            case _:
                pass

    async def _identify(self, socket: "_Socket", said: Json) -> None:
        if said["token"] != self.token:
            await socket.close(4004)
            return
        if self.refuses_message_content and said["intents"] & (1 << 15):
            await socket.close(4014)
            return
        socket.shard = said.get("shard", [0, 1])
        guilds = [guild for guild in self.guilds if socket.serves(guild)]
        ready = {
            "v": 10,
            "user": user(APPLICATION) | {"bot": True, "flags": 0},
            "guilds": [{"id": str(guild), "unavailable": True} for guild in guilds],
            "session_id": "session",
            "resume_gateway_url": f"{self.address.replace('http', 'ws')}/gateway",
            "shard": socket.shard,
            "application": {"id": str(APPLICATION), "flags": 0},
        }
        await socket.send({"op": 0, "t": "READY", "s": next(self._sequence), "d": ready})
        for guild in guilds:
            await socket.send({"op": 0, "t": "GUILD_CREATE", "s": next(self._sequence), "d": guild_of(guild)})
        socket.ready = True
        self.identified += 1
        await self._note()

    async def _resume(self, socket: "_Socket", said: Json) -> None:
        for event in [event for event in self._events if event["s"] > said["seq"]]:
            await socket.send(event)
        await socket.send({"op": 0, "t": "RESUMED", "s": next(self._sequence), "d": {}})
        socket.ready = True
        self.resumed += 1
        await self._note()

    # The API

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["name"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def _api(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await _read(request)
        sent = Sent(request.method, path, body, files)
        self.requests.append(sent)
        if request.headers.get("Authorization") not in (None, f"Bot {self.token}"):
            return _json({"message": "401: Unauthorized", "code": 0}, 401)
        if self._holds:
            held_to_description(request.method, path, body)
        for planned in self.fails:
            method, ending, status, error, delay = planned
            if method == request.method and path.endswith(ending):
                self.fails.remove(planned)
                await asyncio.sleep(delay)
                if status:
                    return _json(error, status)
                break
        status, answer = self._answered(request.method, path.strip("/").split("/"), sent)
        await self._note()
        if status == 204:
            return web.Response(status=204)
        return _json(answer, status)

    def _answered(self, method: str, path: list[str], sent: Sent) -> tuple[int, object]:  # noqa: C901, PLR0912 -- a table
        match method, path:
            case "GET", ["users", "@me"]:
                return 200, user(APPLICATION) | {"bot": True, "flags": 0}
            case "GET", ["oauth2", "applications", "@me"]:
                return 200, _application()
            case "GET", ["gateway", "bot"]:
                limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
                url = f"{self.address.replace('http', 'ws')}/gateway"
                return 200, {"url": url, "shards": self.shards, "session_start_limit": limit}
            case "GET", ["users", "@me", "guilds"]:
                return 200, [
                    {"id": str(g), "name": guild_of(g)["name"], "permissions": self.rights} for g in self.guilds
                ]
            case "GET", ["applications", _, *_, "commands"]:
                return 200, self.commands
            case "PUT", ["applications", _, *_, "commands"]:
                commands: list[Json] = sent.body["list"]
                self.commands = [command | {"id": str(n + 700)} for n, command in enumerate(commands)]
                return 200, self.commands
            case "POST", ["users", "@me", "channels"]:
                return 200, {"id": str(int(sent.body["recipient_id"]) + 500), "type": 1}
            case "POST", ["channels", channel, "messages"]:
                return self._post(int(channel), sent)
            case "GET", ["channels", channel, "messages"]:
                return 200, list(reversed(self.messages.get(int(channel), {}).values()))
            case "PATCH", ["channels", channel, "messages", message]:
                known = self.messages.get(int(channel), {}).get(int(message))
                if int(channel) in self.archived:
                    return 400, {"message": "Thread is archived", "code": 50083}
                if known is None:
                    return 404, {"message": "Unknown Message", "code": 10008}
                known |= sent.body
                return 200, known
            case "POST", ["channels", _, "messages", message, "threads"]:
                return 201, {"id": message, "type": 11, "name": sent.body["name"]}
            case "PATCH", ["channels", channel]:
                self.archived.discard(int(channel))
                return 200, {"id": channel}
            case "PUT", ["channels", _, "messages", message, "reactions", sign, "@me"]:
                self.reactions.append((int(message), sign))
                return 204, None
            case "POST", ["interactions", _, token, "callback"]:
                return self._callback(token, sent)
            case method, ["webhooks", _, token, *_]:
                return self._webhook(method, token, sent)
            case _:
                return 404, {"message": "404: Not Found", "code": 0}

    def _post(self, channel: int, sent: Sent) -> tuple[int, object]:
        if channel in self.gone_channels:
            return 404, {"message": "Unknown Channel", "code": 10003}
        if channel in self.archived:
            return 400, {"message": "Thread is archived", "code": 50083}
        body = sent.body
        if body.get("enforce_nonce"):
            for known in self.messages.get(channel, {}).values():
                if known.get("nonce") == body["nonce"]:
                    return 200, known
        message = self._message(channel, user(APPLICATION) | {"bot": True}, body)
        self.messages.setdefault(channel, {})[int(message["id"])] = message
        self.posts.append(message)
        return 200, message

    def _callback(self, token: str, sent: Sent) -> tuple[int, object]:
        answer = self.answers.get(token)
        if answer is None:
            return 404, {"message": "Unknown interaction", "code": 10062}
        if answer.kind:
            return 400, {"message": "Interaction has already been acknowledged.", "code": 40060}
        answer.kind = sent.body["type"]
        answer.data = self._message(CHANNEL, user(APPLICATION), sent.body.get("data", {}))
        answer.files = dict(sent.files)
        if answer.kind in (8, 9):
            answer.data = sent.body["data"]
        return 204, None

    def _webhook(self, method: str, token: str, sent: Sent) -> tuple[int, object]:
        answer = self.answers.get(token)
        if answer is None or not answer.kind:
            return 404, {"message": "Unknown Webhook", "code": 10015}
        match method:
            case "DELETE":
                answer.taken_back = True
                return 204, None
            case "PATCH":
                answer.data |= sent.body
                return 200, answer.data
            case _:
                answer.more.append(self._message(CHANNEL, user(APPLICATION), sent.body))
                answer.files |= sent.files
                return 200, answer.more[-1]

    def _message(self, channel: int, author: Json, body: Mapping[str, Any]) -> Json:
        return {
            "id": str(next(self._ids)),
            "channel_id": str(channel),
            "author": author,
            "content": "",
            "timestamp": "2026-01-01T12:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": 0,
            "components": [],
            **body,
        }


class _Socket:
    """One connection of the gateway, its frames compressed as one stream."""

    def __init__(self, raw: web.WebSocketResponse) -> None:
        self._raw = raw
        self._stream = zlib.compressobj()
        self.ready = False
        self.shard = [0, 1]

    def serves(self, guild: int) -> bool:
        """Say whether what happens in a server, or to one member alone, comes over this connection."""
        number, of = self.shard
        return (guild >> 22) % of == number

    async def send(self, event: Json) -> None:
        if self._raw.closed:
            return
        data = self._stream.compress(json.dumps(event).encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        await self._raw.send_bytes(data)

    async def close(self, code: int = 1000) -> None:
        self.ready = False
        await self._raw.close(code=code)


def _json(document: object, status: int) -> web.Response:
    """Answer as Discord does, which names no charset; without ``Via`` the library takes a 429 for Cloudflare's."""
    headers = {"Content-Type": "application/json", "Via": "1.1 loopback"}
    return web.Response(body=json.dumps(document).encode(), status=status, headers=headers)


async def _read(request: web.Request) -> tuple[Json, dict[str, bytes]]:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {part.filename: part.file.read() for name, part in form.items() if isinstance(part, web.FileField)}
        written = form["payload_json"]
        assert isinstance(written, str | bytes | bytearray)
        return json.loads(written), files
    data = await request.read()
    body = json.loads(data) if data else {}
    return (body if isinstance(body, dict) else {"list": body}), {}


def _option(name: str, value: object) -> Json:
    if isinstance(value, dict):
        return {"name": name, "type": 11, "value": str(value["id"])}
    kind = 5 if isinstance(value, bool) else 4 if isinstance(value, int) else 3
    return {"name": name, "type": kind, "value": value}


def user(number: int) -> Json:
    """A user, as Discord describes one."""
    name = NAMES.get(number, f"user{number}")
    return {
        "id": str(number),
        "username": name.casefold(),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "public_flags": 0,
    }


def member(number: int, permissions: int) -> Json:
    """A member of a server, as Discord describes one."""
    return {
        "user": user(number),
        "roles": [],
        "nick": None,
        "avatar": None,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def channel_of(number: int, kind: int = 0) -> Json:
    """A channel, as Discord describes one."""
    return {
        "id": str(number),
        "type": kind,
        "name": "quiz",
        "position": 0,
        "nsfw": False,
        "permission_overwrites": [],
        "parent_id": None,
        "rate_limit_per_user": 0,
        "topic": None,
        "last_message_id": None,
    }


def thread_of(number: int, parent: int, owner: int = BEN) -> Json:
    """A thread, as Discord describes one."""
    return channel_of(number, 11) | {
        "guild_id": str(GUILD),
        "parent_id": str(parent),
        "owner_id": str(owner),
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def guild_of(number: int) -> Json:
    """A server with one channel, as Discord describes one."""
    return {
        "id": str(number),
        "name": f"Server {number % 1000}",
        "owner_id": str(CLEO),
        "roles": [
            {
                "id": str(number), "name": "@everyone", "permissions": "0", "position": 0, "color": 0, "hoist": False,
                "managed": False, "mentionable": False, "flags": 0,
            }
        ],
        "channels": [channel_of(number - GUILD + CHANNEL)],
        "members": [member(APPLICATION, 0)],
        "threads": [],
        "emojis": [],
        "features": [],
        "member_count": 3,
        "large": False,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-GB",
        "system_channel_flags": 0,
        "stickers": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "voice_states": [],
        "presences": [],
        "afk_timeout": 300,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "unavailable": False,
    }  # fmt: skip


def _application() -> Json:
    return {
        "id": str(APPLICATION),
        "name": "Factotum",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": user(CLEO),
        "team": None,
        "flags": 0,
        "summary": "",
    }
