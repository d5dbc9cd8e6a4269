"""What a draw costs, from a bag of a million questions and at the start of a round.

    python -m benchmarks.draws [QUESTIONS] [kb.txt.gz]

The bag's facts are rows of one pack, made up and written straight into a store in a temporary folder. A draw is what a
round does between two questions: read the drawer, choose, store. Questions are made ahead, as while members think; what
that takes is given apart. Where the film facts are, the first question of a round over them is measured too.
"""

import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from benchmarks.convert_films import DATA, film_files, read_triples
from db import Store, open_store
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, CommunityId, Number
from trivia.facts.packs import read_pack
from trivia.ports import NewFact, shuffle_place
from trivia.questions.generator import Generator
from trivia.rounds.bag import Taken
from trivia.rounds.drawing import Bags
from trivia.rounds.model import ChannelId, Place
from trivia.rounds.ports import Wanted
from trivia.rounds.source import GeneratedQuestions

QUESTIONS = 1_000_000
DRAWS = 300
STARTS = 40
SEEN = 0.9
"""How much of the big bag was drawn already where a late draw is measured."""

OTHER = CommunityId(7)
CHANNELS = (0, 20, 400, 800, 1_200)
AT_ONCE = 20

_RELATIONS = 8
_BATCH = 20_000
_FACT = (
    "INSERT INTO facts(fact, revision, pack, subject, relation, value, type, literal, unit, number, folded, "
    "qualifiers, certainty, source, sentence, stated_on, author, at, reason, retired, current, place) "
    "VALUES (?, 1, 1, ?, ?, NULL, 'number', ?, '', ?, NULL, '', 'confirmed', 1, '', '', '', '', '', 0, 1, ?)"
)
_TOML = """name = "many"
title = "Many"
version = "1"
language = "en"
licence = "CC0-1.0"
about = "Made up, to measure with."
"""
_RELATION = """
[relations.rank{n}]
subject = "town"
value = "number"
holds = "one"
statement = "{{subject}} has rank {{value}} in list {n}"
question = "Which rank has {{subject}} in list {n}?"
"""


def millis(taken: Sequence[float]) -> str:
    """Write a median and a 99th percentile."""
    tail = sorted(taken)[int(len(taken) * 0.99)]
    return f"p50 {statistics.median(taken) * 1e3:7.2f} ms   p99 {tail * 1e3:7.2f} ms"


async def fill(store: Store, questions: int) -> None:
    """Make a pack of so many facts: towns, each with a rank in each of some lists."""
    towns = questions // _RELATIONS
    relations = "".join(_RELATION.format(n=n) for n in range(_RELATIONS))
    kinds = '[kinds.town]\nnouns = ["town"]\n'
    await store.install(
        read_pack(
            {
                "pack.toml": _TOML.encode(),
                "relations.toml": (kinds + relations).encode(),
                "sources.csv": b"id,title,publisher,address,date,language\ns,Made up,,,,en\n",
                "entities.csv": b"id,kind,name,aliases,popularity\nt0,town,Town 0,,0.5\n",
                "facts.csv": b"subject,relation,value,qualifiers,certainty,source,stated_on,spoiler\n"
                b"t0,rank0,1,,confirmed,s,,\n",
            }
        ),
        datetime.now(UTC),
    )
    chance = random.Random(3)  # noqa: S311 - the same every run

    async def towns_from(tx, first: int) -> None:  # type: ignore[no-untyped-def] # a transaction of the seam
        last = min(first + _BATCH, towns)
        ids = range(first, last)
        await tx.run_many(
            "INSERT INTO entities(id, pack, key, kind, name, popularity, retired) VALUES (?, 1, ?, 'town', ?, ?, 0)",
            [(10 + i, f"t{i}", f"Ville {i}", chance.random()) for i in ids],
        )
        await tx.run_many(
            "INSERT INTO names(id, entity, pack, folded, written, alias, whole) VALUES (?, ?, 1, ?, ?, 0, 1)",
            [(10 + i, 10 + i, f"ville {i}", f"Ville {i}") for i in ids],
        )
        rows = []
        for i in ids:
            for n in range(_RELATIONS):
                fact, rank = 10 + i * _RELATIONS + n, chance.randrange(1, 9_000)
                rows.append((fact, 10 + i, f"rank{n}", str(rank), float(rank), shuffle_place(fact)))  # type: ignore[arg-type] # a fact's id
        await tx.run_many(_FACT, rows)

    for first in range(1, towns, _BATCH):
        await store.database.write(lambda tx, first=first: towns_from(tx, first))  # type: ignore[misc] # defaults bind the loop's values
    await store.database.survey()


async def pretend_drawn(store: Store, place: Place, facts: int) -> None:
    """Let so many facts, those that come first in the shuffle, have been drawn in a place already."""
    rows = await store.database.read("SELECT fact FROM facts WHERE current = 1 ORDER BY place LIMIT ?", (facts,))
    _, bag = await store.drawer(place, Wanted(1, 0).selection)
    await store.keep_draws([Taken(place, 0, tuple((row[0],) for row in rows), (), bag)])


async def draws(store: Store, bags: Bags, place: Place) -> tuple[list[float], list[float], list[float]]:
    """Draw again and again; return the seconds of each draw, stored, by the clock and of work, and of making ahead."""
    drawing, working, making = [], [], []
    wanted = Wanted(1, 0)
    for turn in range(DRAWS):
        began, worked = time.perf_counter(), time.process_time()
        drawn = await bags.draw(place, wanted, in_round=min(turn, 10))
        assert drawn
        await store.keep_draws([drawn.taken])
        drawing.append(time.perf_counter() - began)
        working.append(time.process_time() - worked)
        if bags.needs(place, wanted):
            began = time.perf_counter()
            await bags.prepare(place, wanted)
            making.append(time.perf_counter() - began)
    return drawing, working, making


async def after_a_new_fact(store: Store, bags: Bags, place: Place) -> list[float]:
    """Return the seconds of making questions where the community said something new just before."""
    taken = []
    shelf = await store.shelf(OTHER)
    town = (await store.by_name(shelf, ["ville 7"]))["ville 7"][0].entity.id
    for rank in range(10_000, 10_000 + STARTS // 4):
        new = NewFact(town, "rank0", Number(Decimal(rank)), Certainty.CONFIRMED, "", "", "As said.")
        await store.add(OTHER, new, "bench", datetime.now(UTC))
        bags.forget(place)
        began = time.perf_counter()
        assert await bags.draw(place, Wanted(1, 0))
        taken.append(time.perf_counter() - began)
    return taken


async def together(store: Store, bags: Bags, channels: range) -> tuple[float, float]:
    """Let many channels play ten questions each; return the questions made and drawn a second, by clock and by work."""
    began, worked = time.perf_counter(), time.process_time()
    for first in channels[::AT_ONCE]:
        await asyncio.gather(*(play(store, bags, number) for number in range(first, first + AT_ONCE)))
    asked = len(channels) * 10
    return asked / (time.perf_counter() - began), asked / (time.process_time() - worked)


async def play(store: Store, bags: Bags, number: int) -> None:
    """Draw ten questions in a channel of one of a hundred communities."""
    place, wanted = Place(CommunityId(1 + number % 100), ChannelId(f"bench:{number}-{id(bags)}")), Wanted(1, 0)
    for turn in range(10):
        drawn = await bags.draw(place, wanted, in_round=turn)
        assert drawn
        await store.keep_draws([drawn.taken])
        if bags.needs(place, wanted):
            await bags.prepare(place, wanted)
    bags.forget(place)


async def starts(bags: Bags, wanted: Wanted) -> list[float]:
    """Return the seconds that the first question took in one channel after another."""
    taken = []
    for number in range(STARTS):
        began = time.perf_counter()
        assert await bags.draw(Place(GLOBAL_COMMUNITY, ChannelId(f"bench:{number}")), wanted)
        taken.append(time.perf_counter() - began)
    return taken


def bags_of(store: Store) -> Bags:
    """Return what draws from a store."""
    source = GeneratedQuestions(Generator(store, store, store), store)
    return Bags(store, source, store, random.Random(1))  # noqa: S311 - the same every run


async def big(questions: int, folder: Path) -> None:
    """Measure draws from one big bag, new and mostly drawn."""
    async with open_store(folder / "big.db") as store:
        began = time.perf_counter()
        await fill(store, questions)
        print(f"{questions:,} facts made in {time.perf_counter() - began:.0f} s")
        for label, place in (("new", "bench:a"), (f"{SEEN:.0%} drawn", "bench:b")):
            where = Place(GLOBAL_COMMUNITY, ChannelId(place))
            if "drawn" in label:
                await pretend_drawn(store, where, int(questions * SEEN))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            bags = bags_of(store)
            began = time.perf_counter()
            first = await bags.draw(where, Wanted(1, 0))
            assert first
            waited = time.perf_counter() - began
            drawing, working, making = await draws(store, bags, where)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
            print(f"a draw, the bag {label:<12} {millis(drawing)} (wanted under 5 ms); memory grew {grown:.0f} MB")
            print(f"  processor time of it       {millis(working)}")
            other = Place(OTHER, ChannelId(f"{place}-other"))
            news = await after_a_new_fact(store, bags, other)
            print(f"  the first after a new fact {millis(news)}")
            print(f"  the very first of the process {waited * 1e3:.0f} ms; making ahead {millis(making or [0.0])}")


async def films(source: Path, folder: Path) -> None:
    """Measure the first question of rounds over the film facts."""
    async with open_store(folder / "films.db") as store:
        await store.install(read_pack(film_files(read_triples(source))), datetime.now(UTC))
        bags = bags_of(store)
        print(f"the first question over the films {millis(await starts(bags, Wanted(1, 0, topic='films')))}")


async def shipped(folder: Path) -> None:
    """Measure the first question of rounds over the shipped packs."""
    async with open_store(folder / "shipped.db") as store:
        for pack in sorted(path for path in (Path(__file__).parent.parent / "packs").iterdir() if path.is_dir()):
            await store.install(read_pack({f.name: f.read_bytes() for f in pack.iterdir()}), datetime.now(UTC))
        print(f"the first question, shipped packs {millis(await starts(bags_of(store), Wanted(1, 0)))}")
        bags = bags_of(store)
        for first, last in pairwise(CHANNELS):
            clock, work = await together(store, bags, range(first, last))
            print(
                f"ten questions in each of channels {first + 1:,} to {last:,} of a process: "
                f"{clock:.0f} a second; {work:.0f} by processor time"
            )


def main() -> int:
    """Print the figures."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(shipped(Path(name)))
        if source.is_file():
            asyncio.run(films(source, Path(name)))
        asyncio.run(big(questions, Path(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
