"""Packs on disk: a folder or a zip to the bytes of its files, and back, with no trust in either."""

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from trivia.errors import UsageError
from trivia.facts.packs import OPTIONAL_FILES, REQUIRED_FILES
from trivia.formats.archives import refusal, too_big, unzipped, write_zip

MAX_BYTES = 300_000_000
"""All files of a pack together, unpacked."""

_KNOWN = frozenset((*REQUIRED_FILES, *OPTIONAL_FILES))


def read_files(path: Path) -> dict[str, bytes]:
    """Return the files of a pack in a folder or zip, by name; what is no part of a pack is not read.

    Raises PackError for what can't be read, or not safely: links, encrypted or oversized zips, odd paths in them.
    """
    try:
        if path.is_dir():
            return _from_folder(path)
        if path.is_file():
            return _from_zip(path)
    except OSError as error:
        raise refusal(str(path), f"can't be read: {error.strerror or 'the file is damaged'}") from error
    raise refusal(str(path), "is not there" if not path.exists() else "is neither a folder nor a zip")


def write_files(files: Mapping[str, bytes], path: Path) -> None:
    """Write a pack to a new or empty folder or, if the name ends in ``.zip``, to a new zip: all of it or nothing."""
    if path.exists() and not (path.is_dir() and path.suffix != ".zip" and not any(path.iterdir())):
        raise UsageError(f"{path} is there already; name a new folder or zip.")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path.absolute().parent} is not a folder; make it first.")
    if path.suffix == ".zip":
        _write_zip(files, path)
    else:
        _write_folder(files, path)


def _from_folder(folder: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = MAX_BYTES
    for name in sorted(_KNOWN):
        path = folder / name
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(found.st_mode):
            raise refusal(name, "is not a plain file; links are not followed")
        if found.st_size > room:
            raise too_big(name, MAX_BYTES)
        room -= found.st_size
        files[name] = path.read_bytes()
    return files


def _from_zip(path: Path) -> dict[str, bytes]:
    with path.open("rb") as zipped:
        return unzipped(zipped, _KNOWN, MAX_BYTES, str(path))


def _write_folder(files: Mapping[str, bytes], path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=f".{path.name}-") as made:
        staged = Path(made) / "pack"
        staged.mkdir()
        for name, data in files.items():
            (staged / name).write_bytes(data)
        staged.replace(path)


def _write_zip(files: Mapping[str, bytes], path: Path) -> None:
    handle, made = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as out:
            write_zip(files, out)
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
