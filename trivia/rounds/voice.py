"""What rounds say in their channels: sent in order, once it is stored, and sent again if it could not be."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from trivia.errors import ChannelGone
from trivia.rounds.model import Place
from trivia.rounds.ports import Messenger, Outgoing, RoundStore

_log = logging.getLogger(__name__)
_SOONEST = timedelta(seconds=0.5)
_LONGEST = timedelta(seconds=15)


class Voice:
    """Sends what is stored to be said, and remembers which channels have not seen all."""

    def __init__(self, store: RoundStore, messenger: Messenger) -> None:
        self._store = store
        self._messenger = messenger
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._undelivered: dict[Place, tuple[datetime, timedelta]] = {}  # when to try again, and how long it waits

    async def say(self, place: Place, now: datetime, fresh: Sequence[Outgoing] = ()) -> None:
        """Send what the channel has not seen, in order; raise ChannelGone if it never will.

        ``fresh`` are the messages just stored, which are all there is unless earlier ones could not be sent.
        """
        async with self._lock(place):
            waiting = fresh if fresh and place not in self._undelivered else await self._store.unsent(place)
            sent: list[str] = []
            try:
                for message in waiting:
                    await self._messenger.send(place, message.id, message.reply)
                    sent.append(message.id)
                self._undelivered.pop(place, None)
            except ChannelGone:
                raise
            except Exception:  # noqa: BLE001 -- whatever a platform raises, the message is kept and sent again
                first = place not in self._undelivered
                _log.warning("a message to %s could not be sent; it will be tried again", place.channel, exc_info=first)
                self._rest(place, now)
            if sent:
                await self._store.mark_sent(sent, now)

    def waiting(self, now: datetime) -> Sequence[Place]:
        """Return the channels that have not seen all and are to be tried again, and that nothing is being sent to."""
        ready = [place for place, (at, _) in self._undelivered.items() if not now < at <= now + _LONGEST]
        return [place for place in ready if not self._lock(place).locked()]

    def unseen(self) -> Collection[Place]:
        """Return the channels that could not be reached when they were last tried."""
        return self._undelivered.keys()

    async def forget(self, place: Place, now: datetime) -> None:
        """Take what was to be said in a channel that is gone for said."""
        await self._store.mark_sent([message.id for message in await self._store.unsent(place)], now)
        self._undelivered.pop(place, None)

    def _rest(self, place: Place, now: datetime) -> None:
        """Leave a channel alone for a moment, each time for longer."""
        _, before = self._undelivered.get(place, (now, timedelta(0)))
        pause = min(_LONGEST, max(_SOONEST, before * 2))
        self._undelivered[place] = (now + pause, pause)

    def _lock(self, place: Place) -> asyncio.Lock:
        return self._locks.setdefault(place, asyncio.Lock())
