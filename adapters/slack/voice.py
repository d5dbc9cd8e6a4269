"""The bot's voice: shows what rounds say in their channels, and answers those who asked.

A message of a round is never shown twice: what is about to be posted is noted first, with its id written into it
unseen; whether one arrived whose fate is in doubt is looked up in the channel, where the bot may read there.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from adapters.slack.api import Api, MessageLost, SlackTrouble, WorkspaceGone
from adapters.slack.blocks import Message, message
from adapters.slack.doors import Door, Doors
from adapters.slack.naming import Names
from adapters.slack.origin import Origin
from adapters.slack.text import PLATFORM
from trivia.errors import ChannelGone, FactotumError
from trivia.ports import Clock
from trivia.replies.merging import together
from trivia.replies.reply import Image, Reply, marked
from trivia.rounds.model import Place
from trivia.rounds.shown import Shown, ShownMessages

T = TypeVar("T")

_log = logging.getLogger(__name__)
_MOST_CLOSED = 1_000
_MOST_DIRECT = 5_000
_THREAD = "thread:"
_DIRECT = "direct:"
_REFUSED = frozenset("invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long invalid_arguments".split())
"""Errors of a message that Slack will never take as it is."""
_MOST_PICTURES = 500
PICTURE_TRIES = 5
PICTURE_REST = 0.5
"""A picture that was just handed over can't be shown before Slack has looked at it, for a second or so."""


class Voice:
    """Implements ``Messenger`` for Slack, and answers what members ask."""

    def __init__(self, api: Api, doors: Doors, shown: ShownMessages, names: Names, clock: Clock) -> None:
        self._api = api
        self._doors = doors
        self._shown = shown
        self._names = names
        self._clock = clock
        self._pictures: OrderedDict[str, str] = OrderedDict()
        self._direct: OrderedDict[str, str] = OrderedDict()
        self.closed: OrderedDict[Place, None] = OrderedDict()
        """Channels in which the bot could not speak, the latest last."""

    # What rounds say

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a message of a round in its channel, once; what belongs to an earlier one is written into it."""
        door = await self._doors.of_community(place.community)
        if door is None:
            raise WorkspaceGone(f"the workspace of {place.channel} has no token")
        try:
            await self._show(door, _channel(place), message, self._names.spoken(reply))
        except ChannelGone:
            self._remember_closed(place)
            raise
        except SlackTrouble as error:
            if error.needed:
                raise ChannelGone(str(error)) from error
            raise

    async def _show(self, door: Door, channel: str, id_: str, reply: Reply) -> None:
        about = reply.about or id_
        before = await self._shown.shown(PLATFORM, about)
        key = before.key if before else ""
        root = await self._root(reply.thread)
        if before and not key:
            key = await self._arrived(door, channel, about, root)
        if before and key:
            whole = before.reply if before.last == id_ else together(before.reply, reply)
            known = before.key and before.last == id_
            if known or await self._edited(door, key, whole):
                await self._keep(Shown(about, key, id_, whole), root_of="" if root else reply.thread)
                return
            reply = whole
        await self._keep(Shown(about, "", id_, reply))
        key = await self._posted(door, channel, about, reply, root)
        await self._keep(Shown(about, key, id_, reply), root_of="" if root else reply.thread)

    async def _root(self, thread: str) -> str:
        """Return the timestamp of the message that a thread hangs on; empty before there is one."""
        found = await self._shown.shown(PLATFORM, _THREAD + thread) if thread else None
        return found.key.partition("/")[2] if found else ""

    async def _keep(self, shown: Shown, *, root_of: str = "") -> None:
        """Keep how a message looks; the first of a thread is what the others hang on."""
        await self._shown.keep_shown(PLATFORM, shown, self._clock())
        if root_of:
            await self._shown.keep_shown(
                PLATFORM, Shown(_THREAD + root_of, shown.key, shown.last, Reply()), self._clock()
            )

    async def _arrived(self, door: Door, channel: str, about: str, root: str) -> str:
        """Return the key of a message that was perhaps posted before the program ended; empty if it wasn't."""
        if _is_member(channel):
            known = await self._shown.shown(PLATFORM, _between(door, channel))
            if known is None:
                return ""  # where to look is told by the first message that is known to have arrived
            channel = known.key
        try:
            timestamp = await self._api.find(door.token, channel, about, thread=root)
        except ChannelGone:
            raise
        except FactotumError:
            return ""  # not allowed to look: better said twice than never
        return f"{channel}/{timestamp}" if timestamp else ""

    async def _edited(self, door: Door, key: str, reply: Reply) -> bool:
        channel, _, timestamp = key.partition("/")
        try:
            await self._with_picture(door, reply, lambda m: self._api.edit(door.token, channel, timestamp, m))
        except MessageLost:
            return False
        return True

    async def _posted(self, door: Door, channel: str, about: str, reply: Reply, root: str) -> str:
        posted_in, timestamp = await self._with_picture(
            door, reply, lambda m: self._api.post(door.token, channel, m, thread=root, about=about)
        )
        if _is_member(channel):
            await self._remember_direct(_between(door, channel), posted_in)
        for file in reply.files:
            await self._api.upload(door.token, file.name, file.data, channel=posted_in, thread=root)
        return f"{posted_in}/{timestamp}"

    async def _remember_direct(self, between: str, channel: str) -> None:
        """Remember the channel of a member's direct messages: what was said there can be looked for in it alone."""
        if self._direct.get(between) != channel:
            await self._keep(Shown(between, channel, "", Reply()))
            self._direct[between] = channel
            if len(self._direct) > _MOST_DIRECT:
                self._direct.popitem(last=False)

    def _remember_closed(self, place: Place) -> None:
        self.closed[place] = None
        if len(self.closed) > _MOST_CLOSED:
            self.closed.popitem(last=False)

    # What those are told who asked

    async def answer(self, door: Door, to: Origin, replies: Sequence[Reply]) -> None:
        """Show replies to the one who asked: in the channel and thread of the question, private ones to them alone.

        A private page that was asked for from another private message takes its place.
        """
        for reply in replies:
            await self._answered(door, to, self._names.spoken(reply))
            to = replace(to, on_private=False)  # only the first takes the place of what was there

    async def _answered(self, door: Door, to: Origin, reply: Reply) -> None:
        try:
            await self._with_picture(door, reply, lambda m: self._told(door, to, m, reply))
        except WorkspaceGone:
            raise
        except (ChannelGone, SlackTrouble) as error:
            _log.info("an answer could not be shown where it was asked (%s); it goes to the member directly", error)
            await self._api.post(door.token, to.user, message(reply))
        try:
            await self._hand_over(door, to, reply)
        except SlackTrouble as error:
            await self.tell(door, to, str(error))

    async def _told(self, door: Door, to: Origin, said: Message, reply: Reply) -> None:
        if to.answer_at:
            goes_on = to.on_private and reply.private and bool(reply.title)
            await self._api.respond(to.answer_at, said, private=reply.private, thread=to.thread, replaces=goes_on)
        elif reply.private and not to.is_direct and to.channel:
            await self._api.whisper(door.token, to.channel, to.user, said, thread=to.thread)
        else:
            await self._api.post(door.token, to.channel or to.user, said, thread=to.thread)

    async def _hand_over(self, door: Door, to: Origin, reply: Reply) -> None:
        """Hand over files: in the channel, or to the one who asked alone."""
        if not reply.files:
            return
        channel, thread = to.channel, to.thread
        if not channel or (reply.private and not to.is_direct):
            names = ", ".join(file.name for file in reply.files)
            channel, _ = await self._api.post(door.token, to.user, Message(names, ()))
            thread = ""
        for file in reply.files:
            await self._api.upload(door.token, file.name, file.data, channel=channel, thread=thread)

    async def tell(self, door: Door, to: Origin, text: str) -> None:
        """Tell the one who asked a sentence of our own, privately."""
        await self.answer(door, to, (Reply(text=marked(text), private=True),))

    # Pictures

    async def _with_picture(self, door: Door, reply: Reply, say: Callable[[Message], Awaitable[T]]) -> T:
        """Say a reply with its picture, once Slack is ready to show it; without, if that takes too long."""
        picture = await self.picture(door, reply.image) if reply.image and reply.image.data else ""
        for _ in range(PICTURE_TRIES if picture else 0):
            try:
                return await say(message(reply, picture=picture))
            except SlackTrouble as error:
                if error.code not in ("invalid_blocks", "file_not_found"):
                    raise
                await asyncio.sleep(PICTURE_REST)
        made = message(reply)
        try:
            return await say(made)
        except SlackTrouble as error:
            if error.code not in _REFUSED:
                raise
            _log.error("Slack refused a message (%s); its words were sent without their form", error.code)
            return await say(Message(made.text, ()))

    async def picture(self, door: Door, image: Image) -> str:
        """Hand a picture over once; return Slack's id of it, or nothing: then its text stands for it."""
        name = f"{door.bot_user}:{hashlib.sha256(image.data).hexdigest()}"
        if name not in self._pictures:
            try:
                self._pictures[name] = await self._api.upload(door.token, "picture.png", image.data, alt=image.text)
            except FactotumError as error:
                _log.warning("a picture could not be handed over: %s", error)
                return ""
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.popitem(last=False)
        return self._pictures[name]


def _between(door: Door, member: str) -> str:
    """Return what direct messages with a member are kept by; it names them as all else does, so as to be forgotten."""
    return f"{_DIRECT}{door.bot_user}:{PLATFORM}:{member}"


def _is_member(channel: str) -> bool:
    """Say whether an id is a member's, to whom a message goes directly."""
    return channel.startswith(("U", "W"))


def _channel(place: Place) -> str:
    """Return Slack's id of a place: a channel's, or a member's, to whom Slack then opens a direct message."""
    local = place.channel.partition(":")[2]
    return local.removeprefix("@").removeprefix(f"{PLATFORM}:") if local.startswith("@") else local
