"""What tests of several parts share."""

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db import Store, open_store
from tests import loopback
from trivia.facts.packs import read_pack

PACKS = Path(__file__).parent.parent / "packs"
AT = datetime(2026, 1, 1, tzinfo=UTC)

loopback.stay()


def pytest_collection_finish() -> None:
    """Leave all that was loaded out of what the collector of garbage looks through; that takes a fifth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file that holds the packs that ship, made once. It is shared: don't write to it."""
    place = tmp_path_factory.mktemp("shipped") / "factotum.db"

    async def make() -> None:
        async with open_store(str(place)) as store:
            for folder in sorted(p.parent for p in PACKS.glob("*/pack.toml")):
                files = {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix in {".csv", ".toml"}}
                await store.install(read_pack(files), AT)

    asyncio.run(make())
    return place


@pytest.fixture
async def shipped(shipped_file: Path) -> AsyncIterator[Store]:
    """The packs that ship, in a real store, to be read only."""
    async with open_store(str(shipped_file)) as store:
        yield store
