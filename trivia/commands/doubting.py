"""What speaks against a value that a known fact is given."""

from datetime import datetime
from typing import Protocol

from trivia.commands.curated import Alike, Doubts
from trivia.facts.curation import like
from trivia.facts.model import EntityId, Fact, Literal, Shelf
from trivia.facts.plausible import odd
from trivia.facts.written import relation_for
from trivia.ports import FactReader, NameIndex, NewEntity
from trivia.text import fold

_COMPARED = 200


class DoubtingStore(NameIndex, FactReader, Protocol):
    """What doubts need of storage."""


async def doubts_about(
    store: DoubtingStore, shelf: Shelf, fact: Fact, value: EntityId | NewEntity | Literal | None, at: datetime
) -> tuple[tuple[tuple[str, str], ...], Doubts]:
    """Return the names that a new value brings, with their kinds, and what speaks against it."""
    if isinstance(value, NewEntity):
        relation = relation_for(await store.vocabulary(shelf), fact.relation)
        near = await like(value.name, relation.value_kinds if relation else frozenset(), store, shelf)
        others = (await store.by_name(shelf, (fold(value.name),))).get(fold(value.name), ())
        kinds = tuple(sorted({match.entity.kind for match in others}))
        alike = (Alike(value.name, near.name, 0, 0),) if near else ()
        elsewhere = ((value.name, kinds),) if kinds else ()
        return ((value.name, value.kind),), Doubts(alike=alike, elsewhere=elsewhere)
    if value is None or isinstance(value, int):
        return (), Doubts()
    known = await store.sample(shelf, fact.relation, 0.0, _COMPARED)
    return (), Doubts(odd=odd(value, (f for f in known if f.id != fact.id), at))
