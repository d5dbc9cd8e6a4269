"""The journal of changes: every change to what a community knows is one entry, whatever it touches."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from db.decoding import FACT, FACT_WIDTH, FROM_FACTS, Decoder
from db.nameless import literal
from db.revising import Change
from db.seam import Database, Row, Transaction
from db.statements import chunks, in_list, moment, storable_ids
from trivia.errors import NotFound
from trivia.facts.authors import signer
from trivia.facts.journal import Doing, Entry, Touched
from trivia.facts.model import CommunityId, EntityId, Fact, FactId

Part = tuple[str, int, str, str]
"""What is changed (``alias``, ``entity`` ...), of which entity, what it was and what it is now."""

_MOST_TOLD = 5
"""So many facts of a change are told with it."""

_COLUMNS = "id, kind, author, at, reason, about, size, undoes, undone"
_CAN_BE_UNDONE = "undone = 0 AND kind NOT IN ('undone', 'locked', 'unlocked', 'decided', 'set')"
_OF_COMMUNITY = f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND id < ? ORDER BY id DESC LIMIT ?"
_OF_MEMBER = f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND id < ? AND member = ? ORDER BY id DESC LIMIT ?"
_ABOUT = (
    "SELECT fact FROM facts WHERE current = 1 AND subject IN {ids} "
    "UNION SELECT fact FROM facts WHERE current = 1 AND value IN {ids} "
    "UNION SELECT fact FROM qualifier_entities WHERE entity IN {ids}"
)
_OF_ENTITIES = (
    f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND id < ? AND id IN ("
    "SELECT change FROM change_parts WHERE target IN {ids} AND what IN ('alias', 'entity', 'name', 'merged', 'gone') "
    f"UNION SELECT f.change FROM facts f JOIN ({_ABOUT}) a ON a.fact = f.fact WHERE f.change > 0 "
    f"UNION SELECT d.change FROM decisions d JOIN ({_ABOUT}) a ON a.fact = d.fact WHERE d.community = ?"
    ") ORDER BY id DESC LIMIT ?"
)
_OF_RELATION = (
    f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND id < ? AND id IN ("
    "SELECT p.change FROM packs o JOIN change_parts p ON p.target = o.id WHERE o.community = ? "
    "AND p.what IN ('relation', 'one-relation') AND (p.before LIKE ? ESCAPE '!' OR p.after LIKE ? ESCAPE '!' "
    "OR p.before LIKE ? ESCAPE '!' OR p.after LIKE ? ESCAPE '!')) ORDER BY id DESC LIMIT ?"
)
_ONE = f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND id = ?"
_LAST = f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND {_CAN_BE_UNDONE} ORDER BY id DESC LIMIT 1"
_LAST_OF_MEMBER = (
    f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND member = ? AND {_CAN_BE_UNDONE} ORDER BY id DESC LIMIT 1"
)
_LAST_OF_FACT = (
    f"SELECT {_COLUMNS} FROM changes WHERE community = ? AND {_CAN_BE_UNDONE} AND id IN ("
    "SELECT change FROM facts WHERE fact = ? UNION SELECT change FROM decisions WHERE community = ? AND fact = ?"
    ") ORDER BY id DESC LIMIT 1"
)
_AT_ONCE = 16


def _some_of_each(sql: str) -> str:
    """Return a statement that reads a few rows of each of ``_AT_ONCE`` changes: one may have 100,000 of them."""
    return " UNION ALL ".join(f"SELECT * FROM ({sql} LIMIT {_MOST_TOLD}) x{i} " for i in range(_AT_ONCE))


_REVISED = _some_of_each(
    "SELECT change, fact, revision FROM facts WHERE change > 0 AND change = ? ORDER BY fact, revision"
)
_DECIDED = _some_of_each("SELECT change, fact, id FROM decisions WHERE change > 0 AND change = ? ORDER BY id")
_FACTS = (
    f"SELECT {FACT}, c.change FROM {FROM_FACTS} JOIN ({_REVISED}) c ON f.fact = c.fact AND f.revision = c.revision "
    "ORDER BY c.change, c.fact, c.revision"
)
_HIDDEN = (
    f"SELECT {FACT}, d.change FROM {FROM_FACTS} JOIN ({_DECIDED}) d ON d.fact = f.fact "
    "WHERE f.revision = (SELECT max(g.revision) FROM facts g WHERE g.fact = d.fact) ORDER BY d.id"
)
_PARTS = "SELECT change, what, target, before, after FROM change_parts WHERE change IN {changes} ORDER BY change, place"


class Journals:
    """Implements the reading half of ``Journal``, and ``record``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def changes(
        self,
        community: CommunityId,
        limit: int,
        *,
        before: int | None = None,
        member: str = "",
        entities: Sequence[EntityId] = (),
        relation: str = "",
    ) -> Sequence[Entry]:
        """Return changes, the latest first."""
        start = 2**62 if before is None else min(before, 2**62)
        if entities:
            holes, ids = in_list(storable_ids(entities))
            sql = _OF_ENTITIES.format(ids=holes)
            return await self._entries(
                sql, community, start, *ids, *ids, *ids, *ids, *ids, *ids, *ids, community, max(0, limit)
            )
        if relation:
            named = [f'%"{key}": "{literal(relation)}"%' for key in ("id", "into")]
            likes = [like for like in named for _ in range(2)]
            return await self._entries(_OF_RELATION, community, start, community, *likes, max(0, limit))
        if member:
            return await self._entries(_OF_MEMBER, community, start, member, max(0, limit))
        return await self._entries(_OF_COMMUNITY, community, start, max(0, limit))

    async def change(self, community: CommunityId, number: int) -> Entry:
        """Return a change."""
        found = await self._entries(_ONE, community, number) if 0 < number < 2**62 else []
        if not found:
            raise no_such_change(number)
        return found[0]

    async def last_change(
        self, community: CommunityId, *, fact: FactId | None = None, member: str = ""
    ) -> Entry | None:
        """Return the latest change that can be undone."""
        if fact is not None:
            found = await self._entries(_LAST_OF_FACT, community, fact, community, fact) if fact < 2**62 else []
        elif member:
            found = await self._entries(_LAST_OF_MEMBER, community, member)
        else:
            found = await self._entries(_LAST, community)
        return found[0] if found else None

    async def record(
        self, community: CommunityId, doing: Doing, author: str, at: datetime, about: Mapping[str, str]
    ) -> None:
        """Enter something that changes no facts."""
        change = Change(author, moment(at), "")

        async def unit(tx: Transaction) -> None:
            await entered(tx, community, doing, change, size=0, about=about)

        await self._database.write(unit)

    async def _entries(self, sql: str, *params: object) -> list[Entry]:
        rows = await self._database.read(sql, params)
        if not rows:
            return []
        holes, numbers = in_list([row[0] for row in rows])
        facts = await self._facts([row[0] for row in rows])
        touched = await self._touched(holes, numbers)
        return [_entry(row, facts.get(row[0], []), touched.get(row[0], [])) for row in rows]

    async def _facts(self, changes: Sequence[int]) -> dict[int, list[Fact]]:
        rows: list[Row] = []
        for some in chunks(changes, _AT_ONCE):
            numbers = (*some, *([0] * (_AT_ONCE - len(some))))
            rows += await self._database.read(_FACTS, numbers)
            rows += await self._database.read(_HIDDEN, numbers)
        facts = await self._decoder.facts([row[:FACT_WIDTH] for row in rows])
        found: dict[int, list[Fact]] = {}
        for row, fact in zip(rows, facts, strict=True):
            found.setdefault(row[FACT_WIDTH], []).append(fact)
        return found

    async def _touched(self, holes: str, numbers: Sequence[object]) -> dict[int, list[Touched]]:
        rows = await self._database.read(_PARTS.format(changes=holes), numbers)
        entities = await self._decoder.by_id({row[2] for row in rows if row[1] not in _NO_ENTITIES})
        found: dict[int, list[Touched]] = {}
        for change, what, target, before, after in rows:
            entity = None if what in _NO_ENTITIES else entities.get(target)
            found.setdefault(change, []).append(Touched(what, entity, before, after))
        return found


_NO_ENTITIES = frozenset({"layer", "relation", "one-relation", "fact-lock"})


def _entry(row: Row, facts: Iterable[Fact], touched: Iterable[Touched]) -> Entry:
    number, kind, author, at, reason, about, size, undoes, undone = row
    told = tuple(facts)[:_MOST_TOLD]
    return Entry(
        number,
        Doing(kind),
        author,
        datetime.fromisoformat(at),
        reason,
        size,
        undoes,
        undone,
        told,
        tuple(touched),
        json.loads(about) if about else {},
    )


def no_such_change(number: int) -> NotFound:
    """Return the error for a change that this community never made."""
    return NotFound(f"There is no change {number} here. /fact history lists them.")


async def entered(
    tx: Transaction,
    community: CommunityId,
    kind: str,
    change: Change,
    *,
    size: int = 1,
    undoes: int = 0,
    about: Mapping[str, str] | None = None,
) -> Change:
    """Enter a change into the journal; return it with its number."""
    _, member = signer(change.author)
    said = json.dumps(dict(about), ensure_ascii=False) if about else ""
    rows = await tx.read(
        "INSERT INTO changes(community, kind, author, member, at, reason, about, size, undoes, undone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
        (community, kind, change.author, member, change.at, change.reason, said, size, undoes),
    )
    return replace(change, number=int(rows[0][0]))


async def add_parts(tx: Transaction, change: Change, parts: Iterable[Part]) -> None:
    """Keep what a change did besides revising facts, after the parts that it has already."""
    rows = await tx.read("SELECT count(*) FROM change_parts WHERE change = ?", (change.number,))
    first = int(rows[0][0])
    await tx.run_many(
        "INSERT INTO change_parts(change, place, what, target, before, after) VALUES (?, ?, ?, ?, ?, ?)",
        [(change.number, first + i, *part) for i, part in enumerate(parts)],
    )
