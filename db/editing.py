"""Changes to what a community knows: each adds a revision or a decision, none overwrites."""

from collections.abc import Sequence
from datetime import datetime

from db.counters import reserve
from db.decoding import FACT, FACT_WIDTH, FROM_FACTS, Decoder
from db.installing import OWN_PACK
from db.names import add_names, name_rows
from db.revising import STATE, Change, index_qualifiers, insert_revisions, state, supersede
from db.seam import Database, Row, Transaction
from db.shelves import shelf_of
from db.statements import in_list, moment, storable_ids
from trivia.errors import NotFound
from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId, Literal, Shelf, SpoilerPoint, Value
from trivia.ports import NewEntity, NewFact, Revision
from trivia.text import fold

_SAME = """SELECT f.fact FROM facts f WHERE f.current = 1 AND f.subject = ? AND f.relation = ?
    AND COALESCE(f.value, 0) = ? AND f.type = ? AND f.literal = ? AND f.qualifiers = ? AND f.certainty = ?
    AND f.pack IN {packs} AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact)
    ORDER BY f.fact LIMIT 1"""
_LATEST = f"SELECT pack, revision, retired, {STATE} FROM facts WHERE fact = ? ORDER BY revision DESC LIMIT 1"
_ONE = f"SELECT {FACT} FROM {FROM_FACTS} WHERE f.fact = ? ORDER BY f.revision DESC LIMIT 1"
_REVISIONS = (
    f"SELECT {FACT}, f.author, f.at, f.reason, f.retired FROM {FROM_FACTS} WHERE f.fact = ? ORDER BY f.revision"
)
_DECISIONS = "SELECT author, at, reason, retired FROM decisions WHERE community = ? AND fact = ? ORDER BY id"


class Editing:
    """Implements ``FactEditor``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def add(self, community: CommunityId, fact: NewFact, author: str, at: datetime) -> Fact:
        """Add a fact to the community's own pack, or return the one on its shelf that says the same.

        Raises NotFound for an entity that isn't on the community's shelf.
        """
        addition = _Addition(community, fact, Change(author, moment(at), ""))
        return await self._latest(await self._database.write(addition.unit))

    async def retire(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        """Stop asking and answering from a fact; nothing happens to one that is retired already."""
        return await self._decide(community, fact, Change(author, moment(at), reason), retired=True)

    async def restore(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        """Undo a retirement; nothing happens to a fact that isn't retired."""
        return await self._decide(community, fact, Change(author, moment(at), reason), retired=False)

    async def history(self, community: CommunityId, fact: FactId) -> Sequence[Revision]:
        """Return every revision of a fact, those of its pack and what the community decided, the oldest first."""
        shelf = await shelf_of(self._database, community)
        rows = await self._database.read(_REVISIONS, (fact,)) if storable_ids([fact]) else []
        if not rows or rows[-1][2] not in shelf.packs:
            raise _no_such_fact(fact)
        facts = await self._decoder.facts([row[:FACT_WIDTH] for row in rows])
        events: list[tuple[str, Fact, Row]] = [
            (row[FACT_WIDTH + 1], stated, row[FACT_WIDTH:]) for stated, row in zip(facts, rows, strict=True)
        ]
        for decision in await self._database.read(_DECISIONS, (community, fact)):
            before = [stated for at, stated, _ in events if at <= decision[1]]
            events.append((decision[1], before[-1] if before else facts[0], decision))
        events.sort(key=_time)
        return [
            Revision(stated, number, author, datetime.fromisoformat(at), reason, bool(retired))
            for number, (_, stated, (author, at, reason, retired)) in enumerate(events, 1)
        ]

    async def _decide(self, community: CommunityId, fact: FactId, change: Change, *, retired: bool) -> Fact:
        async def unit(tx: Transaction) -> None:
            shelf = await shelf_of(tx, community)
            rows = await tx.read(_LATEST, (fact,)) if storable_ids([fact]) else []
            if not rows or rows[0][0] not in shelf.packs:
                raise _no_such_fact(fact)
            pack, revision, was_retired, *columns = rows[0]
            if await _is_own(tx, pack):
                if bool(was_retired) is not retired:
                    await supersede(tx, [fact])
                    await insert_revisions(tx, pack, [(fact, revision + 1, tuple(columns))], change, retired=retired)
            elif was_retired:
                raise _no_such_fact(fact)
            else:
                await _hide(tx, community, fact, change, retired=retired)

        await self._database.write(unit)
        return await self._latest(fact)

    async def _latest(self, fact: int) -> Fact:
        return (await self._decoder.facts(await self._database.read(_ONE, (fact,))))[0]


async def _hide(tx: Transaction, community: CommunityId, fact: FactId, change: Change, *, retired: bool) -> None:
    """Take a shared fact from one community's sight, or give it back."""
    sql = (
        "INSERT INTO hidden(community, fact) VALUES (?, ?) ON CONFLICT (community, fact) DO NOTHING"
        if retired
        else "DELETE FROM hidden WHERE community = ? AND fact = ?"
    )
    if await tx.run(sql, (community, fact)):
        await tx.run(
            "INSERT INTO decisions(community, fact, author, at, reason, retired) VALUES (?, ?, ?, ?, ?, ?)",
            (community, fact, change.author, change.at, change.reason, int(retired)),
        )


async def _is_own(tx: Transaction, pack: int) -> bool:
    return bool(await tx.read("SELECT 1 FROM packs WHERE id = ? AND community IS NOT NULL", (pack,)))


def _no_such_fact(fact: int) -> NotFound:
    return NotFound(f"There is no fact {fact} here.")


def _time(event: tuple[str, Fact, Row]) -> str:
    return event[0]


class _Addition:
    """One fact being added, with the entities and the source that it brings along."""

    def __init__(self, community: CommunityId, fact: NewFact, change: Change) -> None:
        self._community = community
        self._fact = fact
        self._change = change
        self._pack = 0

    async def unit(self, tx: Transaction) -> int:
        """Add the fact within a transaction; return its id, or that of the one that says the same."""
        fact = self._fact
        self._pack = await self._own_pack(tx)
        shelf = await shelf_of(tx, self._community)
        await self._check_shelf(tx, shelf)
        columns = state(
            await self._entity(tx, fact.subject),
            fact.relation,
            await self._value(tx, fact.value),
            [(q.relation, _by_id(q.value)) for q in fact.qualifiers],
            fact.certainty.value,
            await self._source(tx),
            fact.sentence,
            fact.stated_on,
            fact.spoiler.work.id if fact.spoiler else None,
            fact.spoiler.point if fact.spoiler else SpoilerPoint(),
        )
        same = await self._same(tx, shelf, columns)
        if same is not None:
            return same
        new = await reserve(tx, "facts", 1)
        await insert_revisions(tx, self._pack, [(new, 1, columns)], self._change)
        named = {q.value.id for q in fact.qualifiers if isinstance(q.value, Entity)}
        await index_qualifiers(tx, [(entity, new) for entity in named])
        return new

    async def _own_pack(self, tx: Transaction) -> int:
        rows = await tx.read(
            "INSERT INTO packs(name, community, title, version, language, licence, about, vocabulary, edition, "
            "removed, changed) VALUES (?, ?, 'Own facts', '', 'en', '', '', '{}', 1, 0, ?) "
            "ON CONFLICT (name) DO UPDATE SET changed = excluded.changed RETURNING id",
            (f"{OWN_PACK}{self._community}", self._community, self._change.at),
        )
        return int(rows[0][0])

    async def _check_shelf(self, tx: Transaction, shelf: Shelf) -> None:
        """Nobody may speak of what is not on their shelf, lest they learn of it."""
        fact = self._fact
        named: set[int] = {v for v in (fact.subject, fact.value) if isinstance(v, int)}
        named.update(q.value.id for q in fact.qualifiers if isinstance(q.value, Entity))
        if fact.spoiler:
            named.add(fact.spoiler.work.id)
        known = await self._on_shelf(tx, shelf, named)
        for entity in named:
            if entity not in known:
                raise NotFound(f"There is no entity {entity} here.")

    async def _on_shelf(self, tx: Transaction, shelf: Shelf, entities: set[int]) -> set[int]:
        wanted = storable_ids(entities)
        if not wanted:
            return set()
        holes, values = in_list(wanted)
        pack_holes, packs = in_list(shelf.packs)
        sql = f"SELECT id FROM entities WHERE id IN {holes} AND pack IN {pack_holes} AND retired = 0"
        return {row[0] for row in await tx.read(sql, values + packs)}

    async def _value(self, tx: Transaction, value: EntityId | NewEntity | Literal) -> int | Literal:
        return await self._entity(tx, value) if isinstance(value, int | NewEntity) else value

    async def _entity(self, tx: Transaction, entity: EntityId | NewEntity) -> int:
        if not isinstance(entity, NewEntity):
            return entity
        names = name_rows(0, self._pack, entity.name, entity.aliases)
        rows = await tx.read(
            "SELECT e.id FROM names n JOIN entities e ON e.id = n.entity "
            "WHERE n.folded = ? AND n.pack = ? AND n.alias = 0 AND n.whole = 1 AND e.kind = ? ORDER BY e.id LIMIT 1",
            (names[0].folded, self._pack, entity.kind),
        )
        if rows:
            return int(rows[0][0])
        new = await reserve(tx, "entities", 1)
        key = f"{'-'.join(fold(entity.name).split())[:80]}-{new}"
        await tx.run(
            "INSERT INTO entities(id, pack, key, kind, name, popularity, retired) VALUES (?, ?, ?, ?, ?, 0, 0)",
            (new, self._pack, key, entity.kind, entity.name),
        )
        for name in names:
            name.entity = new
        await add_names(tx, await reserve(tx, "names", len(names)), names)
        return new

    async def _source(self, tx: Transaction) -> int:
        fact = self._fact
        rows = await tx.read(
            "SELECT id FROM sources WHERE pack = ? AND title = ? AND address = ? ORDER BY id LIMIT 1",
            (self._pack, fact.source_title, fact.source_address),
        )
        if rows:
            return int(rows[0][0])
        new = await reserve(tx, "sources", 1)
        await tx.run(
            "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
            "VALUES (?, ?, ?, ?, '', ?, '', '', 1)",
            (new, self._pack, f"source-{new}", fact.source_title, fact.source_address),
        )
        return new

    async def _same(self, tx: Transaction, shelf: Shelf, columns: Row) -> int | None:
        holes, packs = in_list(shelf.packs)
        subject, relation, value, type_, literal, _, _, _, qualifiers, certainty = columns[:10]
        rows = await tx.read(
            _SAME.format(packs=holes),
            (subject, relation, value or 0, type_, literal, qualifiers, certainty, *packs, self._community),
        )
        return int(rows[0][0]) if rows else None


def _by_id(value: Value) -> int | Literal:
    return value.id if isinstance(value, Entity) else value
