"""What admins keep others from changing."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from db.journal import entered
from db.revising import Change
from db.seam import Database, Params, Row, Transaction
from db.shelves import on_shelf, shelf_of
from db.statements import chunks, in_list, moment, storable_ids
from trivia.facts.model import CommunityId, EntityId, FactId, Shelf

_OF_CHANGE = (
    """(f.change = ? OR f.pack IN (SELECT p.target FROM change_parts p WHERE p.change = ? AND p.what = 'layer'))"""
)
_TOUCHES = f"SELECT 1 FROM facts f WHERE f.{{column}} IN {{locked}} AND {_OF_CHANGE}{{current}} LIMIT 1"
_NAMED = """SELECT 1 FROM change_parts WHERE change = ? AND (what IN ('alias', 'entity', 'merged', 'name')
        AND target IN {ends} OR what = 'merged' AND (before IN {ends} OR after IN {ends})) LIMIT 1"""
_HELD = "SELECT 1 FROM facts f WHERE f.{column} IN {locked} AND {condition} AND f.current = 1 AND {on} LIMIT 1"
_PARTS = "SELECT what, target, before, after FROM change_parts WHERE change = ? AND what IN ('gone', 'one-relation')"


class Readable(Protocol):
    """What can be read: the store, or a transaction."""

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        """Read."""
        ...


async def held(
    store: Readable, shelf: Shelf, condition: str, params: Params, things: Collection[EntityId] = ()
) -> bool:
    """Say whether a lock holds one of the facts ``f`` on a shelf that meet a condition, or one of some things."""
    locks = await store.read("SELECT what, target FROM locks WHERE community = ?", (shelf.community,))
    ends = shelf.all_of([EntityId(target) for what, target in locks if what == "entity"])
    if set(ends).intersection(things):
        return True
    facts = [target for what, target in locks if what == "fact"]
    on, where = on_shelf(shelf)
    for column, locked in (("fact", facts), ("subject", ends), ("value", ends)):
        for some in chunks(locked):
            holes, ids = in_list(some)
            sql = _HELD.format(column=column, locked=holes, condition=condition, on=on)
            if await store.read(sql, (*ids, *params, *where)):
                return True
    return False


class LockedThings:
    """Implements ``Locks``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lock(
        self,
        community: CommunityId,
        target: EntityId | FactId,
        author: str,
        at: datetime,
        *,
        called: str,
        fact: bool,
        locked: bool,
    ) -> bool:
        """Lock a fact or an entity, or unlock it."""
        what = "fact" if fact else "entity"
        change = Change(author, moment(at), "")

        async def unit(tx: Transaction) -> bool:
            if locked:
                done = await tx.run(
                    "INSERT INTO locks(community, what, target, author, at) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (community, what, target) DO NOTHING",
                    (community, what, target, author, change.at),
                )
            else:
                done = await tx.run(
                    "DELETE FROM locks WHERE community = ? AND what = ? AND target = ?", (community, what, target)
                )
            if done:
                about = {what: called}
                await entered(tx, community, "locked" if locked else "unlocked", change, size=0, about=about)
            return bool(done)

        return await self._database.write(unit)

    async def is_locked(self, community: CommunityId, fact: FactId | None, entities: Sequence[EntityId]) -> bool:
        """Say whether a fact, or one of these entities, is locked."""
        shelf = await shelf_of(self._database, community)
        holes, values = in_list(storable_ids(shelf.all_of(entities)))
        sql = (
            "SELECT 1 FROM locks WHERE community = ? AND ((what = 'fact' AND target = ?) "
            f"OR (what = 'entity' AND target IN {holes})) LIMIT 1"
        )
        known = fact if fact is not None and storable_ids([fact]) else -1
        return bool(await self._database.read(sql, (community, known, *values)))

    async def any_locked(
        self, community: CommunityId, facts: Collection[FactId], entities: Collection[EntityId]
    ) -> bool:
        """Say whether any of these is locked."""
        rows = await self._database.read("SELECT what, target FROM locks WHERE community = ?", (community,))
        wanted = set((await shelf_of(self._database, community)).all_of(entities)) if rows else set()
        return any(target in (facts if what == "fact" else wanted) for what, target in rows)

    async def touches_locked(self, community: CommunityId, change: int) -> bool:
        """Say whether a change touched a locked fact, or one that a locked entity is an end of."""
        known = change if 0 < change < 2**62 else 0
        locks = await self._database.read("SELECT what, target FROM locks WHERE community = ?", (community,))
        if not locks:
            return False
        shelf = (await shelf_of(self._database, community)).whole
        ends = shelf.all_of([EntityId(target) for what, target in locks if what == "entity"])
        if await self._touches(known, [target for what, target in locks if what == "fact"], ends):
            return True
        for what, target, *texts in await self._database.read(_PARTS, (known,)):
            if what == "gone" and await held(
                self._database, shelf, "(f.subject = ? OR f.value = ?)", (target, target), [target]
            ):
                return True
            relations = [json.loads(text)["id"] for text in texts if text] if what == "one-relation" else []
            for relation in relations[:1]:
                if await held(self._database, shelf, "f.relation = ?", (relation,)):
                    return True
        return False

    async def _touches(self, change: int, facts: Sequence[int], ends: Sequence[int]) -> bool:
        """Say whether a change touched one of these facts, or names or facts of one of these things."""
        for column, locked in (("fact", facts), ("subject", ends), ("value", ends)):
            for some in chunks(locked):
                holes, ids = in_list(some)
                current = "" if column == "fact" else " AND f.current = 1"
                sql = _TOUCHES.format(column=column, locked=holes, current=current)
                if await self._database.read(sql, (*ids, change, change)):
                    return True
        for some in chunks(ends):
            holes, ids = in_list(some)
            texts = [str(id_) for id_ in ids]
            if await self._database.read(_NAMED.format(ends=holes), (change, *ids, *texts, *texts)):
                return True
        return False
