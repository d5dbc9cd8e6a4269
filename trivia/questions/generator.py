"""Making questions: draw facts, keep those with exactly one right answer, phrase, and read each back.

The work is done in waves, so that a wave of hundreds of facts costs a handful of reads: all that the checks need is
fetched for the whole wave at once (``Wave``), and each question is then made in memory.
"""

import math
import random
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from trivia.errors import UsageError
from trivia.facts.model import Certainty, Fact, FactId, Shelf
from trivia.facts.vocabulary import Relation
from trivia.lookup.empty import without_opening
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.service import Lookup, mentions_among, name_keys
from trivia.lookup.tokens import tokenise
from trivia.ports import FactReader, NameIndex, NameMatch, PackStore
from trivia.questions import checks, difficulty, variety
from trivia.questions.kinds import Draft, make
from trivia.questions.model import Question, QuestionKind
from trivia.questions.wave import Wave
from trivia.text import fold

_WAVES = 6
_FEWEST_DRAWN = 48
_DAMPED = 0.35
_CHOSEN_FROM = 3


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
            made = await self._wave(shelf, lexicon, fresh, rng, replace(wanted, enough=missing))
            questions += variety.arranged(_unlike(questions, made))[:missing]
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
            raise UsageError(f"I have no questions on {topic[:80]!r}. Name a pack, a kind of thing or a name I know.")
        return _Topic(matches[0].entity.name, shelf, {}, tuple(dict.fromkeys(facts)))

    async def _draw(self, topic: _Topic, count: int, rng: random.Random, wanted: "_Wanted") -> list[Fact]:
        """Draw facts, the many of one relation damped (by a root of its size), and the relations in turn.

        Where no difficulty is asked for, facts on what is known are likelier.
        """
        groups: list[tuple[float, list[Fact]]] = []
        if topic.facts is not None:
            facts = [f for f in topic.facts if f.certainty is Certainty.CONFIRMED]
            groups = [(1.0, [f for f in facts if f.relation == r]) for r in sorted({f.relation for f in facts})]
        else:
            weights = {r: n**_DAMPED for r, n in sorted(topic.relations.items())}
            total = sum(weights.values())
            for relation, weight in weights.items():
                share = math.ceil(count * weight / total)
                read = share if wanted.level else share * _CHOSEN_FROM
                facts = list(await self._facts.sample(topic.shelf, relation, rng.random(), read))
                groups.append((weight, facts if wanted.level else variety.famous_first(facts, rng)[:share]))
        shown = [(weight, [f for f in facts if wanted.spoilers or f.spoiler is None]) for weight, facts in groups]
        return variety.interleaved(shown, rng)

    # Making

    async def _wave(
        self,
        shelf: Shelf,
        lexicon: Lexicon,
        facts: Sequence[Fact],
        rng: random.Random,
        wanted: "_Wanted",
    ) -> list[Question]:
        """Make a question of each fact; where one way to ask fails, others are tried until there are enough."""
        wave = Wave(lexicon)
        await wave.read_facts(self._facts, shelf, facts, rng)
        wave.aliases = await self._names.aliases(wave.entities, shelf)
        ways = [wave.ways(fact, wanted.kind, rng) for fact in facts]
        made: dict[int, Question] = {}
        while len(made) < wanted.enough:
            open_places = [place for place, left in enumerate(ways) if left]
            tried = open_places[: max(_FEWEST_DRAWN, wanted.enough - len(made))]
            if not tried:
                break
            drafts = {place: wave.draft(facts[place], ways[place].pop(0), rng) for place in tried}
            for place, question in (await self._questions(shelf, lexicon, drafts, rng)).items():
                if wanted.takes(question):
                    made[place] = question
                    ways[place] = []
        return [question for _, question in sorted(made.items(), key=lambda pair: pair[0])]

    async def _questions(
        self, shelf: Shelf, lexicon: Lexicon, drafts: Mapping[int, Draft | None], rng: random.Random
    ) -> dict[int, Question]:
        """Return the questions that came of the drafts, those that pass every check."""
        sound = {place: draft for place, draft in drafts.items() if draft}
        keys = {key for draft in sound.values() for key in name_keys(tokenise(draft.asked))}
        found = await self._names.by_name(shelf, list(keys))
        made = {p: make(draft, rng) for p, draft in sound.items() if _reads_back(draft, lexicon, found)}
        return {place: question for place, question in made.items() if question}


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: QuestionKind | None
    level: str
    spoilers: bool
    enough: int = 0

    def takes(self, question: Question) -> bool:
        low, high = difficulty.LEVELS.get(self.level, (0.0, 1.1))
        return low <= question.difficulty < high


def _reads_back(draft: Draft, lexicon: Lexicon, found: Mapping[str, Sequence[NameMatch]]) -> bool:
    tokens = without_opening(tokenise(draft.asked))
    here = {key: found[key] for key in name_keys(tokens) if key in found}
    return checks.reads_back(tokens, lexicon, mentions_among(tokens, here), draft.plan)


def _unlike(before: Sequence[Question], made: Sequence[Question]) -> list[Question]:
    """Return the questions made that were not put in the same words already."""
    stems = {q.stem for q in before}
    return list({q.stem: q for q in reversed(made) if q.stem not in stems}.values())[::-1]


def _names_kind(wanted: str, kind: str, nouns: Collection[str]) -> bool:
    stems = {t.stem for t in tokenise(wanted)}
    return wanted == fold(kind.replace("_", " ")) or (len(stems) == 1 and stems <= set(nouns))


def _kinds_of(relation: Relation) -> frozenset[str]:
    return relation.subject_kinds | relation.value_kinds
