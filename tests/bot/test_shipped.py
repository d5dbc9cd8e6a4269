import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console import Console
from bot.packfiles import write_files
from bot.shipped import SHIPPED, bring_packs, shipped_packs
from trivia.errors import NotFound, PackError
from trivia.facts.content import PackContent, PackInfo
from trivia.facts.model import CommunityId, Shelf
from trivia.facts.packs import read_pack, write_pack
from trivia.facts.vocabulary import Vocabulary
from trivia.ports import Progress, StoredPack

NOW = datetime(2020, 1, 1, tzinfo=UTC)
CONSOLE = Console(io.BytesIO(), io.StringIO(), io.StringIO())


class Shelves:
    """A store of packs that remembers what was installed into it, in order."""

    def __init__(self) -> None:
        self.installed: list[str] = []
        self._kept: dict[str, str] = {}
        self._packs: dict[str, PackContent] = {}

    async def recall(self, key: str) -> str | None:
        return self._kept.get(key)

    async def keep(self, key: str, value: str) -> None:
        self._kept[key] = value

    async def packs(self) -> list[StoredPack]:
        return [StoredPack(1, content.info, None, 0, 0) for content in self._packs.values()]

    async def install(self, content: PackContent, at: datetime, progress: Progress | None = None) -> StoredPack:
        assert at == NOW
        assert progress is None
        self.installed.append(f"{content.info.name} {content.info.version}")
        self._packs[content.info.name] = content
        return StoredPack(1, content.info, None, 0, 0)

    async def remove(self, name: str, at: datetime) -> None:  # noqa: ARG002 - the port has it
        del self._packs[name]

    async def content(self, name: str) -> PackContent:
        raise NotFound(name)

    async def shelf(self, community: CommunityId) -> Shelf:  # noqa: ARG002 - the port has it
        return Shelf(())


def a_pack(folder: Path, name: str, version: str = "1") -> Path:
    path = folder / f"{name}-{version}"
    if not path.exists():
        info = PackInfo(name, name, version, "en", "CC0", "")
        write_files(write_pack(PackContent(info, Vocabulary(), (), (), ())), path)
    return path


async def bring(store: Shelves, *packs: Path) -> list[str]:
    store.installed.clear()
    await bring_packs(store, packs, CONSOLE, lambda: NOW)
    return list(store.installed)


async def test_a_new_store_is_given_every_pack_once(tmp_path: Path) -> None:
    store = Shelves()
    packs = (a_pack(tmp_path, "a"), a_pack(tmp_path, "b"))

    assert await bring(store, *packs) == ["a 1", "b 1"]
    assert await bring(store, *packs) == []


async def test_a_changed_pack_is_brought_again_and_the_others_are_left_alone(tmp_path: Path) -> None:
    store = Shelves()
    await bring(store, a_pack(tmp_path, "a"), a_pack(tmp_path, "b"))

    assert await bring(store, a_pack(tmp_path, "a", "2"), a_pack(tmp_path, "b")) == ["a 2"]
    assert await bring(store, a_pack(tmp_path, "a", "2"), a_pack(tmp_path, "b")) == []


async def test_a_pack_that_was_removed_stays_away_also_when_it_changes(tmp_path: Path) -> None:
    store = Shelves()
    await bring(store, a_pack(tmp_path, "a"))
    await store.remove("a", NOW)

    assert await bring(store, a_pack(tmp_path, "a")) == []
    assert await bring(store, a_pack(tmp_path, "a", "2")) == []


async def test_a_malformed_pack_is_told_and_not_taken_for_brought(tmp_path: Path) -> None:
    store = Shelves()
    (tmp_path / "bad").mkdir()

    for _ in range(2):
        with pytest.raises(PackError, match=r"bad: pack\.toml: is missing"):
            await bring(store, tmp_path / "bad")


@pytest.mark.parametrize("path", shipped_packs(), ids=lambda path: path.name)
def test_the_packs_that_ship_are_in_order_and_bear_the_names_of_their_folders(path: Path) -> None:
    content = read_pack({file.name: file.read_bytes() for file in path.iterdir()})

    assert content.info.name == path.name
    assert read_pack(write_pack(content)) == content


def test_packs_do_ship() -> None:
    assert (SHIPPED / "jessica-jones").is_dir()
    assert len(shipped_packs()) >= 3
