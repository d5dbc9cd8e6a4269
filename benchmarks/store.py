"""What the store costs: installing the film pack, finding names, following facts, committing; and the price of a read.

    python -m benchmarks.store [kb.txt.gz]

The read ratio compares our read with plain sqlite3 in a worker thread, the two in turns in the same run. All are
medians on a new SQLite store in a temporary folder.
"""

import asyncio
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.convert_films import DATA, film_files, read_triples
from db import Store, Transaction, open_store
from trivia.facts.model import GLOBAL_COMMUNITY, Entity, Shelf
from trivia.facts.packs import read_pack
from trivia.text import fold

ROUNDS = 400
WRITERS = 256

_READ = "SELECT fact, subject, value, sentence FROM facts WHERE current = 1 AND subject = ? AND relation = ?"


async def median_ms(work: Callable[[int], Awaitable[object]], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the median and the 99th percentile of the milliseconds that each call took."""
    taken = []
    for i in range(rounds):
        began = time.perf_counter()
        await work(i)
        taken.append((time.perf_counter() - began) * 1_000)
    return statistics.median(taken), sorted(taken)[int(len(taken) * 0.99)]


async def report(label: str, work: Callable[[int], Awaitable[object]], rounds: int = ROUNDS) -> None:
    """Measure and print one line."""
    median, tail = await median_ms(work, rounds)
    print(f"{label:<46} p50 {median:8.3f} ms   p99 {tail:8.3f} ms", flush=True)


def misspelt(name: str, edits: int, chance: random.Random) -> str:
    """Return a folded name with so many slips: a letter dropped, doubled, replaced or swapped with the next."""
    for _ in range(edits):
        i = chance.randrange(len(name) - 1)
        slip = chance.choice((name[i + 1] + name[i], name[i], "e" + name[i + 1], name[i] * 2 + name[i + 1]))
        name = name[:i] + slip + name[i + 2 :]
    return name


async def install(store: Store, source: Path) -> None:
    """Install the film pack, check included."""
    files = film_files(read_triples(source))
    began = time.perf_counter()
    content = read_pack(files)
    parsed = time.perf_counter()
    stored = await store.install(content, datetime.now(UTC))
    done = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{stored.facts:,} facts, {stored.entities:,} entities: checked in {parsed - began:.1f} s, installed in "
        f"{done - parsed:.1f} s, memory at most {memory:.0f} MB (this program and its converter included)"
    )


async def names(store: Store, shelf: Shelf, entities: Sequence[Entity]) -> None:
    """Measure the name index."""
    chance = random.Random(1)  # noqa: S311 - the same every run
    long = [fold(e.name) for e in entities if len(fold(e.name)) >= 8 and not any(c.isdigit() for c in e.name)]
    spans = [[f"{name} {i}" for i in range(40)] + [name] for name in long[:ROUNDS]]
    await report("by_name, 41 names at once", lambda i: store.by_name(shelf, spans[i]))
    for edits in (1, 2):
        typed = [misspelt(name, edits, chance) for name in chance.sample(long, ROUNDS)]
        await report(f"near_name, {edits} edits forgiven", lambda i, t=typed, e=edits: store.near_name(shelf, t[i], e))  # type: ignore[misc] # defaults bind the loop's values
    words = [max(name.split(), key=len) for name in chance.sample(long, ROUNDS)]
    await report("by_words, one word", lambda i: store.by_words(shelf, [words[i]], 24))
    await report("by_words, a common and a rarer one", lambda i: store.by_words(shelf, ["the", words[i]], 24))
    await report("by_prefix, 3 letters", lambda i: store.by_prefix(shelf, words[i][:3], 25))
    await report("by_prefix, 1 letter", lambda i: store.by_prefix(shelf, words[i][:1], 25), 50)


async def facts(store: Store, shelf: Shelf, films: Sequence[Entity], people: Sequence[Entity]) -> None:
    """Measure the fact reader."""
    chance = random.Random(2)  # noqa: S311 - the same every run
    films, people = chance.sample(films, ROUNDS), chance.sample(people, ROUNDS)
    await report("vocabulary, known already", lambda _: store.vocabulary(shelf))
    await report("forward, one film", lambda i: store.forward(shelf, "starred_actors", [films[i].id]))
    await report("inverse, one person", lambda i: store.inverse(shelf, "starred_actors", [people[i].id]))
    some = [e.id for e in films[:50]]
    await report("forward, 50 films", lambda _: store.forward(shelf, "starred_actors", some), 100)
    await report("about, one person", lambda i: store.about(shelf, people[i].id, 20))
    await report("with_literal, one year", lambda i: store.with_literal(shelf, "release_year", year(i), year(i)), 50)
    await report("sample, 20 facts", lambda i: store.sample(shelf, "directed_by", i / ROUNDS, 20))
    await report("relation_sizes", lambda _: store.relation_sizes(shelf), 20)


def year(i: int) -> float:
    """Return one of many years as facts are searched by it."""
    return (1930 + i) * 10_000 + 101


async def read_ratio(store: Store, path: Path, films: Sequence[Entity]) -> None:
    """Compare a read with the same in plain sqlite3, in a worker thread too."""
    plain = sqlite3.connect(path, check_same_thread=False)

    def fetch(i: int) -> list[object]:
        return plain.execute(_READ, (films[i].id, "starred_actors")).fetchall()

    ours, theirs = [], []
    for i in range(4_000):
        began = time.perf_counter()
        await store.database.read(_READ, (films[i].id, "starred_actors"))
        between = time.perf_counter()
        await asyncio.to_thread(fetch, i)
        ours.append(between - began)
        theirs.append(time.perf_counter() - between)
    plain.close()
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{'a read, in plain sqlite3 on a thread':<46} p50 {other * 1e3:8.3f} ms")
    print(f"{'a read of ours':<46} p50 {mine * 1e3:8.3f} ms   ratio {mine / other:.2f} (at most 1.5)")


async def commits(store: Store) -> None:
    """Measure small writes, alone and many at once."""

    async def unit(tx: Transaction) -> None:
        await tx.run(
            "INSERT INTO notes(key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            ("benchmark", "1"),
        )

    await report("write, alone", lambda _: store.database.write(unit))
    began = time.perf_counter()
    for _ in range(8):
        await asyncio.gather(*(store.database.write(unit) for _ in range(WRITERS)))
    took = time.perf_counter() - began
    print(f"{f'writes, {WRITERS} at once':<46} {8 * WRITERS / took:12,.0f} a second")


async def measure(source: Path) -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        async with open_store(path) as store:
            await install(store, source)
            shelf = await store.shelf(GLOBAL_COMMUNITY)
            films = await store.of_kind(shelf, "film", 100_000)
            people = await store.of_kind(shelf, "person", 100_000)
            await names(store, shelf, [*films, *people])
            await facts(store, shelf, films, people)
            await read_ratio(store, path, films)
            await commits(store)


def main() -> int:
    """Measure, if the film facts are there."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not source.is_file():
        print(f"{source} is not there; name the file of the film facts: python -m benchmarks.store kb.txt.gz")
        return 0
    asyncio.run(measure(source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
