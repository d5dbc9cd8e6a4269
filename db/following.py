"""What became of facts since somebody looked last."""

from collections.abc import Collection, Mapping

from db.seam import Database
from db.shelves import on_shelf
from db.statements import chunks, in_list, storable_ids
from trivia.facts.model import CommunityId, FactId, Shelf

_REVISIONS = (
    "SELECT f.fact, f.revision FROM facts f WHERE f.current = 1 AND f.retired = 0 AND f.fact IN {facts} AND {on_shelf}"
)


class FactChanges:
    """Implements of ``FactChanges`` what reads the journal and the facts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def changed_after(self, change: int) -> Mapping[CommunityId, int]:
        """Return the communities with changes newer than one, each with its newest."""
        # The plus keeps SQLite from going through all changes for the sake of their order.
        rows = await self._database.read(
            "SELECT +community, MAX(id) FROM changes WHERE id > ? GROUP BY +community", (change,)
        )
        return {CommunityId(community): int(newest) for community, newest in rows}

    async def revisions(self, shelf: Shelf, facts: Collection[FactId]) -> Mapping[FactId, int]:
        """Return the revision of each of these facts that is on the shelf."""
        found: dict[FactId, int] = {}
        if shelf.packs:
            condition, params = on_shelf(shelf)
            for chunk in chunks(sorted(storable_ids(facts))):
                holes, ids = in_list(chunk)
                sql = _REVISIONS.format(facts=holes, on_shelf=condition)
                rows = await self._database.read(sql, (*ids, *params))
                found |= {FactId(fact): int(revision) for fact, revision in rows}
        return found
