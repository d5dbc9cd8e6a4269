"""What a community reads."""

from typing import Protocol

from db.seam import Params, Row
from trivia.facts.model import CommunityId, Shelf

_SHELF = """SELECT p.id FROM packs p WHERE p.removed = 0 AND (
        p.community = ? OR p.community IS NULL AND (
            NOT EXISTS (SELECT 1 FROM shelves s WHERE s.community = ?)
            OR EXISTS (SELECT 1 FROM shelves s WHERE s.community = ? AND s.pack = p.id)
        )
    ) ORDER BY CASE WHEN p.community IS NULL THEN 0 ELSE 1 END, p.layer DESC, p.id"""


class _Readable(Protocol):
    async def read(self, sql: str, params: Params = ()) -> list[Row]: ...


async def shelf_of(store: _Readable, community: CommunityId) -> Shelf:
    """Return the shared packs that a community chose, or all of them, and its own pack last."""
    rows = await store.read(_SHELF, (community,) * 3)
    return Shelf(tuple(row[0] for row in rows), community)
