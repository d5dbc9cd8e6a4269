"""How threads take turns while the bot runs."""

import sys
from collections.abc import Iterator

import pytest

from bot.turns import take_short_turns


@pytest.fixture
def usual() -> Iterator[float]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)  # another test may have run the bot in this process
    yield 0.005
    sys.setswitchinterval(before)


def test_a_thread_that_computes_gives_way_well_within_what_a_lookup_may_take(usual: float) -> None:
    take_short_turns()

    assert sys.getswitchinterval() < usual / 5
