"""Making questions: draw facts, keep those with exactly one right answer, phrase, and read each back.

The work is done in waves, so that a wave of hundreds of facts costs a handful of reads: all that the checks need is
fetched for the whole wave at once (``Wave``), and each question is then made in memory.
"""

import asyncio
import math
import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from trivia.errors import UsageError
from trivia.facts.model import Certainty, Fact, FactId, Shelf
from trivia.facts.spoilers import NO_CEILING, Ceiling
from trivia.facts.vocabulary import Relation
from trivia.facts.written import is_written, relation_id, topic_of
from trivia.lookup.empty import without_opening
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.service import Lookup, mentions_among, name_keys
from trivia.lookup.tokens import tokenise
from trivia.ports import FactReader, NameIndex, NameMatch, PackStore, StoredPack
from trivia.questions import checks, difficulty, variety, written
from trivia.questions.kinds import Draft, can_be_asked, make
from trivia.questions.model import Question, QuestionKind
from trivia.questions.remembering import Memory, Remembered
from trivia.questions.stock import Stock
from trivia.questions.walk import Topic
from trivia.questions.wave import Wave
from trivia.text import fold

_WAVES = 6
_FEWEST_DRAWN = 48
_CHOSEN_FROM = 3
_MOST_SHELVES = 256


@dataclass(frozen=True, slots=True)
class Wish:
    """What sort of questions, and how many are ``enough``; no kinds means any.

    So many facts are tried ``at_once``: the fewer, the fewer in vain.
    """

    kinds: tuple[QuestionKind, ...] = ()
    level: str = ""
    spoilers: bool = False
    ceiling: Ceiling = NO_CEILING
    enough: int = 0
    at_once: int = _FEWEST_DRAWN

    def check(self) -> None:
        """Raise UsageError for a level that there is none of."""
        if self.level and self.level not in difficulty.LEVELS:
            raise UsageError(f"{self.level!r} is not a difficulty; choose {', '.join(difficulty.LEVELS)}.")

    def allows(self, fact: Fact) -> bool:
        """Say whether the fact may be asked, by what it gives away."""
        return self.spoilers or self.ceiling.allows(fact.spoiler)

    def takes(self, question: Question) -> bool:
        """Say whether the question is as hard as wanted."""
        low, high = difficulty.LEVELS.get(self.level, (0.0, 1.1))
        return low <= question.difficulty < high


class Generator:
    """Makes questions from the facts on a shelf. The same seed and store give the same questions."""

    def __init__(self, names: NameIndex, facts: FactReader, packs: PackStore) -> None:
        self._names = names
        self._facts = facts
        self._packs = packs
        self._lookup = Lookup(names, facts)
        self._known: dict[str, _Counted] = {}
        self._stock = Stock()
        self._memory = Memory(facts)

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
        ceiling: Ceiling = NO_CEILING,
        avoid: Collection[FactId] = (),
    ) -> list[Question]:
        """Return up to ``count`` questions, fewer if the facts don't give more; no fact serves twice.

        ``topic`` names a pack, a kind or an entity, ``level`` is one of ``difficulty.LEVELS``; raise UsageError for
        others. Facts in ``avoid`` are left out, and so are spoilers beyond the ceiling unless all are asked for.
        """
        wanted = Wish((kind,) if kind else (), level, spoilers, ceiling)
        wanted.check()
        rng = random.Random(f"{seed}")  # noqa: S311 - a game, not a secret
        lexicon = await self._lookup.lexicon(shelf)
        drawn = await self._topic(shelf, lexicon, topic)
        questions: list[Question] = []
        used = set(avoid)
        for _ in range(_WAVES):
            missing = count - len(questions)
            if missing <= 0:
                break
            facts = await self._draw(drawn, max(_FEWEST_DRAWN, missing * 2), rng, wanted)
            fresh = [f for f in facts if f.id not in used]
            used |= {f.id for f in fresh}
            own = [f for f in fresh if is_written(f.relation)]
            told = await self._written(shelf, own, wanted, rng)
            others = [f for f in fresh if not is_written(f.relation)]
            made, _ = await self._wave(shelf, lexicon, others, rng, replace(wanted, enough=missing))
            made += told.values()
            questions += variety.arranged(_unlike(questions, made))[:missing]
        return questions

    async def topic(self, shelf: Shelf, topic: str) -> Topic:
        """Return what a topic is made of; raise UsageError if it names nothing."""
        return await self._topic(shelf, await self._lookup.lexicon(shelf), topic)

    async def made_of(
        self, shelf: Shelf, facts: Sequence[Fact], wanted: "Wish", rng: random.Random
    ) -> tuple[list[Question], frozenset[FactId]]:
        """Make a question of each of these facts; return them, and the facts that give none of those wanted.

        Once there are ``wanted.enough``, the rest is left alone.
        """
        lexicon = await self._lookup.lexicon(shelf)
        own = [f for f in facts if is_written(f.relation) and wanted.allows(f)]
        told = await self._written(shelf, own, wanted, rng)
        wanted = replace(wanted, enough=max(0, wanted.enough - len(told)))
        others = [f for f in facts if not is_written(f.relation) and wanted.allows(f)]
        fit = [f for f in others if can_be_asked(lexicon.relations[f.relation], f, wanted.kinds)]
        unfit = {f.id for f in facts} - {f.id for f in fit} - told.keys()
        key = (await self._facts.state(shelf), wanted.kinds, wanted.level)
        served, vain, rest = self._stock.of(key).served(fit, wanted.enough, rng)
        made: list[Question] = []
        if rest and len(served) < wanted.enough:
            missing = replace(wanted, enough=wanted.enough - len(served))
            made, failed = await self._wave(shelf, lexicon, rest, rng, missing)
            vain |= failed
            of_facts = [(question.evidence[0].fact.id, question) for question in made]
            self._stock.keep(key, [*of_facts, *((fact, None) for fact in failed)])
        return variety.arranged([*told.values(), *served, *made]), frozenset(vain | unfit)

    async def remembered(self, shelf: Shelf) -> Remembered:
        """Return what is remembered of a shelf as it stands now."""
        return self._memory.of(await self._facts.state(shelf))

    async def topics(self, shelf: Shelf) -> list[str]:
        """Return the topics worth naming: packs, and the kinds that have enough facts to ask about."""
        lexicon = await self._lookup.lexicon(shelf)
        sizes = await self._facts.relation_sizes(shelf)
        kinds: dict[str, int] = defaultdict(int)
        for relation, size in sizes.items():
            for kind in () if is_written(relation) else lexicon.relations[relation].subject_kinds:
                kinds[kind] += size
        stored = [p for p in await self._packs.packs() if p.id in shelf.packs and (p.facts or p.questions)]
        packs = [p.info.name for p in stored]
        found = packs + [k for k, size in sorted(kinds.items(), key=lambda pair: -pair[1]) if size >= _FEWEST_DRAWN]
        return [*found, *(t for t in written.topics_among(sizes) if t not in map(fold, found))]

    # Drawing

    async def _topic(self, shelf: Shelf, lexicon: Lexicon, topic: str) -> Topic:
        counted = await self._counted(shelf)
        known = lexicon.relations
        sizes = {r: n for r, n in counted.sizes.items() if is_written(r) or (r in known and known[r].quiz)}
        if not topic:
            return Topic("", shelf, sizes)
        wanted = fold(topic)
        named = [p for p in await self._packs_of(counted) if wanted in (fold(p.info.name), fold(p.info.title))]
        packs = [pack for pack in named if pack.id in shelf.packs]
        if packs:  # several where a community's own facts came by imports
            own = replace(shelf, packs=tuple(pack.id for pack in packs))
            mine = (await self._counted(own)).sizes
            return Topic(packs[0].info.name, own, {r: n for r, n in mine.items() if r in sizes})
        kind = next((k for k, nouns in lexicon.kind_nouns.items() if _names_kind(wanted, k, nouns)), None)
        if kind:
            nouns = lexicon.kind_nouns[kind]
            about = {r for r in sizes if is_written(r) and _names_kind(topic_of(r), kind, nouns)}
            touching = {r for r in sizes if not is_written(r) and kind in _kinds_of(lexicon.relations[r])}
            return Topic(kind, shelf, {r: n for r, n in sizes.items() if r in about or r in touching})
        matches = (await self._names.by_name(shelf, [wanted])).get(wanted, ())
        facts = [f for m in matches for f in await self._facts.about(shelf, m.entity.id, 5_000) if f.relation in sizes]
        aliases = await self._names.aliases([m.entity.id for m in matches], shelf)
        names = (name for m in matches for name in (m.entity.name, *aliases.get(m.entity.id, ())))
        facts += await self._on_topic(shelf, [wanted, *map(fold, names)], sizes)
        if not facts:
            raise UsageError(f"I have no questions on {topic[:80]!r}. Name a pack, a kind of thing or a name I know.")
        confirmed = tuple(f for f in dict.fromkeys(facts) if f.certainty is Certainty.CONFIRMED)
        return Topic(matches[0].entity.name if matches else topic, shelf, {}, confirmed)

    async def _on_topic(self, shelf: Shelf, topics: Sequence[str], sizes: Mapping[str, int]) -> list[Fact]:
        """Return the questions that people wrote on some topics."""
        wanted = [r for r in dict.fromkeys(map(relation_id, topics)) if r in sizes]
        return [fact for r in wanted for fact in await self._facts.of_relation(shelf, r, 5_000)]

    async def _counted(self, shelf: Shelf) -> "_Counted":
        """Return the sizes of relations as the shelf stands now."""
        state = await self._facts.state(shelf)
        known = self._known.get(state)
        if known is None:
            if len(self._known) >= _MOST_SHELVES:
                self._known.clear()
            known = self._known[state] = _Counted(await self._facts.relation_sizes(shelf))
        return known

    async def _packs_of(self, counted: "_Counted") -> Sequence[StoredPack]:
        """Return the packs in the store, which are read only where a topic is to be found."""
        if counted.packs is None:
            counted.packs = await self._packs.packs()
        return counted.packs

    async def _draw(self, topic: Topic, count: int, rng: random.Random, wanted: "Wish") -> list[Fact]:
        """Draw facts, the many of one relation damped (by a root of its size), and the relations in turn.

        Where no difficulty is asked for, facts on what is known are likelier.
        """
        groups: list[tuple[float, list[Fact]]] = []
        if topic.facts is not None:
            relations = sorted({f.relation for f in topic.facts})
            groups = [(1.0, [f for f in topic.facts if f.relation == r]) for r in relations]
        else:
            weights = variety.weights(topic.relations)
            total = sum(weights.values())
            for relation, weight in weights.items():
                share = math.ceil(count * weight / total)
                read = share if wanted.level else share * _CHOSEN_FROM
                facts = list(await self._facts.sample(topic.shelf, relation, rng.random(), read))
                groups.append((weight, facts if wanted.level else variety.famous_first(facts, rng)[:share]))
        shown = [(weight, [f for f in facts if wanted.allows(f)]) for weight, facts in groups]
        return variety.interleaved(shown, rng)

    # Making

    async def _written(
        self, shelf: Shelf, facts: Sequence[Fact], wanted: "Wish", rng: random.Random
    ) -> dict[FactId, Question]:
        """Put questions that people wrote, by their facts; those that are not wanted are absent."""
        told = await written.put(self._names, shelf, facts, wanted.kinds, rng) if facts else {}
        return {fact: question for fact, question in told.items() if wanted.takes(question)}

    async def _wave(
        self,
        shelf: Shelf,
        lexicon: Lexicon,
        facts: Sequence[Fact],
        rng: random.Random,
        wanted: "Wish",
    ) -> tuple[list[Question], frozenset[FactId]]:
        """Make a question of each fact; where one way to ask fails, others are tried until there are enough.

        The facts of which every way failed are returned too.
        """
        wave = Wave(lexicon)
        await wave.read_facts(self._memory.of(await self._facts.state(shelf)), self._names, shelf, facts, rng)
        ways = [wave.ways(fact, wanted.kinds, rng) for fact in facts]
        made: dict[int, Question] = {}
        while len(made) < wanted.enough:
            open_places = [place for place, left in enumerate(ways) if left]
            tried = open_places[: max(wanted.at_once, wanted.enough - len(made))]
            if not tried:
                break
            drafts = {place: wave.draft(facts[place], ways[place].pop(0), rng) for place in tried}
            for place, question in (await self._questions(shelf, lexicon, drafts, rng)).items():
                if wanted.takes(question):
                    made[place] = question
                    ways[place] = []
        failed = frozenset(fact.id for place, fact in enumerate(facts) if not ways[place] and place not in made)
        return [question for _, question in sorted(made.items(), key=lambda pair: pair[0])], failed

    async def _questions(
        self, shelf: Shelf, lexicon: Lexicon, drafts: Mapping[int, Draft | None], rng: random.Random
    ) -> dict[int, Question]:
        """Return the questions that came of the drafts, those that pass every check."""
        sound = {place: draft for place, draft in drafts.items() if draft}
        keys = {key for draft in sound.values() for key in name_keys(tokenise(draft.asked))}
        found = await self._names.by_name(shelf, list(keys))
        made: dict[int, Question] = {}
        for place, draft in sound.items():
            await asyncio.sleep(0)  # a question takes milliseconds; whoever waits for an answer comes between two
            question = make(draft, rng) if _reads_back(draft, lexicon, found) else None
            if question:
                made[place] = question
        return made


@dataclass(slots=True)
class _Counted:
    """What a shelf held in a state of it."""

    sizes: Mapping[str, int]
    packs: Sequence[StoredPack] | None = None


def _reads_back(draft: Draft, lexicon: Lexicon, found: Mapping[str, Sequence[NameMatch]]) -> bool:
    tokens = without_opening(tokenise(draft.asked))
    places = name_keys(tokens)
    here = {key: found[key] for key in places if key in found}
    return checks.reads_back(tokens, lexicon, mentions_among(tokens, here, places), draft.plan)


def _unlike(before: Sequence[Question], made: Sequence[Question]) -> list[Question]:
    """Return the questions made that were not put in the same words already."""
    stems = {q.stem for q in before}
    return list({q.stem: q for q in reversed(made) if q.stem not in stems}.values())[::-1]


def _names_kind(wanted: str, kind: str, nouns: Collection[str]) -> bool:
    stems = {t.stem for t in tokenise(wanted)}
    return wanted == fold(kind.replace("_", " ")) or (len(stems) == 1 and stems <= set(nouns))


def _kinds_of(relation: Relation) -> frozenset[str]:
    return relation.subject_kinds | relation.value_kinds
