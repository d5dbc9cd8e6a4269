"""The bot on a stand-in for Discord: how soon it answers, how much memory it takes, and how soon it is ready.

Run as ``python -m benchmarks.discord``. The stand-in runs in a process of its own, on loopback; the bot, with the real
library, in this one. "Our part" is the time from an interaction's arrival at the bot to its answer's being sent. The
rounds' questions are made to order: what making them takes is told by ``draws`` and ``questions``.
"""

import asyncio
import json
import random
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SERVERS, CHANNELS, ROLES = 2_500, 20, 10
ROUNDS = 200
RATE, SECONDS = 200, 15
QUESTIONS = ("what is the capital of Norway?", "which element has atomic number 79?", "who plays Trish Walker?")


async def stand_in() -> None:
    """Be Discord: take orders line by line from standard input, answer each with a line of JSON."""
    from tests.adapters.discord import wire  # noqa: PLC0415 -- the two processes load different things

    guilds = [wire.GUILD + n for n in range(SERVERS)]
    of_one = wire.guild_of

    def crowded(number: int) -> dict[str, Any]:
        made = of_one(number)
        first, role = made["channels"][0], made["roles"][0]
        more = [first | {"id": str(int(first["id"]) + (n << 40)), "name": f"talk-{n}"} for n in range(1, CHANNELS)]
        roles = [role | {"id": str(number + (n << 40)), "name": f"Role {n}"} for n in range(1, ROLES)]
        return made | {"channels": [first, *more], "roles": [role, *roles]}

    wire.guild_of = crowded
    async with wire.FakeDiscord(guilds, holds=False).running() as fake:
        print(json.dumps(fake.address), flush=True)
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async for line in reader:
            order = line.strip()
            done = await (_rounds(fake) if order == b"rounds" else _load(fake, 2 if order == b"warm up" else SECONDS))
            print(json.dumps(done), flush=True)


async def _rounds(fake: Any) -> int:
    from tests.adapters.discord import wire  # noqa: PLC0415 -- see above

    for n in range(ROUNDS):
        await fake.command(
            "trivia start",
            guild=wire.GUILD + n,
            channel=wire.CHANNEL + n,
            kinds="choice",
            count=50,
            seconds=300,
            lobby=0,
        )
    return sum(1 for n in range(ROUNDS) if fake.shown(wire.CHANNEL + n))


async def _load(fake: Any, seconds: int) -> dict[str, Any]:
    from tests.adapters.discord import wire  # noqa: PLC0415 -- see above

    chance = random.Random(1)  # noqa: S311 -- a load, not a secret
    taken: list[float] = []

    first = int(time.time() * 1000) * 10**4

    async def one(kind: float, n: int, who: int) -> None:
        began = time.perf_counter()
        where = {"guild": wire.GUILD + n, "channel": wire.CHANNEL + n}
        shown = fake.shown(wire.CHANNEL + n)
        buttons = wire.components_of(shown[-1]) if shown else []
        if kind < 0.6 and buttons:
            await fake.press_id(shown[-1], buttons[chance.randrange(len(buttons[:3]))]["custom_id"], who, **where)
        elif kind < 0.85:
            await fake.command("ask", who, question=chance.choice(QUESTIONS), **where)
        else:
            await fake.type("trivia start", "topic", chance.choice("abcde"), who)
        taken.append(time.perf_counter() - began)

    loop = asyncio.get_running_loop()
    begin = loop.time()
    tasks = []
    for number in range(RATE * seconds):
        await asyncio.sleep(max(0.0, begin + number / RATE - loop.time()))
        who = first + number
        tasks.append(asyncio.create_task(one(chance.random(), chance.randrange(ROUNDS), who)))
    done = await asyncio.gather(*tasks, return_exceptions=True)
    lost = sum(1 for one_of_them in done if one_of_them is not None)
    return {"taken": taken, "lost": lost}


async def measure(process: asyncio.subprocess.Process, place: Path) -> None:  # noqa: PLR0915 -- a list of figures
    """Run the bot on the stand-in, and print the figures."""
    import discord  # noqa: PLC0415 -- see above
    from discord.gateway import DiscordWebSocket  # noqa: PLC0415 -- see above
    from discord.http import Route  # noqa: PLC0415 -- see above
    from yarl import URL  # noqa: PLC0415 -- see above

    from adapters.discord.client import Bot  # noqa: PLC0415 -- see above
    from adapters.discord.options import DiscordOptions  # noqa: PLC0415 -- see above
    from adapters.host import Host  # noqa: PLC0415 -- see above
    from bot.compose import now  # noqa: PLC0415 -- see above
    from db import open_store  # noqa: PLC0415 -- see above
    from tests.adapters.discord.wire import TOKEN  # noqa: PLC0415 -- see above
    from tests.fakes.rounds import FakeQuestions, dice, question  # noqa: PLC0415 -- see above
    from trivia.commands.core import Core, assemble  # noqa: PLC0415 -- see above
    from trivia.rounds.model import Rules  # noqa: PLC0415 -- see above
    from trivia.rounds.ports import Messenger  # noqa: PLC0415 -- see above

    assert process.stdout and process.stdin  # noqa: PT018 -- pipes, for the type checker
    address = json.loads(await process.stdout.readline())
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = URL(f"{address.replace('http', 'ws')}/gateway")
    received: dict[int, float] = {}
    ours: list[float] = []
    ready = asyncio.Event()

    class Timed(Bot):
        async def on_interaction(self, interaction: discord.Interaction) -> None:
            received[interaction.id] = time.perf_counter()
            await super().on_interaction(interaction)

    async with open_store(place) as store:

        def make(messenger: Messenger, platform: str, defaults: Rules) -> Core:
            asked = tuple(question(f"Which is number {n}?", f"B{n}", (f"A{n}", f"B{n}", f"C{n}")) for n in range(100))
            return assemble(
                facts=store,
                rounds=store,
                questions=FakeQuestions(asked),
                messenger=messenger,
                chance=dice(1),
                platform=platform,
                defaults=defaults,
            )

        host = Host(store, make, now, lambda _: ready.set())
        client = Timed(host, DiscordOptions(TOKEN))
        wire = client._wire  # noqa: SLF001 -- timed on purpose
        answer = wire.answer

        async def timed(interaction: int, *rest: Any, **more: Any) -> None:
            ours.append(time.perf_counter() - received.pop(interaction, time.perf_counter()))
            await answer(interaction, *rest, **more)

        wire.answer = timed  # type: ignore[method-assign] # timed around the original
        began = time.perf_counter()
        serving = asyncio.create_task(client.start(TOKEN))
        await asyncio.wait_for(ready.wait(), 120)
        print(f"start to ready, {len(client.guilds):,} servers   {time.perf_counter() - began:6.1f} s (at most 10)")

        async def order(words: str) -> Any:
            assert process.stdout and process.stdin  # noqa: PT018 -- pipes, for the type checker
            process.stdin.write(f"{words}\n".encode())
            await process.stdin.drain()
            return json.loads(await process.stdout.readline())

        playing = await order("rounds")
        print(f"memory, {playing} rounds on              {_memory():6.0f} MB (at most 250)")
        await order("warm up")
        ours.clear()
        busy = time.process_time()
        whole = await order("load")
        busy = time.process_time() - busy
        _show(f"our part, {RATE} interactions a second", ours, "(at most 5 / 50)")
        _show("there and back, the stand-in's included", whole["taken"], f"({whole['lost']} unanswered)")
        print(f"processor time, rounds included      {busy / len(ours) * 1000:6.2f} ms an interaction")
        print(
            f"memory at its highest                {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB"
        )
        await client.leave()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def _show(what: str, seconds: Sequence[float], wanted: str) -> None:
    cuts = statistics.quantiles(seconds, n=100)
    print(f"{what}: p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms of {len(seconds):,} {wanted}")


def _memory() -> float:
    """Return how much memory this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


async def run() -> None:
    """Start the stand-in, measure, and end it."""
    from db import open_store  # noqa: PLC0415 -- see above
    from trivia.facts.packs import read_pack  # noqa: PLC0415 -- see above

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bench.db"
        async with open_store(place) as store:
            from bot.compose import now  # noqa: PLC0415 -- see above

            for pack in sorted(p.parent for p in (ROOT / "packs").glob("*/pack.toml")):
                await store.install(read_pack({f.name: f.read_bytes() for f in pack.glob("*.[ct]*")}), now())
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.discord", "stand-in",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
        )  # fmt: skip
        try:
            await measure(process, place)
        finally:
            process.kill()
            await process.wait()


def main() -> None:
    """Print the figures."""
    warnings.simplefilter("ignore", DeprecationWarning)  # audioop, which the library imports for voice
    asyncio.run(stand_in() if sys.argv[1:] == ["stand-in"] else run())


if __name__ == "__main__":
    main()
