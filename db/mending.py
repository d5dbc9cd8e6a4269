"""Mending one fact: a new revision of a community's own, or an own one in place of a shared one."""

from dataclasses import dataclass, replace

from db.counters import reserve
from db.deciding import hide, is_hidden, no_such_fact
from db.decoding import date_of, literal_of, qualifier_parts
from db.journal import add_parts, entered
from db.own import OwnPack, by_id, entities_beside, own_pack
from db.revising import LATEST, Change, index_qualifiers, insert_revisions, state, supersede
from db.seam import Row, Transaction
from db.statements import storable_ids
from trivia.errors import Conflict, NotFound
from trivia.facts.model import CommunityId, EntityId, FactId, Literal, SpoilerPoint
from trivia.ports import FactChange


@dataclass(frozen=True, slots=True)
class Mended:
    """What mending a fact comes to: its latest revision, what it is to state, and who says the same already."""

    fact: FactId
    pack: int
    revision: int
    before: Row
    columns: Row
    shared: bool
    same: FactId | None

    @property
    def named(self) -> set[int]:
        """The entities that its qualifiers are to name."""
        return {value for _, value in qualifier_parts(self.columns[8]) if isinstance(value, int)}

    def beside(self, same: FactId | None) -> "Mended":
        """Return it with the fact on the shelf that says what it is to state."""
        return self if same in (None, self.fact) else replace(self, same=same)


class Mending:
    """One fact being mended; ``unit`` does it within a transaction."""

    def __init__(
        self, community: CommunityId, fact: FactId, wanted: FactChange, change: Change, expected: int | None
    ) -> None:
        self._community = community
        self._fact = fact
        self._wanted = wanted
        self._change = change
        self._expected = expected

    async def unit(self, tx: Transaction) -> FactId:
        """Mend the fact; return the number of the one that stands in the end."""
        own = await own_pack(tx, self._community, self._change)
        mended = await self.worked_out(tx, own)
        if mended is None:
            return self._fact
        if mended.same is not None:
            await self._give_way(tx, mended)
            return mended.same
        entry = self._change if self._change.number else await entered(tx, self._community, "edited", self._change)
        await add_parts(tx, entry, [("entity", made, "retired", "living") for made in own.made])
        stands = self._fact
        if mended.shared:
            stands = FactId(await reserve(tx, "facts", 1))
            await hide(tx, self._community, self._fact, entry, retired=True)
            await insert_revisions(tx, own.number, [(stands, 1, mended.columns)], entry)
        else:
            await supersede(tx, [stands])
            await insert_revisions(tx, mended.pack, [(stands, mended.revision + 1, mended.columns)], entry)
        await index_qualifiers(tx, [(entity, stands) for entity in mended.named])
        return stands

    async def worked_out(self, tx: Transaction, own: OwnPack) -> Mended | None:
        """Return what it comes to; None if the fact states all of it already."""
        rows = await tx.read(LATEST, (self._fact,)) if storable_ids([self._fact]) else []
        hidden = bool(rows) and await is_hidden(tx, self._community, self._fact)
        drawn = await self.drawn_up(own, rows[0] if rows else (), hidden=hidden)
        return drawn and drawn.beside(await own.same(drawn.columns))

    async def drawn_up(self, own: OwnPack, latest: Row, *, hidden: bool) -> Mended | None:
        """Return what it comes to by its latest revision, before it is known who says the same already."""
        if not latest or latest[0] not in own.shelf.packs:
            raise no_such_fact(self._fact)
        pack, revision, retired, *before = latest
        self._check(revision, retired=bool(retired), hidden=hidden)
        columns = await self._columns(own, tuple(before))
        if columns == (*before[:10], columns[10], *before[11:]) and await _are_one(own, before[10], columns[10]):
            return None
        return Mended(self._fact, pack, revision, tuple(before), columns, not await own.owns(pack), None)

    def _check(self, revision: int, *, retired: bool, hidden: bool) -> None:
        if self._expected is not None and (hidden or self._expected != revision):
            raise Conflict(f"Somebody else changed fact {self._fact} in the meantime.")
        if retired or hidden:
            raise NotFound(f"Fact {self._fact} is retired. Bring it back first with /fact undo {self._fact}.")

    async def _columns(self, own: OwnPack, before: Row) -> Row:
        """Return what the fact is to state, as the columns of ``STATE``."""
        wanted, clear = self._wanted, self._wanted.clear
        named = entities_beside(wanted.qualifiers or (), wanted.spoiler)
        await own.check(named | ({wanted.value} if isinstance(wanted.value, int) else set()))
        here = own.shelf.here
        value: int | Literal = here(before[2]) if before[2] is not None else literal_of(before[3], before[4], before[5])
        if wanted.value is not None:
            value = await own.value(wanted.value)
        qualifiers: list[tuple[str, int | Literal]] = [
            (r, here(EntityId(v)) if isinstance(v, int) else v) for r, v in qualifier_parts(before[8])
        ]
        if wanted.qualifiers is not None:
            qualifiers = [(q.relation, by_id(q.value)) for q in wanted.qualifiers]
        work, point = before[13] and here(before[13]), SpoilerPoint(before[14], before[15])
        if wanted.spoiler or "spoiler" in clear:
            work = wanted.spoiler.work.id if wanted.spoiler else None
            point = wanted.spoiler.point if wanted.spoiler else SpoilerPoint()
        stated_on = wanted.stated_on or (None if "stated_on" in clear else date_of(before[12]))
        return state(
            here(before[0]),
            wanted.relation or before[1],
            value,
            qualifiers,
            wanted.certainty.value if wanted.certainty else before[9],
            await own.source(*wanted.source) if wanted.source else before[10],
            before[11] if wanted.sentence is None else wanted.sentence,
            stated_on,
            work,
            point,
        )

    async def _give_way(self, tx: Transaction, mended: Mended) -> None:
        """Retire the fact, for another one says already what it is to say."""
        entry = self._change if self._change.number else await entered(tx, self._community, "retired", self._change)
        if mended.shared:
            await hide(tx, self._community, self._fact, entry, retired=True)
        else:
            await supersede(tx, [self._fact])
            revision = (self._fact, mended.revision + 1, mended.before)
            await insert_revisions(tx, mended.pack, [revision], entry, retired=True)


async def _are_one(own: OwnPack, source: int, other: int) -> bool:
    """Say whether two sources are one to a reader: another pack's may say the same under another number."""
    return source == other or await own.titles(source) == await own.titles(other)
