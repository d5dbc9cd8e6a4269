"""Many facts mended at once: what it comes to is worked out beforehand, piece by piece, and stored in one go."""

from collections.abc import Mapping, Sequence

from db.counters import reserve
from db.mending import Mended, Mending
from db.own import OwnPack
from db.revising import STATE, Change, identity, index_qualifiers, insert_revisions, revise
from db.seam import Row, Transaction
from db.statements import chunks, in_list, storable_ids
from trivia.facts.model import FactId

_REVISIONS = "SELECT fact, max(revision) FROM facts WHERE fact IN {facts} GROUP BY fact"
_LATEST = f"""SELECT f.fact, f.pack, f.revision, f.retired, {STATE} FROM facts f WHERE f.fact IN {{facts}}
    AND f.revision = (SELECT max(g.revision) FROM facts g WHERE g.fact = f.fact)"""
_HIDDEN = "SELECT fact FROM hidden WHERE community = ? AND fact IN {facts}"
_SAID = """SELECT f.fact, f.subject, f.relation, COALESCE(f.value, 0), f.type, f.literal, f.qualifiers, f.certainty
    FROM facts f WHERE f.current = 1 AND f.subject IN {subjects} AND f.relation = ? AND f.pack IN {packs}
    AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact) ORDER BY f.fact"""
_HIDE = "INSERT INTO hidden(community, fact) VALUES (?, ?)"
_DECIDE = "INSERT INTO decisions(community, fact, author, at, reason, retired, change) VALUES (?, ?, ?, ?, ?, 1, ?)"


async def work_out(
    tx: Transaction, own: OwnPack, mendings: Sequence[tuple[FactId, Mending]]
) -> Sequence[Mended | None]:
    """Return what mending facts comes to, as ``Mending.worked_out`` does, in few reads."""
    latest: dict[int, Row] = {}
    hidden: set[int] = set()
    for some in chunks(storable_ids([fact for fact, _ in mendings])):
        holes, facts = in_list(some)
        latest |= {fact: tuple(row) for fact, *row in await tx.read(_LATEST.format(facts=holes), facts)}
        hidden |= await _hidden(tx, own, some)
    drawn = [await one.drawn_up(own, latest.get(fact, ()), hidden=fact in hidden) for fact, one in mendings]
    if own.shelf.merged or own.shelf.relations:  # what a thing is one with here says the same, too
        return [one and one.beside(await own.same(one.columns)) for one in drawn]
    said = await _said(tx, own, [one for one in drawn if one is not None])
    return [one and one.beside(said.get(_says(one.columns))) for one in drawn]


def _says(columns: Row) -> Row:
    return (columns[0], columns[1], columns[2] or 0, columns[3], columns[4], columns[8], columns[9])


async def _said(tx: Transaction, own: OwnPack, drawn: Sequence[Mended]) -> Mapping[Row, FactId]:
    """Return the first fact on the shelf that says each thing, as far as it is about the same subjects."""
    subjects: dict[str, set[int]] = {}
    for one in drawn:
        subjects.setdefault(one.columns[1], set()).add(one.columns[0])
    pack_holes, packs = in_list(own.shelf.packs)
    said: dict[Row, FactId] = {}
    for relation, ids in subjects.items():
        for some in chunks(sorted(ids)):
            holes, values = in_list(some)
            sql = _SAID.format(subjects=holes, packs=pack_holes)
            for fact, *says in await tx.read(sql, (*values, relation, *packs, own.shelf.community)):
                said.setdefault(tuple(says), FactId(fact))
    return said


async def _hidden(tx: Transaction, own: OwnPack, facts: Sequence[int]) -> set[int]:
    holes, values = in_list(facts)
    return {row[0] for row in await tx.read(_HIDDEN.format(facts=holes), (own.shelf.community, *values))}


async def mend_all(tx: Transaction, own: OwnPack, planned: Sequence[Mended], entry: Change) -> Sequence[int]:
    """Store what is still as it was worked out, as part of a change; return the places of what is to be mended singly.

    That is what somebody changed meanwhile, what is to be changed twice, and what says the same as another fact does or
    is to do.
    """
    moved = await _moved_on(tx, own, planned)
    said: set[object] = set()
    mended: list[Mended] = []
    singly: list[int] = []
    for place, one in enumerate(planned):
        says = (*identity(one.columns), one.columns[9])
        if one.same is not None or one.fact in moved or says in said:
            singly.append(place)
        else:
            said.add(says)
            moved.add(one.fact)
            mended.append(one)
    await _revise(tx, [one for one in mended if not one.shared], entry)
    await _replace(tx, own, [one for one in mended if one.shared], entry)
    return singly


async def _moved_on(tx: Transaction, own: OwnPack, planned: Sequence[Mended]) -> set[int]:
    """Return the facts that are no longer what they were."""
    moved: set[int] = set()
    for some in chunks(planned):
        holes, facts = in_list([one.fact for one in some])
        latest: dict[int, int] = dict(await tx.read(_REVISIONS.format(facts=holes), facts))
        moved |= {one.fact for one in some if latest.get(one.fact) != one.revision}
        moved |= await _hidden(tx, own, [one.fact for one in some])
    return moved


async def _revise(tx: Transaction, mended: Sequence[Mended], entry: Change) -> None:
    """Add a revision to facts of the community's own."""
    await revise(
        tx, [(one.fact, one.revision + 1, one.before, one.columns) for one in sorted(mended, key=_number)], entry
    )
    await index_qualifiers(tx, [(entity, one.fact) for one in mended for entity in one.named])


def _number(mended: Mended) -> int:
    return mended.fact


async def _replace(tx: Transaction, own: OwnPack, mended: Sequence[Mended], entry: Change) -> None:
    """Hide shared facts from the community, and add own ones in their place."""
    if not mended:
        return
    community = own.shelf.community
    first = await reserve(tx, "facts", len(mended))
    await tx.run_many(_HIDE, [(community, one.fact) for one in mended])
    decision = (entry.author, entry.at, entry.reason, entry.number)
    await tx.run_many(_DECIDE, [(community, one.fact, *decision) for one in mended])
    await insert_revisions(tx, own.number, [(i, 1, one.columns) for i, one in enumerate(mended, first)], entry)
    named = [(entity, i) for i, one in enumerate(mended, first) for entity in one.named]
    await index_qualifiers(tx, named)
