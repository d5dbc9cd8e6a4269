"""What every store of drawers and bags must keep to."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.fakes.rounds import FakeRoundStore, player, question
from trivia.errors import Conflict
from trivia.facts.model import CommunityId, FactId
from trivia.questions.walk import NO_WALK, Stretch, Walk
from trivia.rounds.bag import Bag, Drawer, Recent, Taken
from trivia.rounds.model import Asked, ChannelId, Phase, Place, Round, RoundId, Rules
from trivia.rounds.ports import Commit, RoundStore
from trivia.values import replace

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
WALK = Walk(5, FactId(9), (1, 2), (Stretch("directed_by", 77, (FactId(3), FactId(4)), FactId(9)),))
BAG = Bag("films|||", 0, told=True, walk=WALK)
RECENT = (Recent("oslo", "capital"), Recent("rome", ""))


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> RoundStore:
    """Every implementation of the port."""
    if request.param == "memory":
        return FakeRoundStore()
    opened: RoundStore = request.getfixturevalue(f"{request.param}_store")
    return opened


def taken(place: Place = HERE, before: int = 0, *, drawn: tuple[tuple[int, ...], ...] = ((7, -8),)) -> Taken:
    return Taken(place, before, drawn, RECENT, BAG)


async def test_where_nothing_was_drawn_the_drawer_is_new(store: RoundStore) -> None:
    assert await store.drawer(HERE, "films|||") == (Drawer(HERE), Bag("films|||", walk=NO_WALK))
    assert await store.drawn_at(HERE, [1, 2]) == {}
    assert await store.drawn_at(HERE, []) == {}


async def test_a_draw_is_kept_with_its_marks_and_how_far_the_bag_was_gone_through(store: RoundStore) -> None:
    await store.keep_draws([taken(drawn=((7, -8), (9,)))])
    assert await store.drawer(HERE, "films|||") == (Drawer(HERE, 2, RECENT), BAG)
    assert await store.drawn_at(HERE, [7, -8, 9, 10]) == {7: 1, -8: 1, 9: 2}


async def test_a_bag_of_another_selection_is_its_own_but_what_was_drawn_counts_for_both(store: RoundStore) -> None:
    await store.keep_draws([taken()])
    assert await store.drawer(HERE, "other|||") == (Drawer(HERE, 1, RECENT), Bag("other|||"))
    await store.keep_draws([replace(taken(before=1), bag=Bag("other|||", since=1))])
    assert (await store.drawer(HERE, "films|||"))[1] == BAG
    assert (await store.drawer(HERE, "other|||"))[1] == Bag("other|||", since=1)
    assert await store.drawn_at(HERE, [7]) == {7: 2}, "the latest turn counts"


async def test_places_share_nothing(store: RoundStore) -> None:
    await store.keep_draws([taken(), taken(THERE, drawn=())])
    assert await store.drawn_at(THERE, [7]) == {}
    assert (await store.drawer(THERE, "films|||"))[0].turn == 0


async def test_a_draw_from_a_drawer_that_has_moved_on_is_refused_whole(store: RoundStore) -> None:
    await store.keep_draws([taken()])
    with pytest.raises(Conflict):
        await store.keep_draws([taken(THERE), taken(HERE, drawn=((70,),))])
    assert await store.drawn_at(HERE, [70]) == {}
    assert (await store.drawer(THERE, "films|||"))[0].turn == 0
    with pytest.raises(Conflict):
        await store.keep_draws([taken(before=5)])


async def test_of_two_who_draw_at_once_one_is_refused(store: RoundStore) -> None:
    done = await asyncio.gather(
        *(store.keep_draws([taken(drawn=((mark,),))]) for mark in (1, 2)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in done) == ["Conflict", "NoneType"]
    assert len(await store.drawn_at(HERE, [1, 2])) == 1


async def test_the_ids_of_many_marks_can_be_asked_for_at_once(store: RoundStore) -> None:
    many = tuple((mark,) for mark in range(1, 1_500))
    await store.keep_draws([taken(drawn=many)])
    assert len(await store.drawn_at(HERE, range(3_000))) == 1_499


async def test_a_step_and_its_draw_are_stored_together_or_not_at_all(store: RoundStore) -> None:
    state = Round(RoundId("aa"), HERE, player("Anna"), Rules(), Phase.LOBBY, START, START, version=1)
    asked = Asked.of(question("Capital of Norway?", "Oslo"))
    with pytest.raises(Conflict):
        await store.store_step(Commit(state, "e", START, asked=asked, taken=taken(before=3)))
    assert await store.open_round(HERE) is None
    assert not await store.seen("e")
    assert await store.store_step(Commit(state, "e", START, asked=asked, taken=taken()))
    assert await store.drawn_at(HERE, [7]) == {7: 1}
    with pytest.raises(Conflict):
        await store.store_step(Commit(state, "f", START, asked=asked, taken=taken(before=1, drawn=((70,),))))
    assert await store.drawn_at(HERE, [70]) == {}
