"""The nouns of scheduled rounds: a schedule as a channel keeps it, and the claim of one of its times."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from trivia.rounds.model import Place, Player, Rules
from trivia.rounds.schedule import Schedule, latest_time, next_times
from trivia.values import Value, replace

ScheduleId = NewType("ScheduleId", int)


class Pause(StrEnum):
    """Why a schedule rests."""

    ASKED = "asked"
    GONE = "gone"


class Outcome(StrEnum):
    """What came of a time: it was announced, a round began, or why none did."""

    ANNOUNCED = "announced"
    RAN = "ran"
    MISSED = "missed"
    BUSY = "busy"
    FAILED = "failed"


class Scheduled(Value, omit_defaults=False):
    """A schedule in a channel, and the rules of its rounds. ``version`` counts its changes.

    ``announce`` is how many minutes before a round it is announced, 0 for never; ``late`` how many minutes after its
    time a round may still begin. ``next`` is the time it waits for, None once it has no more; ``announced`` says that
    this time was announced. ``reminded`` are the members who want to be mentioned then. One that is ``daily`` begins no
    rounds: it tells the channel of the daily set.
    """

    id: ScheduleId
    place: Place
    maker: Player
    schedule: Schedule
    rules: Rules
    announce: int
    late: int
    next: datetime | None
    announced: bool = False
    reminded: tuple[Player, ...] = ()
    paused: Pause | None = None
    version: int = 1
    daily: bool = False

    @property
    def due(self) -> datetime | None:
        """When something is to be done: announce, or begin."""
        if self.paused or self.next is None:
            return None
        return self.next - timedelta(minutes=self.announce) if self.announce and not self.announced else self.next

    def latest(self, now: datetime) -> datetime | None:
        """Return the last of its times that has come since it waits, None if none has."""
        if self.next is None or now < self.next:
            return None
        return latest_time(self.schedule, self.next, now) or self.next

    def upcoming(self, after: datetime, count: int) -> tuple[datetime, ...]:
        """Return its next times after a moment; none while it is paused."""
        return () if self.paused else next_times(self.schedule, after, count)

    # Changes

    def told(self) -> "Scheduled":
        """Return it with its next time announced."""
        return self._changed(announced=True)

    def moved_past(self, at: datetime) -> "Scheduled":
        """Return it waiting for the first of its times after a moment."""
        return self._changed(next=next(iter(next_times(self.schedule, at, 1)), None), announced=False)

    def stopped(self, why: Pause) -> "Scheduled":
        """Return it paused."""
        return self._changed(paused=why)

    def going_on(self, at: datetime) -> "Scheduled":
        """Return it waiting again, for its first time after a moment."""
        return replace(self.moved_past(at), paused=None)

    def reminding(self, member: Player, *, wanted: bool) -> "Scheduled":
        """Return it with a member who wants to be mentioned, or no longer does."""
        others = tuple(player for player in self.reminded if player.id != member.id)
        return self._changed(reminded=(*others, member) if wanted else others)

    def _changed(self, **fields: object) -> "Scheduled":
        return replace(self, version=self.version + 1, **fields)


class Claim(Value):
    """One time of a schedule, taken: nobody takes it again.

    ``slot`` is its local time (``Schedule.slot``); ``scheduled`` is the schedule as it is afterwards.
    """

    scheduled: Scheduled
    slot: str
    outcome: Outcome
