"""Whether a question still has exactly the answer that it was made with, whatever its community told since."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from trivia.facts.model import Certainty, Fact, Shelf
from trivia.facts.phrasing import name_of
from trivia.facts.written import is_written
from trivia.lookup.plan import asks_backwards
from trivia.ports import FactReader, NameIndex
from trivia.questions.surroundings import key_of
from trivia.rounds.bag import Ground
from trivia.rounds.model import Asked


class Readable(NameIndex, FactReader, Protocol):
    """Facts, and the names of things."""


async def stands(store: Readable, shelf: Shelf, ground: Ground) -> bool:
    """Say whether a fact is told as it was noted, and what a question asks of it has no other answer and no other name.

    It takes two reads at once, each of an index.
    """
    told, names = await asyncio.gather(_told(store, shelf, ground), _names(store, shelf, ground))
    mine = next((fact for fact in told if fact.id == ground.fact), None)
    if mine is None or (mine.revision, mine.subject.name, name_of(mine.value)) != (ground.revision, *ground.called):
        return False
    return is_written(ground.relation) or (
        names == frozenset(ground.names) and len({_asked_for(fact, backwards=ground.backwards) for fact in told}) == 1
    )


async def has_rivals(reader: FactReader, shelf: Shelf, asked: Asked) -> bool:
    """Say whether another answer to a question is confirmed by now."""
    backwards = asks_backwards(asked.plan)
    for fact in await reader.facts(asked.facts, shelf):
        if is_written(fact.relation):
            continue
        told = await _told(reader, shelf, Ground.of(fact, backwards=backwards))
        sure = {_asked_for(other, backwards=backwards) for other in told if other.certainty is Certainty.CONFIRMED}
        if len(sure) > 1:
            return True
    return False


async def _told(reader: FactReader, shelf: Shelf, ground: Ground) -> Sequence[Fact]:
    """Return the facts that answer what is asked of one, itself among them."""
    relation = shelf.told_as(ground.relation)
    if not ground.backwards:
        return await reader.forward(shelf, relation, [ground.subject])
    if isinstance(ground.value, str):
        return await reader.with_text(shelf, relation, [ground.value])
    return await reader.inverse(shelf, relation, [ground.value])


async def _names(names: NameIndex, shelf: Shelf, ground: Ground) -> frozenset[str]:
    """Return the further names of what is asked for."""
    asked_for = ground.subject if ground.backwards else ground.value
    if isinstance(asked_for, str) or is_written(ground.relation):
        return frozenset()
    found = await names.aliases([asked_for], shelf)
    return frozenset(found.get(asked_for, ()))


def _asked_for(fact: Fact, *, backwards: bool) -> object:
    return key_of(fact.subject if backwards else fact.value)
