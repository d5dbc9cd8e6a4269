"""Imports that a crash cut short: what they staged is read by nobody, and goes piece by piece."""

from collections.abc import Sequence
from datetime import datetime

from db.names import forget_names
from db.seam import Database, Transaction, Unit
from db.statements import in_list, moment
from db.stems import forget_stems_of

_PIECE = 200
_UNREAD = """SELECT id FROM packs WHERE layer > 0 AND removed = 1 AND changed < ? AND NOT EXISTS (
    SELECT 1 FROM change_parts c WHERE c.target = packs.id AND c.what = 'layer')"""
_FACTS = "SELECT fact FROM facts WHERE pack = ? AND current = 1 AND retired = 0 LIMIT ?"
_ENTITIES = "SELECT id FROM entities WHERE pack = ? LIMIT ?"


class Leftovers:
    """Implements the sweeping half of ``Importer``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep_imports(self, before: datetime) -> int:
        """Remove what imports begun before this moment staged and never brought; return how many those were."""
        rows = await self._database.read(_UNREAD, (moment(before),))
        for (layer,) in rows:
            while await self._database.write(_piece(layer)):
                pass
        return len(rows)


def _piece(layer: int) -> Unit[bool]:
    """Return a unit that removes some of a layer, and in the end itself; it returns whether there is more."""

    async def unit(tx: Transaction) -> bool:
        facts = [row[0] for row in await tx.read(_FACTS, (layer, _PIECE))]
        entities = [row[0] for row in await tx.read(_ENTITIES, (layer, _PIECE))] if not facts else []
        if facts:
            await _drop_facts(tx, facts)
        elif entities:
            await forget_names(tx, layer, entities)
            await forget_stems_of(tx, entities)
            holes, values = in_list(entities)
            await tx.run(f"DELETE FROM entities WHERE id IN {holes}", values)
        else:
            await tx.run("DELETE FROM sources WHERE pack = ?", (layer,))
            await tx.run("DELETE FROM packs WHERE id = ?", (layer,))
        return bool(facts or entities)

    return unit


async def _drop_facts(tx: Transaction, facts: Sequence[int]) -> None:
    holes, values = in_list(facts)
    await tx.run(f"DELETE FROM qualifier_entities WHERE fact IN {holes}", values)
    await tx.run(f"DELETE FROM facts WHERE fact IN {holes}", values)
