"""The storage ports in memory, written for plainness: what the stores do is held against it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, partial
from operator import is_not

from rapidfuzz.distance import OSA

from tests.fakes.curation import FakeCuration
from tests.fakes.following import FakeFactChanges
from tests.fakes.stems import FakeStems
from trivia.errors import Conflict, NotFound
from trivia.facts.content import (
    EntityKey,
    EntityRow,
    FactRow,
    MergedRow,
    PackContent,
    PackInfo,
    QualifierRow,
    RelatedRow,
    RetiredRow,
)
from trivia.facts.curation import told_retired
from trivia.facts.dates import PartialDate
from trivia.facts.journal import Doing
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    Fact,
    FactId,
    Literal,
    Number,
    Qualifier,
    Quantity,
    Shelf,
    Source,
    SpoilerPoint,
    SpoilerScope,
    Text,
    Value,
    ends_in,
)
from trivia.facts.vocabulary import Vocabulary, joined, merge
from trivia.facts.written import KIND, as_facts, as_questions
from trivia.ports import (
    FactChange,
    Link,
    NameMatch,
    NewEntity,
    NewFact,
    Progress,
    Revision,
    StoredPack,
    Unanswered,
    shuffle_place,
)
from trivia.text import fold, without_article


@dataclass
class _Pack:
    info: PackInfo
    community: CommunityId | None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    sources: dict[str, Source] = field(default_factory=dict)
    removed: bool = False


@dataclass
class _Stored:
    """An entity with its aliases."""

    entity: Entity
    pack: int
    aliases: tuple[str, ...]
    retired: bool = False
    given: list[tuple[int, str]] = field(default_factory=list)
    """Aliases that communities gave, with the packs that hold them."""

    def written(self, packs: Collection[int]) -> list[str]:
        """Return its aliases as they were written, those among them that these packs give."""
        return [*self.aliases, *(alias for pack, alias in self.given if pack in {*packs, self.pack})]

    def names(self, packs: Collection[int]) -> tuple[tuple[str, bool], ...]:
        """Return its folded names, with and without article, and whether each is an alias; a question has none."""
        if self.entity.kind == KIND:
            return ()
        return _forms(self.entity.name, tuple(self.written(packs)))


@dataclass
class _Revised:
    """A fact with its revisions, the latest last."""

    pack: int
    revisions: list[Revision]

    @property
    def latest(self) -> Revision:
        return self.revisions[-1]


class MemoryStore(FakeCuration, FakeFactChanges, FakeStems):
    """Every storage port, in dictionaries."""

    def __init__(self) -> None:
        FakeCuration.__init__(self, self)
        self._packs: dict[int, _Pack] = {}
        self._entities: dict[int, _Stored] = {}
        self._facts: dict[int, _Revised] = {}
        self._shelves: dict[int, list[int]] = {}
        self._hidden: set[tuple[int, int]] = set()
        self._merged: dict[tuple[int, int], int] = {}
        self._let_go: set[tuple[int, int]] = set()
        self._related: dict[tuple[int, str], str] = {}
        self._decisions: list[tuple[CommunityId, Revision]] = []
        self._unanswered: dict[tuple[int, str], Unanswered] = {}
        self._notes: dict[str, str] = {}
        self._vocabularies: dict[object, tuple[list[Vocabulary], Vocabulary]] = {}

    # Names

    async def by_name(self, shelf: Shelf, folded: Collection[str]) -> Mapping[str, Sequence[NameMatch]]:
        wanted = {form for name in folded for form in (name, without_article(name))}
        known: dict[str, list[_Stored]] = {}
        for stored in self._on(shelf):
            for name, _ in stored.names(shelf.packs):
                if name in wanted:
                    known.setdefault(name, []).append(stored)
        found = {}
        for name in folded:
            form = name if name in known else without_article(name)
            if form in known:
                found[name] = self._named(shelf, form.__eq__, known[form])
        return found

    async def near_name(self, shelf: Shelf, folded: str, edits: int) -> Sequence[NameMatch]:
        best: dict[int, NameMatch] = {}
        for form in dict.fromkeys((folded, without_article(folded))):
            for stored in self._on(shelf):
                for name, alias in stored.names(shelf.packs):
                    distance = OSA.distance(form, name)
                    if distance > min(edits, 2) or _digits(form) != _digits(name):
                        continue
                    match = self._match(shelf, stored, name, distance, alias)
                    known = best.get(match.entity.id)
                    if known is None or (match.edits, match.alias) < (known.edits, known.alias):
                        best[match.entity.id] = match
        return sorted(best.values(), key=lambda m: (m.edits, -m.entity.popularity, m.entity.id))[:50]

    async def by_words(self, shelf: Shelf, words: Sequence[str], limit: int) -> Sequence[NameMatch]:
        wanted = {w for word in words for w in word.split()}
        return self._named(shelf, lambda name: wanted <= set(name.split()))[: max(0, limit)] if wanted else []

    async def by_prefix(self, shelf: Shelf, folded: str, limit: int) -> Sequence[NameMatch]:
        start = " ".join(folded.split())
        return self._named(shelf, lambda name: f" {start}" in f" {name}")[: max(0, limit)] if start else []

    async def aliases(self, ids: Collection[EntityId], shelf: Shelf | None = None) -> Mapping[EntityId, Sequence[str]]:
        packs = shelf.packs if shelf else ()
        known = {i: list(self._entities[i].written(packs)) for i in ids if i in self._entities}
        for other, stays in shelf.merged if shelf else ():
            if stays in known:
                more = [self._entities[other].entity.name, *self._entities[other].written(packs)]
                known[stays] += [n for n in more if n not in (self._entities[stays].entity.name, *known[stays])]
        return {i: aliases for i, aliases in known.items() if aliases}

    def _named(
        self, shelf: Shelf, fits: Callable[[str], object], among: Sequence[_Stored] | None = None
    ) -> list[NameMatch]:
        found = []
        for stored in self._on(shelf) if among is None else among:
            fitting = [(alias, name) for name, alias in stored.names(shelf.packs) if fits(name) is True]
            if fitting:
                alias, name = min(fitting, key=lambda pair: pair[0])
                found.append(self._match(shelf, stored, name, 0, alias))
        found.sort(key=lambda m: (-m.entity.popularity, m.entity.id, m.alias))
        return list({match.entity.id: match for match in reversed(found)}.values())[::-1]

    def _match(self, shelf: Shelf, stored: _Stored, name: str, edits: int, alias: bool) -> NameMatch:
        stands = shelf.here(stored.entity.id)
        return NameMatch(self._entities[stands].entity, name, edits, alias or stands != stored.entity.id)

    def _on(self, shelf: Shelf) -> list[_Stored]:
        living = [s for s in self._entities.values() if s.pack in shelf.packs and not s.retired]
        living = [s for s in living if s.entity.id not in shelf.retired]
        return sorted(living, key=lambda s: (-s.entity.popularity, s.entity.id))

    # Facts

    async def vocabulary(self, shelf: Shelf) -> Vocabulary:
        parts = [self._packs[p].vocabulary for p in shelf.packs]
        known = self._vocabularies.get((shelf.packs, shelf.relations))
        if known is None or len(known[0]) != len(parts) or any(map(is_not, known[0], parts)):
            known = (parts, joined(merge(parts), shelf.relations))
            self._vocabularies[shelf.packs, shelf.relations] = known
        return known[1]

    async def entities(self, ids: Collection[EntityId]) -> Mapping[EntityId, Entity]:
        return {i: self._entities[i].entity for i in ids if i in self._entities}

    async def of_kind(self, shelf: Shelf, kind: str, limit: int) -> Sequence[Entity]:
        mine = [s.entity for s in self._on(shelf) if s.entity.kind == kind and shelf.here(s.entity.id) == s.entity.id]
        return mine[: max(0, limit)]

    async def facts(self, ids: Collection[FactId], shelf: Shelf | None = None) -> Sequence[Fact]:
        return [
            self._fresh(self._facts[i].latest.fact, shelf)
            for i in sorted(set(ids))
            if i in self._facts
            and not self._facts[i].latest.retired
            and not (shelf and ends_in(shelf.retired, self._facts[i].latest.fact))
        ]

    async def forward(self, shelf: Shelf, relation: str, subjects: Collection[EntityId]) -> Sequence[Fact]:
        return [f for f in self._read(shelf, relation) if f.subject.id in shelf.all_of(subjects)]

    async def inverse(self, shelf: Shelf, relation: str, values: Collection[EntityId]) -> Sequence[Fact]:
        ends = shelf.all_of(values)
        return [f for f in self._read(shelf, relation) if isinstance(f.value, Entity) and f.value.id in ends]

    async def links(self, shelf: Shelf, subjects: Collection[EntityId]) -> Sequence[Link]:
        found = [f for f in self._read(shelf) if f.subject.id in shelf.all_of(subjects)]
        return [Link(f.id, f.subject.id, f.relation, f.value.id) for f in found if isinstance(f.value, Entity)]

    async def with_literal(self, shelf: Shelf, relation: str, low: float, high: float) -> Sequence[Fact]:
        numbers = [(f, _number(f.value)) for f in self._read(shelf, relation)]
        return [f for f, number in numbers if number is not None and low <= number <= high]

    async def with_text(self, shelf: Shelf, relation: str, folded: Collection[str]) -> Sequence[Fact]:
        return [f for f in self._read(shelf, relation) if isinstance(f.value, Text) and fold(f.value.text) in folded]

    async def of_relation(self, shelf: Shelf, relation: str, limit: int) -> Sequence[Fact]:
        return self._read(shelf, relation)[: max(0, limit)]

    async def about(self, shelf: Shelf, entity: EntityId, limit: int) -> Sequence[Fact]:
        def names(value: Value) -> bool:
            return isinstance(value, Entity) and value.id == shelf.here(entity)

        return [
            f
            for f in self._read(shelf)
            if names(f.subject) or names(f.value) or any(names(q.value) for q in f.qualifiers)
        ][: max(0, limit)]

    async def relation_sizes(self, shelf: Shelf) -> Mapping[str, int]:
        sizes: dict[str, int] = {}
        for fact in self._read(shelf):
            if fact.certainty is Certainty.CONFIRMED:
                sizes[fact.relation] = sizes.get(fact.relation, 0) + 1
        return sizes

    async def sample(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[Fact]:
        first = int(start % 1 * 2**32)
        drawn = [f for f in self._read(shelf, relation) if f.certainty is Certainty.CONFIRMED]
        drawn.sort(key=lambda f: (shuffle_place(f.id) < first, shuffle_place(f.id), f.id))
        return drawn[: max(0, count)]

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        return [f.id for f in await self.sample(shelf, relation, start, count)]

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        newer = [f.id for f in await self.sample(shelf, relation, 0, 10**9) if f.id > after]
        return sorted(newer)[: max(0, count)]

    async def newest_fact(self) -> FactId:
        return FactId(max(self._facts, default=0))

    async def state(self, shelf: Shelf) -> str:
        facts = [(n, len(s.revisions)) for n, s in self._facts.items() if s.pack in shelf.packs]
        hidden = [fact for community, fact in self._hidden if community == shelf.community]
        names = [(s.entity, s.names(shelf.packs)) for s in self._on(shelf)]
        words = [self._packs[p].vocabulary for p in shelf.packs]
        gone = (shelf.merged, sorted(shelf.retired), shelf.relations)
        return f"{shelf.packs} {gone} {facts} {hidden} {names} {words}"

    def _read(self, shelf: Shelf, relation: str | None = None, subject: int | None = None) -> list[Fact]:
        found = [
            self._fresh(stored.latest.fact, shelf)
            for number, stored in sorted(self._facts.items())
            if (subject is None or subject == shelf.here(stored.latest.fact.subject.id))
            and relation in {None, shelf.told_as(stored.latest.fact.relation)}
            and stored.pack in shelf.packs
            and not stored.latest.retired
            and (shelf.community, number) not in self._hidden
        ]
        found = [f for f in found if not ends_in(shelf.retired, f)]
        return [f for f in found if f.subject != f.value] if shelf.merged else found

    def _fresh(self, fact: Fact, shelf: Shelf | None = None) -> Fact:
        """Return a fact with its entities as they are named now, and as they are merged on a shelf."""

        def here(entity: Entity) -> Entity:
            return self._entities[shelf.here(entity.id) if shelf else entity.id].entity

        def now(value: Value) -> Value:
            return here(value) if isinstance(value, Entity) else value

        retired = shelf.retired if shelf else frozenset()
        named = [q for q in fact.qualifiers if not (isinstance(q.value, Entity) and q.value.id in retired)]
        return replace(
            fact,
            subject=here(fact.subject),
            relation=shelf.told_as(fact.relation) if shelf else fact.relation,
            value=now(fact.value),
            qualifiers=tuple(
                Qualifier(shelf.told_as(q.relation) if shelf else q.relation, now(q.value)) for q in named
            ),
            spoiler=fact.spoiler and SpoilerScope(here(fact.spoiler.work), fact.spoiler.point),
        )

    # Packs

    async def packs(self) -> Sequence[StoredPack]:
        found = [self._stored_pack(number) for number, pack in self._packs.items() if not pack.removed]
        return sorted(found, key=lambda p: p.info.name)

    async def install(self, content: PackContent, at: datetime, progress: Progress | None = None) -> StoredPack:
        content = as_facts(content)
        name = content.info.name
        if name.startswith("community:"):
            raise Conflict(f"A pack can't be named {name}.")
        number = self._number_of(name) or len(self._packs) + 1
        if number not in self._packs or self._packs[number].removed:
            for shelf in self._shelves.values():
                shelf.append(number)
        pack = self._packs[number] = _Pack(content.info, None, content.vocabulary, {s.key: s for s in content.sources})
        keys = self._take_entities(number, pack, content.entities)
        self._take_facts(number, pack, content.facts, keys, at)
        if progress:
            total = len(content.entities) + len(content.facts)
            progress(total, total)
        return self._stored_pack(number)

    async def remove(self, name: str, at: datetime) -> None:
        number = self._shared(name)
        self._packs[number].removed = True
        for shelf in self._shelves.values():
            if number in shelf:
                shelf.remove(number)
        for entity in self._entities.values():
            entity.retired = entity.retired or entity.pack == number
            if entity.pack == number:
                entity.aliases = ()
        for stored in self._facts.values():
            if stored.pack == number and not stored.latest.retired:
                _revise(stored, stored.latest.fact, f"pack {name}", at, "the pack was removed", retired=True)

    async def content(self, name: str) -> PackContent:
        number = self._number_of(name)
        if number is None or self._packs[number].removed:
            raise NotFound(f"There is no pack named {name}.")
        pack = self._packs[number]
        told = await self.shelf(pack.community) if pack.community is not None else Shelf(())
        packs = {i: self._packs[s.pack] for i, s in self._entities.items()}
        kept = {i for i in told.retired if packs[i].community is None}
        pairs = [(gone, stays) for gone, stays in told.merged if stays not in told.retired or stays in kept]
        retired = sorted((e.kind, e.name, packs[i].info.name, e.key) for i in kept for e in [self._entities[i].entity])
        merged = sorted(self._merged_row(gone, stays) for gone, stays in pairs)
        related = tuple(RelatedRow(*pair) for pair in sorted(told.relations))
        told = replace(told, merged=(), relations=())  # the files name each thing as it is, and each relation
        facts = [
            self._fresh(s.latest.fact, told)
            for _, s in sorted(self._facts.items())
            if s.pack == number and not s.latest.retired and not ends_in(told.retired, s.latest.fact)
        ]
        works = {f.spoiler.work.id for f in facts if f.spoiler}
        gone = told.retired - works
        own = {i for i, s in self._entities.items() if s.pack == number and not s.retired and i not in gone}
        named = {e.id for f in facts for e in _entities_of(f)}
        given = {s.entity.id for s in self._entities.values() if any(whose == number for whose, _ in s.given)}
        named |= given - gone
        rows = [self._entities[i] for i in (*sorted(own), *sorted(named - own))]
        content = PackContent(
            pack.info,
            pack.vocabulary,
            tuple(dict.fromkeys((*pack.sources.values(), *(f.source for f in facts)))),
            tuple(
                EntityRow(s.entity.key, s.entity.kind, s.entity.name, tuple(s.written((number,))), s.entity.popularity)
                for s in rows
            ),
            tuple(map(_row, facts)),
            merged=tuple(MergedRow(*row) for row in merged),
            retired=tuple(RetiredRow(*row) for row in retired),
            related=related,
        )
        return as_questions(content)

    def _merged_row(self, gone: EntityId, stays: EntityId) -> tuple[str, ...]:
        one, other = self._entities[gone], self._entities[stays]
        packs = [(self._packs[s.pack], s) for s in (one, other)]
        home, into = (("", "") if p.community is not None else (p.info.name, s.entity.key) for p, s in packs)
        return one.entity.kind, one.entity.name, *home, other.entity.name, *into

    async def shelf(self, community: CommunityId) -> Shelf:
        shared = [n for n, p in self._packs.items() if p.community is None and not p.removed]
        chosen = self._shelves.get(community)
        own = [n for n, p in self._packs.items() if p.community == community]
        packs = (*(n for n in shared if chosen is None or n in chosen), *own)
        merged = [(EntityId(e), EntityId(s)) for (whose, e), s in sorted(self._merged.items()) if whose == community]
        read = {s.entity.id for s in self._entities.values() if s.pack in packs and not s.retired}
        gone = frozenset(EntityId(e) for whose, e in self._let_go if whose == community)
        declared = {r for pack in packs for r in self._packs[pack].vocabulary.relations}
        related = [(r, stays) for (whose, r), stays in sorted(self._related.items()) if whose == community]
        relations = tuple((r, stays) for r, stays in related if stays in declared)
        return Shelf(packs, community, tuple((e, s) for e, s in merged if s in read), gone, relations)

    async def choose(self, community: CommunityId, names: Sequence[str] | None) -> Shelf:
        """Put just these packs on a community's shelf, or with None all."""
        if names is None:
            self._shelves.pop(community, None)
        else:
            self._shelves[community] = [self._shared(name) for name in names]
        return await self.shelf(community)

    def _stored_pack(self, number: int) -> StoredPack:
        pack = self._packs[number]
        kinds = [s.entity.kind for s in self._entities.values() if s.pack == number and not s.retired]
        facts = sum(s.pack == number and not s.latest.retired for s in self._facts.values())
        asked = kinds.count(KIND)
        return StoredPack(number, pack.info, pack.community, len(kinds) - asked, max(0, facts - asked), asked)

    def _number_of(self, name: str) -> int | None:
        return next((n for n, p in self._packs.items() if p.info.name == name), None)

    def _shared(self, name: str) -> int:
        number = self._number_of(name)
        if number is None or self._packs[number].removed or self._packs[number].community is not None:
            raise NotFound(f"There is no pack named {name}.")
        return number

    def _take_entities(self, number: int, pack: _Pack, rows: Sequence[EntityRow]) -> dict[str, int]:
        known = {s.entity.key: s for s in self._entities.values() if s.pack == number}
        for stored in known.values():
            stored.retired = True
        for row in sorted(rows, key=lambda r: -r.popularity):
            id_ = known[row.key].entity.id if row.key in known else EntityId(len(self._entities) + 1)
            entity = Entity(id_, row.key, row.kind, row.name, row.popularity, pack.info.name)
            given = known[row.key].given if row.key in known else []
            self._entities[id_] = _Stored(entity, number, row.aliases, given=given)
        for stored in known.values():
            if stored.retired:
                stored.aliases = ()
        return {s.entity.key: i for i, s in self._entities.items() if s.pack == number}

    def _take_facts(
        self, number: int, pack: _Pack, rows: Iterable[FactRow], keys: Mapping[str, int], at: datetime
    ) -> None:
        author = f"pack {pack.info.name} {pack.info.version}"
        unclaimed = {i: s for i, s in self._facts.items() if s.pack == number}
        for row in rows:
            stated = self._stated(row, pack, keys)
            same = [(i, s) for i, s in unclaimed.items() if _identity(s.latest.fact) == _identity(stated)]
            same.sort(key=lambda pair: (pair[1].latest.retired, not _equal(pair[1].latest.fact, stated), pair[0]))
            if not same:
                id_ = FactId(len(self._facts) + 1)
                self._facts[id_] = stored = _Revised(number, [])
                _revise(stored, replace(stated, id=id_), author, at, "installed")
                continue
            id_, stored = FactId(same[0][0]), same[0][1]
            del unclaimed[id_]
            if stored.latest.retired or not _equal(stored.latest.fact, stated):
                _revise(stored, replace(stated, id=id_), author, at, "the pack changed")
        for stored in unclaimed.values():
            if not stored.latest.retired:
                _revise(stored, stored.latest.fact, author, at, "gone from the pack", retired=True)

    def _stated(self, row: FactRow, pack: _Pack, keys: Mapping[str, int]) -> Fact:
        def value(found: EntityKey | Literal) -> Value:
            return self._entities[keys[found.key]].entity if isinstance(found, EntityKey) else found

        work = row.spoiler_work and self._entities[keys[row.spoiler_work.key]].entity
        return Fact(
            FactId(0),
            pack.info.name,
            self._entities[keys[row.subject.key]].entity,
            row.relation,
            value(row.value),
            tuple(Qualifier(q.relation, value(q.value)) for q in row.qualifiers),
            row.certainty,
            pack.sources[row.source],
            row.sentence,
            row.stated_on,
            SpoilerScope(work, row.spoiler_point) if work else None,
        )

    # Editing

    async def add(self, community: CommunityId, fact: NewFact, author: str, at: datetime) -> Fact:
        async with self.entered(community, Doing.ADDED, author, at):
            return await self._added(community, fact, author, at)

    async def _added(self, community: CommunityId, fact: NewFact, author: str, at: datetime) -> Fact:
        shelf = await self.shelf(community)
        self._check(shelf, _named_by(fact))
        number = self._own_pack(community)
        pack = self._packs[number]
        source = _source(pack, fact.source_title, fact.source_address)
        stated = Fact(
            FactId(len(self._facts) + 1),
            pack.info.name,
            self._entity(number, fact.subject),
            fact.relation,
            self._entity(number, fact.value) if isinstance(fact.value, int | NewEntity) else fact.value,
            fact.qualifiers,
            fact.certainty,
            source,
            fact.sentence,
            fact.stated_on,
            fact.spoiler,
        )
        for known in self._read(await self.shelf(community), subject=stated.subject.id):
            if _identity(known) == _identity(stated) and known.certainty is stated.certainty:
                return known
        self._facts[stated.id] = stored = _Revised(number, [])
        _revise(stored, stated, author, at, "")
        return stored.latest.fact

    async def edit(
        self,
        community: CommunityId,
        fact: FactId,
        change: FactChange,
        author: str,
        at: datetime,
        *,
        reason: str = "",
        expected: int | None = None,
    ) -> Fact:
        async with self.entered(community, Doing.EDITED, author, at, reason):
            return await self._edited(community, fact, change, author, at, reason, expected)

    async def _edited(  # noqa: PLR0917 -- all that edit takes
        self,
        community: CommunityId,
        fact: FactId,
        change: FactChange,
        author: str,
        at: datetime,
        reason: str,
        expected: int | None,
    ) -> Fact:
        stored = await self._readable(community, fact)
        hidden = (community, fact) in self._hidden
        if expected is not None and (hidden or expected != stored.latest.fact.revision):
            raise Conflict(f"Somebody else changed fact {fact} in the meantime.")
        if hidden or stored.latest.retired:
            raise NotFound(f"Fact {fact} is retired. Bring it back first with /fact undo {fact}.")
        number = self._own_pack(community)
        before = self._fresh(stored.latest.fact, await self.shelf(community))
        mended = self._mended(await self.shelf(community), number, before, change)
        if _equal(before, mended):
            return before
        told = change.relation or stored.latest.fact.relation
        for known in self._read(await self.shelf(community)):
            if known.id != fact and _identity(known) == _identity(mended) and known.certainty is mended.certainty:
                await self.retire(community, fact, author, at, reason)
                return known
        if self._packs[stored.pack].community is None:
            await self.retire(community, fact, author, at, reason)
            fact = FactId(len(self._facts) + 1)
            mended = replace(mended, id=fact, pack=self._packs[number].info.name)
            stored = self._facts[fact] = _Revised(number, [])
        _revise(stored, replace(mended, relation=told), author, at, reason)
        return self._fresh(stored.latest.fact, await self.shelf(community))

    def _mended(self, shelf: Shelf, number: int, before: Fact, change: FactChange) -> Fact:
        named = {q.value.id for q in change.qualifiers or () if isinstance(q.value, Entity)}
        named |= {change.value} if isinstance(change.value, int) else set()
        named |= {change.spoiler.work.id} if change.spoiler else set()
        self._check(shelf, named)
        value = before.value if change.value is None else change.value
        source = before.source
        if change.source and change.source != (source.title, source.address):
            source = _source(self._packs[number], *change.source)
        return replace(
            before,
            relation=change.relation or before.relation,
            value=self._entity(number, value) if isinstance(value, int | NewEntity) else value,
            qualifiers=before.qualifiers if change.qualifiers is None else change.qualifiers,
            certainty=change.certainty or before.certainty,
            source=source,
            sentence=before.sentence if change.sentence is None else change.sentence,
            stated_on=change.stated_on or (None if "stated_on" in change.clear else before.stated_on),
            spoiler=change.spoiler or (None if "spoiler" in change.clear else before.spoiler),
        )

    async def add_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        async with self.entered(community, Doing.NAMED, author, at, reason):
            return await self._add_alias(community, entity, alias)

    async def _add_alias(self, community: CommunityId, entity: EntityId, alias: str) -> bool:
        shelf = await self.shelf(community)
        self._check(shelf, {entity})
        stored = self._entities[entity]
        if any(fold(alias) in dict(self._entities[one].names(shelf.packs)) for one in shelf.all_of([entity])):
            return False
        stored.given.append((self._own_pack(community), alias))
        return True

    async def remove_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        async with self.entered(community, Doing.UNNAMED, author, at, reason):
            return await self._remove_alias(community, entity, alias)

    async def _remove_alias(self, community: CommunityId, entity: EntityId, alias: str) -> bool:
        shelf = await self.shelf(community)
        self._check(shelf, {entity})
        return {self._take_alias(community, one, alias) for one in shelf.all_of([entity])} >= {True}

    def _take_alias(self, community: CommunityId, entity: EntityId, alias: str) -> bool:
        stored, own = self._entities[entity], self._own_pack(community)
        kept = [(pack, given) for pack, given in stored.given if pack != own or fold(given) != fold(alias)]
        came = tuple(a for a in stored.aliases if stored.pack != own or fold(a) != fold(alias))
        found = (len(kept), len(came)) != (len(stored.given), len(stored.aliases))
        stored.given, stored.aliases = kept, came
        return found

    async def retire(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        async with self.entered(community, Doing.RETIRED, author, at, reason):
            return await self._retired(community, fact, author, at, reason)

    async def _retired(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        stored = await self._readable(community, fact)
        revise = partial(_revise, stored, stored.latest.fact, author, at, reason, retired=True)
        if self._packs[stored.pack].community is not None:
            if not stored.latest.retired:
                revise()
        elif stored.latest.retired:
            raise NotFound(f"There is no fact {fact} here.")
        elif (community, fact) not in self._hidden:
            self._hidden.add((community, fact))
            self._decisions.append((community, Revision(stored.latest.fact, 0, author, at, reason, True)))
        return self._fresh(stored.latest.fact)

    async def restore(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        async with self.entered(community, Doing.RESTORED, author, at, reason):
            return await self._restored(community, fact, author, at, reason)

    async def _restored(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        stored = await self._readable(community, fact)
        if self._packs[stored.pack].community is not None:
            if stored.latest.retired:
                _revise(stored, stored.latest.fact, author, at, reason)
        elif stored.latest.retired:
            raise NotFound(f"There is no fact {fact} here.")
        elif (community, fact) in self._hidden:
            self._hidden.remove((community, fact))
            self._decisions.append((community, Revision(stored.latest.fact, 0, author, at, reason, False)))
        return self._fresh(stored.latest.fact)

    async def history(self, community: CommunityId, fact: FactId) -> Sequence[Revision]:
        stored = await self._readable(community, fact)
        own = [d for whose, d in self._decisions if whose == community and d.fact.id == fact]
        told = sorted((*stored.revisions, *own), key=lambda r: r.at)
        shelf = await self.shelf(community)
        return [replace(r, number=n, fact=self._fresh(r.fact, shelf)) for n, r in enumerate(told, 1)]

    async def _readable(self, community: CommunityId, fact: FactId) -> _Revised:
        stored = self._facts.get(fact)
        if stored is None or stored.pack not in (await self.shelf(community)).packs:
            raise NotFound(f"There is no fact {fact} here.")
        return stored

    def _check(self, shelf: Shelf, named: Collection[int]) -> None:
        named = set(named)
        readable = {s.entity.id for s in self._on(shelf)}
        if not named <= readable:
            raise NotFound(f"There is no entity {min(named - readable)} here.")

    def _own_pack(self, community: CommunityId) -> int:
        number = next((n for n, p in self._packs.items() if p.community == community), None)
        if number is None:
            number = len(self._packs) + 1
            self._packs[number] = _Pack(PackInfo(f"community:{community}", "Own facts", "", "en", "", ""), community)
        return number

    def _entity(self, pack: int, entity: EntityId | NewEntity) -> Entity:
        if isinstance(entity, int):
            stands = self._merged.get((self._packs[pack].community or 0, entity), entity)
            return self._entities[stands].entity
        folded = fold(entity.name)
        for stored in self._entities.values():
            if (self._packs[pack].community, stored.entity.id) in self._let_go or stored.pack != pack:
                continue
            if stored.entity.kind == entity.kind != KIND and fold(stored.entity.name) == folded:
                return stored.entity
        self._check_not_gone(self._packs[pack].community, folded, entity.kind)
        id_ = EntityId(len(self._entities) + 1)
        key = f"{'-'.join(fold(entity.name).split())[:80]}-{id_}"
        new = Entity(id_, key, entity.kind, entity.name, 0.0, self._packs[pack].info.name)
        self._entities[id_] = _Stored(new, pack, entity.aliases)
        return new

    def _check_not_gone(self, community: CommunityId | None, folded: str, kind: str) -> None:
        for whose, id_ in self._let_go:
            stored = self._entities[EntityId(id_)]
            known = [number for number, pack in self._packs.items() if pack.community in (None, community)]
            names = [name for name, _ in stored.names(known)]
            if whose == community and stored.entity.kind == kind and folded in names:
                raise Conflict(told_retired(stored.entity.name))

    # Unanswered questions, and notes

    async def note(self, community: CommunityId, question: str, at: datetime) -> None:
        kept = question[:1_000]
        key = (community, fold(kept))
        known = self._unanswered.get(key, Unanswered(community, kept, 0, at))
        self._unanswered[key] = replace(known, asked=known.asked + 1, last=at.astimezone(UTC))

    async def unanswered(self, community: CommunityId, limit: int) -> Sequence[Unanswered]:
        mine = sorted((u for u in self._unanswered.values() if u.community == community), key=lambda u: u.question)
        mine.sort(key=lambda u: (u.asked, u.last), reverse=True)
        return mine[: max(0, limit)]

    async def recall(self, key: str) -> str | None:
        return self._notes.get(key)

    async def keep(self, key: str, value: str) -> None:
        self._notes[key] = value


def _revise(stored: _Revised, fact: Fact, author: str, at: datetime, reason: str, *, retired: bool = False) -> None:
    number = len(stored.revisions) + 1
    stored.revisions.append(Revision(replace(fact, revision=number), number, author, at, reason, retired))


@cache
def _forms(name: str, aliases: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    forms: dict[str, bool] = {}
    for written, alias in ((name, False), *((a, True) for a in aliases)):
        folded = fold(written)
        for form in (folded, without_article(folded)):
            forms.setdefault(form, alias)
    return tuple(forms.items())


def _digits(name: str) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in name).split()


def _number(value: Value) -> float | None:
    match value:
        case Number() | Quantity():
            return float(value.amount)
        case PartialDate():
            return float(value.first_day)
        case _:
            return None


def _end(value: Value) -> object:
    return value.id if isinstance(value, Entity) else value


def _identity(fact: Fact) -> object:
    return (
        fact.subject.id,
        fact.relation,
        _end(fact.value),
        tuple((q.relation, _end(q.value)) for q in fact.qualifiers),
    )


def _equal(first: Fact, second: Fact) -> bool:
    def rest(fact: Fact) -> object:
        spoiler = fact.spoiler and (fact.spoiler.work.id, fact.spoiler.point)
        return _identity(fact), fact.certainty, fact.source, fact.sentence, fact.stated_on, spoiler

    return rest(first) == rest(second)


def _named_by(fact: NewFact) -> set[int]:
    named: set[int] = {v for v in (fact.subject, fact.value) if isinstance(v, int)}
    named |= {q.value.id for q in fact.qualifiers if isinstance(q.value, Entity)}
    return named | ({fact.spoiler.work.id} if fact.spoiler else set())


def _source(pack: _Pack, title: str, address: str) -> Source:
    """Return a pack's source of this title and address, made if need be."""
    known = next((s for s in pack.sources.values() if (s.title, s.address) == (title, address)), None)
    key = f"source-{len(pack.sources) + 1}"
    return known or pack.sources.setdefault(key, Source(key, title, "", address, None, ""))


def _entities_of(fact: Fact) -> list[Entity]:
    values = (fact.subject, fact.value, *(q.value for q in fact.qualifiers))
    works = (fact.spoiler.work,) if fact.spoiler else ()
    return [v for v in (*values, *works) if isinstance(v, Entity)]


def _row(fact: Fact) -> FactRow:
    def value(found: Value) -> EntityKey | Literal:
        return EntityKey(found.key) if isinstance(found, Entity) else found

    return FactRow(
        EntityKey(fact.subject.key),
        fact.relation,
        value(fact.value),
        tuple(QualifierRow(q.relation, value(q.value)) for q in fact.qualifiers),
        fact.certainty,
        fact.source.key,
        fact.sentence,
        fact.stated_on,
        EntityKey(fact.spoiler.work.key) if fact.spoiler else None,
        fact.spoiler.point if fact.spoiler else SpoilerPoint(),
    )
