"""Requests to Discord's HTTP API, sent through the library, which waits out rate limits and tries again after failures.

Answers to interactions have a lane of their own: they are bound by no limit of the bot's, one lock an interaction.
"""

import io
import json
from collections.abc import Mapping, Sequence

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter

from adapters.discord.render import Json
from trivia.replies.reply import File

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, MODAL = 4, 5, 6, 7, 8, 9
"""Kinds of answer: docs.discord.com, interactions/receiving-and-responding#interaction-callback-type."""


class Wire:
    """What the adapter sends. Errors are the library's."""

    def __init__(self, http: HTTPClient) -> None:
        self._http = http
        self._lane = AsyncWebhookAdapter()  # type: ignore[no-untyped-call] # the library's own
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close what was opened for answers."""
        if self._session is not None:
            await self._session.close()

    # Messages

    async def send(self, channel: int, body: Mapping[str, object], files: Sequence[File] = ()) -> Json:
        """Send a message; return it as Discord keeps it."""
        return await self._bot(Route("POST", "/channels/{channel_id}/messages", channel_id=channel), body, files)

    async def edit(self, channel: int, message: int, body: Mapping[str, object], files: Sequence[File] = ()) -> Json:
        """Change a message."""
        path = "/channels/{channel_id}/messages/{message_id}"
        return await self._bot(Route("PATCH", path, channel_id=channel, message_id=message), body, files)

    async def react(self, channel: int, message: int, sign: str) -> None:
        """Put a sign under somebody's message."""
        path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"
        await self._http.request(Route("PUT", path, channel_id=channel, message_id=message, emoji=sign))

    async def latest(self, channel: int, most: int) -> list[Json]:
        """Return a channel's latest messages, the newest first."""
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        found: list[Json] = await self._http.request(route, params={"limit": most})
        return found

    async def direct_channel(self, user: int) -> int:
        """Return the channel in which a user alone reads what is sent."""
        made = await self._bot(Route("POST", "/users/@me/channels"), {"recipient_id": str(user)})
        return int(str(made["id"]))

    async def thread(self, channel: int, message: int, name: str) -> int:
        """Open a thread from a message; return its channel."""
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        made = await self._bot(Route("POST", path, channel_id=channel, message_id=message), {"name": name})
        return int(str(made["id"]))

    async def wake(self, thread: int) -> None:
        """Bring a thread back that was archived."""
        await self._bot(Route("PATCH", "/channels/{channel_id}", channel_id=thread), {"archived": False})

    # Interactions

    async def answer(
        self, interaction: int, token: str, kind: int, body: Mapping[str, object] | None = None,
        files: Sequence[File] = (),
    ) -> None:  # fmt: skip
        """Answer an interaction for the first time."""
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        route = Route("POST", path, webhook_id=interaction, webhook_token=token)
        await self._free(route, {"type": kind} if body is None else {"type": kind, "data": dict(body)}, files)

    async def follow_up(
        self, application: int, token: str, body: Mapping[str, object], files: Sequence[File] = ()
    ) -> None:
        """Say more after the first answer."""
        path = "/webhooks/{webhook_id}/{webhook_token}"
        await self._free(Route("POST", path, webhook_id=application, webhook_token=token), body, files)

    async def change_answer(
        self, application: int, token: str, body: Mapping[str, object], files: Sequence[File] = ()
    ) -> None:
        """Put words in place of the first answer."""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self._free(Route("PATCH", path, webhook_id=application, webhook_token=token), body, files)

    async def take_answer_back(self, application: int, token: str) -> None:
        """Delete the first answer."""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self._free(Route("DELETE", path, webhook_id=application, webhook_token=token), None)

    # Commands

    async def put_commands(self, application: int, guild: int | None, commands: Sequence[Json]) -> list[Json]:
        """Make these the bot's commands, of one server or of all; return them as Discord keeps them."""
        path = "/applications/{application_id}/commands"
        route = Route("PUT", path, application_id=application)
        if guild is not None:
            path = "/applications/{application_id}/guilds/{guild_id}/commands"
            route = Route("PUT", path, application_id=application, guild_id=guild)
        made: list[Json] = await self._http.request(route, json=list(commands))
        return made

    async def file(self, address: str) -> bytes:
        """Fetch a file that was handed over."""
        data: bytes = await self._http.get_from_cdn(address)
        return data

    async def _bot(self, route: Route, body: Mapping[str, object], files: Sequence[File] = ()) -> Json:
        if files:
            form, streams = _form(body, files)
            made: Json = await self._http.request(route, form=form, files=streams)
        else:
            made = await self._http.request(route, json=dict(body))
        return made

    async def _free(self, route: Route, body: Mapping[str, object] | None, files: Sequence[File] = ()) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"User-Agent": self._http.user_agent})
        form, streams = _form(body or {}, files) if files else (None, None)
        payload = None if body is None or files else dict(body)
        await self._lane.request(route, self._session, payload=payload, multipart=form, files=streams)


def _form(body: Mapping[str, object], files: Sequence[File]) -> tuple[list[dict[str, object]], list[discord.File]]:
    streams = [discord.File(io.BytesIO(file.data), filename=file.name) for file in files]
    form: list[dict[str, object]] = [
        {"name": "payload_json", "value": json.dumps(dict(body)), "content_type": "application/json"}
    ]
    form += [
        {
            "name": f"files[{number}]",
            "value": stream.fp,
            "filename": stream.filename,
            "content_type": "application/octet-stream",
        }
        for number, stream in enumerate(streams)
    ]
    return form, streams
