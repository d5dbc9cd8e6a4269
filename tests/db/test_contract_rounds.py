"""What every store of rounds must keep to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.rounds import FakeRoundStore, player, question
from tests.fakes.tally import Games, Tally, tally
from trivia.errors import Conflict
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.replies.reply import Bold, Field, Link, Moment, Plain, Reply, Spoiler, Table
from trivia.rounds.model import Asked, Attempt, ChannelId, Live, MemberId, Phase, Place, Points, Round, RoundId, Rules
from trivia.rounds.ports import Commit, Outgoing
from trivia.values import replace

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ELSEWHERE = Place(CommunityId(2), ChannelId("other:x"))
ANNA, BEN = player("Anna"), player("Ben")
ASKED = replace(Asked.of(question("Capital of Norway?", "Oslo")), facts=(FactId(7), FactId(8)))
REPLY = Reply(
    title="Title",
    text=(Plain("a"), Bold("b"), Spoiler("c", "d"), Link("e", "f"), Moment(START)),
    fields=(Field("x", (Plain("y"),)),),
    table=Table(("a",), (("1",),), frozenset({0})),
    until=START,
)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> Games:
    """Every implementation of the port."""
    if request.param == "memory":
        return FakeRoundStore()
    opened: Games = request.getfixturevalue(f"{request.param}_store")
    return opened


def round_of(place: Place, round_id: str = "aa", version: int = 1, deadline: float | None = 10) -> Round:
    return Round(
        id=RoundId(round_id),
        place=place,
        starter=ANNA,
        rules=Rules(),
        phase=Phase.LOBBY if deadline is not None else Phase.STOPPED,
        started=START,
        deadline=None if deadline is None else START + timedelta(seconds=deadline),
        version=version,
        players=(ANNA,),
    )


def commit(state: Round, event: str = "", **parts: object) -> Commit:
    return replace(Commit(state, event, START), **parts)


def attempt(number: int, who: str = "Anna", event: str = "e") -> Attempt:
    return Attempt(RoundId("aa"), number, player(who), event, "Oslo", None, Ruling.ACCEPT, "exact", START, 1.5, 1)


async def test_a_round_comes_back_as_it_was_stored(store: Games) -> None:
    state = round_of(HERE)
    assert await store.store_step(commit(state))
    assert await store.open_round(HERE) == state
    assert await store.round(state.id) == state
    assert await store.open_round(THERE) is None
    assert list(await store.open_rounds_of(CommunityId(1))) == [state]
    assert list(await store.open_rounds_of(CommunityId(2))) == []


async def test_a_step_on_another_version_is_a_conflict_and_changes_nothing(store: Games) -> None:
    await store.store_step(commit(round_of(HERE)))
    with pytest.raises(Conflict):
        await store.store_step(commit(round_of(HERE, version=3), attempt=attempt(1)))
    assert list(await store.attempts(RoundId("aa"))) == []
    assert await store.store_step(commit(round_of(HERE, version=2)))


async def test_an_answer_that_changes_nothing_else_comes_back_in_its_round(store: Games) -> None:
    asking = replace(round_of(HERE), phase=Phase.ASKING, number=1, live=Live(ASKED, 1, START))
    await store.store_step(commit(asking, asked=ASKED))
    for version, event in ((2, "e1"), (3, "e2")):
        live = replace(asking.live or Live(ASKED, 1, START), attempts=(*live_attempts(asking), attempt(1, event=event)))
        asking = replace(asking, version=version, live=live)
        assert await store.store_step(commit(asking, event, attempt=attempt(1, event=event), appends=True))
    assert await store.open_round(HERE) == asking
    assert [one.event for one in live_attempts(asking)] == ["e1", "e2"]
    with pytest.raises(Conflict):
        await store.store_step(commit(asking, "e3", attempt=attempt(1, event="e3"), appends=True))
    assert await store.open_round(HERE) == asking


def live_attempts(state: Round) -> tuple[Attempt, ...]:
    return state.live.attempts if state.live else ()


async def test_a_channel_has_one_open_round(store: Games) -> None:
    await store.store_step(commit(round_of(HERE)))
    with pytest.raises(Conflict):
        await store.store_step(commit(round_of(HERE, "bb")))
    await store.store_step(commit(round_of(HERE, version=2, deadline=None)))
    assert await store.store_step(commit(round_of(HERE, "bb")))


async def test_an_event_counts_once(store: Games) -> None:
    assert await store.store_step(commit(round_of(HERE), "event"))
    assert not await store.store_step(commit(round_of(HERE, version=2), "event", attempt=attempt(1)))
    assert list(await store.attempts(RoundId("aa"))) == []
    assert await store.seen("event")
    assert not await store.seen("another")
    await store.mark("another", START)
    await store.mark("another", START)
    assert await store.seen("another")


async def test_what_is_due_is_found_by_platform_and_time(store: Games) -> None:
    await store.store_step(commit(round_of(HERE, "aa", deadline=10)))
    await store.store_step(commit(round_of(THERE, "bb", deadline=5)))
    await store.store_step(commit(round_of(ELSEWHERE, "cc", deadline=1)))
    due = await store.places_due(["test"], START + timedelta(seconds=10), 10)
    assert list(due) == [THERE, HERE]
    assert list(await store.places_due(["test"], START + timedelta(seconds=9), 10)) == [THERE]
    assert [state.id for state in await store.open_rounds(["test"])] == ["aa", "bb"]


async def test_messages_stay_until_they_are_marked_as_sent_and_keep_their_order(store: Games) -> None:
    messages = tuple(Outgoing(f"aa:1:{n}", HERE, REPLY) for n in range(3))
    await store.store_step(commit(round_of(HERE), outgoing=messages))
    assert tuple(await store.unsent(HERE)) == messages
    assert list(await store.unsent(THERE)) == []
    assert list(await store.unsent_places(["test"])) == [HERE]
    assert list(await store.unsent_places(["other"])) == []
    await store.mark_sent(["aa:1:0", "aa:1:1"], START)
    assert [message.id for message in await store.unsent(HERE)] == ["aa:1:2"]


async def test_attempts_come_back_in_order(store: Games) -> None:
    await store.store_step(commit(round_of(HERE), attempt=attempt(2, event="e1")))
    await store.store_step(commit(round_of(HERE, version=2), attempt=attempt(1, event="e2")))
    assert list(await store.attempts(RoundId("aa"))) == [attempt(1, event="e2"), attempt(2, event="e1")]


async def test_how_a_member_did_lately_is_told_from_the_latest_on(store: Games) -> None:
    for number, (place, won) in enumerate([(HERE, 10), (HERE, 0), (ELSEWHERE, 10), (HERE, 7), (HERE, 0)], 1):
        over = round_of(place, f"r{number}", deadline=None)
        gains = (Points(over.id, 1, ANNA, won), Points(over.id, 1, BEN, 10))
        await store.store_step(replace(commit(over, points=gains), at=START + timedelta(seconds=number)))
    assert list(await store.latest_hits(CommunityId(1), ANNA.id, 3)) == [False, True, False]
    assert list(await store.latest_hits(CommunityId(1), ANNA.id, 50)) == [False, True, False, True]
    assert list(await store.latest_hits(CommunityId(1), MemberId("nobody"), 50)) == []


async def test_what_a_member_earned_in_a_community_adds_up_over_its_rounds(store: Games) -> None:
    def points(round_id: str, number: int, who: str, won: int) -> Points:
        return Points(RoundId(round_id), number, player(who), won)

    first = (points("aa", 1, "Anna", 10), points("aa", 1, "Ben", 0))
    await store.store_step(commit(round_of(HERE), points=first))
    await store.store_step(commit(round_of(THERE, "bb"), points=(points("bb", 1, "Ben", 7),)))
    await store.store_step(commit(round_of(ELSEWHERE, "cc"), points=(points("cc", 1, "Ben", 5),)))
    await store.store_step(commit(round_of(HERE, version=2), points=(points("aa", 2, "Ben", 10),)))

    assert await tally(store, CommunityId(1), ANNA.id) == Tally(ANNA, 10, 1, 1, 1)
    assert await tally(store, CommunityId(1), BEN.id) == Tally(BEN, 17, 2, 3, 2)
    assert await tally(store, CommunityId(1), MemberId("nobody")) is None
