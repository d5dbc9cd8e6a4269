"""What scheduled rounds need of storage."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from trivia.facts.model import CommunityId
from trivia.rounds.model import Place
from trivia.rounds.ports import Outgoing
from trivia.rounds.scheduled import Claim, Scheduled, ScheduleId


class ScheduleStore(Protocol):
    """Schedules, and which of their times were taken. ``RoundStore.store_step`` takes those that begin a round."""

    async def add_schedule(self, new: Scheduled, event: str) -> Scheduled:
        """Store a schedule and return it with the number it got; for an event seen before, return the one it made."""
        ...

    async def schedule(self, community: CommunityId, number: ScheduleId) -> Scheduled | None:
        """Return a schedule of a community."""
        ...

    async def schedules(self, community: CommunityId) -> Sequence[Scheduled]:
        """Return a community's schedules, by number."""
        ...

    async def change_schedule(self, changed: Scheduled, outgoing: Sequence[Outgoing] = ()) -> None:
        """Store a changed schedule, and what is to be said of it, in one transaction.

        Raise Conflict if the stored one is not one version behind.
        """
        ...

    async def remove_schedule(self, community: CommunityId, number: ScheduleId) -> None:
        """Forget a schedule; its number is never given again."""
        ...

    async def schedules_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Scheduled]:
        """Return schedules on these platforms of which something is due, the longest due first."""
        ...

    async def next_schedule(self, platforms: Collection[str]) -> datetime | None:
        """Return when something is due next of the schedules on these platforms."""
        ...

    async def schedules_in(self, place: Place) -> Sequence[Scheduled]:
        """Return the schedules of a channel, by number."""
        ...

    async def settle(self, claim: Claim, outgoing: Sequence[Outgoing], at: datetime) -> bool:
        """Take a time without a round, and keep what is to be said of it, in one transaction.

        Return False, with the schedule moved on and nothing to say, if the time was taken before; raise Conflict if the
        stored schedule is not one version behind.
        """
        ...
