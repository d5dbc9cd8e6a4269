"""How long it takes to make questions of the film facts, and to install those facts.

Run as ``python -m benchmarks.questions [KB.TXT.GZ]``; says so and stops where the film facts are absent.
"""

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.convert_films import DATA, write_films
from db import open_store
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.questions.generator import Generator

_FACTOTUM = [str(Path(sys.executable).with_name("factotum"))]
COUNT = 1_000
ROUNDS = 5


async def generating(database: Path) -> list[float]:
    """Return the seconds that each of several draws of a thousand questions took, in one process."""
    taken = []
    async with open_store(str(database)) as store:
        shelf = await store.shelf(GLOBAL_COMMUNITY)
        made = Generator(store, store, store)
        for seed in range(ROUNDS):
            began = time.perf_counter()
            questions = await made.generate(shelf, COUNT, seed, topic="films")
            taken.append(time.perf_counter() - began)
            assert len(questions) == COUNT
    return taken


def installing(pack: Path, database: Path) -> tuple[float, float]:
    """Return the seconds and the megabytes that installing the pack took, check included, in a process of its own."""
    began = time.perf_counter()
    command = [*_FACTOTUM, "pack", "install", str(pack), "--database", str(database)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return time.perf_counter() - began, peak


def main() -> int:
    """Print the figures."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not source.exists():
        print(f"{source} is not there: name the film facts as the argument.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        pack, database = write_films(Path(folder) / "films", source), Path(folder) / "films.db"
        seconds, megabytes = installing(pack, database)
        print(f"films installed        {seconds:7.1f} s, {megabytes:.0f} MB (at most 15 s, 250 MB)")
        median = statistics.median(asyncio.run(generating(database)))
        print(f"{COUNT} questions         {median:7.2f} s in one process (at most 2 s)")
        began = time.perf_counter()
        command = [*_FACTOTUM, "questions", "--count", str(COUNT), "--seed", "1", "--topic", "films"]
        subprocess.run([*command, "--database", str(database)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        print(f"{COUNT} questions         {time.perf_counter() - began:7.2f} s as a command, start included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
