"""Rounds and lookups beside an import of 100,000 facts: how late deadlines come, and how long answers take.

    python -m benchmarks.imports [ROUNDS [FACTS]]

The rounds are those of ``benchmarks.rounds``, a hundred by themselves; what is imported is the table of
``benchmarks.curation``. All is counted before the import too, for as long as a question lasts.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from adapters.host import keep_time
from benchmarks.curation import NOW, PACK, US, Beside, Moderator, shown, table
from benchmarks.rounds import PAUSE, SECONDS, SPREAD, Channels, Figures, Repeated
from bot.memory import collect_the_young
from bot.turns import take_short_turns
from db import Store, open_store
from trivia.commands.core import assemble
from trivia.facts.model import CommunityId
from trivia.facts.packs import read_pack
from trivia.questions.generator import Generator
from trivia.rounds.model import ChannelId, Place, Rules
from trivia.rounds.ports import Wanted

ROUNDS, FACTS = 100, 100_000
AT_ONCE = 20


async def measure(rounds: int, facts: int) -> None:
    """Play, import meanwhile, and print what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(Path(folder) / "store.db") as store:
            await store.install(read_pack({p.name: p.read_bytes() for p in PACK.iterdir()}), NOW)
            figures, beside = Figures(), Beside(store)
            async with played(rounds, store, figures, beside):
                await counted(figures, beside, "before", asyncio.sleep(SPREAD))
                await counted(figures, beside, "meanwhile", brought(store, table(facts)))


async def brought(store: Store, data: bytes) -> None:
    """Have a file shown and taken."""
    began = time.perf_counter()
    said = await Moderator(store).bring(data)
    print(f"{said[:44]:<44} {time.perf_counter() - began:8.2f} s   wanted < 15", flush=True)


async def counted(figures: Figures, beside: Beside, when: str, work: Awaitable[None]) -> None:
    """Print how rounds and lookups fare while something else is done."""
    figures.late.clear()
    figures.stored.clear()
    beside.forget()
    figures.counting = True
    await work
    figures.counting = False
    shown(f"deadlines {when}", [seconds * 1_000 for seconds in figures.late])
    shown(f"answers {when}", [seconds * 1_000 for seconds in figures.stored])
    shown(f"lookups {when}", beside.reads)


@contextlib.asynccontextmanager
async def played(rounds: int, store: Store, figures: Figures, beside: Beside) -> AsyncIterator[None]:
    """Play rounds, and look up, for as long as it is wanted."""
    questions = Repeated(Generator(store, store, store), store)
    questions.questions = await questions.draw(await store.shelf(US), Wanted(count=300, seed=1))
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
    going = [asyncio.create_task(channels.play()), asyncio.create_task(beside.look_up())]
    ticking = asyncio.create_task(keep_time(core, lambda: datetime.now(UTC)))
    places = [Place(CommunityId(10 + i % 100), ChannelId(f"bench:{i}")) for i in range(rounds)]
    for first in range(0, rounds, AT_ONCE):
        await asyncio.gather(*(channels.start(place) for place in places[first : first + AT_ONCE]))
        await asyncio.sleep(SPREAD / rounds * AT_ONCE)
    yield
    beside.stop()
    channels.playing = False
    await asyncio.gather(*going)
    ticking.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await ticking


def main() -> None:
    """Measure, and print what was measured."""
    collect_the_young()
    take_short_turns()
    given = [int(word) for word in sys.argv[1:]]
    asyncio.run(measure(*(*given, *(ROUNDS, FACTS)[len(given) :])))


if __name__ == "__main__":
    main()
