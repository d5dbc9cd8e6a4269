"""What entities have in common, so that wrong answers can be akin to the right one: neighbours, family, continent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from trivia.facts.model import Entity, EntityId, Fact
from trivia.questions.links import Links

_ONE_STEP_ON = 0.5


class Kinship:
    """How much two entities have in common, from 0 to 1. What few of the known entities share counts most."""

    def __init__(self, traits: Mapping[EntityId, Mapping[EntityId, float]]) -> None:
        self._traits = traits
        self._bearers = Counter(chain.from_iterable(traits.values()))
        self._wholes: dict[EntityId, float] = {}

    def share(self, key: Entity, other: Entity) -> float:
        """Return what they have in common, by weight, as a part of what the one with fewer traits has."""
        mine, theirs = self._traits.get(key.id), self._traits.get(other.id)
        if not mine or not theirs:
            return 0.0
        least = min(self._whole(key.id, mine), self._whole(other.id, theirs))
        common = sum(min(w, theirs[t]) / self._bearers[t] for t, w in mine.items() if t in theirs)
        return common / least if least else 0.0

    def _whole(self, entity: EntityId, traits: Mapping[EntityId, float]) -> float:
        known = self._wholes.get(entity)
        if known is None:
            shared = ((weight, self._bearers[trait]) for trait, weight in traits.items())
            known = self._wholes[entity] = sum(weight / bearers for weight, bearers in shared if bearers > 1)
        return known


STRANGERS = Kinship({})
"""Of nobody is anything known: all are as near as their renown."""


def kinship(links: Links, single: Collection[str], facts: Sequence[Fact]) -> Kinship:
    """Tell who is akin among the ends of some facts, by what they lead to, and where one link alone leads on to.

    An entity that itself leads nowhere has what its subjects in ``facts`` have: a currency, its countries' traits.
    """
    traits: dict[EntityId, dict[EntityId, float]] = {}
    for entity in {end.id for fact in facts for end in (fact.subject, fact.value) if isinstance(end, Entity)}:
        own = links.of(entity)
        if own:
            mine = traits[entity] = dict.fromkeys((entity, *(link.value for link in own)), 1.0)
            for link in own:
                for beyond in links.of(link.value) if link.relation in single else ():
                    mine.setdefault(beyond.value, _ONE_STEP_ON)
    return Kinship(traits | _handed_up(facts, traits))


def _handed_up(
    facts: Iterable[Fact], traits: Mapping[EntityId, Mapping[EntityId, float]]
) -> dict[EntityId, dict[EntityId, float]]:
    handed: dict[EntityId, dict[EntityId, float]] = defaultdict(dict)
    for fact in facts:
        if isinstance(fact.value, Entity) and fact.value.id not in traits:
            handed[fact.value.id] |= traits.get(fact.subject.id, {})
    return handed
