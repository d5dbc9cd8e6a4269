"""A community's own pack, as a transaction sees it: where what its moderators say is kept."""

from collections.abc import Iterable
from hashlib import sha256
from itertools import product

from db.counters import reserve
from db.installing import OWN_PACK
from db.names import add_names, name_rows
from db.revising import Change
from db.seam import Row, Transaction
from db.shelves import shelf_of
from db.statements import in_list, storable_ids
from db.stems import add_stems
from trivia.errors import Conflict, NotFound
from trivia.facts.curation import told_retired
from trivia.facts.model import CommunityId, Entity, EntityId, FactId, Literal, Qualifier, Shelf, SpoilerScope, Value
from trivia.facts.written import KIND
from trivia.ports import NewEntity, NewFact
from trivia.text import fold

_SAME = """SELECT f.fact FROM facts f WHERE f.current = 1 AND f.subject = ? AND f.relation = ?
    AND COALESCE(f.value, 0) = ? AND f.type = ? AND f.literal = ? AND f.qualifiers = ? AND f.certainty = ?
    AND f.pack IN {packs} AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact)
    ORDER BY f.fact LIMIT 1"""
_BEARER = """SELECT e.id FROM names n JOIN entities e ON e.id = n.entity WHERE n.folded = ? AND n.pack = ?
    AND n.alias = 0 AND n.whole = 1 AND e.kind = ? AND e.retired = 0 ORDER BY e.id"""
_RETIRED = """SELECT e.name FROM names n JOIN entities e ON e.id = n.entity
    JOIN retired_entities r ON r.entity = e.id WHERE n.folded = ? AND n.whole = 1 AND e.kind = ? AND r.community = ?
    AND e.pack IN {packs} AND n.pack IN {packs} AND e.retired = 0 ORDER BY e.id LIMIT 1"""
_PACK = """INSERT INTO packs(name, community, title, version, language, licence, about, vocabulary, edition, removed,
        changed)
    VALUES (?, ?, 'Own facts', '', 'en', '', '', '{}', 1, 0, ?)
    ON CONFLICT (name) DO UPDATE SET changed = excluded.changed RETURNING id"""


class OwnPack:
    """Finds and makes what a change needs. Get one with ``own_pack``."""

    def __init__(self, tx: Transaction, pack: int, shelf: Shelf) -> None:
        self._tx = tx
        self.number = pack
        self.shelf = shelf
        self.made: list[int] = []
        """Entities that were made."""
        self._owned: dict[int, bool] = {}
        self._sources: dict[tuple[str, str], int] = {}
        self._titles: dict[int, list[Row]] = {}
        self._here: set[int] = set()

    async def owns(self, pack: int) -> bool:
        """Say whether a pack is a community's own."""
        if pack not in self._owned:
            self._owned[pack] = await is_own(self._tx, pack)
        return self._owned[pack]

    async def check(self, entities: Iterable[int]) -> None:
        """Raise NotFound for what isn't on the shelf: nobody may speak of it, lest they learn of it."""
        named = set(entities) - self._here
        wanted = storable_ids(named)
        known: set[int] = set()
        if wanted:
            holes, values = in_list(wanted)
            pack_holes, packs = in_list(self.shelf.packs)
            sql = f"SELECT id FROM entities WHERE id IN {holes} AND pack IN {pack_holes} AND retired = 0"
            known = {row[0] for row in await self._tx.read(sql, values + packs)} - self.shelf.retired
        for entity in named:
            if entity not in known:
                raise NotFound(f"There is no entity {entity} here.")
        self._here |= named

    async def titles(self, source: int) -> list[Row]:
        """Return the title and the address of a source."""
        if source not in self._titles:
            self._titles[source] = await self._tx.read("SELECT title, address FROM sources WHERE id = ?", (source,))
        return self._titles[source]

    async def value(self, value: EntityId | NewEntity | Literal) -> int | Literal:
        """Return a value with its entity, made if need be, by id."""
        return await self.entity(value) if isinstance(value, int | NewEntity) else value

    async def entity(self, entity: EntityId | NewEntity) -> int:
        """Return an entity's id; a new one is made unless the pack has one of that kind and name."""
        if not isinstance(entity, NewEntity):
            return self.shelf.here(entity)
        names = [] if entity.kind == KIND else name_rows(0, self.number, entity.name, entity.aliases)
        rows = await self._tx.read(_BEARER, (names[0].folded, self.number, entity.kind)) if names else []
        living = [row[0] for row in rows if row[0] not in self.shelf.retired]
        if living:
            return int(living[0])
        if names and self.shelf.retired:
            await self._check_not_retired(names[0].folded, entity.kind)
        new = await reserve(self._tx, "entities", 1)
        key = f"{'-'.join(fold(entity.name).split())[:80]}-{new}"
        await self._tx.run(
            "INSERT INTO entities(id, pack, key, kind, name, popularity, retired) VALUES (?, ?, ?, ?, ?, 0, 0)",
            (new, self.number, key, entity.kind, entity.name),
        )
        for name in names:
            name.entity = new
        await add_names(self._tx, await reserve(self._tx, "names", len(names)), names)
        if entity.kind == KIND:
            await add_stems(self._tx, [(new, self.number, entity.name)])
        self.made.append(new)
        return new

    async def _check_not_retired(self, folded: str, kind: str) -> None:
        """Raise Conflict where a thing of the kind and name was retired: a new one would come back by another door."""
        holes, packs = in_list(self.shelf.packs)
        rows = await self._tx.read(_RETIRED.format(packs=holes), (folded, kind, self.shelf.community, *packs, *packs))
        if rows:
            raise Conflict(told_retired(str(rows[0][0])))

    async def source(self, title: str, address: str) -> int:
        """Return the source of this title and address, made if need be."""
        if (title, address) not in self._sources:
            self._sources[title, address] = await source_in(self._tx, self.number, title, address)
        return self._sources[title, address]

    async def same(self, columns: Row) -> FactId | None:
        """Return the fact on the shelf that says the same as these columns of ``db.revising.STATE``, if one does."""
        holes, packs = in_list(self.shelf.packs)
        subject, relation, value, type_, literal, _, _, _, qualifiers, certainty = columns[:10]
        rest = (type_, literal, qualifiers, certainty, *packs, self.shelf.community)
        ends = (self.shelf.all_of([subject]), self.shelf.all_of([value or EntityId(0)]))
        relations = (relation, *self.shelf.tells(self.shelf.told_as(relation)))
        for told, one, other in product(dict.fromkeys(relations), *ends):
            rows = await self._tx.read(_SAME.format(packs=holes), (one, told, other, *rest))
            if rows:
                return FactId(rows[0][0])
        return None


async def source_in(tx: Transaction, pack: int, title: str, address: str) -> int:
    """Return a pack's source of this title and address, made if need be."""
    # Named for what it is, it is found at once among 100,000 others; an import may give each fact one of its own.
    named = sha256(f"{pack} {title}\n{address}".encode("utf-8", "replace"))
    key = f"source-{named.hexdigest()[:20]}"
    rows = await tx.read("SELECT id FROM sources WHERE pack = ? AND key = ? ORDER BY id LIMIT 1", (pack, key))
    if rows:
        return int(rows[0][0])
    new = await reserve(tx, "sources", 1)
    await tx.run(
        "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
        "VALUES (?, ?, ?, ?, '', ?, '', '', 1)",
        (new, pack, key, title, address),
    )
    return new


async def own_pack(tx: Transaction, community: CommunityId, change: Change) -> OwnPack:
    """Return a community's own pack, made if need be."""
    rows = await tx.read(_PACK, (f"{OWN_PACK}{community}", community, change.at))
    return OwnPack(tx, int(rows[0][0]), await shelf_of(tx, community))


async def is_own(tx: Transaction, pack: int) -> bool:
    """Say whether a pack is a community's own."""
    return bool(await tx.read("SELECT 1 FROM packs WHERE id = ? AND community IS NOT NULL", (pack,)))


def entities_named(fact: NewFact) -> set[int]:
    """Return the entities that a new fact speaks of, as far as they are known."""
    ends = {end for end in (fact.subject, fact.value) if isinstance(end, int)}
    return ends | entities_beside(fact.qualifiers, fact.spoiler)


def entities_beside(qualifiers: Iterable[Qualifier], spoiler: SpoilerScope | None) -> set[int]:
    """Return the entities that qualifiers and a spoiler scope name."""
    named: set[int] = {q.value.id for q in qualifiers if isinstance(q.value, Entity)}
    return named | ({spoiler.work.id} if spoiler else set())


def by_id(value: Value) -> int | Literal:
    """Return a value with its entity by id."""
    return value.id if isinstance(value, Entity) else value
