"""What waits for moderators: questions that nobody could answer, and facts due for a second look."""

from collections.abc import Sequence
from datetime import datetime

from db.decoding import FACT, FROM_FACTS, Decoder
from db.merging import facts_here
from db.outbox import queue
from db.seam import Database, Row, Transaction
from db.shelves import LIVING
from db.statements import in_list, moment
from db.unanswered import key_of
from trivia.errors import NotFound
from trivia.facts.keeping import Wondered
from trivia.facts.model import CommunityId, Fact, FactId, Shelf
from trivia.rounds.ports import Outgoing

MOST_ASKERS = 20
"""So many who asked the same are told of its answer."""

_OWN_PACKS = "SELECT id FROM packs WHERE community = ? AND removed = 0"
_STALE = """SELECT stated_on, fact FROM facts f WHERE pack = ? AND current = 1 AND retired = 0 AND stated_on <> ''
    AND stated_on < ? AND (stated_on, fact) > (?, ?){living} ORDER BY stated_on, fact LIMIT ?"""
_FACTS = f"SELECT {FACT} FROM {FROM_FACTS} WHERE f.current = 1 AND f.fact IN {{facts}} ORDER BY f.stated_on, f.fact"
_COUNT_STALE = (
    "SELECT count(*) FROM (SELECT 1 FROM facts f WHERE f.current = 1 AND f.retired = 0 AND f.stated_on <> '' "
    "AND f.stated_on < ? AND f.pack IN (SELECT id FROM packs WHERE community = ? AND removed = 0){living} "
    "LIMIT 1000) due"
)


class Queues:
    """Implements ``QueueStore``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def wondered(self, community: CommunityId, limit: int, *, skip: int = 0) -> Sequence[Wondered]:
        """Return questions that nobody could answer, the most asked first."""
        rows = await self._database.read(
            "SELECT number, question, asked, last FROM unanswered WHERE community = ? "
            "ORDER BY asked DESC, last DESC, number LIMIT ? OFFSET ?",
            (community, max(0, limit), max(0, skip)),
        )
        return [Wondered(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows]

    async def wondered_one(self, community: CommunityId, number: int) -> Wondered:
        """Return one of them, with its askers."""
        rows = await self._database.read(
            "SELECT key, question, asked, last FROM unanswered WHERE community = ? AND number = ?",
            (community, number if 0 < number < 2**62 else 0),
        )
        if not rows:
            raise NotFound(f"There is no question q{number} on the list; perhaps it is answered by now.")
        key, question, asked, last = rows[0]
        askers = await self._database.read(
            "SELECT member, platform FROM askers WHERE community = ? AND key = ? ORDER BY at, member", (community, key)
        )
        return Wondered(number, question, asked, datetime.fromisoformat(last), tuple((a, b) for a, b in askers))

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

    async def forget_question(self, community: CommunityId, number: int, outgoing: Sequence[Outgoing] = ()) -> bool:
        """Take a question off the list with its askers, and send messages if it was there."""

        async def unit(tx: Transaction) -> bool:
            rows = await tx.read(
                "DELETE FROM unanswered WHERE community = ? AND number = ? RETURNING key", (community, number)
            )
            if rows:
                await tx.run("DELETE FROM askers WHERE community = ? AND key = ?", (community, rows[0][0]))
                await queue(tx, outgoing)
            return bool(rows)

        return await self._database.write(unit)

    async def stale(self, shelf: Shelf, before: str, limit: int, *, after: FactId | None = None) -> Sequence[Fact]:
        """Return own facts stated before a date, the oldest first."""
        start: tuple[str, int] = ("", 0)
        if after is not None:
            rows = await self._database.read("SELECT stated_on FROM facts WHERE fact = ? AND current = 1", (after,))
            start = (rows[0][0], after) if rows else start
        limit = max(0, limit)
        living, whose = (LIVING, (shelf.community,)) if shelf.retired else ("", ())
        # Pack by pack, for each has its own order by date in the index; of several together all would be sorted.
        due: list[Row] = []
        for (pack,) in await self._database.read(_OWN_PACKS, (shelf.community,)):
            if pack in shelf.packs:
                due += await self._database.read(_STALE.format(living=living), (pack, before, *start, *whose, limit))
        holes, facts = in_list([fact for _, fact in sorted(due)[:limit]])
        found = await self._decoder.facts(await self._database.read(_FACTS.format(facts=holes), facts))
        return await facts_here(self._decoder, shelf, found)

    async def count_wondered(self, community: CommunityId) -> int:
        """Return how many questions are on the list."""
        rows = await self._database.read("SELECT count(*) FROM unanswered WHERE community = ?", (community,))
        return int(rows[0][0])

    async def count_stale(self, shelf: Shelf, before: str) -> int:
        """Return how many facts are due, up to a thousand."""
        living, whose = (LIVING, (shelf.community,)) if shelf.retired else ("", ())
        sql = _COUNT_STALE.format(living=living)
        return int((await self._database.read(sql, (before, shelf.community, *whose)))[0][0])
