"""What entities have in common, so that wrong answers can be akin to the right one: neighbours, family, continent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from trivia.facts.model import Entity, EntityId, Fact, Shelf
from trivia.facts.vocabulary import Holds, Relation
from trivia.questions.remembering import Remembered

_ONE_STEP_ON = 0.5


class Kinship:
    """How much two entities have in common, from 0 to 1. What few of the known entities share counts most."""

    def __init__(self, traits: Mapping[EntityId, Mapping[EntityId, float]]) -> None:
        self._traits = traits
        self._bearers = Counter(trait for own in traits.values() for trait in own)

    def share(self, key: Entity, other: Entity) -> float:
        """Return what they have in common, by weight, as a part of what the one with fewer traits has."""
        mine, theirs = self._traits.get(key.id), self._traits.get(other.id)
        if not mine or not theirs:
            return 0.0
        least = min(self._whole(mine), self._whole(theirs))
        common = sum(min(w, theirs[t]) / self._bearers[t] for t, w in mine.items() if t in theirs)
        return common / least if least else 0.0

    def _whole(self, traits: Mapping[EntityId, float]) -> float:
        return sum(weight / self._bearers[trait] for trait, weight in traits.items() if self._bearers[trait] > 1)


STRANGERS = Kinship({})
"""Of nobody is anything known: all are as near as their renown."""


async def kinship(reader: Remembered, shelf: Shelf, relations: Collection[Relation], facts: Sequence[Fact]) -> Kinship:
    """Read what the ends of some facts are linked to, and where links of which there is just one lead on to.

    An entity that is itself linked to nothing has what its subjects in ``facts`` have: a currency, its countries'
    traits.
    """
    links = sorted((r for r in relations if r.value_kinds), key=lambda r: r.id)
    own = await _linked(reader, shelf, links, _ends(facts))
    single = {r.id for r in links if r.holds is Holds.ONE}
    further = await _linked(reader, shelf, links, (value for f, value in own if f.relation in single))
    onward: dict[EntityId, list[EntityId]] = defaultdict(list)
    for fact, end in further:
        onward[fact.subject.id].append(end.id)
    traits: dict[EntityId, dict[EntityId, float]] = {}
    for fact, end in own:
        mine = traits.setdefault(fact.subject.id, {fact.subject.id: 1.0})
        mine[end.id] = 1.0
        for beyond in onward.get(end.id, ()):
            mine.setdefault(beyond, _ONE_STEP_ON)
    return Kinship(traits | _handed_up(facts, traits))


def _handed_up(
    facts: Iterable[Fact], traits: Mapping[EntityId, Mapping[EntityId, float]]
) -> dict[EntityId, dict[EntityId, float]]:
    handed: dict[EntityId, dict[EntityId, float]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.value, Entity) and fact.value.id not in traits:
            handed[fact.value.id] |= traits.get(fact.subject.id, {})
    return handed


def _ends(facts: Iterable[Fact]) -> Iterable[Entity]:
    for fact in facts:
        yield fact.subject
        if isinstance(fact.value, Entity):
            yield fact.value


async def _linked(
    reader: Remembered, shelf: Shelf, links: Sequence[Relation], entities: Iterable[Entity]
) -> list[tuple[Fact, Entity]]:
    by_kind: dict[str, set[EntityId]] = defaultdict(set)
    for entity in entities:
        by_kind[entity.kind].add(entity.id)
    found: list[tuple[Fact, Entity]] = []
    for relation in links:
        subjects = set().union(*(by_kind.get(kind, ()) for kind in relation.subject_kinds))
        if subjects:
            facts = await reader.forward(shelf, relation.id, subjects)
            found += [(fact, fact.value) for fact in facts if isinstance(fact.value, Entity)]
    return found
