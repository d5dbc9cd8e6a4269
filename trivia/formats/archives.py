"""Packs as zips, with no trust in them: what is in one, file by file, and no more than there is room for."""

import stat
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath
from typing import IO

from trivia.errors import PackError, Problem

_EPOCH = (1980, 1, 1, 0, 0, 0)


def unzipped(zipped: IO[bytes], known: Collection[str], most_bytes: int, name: str = "the zip") -> dict[str, bytes]:
    """Return the files of a zip whose names are known, all at its top or all in one folder.

    Raise PackError for what can't be read, or not safely: paths out of it, links, a file twice, more than there is room
    for.
    """
    try:
        with zipfile.ZipFile(zipped) as archive:
            return _unpacked(archive, _members(archive, known, name), most_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refusal(name, "is not a zip that can be read; it may be damaged or encrypted") from error


def write_zip(files: Mapping[str, bytes], out: IO[bytes]) -> None:
    """Write a zip of files; same files, same bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def refusal(file: str, reason: str) -> PackError:
    """Return the error that says why a file is not taken."""
    return PackError((Problem(file, None, reason),))


def too_big(file: str, most_bytes: int) -> PackError:
    """Return the error that says that a file is one too many."""
    return refusal(file, f"makes the pack larger than {most_bytes // 1_000_000} MB; please split it into several packs")


def _members(archive: zipfile.ZipFile, known: Collection[str], name: str) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    folders = set()
    for info in archive.infolist():
        inside = PurePosixPath(info.filename.replace("\\", "/"))
        if inside.name not in known or len(inside.parts) > 2 or inside.parts[0] == "__MACOSX":
            continue
        if inside.is_absolute() or ".." in inside.parts:
            raise refusal(info.filename, "is a path out of the zip")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise refusal(info.filename, "is a link; links are not followed")
        if inside.name in found:
            raise refusal(info.filename, "is in the zip twice")
        folders.add(inside.parent)
        found[inside.name] = info
    if len(folders) > 1:
        raise refusal(name, "holds the files of a pack in several folders")
    return found


def _unpacked(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], room: int) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = room
    for name, info in members.items():
        if info.file_size > left:
            raise too_big(name, room)
        with archive.open(info) as member:
            data = member.read(left + 1)  # what the zip says of its sizes is not believed
        if len(data) > left:
            raise too_big(name, room)
        left -= len(data)
        files[name] = data
    return files
