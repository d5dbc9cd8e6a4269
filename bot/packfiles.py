"""Packs on disk: a folder or a zip to the bytes of its files, and back, with no trust in either."""

import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from trivia.errors import PackError, Problem, UsageError
from trivia.facts.packs import OPTIONAL_FILES, REQUIRED_FILES

MAX_BYTES = 300_000_000
"""All files of a pack together, unpacked."""

_KNOWN = frozenset((*REQUIRED_FILES, *OPTIONAL_FILES))
_EPOCH = (1980, 1, 1, 0, 0, 0)


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
        raise _refusal(str(path), f"can't be read: {error.strerror or 'the file is damaged'}") from error
    raise _refusal(str(path), "is not there" if not path.exists() else "is neither a folder nor a zip")


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
            raise _refusal(name, "is not a plain file; links are not followed")
        if found.st_size > room:
            raise _too_big(name)
        room -= found.st_size
        files[name] = path.read_bytes()
    return files


def _from_zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive)
            return _unpacked(archive, members)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _refusal(str(path), "is not a zip that can be read; it may be damaged or encrypted") from error


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Find the files of the pack: all at the top, or all in one folder."""
    found: dict[str, zipfile.ZipInfo] = {}
    folders = set()
    for info in archive.infolist():
        inside = PurePosixPath(info.filename.replace("\\", "/"))
        if inside.name not in _KNOWN or len(inside.parts) > 2 or inside.parts[0] == "__MACOSX":
            continue
        if inside.is_absolute() or ".." in inside.parts:
            raise _refusal(info.filename, "is a path out of the zip")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _refusal(info.filename, "is a link; links are not followed")
        folders.add(inside.parent)
        if inside.name in found:
            raise _refusal(info.filename, "is in the zip twice")
        found[inside.name] = info
    if len(folders) > 1:
        raise _refusal(str(archive.filename), "holds the files of a pack in several folders")
    return found


def _unpacked(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    room = MAX_BYTES
    for name, info in members.items():
        if info.file_size > room:
            raise _too_big(name)
        with archive.open(info) as member:
            data = member.read(room + 1)
        if len(data) > room:
            raise _too_big(name)
        room -= len(data)
        files[name] = data
    return files


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
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, data)
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


def _too_big(name: str) -> PackError:
    return _refusal(name, f"makes the pack larger than {MAX_BYTES // 1_000_000} MB; split it into several packs")


def _refusal(file: str, reason: str) -> PackError:
    return PackError((Problem(file, None, reason),))
