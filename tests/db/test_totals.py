"""Points are a function of stored attempts and rulings: whatever happens, totals equal a reckoning of all anew."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db import Store, open_store
from db.boards import Closing, results_changed, results_withdrawn, store_results
from db.seam import Transaction
from db.totals import now_due
from tests.fakes.boards import FakeBoards
from tests.fakes.rounds import player
from trivia import values
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, ChannelId, MemberId, Place, Points, RoundId
from trivia.scores.model import Board, Line, Order, Page, Period, View, period_key
from trivia.settings import Scope

START = datetime(2026, 3, 4, 12, tzinfo=UTC)
OURS = CommunityId(1)
NAMES = ("Anna", "Ben", "Cleo")
ROUNDS = tuple((RoundId(f"r{n}"), Place(OURS, ChannelId(f"test:{n}"))) for n in range(2))
NOBODY = MemberId("")


@dataclass(frozen=True)
class Answered:
    """A question of a round closes, so many hours later; who has points was right."""

    round: int
    hours: int
    earned: dict[str, int]


@dataclass(frozen=True)
class Ruled:
    """Later everybody who tried a question of a round is ruled right, or wrong."""

    round: int
    number: int
    right: bool


@dataclass(frozen=True)
class Withdrawn:
    """A question counts for nobody."""

    round: int
    number: int


@dataclass(frozen=True)
class Said:
    """A moderator says whether solo rounds count, or opens or closes a season."""

    what: str


_rounds = st.integers(0, len(ROUNDS) - 1)
_steps = st.one_of(
    st.builds(
        Answered,
        _rounds,
        st.sampled_from((0, 1, 13, 200)),
        st.dictionaries(st.sampled_from(NAMES), st.sampled_from((0, 3, 10)), min_size=1),
    ),
    st.builds(Ruled, _rounds, st.integers(1, 3), st.booleans()),
    st.builds(Withdrawn, _rounds, st.integers(1, 3)),
    st.builds(Said, st.sampled_from(("solo", "not solo", "season"))),
)


class Played:
    """What was stored, told in attempts and rulings; ``points`` follow from them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = START
        self.attempts: dict[tuple[RoundId, int], list[Attempt]] = {}
        self.worth: dict[tuple[RoundId, int, MemberId], int] = {}
        self.void: set[tuple[RoundId, int]] = set()
        self.counted: set[RoundId] = set()
        self._solo = False
        self._seasons = 0

    def points(self, key: tuple[RoundId, int]) -> list[Points]:
        return [
            Points(a.round, a.number, a.player, self.worth[a.round, a.number, a.player.id] or 5)
            if a.ruling is Ruling.ACCEPT
            else Points(a.round, a.number, a.player, 0)
            for a in self.attempts[key]
        ]

    async def take(self, step: Answered | Ruled | Withdrawn | Said) -> None:
        match step:
            case Answered():
                await self._answered(step)
            case Ruled(n, number, right):
                await self._ruled((ROUNDS[n][0], number), right=right)
            case Withdrawn(n, number):
                await self._withdrawn((ROUNDS[n][0], number))
            case Said():
                await self._said(step.what)

    async def _answered(self, step: Answered) -> None:
        self.now += timedelta(hours=step.hours, seconds=1)
        round_id, place = ROUNDS[step.round]
        key = round_id, 1 + sum(known == round_id for known, _ in self.attempts)
        self.attempts[key] = [
            Attempt(*key, player(who), f"{key}{who}", "", None, _ruling(won > 0), "", self.now, 1.0, 0)
            for who, won in step.earned.items()
        ]
        self.worth |= {(*key, player(who).id): won for who, won in step.earned.items()}
        there = [of for of in self.attempts if of[0] == round_id and of not in self.void]
        if there == [key]:
            self.counted.discard(round_id)  # nothing is left of it: it begins anew
        if self._solo or len({a.player.id for of in there for a in self.attempts[of]}) > 1:
            self.counted.add(round_id)

        async def unit(tx: Transaction) -> None:
            await tx.run_many(
                "INSERT INTO attempts(round, number, event, member, name, given, ruling, reason, at, elapsed, hints) "
                "VALUES (?, ?, ?, ?, '', '', ?, '', ?, 1.0, 0)",
                [(*key, a.event, a.player.id, a.ruling.value, a.at.isoformat()) for a in self.attempts[key]],
            )
            closing = Closing(place, self.now, self.points(key), None, self.attempts[key])
            await now_due(tx, await store_results(tx, [closing]))

        await self.store.database.write(unit)

    async def _ruled(self, key: tuple[RoundId, int], *, right: bool) -> None:
        if key not in self.attempts or key in self.void:
            return
        self.attempts[key] = [values.replace(a, ruling=_ruling(right)) for a in self.attempts[key]]
        closed = [of for of in self.attempts if of[0] == key[0] and of not in self.void]
        points = [gain for of in closed for gain in self.points(of)]
        attempts = [attempt for of in closed for attempt in self.attempts[of]]

        async def unit(tx: Transaction) -> None:
            await results_changed(tx, key[0], points, attempts)

        await self.store.database.write(unit)

    async def _withdrawn(self, key: tuple[RoundId, int]) -> None:
        if key not in self.attempts:
            return
        self.void.add(key)

        async def unit(tx: Transaction) -> None:
            await results_withdrawn(tx, *key)

        await self.store.database.write(unit)

    async def _said(self, what: str) -> None:
        if what == "season":
            if not await self.store.close_season(OURS, NOBODY, self.now):
                self._seasons += 1
                await self.store.open_season(OURS, f"Season {self._seasons}", NOBODY, self.now)
            return
        self._solo = what == "solo"
        place, value = ROUNDS[0][1], "yes" if self._solo else "no"
        await self.store.choose_setting(place, Scope.COMMUNITY, NOBODY, "solo", value, at=self.now)


def _ruling(right: bool) -> Ruling:
    return Ruling.ACCEPT if right else Ruling.REJECT


@settings(max_examples=40, deadline=None)
@given(st.lists(_steps, max_size=14))
def test_totals_equal_a_reckoning_from_attempts_and_rulings(
    steps: list[Answered | Ruled | Withdrawn | Said],
) -> None:
    asyncio.run(_hold(steps))


async def _hold(steps: Sequence[Answered | Ruled | Withdrawn | Said]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "store.db") as store:
            played = Played(store)
            for step in steps:
                await played.take(step)
            results = [r for who in NAMES for r in await store.results_of(OURS, player(who).id)]

            due = {
                (gain.round, gain.number, gain.player.id): gain.points
                for key in played.attempts
                if key not in played.void
                for gain in played.points(key)
            }
            assert {(r.round, r.number, r.player.id): r.points for r in results} == due
            assert {r.round for r in results if r.counts} == {r.round for r in results} & played.counted
            assert not {r.round for r in results if not r.counts} & played.counted
            fake = FakeBoards(results={(r.round, r.number, r.player.id): r for r in results})
            for view in _views(played.now):
                for who in NAMES:
                    stored = await store.page(view, player(who).id)
                    reckoned = await fake.page(view, player(who).id)
                    assert _rounded(stored) == _rounded(reckoned), view


def _views(now: datetime) -> list[View]:
    boards = [Board(OURS, channel, "", season) for channel in ("", "test:0", "test:1") for season in (0, 1, 2)]
    return [
        View(board, period, period_key(period, now.toordinal()), order)
        for board in boards
        for period in Period
        for order in Order
    ]


def _rounded(page: Page) -> Page:
    return Page(
        tuple(map(_near, page.lines)), page.size, page.own and _near(page.own), page.ahead and _near(page.ahead)
    )


def _near(line: Line) -> Line:
    return replace(line, rating=round(line.rating, 9))
