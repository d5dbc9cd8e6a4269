"""What entities have in common, so that wrong answers can be akin to the right one: neighbours, family, continent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from trivia.facts.model import Entity, EntityId, Fact
from trivia.ports import Link

_ONE_STEP_ON = 0.5

Traits = Mapping[EntityId, float]


class Kinship:
    """How much two entities have in common, from 0 to 1. What few of the known entities share counts most."""

    def __init__(self, traits: Mapping[EntityId, Traits], bearers: Counter[EntityId] | None = None) -> None:
        """Tell by the traits of some entities; how many bear each is given or counted."""
        self._traits = traits
        self._bearers = Counter(chain.from_iterable(traits.values())) if bearers is None else bearers
        self._wholes: dict[EntityId, float] = {}

    def knowing(self, more: Mapping[EntityId, Traits]) -> "Kinship":
        """Return a kinship that knows some more entities."""
        return Kinship({**more, **self._traits}, self._bearers) if more.keys() - self._traits.keys() else self

    def share(self, key: Entity, other: Entity) -> float:
        """Return what they have in common, by weight, as a part of what the one with fewer traits has."""
        mine, theirs = self._traits.get(key.id), self._traits.get(other.id)
        if not mine or not theirs:
            return 0.0
        least = min(self._whole(key.id, mine), self._whole(other.id, theirs))
        common = sum(min(w, theirs[t]) / self._bearers[t] for t, w in mine.items() if t in theirs)
        return common / least if least else 0.0

    def _whole(self, entity: EntityId, traits: Traits) -> float:
        known = self._wholes.get(entity)
        if known is None:
            shared = ((weight, self._bearers[trait]) for trait, weight in traits.items())
            known = self._wholes[entity] = sum(weight / bearers for weight, bearers in shared if bearers > 1)
        return known


STRANGERS = Kinship({})
"""Of nobody is anything known: all are as near as their renown."""


def kinship(onward: Mapping[EntityId, Sequence[Link]], single: Collection[str], facts: Sequence[Fact]) -> Kinship:
    """Tell who is akin among the ends of some facts, by what they lead to, and where one link alone leads on to.

    An entity that itself leads nowhere has what its subjects in ``facts`` have: a currency, its countries' traits.
    """
    ends = {end.id for fact in facts for end in (fact.subject, fact.value) if isinstance(end, Entity)}
    known = {entity: traits for entity in ends if (traits := traits_of(entity, onward, single))}
    return Kinship(known | _handed_up(facts, known))


def traits_of(
    entity: EntityId, onward: Mapping[EntityId, Sequence[Link]], single: Collection[str]
) -> dict[EntityId, float]:
    """Return what an entity leads to, with weights; nothing if it leads nowhere."""
    own = onward.get(entity)
    if not own:
        return {}
    traits = dict.fromkeys((entity, *(link.value for link in own)), 1.0)
    for link in own:
        for beyond in onward.get(link.value, ()) if link.relation in single else ():
            traits.setdefault(beyond.value, _ONE_STEP_ON)
    return traits


def _handed_up(facts: Iterable[Fact], traits: Mapping[EntityId, Traits]) -> dict[EntityId, dict[EntityId, float]]:
    handed: dict[EntityId, dict[EntityId, float]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.value, Entity) and fact.value.id not in traits:
            handed[fact.value.id] |= traits.get(fact.subject.id, {})
    return handed
