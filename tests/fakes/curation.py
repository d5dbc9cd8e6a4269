"""What moderators do, in memory: each change is told apart by what is different after it."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.gone import FakeGone
from trivia.errors import Conflict, NotFound
from trivia.facts.authors import signer
from trivia.facts.journal import UNDOABLE, Doing, Entry, Touched, held_by
from trivia.facts.keeping import DRAFTS_KEPT, Arguments, Bringing, Draft, Status, Suggestion, Wondered
from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId, Shelf
from trivia.facts.overlay import NEW
from trivia.facts.vocabulary import Kind, Relation, Vocabulary
from trivia.rounds.ports import Outgoing
from trivia.text import fold

if TYPE_CHECKING:
    from tests.fakes.store import MemoryStore


@dataclass
class _Kept:
    """An entry, whose it is, and what was different after it: before and after, by what it is about."""

    community: CommunityId
    entry: Entry
    before: dict[tuple[str, Any], Any]
    after: dict[tuple[str, Any], Any]


def _check_ones(now: Mapping[tuple[str, Any], Any], kept: _Kept) -> None:
    """Refuse what would make a chain or a circle of things or relations, or retire only one of two that are one."""
    told = {**now, **kept.before}
    gone = {key[1] for key, value in told.items() if key[0] == "gone" and value}
    pairs = [(key[1], value) for key, value in told.items() if key[0] == "merged" and value is not None]
    touched = any(key[0] in ("merged", "gone") for key in kept.before)
    if touched and any((one in gone) is not (other in gone) for one, other in pairs):
        raise Conflict("Of two things that would be one, one is retired. Please bring it back first: /fact restore")
    for what in ("merged", "one-relation"):
        back = {key: before for key, before in kept.before.items() if key[0] == what}
        stands = {key[1]: v for key, v in {**now, **back}.items() if key[0] == what and v is not None}
        if set(stands) & set(stands.values()):
            raise Conflict("What was merged there was merged again since. Please take the later change back first.")


@dataclass(eq=False, repr=False)
class FakeCuration(FakeGone):
    """The journal, drafts, suggestions and queues of a ``MemoryStore``."""

    store: "MemoryStore"
    kept: list[_Kept] = field(default_factory=list)
    locks: set[tuple[CommunityId, str, int]] = field(default_factory=set)
    drafts: dict[int, tuple[CommunityId, Draft]] = field(default_factory=dict)
    suggested: dict[int, tuple[CommunityId, str, Suggestion]] = field(default_factory=dict)
    asked_by: dict[tuple[CommunityId, str], dict[str, str]] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    mail: list[Outgoing] = field(default_factory=list)
    numbers: int = 0
    within: bool = False

    # The journal

    def snapshot(self, community: CommunityId) -> dict[tuple[str, Any], Any]:
        """Return all that a change may change."""
        store = self.store
        state: dict[tuple[str, Any], Any] = {}
        for number, revised in store._facts.items():
            state["fact", number] = len(revised.revisions)
        for whose, number in store._hidden:
            if whose == community:
                state["hidden", number] = True
        for (whose, id_), stays in store._merged.items():
            if whose == community:
                state["merged", id_] = stays
        for whose, id_ in store._let_go:
            if whose == community:
                state["gone", id_] = "retired"
        for (whose, relation), kept in store._related.items():
            if whose == community:
                state["one-relation", relation] = kept
        for id_, stored in store._entities.items():
            state["entity", id_] = not stored.retired
            state["name", id_] = stored.entity.name
            state["alias", id_] = (tuple(stored.aliases), tuple(stored.given))
        for number, pack in store._packs.items():
            state["vocabulary", number] = pack.vocabulary
        return state

    @asynccontextmanager
    async def entered(  # noqa: PLR0917 -- what an entry is
        self, community: CommunityId, doing: Doing, author: str, at: datetime, reason: str = "", undoes: int = 0
    ) -> AsyncIterator[None]:
        """Enter what the body changes as one change; nothing if it changes nothing, or is part of a greater one."""
        if self.within:
            yield
            return
        before = self.snapshot(community)
        self.within = True
        try:
            yield
        finally:
            self.within = False
        after = self.snapshot(community)
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        if not keys:
            return
        facts = sorted({key[1] for key in keys if key[0] in ("fact", "hidden")})
        told = tuple(self.store._fresh(self.store._facts[i].latest.fact) for i in facts[:5])
        touched = tuple(t for key in keys for t in self._touched(key, before.get(key), after.get(key)))
        number = len(self.kept) + 1
        entry = Entry(number, doing, author, at.astimezone(UTC), reason, len(facts), undoes, 0, told, touched)
        self.kept.append(_Kept(community, entry, {k: before.get(k) for k in keys}, {k: after.get(k) for k in keys}))

    def _touched(self, key: tuple[str, Any], before: Any, after: Any) -> list[Touched]:
        what, target = key
        if what in ("fact", "hidden", "vocabulary"):
            return []
        if what == "one-relation":
            return [Touched(what, None, str(before or ""), str(after or ""))]
        entity = self.store._entities[target].entity
        if what in ("merged", "gone"):
            return [Touched(what, entity, str(before or ""), str(after or ""))]
        if what == "entity":
            words = {True: "living", False: "retired", None: "retired"}
            return [Touched("entity", entity, words[before], words[after])] if words[before] != words[after] else []
        if what == "name":
            return [Touched("name", entity, before, after)] if before else []
        old, new = ({name for _, name in (side[1] if side else ())} for side in (before, after))
        return [Touched("alias", entity, "", n) for n in sorted(new - old)] + [
            Touched("alias", entity, n, "") for n in sorted(old - new)
        ]

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
        kept = [k for k in reversed(self.kept) if k.community == community and self._is_about(k, entities)]
        mine = [k.entry for k in kept if not relation or self._is_of(k, relation)]
        return [
            e for e in mine if (before is None or e.number < before) and (not member or signer(e.author)[1] == member)
        ][: max(0, limit)]

    def _is_of(self, kept: _Kept, relation: str) -> bool:
        """Say whether a change declared, mended, merged or dropped a relation."""
        for key, after in kept.after.items():
            before = kept.before[key]
            if key[0] == "one-relation" and relation in (key[1], before, after):
                return True
            if key[0] == "vocabulary":
                sides = [side.relations.get(relation) if side else None for side in (before, after)]
                if sides[0] != sides[1]:
                    return True
        return False

    def tell_last(self, size: int, about: Mapping[str, str]) -> None:
        """Say more of the latest entry."""
        self.kept[-1].entry = replace(self.kept[-1].entry, about=dict(about), size=size)

    def _is_about(self, kept: _Kept, entities: Sequence[EntityId]) -> bool:
        """Say whether a change is one of these entities, or of what is said of them now; any is, if there are none."""
        for what, target in kept.after:
            if what in ("alias", "name", "entity", "merged", "gone") and target in entities:
                return True
            if what in ("fact", "hidden") and any(
                self._speaks(self.store._fresh(self.store._facts[target].latest.fact), e) for e in entities
            ):
                return True
        return not entities

    async def change(self, community: CommunityId, number: int) -> Entry:
        return self._one(community, number).entry

    def _one(self, community: CommunityId, number: int) -> _Kept:
        if not 0 < number <= len(self.kept) or self.kept[number - 1].community != community:
            raise NotFound(f"There is no change {number} here. /fact history lists them.")
        return self.kept[number - 1]

    async def last_change(
        self, community: CommunityId, *, fact: FactId | None = None, member: str = ""
    ) -> Entry | None:
        for kept in reversed(self.kept):
            entry = kept.entry
            fits = fact is None or any(key in kept.after for key in (("fact", fact), ("hidden", fact)))
            whose = not member or signer(entry.author)[1] == member
            open_ = entry.can_be_undone and entry.doing is not Doing.UNDONE
            if kept.community == community and fits and whose and open_:
                return entry
        return None

    async def undo(self, community: CommunityId, number: int, author: str, at: datetime, *, reason: str = "") -> Entry:
        kept = self._one(community, number)
        if kept.entry.doing not in UNDOABLE:
            raise Conflict("That is a decision, not a change to the facts; it can't be taken back here.")
        if kept.entry.undone:
            raise Conflict(f"Change {number} was taken back already, by change {kept.entry.undone}.")
        now = self.snapshot(community)
        for key, value in kept.after.items():
            changed = now.get(key) != value if key[0] == "hidden" else False
            if key[0] in ("merged", "one-relation") and now.get(key) != value:
                raise Conflict("What was merged there was merged again since. Please take the later change back first.")
            if key[0] == "gone" and now.get(key) != value:
                raise Conflict("That was retired or brought back again since, so there is nothing left to take back.")
            if key[0] == "fact":
                made, last = (self.store._facts[key[1]].revisions[i - 1] for i in (value, now[key]))
                changed = (made.retired, replace(made.fact, revision=0)) != (
                    last.retired,
                    replace(last.fact, revision=0),
                )
            if changed:
                raise Conflict(f"Fact {key[1]} was changed again after change {number}.")
        self._check_declared(community, kept)
        _check_ones(now, kept)
        async with self.entered(community, Doing.UNDONE, author, at, reason, number):
            for key in kept.after:
                self._put(community, key, kept.before[key], author, at, reason)
        self.kept[-1].entry = replace(self.kept[-1].entry, size=kept.entry.size)
        new = self.kept[-1].entry.number
        kept.entry = replace(kept.entry, undone=new)
        if kept.entry.undoes:
            first = self._one(community, kept.entry.undoes)
            first.entry = replace(first.entry, undone=0)
        return self.kept[-1].entry

    def _check_declared(self, community: CommunityId, kept: _Kept) -> None:
        """Refuse to let go of relations by which something else is told."""
        sides = [(b, kept.after[key]) for key, b in kept.before.items() if key[0] == "vocabulary"]
        gone = {r for before, after in sides for r in after.relations if not before or r not in before.relations}
        own = [n for n, pack in self.store._packs.items() if pack.community == community]
        for (whose, relation), stays in self.store._related.items():
            if whose == community and ("one-relation", relation) not in kept.after and gone & {relation, stays}:
                raise Conflict(f"{relation} is one with another relation here. Please take that back first.")
        for number, revised in self.store._facts.items():
            last = revised.latest
            mine = revised.pack in own and not last.retired and ("fact", number) not in kept.after
            if mine and last.fact.relation in gone:
                raise Conflict(f"Facts are told by {last.fact.relation}. Please retire them first.")

    def _put(  # noqa: PLR0917 -- what is put, and by whom
        self, community: CommunityId, key: tuple[str, Any], value: Any, author: str, at: datetime, reason: str
    ) -> None:
        what, target = key
        store = self.store
        match what:
            case "fact":
                revised = store._facts[target]
                last = revised.revisions[-1]
                old = revised.revisions[(value or 1) - 1]
                retired = old.retired if value else not last.retired
                number = len(revised.revisions) + 1
                revised.revisions.append(
                    replace(
                        old,
                        fact=replace(old.fact, revision=number),
                        number=number,
                        author=author,
                        at=at,
                        reason=reason,
                        retired=retired,
                    )
                )
            case "hidden":
                act = store._hidden.add if value else store._hidden.discard
                act((community, target))
                latest = store._facts[target].latest
                decision = replace(latest, number=0, author=author, at=at, reason=reason, retired=bool(value))
                store._decisions.append((community, decision))
            case "merged" | "gone" | "one-relation":
                self.put_gone(community, what, target, value)
            case "entity":
                used = any(self._speaks(f, target) for f in store._read(self._shelf(community)))
                store._entities[target].retired = not value and not used
            case "name":
                if value:
                    stored = store._entities[target]
                    stored.entity = replace(stored.entity, name=value)
            case "alias":
                if value:
                    aliases, given = value
                    store._entities[target].aliases, store._entities[target].given = aliases, list(given)
            case _:
                store._packs[target].vocabulary = value or Vocabulary()

    def _shelf(self, community: CommunityId) -> Shelf:
        return Shelf(tuple(self.store._packs), community)

    def _speaks(self, fact: Fact, entity: int) -> bool:
        ends = (fact.subject, fact.value, *(q.value for q in fact.qualifiers))
        return any(isinstance(end, Entity) and end.id == entity for end in ends)

    async def record(
        self, community: CommunityId, doing: Doing, author: str, at: datetime, about: Mapping[str, str]
    ) -> None:
        number = len(self.kept) + 1
        entry = Entry(number, doing, author, at.astimezone(UTC), "", 0, 0, 0, about=dict(about))
        self.kept.append(_Kept(community, entry, {}, {}))

    # Entities and relations

    def _own(self, entity: EntityId) -> None:
        stored = self.store._entities[entity]
        if self.store._packs[stored.pack].community is None:
            raise Conflict(f"{stored.entity.name} came with a pack that others read too. You can give it another name.")

    async def rename(
        self, community: CommunityId, entity: EntityId, name: str, author: str, at: datetime, *, reason: str = ""
    ) -> Entity:
        store = self.store
        store._check(await store.shelf(community), {entity})
        self._own(entity)
        async with self.entered(community, Doing.RENAMED, author, at, reason):
            stored = store._entities[entity]
            old = stored.entity.name
            if old != name:
                stored.entity = replace(stored.entity, name=name)
                await store.add_alias(community, entity, old, author, at)
        return store._entities[entity].entity

    async def merge(
        self, community: CommunityId, entity: EntityId, into: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        store = self.store
        shelf = await store.shelf(community)
        store._check(shelf, {entity, into})
        into = shelf.here(into)
        if shelf.here(entity) == into:
            raise Conflict("Those are one and the same already.")
        if shelf.here(entity) != entity:
            raise Conflict("Somebody else merged that in the meantime. Please look at it again.")
        own = {n for n, pack in store._packs.items() if pack.community == community}
        gone, stays = store._entities[entity], store._entities[into]
        moved = 0
        async with self.entered(community, Doing.MERGED, author, at, reason):
            for fact in await store.about(shelf, entity, 10**6):
                moved += 1
                if store._facts[fact.id].pack in own:
                    self._move(fact, gone.entity, stays.entity, author, at, reason)
            for other, stood in shelf.merged:
                if stood == entity:
                    store._merged[community, other] = into
            if gone.pack in own:
                names = [gone.entity.name, *gone.written(shelf.packs)]
                gone.retired = True
                for name in names:
                    await store.add_alias(community, into, name, author, at)
            else:
                store._own_pack(community)
                store._merged[community, entity] = into
        kept = self.kept[-1]
        about = {"gone": gone.entity.name, "into": stays.entity.name}
        kept.entry = replace(kept.entry, about=about, size=moved)
        return moved

    def _move(  # noqa: PLR0917 -- what is moved, and by whom
        self, fact: Fact, old: Entity, new: Entity, author: str, at: datetime, reason: str
    ) -> None:
        def put(value: Any) -> Any:
            return new if isinstance(value, Entity) and value.id == old.id else value

        moved = replace(
            fact,
            subject=put(fact.subject),
            value=put(fact.value),
            qualifiers=tuple(replace(q, value=put(q.value)) for q in fact.qualifiers),
        )
        others = [f for f in self.store._read(Shelf(tuple(self.store._packs))) if f.id != fact.id]
        same = any((f.subject, f.relation, f.value) == (moved.subject, moved.relation, moved.value) for f in others)
        empty = moved.subject == moved.value or same
        revised = self.store._facts[fact.id]
        number = len(revised.revisions) + 1
        stated = replace(fact if empty else moved, revision=number)
        revised.revisions.append(
            replace(revised.latest, fact=stated, number=number, author=author, at=at, reason=reason, retired=empty)
        )

    async def declare(
        self,
        community: CommunityId,
        relation: Relation,
        kinds: Sequence[Kind],
        author: str,
        at: datetime,
        *,
        reason: str = "",
    ) -> bool:
        if (community, relation.id) in self.store._related:
            raise Conflict(f"{relation.id} is one with another here.")
        number = self.store._own_pack(community)
        pack = self.store._packs[number]
        for other in (await self.store.shelf(community)).packs:
            if other != number and relation.id in self.store._packs[other].vocabulary.relations:
                raise Conflict(f"There is a relation {relation.id} already.")
        was = pack.vocabulary.relations.get(relation.id)
        if was == relation:
            return False
        async with self.entered(community, Doing.RELATED, author, at, reason):
            known = {**pack.vocabulary.kinds, **{kind.id: kind for kind in kinds}}
            pack.vocabulary = Vocabulary(known, {**pack.vocabulary.relations, relation.id: relation})
        self.tell_last(0, {"relation": relation.id} | ({"before": was.statement} if was else {}))
        return True

    async def drop_relation(
        self, community: CommunityId, relation: str, author: str, at: datetime, *, reason: str = ""
    ) -> None:
        pack = self.store._packs[self.store._own_pack(community)]
        if relation not in pack.vocabulary.relations:
            raise NotFound(f"{relation} is no relation of your own; those of shared packs stay.")
        if any(
            whose == community and relation in (gone, stays) for (whose, gone), stays in self.store._related.items()
        ):
            raise Conflict(f"{relation} is one with another relation here. Take that back first.")
        if any(f.relation == relation for f in self.store._read(await self.store.shelf(community))):
            raise Conflict(f"Facts are told by {relation}. Retire them first, then I can let go of it.")
        async with self.entered(community, Doing.UNRELATED, author, at, reason):
            kept = {id_: known for id_, known in pack.vocabulary.relations.items() if id_ != relation}
            pack.vocabulary = Vocabulary(pack.vocabulary.kinds, kept)
        self.tell_last(0, {"relation": relation})

    # Locks

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
        key = (community, "fact" if fact else "entity", int(target))
        if (key in self.locks) is locked:
            return False
        self.locks ^= {key}
        await self.record(community, Doing.LOCKED if locked else Doing.UNLOCKED, author, at, {key[1]: called})
        return True

    async def is_locked(self, community: CommunityId, fact: FactId | None, entities: Sequence[EntityId]) -> bool:
        shelf = await self.store.shelf(community)
        wanted = {(community, "fact", fact), *((community, "entity", e) for e in shelf.all_of(entities))}
        return bool(wanted & self.locks)

    async def any_locked(
        self, community: CommunityId, facts: Collection[FactId], entities: Collection[EntityId]
    ) -> bool:
        wanted = (await self.store.shelf(community)).all_of(entities)
        return any(
            whose == community and target in (facts if what == "fact" else wanted) for whose, what, target in self.locks
        )

    async def touches_locked(self, community: CommunityId, change: int) -> bool:
        shelf = (await self.store.shelf(community)).whole
        for what, target in self._one(community, change).after:
            if what == "gone" and self._held(shelf, self._of(shelf, {target}), {target}):
                return True
            told = replace(shelf, relations=())
            if what == "one-relation" and self._held(shelf, self.store._read(told, target), set()):
                return True
        kept = self._one(community, change)
        ends = set(
            shelf.all_of([EntityId(t) for whose, what, t in self.locks if (whose, what) == (community, "entity")])
        )
        named = {key[1] for key in kept.after if key[0] in ("alias", "entity", "merged", "name")}
        stood = {side.get(key) for side in (kept.before, kept.after) for key in kept.after if key[0] == "merged"}
        if ends & (named | stood):
            return True
        facts = [self.store._facts[key[1]].latest.fact for key in kept.after if key[0] == "fact"]
        return any((community, "fact", fact.id) in self.locks or ends.intersection(held_by(fact)) for fact in facts)

    # Drafts

    async def keep_draft(  # noqa: PLR0917 -- what a draft is
        self, community: CommunityId, member: str, command: str, arguments: Arguments, at: datetime, file: bytes = b""
    ) -> int:
        self.drafts = {n: kept for n, kept in self.drafts.items() if kept[1].at >= at - DRAFTS_KEPT}
        self.numbers += 1
        self.drafts[self.numbers] = (community, Draft(self.numbers, member, command, dict(arguments), at, file))
        return self.numbers

    async def draft(self, community: CommunityId, number: int | None, member: str) -> Draft | None:
        fitting = [
            draft
            for whose, draft in self.drafts.values()
            if whose == community and (draft.member == member if number is None else draft.number == number)
        ]
        return max(fitting, key=lambda d: (d.at, d.number), default=None)

    async def drop_draft(self, number: int) -> bool:
        return self.drafts.pop(number, None) is not None

    # Suggestions

    async def suggest(self, community: CommunityId, new: Suggestion, day: str, limit: int) -> int | None:
        made = [s for whose, d, s in self.suggested.values() if (whose, d, s.member) == (community, day, new.member)]
        if len(made) >= limit:
            return None
        number = len(self.suggested) + 1
        self.suggested[number] = (community, day, replace(new, number=number, at=new.at.astimezone(UTC)))
        return number

    async def suggestion(self, community: CommunityId, number: int) -> Suggestion:
        if number not in self.suggested or self.suggested[number][0] != community:
            raise NotFound(f"There is no suggestion s{number} here.")
        return self.suggested[number][2]

    async def suggestions(self, community: CommunityId, limit: int, *, after: int = 0) -> Sequence[Suggestion]:
        open_ = [s for whose, _, s in self.suggested.values() if whose == community and s.status is Status.OPEN]
        return [s for s in open_ if s.number > after][: max(0, limit)]

    async def decide(
        self,
        community: CommunityId,
        number: int,
        status: Status,
        by: str,
        at: datetime,
        *,
        word: str = "",
        fact: FactId | None = None,
        outgoing: Sequence[Outgoing] = (),
    ) -> Suggestion | None:
        del at
        known = await self.suggestion(community, number)
        if known.status is not Status.OPEN:
            return None
        decided = replace(known, status=status, decided_by=by, word=word, fact=fact)
        self.suggested[number] = (community, self.suggested[number][1], decided)
        self.mail += outgoing
        return decided

    async def suggesters(self, community: CommunityId, facts: Sequence[FactId]) -> Sequence[tuple[str, str]]:
        taken = [s for whose, _, s in self.suggested.values() if whose == community and s.status is Status.ACCEPTED]
        known = self.store._facts
        stand = {fact for fact in facts if fact in known and not known[fact].latest.retired}
        return [(s.member, s.name) for s in taken if s.fact in stand]

    # Queues

    async def wondered(self, community: CommunityId, limit: int, *, skip: int = 0) -> Sequence[Wondered]:
        numbered = enumerate(self.store._unanswered.values(), 1)
        kept = [Wondered(n, u.question, u.asked, u.last) for n, u in numbered if u.community == community]
        kept = [w for w in kept if w.number not in self.settled]
        kept.sort(key=lambda w: (-w.asked, -w.last.timestamp(), w.number))
        return kept[skip : skip + max(0, limit)]

    async def wondered_one(self, community: CommunityId, number: int) -> Wondered:
        for found in await self.wondered(community, 10**6):
            if found.number == number:
                return replace(found, askers=tuple(self.asked_by.get((community, fold(found.question)), {}).items()))
        raise NotFound(f"There is no question q{number} on the list; perhaps it is answered by now.")

    async def note_asker(self, community: CommunityId, question: str, member: str, platform: str, at: datetime) -> None:
        del at
        self.asked_by.setdefault((community, fold(question)), {}).setdefault(member, platform)

    async def forget_question(self, community: CommunityId, number: int, outgoing: Sequence[Outgoing] = ()) -> bool:
        if number not in {w.number for w in await self.wondered(community, 10**6)}:
            return False
        self.settled.add(number)
        self.mail += outgoing
        return True

    async def stale(self, shelf: Shelf, before: str, limit: int, *, after: FactId | None = None) -> Sequence[Fact]:
        own = {p.info.name for p in self.store._packs.values() if p.community == shelf.community}
        old = [f for f in self.store._read(shelf) if f.stated_on and f.stated_on.iso < before and f.pack in own]
        old.sort(key=lambda f: (f.stated_on.iso if f.stated_on else "", f.id))
        places = [f.id for f in old]
        start = places.index(after) + 1 if after in places else 0
        return old[start : start + max(0, limit)]

    async def count_suggestions(self, community: CommunityId) -> int:
        return len(await self.suggestions(community, 10**6))

    async def count_wondered(self, community: CommunityId) -> int:
        return len(await self.wondered(community, 10**6))

    async def count_stale(self, shelf: Shelf, before: str) -> int:
        return len(await self.stale(shelf, before, 1000))

    # Imports

    def _take_apart(self, community: CommunityId, bringing: Bringing) -> None:
        """Retire things, and let relations be told by others."""
        store = self.store
        for entity in bringing.retired:
            store._let_go.add((community, entity))
        for relation, wanted in bringing.related:
            tells = store._related.get((community, wanted), wanted)
            for one in [r for (whose, r), s in store._related.items() if (whose, s) == (community, relation)]:
                store._related[community, one] = tells
            store._related[community, relation] = tells

    async def bring(
        self,
        community: CommunityId,
        bringing: Bringing,
        author: str,
        at: datetime,
        about: Mapping[str, str],
        *,
        seen: Shelf | None = None,
        since: int | None = None,
    ) -> int:
        """Bring it into the own pack; what other imports brought since it was ``seen`` isn't noticed here.

        What is told already is never added twice, whenever it was told.
        """
        del since
        store = self.store
        own = store._own_pack(community)
        if seen and {*(await store.shelf(community)).packs, own} != {*seen.packs, own}:
            raise Conflict("other packs")

        def there(id_: int) -> Entity:
            place = id_ - NEW
            return store._entity(store._own_pack(community), bringing.entities[place] if place >= 0 else EntityId(id_))

        def end(value: Any) -> Any:
            return there(value).id if isinstance(value, int) else value

        def beside(value: Any) -> Any:
            return there(value.id) if isinstance(value, Entity) else value

        known = {e for f in bringing.facts for e in (f.subject, f.value) if isinstance(e, int) and e < NEW}
        known |= {e for pair in bringing.merged for e in pair if e < NEW} | {*bringing.retired}
        store._check(await store.shelf(community), known)
        async with self.entered(community, Doing.IMPORTED, author, at):
            pack = store._packs[store._own_pack(community)]
            relations = {**pack.vocabulary.relations, **{r.id: r for r in bringing.relations}}
            pack.vocabulary = Vocabulary({**pack.vocabulary.kinds, **{k.id: k for k in bringing.kinds}}, relations)
            for fact in bringing.facts:
                new = replace(
                    fact,
                    subject=end(fact.subject),
                    value=end(fact.value),
                    qualifiers=tuple(replace(q, value=beside(q.value)) for q in fact.qualifiers),
                    spoiler=fact.spoiler and replace(fact.spoiler, work=there(fact.spoiler.work.id)),
                )
                await store.add(community, new, author, at)
            for number, change in bringing.changed:
                work = change.spoiler and replace(change.spoiler, work=there(change.spoiler.work.id))
                await store.edit(community, number, replace(change, value=end(change.value), spoiler=work), author, at)
            for entity, alias in bringing.aliases:
                await store.add_alias(community, entity, alias, author, at)
            for gone, stays in bringing.merged:
                into = store._merged.get((community, there(stays).id), there(stays).id)
                for other in [e for (whose, e), s in store._merged.items() if (whose, s) == (community, gone)]:
                    store._merged[community, other] = into
                store._merged[community, gone] = into
            self._take_apart(community, bringing)
        kept = self.kept[-1]
        kept.entry = replace(kept.entry, about=dict(about))
        return kept.entry.number

    async def sweep_imports(self, before: datetime) -> int:
        """Nothing in memory is ever cut short."""
        del before
        return 0
