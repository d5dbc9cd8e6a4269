"""Reading the current facts of a shelf."""

import json
from collections.abc import Collection, Mapping, Sequence

from db.decoding import ENTITY, FACT, FROM_FACTS, LONGEST_TEXT, Decoder
from db.merging import facts_here
from db.seam import Database, Row
from db.shelves import on_shelf
from db.sizes import Sizes
from db.statements import chunks, in_list, storable_ids
from db.vocabularies import read_vocabulary
from trivia.facts.model import Entity, EntityId, Fact, FactId, Shelf, Text
from trivia.facts.vocabulary import Vocabulary, joined, merge
from trivia.ports import shuffle_place
from trivia.text import fold

_SELECT = f"SELECT {FACT} FROM {FROM_FACTS} WHERE {{condition}} AND f.current = 1 AND {{on_shelf}} ORDER BY f.fact"
_BY_ID = f"SELECT {FACT} FROM {FROM_FACTS} WHERE f.current = 1 AND f.fact IN {{ids}} ORDER BY f.fact"
_ABOUT = """f.fact IN (
    SELECT fact FROM facts WHERE current = 1 AND subject = ?
    UNION SELECT fact FROM facts WHERE current = 1 AND value = ?
    UNION SELECT fact FROM qualifier_entities WHERE entity = ?)"""
_SAMPLE = (
    f"SELECT {FACT} FROM {FROM_FACTS} WHERE f.relation = ? AND f.certainty = 'confirmed' AND {{where}} "
    "AND f.current = 1 AND {on_shelf} ORDER BY f.place, f.fact LIMIT ?"
)
_SAMPLE_IDS = (
    "SELECT f.fact FROM facts f WHERE f.relation = ? AND f.certainty = 'confirmed' AND {where} "
    "AND f.current = 1 AND {on_shelf} ORDER BY f.place, f.fact LIMIT ?"
)
_NEWER_IDS = (
    "SELECT f.fact FROM facts f WHERE f.relation = ? AND f.retired = 0 AND f.fact > ? AND f.certainty = 'confirmed' "
    "AND f.current = 1 AND {on_shelf} ORDER BY f.fact LIMIT ?"
)
_OF_KIND = (
    f"SELECT {ENTITY.format(e='e')} FROM entities e WHERE e.kind = ? AND e.pack IN {{packs}} AND e.retired = 0 "
    "ORDER BY e.popularity DESC, e.id LIMIT ?"
)
_MOST_VOCABULARIES = 64


class Facts:
    """Implements ``FactReader``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder
        self._sizes = Sizes(database)
        self._vocabularies: dict[object, Vocabulary] = {}

    async def vocabulary(self, shelf: Shelf) -> Vocabulary:
        """Return the merged vocabulary of the shelf: the same object as long as no pack on it changes."""
        if not shelf.packs:
            return Vocabulary()
        holes, packs = in_list(shelf.packs)
        sql = f"SELECT id, edition FROM packs WHERE id IN {holes}"
        editions: dict[int, int] = dict(await self._database.read(sql, packs))
        there = tuple((pack, editions[pack]) for pack in shelf.packs if pack in editions)
        key = (there, shelf.relations)
        known = self._vocabularies.get(key)
        if known is None:
            if len(self._vocabularies) >= _MOST_VOCABULARIES:
                self._vocabularies.clear()
            sql = f"SELECT id, vocabulary FROM packs WHERE id IN {holes}"
            texts: dict[int, str] = dict(await self._database.read(sql, packs))
            known = joined(merge(read_vocabulary(json.loads(texts[pack])) for pack, _ in there), shelf.relations)
            known = self._vocabularies.setdefault(key, known)
        return known

    def forget_packs(self) -> None:
        """Forget what is remembered of packs: some are gone, and SQLite gives their numbers again."""
        self._vocabularies.clear()
        self._sizes.forget()

    async def entities(self, ids: Collection[EntityId]) -> Mapping[EntityId, Entity]:
        """Return entities by id."""
        return await self._decoder.by_id(storable_ids(ids))

    async def of_kind(self, shelf: Shelf, kind: str, limit: int) -> Sequence[Entity]:
        """Return entities of a kind, the most popular first."""
        if not shelf.packs:
            return []
        holes, packs = in_list(shelf.packs)
        most = max(0, limit)
        more = most + len(shelf.merged) + len(shelf.retired)
        rows = await self._database.read(_OF_KIND.format(packs=holes), (kind, *packs, more))
        living = [e for e in await self._decoder.entities(rows) if e.id not in shelf.retired]
        return [e for e in living if shelf.here(e.id) == e.id][:most]

    async def facts(self, ids: Collection[FactId], shelf: Shelf | None = None) -> Sequence[Fact]:
        """Return current facts by id, whatever their pack."""
        found: list[Fact] = []
        for chunk in chunks(sorted(storable_ids(ids))):
            holes, values = in_list(chunk)
            found += await self._decoder.facts(await self._database.read(_BY_ID.format(ids=holes), values))
        return await facts_here(self._decoder, shelf, found)

    async def forward(self, shelf: Shelf, relation: str, subjects: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these subjects."""
        return await self._with_any(shelf, "f.subject", relation, storable_ids(shelf.all_of(subjects)))

    async def inverse(self, shelf: Shelf, relation: str, values: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these entities as value."""
        return await self._with_any(shelf, "f.value", relation, storable_ids(shelf.all_of(values)))

    async def with_literal(self, shelf: Shelf, relation: str, low: float, high: float) -> Sequence[Fact]:
        """Return the facts of a relation whose number, amount or date lies in the range."""
        ids, relations = _relations(shelf, relation)
        condition = f"f.relation {ids} AND f.number BETWEEN ? AND ?"
        return await self._told(shelf, await self._read(shelf, condition, (*relations, float(low), float(high))))

    async def with_text(self, shelf: Shelf, relation: str, folded: Collection[str]) -> Sequence[Fact]:
        """Return the facts of a relation whose text, folded, is one of these."""
        wanted = set(folded)
        found = await self._with_any(
            shelf, "f.folded", relation, list(dict.fromkeys(text[:LONGEST_TEXT] for text in folded))
        )
        return [f for f in found if isinstance(f.value, Text) and fold(f.value.text) in wanted]

    async def of_relation(self, shelf: Shelf, relation: str, limit: int) -> Sequence[Fact]:
        """Return the facts of a relation."""
        ids, relations = _relations(shelf, relation)
        rows = await self._read(shelf, f"f.relation {ids} AND f.retired = 0", relations, limit)
        return await self._told(shelf, rows)

    async def about(self, shelf: Shelf, entity: EntityId, limit: int) -> Sequence[Fact]:
        """Return the facts that have the entity as subject, as value or in a qualifier."""
        found: dict[int, Row] = {}
        for one in storable_ids(shelf.all_of([entity])):
            found.update((row[0], row) for row in await self._read(shelf, _ABOUT, (one,) * 3, limit))
        return await self._told(shelf, [found[fact] for fact in sorted(found)][: max(0, limit)])

    async def relation_sizes(self, shelf: Shelf) -> Mapping[str, int]:
        """Return how many confirmed facts each relation has; relations without any are absent."""
        return await self._sizes.of(shelf)

    async def state(self, shelf: Shelf) -> str:
        """Return a text that is never the same again once something on the shelf has changed."""
        return await self._sizes.state(shelf)

    async def sample(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[Fact]:
        """Return up to ``count`` confirmed facts of a relation from a fixed shuffle, beginning at ``start``."""
        first = int(start % 1 * 2**32)
        return await self._told(shelf, await self._sampled(_SAMPLE, shelf, relation, first, count))

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        """Return the ids of what ``sample`` returns, in the same order."""
        rows = await self._sampled(_SAMPLE_IDS, shelf, relation, int(start % 1 * 2**32), count)
        return [FactId(row[0]) for row in rows]

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        """Return the ids of up to ``count`` confirmed facts of a relation that are newer than a fact, oldest first."""
        found: list[Row] = []
        for one in shelf.tells(relation):
            found += await self._part(_NEWER_IDS, shelf, one, after, count)
        return [FactId(row[0]) for row in sorted(found, key=_first)[: max(0, count)]]

    async def newest_fact(self) -> FactId:
        """Return the id of the newest fact in the store, on whatever shelf; 0 if there is none."""
        rows = await self._database.read("SELECT MAX(fact) FROM facts")
        return FactId(rows[0][0] or 0)

    async def _sampled(self, sql: str, shelf: Shelf, relation: str, first: int, count: int) -> list[Row]:
        rows = await self._placed(sql.replace("{where}", "f.place >= ?"), shelf, relation, first, count)
        if len(rows) < count:
            rest = count - len(rows)
            rows += await self._placed(sql.replace("{where}", "f.place < ?"), shelf, relation, first, rest)
        return rows

    async def _placed(self, sql: str, shelf: Shelf, relation: str, first: int, count: int) -> list[Row]:
        """Return a part of the shuffle; of relations told as one, each is read in its own order by the index."""
        several = shelf.tells(relation)
        found = [row for one in several for row in await self._part(sql, shelf, one, first, count)]
        return sorted(found, key=_place)[: max(0, count)] if len(several) > 1 else found

    async def _part(self, sql: str, shelf: Shelf, relation: str, first: int, count: int) -> list[Row]:
        if not shelf.packs or count <= 0:
            return []
        condition, params = on_shelf(shelf)
        return await self._database.read(sql.replace("{on_shelf}", condition), (relation, first, *params, count))

    async def _with_any(
        self, shelf: Shelf, column: str, relation: str, values: Collection[int] | Collection[str]
    ) -> list[Fact]:
        found: list[Row] = []
        several = False
        ids, relations = _relations(shelf, relation)
        for chunk in chunks(values):
            several = bool(found)
            holes, wanted = in_list(chunk)
            found += await self._read(shelf, f"{column} IN {holes} AND f.relation {ids}", (*wanted, *relations))
        if several:
            found.sort(key=_first)
        return await self._told(shelf, found)

    async def _told(self, shelf: Shelf, rows: Sequence[Row]) -> list[Fact]:
        return await facts_here(self._decoder, shelf, await self._decoder.facts(rows))

    async def _read(
        self, shelf: Shelf, condition: str, params: tuple[object, ...], limit: int | None = None
    ) -> list[Row]:
        if not shelf.packs:
            return []
        on, where = on_shelf(shelf)
        sql = _SELECT.format(condition=condition, on_shelf=on)
        if limit is None:
            return await self._database.read(sql, (*params, *where))
        return await self._database.read(sql + " LIMIT ?", (*params, *where, max(0, limit)))


def _relations(shelf: Shelf, relation: str) -> tuple[str, tuple[str | None, ...]]:
    """Return what says in SQL that a column is a relation, or one that is told as it here, with its parameters."""
    several = shelf.tells(relation)
    if len(several) == 1:
        return "= ?", several
    holes, relations = in_list(several)
    return f"IN {holes}", relations


def _place(row: Row) -> tuple[int, int]:
    return shuffle_place(FactId(row[0])), row[0]


def _first(row: Row) -> int:
    fact: int = row[0]
    return fact
