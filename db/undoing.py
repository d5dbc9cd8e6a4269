"""Taking changes back: each part of a change is put as it was, by another change."""

from collections.abc import Sequence
from datetime import datetime

from db.aliases import put_alias
from db.deciding import hide
from db.entities import put_living, put_merged, put_name
from db.journal import Journals, Part, add_parts, entered, no_such_change
from db.layers import put_layer
from db.own import OwnPack, own_pack
from db.relating import RELATED, put_one_relation
from db.relations import put_declared
from db.retiring import GONE, put_gone
from db.revising import STATE, Change, insert_revisions, revise, supersede
from db.seam import Row, Transaction
from db.statements import chunks, in_list, moment
from trivia.errors import Conflict
from trivia.facts.journal import UNDOABLE, Doing, Entry
from trivia.facts.model import CommunityId, FactId

_CHANGE = "SELECT kind, undone, undoes, size FROM changes WHERE community = ? AND id = ?"
_REVISED = "SELECT fact, revision, pack FROM facts WHERE change = ? AND change > 0 ORDER BY fact, revision"
_REVISIONS = f"SELECT fact, revision, retired, {STATE} FROM facts WHERE fact IN {{facts}}"
_HIDDEN = """SELECT d.fact, d.retired, (SELECT max(n.id) FROM decisions n WHERE n.community = d.community
        AND n.fact = d.fact), d.id
    FROM decisions d WHERE d.change = ? AND d.change > 0"""

_HALF_GONE = """SELECT 1 FROM merged_entities m
    LEFT JOIN retired_entities a ON a.community = m.community AND a.entity = m.entity
    LEFT JOIN retired_entities b ON b.community = m.community AND b.entity = m.stays
    WHERE m.community = ? AND (a.entity IS NULL AND b.entity IS NOT NULL OR a.entity IS NOT NULL AND b.entity IS NULL)
    LIMIT 1"""


class Undoing(Journals):
    """Implements ``Journal``."""

    async def undo(self, community: CommunityId, number: int, author: str, at: datetime, *, reason: str = "") -> Entry:
        """Take back all of a change."""
        change = Change(author, moment(at), reason)

        async def unit(tx: Transaction) -> int:
            rows = await tx.read(_CHANGE, (community, number)) if 0 < number < 2**62 else []
            if not rows:
                raise no_such_change(number)
            kind, undone, undoes, size = rows[0]
            if kind not in UNDOABLE:
                raise Conflict("That is a decision, not a change to the facts; it can't be taken back here.")
            if undone:
                raise Conflict(f"Change {number} was taken back already, by change {undone}.")
            entry = await entered(tx, community, Doing.UNDONE, change, size=size, undoes=number)
            await tx.run("UPDATE changes SET undone = ? WHERE id = ?", (entry.number, number))
            if undoes:
                await tx.run("UPDATE changes SET undone = 0 WHERE id = ?", (undoes,))
            own = await own_pack(tx, community, change)
            await _put_facts(tx, number, entry)
            await _put_decisions(tx, community, number, entry)
            await _put_parts(tx, own, number, entry)
            return entry.number

        return await self.change(community, await self._database.write(unit))


async def _put_facts(tx: Transaction, number: int, entry: Change) -> None:
    made = await tx.read(_REVISED, (number,))
    at_once = made if len({fact for fact, _, _ in made}) == len(made) else ()
    for some in chunks(at_once):
        await _put_some(tx, some, number, entry)
    for one in made if not at_once else ():  # a fact that the change revised twice is put back twice
        await _put_some(tx, [one], number, entry)


async def _put_some(tx: Transaction, made: Sequence[Row], number: int, entry: Change) -> None:
    """Put facts, each given once, as they were before a revision."""
    holes, facts = in_list([fact for fact, _, _ in made])
    revisions: dict[int, dict[int, Row]] = {}
    for fact, revision, *state in await tx.read(_REVISIONS.format(facts=holes), facts):
        revisions.setdefault(fact, {})[revision] = tuple(state)
    living: list[tuple[int, int, Row, Row]] = []
    others: dict[tuple[int, bool], list[tuple[int, int, Row]]] = {}
    for fact, revision, pack in made:
        known = revisions[fact]
        latest = max(known)
        now, then = known[latest], known[revision]
        if now != then:  # taken back and taken up again, it is as it was made
            raise Conflict(
                f"Fact {fact} was changed again after change {number}. Take the later change back first, or mend the "
                "fact as it is now."
            )
        # What a fact was before its first revision is nothing: it goes.
        retired, *before = known[revision - 1] if revision > 1 else (int(not then[0]), *then[1:])
        if retired or now[0]:
            others.setdefault((pack, bool(retired)), []).append((fact, latest + 1, tuple(before)))
        else:
            living.append((fact, latest + 1, now[1:], tuple(before)))
    await revise(tx, living, entry)
    for (pack, retired), rows in others.items():
        await supersede(tx, [fact for fact, _, _ in rows])
        await insert_revisions(tx, pack, rows, entry, retired=retired)


async def _put_decisions(tx: Transaction, community: CommunityId, number: int, entry: Change) -> None:
    for fact, retired, latest, own in await tx.read(_HIDDEN, (number,)):
        if latest != own:
            raise Conflict(f"Fact {fact} was changed again after change {number}.")
        await hide(tx, community, FactId(fact), entry, retired=not retired)


async def _put_parts(tx: Transaction, own: OwnPack, number: int, entry: Change) -> None:
    """Put everything but facts as it was, the last thing first."""
    rows: Sequence[Row] = await tx.read(
        "SELECT what, target, before, after FROM change_parts WHERE change = ? ORDER BY place DESC", (number,)
    )
    turned: list[Part] = [(what, target, after, before) for what, target, before, after in rows]
    for what, target, before, after in turned:
        await _PUT[what](tx, own, target, before, after)
    if any(what in ("merged", GONE) for what, *_ in turned) and await tx.read(_HALF_GONE, (own.shelf.community,)):
        raise Conflict("Of two things that would be one, one is retired. Please bring it back first: /fact restore")
    await add_parts(tx, entry, turned)


_PUT = {
    "alias": put_alias,
    "entity": put_living,
    "name": put_name,
    "layer": put_layer,
    "merged": put_merged,
    "relation": put_declared,
    GONE: put_gone,
    RELATED: put_one_relation,
}
