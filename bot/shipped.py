"""The packs that every store has: brought on first use, and again when a new version of the program changes one.

A store keeps the digest of each pack that was brought, so that a start costs only the reading of some files. A pack
that somebody removed is not brought back.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import bot
from bot.console import Console
from bot.progress import part_of, progress_bar
from trivia.errors import PackError
from trivia.ports import Clock, PackStore, ProgramState

if TYPE_CHECKING:
    from trivia.facts.content import PackContent

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
    digests = {path: _digest(path) for path in (shipped_packs() if packs is None else packs)}
    new = [path for path, digest in digests.items() if digest not in brought]
    if not new:
        return
    with progress_bar(console, "Installing the packs") as progress:
        for number, path in enumerate(new):
            content = _read(path)
            name = content.info.name
            if name not in brought.values() or await _has(store, name):
                await store.install(content, clock(), part_of(progress, number, len(new)))
            brought = {**{known: of for known, of in brought.items() if of != name}, digests[path]: name}
            await store.keep(_KEY, json.dumps(brought))


async def _has(store: PackStore, name: str) -> bool:
    return any(pack.info.name == name for pack in await store.packs())


def _read(path: Path) -> "PackContent":
    from bot.packfiles import read_files  # noqa: PLC0415 - most starts bring nothing
    from trivia.facts.packs import read_pack  # noqa: PLC0415 - the same

    files = read_files(path)
    try:
        return read_pack(files)
    except PackError as error:  # of several packs, say which
        raise PackError(tuple(replace(p, file=f"{path}: {p.file}") for p in error.problems)) from error


def _digest(path: Path) -> str:
    """Return the digest of a zip, or of the names and contents of all files in a folder."""
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    digest = blake2b(digest_size=16)
    for file in files:
        data = file.read_bytes()
        digest.update(f"{file.name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
