"""Discord as the core's messenger: what a round says, said once, and edited rather than repeated.

What is shown is kept in the store before and after it is sent. A message of which nobody knows whether it arrived is
looked for in the channel first; Discord itself refuses to post the same one twice within minutes (its nonce).
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import blake2b
from weakref import WeakValueDictionary

import discord

from adapters.discord import limits
from adapters.discord.render import PLATFORM, Json, Look, Message, rendered, snowflake
from adapters.discord.wire import Wire
from trivia.errors import ChannelGone
from trivia.ports import Clock
from trivia.replies.merging import together
from trivia.replies.reply import Reply
from trivia.rounds.model import Place
from trivia.rounds.shown import Shown, ShownMessages
from trivia.values import replace

_log = logging.getLogger(__name__)
_LOOKED_THROUGH = 50
_REMEMBERED = 10_000
_DIRECT = "@"
_UNKNOWN_MESSAGE, _ARCHIVED, _HAS_THREAD = 10008, 50083, 160004
"""docs.discord.com: topics/opcodes-and-status-codes#json-json-error-codes."""


class Channels:
    """Sends to channels and members. ``look`` is what servers can show; it is filled in once that is known."""

    def __init__(self, wire: Wire, store: ShownMessages, clock: Clock) -> None:
        self._wire = wire
        self._store = store
        self._clock = clock
        self._direct: OrderedDict[int, int] = OrderedDict()
        self._speaking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.look = Look()
        self.me = 0

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a reply; raise ChannelGone if it never can be, any other error to be asked again later."""
        about = reply.about or reply.replaces or message
        async with self._speaking.setdefault(about, asyncio.Lock()):
            try:
                await self._shown(place, message, about, reply)
            except (discord.NotFound, discord.Forbidden) as error:
                raise ChannelGone(f"{place.channel} can't be written to ({error.code})") from error

    async def _shown(self, place: Place, message: str, about: str, reply: Reply) -> None:
        before = await self._store.shown(PLATFORM, about)
        if before is not None and before.last == message and before.key:
            return
        if before is not None and before.key:
            whole = together(before.reply, reply)
            if await self._edited(before.key, whole):
                await self._keep(Shown(about, before.key, message, whole))
                return
            reply = whole  # somebody deleted it: said anew, and in full
        channel = await self._channel(place, reply)
        in_doubt = before is not None and before.last == message
        if not in_doubt:
            await self._keep(Shown(about, "", message, reply))
        first = await self._posted(channel, message, reply, in_doubt=in_doubt)
        await self._keep(Shown(about, f"{channel}/{first}", message, reply))
        if reply.thread:
            await self._open_thread(channel, first, reply)

    async def _keep(self, shown: Shown) -> None:
        stored = replace(shown, reply=replace(shown.reply, files=()))
        await self._store.keep_shown(PLATFORM, stored, self._clock())

    # Where

    async def _channel(self, place: Place, reply: Reply) -> int:
        if reply.thread:
            opened = await self._store.shown(PLATFORM, _thread(reply))
            if opened is not None:
                return int(opened.key)
        return await self.number(place)

    async def number(self, place: Place) -> int:
        """Return Discord's number of a channel; for a member's own, of the direct messages with them."""
        name = place.channel.removeprefix(f"{PLATFORM}:")
        if not name.startswith(_DIRECT):
            innermost = name.rpartition("/")[2]
            return int(innermost) if innermost.isascii() and innermost.isdigit() else 0
        user = snowflake(name.removeprefix(_DIRECT))
        if user is None:
            raise ChannelGone(f"{place.channel} is nobody on this platform")
        if user not in self._direct:
            self._direct[user] = await self._wire.direct_channel(user)
            if len(self._direct) > _REMEMBERED:
                self._direct.popitem(last=False)
        return self._direct[user]

    async def _open_thread(self, channel: int, message: int, reply: Reply) -> None:
        """Open a round's thread from its first message; where that may not be, the round stays in the channel."""
        if await self._store.shown(PLATFORM, _thread(reply)) is not None:
            return
        thread = channel
        try:
            name = limits.cut(reply.title, limits.THREAD_NAME) or "…"
            thread = await self._wire.thread(channel, message, name)
        except discord.HTTPException as error:
            if error.code == _HAS_THREAD:
                thread = message  # a thread bears the number of the message it was opened from
            elif error.status >= 500:
                raise
            else:
                _log.info("no thread could be opened in channel %s (%s)", channel, error.code)
        await self._keep(Shown(_thread(reply), str(thread), reply.thread, Reply()))

    # What

    async def _posted(self, channel: int, message: str, reply: Reply, *, in_doubt: bool) -> int:
        """Post a reply; return the number of its first message."""
        first = 0
        pages = rendered(reply, self.look)
        seen = await self._wire.latest(channel, _LOOKED_THROUGH) if in_doubt and pages else []
        for number, page in enumerate(pages):
            arrived = next((int(str(m["id"])) for m in seen if self._is(m, page)), None)
            posted = arrived or await self._post(channel, page, nonce(message, number))
            first = first or posted
        return first

    async def _post(self, channel: int, page: Message, unique: str) -> int:
        await self._store.keep_actions(page.actions, self._clock())
        body = {**page.body, "nonce": unique, "enforce_nonce": True}
        try:
            made = await self._wire.send(channel, body, page.files)
        except discord.HTTPException as error:
            if error.code == _ARCHIVED:
                await self._wire.wake(channel)
                made = await self._wire.send(channel, body, page.files)
            elif error.status == 400:
                made = await self._bare(channel, page, unique, error)
            else:
                raise
        return int(str(made["id"]))

    async def _bare(self, channel: int, page: Message, unique: str, error: discord.HTTPException) -> Json:
        """Say at least the words, where Discord finds something wrong with how they were put: a round must go on."""
        _log.error("Discord refuses a message: %s", error)
        embeds = page.body["embeds"]
        texts = [
            str(e.get(part, ""))
            for e in (embeds if isinstance(embeds, list) else [])
            for part in ("title", "description")
        ]
        words = limits.cut("\n".join(text for text in texts if text) or "…", limits.CONTENT)
        body = {"content": words, "allowed_mentions": {"parse": []}, "nonce": unique, "enforce_nonce": True}
        return await self._wire.send(channel, body)

    async def _edited(self, key: str, reply: Reply) -> bool:
        """Change a message; return False if it is no more."""
        channel, _, message = key.partition("/")
        pages = rendered(reply, self.look)
        if not pages:
            return True
        await self._store.keep_actions(pages[0].actions, self._clock())
        try:
            await self._wire.edit(int(channel), int(message), pages[0].body, pages[0].files)
        except discord.HTTPException as error:
            if error.code == _UNKNOWN_MESSAGE:
                return False
            if error.code != _ARCHIVED:
                raise
            await self._wire.wake(int(channel))
            await self._wire.edit(int(channel), int(message), pages[0].body, pages[0].files)
        return True

    def _is(self, message: Mapping[str, object], page: Message) -> bool:
        """Say whether a message in the channel is this one of ours."""
        author, embeds, ours = message.get("author"), message.get("embeds"), page.body["embeds"]
        if not isinstance(author, dict) or int(str(author.get("id", 0))) != self.me:
            return False
        return _heads(embeds) == _heads(ours)


def nonce(message: str, page: int) -> str:
    """Return what makes a message unique to Discord: always the same for the same message."""
    return blake2b(f"{message}/{page}".encode(), digest_size=limits.NONCE // 2).hexdigest()


def _heads(embeds: object) -> list[tuple[str, str]]:
    found = embeds if isinstance(embeds, list) else []
    return [(str(e.get("title", "")).strip(), str(e.get("description", "")).strip()) for e in found]


def _thread(reply: Reply) -> str:
    return f"thread/{reply.thread}"
