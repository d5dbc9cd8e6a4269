"""Changes to what a community knows: each adds a revision or a decision, none overwrites."""

from collections.abc import Sequence
from datetime import datetime

from db.aliases import give_alias, take_alias
from db.counters import reserve
from db.deciding import hide, no_such_fact
from db.decoding import FACT, FACT_WIDTH, FROM_FACTS, Decoder
from db.journal import add_parts, entered
from db.mending import Mending
from db.merging import told_here
from db.own import by_id, entities_named, is_own, own_pack
from db.revising import LATEST, Change, index_qualifiers, insert_revisions, state, supersede
from db.seam import Database, Row, Transaction
from db.shelves import shelf_of
from db.statements import moment, storable_ids
from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId, SpoilerPoint
from trivia.ports import FactChange, NewFact, Revision

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
        change = Change(author, moment(at), "")
        return await self._latest(community, await self._database.write(lambda tx: _added(tx, community, fact, change)))

    async def edit(
        self,
        community: CommunityId,
        fact: FactId,
        change: FactChange,
        author: str,
        at: datetime,
        *,
        reason: str = "",
        expected: int | None = None,
    ) -> Fact:
        """Mend a fact; one of a shared pack is hidden from this community, and one of its own takes its place."""
        mending = Mending(community, fact, change, Change(author, moment(at), reason), expected)
        return await self._latest(community, await self._database.write(mending.unit))

    async def add_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Let an entity be known by one more name in this community."""
        change = Change(author, moment(at), reason)
        return await self._database.write(lambda tx: give_alias(tx, community, entity, alias, change))

    async def remove_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Take a name that this community gave from an entity."""
        change = Change(author, moment(at), reason)
        return await self._database.write(lambda tx: take_alias(tx, community, entity, alias, change))

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
            raise no_such_fact(fact)
        facts = await told_here(self._decoder, shelf, await self._decoder.facts([row[:FACT_WIDTH] for row in rows]))
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
            rows = await tx.read(LATEST, (fact,)) if storable_ids([fact]) else []
            if not rows or rows[0][0] not in shelf.packs:
                raise no_such_fact(fact)
            pack, revision, was_retired, *columns = rows[0]
            if await is_own(tx, pack):
                if bool(was_retired) is not retired:
                    entry = await entered(tx, community, "retired" if retired else "restored", change)
                    await supersede(tx, [fact])
                    await insert_revisions(tx, pack, [(fact, revision + 1, tuple(columns))], entry, retired=retired)
            elif was_retired:
                raise no_such_fact(fact)
            else:
                await hide(tx, community, fact, change, retired=retired)

        await self._database.write(unit)
        return await self._latest(community, fact)

    async def _latest(self, community: CommunityId, fact: int) -> Fact:
        found = await self._decoder.facts(await self._database.read(_ONE, (fact,)))
        return (await told_here(self._decoder, await shelf_of(self._database, community), found))[0]


async def _added(tx: Transaction, community: CommunityId, fact: NewFact, change: Change) -> FactId:
    own = await own_pack(tx, community, change)
    await own.check(entities_named(fact))
    columns = state(
        await own.entity(fact.subject),
        fact.relation,
        await own.value(fact.value),
        [(q.relation, by_id(q.value)) for q in fact.qualifiers],
        fact.certainty.value,
        await own.source(fact.source_title, fact.source_address),
        fact.sentence,
        fact.stated_on,
        fact.spoiler.work.id if fact.spoiler else None,
        fact.spoiler.point if fact.spoiler else SpoilerPoint(),
    )
    same = await own.same(columns)
    if same is not None:
        return same
    new = FactId(await reserve(tx, "facts", 1))
    entry = await entered(tx, community, "added", change)
    await insert_revisions(tx, own.number, [(new, 1, columns)], entry)
    await index_qualifiers(tx, [(q.value.id, new) for q in fact.qualifiers if isinstance(q.value, Entity)])
    await add_parts(tx, entry, [("entity", made, "retired", "living") for made in own.made])
    return new


def _time(event: tuple[str, Fact, Row]) -> str:
    return event[0]
