"""Run the benchmarks: all of them, or those named, each in a process of its own.

    python -m benchmarks
    python -m benchmarks startup judging

A benchmark is a module of this folder with a function ``main``; what only helps others has none.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
_MAIN = re.compile(r"^def main\(", re.MULTILINE)


def benchmarks() -> list[str]:
    """Return the names of the benchmarks there are."""
    modules = sorted(path for path in HERE.glob("*.py") if not path.name.startswith("_"))
    return [path.stem for path in modules if _MAIN.search(path.read_text(encoding="utf-8"))]


def main() -> int:
    """Run what was named; return 1 if one of them failed, 2 if there is no such."""
    known = benchmarks()
    wanted = sys.argv[1:] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = False
    for name in wanted:
        print(f"== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, check=False)  # noqa: S603 - our own modules
        failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
