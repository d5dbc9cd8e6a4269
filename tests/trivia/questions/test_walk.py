"""Walking through facts: each comes once, and what gives no question is not tried again."""

from collections.abc import Collection
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.rounds import dice
from tests.fakes.store import MemoryStore
from trivia.facts.model import Certainty, Entity, EntityId, Fact, FactId, Number, Shelf, Source
from trivia.ports import FactReader
from trivia.questions.walk import NO_WALK, Topic, Walk, begun, look_ahead

SOURCE = Source("s", "Atlas", "", "", None, "en")
TOWN = Entity(EntityId(1), "t", "town", "Town", 0.5, "test")
SHELF = Shelf((1,))
NOTHING = cast("FactReader", MemoryStore())


def fact(number: int, relation: str) -> Fact:
    value = Number(number)  # type: ignore[arg-type] # any amount will do
    return Fact(FactId(number), "test", TOWN, relation, value, (), Certainty.CONFIRMED, SOURCE, "", None, None)


def topic(facts: Collection[Fact]) -> Topic:
    return Topic("town", SHELF, {}, tuple(facts))


async def through(facts: list[Fact], useless: Collection[int], late: list[Fact], seed: int) -> tuple[list[int], Walk]:
    """Walk until all was seen, drawing all that is useful; the late ones come in after the first step."""
    chance, drawn, seen = dice(seed), set[FactId](), list[int]()
    walk = await begun(NOTHING, SHELF, NO_WALK, chance)
    walk = Walk(walk.start, FactId(max((f.id for f in facts), default=0)), SHELF.packs)

    async def gone(ids: Collection[FactId]) -> Collection[FactId]:
        return drawn.intersection(ids)

    known = list(facts)
    for _ in range(200):
        ahead = await look_ahead(
            NOTHING, topic(known), walk, 5, gone=gone, held=(), chance=chance, famous=bool(seed % 2)
        )
        seen += [f.id for f in ahead.facts]
        drawn |= {f.id for f in ahead.facts if f.id not in useless}
        walk = ahead.walked([f.id for f in ahead.facts if f.id in useless])
        if known == facts + late and ahead.whole and not ahead.facts:
            return seen, walk
        known = facts + late
    raise AssertionError("the walk never ends")


@settings(max_examples=40, deadline=None)
@given(
    relations=st.lists(st.sampled_from("abcdefgh"), max_size=50),
    useless=st.sets(st.integers(1, 60)),
    late=st.integers(0, 10),
    seed=st.integers(0, 9),
)
async def test_every_fact_is_looked_at_once_and_those_that_come_meanwhile_too(
    relations: list[str], useless: set[int], late: int, seed: int
) -> None:
    facts = [fact(number, relation) for number, relation in enumerate(relations, 1)]
    more = [fact(len(facts) + 1 + n, "ax"[n % 2]) for n in range(late)]
    seen, walk = await through(facts, useless, more, seed)
    assert set(seen) == {f.id for f in facts + more}
    twice = [number for number in set(seen) if seen.count(number) > 1]
    assert not [number for number in twice if number <= len(facts)]
    assert all(not stretch.passed for stretch in walk.stretches), "and at the end nothing need be remembered"


async def test_a_pack_that_was_there_before_and_comes_to_the_shelf_makes_the_walk_begin_anew() -> None:
    walk = Walk(7, FactId(9), (2, 5))
    assert await begun(NOTHING, Shelf((2, 5)), walk, dice(1)) is walk
    assert (await begun(NOTHING, Shelf((2, 5, 8)), walk, dice(1))).packs == (2, 5, 8)
    assert (await begun(NOTHING, Shelf((2, 5, 8)), walk, dice(1))).start == 7
    assert (await begun(NOTHING, Shelf((2, 3, 5)), walk, dice(1))).newest == 0
