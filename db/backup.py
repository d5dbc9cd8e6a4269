"""A whole store in one file, and back.

A backup is an SQLite store of its own, whichever store it is made of: it can be opened as it is, and one kind of store
can be restored from the other's. It is made while the bot runs, as of one moment. ``db.pouring`` has what PostgreSQL
needs for it.
"""

import re
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from db.backup_file import KEPT, check_known, check_whole, opened, version_of
from db.connect import is_postgres, no_driver, open_store, path_of
from db.files import alike, companions, in_the_making, keep_aside, move_over, move_to_new
from db.migrations import STEPS
from db.sqlite import APPLICATION_ID, open_sqlite
from trivia.errors import StoreBusy, StoreError, StoreNotOurs, UsageError

_HEADER = b"SQLite format 3\0"
_APPLICATION_AT = slice(68, 72)
"""Where a file says whose it is (https://www.sqlite.org/fileformat.html#database_header)."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was made: of which store, and its size in bytes."""

    place: str
    size: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was restored: what is kept of the one before, if there was one, and the schema steps it took."""

    place: str
    kept: Path | None
    steps: int


async def back_up(address: str, file: Path, *, overwrite: bool = False) -> BackedUp:
    """Write a store to a file, whole or not at all.

    Raise UsageError if the file is there, unless it may be overwritten, and StoreError for a store that can't be read.
    """
    store = _file_of(address)
    file = _free(file, store, overwrite=overwrite)
    with in_the_making(file) as part:
        place = await (_copy_of_store(store, part) if store else _copy_of_server(address, part))
        with opened(part, place) as raw:
            check_whole(raw, place)
        size = part.stat().st_size
        try:
            move_over(part, file) if overwrite else move_to_new(part, file)
        except FileExistsError:
            raise _there_already(file) from None
    return BackedUp(place, size)


async def restore(address: str, file: Path) -> Restored:
    """Put what a backup holds in the place of what a store holds, all of it or nothing; an older one is migrated.

    What the store held is kept beside it, or for PostgreSQL beside the backup. Raise StoreNotOurs, StoreTooNew or
    StoreError for a file that is no whole backup, StoreBusy while another process uses the store.
    """
    store = _file_of(address)
    file = _backup(file, store)
    with in_the_making(store or _somewhere(file.name)) as part:
        steps = await _brought_up(file, part)
        if store:
            place, kept = str(store), _put_in_place(part, store)
        else:
            place, kept = await _put_on_server(part, address, file)
    return Restored(place, kept, steps)


def _file_of(address: str) -> Path | None:
    return None if is_postgres(address) else path_of(address).resolve()


def _somewhere(name: str) -> Path:
    return Path(tempfile.gettempdir()).resolve() / name


# Making one


def _free(file: Path, store: Path | None, *, overwrite: bool) -> Path:
    file = file.resolve()
    if store and any(_same(file, part) for part in (store, *companions(store))):
        raise UsageError(f"{file} is the store itself. Name another file.")
    if file.exists() and not overwrite:
        raise _there_already(file)
    if file.exists() and not file.is_file():
        raise UsageError(f"{file} is not a file that can be overwritten. Name another one.")
    return file


def _there_already(file: Path) -> UsageError:
    return UsageError(f"{file} is there already. Name a new file, or add --force.")


def _same(file: Path, other: Path) -> bool:
    return file == other or (file.exists() and other.exists() and file.samefile(other))


async def _copy_of_store(store: Path, part: Path) -> str:
    database = await open_sqlite(store, create=False)  # says what is wrong with it
    try:
        version = await database.version()
    finally:
        await database.close()
    if not version:
        raise StoreError(f"{store} holds nothing yet.")
    check_known(version, str(store))
    with opened(store, str(store), "rw") as raw:
        _copy(raw, part)
    return str(store)


async def _copy_of_server(address: str, part: Path) -> str:
    try:
        from db.pouring import pour_out  # noqa: PLC0415 - who uses SQLite never loads asyncpg
    except ImportError as error:
        raise no_driver() from error
    return await pour_out(address, part)


def _copy(raw: sqlite3.Connection, part: Path) -> None:
    # In one go, as of one moment: the stepped backup would begin anew whenever the bot writes. Writers don't wait for
    # it, and what was deleted doesn't come along.
    raw.execute("VACUUM INTO ?", (str(part),))


# Going back to one


def _backup(file: Path, store: Path | None) -> Path:
    file = file.resolve()
    if store and _same(file, store):
        raise UsageError(f"{file} is the store itself. Name a backup of it.")
    if not file.is_file():
        raise UsageError(f"{file} is no file. Name a backup.")
    if store:
        _check_replaceable(store)
    return file


async def _brought_up(file: Path, part: Path) -> int:
    """Copy a backup, bring the copy up to this version, and return how many steps that took."""
    try:
        with opened(file, str(file)) as raw:
            version = version_of(raw, str(file))
            check_whole(raw, str(file))
            _copy(raw, part)
    except StoreNotOurs as error:
        raise StoreNotOurs(f"{file} is not a backup of a Factotum store.") from error
    async with open_store(str(part)):
        pass
    return len(STEPS) - version


async def _put_on_server(part: Path, address: str, file: Path) -> tuple[str, Path | None]:
    try:
        from db.pouring import pour_in  # noqa: PLC0415 - as above
    except ImportError as error:
        raise no_driver() from error
    name = re.sub(r"[^\w-]", "_", urlsplit(address).path.strip("/")) or "postgresql"
    return await pour_in(address, part, file.with_name(name))


def _check_replaceable(store: Path) -> None:
    """Raise StoreNotOurs for what is no store of ours, as far as a damaged one lets itself be told from another's."""
    if not store.exists():
        return
    if not store.is_file():
        raise StoreNotOurs(f"{store} is not a file. Name another place.")
    with store.open("rb") as file:
        beginning = file.read(_APPLICATION_AT.stop)
    ours = beginning.startswith(_HEADER) and int.from_bytes(beginning[_APPLICATION_AT], "big") == APPLICATION_ID
    if beginning and not ours:
        raise StoreNotOurs(f"{store} is not a Factotum store. Name another place, or move it away first.")


def _put_in_place(part: Path, store: Path) -> Path | None:
    """Put a store in the place of one that nobody has open, and keep that one under another name."""
    kept = None
    if store.exists():
        _check_unused(store)
        alike(part, store)
        kept = keep_aside(store, KEPT)
    # A log of another file would be taken for the new one's. Nothing is left of it unless the old store is damaged, or
    # was taken away without it.
    for companion in companions(store):
        if companion.exists():
            companion.replace(f"{kept or f'{store}{KEPT}'}{companion.name.removeprefix(store.name)}")
    move_over(part, store)
    return kept


def _check_unused(store: Path) -> None:
    """Raise StoreBusy while another process has a store open; fold its log into it otherwise."""
    try:
        with opened(store, str(store), "rw") as raw:
            # Whoever has it open holds a lock that keeps it from leaving this mode.
            raw.execute("PRAGMA journal_mode = DELETE")
            raw.execute("BEGIN EXCLUSIVE")
            raw.rollback()
    except StoreBusy as error:
        raise StoreBusy(f"{store} is in use. Stop the bot, then restore it.") from error
    except StoreError as error:
        if not _is_damaged(error):
            raise


def _is_damaged(error: StoreError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
