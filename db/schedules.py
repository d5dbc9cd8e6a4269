"""Schedules in the store, and which of their times were taken."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from db.outbox import queue
from db.seam import Database, Row, Transaction
from db.statements import in_list, moment
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Place
from trivia.rounds.ports import Outgoing
from trivia.rounds.scheduled import Claim, Outcome, Scheduled, ScheduleId
from trivia.values import replace

_KEPT = timedelta(days=60)
"""Times that were taken are forgotten after this; no clock is set back so far."""
_STATE = "SELECT id, state FROM schedules WHERE removed = 0"


class Schedules:
    """Implements ``ScheduleStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_schedule(self, new: Scheduled, event: str) -> Scheduled:
        """Store a schedule and return it with the number it got; for an event seen before, return the one it made."""

        async def unit(tx: Transaction) -> list[Row]:
            place = new.place
            await tx.run(
                "INSERT INTO schedules(event, platform, community, channel, due, version, removed, state) "
                "VALUES (?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (event) DO NOTHING",
                (event, place.platform, place.community, place.channel, *_changing(new)),
            )
            return await tx.read("SELECT id, state FROM schedules WHERE event = ?", (event,))

        return _scheduled((await self._database.write(unit))[0])

    async def schedule(self, community: CommunityId, number: ScheduleId) -> Scheduled | None:
        """Return a schedule of a community."""
        found = await self._schedules(f"{_STATE} AND community = ? AND id = ?", community, number)
        return found[0] if found else None

    async def schedules(self, community: CommunityId) -> Sequence[Scheduled]:
        """Return a community's schedules, by number."""
        return await self._schedules(f"{_STATE} AND community = ? ORDER BY id", community)

    async def schedules_in(self, place: Place) -> Sequence[Scheduled]:
        """Return the schedules of a channel, by number."""
        return await self._schedules(
            f"{_STATE} AND community = ? AND channel = ? ORDER BY id", place.community, place.channel
        )

    async def schedules_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Scheduled]:
        """Return schedules on these platforms of which something is due, the longest due first."""
        holes, names = in_list(platforms)
        return await self._schedules(
            f"{_STATE} AND due <> '' AND platform IN {holes} AND due <= ? ORDER BY due, id LIMIT ?",
            *names,
            moment(now),
            limit,
        )

    async def next_schedule(self, platforms: Collection[str]) -> datetime | None:
        """Return when something is due next of the schedules on these platforms."""
        holes, names = in_list(platforms)
        rows = await self._database.read(
            f"SELECT MIN(due) FROM schedules WHERE removed = 0 AND due <> '' AND platform IN {holes}", names
        )
        return datetime.fromisoformat(rows[0][0]) if rows and rows[0][0] else None

    async def _schedules(self, sql: str, *params: object) -> list[Scheduled]:
        return [_scheduled(row) for row in await self._database.read(sql, params)]

    async def change_schedule(self, changed: Scheduled, outgoing: Sequence[Outgoing] = ()) -> None:
        """Store a changed schedule, and what is to be said of it, in one transaction."""

        async def unit(tx: Transaction) -> None:
            await _change(tx, changed)
            await queue(tx, outgoing)

        await self._database.write(unit)

    async def remove_schedule(self, community: CommunityId, number: ScheduleId) -> None:
        """Forget a schedule; its number is never given again."""

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "UPDATE schedules SET removed = 1, due = '', state = '' WHERE community = ? AND id = ?",
                (community, number),
            )
            await tx.run(
                "DELETE FROM slots WHERE schedule = ? AND schedule IN (SELECT id FROM schedules WHERE removed = 1)",
                (number,),
            )

        await self._database.write(unit)

    async def settle(self, claim: Claim, outgoing: Sequence[Outgoing], at: datetime) -> bool:
        """Take a time without a round, and keep what is to be said of it, in one transaction."""

        async def unit(tx: Transaction) -> bool:
            fresh = await claimed(tx, claim, at)
            await queue(tx, outgoing if fresh else ())
            return fresh

        return await self._database.write(unit)


async def claimed(tx: Transaction, claim: Claim, at: datetime) -> bool:
    """Take a time of a schedule and move the schedule on; return False if the time was taken before."""
    step = "announced" if claim.outcome is Outcome.ANNOUNCED else "round"
    number = claim.scheduled.id
    await _change(tx, claim.scheduled)
    await tx.run("DELETE FROM slots WHERE schedule = ? AND at < ?", (number, moment(at - _KEPT)))
    taken = await tx.run(
        "INSERT INTO slots(schedule, slot, step, outcome, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (schedule, slot, step) DO NOTHING",
        (number, claim.slot, step, claim.outcome.value, moment(at)),
    )
    return taken > 0


async def _change(tx: Transaction, changed: Scheduled) -> None:
    touched = await tx.run(
        "UPDATE schedules SET due = ?, version = ?, state = ? WHERE id = ? AND version = ? AND removed = 0",
        (*_changing(changed), changed.id, changed.version - 1),
    )
    if not touched:
        raise Conflict("Somebody else was a moment earlier. Please try again.")


def _changing(scheduled: Scheduled) -> tuple[object, ...]:
    return moment(scheduled.due) if scheduled.due else "", scheduled.version, to_json(scheduled)


def _scheduled(row: Row) -> Scheduled:
    number, state = row
    return replace(from_json(Scheduled, state), id=ScheduleId(number))
