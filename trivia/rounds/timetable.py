"""Scheduled rounds in the world: announced, begun, or reported as missed, each time once.

Like the rounds' service it holds nothing that the store doesn't. A time is taken by a row of its own, in the
transaction that begins its round or keeps the word that none began: whatever dies, and however many processes look, it
is taken once.
"""

import contextlib
import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from trivia.errors import Conflict, StoreError, UsageError
from trivia.replies.reply import Reply
from trivia.replies.schedules import announced, busy, channel_lost, failed, missed, set_is_there
from trivia.rounds.model import Place, Player, Rules, direct
from trivia.rounds.notices import Word
from trivia.rounds.ports import Outgoing
from trivia.rounds.schedule_ports import ScheduleStore
from trivia.rounds.scheduled import Claim, Outcome, Pause, Scheduled, ScheduleId

_log = logging.getLogger(__name__)
_AT_ONCE = 100
_REST = timedelta(seconds=30)
_SET_BACK = timedelta(seconds=5)
"""A clock that shows so much less than at the last tick was set back."""
_FAR = timedelta(days=366 * 100)
_MOST = 100_000


class Stage(Protocol):
    """Where rounds are played; ``Rounds`` is one."""

    async def start(
        self, event: str, place: Place, starter: Player, rules: Rules, at: datetime, *, claim: Claim | None = None
    ) -> Word | None:
        """Open a round and take a schedule's time, both or neither; return a word if it could not be opened."""
        ...

    async def deliver(self, place: Place, now: datetime) -> None:
        """Send what the channel has not seen."""
        ...


class Timetable:
    """All schedules on the platforms that this process serves."""

    def __init__(self, store: ScheduleStore, platforms: Collection[str]) -> None:
        self._store = store
        self._platforms = frozenset(platforms)
        self._resting: dict[ScheduleId, datetime] = {}
        self._ticked: datetime | None = None

    async def tick(self, now: datetime, stage: Stage) -> None:
        """Do what is due: announce, begin rounds, and say of those that can't begin why not."""
        if self._ticked and now < self._ticked - _SET_BACK:
            await self._brought_near(self._ticked, now)
        self._ticked = now
        self._resting = {number: until for number, until in self._resting.items() if now < until <= now + _REST}
        for scheduled in await self._store.schedules_due(self._platforms, now, _AT_ONCE + len(self._resting)):
            if scheduled.id not in self._resting:
                await self._kept(scheduled, now, stage)

    async def next_due(self) -> datetime | None:
        """Return when ``tick`` is needed next."""
        due = await self._store.next_schedule(self._platforms)
        return max(due, min(self._resting.values())) if due and self._resting else due

    async def _brought_near(self, before: datetime, now: datetime) -> None:
        """Let schedules wait for their next time again after the clock was set back; times that were taken stay so."""
        for scheduled in await self._store.schedules_due(self._platforms, before + _FAR, _MOST):
            near = scheduled.moved_past(now)
            if near.next and scheduled.next and near.next < scheduled.next:
                with contextlib.suppress(Conflict):  # somebody is changing it, by the clock as it is now
                    await self._store.change_schedule(near)

    async def left(self, place: Place) -> Sequence[Place]:
        """Pause the schedules of a channel that is gone; return where their makers find the word about it."""
        told = []
        for scheduled in await self._store.schedules_in(place):
            if scheduled.paused:
                continue
            paused = scheduled.stopped(Pause.GONE)
            maker = direct(place, scheduled.maker.id)
            message = Outgoing(f"schedule:{paused.id}:{paused.version}:gone", maker, channel_lost(paused))
            try:
                await self._store.change_schedule(paused, (message,))
            except Conflict:
                continue  # somebody else is changing it; it will be found gone again
            told.append(maker)
        return told

    async def _kept(self, scheduled: Scheduled, now: datetime, stage: Stage) -> None:
        """Do what is due of one schedule; whatever is wrong with it, the others go on."""
        try:
            await self._carried_out(scheduled, now, stage)
        except StoreError:
            raise
        except Conflict:
            return  # another process, or a moderator, was a moment earlier
        except Exception:  # noqa: BLE001 -- whatever it is, it is logged and tried again
            _log.exception("schedule %s could not be kept; it will be tried again", scheduled.id)
            self._resting[scheduled.id] = now + _REST

    async def _carried_out(self, scheduled: Scheduled, now: datetime, stage: Stage) -> None:
        latest = scheduled.latest(now)
        if latest is None:
            if scheduled.next is not None and not scheduled.announced and scheduled.announce:
                claim = Claim(scheduled.told(), scheduled.schedule.slot(scheduled.next), Outcome.ANNOUNCED)
                await self._say(claim, announced(scheduled, scheduled.next, now), now, stage)
            return
        moved = scheduled.moved_past(latest)
        slot = scheduled.schedule.slot(latest)
        if now - latest >= timedelta(minutes=scheduled.late):
            await self._say(Claim(moved, slot, Outcome.MISSED), missed(moved, latest), now, stage)
            return
        claim = Claim(moved, slot, Outcome.RAN)
        if scheduled.daily:
            await self._say(claim, set_is_there(scheduled), now, stage)
            return
        try:
            word = await stage.start("", scheduled.place, scheduled.maker, scheduled.rules, now, claim=claim)
        except UsageError as error:
            await self._say(Claim(moved, slot, Outcome.FAILED), failed(moved, latest, str(error)), now, stage)
            return
        if word is not None:
            await self._say(Claim(moved, slot, Outcome.BUSY), busy(moved, latest), now, stage)

    async def _say(self, claim: Claim, reply: Reply, now: datetime, stage: Stage) -> None:
        scheduled = claim.scheduled
        message = Outgoing(f"schedule:{scheduled.id}:{claim.slot}:{claim.outcome}", scheduled.place, reply)
        if await self._store.settle(claim, (message,), now):
            await stage.deliver(scheduled.place, now)
