"""How garbage is collected while the bot runs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = """
import asyncio, gc
from bot.memory import collect_now_and_then, collect_the_young

class Knot: pass

def knots():
    return sum(isinstance(thing, Knot) for thing in gc.get_objects())

def tie():
    knot = Knot(); knot.itself = knot
    return knot

async def wait_for_none():
    looking = asyncio.create_task(collect_now_and_then(0.01))
    while knots():
        await asyncio.sleep(0.01)
    looking.cancel()

collect_the_young()
held = [tie() for _ in range(10)]
seen = set()
gc.callbacks.append(lambda phase, info: seen.add(info["generation"]))
for _ in range(50_000):
    tie()
print(seen, knots() < 50_000, gc.get_freeze_count() > 0)
held.clear()
asyncio.run(asyncio.wait_for(wait_for_none(), 60))
print(knots())
"""


def test_what_is_new_is_looked_through_by_itself_and_all_of_memory_now_and_then() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "{0} True True\n0\n"
