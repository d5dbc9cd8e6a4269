"""Moderators' work at scale: a large import beside rounds and lookups, its undo, and the queues and history after it.

    python -m benchmarks.curation [FACTS]

A table of so many facts (100,000 by itself) is shown and taken by /fact import and /fact confirm, while lookups and
small writes, such as rounds make, go on beside it. Then one that changes all of them, by another source, and both are
taken back.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.memory import collect_the_young
from bot.turns import take_short_turns
from db import Store, open_store
from db.seam import Transaction
from trivia.commands.core import assemble
from trivia.commands.request import Member, Request, Role, Upload
from trivia.facts.authors import signed
from trivia.facts.keeping import Suggestion
from trivia.facts.model import Certainty, CommunityId, FactId, Text
from trivia.facts.packs import read_pack
from trivia.lookup.service import Lookup
from trivia.ports import NewFact
from trivia.questions.generator import Generator
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Place, Rules
from trivia.rounds.source import GeneratedQuestions

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


class Silent:
    """A messenger that says nothing."""

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Say nothing."""


class Moderator:
    """Somebody who hands over files and confirms them, as on a platform."""

    def __init__(self, store: Store) -> None:
        self._core = assemble(
            facts=store,
            rounds=store,
            questions=GeneratedQuestions(Generator(store, store, store), store),
            messenger=Silent(),
            chance=random.Random(1),  # noqa: S311 - a game, not a secret
            platform="chat",
            defaults=Rules(),
        )
        self._said = 0

    async def say(self, command: str, upload: Upload | None = None, **arguments: str | int) -> str:
        """Say something; return the first line of the answer."""
        self._said += 1
        member = Member(MemberId("chat:1"), "Anna", Role.ADMIN)
        given = {**arguments, "file": upload.name} if upload else arguments
        event, channel = f"said-{self._said}", ChannelId("chat:here")
        [reply] = await self._core.door.handle(Request(event, US, channel, member, command, given, NOW, upload))
        return "".join(getattr(span, "text", "") for span in reply.text).partition("\n")[0]

    async def bring(self, data: bytes) -> str:
        """Have a table shown and taken; return what was said in the end."""
        await self.say("fact import", Upload("facts.csv", data))
        return await self.say("fact confirm")


async def importing(store: Store, facts: int) -> None:
    """Import beside others' work, again, change all of it, and take everything back."""
    beside, anna = Beside(store), Moderator(store)
    others = [asyncio.create_task(work()) for work in (beside.look_up, beside.look_up, beside.write)]
    data = table(facts)
    await shown_and_taken(anna, data, beside)
    began = time.perf_counter()
    said = await anna.say("fact import", Upload("facts.csv", data))
    print(f"{'again: ' + said.partition(' ')[2]:<44} {time.perf_counter() - began:8.2f} s")
    await shown_and_taken(anna, table(facts, "Some other file"), beside)
    for change, *_ in await store.database.read("SELECT id FROM changes ORDER BY id DESC"):
        beside.forget()
        began = time.perf_counter()
        await anna.say("fact undo", change=change)
        print(f"{f'undo of change {change}':<44} {time.perf_counter() - began:8.2f} s   wanted < 5", flush=True)
        await asyncio.sleep(0.5)
        print(f"{'the longest small write meanwhile':<44} {max(beside.writes):8.2f} ms", flush=True)
    beside.stop()
    await asyncio.gather(*others)


async def shown_and_taken(anna: Moderator, data: bytes, beside: Beside) -> None:
    """Have a file shown and taken, and print how long it took and how others fared."""
    beside.forget()
    began = time.perf_counter()
    said = await anna.say("fact import", Upload("facts.csv", data))
    print(f"{said.partition(' ')[2]:<44} {time.perf_counter() - began:8.2f} s", flush=True)
    said = await anna.say("fact confirm")
    took = time.perf_counter() - began
    await asyncio.sleep(0.5)  # for what waited to be counted
    print(f"{said[:44]:<44} {took:8.2f} s   wanted < 15")
    shown("lookups meanwhile", beside.reads)
    shown("small writes meanwhile", beside.writes)
    print(f"{'the longest small write':<44} {max(beside.writes):8.2f} ms", flush=True)


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
    collect_the_young()
    take_short_turns()
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))


if __name__ == "__main__":
    main()
