"""Two relations that a community takes for one: for it alone, what the one tells is told by the other."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from db.journal import Part, add_parts, entered
from db.locks import held
from db.own import OwnPack, own_pack
from db.revising import Change
from db.seam import Database, Row, Transaction
from db.shelves import on_shelf
from db.statements import chunks, in_list, moment
from db.vocabularies import read_vocabulary
from trivia.errors import Conflict
from trivia.facts.journal import Overlap
from trivia.facts.model import CommunityId, EntityId, FactId, Shelf

RELATED = "one-relation"
"""What a change calls a relation that it merged, or parted again."""

_TOLD = "f.fact, f.subject, f.value, f.type, f.literal, f.unit, f.qualifiers, f.certainty"
_ALL = f"SELECT {_TOLD} FROM facts f WHERE f.relation IN {{relations}} AND f.current = 1 AND f.retired = 0 AND {{on}}"
_OF_SUBJECTS = f"""SELECT {_TOLD} FROM facts f WHERE f.subject IN {{subjects}} AND f.relation IN {{relations}}
    AND f.current = 1 AND {{on}}"""
_COUNT = "SELECT count(*) FROM facts f WHERE f.relation IN {relations} AND f.current = 1 AND f.retired = 0 AND {on}"
_NAMED = 3
_MERGED_SINCE = "What was merged there was merged again since. Please take the later change back first."
_CHAINED = "SELECT 1 FROM merged_relations WHERE community = ? AND (relation = ? OR stays = ?) LIMIT 1"
_STANDS = "Another relation stands for one of them already. Please look at it again."


class Relating:
    """Implements of ``RelationEditor`` what makes one of two relations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def compare_relations(self, shelf: Shelf, relation: str, into: str, *, single: bool) -> Overlap:
        """Return what would become of a relation's facts if it were merged into another."""
        moving = await self._all(shelf, relation)
        beside: list[Row] = []
        # There may be 100,000; gone through in a thread of its own, they hold up nobody.
        for some in chunks(await asyncio.to_thread(_subjects, shelf, moving)):
            beside += await self._of_subjects(shelf, into, some)
        locked = await relation_locked(self._database, shelf, relation)
        return await asyncio.to_thread(_compared, shelf, moving, beside, single=single, locked=locked)

    async def merge_relations(
        self, community: CommunityId, relation: str, into: str, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Let what is told by a relation be told by another in the community."""
        change = Change(author, moment(at), reason)
        return await self._database.write(lambda tx: _merged(tx, community, (relation, into), change))

    async def _all(self, shelf: Shelf, relation: str) -> list[Row]:
        holes, relations = in_list(shelf.tells(relation))
        on, params = on_shelf(shelf)
        return await self._database.read(_ALL.format(relations=holes, on=on), (*relations, *params))

    async def _of_subjects(self, shelf: Shelf, relation: str, subjects: Sequence[int]) -> list[Row]:
        subject_holes, ids = in_list(subjects)
        holes, relations = in_list(shelf.tells(relation))
        on, params = on_shelf(shelf)
        sql = _OF_SUBJECTS.format(subjects=subject_holes, relations=holes, on=on)
        return await self._database.read(sql, (*ids, *relations, *params))


def _subjects(shelf: Shelf, rows: Iterable[Row]) -> Sequence[int]:
    """Return what facts begin with, and what is one with it."""
    return sorted(shelf.all_of({EntityId(row[1]): None for row in rows}))


def _compared(shelf: Shelf, moving: Iterable[Row], beside: Iterable[Row], *, single: bool, locked: bool) -> Overlap:
    known: dict[object, dict[str, FactId]] = {}
    values: dict[int, dict[object, FactId]] = {}
    for row in beside:
        subject, value = _ends(shelf, row)
        known.setdefault((subject, value, row[7]), {}).setdefault(row[6], FactId(row[0]))
        if _is_sure(row):
            values.setdefault(subject, {}).setdefault(value, FactId(row[0]))
    facts = 0
    same: list[tuple[FactId, FactId]] = []
    odd: dict[int, tuple[FactId, FactId]] = {}
    for row in moving:
        facts += 1
        subject, value = _ends(shelf, row)
        alike = known.get((subject, value, row[7]), {})
        # What names no qualifiers says nothing against those that a known fact has.
        told = alike.get(row[6]) or (None if row[6] else next(iter(alike.values()), None))
        if told is not None:
            same.append((FactId(row[0]), told))
        elif single and _is_sure(row):
            others = values.setdefault(subject, {})
            other = next((fact for said, fact in others.items() if said != value), None)
            if other is not None:
                odd.setdefault(subject, (FactId(row[0]), other))
            others.setdefault(value, FactId(row[0]))
    return Overlap(facts, len(same), len(odd), locked, tuple(same[:_NAMED]), tuple(odd.values())[:_NAMED])


def _ends(shelf: Shelf, row: Row) -> tuple[int, object]:
    """Return a fact's subject and its value as they are told on a shelf."""
    _, subject, value, type_, literal, unit, *_ = row
    return shelf.here(EntityId(subject)), (value and shelf.here(EntityId(value)), type_, literal, unit)


def _is_sure(row: Row) -> bool:
    return not row[6] and bool(row[7] == "confirmed")


async def _merged(tx: Transaction, community: CommunityId, ends: tuple[str, str], change: Change) -> int:
    own = await own_pack(tx, community, change)
    gone, into = ends
    if gone == into or any(own.shelf.told_as(end) != end for end in ends):
        raise Conflict(_STANDS)
    declared = await _declared(tx, own.shelf)
    if not declared.issuperset(ends):
        raise Conflict("One of these relations is gone by now. Please look at it again.")
    holes, relations = in_list(own.shelf.tells(gone))
    on, params = on_shelf(own.shelf)
    rows = await tx.read(_COUNT.format(relations=holes, on=on), (*relations, *params))
    size = int(rows[0][0])
    entry = await entered(tx, community, "merged", change, size=size, about={"gone": gone, "into": into})
    await add_parts(tx, entry, await take_relations_for_one(tx, own, [(gone, into)]))
    return size


async def take_relations_for_one(tx: Transaction, own: OwnPack, pairs: Sequence[tuple[str, str]]) -> list[Part]:
    """Let relations be told by others; return what is to be kept of it. What has become one since is left."""
    stands = dict(own.shelf.relations)
    parts: list[Part] = []
    for gone, wanted in pairs:
        into = stands.get(wanted, wanted)
        if gone in stands or into == gone:
            continue
        for one, before in [(one, link(one, gone)) for one, stays in stands.items() if stays == gone] + [(gone, "")]:
            await put_one_relation(tx, own, 0, before, link(one, into))
            parts.append((RELATED, own.number, before, link(one, into)))
            stands[one] = into
    return parts


async def _declared(tx: Transaction, shelf: Shelf) -> set[str]:
    holes, packs = in_list(shelf.packs)
    rows = await tx.read(f"SELECT vocabulary FROM packs WHERE id IN {holes}", packs)
    return {relation for (text,) in rows for relation in read_vocabulary(json.loads(text)).relations}


def link(relation: str, into: str) -> str:
    """Write down that a relation is told by another."""
    return json.dumps({"id": relation, "into": into}, ensure_ascii=False)


async def put_one_relation(tx: Transaction, own: OwnPack, target: int, before: str, after: str) -> None:
    """Let a relation be told by another as ``link`` wrote it, in place of the one that told it before."""
    del target
    was: Mapping[str, str] = json.loads(before) if before else {}
    new: Mapping[str, str] = json.loads(after) if after else {}
    key = (own.shelf.community, was.get("id") or new["id"])
    rows = await tx.read("SELECT stays FROM merged_relations WHERE community = ? AND relation = ?", key)
    if (rows[0][0] if rows else "") != was.get("into", ""):
        raise Conflict(_MERGED_SINCE)
    await tx.run("DELETE FROM merged_relations WHERE community = ? AND relation = ?", key)
    if new:
        # One stands for many, but none for one that stands for another: that would be a chain, or a circle.
        if await tx.read(_CHAINED, (own.shelf.community, new["into"], new["id"])):
            raise Conflict(_MERGED_SINCE)
        await tx.run("INSERT INTO merged_relations(community, relation, stays) VALUES (?, ?, ?)", (*key, new["into"]))


async def relation_locked(store: Database | Transaction, shelf: Shelf, relation: str) -> bool:
    """Say whether a lock holds a fact that is told by a relation."""
    holes, relations = in_list(shelf.tells(relation) or (relation,))
    return await held(store, shelf, f"f.relation IN {holes}", relations)
