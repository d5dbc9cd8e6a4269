"""What rounds say in their channels: sent in order, once it is stored, and sent again if it could not be."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from weakref import WeakValueDictionary

from trivia.errors import ChannelGone
from trivia.rounds.model import Place
from trivia.rounds.ports import Messenger, Outgoing, RoundStore

_log = logging.getLogger(__name__)


class Voice:
    """Sends what is stored to be said, and remembers which channels have not seen all."""

    def __init__(self, store: RoundStore, messenger: Messenger) -> None:
        self._store = store
        self._messenger = messenger
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._undelivered: set[Place] = set()

    async def say(self, place: Place, now: datetime, fresh: Sequence[Outgoing] = ()) -> None:
        """Send what the channel has not seen, in order; raise ChannelGone if it never will.

        ``fresh`` are the messages just stored, which are all there is unless earlier ones could not be sent.
        """
        async with self._lock(place):
            waiting = fresh if fresh and place not in self._undelivered else await self._store.unsent(place)
            self._undelivered.discard(place)
            sent: list[str] = []
            try:
                for message in waiting:
                    await self._messenger.send(place, message.id, message.reply)
                    sent.append(message.id)
            except ChannelGone:
                raise
            except Exception:  # noqa: BLE001 -- whatever a platform raises, the message is kept and sent again
                _log.warning("a message to %s could not be sent; it will be tried again", place.channel, exc_info=True)
                self._undelivered.add(place)
            if sent:
                await self._store.mark_sent(sent, now)

    def waiting(self) -> Sequence[Place]:
        """Return the channels that have not seen all, and that nothing is being sent to."""
        return [place for place in self._undelivered if not self._lock(place).locked()]

    async def forget(self, place: Place, now: datetime) -> None:
        """Take what was to be said in a channel that is gone for said."""
        await self._store.mark_sent([message.id for message in await self._store.unsent(place)], now)
        self._undelivered.discard(place)

    def _lock(self, place: Place) -> asyncio.Lock:
        return self._locks.setdefault(place, asyncio.Lock())
