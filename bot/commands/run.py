"""``factotum run``: the bot on every platform whose tokens are set, in one process."""

import argparse
import asyncio
import contextlib
import random
import signal
from collections.abc import Awaitable, Iterator

from adapters.host import Host
from bot.compose import services
from bot.console import Console
from bot.forgetting import forget_the_gone
from bot.memory import collect_now_and_then, collect_the_young
from bot.platforms import Platform, chosen
from bot.settings import Settings
from bot.turns import take_short_turns


def run(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop (SIGTERM, Ctrl-C); return the exit status."""
    platforms = chosen(settings, arguments.platform)
    asyncio.run(_run(console, settings, platforms))
    return 0


async def _run(console: Console, settings: Settings, platforms: tuple[Platform, ...]) -> None:
    async with services(settings, console) as core:
        chance = random.Random()  # noqa: S311 - a game, not a secret
        host = Host(core.store, core.assembler(chance), core.clock, console.line)
        stop = asyncio.Event()
        with _told_by_signals(stop):
            collect_the_young()
            take_short_turns()
            serving = [platform.serve(host, settings) for platform in platforms]
            beside = [forget_the_gone(core.store, core.clock), collect_now_and_then()]
            await serve_all([*serving, *beside], stop)
    console.line("Stopped. Rounds that are on wait in the store, and go on with the next start.")


async def serve_all(serving: list[Awaitable[None]], stop: asyncio.Event) -> None:
    """Serve platforms side by side until told to stop, or until one of them can't go on: then raise what it raised."""
    tasks = [asyncio.ensure_future(one) for one in serving]
    waiting = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        ended = [task for task in tasks if task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in ended:
        task.result()


@contextlib.contextmanager
def _told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set the event when the process is told to end; where the system has no such signals, Ctrl-C ends it at once."""
    loop = asyncio.get_running_loop()
    told: list[signal.Signals] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
            told.append(number)
    try:
        yield
    finally:
        for number in told:
            loop.remove_signal_handler(number)
