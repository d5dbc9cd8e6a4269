"""The bot on a stand-in for Slack: how soon it acknowledges and answers, and how much memory it takes.

Run as ``python -m benchmarks.slack``. The stand-in runs in a process of its own, on loopback, and sends the load; the
bot, with the real Bolt and SDK, in this one. Times are taken at the stand-in, from sending a command to its
acknowledgement and to the arrival of its first visible answer, and so hold both sides' part of the wire.
"""

import asyncio
import base64
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from trivia.values import replace

ROOT = Path(__file__).parent.parent
WORKSPACES = 1_000
RATE, SECONDS, WARM_UP = 100, 12, {"socket": 3, "http": 11}
"""Over HTTP the warm-up lasts until each workspace has asked once: Slack is then known to have said who asks."""
USERS = 200
QUESTIONS = ("what is the capital of Norway?", "which element has atomic number 79?", "who plays Trish Walker?")
PORT = 38_117


async def stand_in() -> None:
    """Be Slack: take orders line by line from standard input, answer each with a line of JSON."""
    from tests.adapters.slack import wire  # noqa: PLC0415 -- the two processes load different things

    class Timed(wire.Wire):
        """Notes when answers arrive, by their channel."""

        arrived: dict[str, float]

        async def _respond(self, request: Any) -> Any:
            self.arrived.setdefault(request.match_info["channel"], time.perf_counter())
            return await super()._respond(request)

    slack = Timed()
    slack.arrived = {}
    slack.tokens |= {f"xoxb-T{n}-token": (f"T{n}", "U0BOT", "B0BOT") for n in range(WORKSPACES)}
    async with slack.serving():
        print(json.dumps(slack.api), flush=True)
        reader = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async for line in reader:
            print(json.dumps(await _load(wire, slack, line.strip().decode())), flush=True)


async def _load(wire: Any, slack: Any, way: str) -> dict[str, float]:
    """Send commands at a steady rate, to every workspace in turn; return how long acknowledgements and answers took."""
    import aiohttp  # noqa: PLC0415 -- see above

    slack.arrived.clear()
    sent: dict[str, float] = {}
    acknowledged: list[float] = []
    first = RATE * WARM_UP[way]  # what comes while everything is met for the first time doesn't count

    async def one(number: int, session: aiohttp.ClientSession) -> None:
        channel = f"C{way}{number}"
        body = {
            "command": "/ask",
            "text": QUESTIONS[number % len(QUESTIONS)],
            "team_id": f"T{number % WORKSPACES}" if way == "http" else wire.TEAM,
            "channel_id": channel,
            "user_id": f"U{number % USERS}",
            "user_name": "somebody",
            "api_app_id": wire.APP,
            "response_url": f"{slack.address}/respond/{channel}/U{number % USERS}",
            "trigger_id": f"{way}.{number}",
        }
        sent[channel] = time.perf_counter()
        if way == "socket":
            await slack.deliver("slash_commands", body)
        else:
            text = urlencode(body)
            headers = {"Content-Type": "application/x-www-form-urlencoded", **wire.signed(text)}
            async with session.post(f"http://127.0.0.1:{PORT}/slack/events", data=text, headers=headers) as answer:
                assert answer.status == 200
        acknowledged.append(time.perf_counter() - sent[channel])

    async with aiohttp.ClientSession() as session:
        began = time.perf_counter()
        under_way = []
        for number in range(RATE * (WARM_UP[way] + SECONDS)):
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            under_way.append(asyncio.create_task(one(number, session)))
        await asyncio.gather(*under_way)
        await wire.until(lambda: len(slack.arrived) == len(sent))
    answered = [slack.arrived[channel] - at for channel, at in list(sent.items())[first:]]
    acknowledged = acknowledged[first:]
    return {
        "acknowledged_p50": statistics.median(acknowledged),
        "acknowledged_p99": statistics.quantiles(acknowledged, n=100)[98],
        "answered_p50": statistics.median(answered),
        "answered_p99": statistics.quantiles(answered, n=100)[98],
    }


async def serving(api: str, options: Any, store: Any, work: Any) -> None:
    """Serve until the work is done."""
    from adapters.host import Host  # noqa: PLC0415 -- see above
    from adapters.slack.serving import serve  # noqa: PLC0415 -- see above
    from bot.compose import Services, now  # noqa: PLC0415 -- see above

    core = Services(store, now)
    ready = asyncio.Event()
    chance = random.Random(1)  # noqa: S311 -- a game, not a secret
    host = Host(store, core.assembler(chance), now, lambda _: ready.set())
    task = asyncio.create_task(serve(host, replace(options, api=api)))
    done, _ = await asyncio.wait([task, asyncio.create_task(ready.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        task.result()
    await work()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _install(store: Any, key: str) -> None:
    from adapters.slack.doors import Door, ManyDoors  # noqa: PLC0415 -- see above
    from adapters.slack.sealing import Vault  # noqa: PLC0415 -- see above
    from bot.compose import now  # noqa: PLC0415 -- see above

    doors = ManyDoors(store, Vault((key,)))
    for number in range(WORKSPACES):
        await doors.keep(f"T{number}", Door(f"xoxb-T{number}-token", "U0BOT", "B0BOT", f"Team {number}"), now())


async def measure(folder: Path) -> None:
    """Start the stand-in, serve it in both ways, and print what it measured."""
    from adapters.slack.options import SlackOptions  # noqa: PLC0415 -- see above
    from bot.compose import now  # noqa: PLC0415 -- see above
    from bot.packfiles import read_files  # noqa: PLC0415 -- see above
    from db import open_store  # noqa: PLC0415 -- see above
    from tests.adapters.slack import wire  # noqa: PLC0415 -- see above
    from trivia.facts.packs import read_pack  # noqa: PLC0415 -- see above

    other = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.slack", "stand-in", cwd=ROOT, stdin=-1, stdout=-1
    )
    assert other.stdin
    assert other.stdout
    orders, told = other.stdin, other.stdout

    async def load(way: str) -> None:
        orders.write(f"{way}\n".encode())
        figures = json.loads(await told.readline())
        shown = ", ".join(f"{name.replace('_', ' ')} {1000 * seconds:.1f} ms" for name, seconds in figures.items())
        print(f"{way}, {RATE} commands a second: {shown}", flush=True)

    api = json.loads(await told.readline())
    key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    async with open_store(str(folder / "slack.db")) as store:
        for pack in sorted(p.parent for p in (ROOT / "packs").glob("*/pack.toml")):
            await store.install(read_pack(read_files(pack)), now())
        await serving(
            api, SlackOptions(bot_token=wire.BOT_TOKEN, app_token=wire.APP_TOKEN), store, lambda: load("socket")
        )
        await _install(store, key)
        many = SlackOptions(
            signing_secret=wire.SECRET, client_id="1.2", client_secret=wire.SECRET, keys=(key,), port=PORT
        )
        await serving(api, many, store, lambda: load("http"))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{WORKSPACES:,} workspaces installed, each of which asked: {megabytes:.0f} MB at most")
    orders.close()
    await other.wait()


def main() -> None:
    """Measure."""
    if sys.argv[1:] == ["stand-in"]:
        asyncio.run(stand_in())
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))


if __name__ == "__main__":
    main()
