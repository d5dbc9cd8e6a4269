"""Which channels want to hear each week what waits for moderators, and for which week they heard it."""

from collections.abc import Collection, Sequence

from db.outbox import queue
from db.seam import Database, Transaction
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, Place
from trivia.rounds.ports import Outgoing

_WANTED = "SELECT community, target FROM settings WHERE scope = 'channel' AND name = 'digest' AND value = 'yes'"


class Digests:
    """Implements ``DigestStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def digest_places(self, platforms: Collection[str]) -> Sequence[Place]:
        """Return the channels on these platforms that want a digest."""
        rows = await self._database.read(f"{_WANTED} ORDER BY community, target")
        places = [Place(CommunityId(community), ChannelId(channel)) for community, channel in rows]
        return [place for place in places if place.platform in platforms]

    async def digested(self, place: Place) -> str:
        """Return the last week that a channel was told of; empty if none."""
        rows = await self._database.read(
            "SELECT week FROM digests WHERE community = ? AND channel = ?", (place.community, place.channel)
        )
        return str(rows[0][0]) if rows else ""

    async def keep_digest(self, place: Place, week: str, outgoing: Sequence[Outgoing]) -> bool:
        """Keep that a channel is told of a week, with the message that tells it; return False if it was before."""

        async def unit(tx: Transaction) -> bool:
            new = await tx.run(
                "INSERT INTO digests(community, channel, week) VALUES (?, ?, ?) "
                "ON CONFLICT (community, channel) DO UPDATE SET week = excluded.week "
                "WHERE digests.week < excluded.week",
                (place.community, place.channel, week),
            )
            if new:
                await queue(tx, outgoing)
            return bool(new)

        return await self._database.write(unit)
