"""What is stored at the same time is stored together, and each answered for itself."""

import asyncio

import pytest

from db import Store
from tests.db.test_contract_rounds import HERE, THERE, attempt, commit, round_of
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, Place, RoundId
from trivia.values import replace

MANY = [Place(CommunityId(1), ChannelId(f"test:{n}")) for n in range(100)]


async def test_steps_at_the_same_time_share_a_transaction(real_store: Store) -> None:
    before = real_store.database.commits  # type: ignore[attr-defined] # both drivers count them
    begun = [commit(round_of(place, f"r{n}")) for n, place in enumerate(MANY)]
    assert await asyncio.gather(*map(real_store.store_step, begun)) == [True] * len(MANY)
    moved = [commit(replace(c.round, version=2), f"e{n}") for n, c in enumerate(begun)]
    assert await asyncio.gather(*map(real_store.store_step, moved)) == [True] * len(MANY)
    assert [state.version for state in await real_store.open_rounds(["test"])] == [2] * len(MANY)
    assert real_store.database.commits - before < len(MANY)  # type: ignore[attr-defined] # both drivers count them


async def test_a_step_that_is_refused_undoes_no_other_and_leaves_nothing(real_store: Store) -> None:
    await real_store.store_step(commit(round_of(HERE, "aa")))
    await real_store.store_step(commit(round_of(THERE, "bb")))
    stale = commit(round_of(HERE, "aa", version=7), "stale", attempt=attempt(1, event="stale"))
    good = commit(round_of(THERE, "bb", version=2), "good")
    outcomes = await asyncio.gather(*map(real_store.store_step, (good, stale)), return_exceptions=True)
    assert outcomes[0] is True
    assert isinstance(outcomes[1], Conflict)
    assert not await real_store.seen("stale")
    assert list(await real_store.attempts(RoundId("aa"))) == []
    assert [state.version for state in await real_store.open_rounds(["test"])] == [1, 2]


async def test_a_step_that_no_store_can_hold_is_nobody_elses_trouble(real_store: Store) -> None:
    good, bad = commit(round_of(HERE, "aa")), commit(round_of(THERE, "bb"), attempt=attempt(2**70))
    outcomes = await asyncio.gather(*map(real_store.store_step, (bad, good)), return_exceptions=True)
    assert isinstance(outcomes[0], Exception)
    assert outcomes[1] is True
    assert [state.id for state in await real_store.open_rounds(["test"])] == ["aa"]


async def test_of_two_steps_by_the_same_event_one_is_stored(real_store: Store) -> None:
    await real_store.store_step(commit(round_of(HERE, "aa")))
    await real_store.store_step(commit(round_of(THERE, "bb")))
    same = [commit(round_of(HERE, "aa", version=2), "twice"), commit(round_of(THERE, "bb", version=2), "twice")]
    assert sorted(await asyncio.gather(*map(real_store.store_step, same))) == [False, True]
    assert sorted(state.version for state in await real_store.open_rounds(["test"])) == [1, 2]


async def test_who_no_longer_waits_keeps_nobody_else_from_being_answered(real_store: Store) -> None:
    steps = [commit(round_of(place, f"r{n}")) for n, place in enumerate(MANY[:3])]
    waiting = [asyncio.create_task(real_store.store_step(step)) for step in steps]
    await asyncio.sleep(0)
    waiting[0].cancel()
    assert await asyncio.gather(*waiting[1:]) == [True, True]
    with pytest.raises(asyncio.CancelledError):
        await waiting[0]
    assert len(await real_store.open_rounds(["test"])) == len(steps)
