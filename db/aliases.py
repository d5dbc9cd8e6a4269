"""Names that a community gives: kept in its own pack, so that no other community ever meets them."""

from collections.abc import Sequence

from db.counters import reserve
from db.journal import Part, add_parts, entered
from db.names import NameRow, add_names, name_rows, remove_names
from db.own import OwnPack, own_pack
from db.revising import Change
from db.seam import Row, Transaction
from db.statements import chunks, in_list
from trivia.errors import UsageError
from trivia.facts.model import CommunityId, EntityId
from trivia.text import fold

MOST_ALIASES = 200
"""One entity is given so many at most by one community: beyond that it is no name but a flood."""

_KNOWN = "SELECT 1 FROM names WHERE entity = ? AND folded = ? AND pack IN {packs}"
_NAMES = "SELECT entity, folded FROM names WHERE entity IN {entities} AND pack IN {packs}"
_OWN_NAMES = """SELECT entity, written FROM names WHERE entity IN {entities} AND pack = ? AND alias = 1 AND whole = 1
    ORDER BY id"""
_GIVEN = "SELECT count(*) FROM names WHERE entity = ? AND pack = ? AND alias = 1 AND whole = 1"


async def give_alias(tx: Transaction, community: CommunityId, entity: EntityId, alias: str, change: Change) -> bool:
    """Let an entity be known by one more name; return False if it is already."""
    own = await own_pack(tx, community, change)
    await own.check([entity])
    if any([await is_known_as(tx, own, one, alias) for one in own.shelf.all_of([entity])]):
        return False
    if (await tx.read(_GIVEN, (entity, own.number)))[0][0] >= MOST_ALIASES:
        raise UsageError(f"That has {MOST_ALIASES} other names already; please take one away first.")
    await put_alias(tx, own, entity, "", alias)
    entry = await entered(tx, community, "named", change, size=0)
    await add_parts(tx, entry, [("alias", entity, "", alias)])
    return True


async def take_alias(tx: Transaction, community: CommunityId, entity: EntityId, alias: str, change: Change) -> bool:
    """Take a name that the community gave from an entity, or from one merged with it; return False if it gave none."""
    own = await own_pack(tx, community, change)
    await own.check([entity])
    holes, ones = in_list(own.shelf.all_of([entity]))
    rows = await tx.read(_OWN_NAMES.format(entities=holes), (*ones, own.number))
    parts: dict[int, Part] = {}
    for bearer, written in rows:
        if fold(written) == fold(alias):
            parts.setdefault(bearer, ("alias", bearer, written, ""))
    if not parts:
        return False
    for bearer, (_, _, written, _) in parts.items():
        await put_alias(tx, own, bearer, written, "")
    entry = await entered(tx, community, "unnamed", change, size=0)
    await add_parts(tx, entry, list(parts.values()))
    return True


async def give_all(tx: Transaction, own: OwnPack, given: Sequence[tuple[EntityId, str]]) -> Sequence[Part]:
    """Let many entities be known by further names, as far as they aren't; return what is to be kept of it."""
    pack_holes, packs = in_list(own.shelf.packs)
    known: set[Row] = set()
    for some in chunks(sorted({entity for entity, _ in given})):
        holes, entities = in_list(some)
        known.update(await tx.read(_NAMES.format(entities=holes, packs=pack_holes), (*entities, *packs)))
    parts: list[Part] = []
    rows: list[NameRow] = []
    for entity, alias in given:
        _, *names = name_rows(entity, own.number, "", [alias])  # without the empty name that it begins with
        if (entity, names[0].folded) not in known:
            known.update((entity, name.folded) for name in names)
            rows += names
            parts.append(("alias", entity, "", alias))
    if rows:
        await add_names(tx, await reserve(tx, "names", len(rows)), rows)
    return parts


async def is_known_as(tx: Transaction, own: OwnPack, entity: int, name: str) -> bool:
    """Say whether an entity bears a name on the community's shelf."""
    holes, packs = in_list(own.shelf.packs)
    folded = name_rows(entity, own.number, name, ())[0].folded
    return bool(await tx.read(_KNOWN.format(packs=holes), (entity, folded, *packs)))


async def put_alias(tx: Transaction, own: OwnPack, entity: int, before: str, after: str) -> None:
    """Take a name away, give one, or both; each with its form without article."""
    if before:
        forms = {row.folded for row in name_rows(entity, own.number, before, ())}
        rows = await tx.read(
            "SELECT id, folded FROM names WHERE entity = ? AND pack = ? AND alias = 1", (entity, own.number)
        )
        await remove_names(tx, [row for row in rows if row[1] in forms])
    if after and not await is_known_as(tx, own, entity, after):
        _, *names = name_rows(entity, own.number, "", [after])  # without the empty name that it begins with
        await add_names(tx, await reserve(tx, "names", len(names)), names)
