"""Names that a community gives: kept in its own pack, so that no other community ever meets them."""

from db.counters import reserve
from db.journal import add_parts, entered
from db.names import add_names, name_rows, remove_names
from db.own import own_pack
from db.revising import Change
from db.seam import Transaction
from db.statements import in_list
from trivia.facts.model import CommunityId, EntityId
from trivia.text import fold

_KNOWN = "SELECT 1 FROM names WHERE entity = ? AND folded = ? AND pack IN {packs}"


async def give_alias(tx: Transaction, community: CommunityId, entity: EntityId, alias: str, change: Change) -> bool:
    """Let an entity be known by one more name; return False if it is already."""
    own = await own_pack(tx, community, change)
    await own.check([entity])
    _, *forms = name_rows(entity, own.number, "", [alias])  # without the empty name that it begins with
    holes, packs = in_list(own.shelf.packs)
    if await tx.read(_KNOWN.format(packs=holes), (entity, forms[0].folded, *packs)):
        return False
    await add_names(tx, await reserve(tx, "names", len(forms)), forms)
    entry = await entered(tx, community, "named", change, size=0)
    await add_parts(tx, entry, [("alias", entity, "", alias)])
    return True


async def take_alias(tx: Transaction, community: CommunityId, entity: EntityId, alias: str, change: Change) -> bool:
    """Take a name that the community gave from an entity; return False if it gave none such."""
    own = await own_pack(tx, community, change)
    await own.check([entity])
    written = await _forgotten(tx, own.number, entity, alias)
    if written is None:
        return False
    entry = await entered(tx, community, "unnamed", change, size=0)
    await add_parts(tx, entry, [("alias", entity, written, "")])
    return True


async def _forgotten(tx: Transaction, pack: int, entity: EntityId, alias: str) -> str | None:
    """Remove an alias, with its form without article; return it as it was written."""
    rows = await tx.read(
        "SELECT id, folded, written, whole FROM names WHERE entity = ? AND pack = ? AND alias = 1 ORDER BY id",
        (entity, pack),
    )
    forms = {row.folded for row in name_rows(entity, pack, "", [alias])[1:]}
    written = next((row[2] for row in rows if row[3] and fold(row[2]) == fold(alias)), None)
    if written is None:
        return None
    await remove_names(tx, [row[:2] for row in rows if row[1] in forms])
    return str(written)
