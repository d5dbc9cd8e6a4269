"""How long the command line takes to start: help beside bare Python, a new store, and a question from cold.

Run as ``python -m benchmarks.startup``. The runs of what is compared alternate, so that a busy machine slows all alike.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 25
QUESTION = "What is the capital of Norway?"

_FACTOTUM = [str(Path(sys.executable).with_name("factotum"))]


def seconds(command: Sequence[str]) -> float:
    """Return how long a command took."""
    environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LOG_LEVEL")}
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own commands
    return time.perf_counter() - began


def medians(*commands: Sequence[str], runs: int = RUNS) -> list[float]:
    """Return the median time of each command, run in turns."""
    taken = [[seconds(command) for command in commands] for _ in range(runs)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def main() -> None:
    """Print the figures."""
    bare, script, module = medians(
        [sys.executable, "-c", "pass"], [*_FACTOTUM, "--help"], [sys.executable, "-m", "bot", "--help"]
    )
    print(f"python -c pass         {bare * 1000:7.1f} ms")
    print(f"factotum --help        {script * 1000:7.1f} ms, {script / bare:.2f} times bare Python (at most 3)")
    print(f"python -m bot --help   {module * 1000:7.1f} ms, {module / bare:.2f} times bare Python")
    with tempfile.TemporaryDirectory() as folder:
        new = [seconds([*_FACTOTUM, "pack", "list", "--database", f"{folder}/{n}.db"]) for n in range(3)]
        [asked] = medians([*_FACTOTUM, "ask", QUESTION, "--database", f"{folder}/0.db"], runs=9)
    print(f"a new store            {statistics.median(new):7.2f} s, the shipped packs in it (at most 10)")
    print(f"factotum ask, cold     {asked:7.2f} s (at most 0.8)")


if __name__ == "__main__":
    main()
