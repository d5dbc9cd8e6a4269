"""Many facts mended at once: what it comes to is worked out beforehand, piece by piece, and stored in one go."""

from collections.abc import Sequence

from db.counters import reserve
from db.mending import Mended
from db.own import OwnPack
from db.revising import Change, identity, index_qualifiers, insert_revisions, revise
from db.seam import Transaction
from db.statements import chunks, in_list
from trivia.facts.model import FactId

_LATEST = "SELECT fact, max(revision) FROM facts WHERE fact IN {facts} GROUP BY fact"
_HIDDEN = "SELECT fact FROM hidden WHERE community = ? AND fact IN {facts}"
_HIDE = "INSERT INTO hidden(community, fact) VALUES (?, ?)"
_DECIDE = "INSERT INTO decisions(community, fact, author, at, reason, retired, change) VALUES (?, ?, ?, ?, ?, 1, ?)"


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


async def _moved_on(tx: Transaction, own: OwnPack, planned: Sequence[Mended]) -> set[FactId]:
    """Return the facts that are no longer what they were."""
    moved: set[FactId] = set()
    for some in chunks(planned):
        holes, facts = in_list([one.fact for one in some])
        latest: dict[int, int] = dict(await tx.read(_LATEST.format(facts=holes), facts))
        moved |= {one.fact for one in some if latest.get(one.fact) != one.revision}
        hidden = await tx.read(_HIDDEN.format(facts=holes), (own.shelf.community, *facts))
        moved |= {row[0] for row in hidden}
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
