"""What every store of past rounds must keep to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.rounds import FakeRoundStore, player, question
from trivia.facts.model import CommunityId
from trivia.rounds.history import RoundHistory
from trivia.rounds.model import Asked, ChannelId, Mode, Phase, Place, Round, RoundId, Rules, Seat
from trivia.rounds.ports import Commit, RoundStore
from trivia.values import replace

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ELSEWHERE = Place(CommunityId(2), ChannelId("test:here"))
FIRST, SECOND = Asked.of(question("First?", "1")), Asked.of(question("Second?", "2"))


class Store(RoundStore, RoundHistory):
    """Rounds that are on, and over."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Store:
    """Every implementation of the port."""
    if request.param == "memory":
        memory: Store = FakeRoundStore()  # type: ignore[assignment] # it has all that the port asks for
        return memory
    opened: Store = request.getfixturevalue(f"{request.param}_store")
    return opened


def round_of(place: Place, round_id: str, minutes: int, *, over: bool = True) -> Round:
    return Round(
        id=RoundId(round_id),
        place=place,
        starter=player("Anna"),
        rules=Rules(mode=Mode.TEAMS, streaks=True, ceiling="jessica-jones@S1E5"),
        phase=Phase.FINISHED if over else Phase.LOBBY,
        started=START + timedelta(minutes=minutes),
        deadline=None if over else START,
        version=1,
        seats=(Seat(player("Anna").id, team=1, extra=50),),
    )


async def test_past_rounds_come_back_the_latest_first_and_only_those_of_the_channel(store: Store) -> None:
    rounds = [round_of(HERE, "bb", 1), round_of(HERE, "aa", 2), round_of(THERE, "cc", 3), round_of(ELSEWHERE, "dd", 4)]
    for state in (*rounds, round_of(HERE, "ee", 5, over=False)):
        assert await store.store_step(Commit(state, "", START))
    assert list(await store.past_rounds(HERE, 10)) == [rounds[1], rounds[0]]
    assert list(await store.past_rounds(HERE, 1)) == [rounds[1]]
    assert list(await store.past_rounds(Place(CommunityId(3), HERE.channel), 10)) == []


async def test_the_questions_of_a_round_come_back_in_order_with_their_numbers(store: Store) -> None:
    state = replace(round_of(HERE, "aa", 1, over=False), number=1)
    await store.store_step(Commit(state, "", START, asked=FIRST))
    await store.store_step(Commit(replace(state, version=2, number=2), "", START, asked=SECOND))
    assert list(await store.questions_of(RoundId("aa"))) == [(1, FIRST), (2, SECOND)]
    assert list(await store.questions_of(RoundId("bb"))) == []
