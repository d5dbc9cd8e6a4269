"""All that is needed to make questions of some facts, read at once, and what can be asked of each."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache, partial

from trivia.facts.model import Entity, EntityId, Fact, Shelf, Text, Value
from trivia.facts.vocabulary import Relation
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.tokens import tokenise
from trivia.ports import Link, NameIndex
from trivia.questions.distractors import Fair
from trivia.questions.doubts import Doubts
from trivia.questions.kinds import Draft, Way, feasible, state_falsely
from trivia.questions.links import Links, read_onward
from trivia.questions.model import QuestionKind
from trivia.questions.remembering import Remembered
from trivia.questions.surroundings import Surroundings, Values, key_of, single_valued, survey
from trivia.questions.traits import STRANGERS, Kinship, traits_of
from trivia.text import fold

_FALSE_SHARE = 0.5
_FEW = 4
_MOST_RISK = 0.01  # that an end offered as wrong is right after all, and nobody has said so
_LIKING = {QuestionKind.CHOICE: 3.0, QuestionKind.TEXT: 2.0, QuestionKind.TRUE_FALSE: 1.0, QuestionKind.NUMBER: 1.0}
_NONE: Values = {}


class Wave:
    """The facts drawn, with what lies around them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.values: dict[tuple[str, EntityId], dict[object, Fact]] = defaultdict(dict)
        self.subjects: dict[tuple[str, object], dict[object, Fact]] = defaultdict(dict)
        self.aliases: Mapping[EntityId, Sequence[str]] = {}
        self.around: dict[str, Surroundings] = {}
        self.doubts: dict[str, Doubts] = {}
        self.kin: dict[str, Kinship] = {}

    async def read_facts(
        self, reader: Remembered, names: NameIndex, shelf: Shelf, facts: Iterable[Fact], rng: random.Random
    ) -> None:
        """Read the other values and subjects of the facts' relations, and candidates for distractors."""
        by_relation: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_relation[fact.relation].append(fact)
        for relation, group in sorted(by_relation.items()):
            around = self.around[relation] = await survey(reader, names, shelf, self.lexicon, relation, rng.random())
            for fact in await reader.forward(shelf, relation, {f.subject.id for f in group}):
                self.values[relation, fact.subject.id][key_of(fact.value)] = fact
            if around.telling:
                for fact in await _with_same_value(reader, shelf, around.relation, group):
                    self.subjects[relation, key_of(fact.value)][fact.subject.id] = fact
        ends = {end.id for group in by_relation.values() for end in _ends(group)}
        self.aliases = await reader.aliases(names, shelf, ends)
        onward = await read_onward(reader, shelf, ends, single_valued(self.lexicon))
        self._compare(by_relation, onward)

    def _compare(self, by_relation: Mapping[str, Sequence[Fact]], onward: Mapping[EntityId, Sequence[Link]]) -> None:
        """Work out what leads to what, and who is akin to whom, among the facts' ends and what lies around them."""
        steps, single = self._steps(), single_valued(self.lexicon)
        for relation, group in by_relation.items():
            around = self.around[relation]
            links = Links({**onward, **around.onward}, steps)
            self.doubts[relation] = Doubts(links, {**around.aliases, **self.aliases})
            if around.decided:
                traits = {e.id: traits_of(e.id, onward, single) for e in _ends(group)}
                for fact in group:
                    if isinstance(fact.value, Entity) and not traits[fact.value.id]:
                        traits[fact.value.id] = traits[fact.subject.id]
                self.kin[relation] = around.kin.knowing({entity: own for entity, own in traits.items() if own})

    def _steps(self) -> list[str]:
        """Return the relations that may join a part and its whole: nobody is a part of anybody, nor of what they do."""
        people = self.lexicon.people
        relations = self.lexicon.relations.values()
        return [r.id for r in relations if r.value_kinds and not people & (r.subject_kinds | r.value_kinds)]

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
            and not (k is QuestionKind.TEXT and not backwards and self.around[fact.relation].closed)
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
        kin = self.kin.get(fact.relation, STRANGERS)
        sure = partial(self._is_sure, fact, way.backwards)
        draft = Draft(fact, relation, way, key, accepted, false, kin, Fair(sure, self.doubts[fact.relation].same))
        if way.kind is QuestionKind.TRUE_FALSE and rng.random() < _FALSE_SHARE:
            return state_falsely(draft, rng)
        return draft

    def _is_what_is_asked_for(self, relation: Relation, key: Value, *, backwards: bool) -> bool:
        """Say whether the key is of the kind that the question names: "Which country ...?" wants no territory."""
        if not isinstance(key, Entity):
            return True
        asked = relation.inverse if backwards else relation.question
        head = _head(asked)
        kinds = relation.subject_kinds if backwards else relation.value_kinds
        named = {k for k in kinds if head & self.lexicon.kind_nouns.get(k, frozenset())}
        return not named or key.kind in named

    def _has_one_answer(self, fact: Fact, *, backwards: bool) -> bool:
        if not backwards:
            return self.around[fact.relation].single and len(self.values[fact.relation, fact.subject.id]) == 1
        return self.around[fact.relation].telling and len(self.subjects[fact.relation, key_of(fact.value)]) == 1

    def _false(self, fact: Fact, *, backwards: bool) -> tuple[Value, ...]:
        """Return values or subjects that no fact says to be right: ends of other facts of the relation.

        A value is false of a subject whose values are known and don't include it; a subject is false for a value if
        its own values are known and this is not among them. Where the relation knows few, others of the key's kind and
        pack join them if it is decided for all.
        """
        key, around = key_of(fact.value), self.around[fact.relation]
        if backwards:
            return tuple(s for s in around.subjects if key not in around.own.get(s.id, _NONE))
        known = self.values[fact.relation, fact.subject.id]
        values = around.values
        if isinstance(fact.value, Entity) and around.decided and len(values) <= _FEW:
            others = around.others.get(fact.value.kind, ())
            values = {**{e.id: e for e in others if e.pack == fact.value.pack}, **values}
        return tuple(v for k, v in values.items() if k not in known)

    def _is_sure(self, fact: Fact, backwards: bool, other: Value) -> bool:
        """Say whether an end that no fact says to be right is surely wrong.

        It isn't if it may be the key in other words, a part of it or its whole, or if anything is said of it together
        with the end that the question gives. Where values may be missing, it isn't if it is true of so many others, and
        others have so many, that it may well be true here.
        """
        around, doubts = self.around[fact.relation], self.doubts[fact.relation]
        if not backwards:
            likely = around.risks.get(key_of(other), 0) > _MOST_RISK
            return not likely and not doubts.linked(fact.subject, other) and not doubts.forbid(fact.value, other)
        assert isinstance(other, Entity)  # noqa: S101 - a subject
        return (
            around.risks.get(key_of(fact.value), 0) <= _MOST_RISK
            and not doubts.linked(other, fact.value)
            and not doubts.forbid(fact.subject, other)
            and not any(doubts.forbid(fact.value, f.value) for f in around.own.get(other.id, _NONE).values())
        )


def _ends(facts: Iterable[Fact]) -> Iterable[Entity]:
    return (end for fact in facts for end in (fact.subject, fact.value) if isinstance(end, Entity))


@lru_cache(maxsize=4_096)
def _head(asked: str) -> frozenset[str]:
    """Return the words of a question that come before the name."""
    return frozenset(token.stem for token in tokenise(asked.partition("{")[0]))


async def _with_same_value(
    reader: Remembered, shelf: Shelf, relation: Relation, facts: Sequence[Fact]
) -> Sequence[Fact]:
    if relation.value_kinds:
        values = {f.value.id for f in facts if isinstance(f.value, Entity)}
        return await reader.inverse(shelf, relation.id, values)
    texts = {fold(f.value.text) for f in facts if isinstance(f.value, Text)}
    return await reader.with_text(shelf, relation.id, texts) if texts else ()
