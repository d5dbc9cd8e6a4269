"""Bringing results of an earlier version to what boards go by, once, when a store is opened."""

from collections import defaultdict

from db.boards import described
from db.seam import Database, Transaction
from db.totals import reckon
from trivia.facts.model import CommunityId
from trivia.rounds.model import RoundId

_DUE = ("boards",)


async def catch_up(database: Database) -> None:
    """Describe and add up results that an earlier version left; do nothing where that is done."""
    if not await database.read("SELECT 1 FROM notes WHERE key = ?", _DUE):
        return

    async def unit(tx: Transaction) -> None:
        if not await tx.read("SELECT 1 FROM notes WHERE key = ?", _DUE):
            return  # another process came first
        rounds: defaultdict[CommunityId, list[RoundId]] = defaultdict(list)
        for community, round_id in await tx.read("SELECT DISTINCT community, round FROM results ORDER BY 1, 2"):
            rounds[CommunityId(community)].append(RoundId(round_id))
        for community, ids in rounds.items():
            for round_id in ids:
                await described(tx, round_id)
            await reckon(tx, community)
        await tx.run("DELETE FROM notes WHERE key = ?", _DUE)

    await database.write(unit)
