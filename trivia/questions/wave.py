"""All that is needed to make questions of some facts, read at once, and what can be asked of each."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from trivia.facts.model import Entity, EntityId, Fact, Shelf, Text, Value
from trivia.facts.phrasing import name_of
from trivia.facts.vocabulary import Holds, Relation
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.tokens import tokenise
from trivia.ports import NameIndex
from trivia.questions.distractors import Fair
from trivia.questions.doubts import NO_DOUBTS, Doubts
from trivia.questions.kinds import Draft, Way, feasible, state_falsely
from trivia.questions.links import NO_LINKS, Links, links_of
from trivia.questions.model import QuestionKind
from trivia.questions.remembering import Remembered
from trivia.questions.traits import STRANGERS, Kinship, kinship
from trivia.text import fold

_POOL = 160
_FALSE_SHARE = 0.5
_TELLING = 0.6
_FEW_KINDS = 200  # entities of a kind, so few that any of them is worth offering
_CLOSED = 24  # values: so few, and so often used, that they are chosen from rather than typed
_OFTEN = 4
_FEW = 4
_MOST_RISK = 0.01  # that an end offered as wrong is right after all, and nobody has said so
_LIKING = {QuestionKind.CHOICE: 3.0, QuestionKind.TEXT: 2.0, QuestionKind.TRUE_FALSE: 1.0, QuestionKind.NUMBER: 1.0}


class Wave:
    """The facts drawn, with the other facts of their relations."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.values: dict[tuple[str, EntityId], dict[object, Fact]] = defaultdict(dict)
        self.subjects: dict[tuple[str, object], dict[object, Fact]] = defaultdict(dict)
        self.pools: dict[str, Sequence[Fact]] = {}
        self.aliases: Mapping[EntityId, Sequence[str]] = {}
        self.doubts: Doubts = NO_DOUBTS
        self.links: Links = NO_LINKS
        self.offered: set[EntityId] = set()
        self.telling: set[str] = set()
        self.risks: dict[str, Mapping[object, float]] = {}
        self._values: dict[str, Mapping[object, Value]] = {}
        self._subjects: dict[str, Collection[Entity]] = {}
        self.single: set[str] = set()
        self.closed: set[str] = set()
        self.kin: Kinship = STRANGERS
        self.of_kind: dict[str, Sequence[Entity]] = {}

    async def read_facts(
        self, reader: Remembered, names: NameIndex, shelf: Shelf, facts: Iterable[Fact], rng: random.Random
    ) -> None:
        """Read the other values and subjects of the facts' relations, and candidates for distractors."""
        by_relation: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_relation[fact.relation].append(fact)
        for relation, group in sorted(by_relation.items()):
            self.pools[relation] = await reader.sample(shelf, relation, rng.random(), _POOL)
            subjects = {f.subject.id for f in (*group, *self.pools[relation])}
            for fact in await reader.forward(shelf, relation, subjects):
                self.values[relation, fact.subject.id][_key(fact.value)] = fact
            self._judge(relation)
            if relation in self.telling:
                for fact in await _with_same_value(reader, shelf, self.lexicon.relations[relation], group):
                    self.subjects[relation, _key(fact.value)][fact.subject.id] = fact
        await self._read_others(reader, shelf, by_relation)
        self.aliases = await reader.aliases(names, shelf, self.offered)
        self.doubts = Doubts(self.links, self.aliases)

    def _judge(self, relation: str) -> None:
        if self._mostly_has_one_value(relation):
            self.single.add(relation)
        if self._tells_subjects_apart(relation):
            self.telling.add(relation)
        values = {_key(f.value) for f in self.pools[relation]}
        if 3 <= len(values) <= min(_CLOSED, len(self.pools[relation]) // _OFTEN):
            self.closed.add(relation)
        if not self._decided(self.lexicon.relations[relation]):
            self.risks[relation] = self._risks(relation)

    def _risks(self, relation: str) -> Mapping[object, float]:
        """Estimate how likely each value is to be true of a subject too of which another one is known.

        It is the likelier the more subjects have several values, and the more have this one.
        """
        subjects = {f.subject.id for f in self.pools[relation]}
        known = [self.values[relation, subject] for subject in subjects]
        several = sum(len(values) > 1 for values in known)
        uses = Counter(key for values in known for key, fact in values.items() if isinstance(fact.value, Entity | Text))
        return {key: several * count / len(subjects) ** 2 for key, count in uses.items()}

    async def _read_others(self, reader: Remembered, shelf: Shelf, by_relation: Mapping[str, Sequence[Fact]]) -> None:
        """Read whom else to offer where a relation knows too few, what leads to what, and so who is akin to whom.

        Where a missing value may be true, links tell nothing but what forbids one: those of the pool's subjects are
        left out.
        """
        decided = [r for r in sorted(by_relation) if self._decided(self.lexicon.relations[r])]
        facts = [f for r in decided for f in (*by_relation[r], *self.pools[r])]
        ends = (
            end for r in decided if len(self.pools[r]) < _POOL for f in self.pools[r] for end in (f.subject, f.value)
        )
        for kind in sorted({end.kind for end in ends if isinstance(end, Entity)}):
            known = await reader.of_kind(shelf, kind, _FEW_KINDS)
            self.of_kind[kind] = known if len(known) < _FEW_KINDS else ()
        open_ones = [r for r in by_relation if r not in decided]
        linked: set[Value] = {end for f in facts for end in (f.subject, f.value)}
        linked |= {end for r in open_ones for f in by_relation[r] for end in (f.subject, f.value)}
        linked |= {f.value for r in open_ones for f in self.pools[r]}
        ids = {end.id for end in linked if isinstance(end, Entity)}
        ids |= {entity.id for entities in self.of_kind.values() for entity in entities}
        single = {r.id for r in self.lexicon.relations.values() if r.holds is Holds.ONE}
        self.links = await links_of(reader, shelf, ids, single, self._steps())
        self.offered = ids | {f.subject.id for r in open_ones for f in self.pools[r]}
        self.kin = kinship(self.links, single, tuple(dict.fromkeys(facts))) if facts else STRANGERS

    def _steps(self) -> list[str]:
        """Return the relations that may join a part and its whole: nobody is a part of anybody, nor of what they do."""
        people = self.lexicon.people
        relations = self.lexicon.relations.values()
        return [r.id for r in relations if r.value_kinds and not people & (r.subject_kinds | r.value_kinds)]

    def _decided(self, relation: Relation) -> bool:
        """Say whether a value that is not known of a subject is known to be false of it."""
        return relation.complete or relation.holds is Holds.ONE

    def _mostly_has_one_value(self, relation: str) -> bool:
        """Say whether a subject with one known value can be trusted to have no other.

        It can if the relation is said to have one, or to be complete; else if most subjects have just one. Of a cast,
        one known actor is not the only one.
        """
        known = self.lexicon.relations[relation]
        subjects = {f.subject.id for f in self.pools[relation]}
        single = sum(len(self.values[relation, s]) == 1 for s in subjects)
        return known.complete or known.holds is Holds.ONE or single >= _TELLING * len(subjects)

    def _tells_subjects_apart(self, relation: str) -> bool:
        """Say whether a relation's values mostly belong to one subject each.

        Where they don't, a value with one subject here may well have more in the world ("Which city is in Estonia?").
        """
        values = [_key(f.value) for f in self.pools[relation]]
        return bool(self.lexicon.relations[relation].inverse) and len(set(values)) >= _TELLING * len(values)

    def ways(self, fact: Fact, kinds: Collection[QuestionKind], rng: random.Random) -> list[Way]:
        """Return all fair ways to ask something of a fact, in a random order that likes some kinds better.

        Of some kinds only, if any are named.
        """
        relation = self.lexicon.relations[fact.relation]
        found = [
            Way(k, backwards)
            for backwards in (False, True)
            if self._has_one_answer(fact, backwards=backwards)
            for k in feasible(relation, fact, backwards=backwards)
            if (not kinds or k in kinds)
            and not (k is QuestionKind.TEXT and not backwards and fact.relation in self.closed)
        ]
        return sorted(found, key=lambda way: rng.random() ** (1 / _LIKING[way.kind]), reverse=True)

    def draft(self, fact: Fact, way: Way, rng: random.Random) -> Draft | None:
        """Work out a way to ask something of a fact, or return None if it can't be asked so."""
        relation = self.lexicon.relations[fact.relation]
        key: Value = fact.subject if way.backwards else fact.value
        if not self._is_what_is_asked_for(relation, key, backwards=way.backwards):
            return None
        accepted = tuple(self.aliases.get(key.id, ())) if isinstance(key, Entity) else ()
        false = self._false(fact, backwards=way.backwards)
        kin = self.kin if self._decided(relation) else STRANGERS
        sure = partial(self._is_sure, fact, way.backwards)
        draft = Draft(fact, relation, way, key, accepted, false, kin, Fair(sure, self.doubts.same))
        if way.kind is QuestionKind.TRUE_FALSE and rng.random() < _FALSE_SHARE:
            return state_falsely(draft, rng)
        return draft

    def _is_what_is_asked_for(self, relation: Relation, key: Value, *, backwards: bool) -> bool:
        """Say whether the key is of the kind that the question names: "Which country ...?" wants no territory."""
        if not isinstance(key, Entity):
            return True
        asked = relation.inverse if backwards else relation.question
        head = {token.stem for token in tokenise(asked.partition("{")[0])}
        kinds = relation.subject_kinds if backwards else relation.value_kinds
        named = {k for k in kinds if head & self.lexicon.kind_nouns.get(k, frozenset())}
        return not named or key.kind in named

    def _has_one_answer(self, fact: Fact, *, backwards: bool) -> bool:
        if not backwards:
            return fact.relation in self.single and len(self.values[fact.relation, fact.subject.id]) == 1
        return fact.relation in self.telling and len(self.subjects[fact.relation, _key(fact.value)]) == 1

    def _false(self, fact: Fact, *, backwards: bool) -> tuple[Value, ...]:
        """Return values or subjects that no fact says to be right: ends of other facts of the relation.

        A value is false of a subject whose values are known and don't include it; a subject is false for a value if
        its own values are known and this is not among them. Where the relation knows few, others of the key's kind and
        pack join them if it is decided for all.
        """
        key = _key(fact.value)
        if backwards:
            return tuple(s for s in self.subjects_of(fact.relation) if key not in self.values[fact.relation, s.id])
        known = self.values[fact.relation, fact.subject.id]
        values = self.values_of(fact.relation)
        if isinstance(fact.value, Entity) and self._decided(self.lexicon.relations[fact.relation]):
            others = self.of_kind.get(fact.value.kind, ()) if len(values) <= _FEW else ()
            values = {**{e.id: e for e in others if e.pack == fact.value.pack}, **values}
        return tuple(v for k, v in values.items() if k not in known)

    def values_of(self, relation: str) -> Mapping[object, Value]:
        """Return the values in the pool of a relation."""
        known = self._values.get(relation)
        if known is None:
            known = self._values[relation] = {_key(f.value): f.value for f in self.pools[relation]}
        return known

    def subjects_of(self, relation: str) -> Collection[Entity]:
        """Return the subjects in the pool of a relation."""
        known = self._subjects.get(relation)
        if known is None:
            known = self._subjects[relation] = tuple({f.subject.id: f.subject for f in self.pools[relation]}.values())
        return known

    def _is_sure(self, fact: Fact, backwards: bool, other: Value) -> bool:
        """Say whether an end that no fact says to be right is surely wrong.

        It isn't if it may be the key in other words, a part of it or its whole, or if anything is said of it together
        with the end that the question gives. Where values may be missing, it isn't if it is true of so many others, and
        others have so many, that it may well be true here.
        """
        risks = self.risks.get(fact.relation, {})
        if not backwards:
            likely = risks.get(_key(other), 0) > _MOST_RISK
            return (
                not likely and not self.doubts.linked(fact.subject, other) and not self.doubts.forbid(fact.value, other)
            )
        assert isinstance(other, Entity)  # noqa: S101 - a subject
        own = self.values[fact.relation, other.id].values()
        return (
            risks.get(_key(fact.value), 0) <= _MOST_RISK
            and not self.doubts.linked(other, fact.value)
            and not self.doubts.forbid(fact.subject, other)
            and not any(self.doubts.forbid(fact.value, value.value) for value in own)
        )


async def _with_same_value(
    reader: Remembered, shelf: Shelf, relation: Relation, facts: Sequence[Fact]
) -> Sequence[Fact]:
    if relation.value_kinds:
        values = {f.value.id for f in facts if isinstance(f.value, Entity)}
        return await reader.inverse(shelf, relation.id, values)
    texts = {fold(f.value.text) for f in facts if isinstance(f.value, Text)}
    return await reader.with_text(shelf, relation.id, texts) if texts else ()


def _key(value: Value) -> object:
    """Values that a player could not tell apart have the same key."""
    return value.id if isinstance(value, Entity) else fold(name_of(value))
