"""Showing App Home: to who opens it, and anew to who pressed something on it."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from adapters.slack.api import Api, SlackTrouble
from adapters.slack.doors import Door
from adapters.slack.errands import Errands, Wish
from adapters.slack.home import Section, button, home, sections
from adapters.slack.naming import Names
from adapters.slack.origin import Origin
from adapters.slack.voice import PICTURE_REST, PICTURE_TRIES, Voice
from trivia.errors import FactotumError
from trivia.replies.reply import Reply

_log = logging.getLogger(__name__)


class Homes:
    """Every member's own page."""

    def __init__(self, *, errands: Errands, api: Api, voice: Voice, names: Names) -> None:
        self._errands = errands
        self._api = api
        self._voice = voice
        self._names = names

    async def show(self, origin: Origin) -> None:
        """Show a member their page: its words at once, its pictures when Slack has them."""
        door = await self._errands.door(origin)
        if door is None:
            return
        parts = [(section, await self._said(door, origin, section)) for section in await self._sections(door, origin)]
        await self._api.publish_home(door.token, origin.user, home(parts))
        pictures = await self._pictures(door, parts)
        for _ in range(PICTURE_TRIES if pictures else 0):
            try:
                await self._api.publish_home(door.token, origin.user, home(parts, pictures))
            except SlackTrouble as error:
                _log.info("a picture can't be shown at home yet (%s)", error.code)
                await asyncio.sleep(PICTURE_REST)
            else:
                return

    async def _sections(self, door: Door, origin: Origin) -> Sequence[Section]:
        return sections(await self._errands.role(door, origin))

    async def _said(self, door: Door, origin: Origin, section: Section) -> Sequence[Reply]:
        if section.pressed:
            return (button(section),)
        asks = replace(origin, event=f"{origin.event}:{section.heading}", channel="")
        said = await self._errands.replies(door, asks, Wish(section.command, dict(section.arguments)))
        return tuple(map(self._names.spoken, said))

    async def _pictures(self, door: Door, parts: Sequence[tuple[Section, Sequence[Reply]]]) -> dict[bytes, str]:
        """Hand over the pictures of a page; return Slack's ids of them, by what is on them."""
        images = [reply.image for _, replies in parts for reply in replies if reply.image and reply.image.data]
        try:
            ids = [await self._voice.picture(door, image) for image in images]
        except FactotumError:
            return {}
        return {image.data: id_ for image, id_ in zip(images, ids, strict=True) if id_}
