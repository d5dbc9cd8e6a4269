"""The packs that every store has: brought on first use, and again when a new version of the program changes one.

A store keeps the digest of each pack that was brought, so that a start costs only the reading of some files. A pack
that somebody removed is not brought back.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import bot
from bot.console import Console
from bot.packfiles import read_files
from bot.progress import part_of, progress_bar
from trivia.facts.packs import read_pack
from trivia.ports import Clock, PackStore, ProgramState

SHIPPED = Path(bot.__file__).parent.parent / "packs"
"""Where the packs that ship stand."""

_KEY = "packs brought"


class PackShelf(PackStore, ProgramState, Protocol):
    """What bringing packs needs of a store."""


def shipped_packs(folder: Path = SHIPPED) -> tuple[Path, ...]:
    """Return the folders of the packs that ship, by name."""
    return tuple(sorted(path.parent for path in folder.glob("*/pack.toml")))


async def bring_packs(store: PackShelf, packs: Sequence[Path] | None, console: Console, clock: Clock) -> None:
    """Install the packs (None: those that ship) that the store has not been given yet in this form.

    Raises PackError, before anything of a pack is stored, if one is malformed.
    """
    brought: dict[str, str] = json.loads(await store.recall(_KEY) or "{}")  # from digest to name
    found = [(_digest(files), files) for files in map(read_files, shipped_packs() if packs is None else packs)]
    new = [(digest, files) for digest, files in found if digest not in brought]
    if not new:
        return
    with progress_bar(console, "Installing the packs") as progress:
        for number, (digest, files) in enumerate(new):
            content = read_pack(files)
            name = content.info.name
            if name not in brought.values() or await _has(store, name):
                await store.install(content, clock(), part_of(progress, number, len(new)))
            brought = {**{known: of for known, of in brought.items() if of != name}, digest: name}
            await store.keep(_KEY, json.dumps(brought))


async def _has(store: PackStore, name: str) -> bool:
    return any(pack.info.name == name for pack in await store.packs())


def _digest(files: Mapping[str, bytes]) -> str:
    digest = blake2b(digest_size=16)
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()
