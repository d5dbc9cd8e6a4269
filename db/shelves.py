"""What a community reads."""

from typing import Protocol

from db.seam import Params, Row
from db.statements import in_list
from trivia.facts.model import CommunityId, EntityId, Shelf

_SHELF = """SELECT part, id, stays, pack, relation, kept FROM (
        SELECT CASE WHEN p.community IS NULL THEN 0 ELSE 1 END AS part, p.id, 0 AS stays, p.id AS pack,
            '' AS relation, '' AS kept, p.layer
        FROM packs p WHERE p.removed = 0 AND (
            p.community = ? OR p.community IS NULL AND (
                NOT EXISTS (SELECT 1 FROM shelves s WHERE s.community = ?)
                OR EXISTS (SELECT 1 FROM shelves s WHERE s.community = ? AND s.pack = p.id)
            )
        )
        UNION ALL SELECT 2, m.entity, m.stays, e.pack, '', '', 0
        FROM merged_entities m JOIN entities e ON e.id = m.stays WHERE m.community = ? AND e.retired = 0
        UNION ALL SELECT 3, r.entity, 0, 0, '', '', 0 FROM retired_entities r WHERE r.community = ?
        UNION ALL SELECT 4, 0, 0, p.id, r.relation, r.stays, 0 FROM merged_relations r
        JOIN packs p ON p.removed = 0 AND (p.community = r.community OR p.community IS NULL)
            AND p.vocabulary LIKE '%"id": "' || r.stays || '", "subject_kinds"%' WHERE r.community = ?
    ) x ORDER BY part, layer DESC, id, relation"""
"""Packs, things merged, things retired and relations merged, the last with the packs that declare what stays."""


class _Readable(Protocol):
    async def read(self, sql: str, params: Params = ()) -> list[Row]: ...


async def shelf_of(store: _Readable, community: CommunityId) -> Shelf:
    """Return the shared packs that a community chose, or all of them, and its own pack last.

    What it merged into something that is not on its shelf now is itself again.
    """
    rows = await store.read(_SHELF, (community,) * 6)
    packs = tuple(id_ for part, id_, *_ in rows if part <= _OWN)
    merged = tuple((EntityId(id_), EntityId(s)) for part, id_, s, pack, *_ in rows if part == _MERGED and pack in packs)
    retired = frozenset(EntityId(id_) for part, id_, *_ in rows if part == _RETIRED)
    relations = {(gone, kept): None for part, _, _, pack, gone, kept in rows if part == _RELATED and pack in packs}
    return Shelf(packs, community, merged, retired, tuple(relations))


_OWN, _MERGED, _RETIRED, _RELATED = 1, 2, 3, 4

_READ = "f.pack IN {packs} AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact)"
LIVING = " AND NOT EXISTS (SELECT 1 FROM retired_entities r WHERE r.community = ? AND r.entity IN (f.subject, f.value))"


def on_shelf(shelf: Shelf) -> tuple[str, tuple[object, ...]]:
    """Return the condition that a current fact ``f`` is read on a shelf, with its parameters."""
    holes, packs = in_list(shelf.packs)
    if not shelf.retired:
        return _READ.format(packs=holes), (*packs, shelf.community)
    return _READ.format(packs=holes) + LIVING, (*packs, shelf.community, shelf.community)
