"""Many rounds at once: how late deadlines come, how long an answer takes to be stored, and what a round costs.

    python -m benchmarks.rounds [rounds ...]

Every round has five players, on a messenger that only takes notes and a new SQLite store in a temporary folder.
Questions stay open for 20 s, with 5 s between them; each player answers four of five, at a moment of their own, so that
10,000 rounds bring 1,600 answers a second. Rounds begin spread over the length of a question and are left where they
are once the time is up. An answer's time runs from when it was due to arrive to when it is stored.
"""

import asyncio
import contextlib
import heapq
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from adapters.host import keep_time
from bot.memory import collect_the_young
from bot.turns import take_short_turns
from db import Store, open_store
from trivia import values
from trivia.commands.core import Core, assemble
from trivia.commands.request import Member, Request
from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.facts.packs import read_pack
from trivia.lookup.answer import Evidence
from trivia.questions.generator import Generator
from trivia.questions.model import Question
from trivia.questions.walk import Gone, Walk
from trivia.replies.reply import Reply
from trivia.rounds.bag import Ground
from trivia.rounds.model import ChannelId, MemberId, Place, Rules
from trivia.rounds.ports import Batch, Wanted
from trivia.rounds.source import GeneratedQuestions

PACK = Path(__file__).resolve().parents[1] / "packs" / "jessica-jones"
SIZES = (100, 1_000, 10_000)
AT_ONCE = 20
PLAYERS = 5
ANSWERING = 0.8
SECONDS, PAUSE = 20, 5
SPREAD = SECONDS + PAUSE
MEASURED = 40
"""Seconds for which all rounds run, once the last one has begun."""


@dataclass(slots=True)
class Figures:
    """What was seen: lateness of deadlines and times of answers, in seconds."""

    late: list[float] = field(default_factory=list)
    stored: list[float] = field(default_factory=list)
    counting: bool = False


class Repeated(GeneratedQuestions):
    """Hands out the same questions as if they were new: making them is measured by ``benchmarks.draws``."""

    questions: Sequence[Question] = ()
    made = 1_000_000

    async def more(
        self, shelf: Shelf, wanted: Wanted, walk: Walk, *, gone: Gone, held: Collection[FactId], chance: Random
    ) -> Batch:
        """Return questions from anywhere in the list."""
        if not self.questions:
            return await super().more(shelf, wanted, walk, gone=gone, held=held, chance=chance)
        made = map(self._as_new, chance.choices(self.questions, k=wanted.count))
        return Batch(tuple(made), values.replace(walk, start=0), whole=False)

    def _as_new(self, question: Question) -> Question:
        self.made += 1
        evidence = [
            Evidence(replace(e.fact, id=FactId(self.made)), f"{e.statement} ({self.made})") for e in question.evidence
        ]
        return replace(question, stem=f"{question.stem} ({self.made})", evidence=tuple(evidence))

    async def stand(self, shelf: Shelf, grounds: Collection[Ground]) -> bool:
        """Look, though the facts that they name are none: they always do."""
        await super().stand(shelf, grounds)
        return True


class Channels:
    """The messenger, and the players who answer what it shows."""

    def __init__(self, figures: Figures, chance: Random) -> None:
        self._figures = figures
        self._chance = chance
        self._until: dict[Place, datetime] = {}
        self._due: list[tuple[float, int, Place, str]] = []
        self._number = 0
        self.core: Core | None = None
        self.playing = True

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Note when a question closes, and let the players answer one that opens."""
        del message
        now = datetime.now(UTC)
        until = self._until.pop(place, None)
        if until and now >= until and self._figures.counting:
            self._figures.late.append((now - until).total_seconds())
        if reply.until:
            self._until[place] = reply.until
            text = self._chance.choice([choice.label for choice in reply.choices] or ["Krysten Ritter", "New York"])
            for _ in range(PLAYERS):
                if self._chance.random() < ANSWERING:
                    at = time.perf_counter() + self._chance.random() * (SECONDS - 0.5)
                    self._number += 1
                    heapq.heappush(self._due, (at, self._number, place, text))

    async def play(self) -> None:
        """Answer whenever an answer is due, until told to stop."""
        running: set[asyncio.Task[None]] = set()
        while self.playing:
            now = time.perf_counter()
            while self._due and self._due[0][0] <= now:
                task = asyncio.create_task(self._answer(*heapq.heappop(self._due)))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(0.005)
        await asyncio.gather(*running)

    async def _answer(self, due: float, number: int, place: Place, text: str) -> None:
        member = Member(MemberId(f"{place.channel}:{number % PLAYERS}"), f"Player {number % PLAYERS}")
        await self.say(place, f"a{number}", member, "trivia answer", text=text)
        if self._figures.counting:
            self._figures.stored.append(time.perf_counter() - due)

    async def start(self, place: Place) -> None:
        """Begin a round."""
        starter = Member(MemberId(f"{place.channel}:0"), "Player 0")
        await self.say(place, f"start {place.channel}", starter, "trivia start")

    async def say(self, place: Place, event: str, member: Member, command: str, **arguments: str | int) -> None:
        """Send a command to the core."""
        if self.core:
            request = Request(event, place.community, place.channel, member, command, arguments, datetime.now(UTC))
            await self.core.door.handle(request)


def _now() -> datetime:
    return datetime.now(UTC)


async def _filled(store: Store) -> Repeated:
    content = read_pack({path.name: path.read_bytes() for path in PACK.iterdir()})
    await store.install(content, datetime.now(UTC))
    source = Repeated(Generator(store, store, store), store)
    source.questions = await source.draw(await store.shelf(CommunityId(1)), Wanted(count=300, seed=1))
    return source


async def run(count: int, store: Store, questions: Repeated) -> None:
    """Run so many rounds at once, and print what was seen."""
    collect_the_young()
    take_short_turns()
    figures = Figures()
    channels = Channels(figures, Random(1))  # noqa: S311 - a game, not a secret
    core = channels.core = assemble(
        facts=store,
        rounds=store,
        questions=questions,
        messenger=channels,
        chance=Random(2),  # noqa: S311 - a game, not a secret
        platform="bench",
        defaults=Rules(count=50, seconds=SECONDS, pause=PAUSE, lobby=0, idle_after=50),
    )
    places = [Place(CommunityId(1 + i % 100), ChannelId(f"bench:{count}-{i}")) for i in range(count)]
    playing, ticking = (
        asyncio.create_task(channels.play()),
        asyncio.create_task(keep_time(core, lambda: datetime.now(UTC))),
    )
    for first in range(0, count, AT_ONCE):
        await asyncio.gather(*(channels.start(place) for place in places[first : first + AT_ONCE]))
        await asyncio.sleep(SPREAD / count * AT_ONCE / 2)
    await asyncio.sleep(SPREAD)
    figures.counting, began, cpu = True, time.perf_counter(), time.process_time()
    await asyncio.sleep(MEASURED)
    figures.counting, took, cpu = False, time.perf_counter() - began, time.process_time() - cpu
    channels.playing = False
    await playing
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking
    _report(count, figures, took, cpu)


def _report(count: int, figures: Figures, took: float, cpu: float) -> None:
    def spread(seconds: list[float]) -> str:
        ordered = sorted(seconds) or [0.0]
        return f"p50 {statistics.median(ordered) * 1_000:7.1f}  p99 {ordered[int(len(ordered) * 0.99)] * 1_000:7.1f} ms"

    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    print(
        f"{count:>7,} rounds: deadlines {spread(figures.late)};  answers {len(figures.stored) / took:6,.0f}/s "
        f"{spread(figures.stored)};  CPU {cpu / took / count * 1_000:6.3f} ms a round and second;  {memory:,.0f} MB",
        flush=True,
    )


async def _measured(sizes: Sequence[int]) -> None:
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            async with open_store(Path(folder) / "store.db") as store:
                await run(count, store, await _filled(store))


def main() -> None:
    """Measure each number of rounds on a store of its own."""
    asyncio.run(_measured([int(word) for word in sys.argv[1:]] or SIZES))


if __name__ == "__main__":
    main()
