"""What a community reads."""

from typing import Protocol

from db.seam import Params, Row
from trivia.facts.model import CommunityId, EntityId, Shelf

_SHELF = """SELECT id, stays, pack FROM (
        SELECT p.id, 0 AS stays, p.id AS pack, CASE WHEN p.community IS NULL THEN 0 ELSE 1 END AS part, p.layer
        FROM packs p WHERE p.removed = 0 AND (
            p.community = ? OR p.community IS NULL AND (
                NOT EXISTS (SELECT 1 FROM shelves s WHERE s.community = ?)
                OR EXISTS (SELECT 1 FROM shelves s WHERE s.community = ? AND s.pack = p.id)
            )
        )
        UNION ALL SELECT m.entity, m.stays, e.pack, 2, 0
        FROM merged_entities m JOIN entities e ON e.id = m.stays WHERE m.community = ? AND e.retired = 0
    ) x ORDER BY part, layer DESC, id"""


class _Readable(Protocol):
    async def read(self, sql: str, params: Params = ()) -> list[Row]: ...


async def shelf_of(store: _Readable, community: CommunityId) -> Shelf:
    """Return the shared packs that a community chose, or all of them, and its own pack last.

    What it merged into something that is not on its shelf now is itself again.
    """
    rows = await store.read(_SHELF, (community,) * 4)
    packs = tuple(row[0] for row in rows if not row[1])
    merged = tuple((EntityId(entity), EntityId(stays)) for entity, stays, pack in rows if stays and pack in packs)
    return Shelf(packs, community, merged)
