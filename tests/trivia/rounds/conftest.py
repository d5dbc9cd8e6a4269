"""Round stores: the fake, and SQLite. What holds for one holds for both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.rounds import FakeRoundStore
from tests.templates import fresh_store
from trivia.rounds.ports import RoundStore


@pytest.fixture(params=["fake", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RoundStore]:
    if request.param == "fake":
        yield FakeRoundStore()
        return
    async with fresh_store(tmp_path / "rounds.db") as opened:
        yield opened
