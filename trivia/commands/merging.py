"""Which two things a moderator means by two names, that may be the same name."""

import re
from itertools import product
from typing import Protocol

from trivia.facts.model import Entity, Shelf
from trivia.ports import NameIndex
from trivia.text import fold

_HINTED = re.compile(r"(.+?)\s*\(([^()]+)\)\s*")
_OWN = "community:"
_OWN_HINT = "own"


class Named(Protocol):
    """Finds the one thing that is most likely meant by a name, or raises NotFound."""

    async def __call__(self, shelf: Shelf, name: str) -> Entity:
        """Return the thing."""
        ...


async def two_meant(names: NameIndex, shelf: Shelf, first: str, second: str, named: Named) -> tuple[Entity, Entity]:
    """Return what two names mean: two things of one kind, if there are such.

    A name may say after it, in brackets, of which pack or kind the thing is. Of two that bear the same name, a
    community's own goes rather than a pack's, and the less known rather than the better known.
    """
    goes, stays = [await bearers(names, shelf, text) or [await named(shelf, text)] for text in (first, second)]
    pairs = [(one, other) for other, one in product(stays, goes) if one.id != other.id and one.kind == other.kind]
    return min(pairs, key=lambda pair: (is_own(pair[1]), not is_own(pair[0])), default=(goes[0], stays[0]))


def is_own(entity: Entity) -> bool:
    """Say whether a thing is of a community's own pack."""
    return entity.pack.startswith(_OWN)


def home(entity: Entity) -> str:
    """Return what to say in brackets after a thing's name to tell it from others of that name and kind."""
    return _OWN_HINT if is_own(entity) else entity.pack


async def bearers(names: NameIndex, shelf: Shelf, text: str) -> list[Entity]:
    """Return everything that bears a name, the best known first; brackets after it name a pack or a kind."""
    folded = fold(text)
    found = [match.entity for match in (await names.by_name(shelf, (folded,))).get(folded, ())]
    hinted = _HINTED.fullmatch(text)
    if found or not hinted:
        return found
    name, hint = map(fold, hinted.groups())
    found = [match.entity for match in (await names.by_name(shelf, (name,))).get(name, ())]
    return [entity for entity in found if hint in (fold(home(entity)), fold(entity.kind))]
