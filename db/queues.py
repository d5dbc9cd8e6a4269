"""What waits for moderators: questions that nobody could answer, and facts due for a second look."""

from collections.abc import Sequence
from datetime import datetime

from db.decoding import FACT, FROM_FACTS, Decoder
from db.seam import Database, Transaction
from db.statements import in_list, moment
from db.unanswered import key_of
from trivia.facts.keeping import Waiting, Wondered
from trivia.facts.model import CommunityId, Fact, FactId, Shelf

MOST_ASKERS = 20
"""So many who asked the same are told of its answer."""

_STALE = (
    f"SELECT {FACT} FROM {FROM_FACTS} WHERE f.current = 1 AND f.retired = 0 AND f.stated_on <> '' "
    "AND f.stated_on < ? AND f.pack IN {packs} AND f.pack IN (SELECT id FROM packs WHERE community = ?) "
    "AND (f.stated_on, f.fact) > (?, ?) ORDER BY f.stated_on, f.fact LIMIT ?"
)
_COUNT_STALE = (
    "SELECT count(*) FROM (SELECT 1 FROM facts f WHERE f.current = 1 AND f.retired = 0 AND f.stated_on <> '' "
    "AND f.stated_on < ? AND f.pack IN (SELECT id FROM packs WHERE community = ? AND removed = 0) LIMIT 1000) due"
)


class Queues:
    """Implements ``QueueStore``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def wondered(self, community: CommunityId, limit: int, *, skip: int = 0) -> Sequence[Wondered]:
        """Return questions that nobody could answer, the most asked first."""
        rows = await self._database.read(
            "SELECT key, question, asked, last FROM unanswered WHERE community = ? "
            "ORDER BY asked DESC, last DESC, key LIMIT ? OFFSET ?",
            (community, max(0, limit), max(0, skip)),
        )
        return [Wondered(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows]

    async def wondered_one(self, community: CommunityId, key: str) -> Wondered | None:
        """Return one of them, with its askers."""
        rows = await self._database.read(
            "SELECT key, question, asked, last FROM unanswered WHERE community = ? AND key >= ? AND key < ? LIMIT 1",
            (community, key, key + "\U0010ffff"),
        )
        if not rows or not key:
            return None
        askers = await self._database.read(
            "SELECT member, platform FROM askers WHERE community = ? AND key = ? ORDER BY at", (community, rows[0][0])
        )
        return Wondered(rows[0][0], rows[0][1], rows[0][2], datetime.fromisoformat(rows[0][3]), tuple(askers))

    async def note_asker(self, community: CommunityId, question: str, member: str, platform: str, at: datetime) -> None:
        """Remember who asked."""
        key = key_of(question)

        async def unit(tx: Transaction) -> None:
            rows = await tx.read("SELECT count(*) FROM askers WHERE community = ? AND key = ?", (community, key))
            if rows[0][0] < MOST_ASKERS:
                await tx.run(
                    "INSERT INTO askers(community, key, member, platform, at) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (community, key, member) DO NOTHING",
                    (community, key, member, platform, moment(at)),
                )

        await self._database.write(unit)

    async def forget_question(self, community: CommunityId, key: str) -> bool:
        """Take a question off the list with its askers."""

        async def unit(tx: Transaction) -> bool:
            await tx.run("DELETE FROM askers WHERE community = ? AND key = ?", (community, key))
            return bool(await tx.run("DELETE FROM unanswered WHERE community = ? AND key = ?", (community, key)))

        return await self._database.write(unit)

    async def stale(self, shelf: Shelf, before: str, limit: int, *, after: FactId | None = None) -> Sequence[Fact]:
        """Return own facts stated before a date, the oldest first."""
        start: tuple[str, int] = ("", 0)
        if after is not None:
            rows = await self._database.read("SELECT stated_on FROM facts WHERE fact = ? AND current = 1", (after,))
            start = (rows[0][0], after) if rows else start
        holes, packs = in_list(shelf.packs)
        params = (before, *packs, shelf.community, *start, max(0, limit))
        return await self._decoder.facts(await self._database.read(_STALE.format(packs=holes), params))

    async def waiting(self, shelf: Shelf, before: str) -> Waiting:
        """Return how much waits."""
        counts = []
        for sql, params in (
            ("SELECT count(*) FROM suggestions WHERE community = ? AND status = 'open'", (shelf.community,)),
            ("SELECT count(*) FROM unanswered WHERE community = ?", (shelf.community,)),
            (_COUNT_STALE, (before, shelf.community)),
        ):
            rows = await self._database.read(sql, params)
            counts.append(int(rows[0][0]))
        return Waiting(*counts)
