"""Schedules in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Place
from trivia.rounds.ports import Outgoing
from trivia.rounds.scheduled import Claim, Outcome, Scheduled, ScheduleId
from trivia.values import replace


@dataclass
class FakeScheduleStore:
    """Keeps what a store keeps. Its outbox is that of the rounds."""

    planned: dict[ScheduleId, str] = field(default_factory=dict)
    slots: set[tuple[ScheduleId, str, bool]] = field(default_factory=set)
    made_by: dict[str, ScheduleId] = field(default_factory=dict)
    outbox: dict[str, tuple[Outgoing, bool]] = field(default_factory=dict)

    def _planned(self) -> list[Scheduled]:
        return [replace(from_json(Scheduled, text), id=number) for number, text in self.planned.items()]

    async def add_schedule(self, new: Scheduled, event: str) -> Scheduled:
        if event not in self.made_by:
            self.made_by[event] = ScheduleId(len(self.made_by) + 1)
            self.planned[self.made_by[event]] = to_json(new)
        return next(s for s in self._planned() if s.id == self.made_by[event])

    async def schedule(self, community: CommunityId, number: ScheduleId) -> Scheduled | None:
        return next((s for s in await self.schedules(community) if s.id == number), None)

    async def schedules(self, community: CommunityId) -> Sequence[Scheduled]:
        return [s for s in self._planned() if s.place.community == community]

    async def schedules_in(self, place: Place) -> Sequence[Scheduled]:
        return [s for s in self._planned() if s.place == place]

    async def change_schedule(self, changed: Scheduled, outgoing: Sequence[Outgoing] = ()) -> None:
        stored = await self.schedule(changed.place.community, changed.id)
        if stored is None or stored.version != changed.version - 1:
            raise Conflict("Somebody else was a moment earlier. Please try again.")
        self.planned[changed.id] = to_json(changed)
        self.outbox.update({message.id: (message, False) for message in outgoing})

    async def remove_schedule(self, community: CommunityId, number: ScheduleId) -> None:
        if await self.schedule(community, number):
            del self.planned[number]

    async def schedules_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Scheduled]:
        ready = [(s.due, s.id, s) for s in self._planned() if s.due and s.due <= now and s.place.platform in platforms]
        return [s for _, _, s in sorted(ready, key=lambda item: item[:2])][:limit]

    async def next_schedule(self, platforms: Collection[str]) -> datetime | None:
        return min((s.due for s in self._planned() if s.due and s.place.platform in platforms), default=None)

    async def settle(self, claim: Claim, outgoing: Sequence[Outgoing], at: datetime) -> bool:  # noqa: ARG002 -- the port's parameter
        fresh = await self.claimed(claim)
        self.outbox.update({message.id: (message, False) for message in outgoing if fresh})
        return fresh

    async def claimed(self, claim: Claim) -> bool:
        """Take a time and move the schedule on; say whether it was free."""
        await self.change_schedule(claim.scheduled)
        slot = (claim.scheduled.id, claim.slot, claim.outcome is Outcome.ANNOUNCED)
        fresh = slot not in self.slots
        self.slots.add(slot)
        return fresh
