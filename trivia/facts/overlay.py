"""The facts on a shelf as they would be: with some more, and without some of those that are there.

What is to be added can so be asked about before it is stored.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from trivia.facts.literals import number_key
from trivia.facts.model import Certainty, Entity, EntityId, Fact, FactId, Shelf, Text
from trivia.facts.vocabulary import Vocabulary
from trivia.ports import FactReader, Link, NameIndex, NameMatch
from trivia.text import fold, without_article

NEW = 2**62
"""Ids from here on are given to what isn't stored; no store gets so far."""


class Readable(NameIndex, FactReader, Protocol):
    """Names and facts at once."""


class Overlay:
    """Implements ``NameIndex`` and ``FactReader``: what is stored, with facts and entities laid over it."""

    def __init__(
        self, under: Readable, facts: Sequence[Fact], new: Mapping[EntityId, Sequence[str]], gone: Collection[FactId]
    ) -> None:
        """Lay facts over what is ``under``; their ``new`` entities have aliases, facts that are ``gone`` are out."""
        self._under = under
        self._facts = tuple(facts)
        self._new = new
        self._gone = frozenset(gone)
        ends = (end for fact in facts for end in (fact.subject, fact.value))
        self._entities = {end.id: end for end in ends if isinstance(end, Entity) and end.id in new}

    # Names

    async def by_name(self, shelf: Shelf, folded: Collection[str]) -> Mapping[str, Sequence[NameMatch]]:
        """Return the entities that bear one of the names exactly."""
        found = {name: list(matches) for name, matches in (await self._under.by_name(shelf, folded)).items()}
        for id_, entity in self._entities.items():
            forms = {
                form for name in (entity.name, *self._new[id_]) for form in (fold(name), without_article(fold(name)))
            }
            for name in folded:
                if name in forms or without_article(name) in forms:
                    found.setdefault(name, []).append(NameMatch(entity, name, 0, name != fold(entity.name)))
        return found

    async def near_name(self, shelf: Shelf, folded: str, edits: int) -> Sequence[NameMatch]:
        """Return stored entities with a name a few edits away."""
        return await self._under.near_name(shelf, folded, edits)

    async def by_words(self, shelf: Shelf, words: Sequence[str], limit: int) -> Sequence[NameMatch]:
        """Return stored entities one of whose names contains all these words."""
        return await self._under.by_words(shelf, words, limit)

    async def by_prefix(self, shelf: Shelf, folded: str, limit: int) -> Sequence[NameMatch]:
        """Return stored entities with a word that begins so."""
        return await self._under.by_prefix(shelf, folded, limit)

    async def aliases(self, ids: Collection[EntityId], shelf: Shelf | None = None) -> Mapping[EntityId, Sequence[str]]:
        """Return the aliases of entities."""
        new = {i: self._new[i] for i in ids if self._new.get(i)}
        return {**await self._under.aliases(ids, shelf), **new}

    # Facts

    async def vocabulary(self, shelf: Shelf) -> Vocabulary:
        """Return the vocabulary of the shelf."""
        return await self._under.vocabulary(shelf)

    async def entities(self, ids: Collection[EntityId]) -> Mapping[EntityId, Entity]:
        """Return entities by id."""
        new = {i: self._entities[i] for i in ids if i in self._entities}
        return {**await self._under.entities([i for i in ids if i not in new]), **new}

    async def of_kind(self, shelf: Shelf, kind: str, limit: int) -> Sequence[Entity]:
        """Return entities of a kind."""
        new = [entity for entity in self._entities.values() if entity.kind == kind]
        return [*await self._under.of_kind(shelf, kind, limit), *new][:limit]

    async def facts(self, ids: Collection[FactId], shelf: Shelf | None = None) -> Sequence[Fact]:
        """Return facts by id."""
        return self._with(await self._under.facts(ids, shelf), [f for f in self._facts if f.id in ids])

    async def forward(self, shelf: Shelf, relation: str, subjects: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these subjects."""
        new = [f for f in self._of(relation) if f.subject.id in subjects]
        return self._with(await self._under.forward(shelf, relation, subjects), new)

    async def inverse(self, shelf: Shelf, relation: str, values: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these entities as value."""
        new = [f for f in self._of(relation) if isinstance(f.value, Entity) and f.value.id in values]
        return self._with(await self._under.inverse(shelf, relation, values), new)

    async def links(self, shelf: Shelf, subjects: Collection[EntityId]) -> Sequence[Link]:
        """Return all links with one of these subjects."""
        under = [link for link in await self._under.links(shelf, subjects) if link.fact not in self._gone]
        new = [
            Link(f.id, f.subject.id, f.relation, f.value.id)
            for f in self._facts
            if isinstance(f.value, Entity) and f.subject.id in subjects
        ]
        return [*under, *new]

    async def with_literal(self, shelf: Shelf, relation: str, low: float, high: float) -> Sequence[Fact]:
        """Return the facts of a relation whose number, amount or date lies in the range."""
        keyed = [(f, number_key(f.value)) for f in self._of(relation)]
        new = [f for f, key in keyed if key is not None and low <= key <= high]
        return self._with(await self._under.with_literal(shelf, relation, low, high), new)

    async def with_text(self, shelf: Shelf, relation: str, folded: Collection[str]) -> Sequence[Fact]:
        """Return the facts of a relation whose text, folded, is one of these."""
        new = [f for f in self._of(relation) if isinstance(f.value, Text) and fold(f.value.text) in folded]
        return self._with(await self._under.with_text(shelf, relation, folded), new)

    async def of_relation(self, shelf: Shelf, relation: str, limit: int) -> Sequence[Fact]:
        """Return the facts of a relation."""
        return self._with(await self._under.of_relation(shelf, relation, limit), self._of(relation))

    async def about(self, shelf: Shelf, entity: EntityId, limit: int) -> Sequence[Fact]:
        """Return the facts that have the entity as subject, as value or in a qualifier."""
        new = [f for f in self._facts if _speaks_of(f, entity)]
        return self._with(await self._under.about(shelf, entity, limit), new)

    async def relation_sizes(self, shelf: Shelf) -> Mapping[str, int]:
        """Return how many confirmed facts each relation has."""
        sizes = dict(await self._under.relation_sizes(shelf))
        for fact in self._facts:
            if fact.certainty is Certainty.CONFIRMED:
                sizes[fact.relation] = sizes.get(fact.relation, 0) + 1
        return sizes

    async def sample(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[Fact]:
        """Return confirmed facts of a relation, what is laid over first."""
        new = [f for f in self._of(relation) if f.certainty is Certainty.CONFIRMED]
        under = await self._under.sample(shelf, relation, start, count)
        return [*new, *self._with(under, ())][:count]

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        """Return stored facts from the shuffle, by their numbers."""
        return [i for i in await self._under.sample_ids(shelf, relation, start, count) if i not in self._gone]

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        """Return stored facts that came after one, by their numbers."""
        return [i for i in await self._under.newer_ids(shelf, relation, after, count) if i not in self._gone]

    async def newest_fact(self) -> FactId:
        """Return the latest fact stored."""
        return await self._under.newest_fact()

    async def state(self, shelf: Shelf) -> str:
        """Return what tells the shelf's state, and what is laid over it."""
        return f"{await self._under.state(shelf)} with {self._facts!r} without {sorted(self._gone)}"

    def _of(self, relation: str) -> list[Fact]:
        return [f for f in self._facts if f.relation == relation]

    def _with(self, under: Sequence[Fact], new: Sequence[Fact]) -> list[Fact]:
        return [*(f for f in under if f.id not in self._gone), *new]


def _speaks_of(fact: Fact, entity: EntityId) -> bool:
    ends = (fact.subject, fact.value, *(q.value for q in fact.qualifiers))
    return any(isinstance(end, Entity) and end.id == entity for end in ends)
