"""Things that a community lets go of: for it alone, nothing is told any more of what begins or ends with them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from db.journal import Part, add_parts, entered
from db.locks import Readable, held
from db.own import OwnPack, own_pack
from db.revising import Change
from db.seam import Database, Transaction
from db.shelves import on_shelf
from db.statements import in_list, moment, storable_ids
from trivia.errors import Conflict, NotFound
from trivia.facts.journal import Reach
from trivia.facts.model import CommunityId, EntityId, Shelf

GONE = "gone"
"""What a change calls a thing that it retired or brought back."""

_RETIRED = "retired"
_BEGIN = "SELECT count(*) FROM facts f WHERE f.subject IN {ids} AND f.current = 1 AND {on_shelf}"
_END = """SELECT count(*) FROM facts f WHERE f.value IN {ids} AND f.subject NOT IN {ids} AND f.current = 1
    AND {on_shelf}"""


class Retiring:
    """Implements of ``EntityEditor`` what retires things and brings them back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reach(self, shelf: Shelf, entity: EntityId) -> Reach:
        """Return how much a shelf tells of an entity, or of what is one with it there."""
        begin, end = await _counted(self._database, shelf, shelf.all_of([entity]))
        return Reach(begin, end, await locked_at(self._database, shelf, shelf.all_of([entity])))

    async def retire_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Let go of an entity, and of what is one with it."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> int:
            own = await own_pack(tx, community, change)
            await own.check([entity])
            return await _put_all(tx, own, entity, change, retired=True)

        return await self._database.write(unit)

    async def restore_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Bring back an entity that was retired."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> int:
            own = await own_pack(tx, community, change)
            if entity not in own.shelf.retired:
                raise NotFound("That isn't retired here any more.")
            return await _put_all(tx, own, entity, change, retired=False)

        return await self._database.write(unit)


async def _put_all(tx: Transaction, own: OwnPack, entity: EntityId, change: Change, *, retired: bool) -> int:
    """Retire an entity with what is one with it, or bring all of that back; return how many facts that concerns."""
    ones = [one for one in own.shelf.all_of([entity]) if (one in own.shelf.retired) is not retired]
    others = own.shelf.retired.difference(ones)
    size = sum(await _counted(tx, own.shelf.without(others), ones))
    called = await tx.read("SELECT name FROM entities WHERE id = ?", (own.shelf.here(entity),))
    doing, about = (_RETIRED if retired else "restored"), {"thing": str(called[0][0])}
    entry = await entered(tx, own.shelf.community, doing, change, size=size, about=about)
    before, after = ("", _RETIRED) if retired else (_RETIRED, "")
    parts: list[Part] = [(GONE, one, before, after) for one in ones]
    for _, one, *_ in parts:
        await put_gone(tx, own, one, before, after)
    await add_parts(tx, entry, parts)
    return size


async def let_go(tx: Transaction, own: OwnPack, entities: Iterable[int]) -> list[Part]:
    """Retire these entities, and no others, in the community; return what is to be kept of it."""
    parts: list[Part] = [(GONE, one, "", _RETIRED) for one in entities if one not in own.shelf.retired]
    for _, one, before, after in parts:
        await put_gone(tx, own, one, before, after)
    return parts


async def put_gone(tx: Transaction, own: OwnPack, entity: int, before: str, after: str) -> None:
    """Retire an entity in the community (``retired``), or bring it back; raise Conflict if it isn't as it was."""
    key = (own.shelf.community, entity)
    rows = await tx.read("SELECT 1 FROM retired_entities WHERE community = ? AND entity = ?", key)
    if bool(rows) is not (before == _RETIRED):
        raise Conflict("That was retired or brought back again since, so there is nothing left to take back.")
    if after:
        await tx.run("INSERT INTO retired_entities(community, entity) VALUES (?, ?)", key)
    else:
        await tx.run("DELETE FROM retired_entities WHERE community = ? AND entity = ?", key)


async def locked_at(store: Readable, shelf: Shelf, entities: Sequence[EntityId]) -> bool:
    """Say whether a lock holds one of these entities, or a fact that begins or ends with one."""
    holes, ids = in_list(storable_ids(entities))
    return await held(store, shelf, f"(f.subject IN {holes} OR f.value IN {holes})", ids * 2, entities)


async def _counted(store: Readable, shelf: Shelf, entities: Sequence[EntityId]) -> tuple[int, int]:
    """Return how many facts on a shelf begin with one of these entities, and how many others end with one."""
    if not shelf.packs or not entities:
        return 0, 0
    holes, ids = in_list(storable_ids(entities))
    condition, params = on_shelf(shelf)
    begin = await store.read(_BEGIN.format(ids=holes, on_shelf=condition), (*ids, *params))
    end = await store.read(_END.format(ids=holes, on_shelf=condition), (*ids, *ids, *params))
    return int(begin[0][0]), int(end[0][0])
