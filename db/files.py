"""Files that are there whole or not at all: made beside their place under another name, and moved there when done."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from trivia.errors import StoreError


@contextlib.contextmanager
def in_the_making(place: Path) -> Iterator[Path]:
    """Make an empty file beside a place, for its owner alone; it is removed in the end unless it was moved there.

    Whoever is killed meanwhile leaves a file whose name begins with a dot and ends in ``.part``.
    """
    if not place.parent.is_dir():
        raise StoreError(f"The folder {place.parent} does not exist. Make it, or name another place.")
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for leftover in (part, *companions(part)):
            leftover.unlink(missing_ok=True)


def companions(path: Path) -> tuple[Path, ...]:
    """Return the files that SQLite may keep beside a database."""
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal"))


def move_over(part: Path, place: Path) -> None:
    """Put a file in its place, over what is there."""
    _settle(part)
    part.replace(place)
    _settle(place.parent)


def move_to_new(part: Path, place: Path) -> None:
    """Put a file where none is; raise FileExistsError if one is."""
    _settle(part)
    _link(part, place)
    part.unlink()
    _settle(place.parent)


def keep_aside(path: Path, ending: str, *, of: Path | None = None) -> Path:
    """Give a file a second name that no file has: its own, or another's, with an ending and a number if need be."""
    for number in count(1):
        aside = (of or path).with_name(f"{(of or path).name}{ending}{f'-{number}' if number > 1 else ''}")
        with contextlib.suppress(FileExistsError):
            _link(path, aside)
            _settle(path.parent)
            return aside
    raise AssertionError("there is no end of numbers")


def alike(part: Path, model: Path) -> None:
    """Let a file belong to whom another belongs to, with the same rights, as far as we may."""
    shutil.copymode(model, part)
    if hasattr(os, "chown"):
        found = model.stat()
        with contextlib.suppress(PermissionError):
            os.chown(part, found.st_uid, found.st_gid)


def _link(path: Path, other: Path) -> None:
    try:
        other.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError:  # not every disk knows links
        with path.open("rb") as source, other.open("xb") as copy:
            shutil.copyfileobj(source, copy)
        alike(other, path)
        _settle(other)


def _settle(path: Path) -> None:
    """Wait until a file, or what a folder says of its files, is on the disk; folders can't be asked everywhere."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():
            raise
    finally:
        os.close(handle)
