"""``factotum backup`` and ``factotum restore``: a whole store into one file, and back."""

import argparse
import asyncio
from pathlib import Path

from bot.console import Console
from bot.settings import Settings
from db.backup import back_up, restore

_MILLION = 1_000_000


def backup(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the store to a file, also while the bot runs; return the exit status."""
    path = Path(arguments.path)
    made = asyncio.run(back_up(settings.database, path, overwrite=arguments.force))
    if arguments.json:
        console.document({"store": made.place, "path": str(path), "bytes": made.size})
    else:
        console.line(f"Wrote {made.place} to {path} ({made.size / _MILLION:,.1f} MB).")
    return 0


def bring_back(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Put a backup in the place of the store; return the exit status."""
    path = Path(arguments.path)
    done = asyncio.run(restore(settings.database, path))
    kept = str(done.kept) if done.kept else None
    if arguments.json:
        console.document({"store": done.place, "path": str(path), "kept": kept, "migrated": done.steps})
        return 0
    console.line(f"{done.place} holds now what {path} holds.")
    if done.steps:
        console.line("The backup was of an earlier version of Factotum; the store is up to date.")
    if kept:
        console.line(f"What it held before is kept in {kept}.")
    return 0
