"""Backing up, restoring, handing out and forgetting, with a million results and attempts in the store.

    python -m benchmarks.keeping [results]

The store is that of the benchmark ``boards``. Small writes go on beside, a hundred a second at most: what they wait is
counted.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path

from benchmarks.boards import RESULTS, fill
from benchmarks.curation import Beside, shown
from db import Store, open_store
from db.backup import back_up, restore

MEMBERS = 5


async def measure(results: int) -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        place, copy = Path(folder) / "store.db", Path(folder) / "backup.db"
        async with open_store(place) as store:
            await fill(store, results, random.Random(1))  # noqa: S311 - the same every run
            rows = await store.database.read("SELECT DISTINCT member FROM results ORDER BY member LIMIT ?", (MEMBERS,))
            members = [row[0] for row in rows]
            beside = Beside(store)
            writing = asyncio.create_task(beside.write())
            await taken("alone", beside, asyncio.sleep(2))
            await taken("a backup", beside, asyncio.to_thread(asyncio.run, back_up(str(place), copy)))
            await taken(f"all of {MEMBERS} members handed out, one by one", beside, handed_out(store, members))
            await taken(f"{MEMBERS} members forgotten, one by one", beside, forgotten(store, members))
            beside.stop()
            await writing
        print(f"the backup is of {copy.stat().st_size / 1_000_000:,.0f} MB")
        began = time.perf_counter()
        await restore(str(place), copy)
        print(f"{'it is restored':<44} {time.perf_counter() - began:8.2f} s")


async def taken(label: str, beside: Beside, work: Awaitable[object]) -> None:
    """Print how long something takes, and what writes beside it wait."""
    beside.forget()
    began = time.perf_counter()
    await work
    print(f"{label:<44} {time.perf_counter() - began:8.2f} s", flush=True)
    shown("  a small write beside it", beside.writes)


async def handed_out(store: Store, members: list[str]) -> None:
    """Read all that is kept of some members, one after the other."""
    for member in members:
        assert await store.kept_of(member)


async def forgotten(store: Store, members: list[str]) -> None:
    """Forget some members, one after the other."""
    for member in members:
        assert await store.forget_member(member)


def main() -> int:
    """Measure with as many results as is said."""
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else RESULTS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
