"""What a file states beside what is known: new, changed, the same, or not to be taken, and why."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeVar

from trivia.errors import Problem
from trivia.facts.content import MergedRow, RelatedRow, RetiredRow
from trivia.facts.curation import LONGEST_NAME, is_plain, told_retired
from trivia.facts.keeping import Bringing
from trivia.facts.literals import literal_type
from trivia.facts.model import Certainty, Entity, EntityId, Fact, Literal, Qualifier, Shelf, SpoilerPoint, SpoilerScope
from trivia.facts.overlay import NEW, Readable
from trivia.facts.vocabulary import Holds, Kind, Relation, Vocabulary
from trivia.facts.written import KIND
from trivia.formats import asking
from trivia.formats.gone import related_among, retired_among
from trivia.formats.incoming import NO_RELATION, Incoming, IncomingFact, IncomingQuestion, Ref
from trivia.formats.merged import merged_among
from trivia.ports import FactChange, NameMatch, NewEntity, NewFact
from trivia.text import fold, with_a

MOST_PROBLEMS = 100
MOST_ALIASES = 200
"""Further names that a file may give to one thing."""
_NAMES_AT_ONCE = 256
_SUBJECTS_AT_ONCE = 64
_BREATH, _QUICK_BREATH = 200, 800
"""After so many rows, which take two milliseconds, others get their turn."""
_PAUSE = 0.001
"""Seconds; nothing shorter gives their turn to threads, which a loop that is never idle keeps from running."""

End = EntityId | Literal
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Matched:
    """What an import would bring, how much of it is known already, and what is wrong with it.

    What the file takes for one stays ``apart`` where one of the two isn't known; relations are ``parted``, too, where
    the one can't tell what the other tells. What it retires and isn't known here ``stays``.
    """

    bringing: Bringing
    new: tuple[NewFact, ...] = ()
    changed: tuple[tuple[Fact, FactChange], ...] = ()
    same: int = 0
    problems: tuple[Problem, ...] = ()
    refused: int = 0
    names: Mapping[EntityId, str] = field(default_factory=dict)
    apart: tuple[MergedRow, ...] = ()
    stays: tuple[RetiredRow, ...] = ()
    parted: tuple[RelatedRow, ...] = ()


async def matched(incoming: Incoming, store: Readable, shelf: Shelf, source: str) -> Matched:
    """Match a file with what is on the shelf; facts without a source get this one."""
    matching = _Matching(incoming, store, shelf, await store.vocabulary(shelf), source)
    await matching.read_known()
    await matching.match()
    await matching.match_questions()
    found = await matching.result()
    pairs, apart = await merged_among(incoming.merged, found.bringing.entities, store, shelf)
    gone, stays = await retired_among(incoming.retired, store, shelf)
    known = await store.vocabulary(shelf)
    related, parted = related_among(incoming.related, known, incoming.vocabulary.relations, shelf)
    bringing = replace(found.bringing, merged=pairs, retired=gone, related=related)
    return replace(found, bringing=bringing, apart=apart, stays=stays, parted=parted)


@dataclass
class _Matching:
    """One file being matched."""

    incoming: Incoming
    store: Readable
    shelf: Shelf
    vocabulary: Vocabulary
    source: str
    named: dict[str, Sequence[NameMatch]] = field(default_factory=dict)
    before: dict[str, Sequence[NameMatch]] = field(default_factory=dict)
    known: dict[tuple[str, EntityId], list[Fact]] = field(default_factory=dict)
    entities: list[NewEntity] = field(default_factory=list)
    places: dict[tuple[str, str], EntityId] = field(default_factory=dict)
    stand_ins: dict[EntityId, Entity] = field(default_factory=dict)
    new: list[NewFact] = field(default_factory=list)
    changed: list[tuple[Fact, FactChange]] = field(default_factory=list)
    same: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)
    asked: dict[str, IncomingQuestion] = field(default_factory=dict)
    single: dict[object, tuple[int | None, object]] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    meant: dict[tuple[Ref, frozenset[str]], EntityId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.problems += self.incoming.problems
        self.refused = len(self.problems)
        theirs, merged = self.incoming.vocabulary, self.vocabulary.merged
        self.told_as = {gone: stays for gone, (stays, _) in merged.items()}
        self.relations: Mapping[str, Relation] = {**theirs.relations, **self.vocabulary.relations}
        known = {*self.vocabulary.relations, *self.told_as}
        self.fresh_relations = [r for i, r in theirs.relations.items() if i not in known]
        self.fresh_kinds: dict[str, Kind] = {i: k for i, k in theirs.kinds.items() if i not in self.vocabulary.kinds}

    async def read_known(self) -> None:
        """Read the entities that the file names, and what is known of its subjects."""
        names: set[str] = set()
        async for fact in _in_turns(self.incoming.facts, _QUICK_BREATH):
            names.update(self._fold(ref.name) for ref in _refs(fact))
        async for ref, also in _in_turns(self.incoming.aliases.items()):
            names.update(map(self._fold, (ref.name, *also)))
        names |= {self._fold(row.spoiler_work.name) for row in self.incoming.questions if row.spoiler_work}
        for chunk in _chunks(names, _NAMES_AT_ONCE):
            self.named.update(await self.store.by_name(self.shelf, chunk))
            if self.shelf.retired:
                self.before.update(await self.store.by_name(self.shelf.whole, chunk))
        subjects: dict[str, set[EntityId]] = defaultdict(set)
        async for fact in _in_turns(self.incoming.facts, _QUICK_BREATH):
            for match in self.named.get(self._fold(fact.subject.name), ()):
                subjects[self.told_as.get(fact.relation, fact.relation)].add(match.entity.id)
        for relation, ids in subjects.items():
            for part in _chunks(ids, _SUBJECTS_AT_ONCE):
                for known in await self.store.forward(self.shelf, relation, part):
                    self.known.setdefault((relation, known.subject.id), []).append(known)

    async def match(self) -> None:
        """Match every row."""
        async for fact in _in_turns(self.incoming.facts):
            try:
                self._match(fact)
            except ValueError as error:
                self._refuse(fact.file, fact.line, error)
        async for ref, aliases in _in_turns(self.incoming.aliases.items()):
            if self._named(ref) is not None:
                try:
                    _check_aliases(ref.name, aliases)
                except ValueError as error:
                    self._refuse(self.incoming.facts[0].file if self.incoming.facts else "", None, error)

    async def match_questions(self) -> None:
        """Match every question that somebody wrote."""
        known = await asking.known_questions(self.store, self.shelf) if self.incoming.questions else {}
        async for row in _in_turns(self.incoming.questions):
            try:
                self._match_question(row, known)
            except ValueError as error:
                self._refuse(row.file, row.line, error)

    def _match_question(self, row: IncomingQuestion, known: Mapping[str, Fact]) -> None:
        asking.check(row)
        words = asking.words_of(row.stem)
        first = self.asked.setdefault(words, row)
        if first is not row:
            if replace(first, line=row.line) != row:
                where = f"line {first.line}" if first.line else "an earlier row"
                raise ValueError(f"asks the same as {where}, but answers it or tells of it otherwise")
            self.same += 1
            return
        spoiler = self._scope(row.spoiler_work, row.spoiler_point)
        fact = known.get(words)
        if fact is None:
            subject = EntityId(NEW + len(self.entities))
            self.entities.append(NewEntity(row.stem, KIND))
            self.stand_ins[subject] = Entity(subject, "", KIND, row.stem, 0.0, "")
            self.new.append(asking.new_fact(row, subject, self.source, spoiler))
        elif (change := asking.change_of(row, fact, spoiler)) == FactChange():
            self.same += 1
        else:
            self.changed.append((fact, change))

    def _refuse(self, file: str, line: int | None, error: ValueError) -> None:
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(file, line, str(error)))

    async def result(self) -> Matched:
        """Return what came of it."""
        aliases: list[tuple[EntityId, str]] = []
        async for ref, also in _in_turns(self.incoming.aliases.items()):
            entity = self._named(ref)
            if entity is not None:
                aliases += [(entity, alias) for alias in also if not self._is_known_as(entity, alias)]
        bringing = Bringing(
            tuple(self.entities),
            tuple(self.new),
            tuple((fact.id, change) for fact, change in self.changed),
            tuple(aliases),
            tuple(self.fresh_relations),
            tuple(self.fresh_kinds.values()),
        )
        return Matched(
            bringing,
            tuple(self.new),
            tuple(self.changed),
            self.same,
            tuple(self.problems),
            self.refused,
            {id_: entity.name for id_, entity in self.stand_ins.items()},
        )

    def _fold(self, name: str) -> str:
        """Fold a name; each is in a file many times."""
        known = self.folded.get(name)
        if known is None:
            known = self.folded[name] = fold(name)
        return known

    def _is_known_as(self, entity: EntityId, alias: str) -> bool:
        return any(match.entity.id == entity for match in self.named.get(self._fold(alias), ()))

    def _match(self, row: IncomingFact) -> None:
        relation = self.relations.get(self.told_as.get(row.relation, row.relation))
        if relation is None:
            raise ValueError(f"{row.relation!r} {NO_RELATION}")
        subject = self._entity(row.subject, relation.subject_kinds)
        value = self._end(row.value, relation)
        told = [(self.told_as.get(name, name), end) for name, end in row.qualifiers]
        qualifiers = tuple((name, self._qualified(name, end)) for name, end in told)
        if subject == value:
            raise ValueError(f"links {row.subject.name!r} to itself")
        identity = (subject, relation.id, value, qualifiers)
        if identity in self.seen:
            self.same += 1
            return
        self._check_single(row, relation, (subject, relation.id, qualifiers), value)
        self.seen.add(identity)
        before = self.known.get((relation.id, subject), []) if subject < NEW else []
        # A row that names no qualifiers says nothing against those that a known fact has.
        alike = (f for f in before if _end(f.value) == value and (not qualifiers or _qualifiers(f) == qualifiers))
        same = min(alike, key=lambda f: _qualifiers(f) != qualifiers, default=None)
        if same is None and relation.holds is Holds.ONE and row.certainty is Certainty.CONFIRMED:
            rivals = [f for f in before if f.certainty is Certainty.CONFIRMED and _qualifiers(f) == qualifiers]
            if len(rivals) == 1:
                self.changed.append((rivals[0], self._change(row, rivals[0], value)))
                return
        if same is None:
            self.new.append(self._new(row, subject, relation, value, qualifiers))
            return
        change = self._change(row, same, value)
        if change == FactChange():
            self.same += 1
        else:
            self.changed.append((same, change))

    def _check_single(self, row: IncomingFact, relation: Relation, whose: object, value: End) -> None:
        """Refuse a second value where the relation holds one and an earlier row has another."""
        if relation.holds is not Holds.ONE or row.certainty is not Certainty.CONFIRMED:
            return
        line, earlier = self.single.setdefault(whose, (row.line, value))
        if earlier != value:
            where = f" in line {line}" if line else ""
            raise ValueError(f"{row.subject.name!r} has another {relation.id} above{where}; only one can be true")

    def _change(self, row: IncomingFact, fact: Fact, value: End) -> FactChange:
        """Return what the row says differently; what it leaves open stays, but for where another value stood."""
        source = (row.source[0] or row.source[1], row.source[1])
        sentence = row.sentence
        if _end(fact.value) != value:
            source = source if source != ("", "") else (self.source, "")
        elif not sentence:
            sentence = fact.sentence
        spoiler = self._spoiler(row)
        return FactChange(
            value=None if _end(fact.value) == value else value,
            certainty=None if fact.certainty is row.certainty else row.certainty,
            source=None if source in (("", ""), (fact.source.title, fact.source.address)) else source,
            sentence=sentence if sentence != fact.sentence else None,
            stated_on=None if row.stated_on in (None, fact.stated_on) else row.stated_on,
            spoiler=None if spoiler in (None, fact.spoiler) else spoiler,
        )

    def _new(
        self,
        row: IncomingFact,
        subject: EntityId,
        relation: Relation,
        value: End,
        qualifiers: tuple[tuple[str, End], ...],
    ) -> NewFact:
        title, address = row.source
        return NewFact(
            subject,
            relation.id,
            value,
            row.certainty,
            title or address or self.source,
            address,
            row.sentence,
            row.stated_on,
            self._spoiler(row),
            tuple(Qualifier(name, self._known(end) if isinstance(end, int) else end) for name, end in qualifiers),
        )

    def _spoiler(self, row: IncomingFact) -> SpoilerScope | None:
        return self._scope(row.spoiler_work, row.spoiler_point)

    def _scope(self, named: Ref | None, point: SpoilerPoint) -> SpoilerScope | None:
        if named is None:
            return None
        work = self._existing(named, None)
        if work is None:
            work = self._entity(named, frozenset({named.kind} - {""}))
        return SpoilerScope(self._known(work), point)

    def _known(self, id_: EntityId) -> Entity:
        return self.stand_ins[id_]

    def _qualified(self, name: str, end: Ref | Literal) -> End:
        relation = self.relations.get(name)
        if not isinstance(end, Ref):
            return end
        return self._entity(end, relation.value_kinds if relation else frozenset({end.kind} - {""}))

    def _end(self, value: Ref | Literal, relation: Relation) -> End:
        if isinstance(value, Ref):
            if relation.literal is not None:
                raise ValueError(f"{relation.id} takes a {relation.literal}, not a name")
            return self._entity(value, relation.value_kinds)
        if relation.literal is not literal_type(value):
            raise ValueError(f"{relation.id} takes {relation.literal or 'a name'}, not a {literal_type(value)}")
        return value

    def _entity(self, ref: Ref, kinds: frozenset[str]) -> EntityId:
        """Return who is meant: somebody known, or somebody new of a kind that is plain; ValueError otherwise."""
        meant = self.meant.get((ref, kinds))
        if meant is None:
            meant = self.meant[ref, kinds] = self._found_or_new(ref, kinds)
        return meant

    def _found_or_new(self, ref: Ref, kinds: frozenset[str]) -> EntityId:
        found = self._existing(ref, kinds)
        if found is not None:
            return found
        kind = ref.kind or (next(iter(kinds)) if len(kinds) == 1 else "")
        if not kind:
            either = " or ".join(sorted(kinds)) or "film"
            raise ValueError(
                f"{ref.name!r} is new; say what it is in a column “kind” (a value: “value kind”), such as {either}"
            )
        if kinds and kind not in kinds:
            raise ValueError(f"{ref.name!r} is {with_a(kind)}; this takes {' or '.join(map(with_a, sorted(kinds)))}")
        key = (self._fold(ref.name), kind)
        self._check_not_retired(key)
        known = self.places.get(key)
        if known is None:
            _check_name(ref.name)
            if kind not in self.vocabulary.kinds and kind not in self.fresh_kinds:
                raise ValueError(f"{kind!r} is no kind that I know")
            aliases = self.incoming.aliases.get(ref) or self.incoming.aliases.get(Ref(ref.name)) or ()
            _check_aliases(ref.name, aliases)
            known = self.places[key] = EntityId(NEW + len(self.entities))
            self.entities.append(NewEntity(ref.name, kind, tuple(aliases)))
            self.stand_ins[known] = Entity(known, "", kind, ref.name, 0.0, "")
        return known

    def _check_not_retired(self, named: tuple[str, str]) -> None:
        """Refuse a thing that bears the name of one of its kind that was retired here."""
        name, kind = named
        for match in self.before.get(name, ()):
            if match.entity.id in self.shelf.retired and match.entity.kind == kind:
                raise ValueError(told_retired(match.entity.name))

    def _named(self, ref: Ref) -> EntityId | None:
        try:
            return self._existing(ref, None)
        except ValueError:
            return None

    def _existing(self, ref: Ref, kinds: frozenset[str] | None) -> EntityId | None:
        wanted = frozenset({ref.kind}) if ref.kind else kinds
        folded = self._fold(ref.name)
        bearers = [m.entity for m in self.named.get(folded, ()) if not wanted or m.entity.kind in wanted]
        exact = [e for e in bearers if fold(e.name) == folded] or bearers
        if len(exact) > 1:
            same = [e for e in exact if e.name == ref.name]
            if len(same) != 1:
                raise ValueError(f"{ref.name!r} may be several things; use a name that only one of them has")
            exact = same
        if not exact:
            return None
        self.stand_ins[exact[0].id] = exact[0]
        return exact[0].id


def _check_name(name: str) -> None:
    """Raise ValueError for what is no name."""
    if len(name) > LONGEST_NAME * 2:
        raise ValueError(f"a name has {len(name):,} characters; at most {LONGEST_NAME * 2} are taken")
    if not is_plain(name):
        raise ValueError(f"{name!r} doesn't look like a name; it must be plain, without marks or mentions")


def _check_aliases(name: str, aliases: Sequence[str]) -> None:
    if len(aliases) > MOST_ALIASES:
        raise ValueError(f"{name!r} has {len(aliases):,} further names; at most {MOST_ALIASES} are taken")
    for alias in aliases:
        _check_name(alias)


def _refs(fact: IncomingFact) -> Iterable[Ref]:
    ends = (fact.subject, fact.value, *(end for _, end in fact.qualifiers), fact.spoiler_work)
    return (end for end in ends if isinstance(end, Ref))


def _end(value: object) -> object:
    return value.id if isinstance(value, Entity) else value


def _qualifiers(fact: Fact) -> tuple[tuple[str, object], ...]:
    return tuple((q.relation, _end(q.value)) for q in fact.qualifiers)


def _chunks(values: Iterable[T], size: int) -> Iterable[list[T]]:
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


async def _in_turns(values: Iterable[T], breath: int = _BREATH) -> AsyncIterator[T]:
    """Yield values; now and then others get their turn."""
    for place, value in enumerate(values, 1):
        yield value
        if place % breath == 0:
            await asyncio.sleep(_PAUSE)
