"""Stores as good as new: what takes longest, making the tables and installing a pack, is done once and copied."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from db import Store, open_store
from tests.fakes.store import MemoryStore
from trivia.facts.content import PackContent
from trivia.facts.packs import read_pack

_PACKS = Path(__file__).parent.parent / "packs"
_made: dict[tuple[str, datetime | None], bytes] = {}


@cache
def shipped_pack(name: str) -> PackContent:
    """Return a pack that ships, by its folder."""
    return read_pack({path.name: path.read_bytes() for path in (_PACKS / name).iterdir()})


@asynccontextmanager
async def fresh_store(place: Path, pack: str = "", at: datetime | None = None) -> AsyncIterator[Store]:
    """Open a new store in a file; with a pack that ships, by its folder, as if it had been installed at that moment."""
    if (pack, at) not in _made:
        _made[pack, at] = await _file(pack, at)
    _write(place, _made[pack, at])
    async with open_store(place) as store:
        yield store


async def _file(pack: str, at: datetime | None) -> bytes:
    with TemporaryDirectory() as folder:
        place = Path(folder) / "template.db"
        async with open_store(place) as store:
            if at:
                await store.install(shipped_pack(pack), at)
        return _read(place)


def _read(place: Path) -> bytes:
    return place.read_bytes()


def _write(place: Path, data: bytes) -> None:
    place.write_bytes(data)


async def memory_with(pack: str, at: datetime) -> MemoryStore:
    """Return a fake store that holds a pack that ships."""
    store = MemoryStore()
    await store.install(shipped_pack(pack), at)
    return store
