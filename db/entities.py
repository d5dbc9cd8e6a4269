"""Changes to the entities of a community: names of its own ones, and two that become one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from db.aliases import is_known_as, put_alias
from db.counters import reserve
from db.decoding import Decoder, qualifier_parts, qualifiers_text
from db.journal import Part, add_parts, entered
from db.names import add_names, name_rows, remove_names
from db.own import OwnPack, is_own, own_pack
from db.revising import STATE, Change, index_qualifiers, insert_revisions, supersede
from db.seam import Database, Row, Transaction
from db.statements import in_list, moment
from trivia.errors import Conflict
from trivia.facts.model import CommunityId, Entity, EntityId

_SPEAKING = """f.current = 1 AND f.pack IN {packs} AND f.fact IN (
    SELECT fact FROM facts WHERE current = 1 AND subject = ?
    UNION SELECT fact FROM facts WHERE current = 1 AND value = ?
    UNION SELECT fact FROM qualifier_entities WHERE entity = ?
    UNION SELECT fact FROM facts WHERE current = 1 AND work = ?)"""
_ABOUT = f"SELECT fact, revision, pack, {STATE} FROM facts f WHERE {_SPEAKING} ORDER BY fact"
_SHARED = (
    f"SELECT count(*) FROM facts f WHERE {_SPEAKING} "
    "AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact)"
)
_USED = """SELECT 1 WHERE EXISTS (SELECT 1 FROM facts WHERE current = 1 AND subject = ?)
    OR EXISTS (SELECT 1 FROM facts WHERE current = 1 AND value = ?)
    OR EXISTS (
        SELECT 1 FROM qualifier_entities q JOIN facts f ON f.fact = q.fact WHERE q.entity = ? AND f.current = 1
    )"""
_NAMED = "SELECT id, pack, name FROM entities WHERE id IN (?, ?)"
_SUBJECT, _VALUE, _QUALIFIERS, _WORK = 0, 2, 8, 13


class Entities:
    """Implements ``EntityEditor``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def rename(
        self, community: CommunityId, entity: EntityId, name: str, author: str, at: datetime, *, reason: str = ""
    ) -> Entity:
        """Give an own entity another name; the old one stays as an alias."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> None:
            own = await own_pack(tx, community, change)
            old = await _own_name(tx, own, entity)
            if old == name:
                return
            entry = await entered(tx, community, "renamed", change, size=0)
            await put_name(tx, own, entity, old, name)
            parts: list[Part] = [("name", entity, old, name)]
            if not await is_known_as(tx, own, entity, old):
                await put_alias(tx, own, entity, "", old)
                parts.append(("alias", entity, "", old))
            await add_parts(tx, entry, parts)

        await self._database.write(unit)
        return (await self._decoder.by_id([entity]))[entity]

    async def merge(
        self, community: CommunityId, entity: EntityId, into: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Make two entities one: the first one's facts and names go to the second, here alone if others read them."""
        change = Change(author, moment(at), reason)
        return await self._database.write(lambda tx: _merged(tx, community, (entity, into), change))


async def _merged(tx: Transaction, community: CommunityId, ends: tuple[EntityId, EntityId], change: Change) -> int:
    own = await own_pack(tx, community, change)
    await own.check(ends)
    entity, into = ends[0], own.shelf.here(ends[1])
    if own.shelf.here(entity) == into:
        raise Conflict("Those are one and the same already.")
    if own.shelf.here(entity) != entity:
        raise Conflict("Somebody else merged that in the meantime. Please look at it again.")
    names = {row[0]: (row[1], row[2]) for row in await tx.read(_NAMED, (entity, into))}
    mine, shared = await _about(tx, own, entity)
    about = {"gone": names[entity][1], "into": names[into][1]}
    size = len(mine) + shared
    entry = await entered(tx, community, "merged", change, size=size, about=about)
    for row in mine:
        await _moved(tx, own, row, (entity, into), entry)
    parts: list[Part] = []
    for other, stays in own.shelf.merged:
        if stays == entity:
            await put_merged(tx, own, other, str(entity), str(into))
            parts.append(("merged", other, str(entity), str(into)))
    if await is_own(tx, names[entity][0]):
        parts += await _let_go(tx, own, entity, into)
    else:
        await put_merged(tx, own, entity, "", str(into))
        parts.append(("merged", entity, "", str(into)))
    await add_parts(tx, entry, parts)
    return size


async def _about(tx: Transaction, own: OwnPack, entity: int) -> tuple[list[Row], int]:
    """Return the own facts that speak of an entity, those of imports taken back too, and how many shared ones do."""
    community = own.shelf.community
    mine = [row[0] for row in await tx.read("SELECT id FROM packs WHERE community = ?", (community,))]
    holes, packs = in_list(mine)
    rows = await tx.read(_ABOUT.format(packs=holes), (*packs, *(entity,) * 4))
    holes, packs = in_list([pack for pack in own.shelf.packs if pack not in mine])
    shared = await tx.read(_SHARED.format(packs=holes), (*packs, *(entity,) * 4, community))
    return rows, int(shared[0][0])


async def _let_go(tx: Transaction, own: OwnPack, entity: int, into: int) -> list[Part]:
    """Retire an own entity whose facts have moved; its names go to the other."""
    rows = await tx.read("SELECT written FROM names WHERE entity = ? AND whole = 1 ORDER BY alias, id", (entity,))
    parts: list[Part] = [("entity", entity, "living", "retired")]
    for (alias,) in rows:
        if not await is_known_as(tx, own, into, alias):
            await put_alias(tx, own, into, "", alias)
            parts.append(("alias", into, "", alias))
    await tx.run("UPDATE entities SET retired = 1 WHERE id = ?", (entity,))
    return parts


async def take_for_one(tx: Transaction, own: OwnPack, pairs: Sequence[tuple[int, int]]) -> list[Part]:
    """Let things of packs be others here alone; return what is to be kept of it. What has become one since is left."""
    merged = dict(own.shelf.merged)
    parts: list[Part] = []
    for entity, wanted in pairs:
        into = merged.get(EntityId(wanted), wanted)
        if merged.get(EntityId(entity), entity) == into:
            continue
        for gone, before in [(gone, stays) for gone, stays in merged.items() if stays == entity] + [(entity, "")]:
            await put_merged(tx, own, gone, str(before), str(into))
            parts.append(("merged", gone, str(before), str(into)))
            merged[EntityId(gone)] = EntityId(into)
    return parts


_MERGED_SINCE = "What was merged there was merged again since. Please take the later change back first."
_CHAINED = "SELECT 1 FROM merged_entities WHERE community = ? AND (entity = ? OR stays = ?) LIMIT 1"


async def put_merged(tx: Transaction, own: OwnPack, entity: int, before: str, after: str) -> None:
    """Let another entity stand for one in the community, each by its number; no text says the entity itself."""
    key = (own.shelf.community, entity)
    rows = await tx.read("SELECT stays FROM merged_entities WHERE community = ? AND entity = ?", key)
    if (str(rows[0][0]) if rows else "") != before:
        raise Conflict(_MERGED_SINCE)
    await tx.run("DELETE FROM merged_entities WHERE community = ? AND entity = ?", key)
    if after:
        # One stands for many, but none for one that stands for another: that would be a chain, or a circle.
        if await tx.read(_CHAINED, (own.shelf.community, int(after), entity)):
            raise Conflict(_MERGED_SINCE)
        await tx.run("INSERT INTO merged_entities(community, entity, stays) VALUES (?, ?, ?)", (*key, int(after)))


async def put_name(tx: Transaction, own: OwnPack, entity: int, before: str, after: str) -> None:
    """Give an entity another name in place of the one it has."""
    del before
    home = (await tx.read("SELECT pack FROM entities WHERE id = ?", (entity,)))[0][0]
    await remove_names(
        tx, await tx.read("SELECT id, folded FROM names WHERE entity = ? AND pack = ? AND alias = 0", (entity, home))
    )
    await tx.run("UPDATE entities SET name = ? WHERE id = ?", (after, entity))
    names = name_rows(entity, home, after, ())
    await add_names(tx, await reserve(tx, "names", len(names)), names)
    del own


async def put_living(tx: Transaction, own: OwnPack, entity: int, before: str, after: str) -> None:
    """Bring an entity back (``living``), or let it go (``retired``) unless a fact still speaks of it."""
    del own, before
    gone = after == "retired" and not await tx.read(_USED, (entity,) * 3)
    if gone or after == "living":
        await tx.run("UPDATE entities SET retired = ? WHERE id = ?", (int(gone), entity))


async def _own_name(tx: Transaction, own: OwnPack, entity: EntityId) -> str:
    await own.check([entity])
    rows = await tx.read("SELECT pack, name FROM entities WHERE id = ?", (entity,))
    if not await is_own(tx, rows[0][0]):
        raise Conflict(f"{rows[0][1]} came with a pack that others read too. You can give it another name instead.")
    return str(rows[0][1])


async def _moved(tx: Transaction, own: OwnPack, row: Row, ends: tuple[int, int], entry: Change) -> None:
    """Let a fact speak of the second entity instead of the first; retire it if that says nothing new."""
    fact, revision, pack, *before = row
    old, new = ends
    after = list(before)
    for column in (_SUBJECT, _VALUE, _WORK):
        after[column] = new if before[column] == old else before[column]
    qualifiers = [(name, new if value == old else value) for name, value in qualifier_parts(before[_QUALIFIERS])]
    after[_QUALIFIERS] = qualifiers_text(qualifiers)
    same = await own.same(tuple(after))
    empty = after[_SUBJECT] == after[_VALUE] or (same is not None and same != fact)
    await supersede(tx, [fact])
    state = tuple(before) if empty else tuple(after)
    await insert_revisions(tx, pack, [(fact, revision + 1, state)], entry, retired=empty)
    await index_qualifiers(tx, _named(qualifiers, fact))


def _named(qualifiers: Iterable[tuple[str, object]], fact: int) -> list[tuple[int, int]]:
    return list({(value, fact) for _, value in qualifiers if isinstance(value, int)})
