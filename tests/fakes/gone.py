"""Things retired and relations merged, in memory."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from trivia.errors import Conflict, NotFound
from trivia.facts.journal import Doing, Overlap, Reach, held_by
from trivia.facts.model import Certainty, CommunityId, Entity, EntityId, Fact, FactId, Shelf, ends_in

if TYPE_CHECKING:
    from tests.fakes.store import MemoryStore


class FakeGone:
    """What a community let go of, and what relations it took for one; part of ``FakeCuration``."""

    store: "MemoryStore"
    locks: set[tuple[CommunityId, str, int]]

    # Things

    async def reach(self, shelf: Shelf, entity: EntityId) -> Reach:
        ones = set(shelf.all_of([entity]))
        facts = self._of(shelf, ones)
        begin = sum(fact.subject.id in ones for fact in facts)
        return Reach(begin, len(facts) - begin, self._held(shelf, facts, ones))

    async def retire_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        shelf = await self.store.shelf(community)
        self.store._check(shelf, {entity})
        return await self._put_all(shelf, entity, author, at, reason, retired=True)

    async def restore_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        shelf = await self.store.shelf(community)
        if entity not in shelf.retired:
            raise NotFound("That isn't retired here any more.")
        return await self._put_all(shelf, entity, author, at, reason, retired=False)

    async def _put_all(
        self, shelf: Shelf, entity: EntityId, author: str, at: datetime, reason: str, *, retired: bool
    ) -> int:
        ones = {one for one in shelf.all_of([entity]) if (one in shelf.retired) is not retired}
        facts = self._of(shelf.without(shelf.retired - ones), ones)
        async with self.store.entered(
            shelf.community, Doing.RETIRED if retired else Doing.RESTORED, author, at, reason
        ):
            self.store._own_pack(shelf.community)
            for one in ones:
                act = self.store._let_go.add if retired else self.store._let_go.discard
                act((shelf.community, one))
        self.store.tell_last(len(facts), {"thing": self.store._entities[shelf.here(entity)].entity.name})
        return len(facts)

    def put_gone(self, community: CommunityId, what: str, target: Any, value: Any) -> None:
        """Put what a community let go of, or took for one, as it was before a change."""
        if what == "gone":
            (self.store._let_go.add if value else self.store._let_go.discard)((community, target))
            return
        kept: dict[Any, Any] = self.store._merged if what == "merged" else self.store._related
        if value:
            kept[community, target] = value
        else:
            kept.pop((community, target), None)

    def _of(self, shelf: Shelf, ones: set[EntityId]) -> list[Fact]:
        """Return the facts that begin or end with one of these, as they are told on a shelf."""
        here = {shelf.here(one) for one in ones}
        return [fact for fact in self.store._read(shelf) if ends_in(here, fact)]

    def _held(self, shelf: Shelf, facts: list[Fact], things: set[EntityId]) -> bool:
        mine = {(what, target) for whose, what, target in self.locks if whose == shelf.community}
        ends = {one for fact in facts for end in held_by(fact) for one in shelf.all_of([end])} | things
        return bool(mine & ({("fact", fact.id) for fact in facts} | {("entity", end) for end in ends}))

    # Relations

    async def compare_relations(self, shelf: Shelf, relation: str, into: str, *, single: bool) -> Overlap:
        moving, beside = self.store._read(shelf, relation), self.store._read(shelf, into)
        alike = [(m, b) for m in moving for b in beside if _says(m) == _says(b)]
        pairs = [(m.id, b.id) for m, b in alike if m.qualifiers in ((), b.qualifiers)]
        same = list({moves: (moves, told) for moves, told in reversed(pairs)}.values())[::-1]
        odd: dict[EntityId, tuple[FactId, FactId]] = {}
        told = [*beside, *moving]
        for fact in moving if single else ():
            others = [f for f in told if f.subject == fact.subject and _is_sure(f) and _end(f) != _end(fact)]
            if others and _is_sure(fact) and fact.id not in {first for first, _ in same}:
                odd.setdefault(fact.subject.id, (fact.id, others[0].id))
        locked = self._held(shelf, moving, set())
        return Overlap(len(moving), len(same), len(odd), locked, tuple(same[:3]), tuple(odd.values())[:3])

    async def merge_relations(
        self, community: CommunityId, relation: str, into: str, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        shelf = await self.store.shelf(community)
        if relation == into or shelf.told_as(relation) != relation or shelf.told_as(into) != into:
            raise Conflict("Another relation stands for one of them already. Please look at it again.")
        declared = {r for pack in shelf.packs for r in self.store._packs[pack].vocabulary.relations}
        if not declared >= {relation, into}:
            raise Conflict("One of these relations is gone by now. Please look at it again.")
        facts = len(self.store._read(shelf, relation))
        async with self.store.entered(community, Doing.MERGED, author, at, reason):
            for one in shelf.tells(relation):
                self.store._related[community, one] = into
        self.store.tell_last(facts, {"gone": relation, "into": into})
        return facts


def _end(fact: Fact) -> object:
    return fact.value.id if isinstance(fact.value, Entity) else fact.value


def _says(fact: Fact) -> object:
    return (fact.subject, fact.value, fact.certainty)


def _is_sure(fact: Fact) -> bool:
    return fact.certainty is Certainty.CONFIRMED and not fact.qualifiers
