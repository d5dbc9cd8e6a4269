"""From the address of a store to the store, open and up to date."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import unquote

from db.adding_up import catch_up
from db.migrations import Versioned, bring_up
from db.stems import note_old_stems
from db.store import Store
from trivia.errors import StoreError

_POSTGRES = ("postgresql://", "postgres://")


@asynccontextmanager
async def open_store(place: str | Path, *, create: bool = True, migrate: bool = True) -> AsyncIterator[Store]:
    """Open the store at a path, ``sqlite:///path`` or ``postgresql://user:password@host/name``; close it in the end.

    A file that isn't there is made, with its folder, unless ``create`` is false; an older store is brought up to date
    unless ``migrate`` is false (StoreTooOld). Raises a StoreError, with the place and the remedy, for anything that is
    not a Factotum store or can't be used.
    """
    database = await connect(place, create=create)
    try:
        await bring_up(database, migrate=migrate)
        await catch_up(database)
        await note_old_stems(database)
        yield Store(database)
    finally:
        await database.close()


async def connect(place: str | Path, *, create: bool = True) -> Versioned:
    """Open the database at a place without looking at what it holds."""
    address = str(place)
    if is_postgres(address):
        try:
            from db.postgres import open_postgres  # noqa: PLC0415 - who uses SQLite never loads asyncpg
        except ImportError as error:
            raise no_driver() from error
        return await open_postgres(address)

    from db.sqlite import open_sqlite  # noqa: PLC0415 - and the other way round

    return await open_sqlite(path_of(address), create=create)


def is_postgres(address: str) -> bool:
    """Say whether an address names a PostgreSQL server."""
    return address.startswith(_POSTGRES)


def no_driver() -> StoreError:
    """Return the error for a PostgreSQL address where its driver is not installed."""
    return StoreError("PostgreSQL needs one more package. Install it with: pip install 'factotum[postgres]'")


def path_of(address: str) -> Path:
    """Return the file that an address names: a path as it is, or the path of ``sqlite:///path``."""
    scheme, colon, rest = address.partition(":")
    if not colon or scheme != "sqlite":
        if "://" in address:
            raise StoreError(f"{scheme}:// is not a store that Factotum knows. Use a file or postgresql://...")
        return Path(address)
    # As SQLAlchemy has it: three slashes before a relative path, four before an absolute one.
    return Path(unquote(rest.removeprefix("///")))
