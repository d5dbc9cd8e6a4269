"""Boards, seasons and members' own results, on every store."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from db import Store
from db.boards import results_changed, results_withdrawn
from db.seam import Transaction
from db.totals import reckon
from tests.db.conftest import opened
from tests.fakes.rounds import FakeRoundStore, player, question
from trivia import values
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, ChannelId, Live, MemberId, Phase, Place, Points, Round, RoundId, Rules
from trivia.rounds.ports import Commit, RoundStore
from trivia.scores.model import Board, FirstTry, Line, Order, Page, Period, View, period_key
from trivia.scores.ports import BoardStore
from trivia.scores.rating import NEW, rating_of
from trivia.settings import Scope, SettingStore

START = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
HERE = Place(CommunityId(1), ChannelId("test:here"))
THERE = Place(CommunityId(1), ChannelId("test:there"))
ELSEWHERE = Place(CommunityId(2), ChannelId("test:here"))
OURS = Board(CommunityId(1))
NOBODY = MemberId("nobody")
ANNA, BEN = MemberId("anna"), MemberId("ben")


class Game(RoundStore, BoardStore, SettingStore, Protocol):
    """All that boards are made of."""


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Game]:
    if request.param == "memory":
        yield FakeRoundStore()
        return
    async with opened(request, tmp_path) as real:
        yield real


class Play:
    """Plays rounds straight into a store: one line a question, what each member earned by it."""

    def __init__(self, store: RoundStore) -> None:
        self._store = store
        self._rounds: dict[str, Round] = {}
        self._events = 0

    async def question(
        self,
        name: str,
        earned: dict[str, int],
        *,
        place: Place = HERE,
        at: datetime = START,
        topic: str = "",
        difficulty: float = 0.5,
    ) -> None:
        """Put a question in a round, have members answer it (0 points: wrong), and close it."""
        asked = values.replace(
            Asked.of(question("Which?", "a", ("a", "b", "c", "d"))), topic=topic, difficulty=difficulty
        )
        await self._close_others(name, place, at)
        state = self._rounds.get(name) or Round(
            RoundId(name), place, player("Anna"), Rules(), Phase.ASKING, at, at + timedelta(hours=1)
        )
        number = state.number + 1
        state = values.replace(state, version=state.version + 1, number=number)
        await self._store.store_step(Commit(state, "", at, asked=asked))
        attempts = tuple(self._attempt(state, who, at, won > 0) for who, won in earned.items())
        for attempt in attempts:
            state = values.replace(state, version=state.version + 1)
            await self._store.store_step(Commit(state, "", at, attempt=attempt))
        state = values.replace(state, version=state.version + 1)
        points = tuple(Points(state.id, number, player(who), won) for who, won in earned.items())
        closed = Live(asked, number, at, attempts=attempts)
        await self._store.store_step(Commit(state, "", at, points=points, closed=closed))
        self._rounds[name] = state

    async def _close_others(self, name: str, place: Place, at: datetime) -> None:
        """End what is on in a channel, which has one round at a time."""
        for other, state in self._rounds.items():
            if other != name and state.place == place and not state.over:
                over = values.replace(state, version=state.version + 1, phase=Phase.FINISHED, deadline=None)
                await self._store.store_step(Commit(over, "", at))
                self._rounds[other] = over

    def _attempt(self, state: Round, who: str, at: datetime, right: bool) -> Attempt:
        self._events += 1
        ruling = Ruling.ACCEPT if right else Ruling.REJECT
        event = f"{state.id}:{self._events}"
        return Attempt(state.id, state.number, player(who), event, "a", 0, ruling, "", at, 1.0, 0)


@pytest.fixture
def play(store: Game) -> Play:
    return Play(store)


def view(
    board: Board = OURS, period: Period = Period.ALL, order: Order = Order.POINTS, at: datetime = START, least: int = 1
) -> View:
    return View(board, period, period_key(period, at.toordinal()), order, least)


async def shown(store: BoardStore, look: View) -> list[tuple[int, str, int, int, int]]:
    page = await store.page(look, NOBODY)
    return [(line.place, line.player.name, line.points, line.right, line.answered) for line in page.lines]


async def test_a_board_adds_up_what_members_earned_and_equal_points_share_a_place(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 7, "Cleo": 0})
    await play.question("aa", {"Anna": 0, "Ben": 3})

    assert await shown(store, view()) == [(1, "Anna", 10, 1, 2), (1, "Ben", 10, 2, 2), (3, "Cleo", 0, 0, 1)]


async def test_boards_of_channels_communities_and_topics_are_kept_apart(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 7}, topic="films")
    await play.question("bb", {"Anna": 0, "Ben": 5}, place=THERE, topic="maps")
    await play.question("cc", {"Anna": 3, "Dora": 10}, place=ELSEWHERE, topic="films")

    assert await shown(store, view()) == [(1, "Ben", 12, 2, 2), (2, "Anna", 10, 1, 2)]
    assert await shown(store, view(Board(CommunityId(1), HERE.channel))) == [(1, "Anna", 10, 1, 1), (2, "Ben", 7, 1, 1)]
    assert await shown(store, view(Board(CommunityId(1), topic="maps"))) == [(1, "Ben", 5, 1, 1), (2, "Anna", 0, 0, 1)]
    assert await shown(store, view(Board(CommunityId(1), HERE.channel, "maps"))) == []
    assert await shown(store, view(Board(CommunityId(2)))) == [(1, "Dora", 10, 1, 1), (2, "Anna", 3, 1, 1)]
    assert list(await store.topics_played(CommunityId(1))) == ["films", "maps"]


async def test_each_period_counts_from_its_own_beginning(store: Game, play: Play) -> None:
    for round_id, days, points in (("a", 80, 1), ("b", 10, 2), ("c", 2, 3), ("d", 1, 4), ("e", 0, 5)):
        await play.question(round_id, {"Anna": points, "Ben": 0}, at=START - timedelta(days=days))

    sums = {period: (await shown(store, view(period=period)))[0][2] for period in Period if period is not Period.SEASON}

    assert sums == {Period.DAY: 5, Period.WEEK: 12, Period.MONTH: 12, Period.YEAR: 14, Period.ALL: 15}
    assert await shown(store, view(period=Period.DAY, at=START + timedelta(days=1))) == []


async def test_days_begin_at_midnight_in_the_zone_of_the_community(store: Game, play: Play) -> None:
    await store.choose_setting(HERE, Scope.COMMUNITY, ANNA, "zone", "Asia/Tokyo", at=START)
    late = datetime(2026, 3, 4, 16, tzinfo=UTC)  # already the 5th in Tokyo
    await play.question("aa", {"Anna": 1, "Ben": 0}, at=late)

    fifth = period_key(Period.DAY, date(2026, 3, 5).toordinal())

    assert (await store.page(View(OURS, Period.DAY, fifth, Order.POINTS), ANNA)).size == 2
    assert (await store.page(View(OURS, Period.DAY, fifth - 1, Order.POINTS), ANNA)).size == 0


async def test_a_board_goes_on_after_its_first_page_with_the_right_places(store: Game, play: Play) -> None:
    names = [f"P{n:02}" for n in range(25)]
    await play.question("aa", {name: 100 - n // 2 for n, name in enumerate(names)})

    second = await store.page(replace(view(), offset=11, limit=3), MemberId("p20"))

    assert [(line.place, line.player.name) for line in second.lines] == [(11, "P11"), (13, "P12"), (13, "P13")]
    assert second.size == 25
    assert second.own is not None
    assert (second.own.place, second.own.points) == (21, 90)
    assert second.ahead is not None
    assert (second.ahead.points, second.ahead.place) == (91, 20)


async def test_who_is_first_or_not_listed_has_nobody_ahead(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 10, "Cleo": 2})

    first, stranger = await store.page(view(), BEN), await store.page(view(), NOBODY)

    assert (first.own and first.own.place, first.ahead) == (1, None)
    assert (stranger.own, stranger.ahead) == (None, None)


async def test_accuracy_asks_for_a_least_number_of_answers(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 10})
    await play.question("aa", {"Anna": 10, "Ben": 0})
    await play.question("aa", {"Anna": 0, "Cleo": 10})

    look = view(order=Order.ACCURACY, least=2)

    assert [line[1] for line in await shown(store, look)] == ["Anna", "Ben"]
    assert [line[1] for line in await shown(store, replace(look, least=1))] == ["Cleo", "Anna", "Ben"]
    assert await shown(store, replace(look, least=99)) == []


async def test_a_rating_follows_first_answers_and_hard_questions_move_it_more(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 0}, difficulty=0.9)
    await play.question("bb", {"Cleo": 10, "Ben": 0}, difficulty=0.1)

    page = await store.page(view(order=Order.RATING), NOBODY)

    assert [line.player.name for line in page.lines] == ["Anna", "Cleo", "Ben"]
    assert page.lines[0].rating == pytest.approx(rating_of(await store.results_of(CommunityId(1), ANNA)).mean)
    assert page.lines[2].rating < NEW.mean < page.lines[1].rating


async def test_a_round_of_one_counts_for_no_board_but_shows_in_own_results(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10})

    own = list(await store.results_of(CommunityId(1), ANNA))

    assert await shown(store, view()) == []
    assert [(result.points, result.counts) for result in own] == [(10, False)]


async def test_a_round_counts_whole_once_a_second_member_answers(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10})
    await play.question("bb", {"Anna": 7}, place=THERE)
    await play.question("aa", {"Anna": 5, "Ben": 0}, at=START + timedelta(hours=13))

    assert await shown(store, view()) == [(1, "Anna", 15, 2, 2), (2, "Ben", 0, 0, 1)]
    counted = [r for r in await store.results_of(CommunityId(1), ANNA) if r.counts]
    page = await store.page(view(order=Order.RATING), NOBODY)
    assert page.lines[0].rating == pytest.approx(rating_of(counted).mean)


async def test_solo_rounds_count_from_when_the_community_says_so_and_stay_as_decided(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 1})
    await store.choose_setting(HERE, Scope.COMMUNITY, ANNA, "solo", "yes", at=START)
    await play.question("bb", {"Anna": 10}, at=START + timedelta(minutes=1))
    await store.choose_setting(HERE, Scope.COMMUNITY, ANNA, "solo", "no", at=START)
    await play.question("cc", {"Anna": 2}, at=START + timedelta(minutes=2))

    assert await shown(store, view()) == [(1, "Anna", 10, 1, 1)]


async def test_a_name_is_shown_as_it_was_last_and_found_by_how_it_begins(store: Game, play: Play) -> None:
    await play.question("aa", {"Zoë": 10, "Ben": 3})

    assert [p.name for p in await store.players(CommunityId(1), "zo", 5)] == ["Zoë"]
    assert [p.name for p in await store.players(CommunityId(1), "", 5)] == ["Ben", "Zoë"]
    assert list(await store.players(CommunityId(2), "", 5)) == []


async def test_a_season_counts_what_is_played_in_it_and_keeps_its_final_standings(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 10, "Ben": 5})
    spring = await store.open_season(CommunityId(1), "Spring", ANNA, START)
    await play.question("bb", {"Anna": 1, "Ben": 7}, at=START + timedelta(days=1))
    closed = await store.close_season(CommunityId(1), ANNA, START + timedelta(days=2))
    await play.question("cc", {"Anna": 10, "Ben": 0}, at=START + timedelta(days=3))
    summer = await store.open_season(CommunityId(1), "Summer", ANNA, START + timedelta(days=4))

    look = view(Board(CommunityId(1), season=spring.id), Period.SEASON)

    assert await shown(store, look) == [(1, "Ben", 7, 1, 1), (2, "Anna", 1, 1, 1)]
    assert await shown(store, view(Board(CommunityId(1), season=summer.id), Period.SEASON)) == []
    assert (await shown(store, view()))[0][:3] == (1, "Anna", 21)
    assert closed is not None
    assert (closed.name, closed.closed) == ("Spring", START + timedelta(days=2))
    assert [season.name for season in await store.seasons(CommunityId(1))] == ["Summer", "Spring"]
    assert list(await store.seasons(CommunityId(2))) == []


async def test_there_is_one_season_at_a_time_and_a_name_is_given_once(store: Game) -> None:
    await store.open_season(CommunityId(1), "Spring", ANNA, START)
    with pytest.raises(Conflict):
        await store.open_season(CommunityId(1), "Summer", ANNA, START)
    await store.open_season(CommunityId(2), "Spring", ANNA, START)
    await store.close_season(CommunityId(1), ANNA, START)
    with pytest.raises(Conflict):
        await store.open_season(CommunityId(1), "spring", ANNA, START)

    assert await store.close_season(CommunityId(1), ANNA, START) is None


async def test_the_latest_round_of_a_channel_is_found_over_or_not(store: Game, play: Play) -> None:
    await play.question("aa", {"Anna": 1})
    await play.question("bb", {"Anna": 1}, place=THERE, at=START + timedelta(hours=1))

    latest = await store.latest_round(HERE)

    assert latest is not None
    assert latest.id == "aa"
    assert await store.latest_round(ELSEWHERE) is None


# What later rulings change: on the stores that keep totals


async def changed(store: Store, points: Sequence[Points], attempts: Sequence[Attempt]) -> None:
    async def unit(tx: Transaction) -> None:
        await results_changed(tx, RoundId("aa"), points, attempts)

    await store.database.write(unit)


async def pages(store: Store) -> dict[tuple[Board, Period, Order], Page]:
    """Everything that boards can show."""
    boards = [
        Board(CommunityId(1), channel, topic, season)
        for channel in ("", HERE.channel, THERE.channel)
        for topic in ("", "films", "maps")
        for season in (0, 1)
    ]
    return {
        (board, period, order): await store.page(view(board, period, order), ANNA)
        for board in boards
        for period in Period
        for order in Order
    }


async def test_a_ruling_days_later_changes_points_places_and_ratings(real_store: Store) -> None:
    play = Play(real_store)
    await real_store.open_season(CommunityId(1), "Spring", ANNA, START)
    for number in range(3):
        at = START + timedelta(minutes=number)
        await play.question("aa", {"Anna": 10, "Ben": 0}, topic="films", at=at)
        await play.question("bb", {"Anna": 10, "Ben": 10}, place=THERE, topic="maps", at=at)

    attempts = [
        values.replace(a, ruling=Ruling.ACCEPT) if a.number == 2 else a
        for a in await real_store.attempts(RoundId("aa"))
    ]
    points = [Points(RoundId("aa"), n, player("Anna"), 10) for n in (1, 2, 3)]
    points += [Points(RoundId("aa"), n, player("Ben"), 10 * (n == 2)) for n in (1, 2, 3)]
    before = await real_store.page(view(order=Order.RATING), BEN)
    await changed(real_store, points, attempts)

    assert await shown(real_store, view()) == [(1, "Anna", 60, 6, 6), (2, "Ben", 40, 4, 6)]
    after = await real_store.page(view(order=Order.RATING), BEN)
    assert after.own is not None
    assert before.own is not None
    assert after.own.rating > before.own.rating
    assert after.own.rating == pytest.approx(rating_of(await real_store.results_of(CommunityId(1), BEN)).mean)
    await _equal_reckoned(real_store)


async def test_a_voided_question_leaves_no_trace_and_may_come_back(real_store: Store) -> None:
    play = Play(real_store)
    await play.question("aa", {"Anna": 10, "Ben": 0}, topic="films")
    await play.question("aa", {"Anna": 5, "Cleo": 10}, topic="maps", at=START + timedelta(minutes=1))
    whole = await pages(real_store)

    async def unit(tx: Transaction) -> None:
        await results_withdrawn(tx, RoundId("aa"), 2)

    await real_store.database.write(unit)
    assert await shown(real_store, view()) == [(1, "Anna", 10, 1, 1), (2, "Ben", 0, 0, 1)]
    assert await shown(real_store, view(Board(CommunityId(1), topic="maps"))) == []
    await _equal_reckoned(real_store)

    points = [
        Points(RoundId("aa"), number, player(who), won)
        for number, who, won in ((1, "Anna", 10), (1, "Ben", 0), (2, "Anna", 5), (2, "Cleo", 10))
    ]
    await changed(real_store, points, await real_store.attempts(RoundId("aa")))
    assert await pages(real_store) == whole


async def test_the_same_points_again_change_nothing(real_store: Store) -> None:
    play = Play(real_store)
    await play.question("aa", {"Anna": 10, "Ben": 0}, topic="films")
    before = await pages(real_store)

    points = [Points(RoundId("aa"), 1, player("Anna"), 10), Points(RoundId("aa"), 1, player("Ben"), 0)]
    await changed(real_store, points, await real_store.attempts(RoundId("aa")))

    assert await pages(real_store) == before


async def _equal_reckoned(store: Store) -> None:
    before = await pages(store)

    async def unit(tx: Transaction) -> None:
        await reckon(tx, CommunityId(1))

    await store.database.write(unit)
    after = await pages(store)
    for key, page in before.items():
        assert [_near(line) for line in page.lines] == [_near(line) for line in after[key].lines], key


def _near(line: Line) -> Line:
    return replace(line, rating=round(line.rating, 9))


async def test_results_of_an_earlier_version_are_added_up_when_the_store_is_opened(tmp_path: Path) -> None:
    from db import open_store  # noqa: PLC0415 -- used here alone

    path = tmp_path / "store.db"
    async with open_store(path) as store:
        play = Play(store)
        await play.question("aa", {"Anna": 10, "Ben": 0}, topic="films")
        await play.question("bb", {"Anna": 7}, topic="films", at=START + timedelta(minutes=1))
        before = await pages(store)

        async def forget(tx: Transaction) -> None:
            await tx.run("DELETE FROM totals")
            await tx.run("DELETE FROM boards")
            await tx.run("DELETE FROM players")
            await tx.run("UPDATE results SET topic = '', day = 0, counts = 0, hits = 0, difficulty = 0, first_hit = -1")
            await tx.run("INSERT INTO notes(key, value) VALUES ('boards', 'due')")

        await store.database.write(forget)

    async with open_store(path, migrate=False) as store:
        assert await pages(store) == before
        assert await store.recall("boards") is None
        own = await store.results_of(CommunityId(1), ANNA)
        assert [(r.topic, r.counts, r.first) for r in own] == [
            ("films", True, FirstTry(right=True, hints=0)),
            ("films", False, FirstTry(right=True, hints=0)),
        ]
