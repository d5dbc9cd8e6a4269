"""Boards over a million results: how long a look takes beside the plain GROUP BY, and what keeping the totals costs.

    python -m benchmarks.boards [results] [address]

One community with ten thousand members, all of them in one of its channels, ten topics, a season that is on, and two
years of play, on a new SQLite store in a temporary folder, or on an empty PostgreSQL database at an address. Beside the
time by the clock stands the processor time of this process, which other work on the machine doesn't lengthen; what a
server works is not in it.
"""

import asyncio
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db import Store, Transaction, open_store
from db.boards import Closing, results_changed, store_results
from db.totals import count_in, reckon
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, ChannelId, MemberId, Place, Player, Points, RoundId
from trivia.scores.model import Board, Order, Period, View, period_key
from trivia.scores.statistics import statistics as own_statistics
from trivia.values import replace

RESULTS = 1_000_000
MEMBERS = 10_000
PLAYERS = 10  # in each round
QUESTIONS = 10  # in each round
CHUNK = 20_000

OURS = CommunityId(1)
MAIN = Place(OURS, ChannelId("bench:main"))
TOPICS = [f"topic-{n}" for n in range(10)]
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.toordinal()

NAIVE = (
    "SELECT member, SUM(points), SUM(CASE WHEN points > 0 THEN 1 ELSE 0 END), COUNT(*) FROM results "
    "WHERE community = ? AND at >= ? GROUP BY member ORDER BY SUM(points) DESC, member LIMIT 10"
)


def member(n: int) -> MemberId:
    """Return a member's id, as long as those of a platform."""
    return MemberId(f"bench:{10**17 + n}")


async def fill(store: Store, results: int, chance: random.Random) -> None:
    """Store rounds of ten members and ten questions, spread over two years, and add them up."""
    season = await store.open_season(OURS, "Bench", member(0), NOW - timedelta(days=90))
    rows: list[tuple[object, ...]] = []
    attempts: list[tuple[object, ...]] = []
    began = time.perf_counter()
    rounds = results // (PLAYERS * QUESTIONS)
    for n in range(rounds):
        at = NOW - timedelta(days=730 * (rounds - 1 - n) / rounds)
        players = chance.sample(range(MEMBERS), PLAYERS)
        main = n % 2 or n < MEMBERS // PLAYERS
        channel = MAIN.channel if main else f"bench:{n % 20}"
        day, on = at.toordinal(), season.id if at > season.opened else 0
        for number in range(1, QUESTIONS + 1):
            when = (at + timedelta(seconds=30 * number)).isoformat(timespec="microseconds")
            topic = chance.choice(TOPICS)
            for who in players:
                right = int(chance.random() < 0.3 + 0.6 * who / MEMBERS)
                tried = (f"{n:016x}", number, member(who), f"Player {who}")
                rows.append(
                    (*tried, 1, channel, 10 * right, right, when, topic, day, on, 1, chance.random(), 4, right, 0)
                )
                ruling = "accept" if right else "reject"
                attempts.append((*tried, f"{n}:{number}:{who}", "a", 0, ruling, "", when, 1.0, 0))
        if len(rows) >= CHUNK or n == rounds - 1:
            await store.database.write(_inserting(rows, attempts))
            rows.clear()
            attempts.clear()
    stored = time.perf_counter()

    async def unit(tx: Transaction) -> None:
        await reckon(tx, OURS)

    await store.database.write(unit)
    print(f"{rounds * PLAYERS * QUESTIONS:,} results of {MEMBERS:,} members stored in {stored - began:.0f} s, ", end="")
    print(f"totals of them all reckoned anew in {time.perf_counter() - stored:.0f} s", flush=True)


def _inserting(
    rows: list[tuple[object, ...]], attempts: list[tuple[object, ...]]
) -> Callable[[Transaction], Awaitable[None]]:
    async def unit(tx: Transaction) -> None:
        await tx.run_many(
            "INSERT INTO results(round, number, member, name, community, channel, points, hits, at, topic, day, "
            "season, counts, difficulty, options, first_hit, first_hints) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        await tx.run_many(
            "INSERT INTO attempts(round, number, member, name, event, given, choice, ruling, reason, at, elapsed, "
            "hints) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            attempts,
        )

    return unit


@dataclass(frozen=True, slots=True)
class Taken:
    """What something took, in milliseconds: by the clock, and of this process's work."""

    clock: float
    work: float


async def measured(work: Callable[[], Awaitable[object]]) -> Taken:
    """Return how long something takes."""
    began, worked = time.perf_counter(), time.process_time()
    await work()
    return Taken((time.perf_counter() - began) * 1_000, (time.process_time() - worked) * 1_000)


def told(label: str, taken: list[Taken], wanted: str = "") -> None:
    """Print a line by the clock, and one of work."""
    for what, times in ((label, [t.clock for t in taken]), ("  processor time of it", [t.work for t in taken])):
        ordered = sorted(times)
        p50, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
        print(f"{what:<58} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   most {ordered[-1]:8.2f} ms {wanted}", flush=True)


def views() -> Iterator[View]:
    """Yield every way to look at a board, at its first page and far down."""
    channels, topics, offsets = ("", str(MAIN.channel)), ("", TOPICS[3]), (0, 5_000)
    for channel, topic, period, order, offset in itertools.product(channels, topics, Period, Order, offsets):
        board = Board(OURS, channel, topic, 1 if period is Period.SEASON else 0)
        least = 1 if order is Order.POINTS else 20
        yield View(board, period, period_key(period, TODAY), order, least, offset)


async def looks(store: Store, chance: random.Random) -> None:
    """Measure boards, in turns with the plain way."""
    by_order: dict[Order, list[Taken]] = {order: [] for order in Order}
    naive: list[Taken] = []
    for turn in range(3):
        for view in views():
            who = member(chance.randrange(MEMBERS))
            by_order[view.order].append(await measured(lambda v=view, w=who: store.page(v, w)))  # type: ignore[misc] # defaults bind the loop's values
        naive.append(await measured(lambda: store.database.read(NAIVE, (OURS, ""))))
        print(f"turn {turn + 1}: done", file=sys.stderr)
    for order, taken in by_order.items():
        told(f"a page by {order}, any scope, period and topic", taken, "(wanted: 20)")
    told("all time by points, as a GROUP BY over the results", naive)


async def writes(store: Store, chance: random.Random) -> None:
    """Measure what keeping a question's results costs, alone and many at once."""
    numbers = itertools.count()

    def question(players: int) -> Callable[[Transaction], Awaitable[None]]:
        n = next(numbers)
        at = NOW + timedelta(minutes=n)
        round_id = RoundId(f"w{n}")
        points = [
            Points(round_id, 1, Player(member(who), f"Player {who}"), 10)
            for who in chance.sample(range(MEMBERS), players)
        ]

        async def unit(tx: Transaction) -> None:
            changes = await store_results(tx, [Closing(MAIN, at, points, None, ())])
            await count_in(tx, OURS, changes)

        return unit

    alone = [await measured(lambda: store.database.write(question(5))) for _ in range(200)]
    told("a question with five answers stored and counted, alone", alone)
    began = time.perf_counter()
    for _ in range(4):
        await asyncio.gather(*(store.database.write(question(5)) for _ in range(256)))
    print(f"{'the same, 256 at once':<58} {4 * 256 * 5 / (time.perf_counter() - began):,.0f} results a second")


async def corrections(store: Store, chance: random.Random) -> None:
    """Measure what a ruling on one question of an old round costs."""
    taken = []
    rounds = (await store.database.read("SELECT COUNT(*) FROM results"))[0][0] // (PLAYERS * QUESTIONS)
    for _ in range(40):
        round_id = RoundId(f"{chance.randrange(rounds * 9 // 10):016x}")
        attempts = list(await store.attempts(round_id))
        turned = [replace(a, ruling=Ruling.ACCEPT) if a.number == 4 else a for a in attempts]
        points = [Points(a.round, a.number, a.player, 10 * (a.ruling is Ruling.ACCEPT)) for a in turned]
        taken.append(await measured(lambda p=points, a=turned: store.database.write(_correcting(p, a))))  # type: ignore[misc] # defaults bind the loop's values
    told("one question of ten answers ruled anew, ratings and all", taken, "(wanted: 50)")


def _correcting(points: list[Points], attempts: list[Attempt]) -> Callable[[Transaction], Awaitable[None]]:
    async def unit(tx: Transaction) -> None:
        await results_changed(tx, points[0].round, points, attempts)

    return unit


async def own(store: Store, chance: random.Random) -> None:
    """Measure a member's own statistics."""

    async def one() -> None:
        own_statistics(await store.results_of(OURS, member(chance.randrange(MEMBERS))), TODAY)

    told("a member's own statistics", [await measured(one) for _ in range(100)])


async def measure(results: int, address: str) -> None:
    """Print all figures."""
    chance = random.Random(1)  # noqa: S311 - the same every run
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(address or Path(folder) / "store.db") as store:
            await fill(store, results, chance)
            await store.database.survey()
            await looks(store, chance)
            await own(store, chance)
            await corrections(store, chance)
            await writes(store, chance)


def main() -> int:
    """Measure with as many results as is said, on the store that is said."""
    address = sys.argv[2] if len(sys.argv) > 2 else ""
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RESULTS, address))
    return 0


if __name__ == "__main__":
    sys.exit(main())
