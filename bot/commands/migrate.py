"""``factotum migrate``: a store made by an earlier version, brought up to this one."""

import argparse
import asyncio

from bot.console import Console
from bot.settings import Settings
from db import open_store


def migrate(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Take the steps the store lacks, making it if it isn't there; return the exit status."""
    asyncio.run(_migrate(settings.database))
    if arguments.json:
        console.document({"status": "up to date"})
    else:
        console.line("The store is up to date.")
    return 0


async def _migrate(database: str) -> None:
    async with open_store(database, migrate=True):
        pass
