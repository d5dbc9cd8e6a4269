"""What can't be offered as wrong although no fact says that it is right: the same in other words, a part, the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from trivia.facts.model import Entity, EntityId, Text, Value
from trivia.facts.phrasing import name_of
from trivia.questions.links import NO_LINKS, Links
from trivia.text import fold, without_article


@dataclass(frozen=True, slots=True)
class Doubts:
    """Compares the key with what may be wrong, by what leads to what and by the names that things go by."""

    links: Links = NO_LINKS
    aliases: Mapping[EntityId, Sequence[str]] = field(default_factory=dict)

    def forbid(self, key: Value, other: Value) -> bool:
        """Say whether a value may be right where the key is: its other name, a part of it, or what it is part of."""
        if self.same(key, other):
            return True
        return isinstance(key, Entity) and isinstance(other, Entity) and self.links.nested(key.id, other.id)

    def linked(self, one: Value, other: Value) -> bool:
        """Say whether something is said of both together, by whatever relation, at once or in a few steps."""
        if not isinstance(one, Entity) or not isinstance(other, Entity):
            return False
        return self.links.joined(one.id, other.id) or self.links.nested(one.id, other.id)

    def same(self, one: Value, other: Value) -> bool:
        """Say whether two values may be one thing: they share a name, or all words of one name are in the other's.

        The latter tells nothing of what one pack keeps apart: "Guinea" and "Equatorial Guinea".
        """
        match one, other:
            case (Entity(), Entity()):
                apart = one.pack == other.pack
                return not self._names(one).isdisjoint(self._names(other)) or (not apart and _overlap(one, other))
            case (Text(), Text()):
                return _overlap(one, other)
            case _:
                return False

    def _names(self, entity: Entity) -> frozenset[str]:
        return frozenset(map(_bare, (entity.name, *self.aliases.get(entity.id, ()))))


NO_DOUBTS = Doubts()
"""Nothing is known but the values themselves."""


def _overlap(one: Value, other: Value) -> bool:
    mine, theirs = set(_bare(name_of(one)).split()), set(_bare(name_of(other)).split())
    return mine <= theirs or theirs <= mine


@lru_cache(maxsize=16_384)
def _bare(name: str) -> str:
    return without_article(fold(name))
