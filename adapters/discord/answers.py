"""Answering an interaction: at once if the core is quick, else acknowledged first and said when it is known."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

import discord

from adapters.discord.render import EPHEMERAL, Json, Look, Message, rendered
from adapters.discord.rights import SPEAKING
from adapters.discord.wire import DEFER, DEFER_UPDATE, MESSAGE, MODAL, SUGGEST, UPDATE, Wire
from trivia.ports import Clock
from trivia.replies.platforms import rights_missing
from trivia.replies.reply import Reply
from trivia.rounds.shown import ShownMessages

PATIENCE = 1.5
"""Seconds after which an interaction is acknowledged without an answer, half of what Discord allows."""

_TOO_LATE, _ANSWERED_BEFORE = 10062, 40060
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """An interaction to be answered.

    ``on_message`` says that a button or menu of a message was used, ``on_private`` that only its user sees the message.
    ``lacking`` are the rights that answering may take and that the bot doesn't have there.
    """

    id: int
    token: str
    application: int
    on_message: bool = False
    on_private: bool = False
    lacking: tuple[str, ...] = ()


class Answers:
    """Answers one interaction. Replies come in any number, for everybody or for the asker alone."""

    def __init__(self, wire: Wire, store: ShownMessages, clock: Clock, look: Look, asked: Asked) -> None:
        self._wire = wire
        self._store = store
        self._clock = clock
        self._look = look
        self._asked = asked
        self._deferred: bool | None = None  # privately or not

    async def when_known(self, work: Awaitable[tuple[Reply, ...]], *, private: bool) -> None:
        """Show what the work comes to, acknowledging before if that takes long; ``private`` is the likelier way."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        if not done:
            await self._defer(private=private)
        await self.show(await task)

    async def show(self, replies: Sequence[Reply]) -> None:
        """Show replies."""
        pages = [page for reply in replies for page in rendered(reply, self._look)]
        await self._store.keep_actions({k: v for page in pages for k, v in page.actions.items()}, self._clock())
        if not pages:
            await self._nothing()
            return
        first, *others = pages
        try:
            await self._first(first)
        except discord.HTTPException as error:
            if error.code == _TOO_LATE:
                _log.info("an answer came too late for Discord")
                return
            if error.code != _ANSWERED_BEFORE:
                raise
            others = pages  # a first try arrived after all
        for page in others:
            await self._follow_up(page)

    def not_allowed(self) -> Reply:
        """Return what the asker is told where Discord doesn't let the bot answer as it should."""
        return rights_missing(self._asked.lacking or SPEAKING)

    async def form(self, form: Json) -> None:
        """Ask for more with a form."""
        await self._wire.answer(self._asked.id, self._asked.token, MODAL, form)

    async def suggest(self, choices: Sequence[Json]) -> None:
        """Suggest what may be meant."""
        await self._wire.answer(self._asked.id, self._asked.token, SUGGEST, {"choices": list(choices)})

    async def _defer(self, *, private: bool) -> None:
        self._deferred = private
        if self._asked.on_message:
            await self._wire.answer(self._asked.id, self._asked.token, DEFER_UPDATE)
        else:
            body = {"flags": EPHEMERAL} if private else None
            await self._wire.answer(self._asked.id, self._asked.token, DEFER, body)

    async def _nothing(self) -> None:
        """Leave no trace: the channel's own message says it all."""
        asked = self._asked
        if asked.on_message:
            if self._deferred is None:
                await self._wire.answer(asked.id, asked.token, DEFER_UPDATE)
            return
        if self._deferred is None:
            await self._defer(private=True)
        await self._wire.take_answer_back(asked.application, asked.token)

    async def _first(self, page: Message) -> None:
        asked = self._asked
        if self._deferred is None:
            kind = UPDATE if self._goes_on(page) else MESSAGE
            await self._wire.answer(asked.id, asked.token, kind, _body(page), page.files)
        elif asked.on_message:
            await self._follow_up(page)
        elif self._deferred == page.private:
            await self._wire.change_answer(asked.application, asked.token, page.body, page.files)
        else:
            await self._wire.take_answer_back(asked.application, asked.token)
            await self._follow_up(page)

    def _goes_on(self, page: Message) -> bool:
        """Say whether a page takes the place of the private message it was asked for from, as when leafing on."""
        return self._asked.on_private and page.private and bool(page.body["components"])

    async def _follow_up(self, page: Message) -> None:
        await self._wire.follow_up(self._asked.application, self._asked.token, _body(page), page.files)


def _body(page: Message) -> Json:
    return {**page.body, "flags": EPHEMERAL} if page.private else dict(page.body)
