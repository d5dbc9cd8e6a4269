"""How garbage is collected while the bot runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = """
import gc
from bot.memory import collect_seldom
class Knot: pass
collect_seldom()
seen = []
gc.callbacks.append(lambda phase, info: seen.append(info["generation"]))
for _ in range(50_000):
    knot = Knot(); knot.itself = knot
print(2 in seen, 0 in seen, gc.get_freeze_count() > 0, sum(isinstance(o, Knot) for o in gc.get_objects()) < 50_000)
"""


def test_cycles_are_still_collected_though_seldom_all_of_memory_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "False True True True\n"
