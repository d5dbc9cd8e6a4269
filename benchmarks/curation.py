"""Moderators' work at scale: a large import beside rounds and lookups, its undo, and the queues and history after it.

    python -m benchmarks.curation [FACTS]

A table of so many facts (100,000 by itself) is shown and taken through the same code as /fact import, which reads and
matches it both times, while lookups and small writes, such as rounds make, go on beside it. Then one that changes all
of them, by another source, and both are taken back.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.memory import collect_seldom
from bot.turns import take_short_turns
from db import Store, open_store
from db.seam import Transaction
from trivia.facts.authors import signed
from trivia.facts.keeping import Suggestion
from trivia.facts.model import Certainty, CommunityId, FactId, Text
from trivia.facts.packs import read_pack
from trivia.formats.matching import Matched, matched
from trivia.formats.tables import TableFormat
from trivia.lookup.service import Lookup
from trivia.ports import NewFact

NOW = datetime(2026, 1, 1, tzinfo=UTC)
US = CommunityId(1)
ANNA = signed("Anna", "chat:1")
PACK = Path(__file__).parents[1] / "packs" / "jessica-jones"
QUESTION = "who directed AKA You're Welcome?"
FACTS_EACH = 3
"""Facts about one thing, as in the film facts."""
MANY, REVISED = 1_000_000, 100_000
"""Own facts, and how many of them were mended, when queues and history are opened."""
SMALL = 2_000
"""Changes made one by one, for the journal."""


def table(facts: int, source: str = "Some file") -> bytes:
    """Return a table of made-up episodes, each with three directors of some hundreds."""
    chance = random.Random(1)  # noqa: S311 - made-up facts, no secret
    names = [
        f"AKA Number {i} {chance.choice(('Red', 'Blue', 'Green'))} {chance.randrange(10**6)}"
        for i in range(facts // FACTS_EACH + 1)
    ]
    rows = ["subject,kind,relation,value,source"]
    rows += [f"{names[i // FACTS_EACH]},episode,directed_by,Director {i * 7 % 997} Name,{source}" for i in range(facts)]
    return "\n".join(rows).encode()


class Beside:
    """Lookups and small writes that go on meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lookup = Lookup(store, store)
        self.reads: list[float] = []
        self.writes: list[float] = []
        self._stop = False

    async def look_up(self) -> None:
        """Ask the same again and again."""
        shelf = await self._store.shelf(CommunityId(2))
        while not self._stop:
            began = time.perf_counter()
            await self._lookup.ask(shelf, QUESTION)
            self.reads.append((time.perf_counter() - began) * 1_000)
            await asyncio.sleep(0.01)

    async def write(self) -> None:
        """Store what a step of a round might."""
        number = 0
        while not self._stop:
            began = time.perf_counter()
            number += 1
            await self._store.mark(f"event-{number}", NOW)
            self.writes.append((time.perf_counter() - began) * 1_000)
            await asyncio.sleep(0.01)

    def forget(self) -> None:
        """Begin to count anew."""
        self.reads.clear()
        self.writes.clear()

    def stop(self) -> None:
        """Let them end."""
        self._stop = True


def shown(label: str, taken: list[float]) -> None:
    """Print the median and the slowest hundredth."""
    slow = sorted(taken)[int(len(taken) * 0.99)]
    print(f"{label:<44} p50 {statistics.median(taken):8.2f} ms   p99 {slow:8.2f} ms   ({len(taken):,})", flush=True)


async def preview(store: Store, data: bytes) -> Matched:
    """Read a table and match it with what is known."""
    shelf = await store.shelf(US)
    vocabulary = await store.vocabulary(shelf)
    incoming = await asyncio.to_thread(TableFormat().read, "facts.csv", data, vocabulary, "")
    return await matched(incoming, store, shelf, "facts.csv")


async def importing(store: Store, facts: int) -> None:
    """Import beside others' work, again, change all of it, and take everything back."""
    beside = Beside(store)
    others = [asyncio.create_task(work()) for work in (beside.look_up, beside.look_up, beside.write)]
    data = table(facts)
    first = await shown_and_taken(store, data, "new", beside)
    began = time.perf_counter()
    again = await preview(store, data)
    print(f"{'the same file again: ' + str(len(again.new)) + ' new':<44} {time.perf_counter() - began:8.2f} s")
    second = await shown_and_taken(store, table(facts, "Some other file"), "changed", beside)
    for change, what in ((second, "changed"), (first, "new")):
        beside.forget()
        began = time.perf_counter()
        await store.undo(US, change, ANNA, NOW)
        label = f"undo of {facts:,} {what}"
        print(f"{label:<44} {time.perf_counter() - began:8.2f} s   wanted < 5", flush=True)
        await asyncio.sleep(0.5)
        print(f"{'the longest small write meanwhile':<44} {max(beside.writes):8.2f} ms", flush=True)
    beside.stop()
    await asyncio.gather(*others)


async def shown_and_taken(store: Store, data: bytes, what: str, beside: Beside) -> int:
    """Show what a file would bring and take it, which reads it anew; return the number of the change."""
    beside.forget()
    began = time.perf_counter()
    found = await preview(store, data)
    label = f"preview of {len(found.new) or len(found.changed):,} {what} facts"
    print(f"{label:<44} {time.perf_counter() - began:8.2f} s", flush=True)
    found = await preview(store, data)
    change = await store.bring(US, found.bringing, ANNA, NOW, {"file": "facts.csv"})
    took = time.perf_counter() - began
    await asyncio.sleep(0.5)  # for what waited to be counted
    print(f"{'preview and import, others at work':<44} {took:8.2f} s   wanted < 15")
    shown("lookups meanwhile", beside.reads)
    shown("small writes meanwhile", beside.writes)
    print(f"{'the longest small write':<44} {max(beside.writes):8.2f} ms", flush=True)
    return change


_COLUMNS = """relation, value, type, literal, unit, number, folded, qualifiers, certainty, source, sentence, work,
    season, episode, author, at, reason"""
_MANY = f"""WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO facts(fact, revision, pack, subject, stated_on, {_COLUMNS}, retired, current, place, change)
    SELECT ? + i, ?, pack, 1 + i % ?, '20' || (10 + i % 15) || '-01-01', {_COLUMNS}, 0, ?, i, CASE WHEN ? = 1
        THEN 0 ELSE i END FROM n, (SELECT * FROM facts WHERE fact = ? AND current = 1) f"""  # noqa: S608 -- constants
_CHANGES = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    INSERT INTO changes(community, kind, author, member, at, reason, about, size, undoes, undone)
    SELECT 1, 'edited', 'Anna (chat:1)', 'chat:1', '2026-01-01T00:00:00+00:00', '', '', 1, 0, 0 FROM n"""


async def fill(store: Store, facts: int, revisions: int) -> None:
    """Let the community have so many own facts, and so many of them mended, each as a change of the journal."""
    subject = (await store.by_name(await store.shelf(US), ["jessica jones"]))["jessica jones"][0].entity.id
    first = await store.add(US, NewFact(subject, "motto", Text("x"), Certainty.CONFIRMED, "Us", "", ""), ANNA, NOW)
    things = int((await store.database.read("SELECT count(*) FROM entities"))[0][0])

    async def unit(tx: Transaction) -> None:
        await tx.run("DELETE FROM changes")
        await tx.run(_CHANGES, (revisions,))
        await tx.run(_MANY, (facts, 10**7, 1, things, 1, 1, first.id))
        await tx.run(_MANY, (revisions, 10**7, 2, things, 1, 2, first.id))
        await tx.run(
            "UPDATE facts SET current = 0 WHERE revision = 1 AND fact > ? AND fact <= ?", (10**7, 10**7 + revisions)
        )

    await store.database.write(unit)
    await store.database.survey()


async def journal(store: Store, changes: int) -> None:
    """Fill the journal and the queues, and open them."""
    for number in range(changes):
        at = NOW + timedelta(seconds=number)
        await store.suggest(US, Suggestion(0, f"chat:{number}", "Eve", "chat", {}, "A fact", at), "", 10**6)
        await store.note(US, f"what is number {number}?", at)
    subjects = (await store.by_name(await store.shelf(US), ["jessica jones"]))["jessica jones"]
    first: FactId | None = None
    for number in range(changes):
        new = NewFact(subjects[0].entity.id, "motto", Text(f"Motto {number}"), Certainty.CONFIRMED, "Us", "", "")
        first = first or (await store.add(US, new, ANNA, NOW)).id
        await store.add(US, new, ANNA, NOW)
    shelf = await store.shelf(US)
    timed: dict[str, list[float]] = {}
    for _ in range(50):
        for label, work in (
            ("changes, a page", lambda: store.changes(US, 10)),
            ("history of a fact", lambda: store.history(US, first or FactId(1))),
            ("suggestions, a page", lambda: store.suggestions(US, 10)),
            ("unanswered, a page", lambda: store.wondered(US, 10)),
            ("facts due for a second look", lambda: store.stale(shelf, "2030-01-01", 10)),
            ("how many of each wait", lambda: counted(store)),
        ):
            began = time.perf_counter()
            await work()
            timed.setdefault(label, []).append((time.perf_counter() - began) * 1_000)
    for label, taken in timed.items():
        shown(label, taken)


async def counted(store: Store) -> None:
    """Count what waits."""
    await store.count_suggestions(US)
    await store.count_wondered(US)
    await store.count_stale(await store.shelf(US), "2030-01-01")


async def measure(facts: int) -> None:
    """Run it all on a new store."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "store.db") as store:
            await store.install(read_pack({p.name: p.read_bytes() for p in PACK.iterdir()}), NOW)
            await importing(store, facts)
            await fill(store, MANY, REVISED)
            await journal(store, SMALL)


def main() -> None:
    """Measure, and print what was measured."""
    collect_seldom()
    take_short_turns()
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))


if __name__ == "__main__":
    main()
