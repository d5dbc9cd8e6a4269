"""What leads to what by facts of any relation: from a city to its state, and from there to its country."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from trivia.facts.model import EntityId, Shelf
from trivia.ports import Link
from trivia.questions.remembering import Remembered

STEPS = 3
"""So many facts may lie between a part and its whole."""


class Links:
    """The facts that lead on from some entities.

    Only those of some relations may be steps from a part to its whole; one that the same relation also makes the other
    way round, as between neighbours, is none: neither of the two is a part of the other.
    """

    def __init__(self, onward: Mapping[EntityId, Sequence[Link]], steps: Collection[str] = ()) -> None:
        self._onward = onward
        self._stepping = frozenset(steps)
        self._ends: dict[EntityId, frozenset[EntityId]] = {}
        self._beyond: dict[EntityId, frozenset[EntityId]] = {}

    def of(self, entity: EntityId) -> Sequence[Link]:
        """Return what an entity is the subject of."""
        return self._onward.get(entity, ())

    def joined(self, one: EntityId, other: EntityId) -> bool:
        """Say whether any fact has the one and the other as its ends."""
        return other in self._ends_of(one) or one in self._ends_of(other)

    def nested(self, one: EntityId, other: EntityId) -> bool:
        """Say whether facts lead on from the one to the other, or back: one may be a part of the other."""
        return other in self._beyond_of(one) or one in self._beyond_of(other)

    def _ends_of(self, entity: EntityId) -> frozenset[EntityId]:
        known = self._ends.get(entity)
        if known is None:
            known = self._ends[entity] = frozenset(link.value for link in self.of(entity))
        return known

    def _beyond_of(self, entity: EntityId) -> frozenset[EntityId]:
        known = self._beyond.get(entity)
        if known is None:
            reached = {entity}
            front = {entity}
            for _ in range(STEPS):
                front = {end for here in front for end in self._steps(here)} - reached
                reached |= front
            known = self._beyond[entity] = frozenset(reached - {entity})
        return known

    def _steps(self, entity: EntityId) -> Iterable[EntityId]:
        for link in self.of(entity):
            if link.relation not in self._stepping:
                continue
            back = self.of(link.value) if entity in self._ends_of(link.value) else ()
            if not any(b.value == entity and b.relation == link.relation for b in back):
                yield link.value


NO_LINKS = Links({})
"""Nothing is known to lead anywhere."""


async def read_onward(
    reader: Remembered, shelf: Shelf, entities: Collection[EntityId], single: Collection[str]
) -> dict[EntityId, Sequence[Link]]:
    """Read what some entities lead to, and go on from there where the relation is one of those that hold one value.

    So the country of a city is gone through, and what a country has many of is not.
    """
    onward: dict[EntityId, Sequence[Link]] = {}
    front = set(entities)
    for _ in range(STEPS):
        found = await reader.links(shelf, front)
        onward |= found
        front = {link.value for links in found.values() for link in links if link.relation in single}
        front -= onward.keys()
        if not front:
            break
    return onward
