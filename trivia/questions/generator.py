"""Making questions: draw facts, keep those with exactly one right answer, phrase, and read each back.

The work is done in waves, so that a wave of hundreds of facts costs a handful of reads: all that the checks need is
fetched for the whole wave at once (``_Wave``), and each question is then made in memory.
"""

import math
import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from trivia.errors import UsageError
from trivia.facts.model import Certainty, Entity, EntityId, Fact, FactId, Shelf, Text, Value
from trivia.facts.phrasing import name_of
from trivia.facts.vocabulary import Holds, Relation
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.service import Lookup, mentions_among, name_keys
from trivia.lookup.tokens import tokenise
from trivia.ports import FactReader, NameIndex, NameMatch, PackStore
from trivia.questions import checks, difficulty
from trivia.questions.kinds import Draft, make, state_falsely
from trivia.questions.kinds import feasible as feasible_kinds
from trivia.questions.model import Question, QuestionKind
from trivia.text import fold

_POOL = 160
_WAVES = 6
_FEWEST_DRAWN = 48
_FALSE_SHARE = 0.5
_TELLING = 0.6


@dataclass(frozen=True, slots=True)
class _Topic:
    """What to draw from: a shelf, the relations on it, and, for a topic that is an entity, its facts."""

    name: str
    shelf: Shelf
    relations: Mapping[str, int]
    facts: tuple[Fact, ...] | None = None


class Generator:
    """Makes questions from the facts on a shelf. The same seed and store give the same questions."""

    def __init__(self, names: NameIndex, facts: FactReader, packs: PackStore) -> None:
        self._names = names
        self._facts = facts
        self._packs = packs
        self._lookup = Lookup(names, facts)

    async def generate(
        self,
        shelf: Shelf,
        count: int,
        seed: int | str,
        *,
        kind: QuestionKind | None = None,
        topic: str = "",
        level: str = "",
        spoilers: bool = False,
        avoid: Collection[FactId] = (),
    ) -> list[Question]:
        """Return up to ``count`` questions, fewer if the facts don't give more; no fact serves twice.

        ``topic`` names a pack, a kind or an entity, ``level`` is one of ``difficulty.LEVELS``; raise UsageError for
        others. Facts in ``avoid`` are left out, and so are spoilers unless asked for.
        """
        if level and level not in difficulty.LEVELS:
            raise UsageError(f"{level!r} is not a difficulty; choose {', '.join(difficulty.LEVELS)}.")
        rng = random.Random(f"{seed}")  # noqa: S311 - a game, not a secret
        lexicon = await self._lookup.lexicon(shelf)
        drawn = await self._topic(shelf, lexicon, topic)
        wanted = _Wanted(kind, level, spoilers)
        questions: list[Question] = []
        used = set(avoid)
        for _ in range(_WAVES):
            missing = count - len(questions)
            if missing <= 0:
                break
            facts = await self._draw(drawn, max(_FEWEST_DRAWN, missing * 2), rng, wanted)
            fresh = [f for f in facts if f.id not in used]
            used |= {f.id for f in fresh}
            made = await self._wave(shelf, lexicon, fresh, rng, wanted)
            questions += made[:missing]
        return questions

    async def topics(self, shelf: Shelf) -> list[str]:
        """Return the topics worth naming: packs, and the kinds that have enough facts to ask about."""
        lexicon = await self._lookup.lexicon(shelf)
        sizes = await self._facts.relation_sizes(shelf)
        kinds: dict[str, int] = defaultdict(int)
        for relation_id, size in sizes.items():
            for kind in lexicon.relations[relation_id].subject_kinds:
                kinds[kind] += size
        packs = [p.info.name for p in await self._packs.packs() if p.id in shelf.packs and p.facts]
        return packs + [k for k, size in sorted(kinds.items(), key=lambda pair: -pair[1]) if size >= _FEWEST_DRAWN]

    # Drawing

    async def _topic(self, shelf: Shelf, lexicon: Lexicon, topic: str) -> _Topic:
        sizes = {r: n for r, n in (await self._facts.relation_sizes(shelf)).items() if lexicon.relations[r].quiz}
        if not topic:
            return _Topic("", shelf, sizes)
        wanted = fold(topic)
        for pack in await self._packs.packs():
            if pack.id in shelf.packs and wanted in (fold(pack.info.name), fold(pack.info.title)):
                own = Shelf((pack.id,))
                counted = await self._facts.relation_sizes(own)
                return _Topic(pack.info.name, own, {r: n for r, n in counted.items() if r in sizes})
        kind = next((k for k, nouns in lexicon.kind_nouns.items() if _names_kind(wanted, k, nouns)), None)
        if kind:
            touching = {r: n for r, n in sizes.items() if kind in _kinds_of(lexicon.relations[r])}
            return _Topic(kind, shelf, touching)
        matches = (await self._names.by_name(shelf, [wanted])).get(wanted, ())
        facts = [f for m in matches for f in await self._facts.about(shelf, m.entity.id, 5_000) if f.relation in sizes]
        if not facts:
            raise UsageError(f"I have no questions on {topic!r}. Name a pack, a kind of thing or a name I know.")
        return _Topic(matches[0].entity.name, shelf, {}, tuple(dict.fromkeys(facts)))

    async def _draw(self, topic: _Topic, count: int, rng: random.Random, wanted: "_Wanted") -> list[Fact]:
        """Draw facts, the many of one relation damped (by the square root of its size), in a shuffled order."""
        if topic.facts is not None:
            facts = [f for f in topic.facts if f.certainty is Certainty.CONFIRMED]
        else:
            weights = {r: math.sqrt(n) for r, n in sorted(topic.relations.items())}
            total = sum(weights.values())
            facts = []
            for relation, weight in weights.items():
                share = math.ceil(count * weight / total)
                facts += await self._facts.sample(topic.shelf, relation, rng.random(), share)
        facts = [f for f in facts if wanted.spoilers or f.spoiler is None]
        rng.shuffle(facts)
        return facts

    # Making

    async def _wave(
        self, shelf: Shelf, lexicon: Lexicon, facts: Sequence[Fact], rng: random.Random, wanted: "_Wanted"
    ) -> list[Question]:
        wave = _Wave(lexicon)
        await wave.read_facts(self._facts, shelf, facts, rng)
        wave.aliases = await self._names.aliases(wave.entities)
        drafts: list[Draft] = []
        for fact in facts:
            draft = wave.draft(fact, rng, wanted.kind)
            if draft:
                drafts.append(draft)
        found = await self._names.by_name(shelf, list({key for d in drafts for key in name_keys(tokenise(d.asked))}))
        made = (make(d, rng) for d in drafts if _reads_back(d, lexicon, found))
        return [q for q in made if q and wanted.takes(q)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: QuestionKind | None
    level: str
    spoilers: bool

    def takes(self, question: Question) -> bool:
        low, high = difficulty.LEVELS.get(self.level, (0.0, 1.1))
        return low <= question.difficulty < high


def _reads_back(draft: Draft, lexicon: Lexicon, found: Mapping[str, Sequence[NameMatch]]) -> bool:
    tokens = tokenise(draft.asked)
    here = {key: found[key] for key in name_keys(tokens) if key in found}
    return checks.reads_back(tokens, lexicon, mentions_among(tokens, here), draft.plan)


class _Wave:
    """All that is needed to make questions of some facts, read at once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.values: dict[tuple[str, EntityId], dict[object, Fact]] = defaultdict(dict)
        self.subjects: dict[tuple[str, object], dict[object, Fact]] = defaultdict(dict)
        self.pools: dict[str, Sequence[Fact]] = {}
        self.aliases: Mapping[EntityId, Sequence[str]] = {}
        self.entities: set[EntityId] = set()
        self.telling: set[str] = set()
        self.single: set[str] = set()

    async def read_facts(self, reader: FactReader, shelf: Shelf, facts: Iterable[Fact], rng: random.Random) -> None:
        """Read the other values and subjects of the facts' relations, and candidates for distractors."""
        by_relation: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_relation[fact.relation].append(fact)
        for relation, group in sorted(by_relation.items()):
            self.pools[relation] = await reader.sample(shelf, relation, rng.random(), _POOL)
            subjects = {f.subject.id for f in (*group, *self.pools[relation])}
            for fact in await reader.forward(shelf, relation, subjects):
                self.values[relation, fact.subject.id][_key(fact.value)] = fact
            if self._mostly_has_one_value(relation):
                self.single.add(relation)
            if self._tells_subjects_apart(relation):
                self.telling.add(relation)
                for fact in await _with_same_value(reader, shelf, self.lexicon.relations[relation], group):
                    self.subjects[relation, _key(fact.value)][fact.subject.id] = fact
            self.entities |= {f.subject.id for f in group} | {f.value.id for f in group if isinstance(f.value, Entity)}

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

    def draft(self, fact: Fact, rng: random.Random, kind: QuestionKind | None) -> Draft | None:
        """Choose what to ask of a fact and how, or return None if nothing can be asked fairly."""
        relation = self.lexicon.relations[fact.relation]
        ways = [
            (backwards, k)
            for backwards in (False, True)
            if self._has_one_answer(fact, backwards=backwards)
            for k in feasible_kinds(relation, fact, backwards=backwards)
            if kind in (None, k)
        ]
        if not ways:
            return None
        backwards, chosen = rng.choice(ways)
        key: Value = fact.subject if backwards else fact.value
        accepted = tuple(self.aliases.get(key.id, ())) if isinstance(key, Entity) else ()
        draft = Draft(fact, relation, chosen, backwards, key, accepted, self._false(fact, backwards=backwards))
        if chosen is QuestionKind.TRUE_FALSE and rng.random() < _FALSE_SHARE:
            return state_falsely(draft, rng)
        return draft

    def _has_one_answer(self, fact: Fact, *, backwards: bool) -> bool:
        if not backwards:
            return fact.relation in self.single and len(self.values[fact.relation, fact.subject.id]) == 1
        return fact.relation in self.telling and len(self.subjects[fact.relation, _key(fact.value)]) == 1

    def _false(self, fact: Fact, *, backwards: bool) -> tuple[Value, ...]:
        """Return ends of other facts of the relation that would make this one false.

        A value is false of a subject whose values are known and don't include it; a subject is false for a value if
        its own values are known and this is not among them.
        """
        key = _key(fact.value)
        if backwards:
            subjects = {f.subject.id: f.subject for f in self.pools[fact.relation]}
            return tuple(s for s in subjects.values() if key not in self.values[fact.relation, s.id])
        known = self.values[fact.relation, fact.subject.id]
        values = {_key(f.value): f.value for f in self.pools[fact.relation]}
        return tuple(v for k, v in values.items() if k not in known)


async def _with_same_value(
    reader: FactReader, shelf: Shelf, relation: Relation, facts: Sequence[Fact]
) -> Sequence[Fact]:
    if relation.value_kinds:
        values = {f.value.id for f in facts if isinstance(f.value, Entity)}
        return await reader.inverse(shelf, relation.id, values)
    texts = {fold(f.value.text) for f in facts if isinstance(f.value, Text)}
    return await reader.with_text(shelf, relation.id, texts) if texts else ()


def _key(value: Value) -> object:
    """Values that a player could not tell apart have the same key."""
    return value.id if isinstance(value, Entity) else fold(name_of(value))


def _names_kind(wanted: str, kind: str, nouns: Collection[str]) -> bool:
    stems = {t.stem for t in tokenise(wanted)}
    return wanted == fold(kind.replace("_", " ")) or (len(stems) == 1 and stems <= set(nouns))


def _kinds_of(relation: Relation) -> frozenset[str]:
    return relation.subject_kinds | relation.value_kinds
