"""What speaks against a value that a known fact is given, and against those of a file."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from trivia.commands.curated import Alike, Doubts
from trivia.facts.curation import like
from trivia.facts.dates import PartialDate
from trivia.facts.model import EntityId, Fact, Literal, Number, Quantity, Shelf
from trivia.facts.plausible import FEWEST_KNOWN, Odd, amounts_of, odd, odd_amount
from trivia.facts.written import relation_for
from trivia.ports import FactReader, NameIndex, NewEntity
from trivia.text import fold

_COMPARED = 200
_BREATH = 500
"""After so many values others get their turn."""
_MAY_BE_SLIPS = 0.1
"""Of a relation that is new to the store, so large a part of the amounts below nothing is a slip; more are meant."""


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


async def odd_values(
    store: FactReader, shelf: Shelf, stated: Sequence[tuple[str, object]], at: datetime
) -> list[tuple[int, Odd]]:
    """Return the places of odd values among those that a file states, each with its relation, and what is odd."""
    amounts: dict[str, list[tuple[int, Number | Quantity]]] = defaultdict(list)
    found: list[tuple[int, Odd]] = []
    for place, (relation, value) in enumerate(stated):
        if isinstance(value, PartialDate) and (what := odd(value, (), at)):
            found.append((place, what))
        elif isinstance(value, Number | Quantity):
            amounts[relation].append((place, value))
        if place % _BREATH == _BREATH - 1:
            await asyncio.sleep(0)
    for relation, told in amounts.items():
        known = amounts_of(fact.value for fact in await store.sample(shelf, relation, 0.0, _COMPARED))
        negative = sum(value.amount < 0 for _, value in told)
        if len(known) < FEWEST_KNOWN and negative > max(1, _MAY_BE_SLIPS * len(told)):
            continue
        for turn, (place, value) in enumerate(told, 1):
            if what := odd_amount(value, known):
                found.append((place, what))
            if turn % _BREATH == 0:
                await asyncio.sleep(0)
    return sorted(found)
