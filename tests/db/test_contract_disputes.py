"""What every store of disputes must keep to."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from tests.db.samples import FILMS
from tests.fakes.rounds import FakeRoundStore, player, question
from tests.fakes.store import MemoryStore
from tests.fakes.tally import tally
from trivia.commands.core import FactStore, GameStore
from trivia.disputes.model import (
    Change,
    Decision,
    Dispute,
    Item,
    LookedUp,
    MendedFact,
    NewAlias,
    Overruled,
    Rescored,
    RetiredFact,
    Settlement,
    Way,
)
from trivia.errors import Conflict, NotFound
from trivia.facts.model import CommunityId, EntityId, FactId
from trivia.judging.verdict import Ruling
from trivia.ports import FactChange
from trivia.replies.reply import Reply, marked
from trivia.rounds.model import Asked, Attempt, ChannelId, Live, Phase, Place, Points, Round, RoundId, Rules
from trivia.rounds.ports import Commit, Outgoing
from trivia.rounds.scoring import rescored
from trivia.scores.model import Board, Order, Period, View
from trivia.values import replace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OURS, THEIRS = CommunityId(1), CommunityId(2)
HERE = Place(OURS, ChannelId("test:here"))
THERE = Place(OURS, ChannelId("test:there"))
ELSEWHERE = Place(THEIRS, ChannelId("test:here"))
ANNA, BEN, CLEO, MIA = map(player, ("Anna", "Ben", "Cleo", "Mia"))
ASKED = replace(Asked.of(question("Who directed Heat?", "Michael Mann")), facts=(FactId(1),))
OTHER = replace(Asked.of(question("Who starred in Heat?", "Al Pacino")), facts=(FactId(2),))
ANSWER = LookedUp("abc", HERE, ANNA.id, "who directed heat?", "Michael Mann", (FactId(1),), (), NOON)


class Both(FactStore, GameStore, Protocol):
    """All that is stored."""


@dataclass
class Kept:
    """A store in two parts, which may be one."""

    facts: FactStore
    games: GameStore


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def empty(request: pytest.FixtureRequest) -> Kept:
    """Every implementation of the port."""
    if request.param == "memory":
        memory = MemoryStore()
        return Kept(memory, FakeRoundStore(editor=memory))
    store: Both = request.getfixturevalue(f"{request.param}_store")
    return Kept(store, store)


@pytest.fixture
async def kept(empty: Kept) -> Kept:
    """The same with the pack of films."""
    await empty.facts.install(FILMS, NOON)
    return empty


@pytest.fixture
def games(kept: Kept) -> GameStore:
    return kept.games


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def said(who: str = "Ben", hours: float = 1) -> Dispute:
    return Dispute(player(who), HERE, at(hours), "why not", "Mann", Ruling.REJECT)


def decided(item: Item, way: Way = Way.ACCEPT, hours: float = 5) -> Item:
    return replace(item, decision=Decision(way, MIA, at(hours), "Mann", "well"), set_aside=False)


def settlement(item: Item, change: Change | None = None, **parts: object) -> Settlement:
    return replace(Settlement(item, "Mia (mia)", "dispute", change), **parts)


async def put(games: GameStore, asked: Asked = ASKED, place: Place = HERE, round_id: str = "aa") -> Round:
    """Store a round in which Anna was right and Ben was not; it is over."""
    state = Round(RoundId(round_id), place, ANNA, Rules(), Phase.REVEALED, NOON, at(1), version=1, number=1)
    await games.store_step(Commit(state, "", NOON, asked=asked))
    for version, (who, ruling) in enumerate(((ANNA, Ruling.ACCEPT), (BEN, Ruling.REJECT)), 2):
        given = Attempt(state.id, 1, who, f"{round_id}{version}", "Mann", None, ruling, "x", NOON, 1.0 + version, 0)
        await games.store_step(Commit(replace(state, version=version), given.event, NOON, attempt=given))
    scored, points = rescored(
        replace(state, version=4, phase=Phase.FINISHED, deadline=None), await games.attempts(state.id)
    )
    closed = Live(asked, 1, NOON, attempts=tuple(await games.attempts(state.id)))
    await games.store_step(Commit(scored, "", NOON, points=points, closed=closed))
    return scored


async def opened(games: GameStore, *who: str) -> Item:
    items = [await games.dispute(OURS, ASKED, said(name)) for name in who or ("Ben",)]
    return items[-1][0]


# What was asked and answered


async def test_a_question_put_is_found_by_its_round_in_its_community_alone(games: GameStore) -> None:
    await put(games)
    found = await games.occasion(OURS, RoundId("aa"), 1)
    assert found
    assert (found.round, found.number, found.place, found.at, found.asked) == ("aa", 1, HERE, NOON, ASKED)
    assert await games.occasion(OURS, RoundId("aa"), 2) is None
    assert await games.occasion(OURS, RoundId("bb"), 1) is None
    assert await games.occasion(THEIRS, RoundId("aa"), 1) is None


async def test_the_same_question_is_found_wherever_it_was_put_in_the_community(games: GameStore) -> None:
    await put(games)
    await put(games, place=THERE, round_id="bb")
    await put(games, place=ELSEWHERE, round_id="cc")
    await put(games, OTHER, place=THERE, round_id="dd")
    await put(games, replace(ASKED, facts=(FactId(9),)), place=THERE, round_id="ee")
    assert [o.round for o in await games.occasions(OURS, ASKED, NOON)] == ["aa", "bb"]
    assert list(await games.occasions(OURS, ASKED, at(1))) == []
    assert [o.round for o in await games.latest_occasions(THERE, 2)] == ["ee", "dd"]


async def test_answers_of_lookups_are_kept_for_seven_days(games: GameStore) -> None:
    await games.keep_looked_up(ANSWER)
    await games.keep_looked_up(ANSWER)
    assert await games.looked_up(OURS, "abc") == ANSWER
    assert await games.looked_up(THEIRS, "abc") is None
    assert await games.latest_looked_up(HERE, ANNA.id) == ANSWER
    assert await games.latest_looked_up(HERE, BEN.id) is None
    assert await games.latest_looked_up(THERE, ANNA.id) is None
    later = replace(ANSWER, id="later", at=at(24 * 7 + 1))
    await games.keep_looked_up(later)
    assert await games.looked_up(OURS, "abc") is None
    assert await games.latest_looked_up(HERE, ANNA.id) == later


# Disputes


async def test_members_dispute_one_item_each_once(games: GameStore) -> None:
    first, fresh = await games.dispute(OURS, ASKED, said("Ben"))
    assert fresh
    assert (first.thing, first.disputes, first.opened, first.decision) == (ASKED, (said("Ben"),), at(1), None)
    again, fresh = await games.dispute(OURS, ASKED, said("Ben", 2))
    assert not fresh
    assert again == first
    second, fresh = await games.dispute(OURS, ASKED, said("Anna", 2))
    assert fresh
    assert (second.number, second.disputes) == (first.number, (said("Ben"), said("Anna", 2)))
    assert await games.disputed(OURS, first.number) == second
    assert await games.disputed(THEIRS, first.number) is None


async def test_what_waits_comes_the_oldest_first(games: GameStore) -> None:
    ours, _ = await games.dispute(OURS, ASKED, said())
    answer, _ = await games.dispute(OURS, ANSWER, said(hours=2))
    theirs, _ = await games.dispute(THEIRS, ASKED, said(hours=3))
    assert [item.number for item in await games.open_items(OURS, 10)] == [ours.number, answer.number]
    assert [item.thing for item in await games.open_items(OURS, 10)] == [ASKED, ANSWER]
    assert len(await games.open_items(OURS, 1)) == 1
    assert (await games.count_open(OURS), await games.count_open(THEIRS)) == (2, 1)
    assert theirs.number not in (ours.number, answer.number)


async def test_three_disputes_of_a_question_set_it_aside_until_it_is_decided(games: GameStore) -> None:
    item = await opened(games, "Anna", "Ben")
    assert not item.set_aside
    assert await games.set_aside(OURS) == frozenset()
    item = await opened(games, "Cleo")
    assert item.set_aside
    assert await games.set_aside(OURS) == {ASKED.stem, FactId(1)}
    assert await games.set_aside(THEIRS) == frozenset()
    await games.carry_out(settlement(decided(item, Way.DECLINE)))
    assert await games.set_aside(OURS) == frozenset()


async def test_the_words_of_a_voided_question_are_not_asked_again(games: GameStore) -> None:
    await games.carry_out(settlement(decided(await opened(games), Way.VOID)))
    assert await games.set_aside(OURS) == {ASKED.stem}


async def test_three_disputes_of_an_answer_set_nothing_aside(games: GameStore) -> None:
    items = [await games.dispute(OURS, ANSWER, said(who)) for who in ("Anna", "Ben", "Cleo")]
    assert not items[-1][0].set_aside
    assert await games.set_aside(OURS) == frozenset()


# Decisions


async def test_a_decision_is_kept_and_its_item_waits_no_longer(games: GameStore) -> None:
    item = decided(await opened(games))
    await games.carry_out(settlement(item))
    assert await games.disputed(OURS, item.number) == item
    assert await games.count_open(OURS) == 0
    assert await games.decided_since(OURS, ASKED, at(5)) == item
    assert await games.decided_since(OURS, ASKED, at(6)) is None
    assert await games.decided_since(OURS, OTHER, at(0)) is None
    assert await games.decided_since(THEIRS, ASKED, at(0)) is None
    anew, fresh = await games.dispute(OURS, ASKED, said("Ben", 7))
    assert fresh
    assert anew.number != item.number


async def test_of_two_decisions_the_first_stands(games: GameStore) -> None:
    item = await opened(games)
    await games.carry_out(settlement(decided(item, Way.DECLINE)))
    with pytest.raises(Conflict):
        await games.carry_out(settlement(decided(item, Way.VOID), rulings=(OVERRULED,)))
    found = await games.disputed(OURS, item.number)
    assert found
    assert found.decision
    assert found.decision.way is Way.DECLINE
    assert list(await games.rulings(RoundId("aa"))) == []


async def test_a_decision_on_fewer_disputes_than_there_are_is_refused(games: GameStore) -> None:
    item = await opened(games)
    await opened(games, "Cleo")
    with pytest.raises(Conflict):
        await games.carry_out(settlement(decided(item)))
    assert await games.count_open(OURS) == 1


OVERRULED = Overruled(RoundId("aa"), 1, "aa3", Ruling.ACCEPT, "by a moderator")


async def accepted(games: GameStore, state: Round) -> Rescored:
    """Ben's answer counts."""
    attempts = [
        replace(attempt, ruling=Ruling.ACCEPT, reason="by a moderator") if attempt.event == "aa3" else attempt
        for attempt in await games.attempts(state.id)
    ]
    anew, points = rescored(state, attempts)
    return Rescored(replace(anew, version=state.version + 1), points, tuple(attempts))


async def test_points_follow_rulings_and_attempts_stay_as_they_are(games: GameStore) -> None:
    state = await put(games)
    before = list(await games.attempts(state.id))
    changed = await accepted(games, state)
    words = Outgoing("dispute:1:aa", HERE, Reply(text=marked("It is right too.")))
    await games.carry_out(
        settlement(decided(await opened(games)), rulings=(OVERRULED,), rescored=(changed,), outgoing=(words,))
    )
    assert list(await games.attempts(state.id)) == before
    assert list(await games.rulings(state.id)) == [OVERRULED]
    assert await games.round(state.id) == changed.round
    earned = await tally(games, OURS, BEN.id)
    assert earned
    assert (earned.points, earned.right, earned.answered) == (10, 1, 1)
    assert [message.id for message in await games.unsent(HERE)] == ["dispute:1:aa"]


async def test_points_of_a_voided_question_are_gone(games: GameStore) -> None:
    state = await put(games)
    anew, points = rescored(state, await games.attempts(state.id), (1,))
    changed = Rescored(replace(anew, version=state.version + 1), points, tuple(await games.attempts(state.id)))
    await games.carry_out(settlement(decided(await opened(games), Way.VOID), rescored=(changed,)))
    assert await tally(games, OURS, ANNA.id) is None
    board = View(Board(OURS), Period.ALL, 0, Order.POINTS)
    assert (await games.page(board, ANNA.id)).lines == ()


async def test_a_round_that_went_on_meanwhile_undoes_the_whole_decision(kept: Kept) -> None:
    games = kept.games
    state = await put(games)
    item = await opened(games)
    late = await accepted(games, replace(state, version=state.version - 1))
    alias = NewAlias(await entity(kept.facts, "Michael Mann"), "Mickey")
    words = (Outgoing("dispute:1:aa", HERE, Reply()),)
    with pytest.raises(Conflict):
        await games.carry_out(settlement(decided(item), alias, rulings=(OVERRULED,), rescored=(late,), outgoing=words))
    assert await games.disputed(OURS, item.number) == item
    assert await games.round(state.id) == state
    assert list(await games.rulings(state.id)) == []
    assert list(await games.unsent(HERE)) == []
    shelf = await kept.facts.shelf(OURS)
    assert await kept.facts.by_name(shelf, ["mickey"]) == {}


async def entity(facts: FactStore, name: str) -> EntityId:
    shelf = await facts.shelf(OURS)
    return (await facts.by_name(shelf, [name.casefold()]))[name.casefold()][0].entity.id


async def test_a_decision_gives_an_alias_in_its_community_alone(kept: Kept) -> None:
    alias = NewAlias(await entity(kept.facts, "Michael Mann"), "Mickey")
    await kept.games.carry_out(settlement(decided(await opened(kept.games)), alias))
    assert await entity(kept.facts, "Mickey") == alias.entity
    assert await kept.facts.by_name(await kept.facts.shelf(THEIRS), ["mickey"]) == {}


async def test_a_decision_mends_or_retires_a_fact(kept: Kept) -> None:
    facts = kept.facts
    shelf = await facts.shelf(OURS)
    heat, pacino = await entity(facts, "Heat"), await entity(facts, "Al Pacino")
    fact = (await facts.forward(shelf, "directed_by", (heat,)))[0]
    mending = MendedFact(fact.id, FactChange(value=pacino))
    await kept.games.carry_out(settlement(decided(await opened(kept.games), Way.MEND), mending))
    now = await facts.forward(await facts.shelf(OURS), "directed_by", (heat,))
    assert [getattr(found.value, "id", None) for found in now] == [pacino]
    assert list(await facts.forward(await facts.shelf(THEIRS), "directed_by", (heat,))) == [fact]

    item, _ = await kept.games.dispute(OURS, OTHER, said())
    await kept.games.carry_out(settlement(decided(item, Way.RETIRE), RetiredFact(now[0].id)))
    assert list(await facts.forward(await facts.shelf(OURS), "directed_by", (heat,))) == []


async def test_what_cannot_be_changed_leaves_the_item_open(kept: Kept) -> None:
    item = await opened(kept.games)
    with pytest.raises(NotFound):
        await kept.games.carry_out(settlement(decided(item, Way.RETIRE), RetiredFact(FactId(10**9))))
    assert await kept.games.disputed(OURS, item.number) == item


async def test_a_later_ruling_takes_the_place_of_an_earlier_one(games: GameStore) -> None:
    back = replace(OVERRULED, ruling=Ruling.REJECT)
    await games.carry_out(settlement(decided(await opened(games)), rulings=(OVERRULED,)))
    await games.carry_out(settlement(decided(await opened(games)), rulings=(back,)))
    assert list(await games.rulings(RoundId("aa"))) == [back]


async def test_points_on_boards_follow_too(games: GameStore) -> None:
    state = await put(games)
    changed = await accepted(games, state)
    await games.carry_out(settlement(decided(await opened(games)), rescored=(changed,)))
    assert [(r.points, r.right) for r in await games.results_of(OURS, BEN.id)] == [(10, True)]
    assert changed.points[0] == Points(state.id, 1, ANNA, 10)


async def test_who_earned_nothing_that_counted_may_do_so_by_a_decision(games: GameStore) -> None:
    state = await put(games)
    attempts = tuple(await games.attempts(state.id))
    late = Attempt(state.id, 1, CLEO, "aa9", "Mann", None, Ruling.ACCEPT, "x", NOON, 1.0, 0)
    points = (*rescored(state, attempts)[1], Points(state.id, 1, CLEO, 7))
    changed = Rescored(replace(state, version=state.version + 1), points, (*attempts, late))
    await games.carry_out(settlement(decided(await opened(games)), rescored=(changed,)))
    earned = await tally(games, OURS, CLEO.id)
    assert earned
    assert (earned.points, earned.right) == (7, 1)
    assert [(r.points, r.topic, r.counts) for r in await games.results_of(OURS, CLEO.id)] == [(7, "test", True)]
