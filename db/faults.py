"""What goes wrong in a store, in our own words: one table from the drivers' errors to ours."""

import sqlite3

from trivia.errors import (
    Conflict,
    FactotumError,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreNotOurs,
    StoreReadOnly,
)

_Entry = tuple[type[FactotumError], str]

_CLASH: _Entry = (Conflict, "{place}: this clashes with what is stored.")
_BUSY: _Entry = (StoreBusy, "{place} is in use by another process. Try again when it has finished.")
_DAMAGED: _Entry = (StoreError, "{place} is damaged. Restore a backup of it.")
_UNUSABLE: _Entry = (StoreError, "{place} can't be used ({reason}).")
_READ_ONLY: _Entry = (
    StoreReadOnly,
    "{place} can't be written. Make it and its folder writable, or name another place.",
)
_FULL: _Entry = (StoreFull, "There is no room left on the disk of {place}. Make room and try again.")
_FOREIGN: _Entry = (StoreNotOurs, "{place} is not a Factotum store. Name another place.")
_NO_SERVER: _Entry = (StoreError, "{place} can't be reached. Is the server running, and the address right?")
_NO_ACCESS: _Entry = (StoreError, "{place} refuses this user or password.")
_MISSING: _Entry = (StoreError, "{place} does not exist. Create the database first.")

_SQLITE: dict[int, _Entry] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_AUTH: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FORMAT: _DAMAGED,
    sqlite3.SQLITE_CONSTRAINT: _CLASH,
    sqlite3.SQLITE_CANTOPEN: (StoreError, "{place} can't be opened. Is its folder there, and may you write to it?"),
    sqlite3.SQLITE_IOERR: (
        StoreError,
        "{place} can't be read or written. Look at its disk: it may be full or failing.",
    ),
}

# By SQLSTATE, or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES: dict[str, _Entry] = {
    "08": _NO_SERVER,
    "22P05": _UNUSABLE,
    "23": _CLASH,
    "25006": _READ_ONLY,
    "28": _NO_ACCESS,
    "3D": _MISSING,
    "40": _BUSY,
    "42501": _READ_ONLY,
    "53100": _FULL,
    "53300": _BUSY,
    "53": _BUSY,
    "55P03": _BUSY,
    "55006": _BUSY,
    "57": _NO_SERVER,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}


def from_sqlite(error: Exception, place: str) -> FactotumError:
    """Translate an error of the SQLite driver; chain it with ``raise ... from``."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return _made(_DAMAGED, error, place)  # SQLite reports texts that are none without a code
    entry = _UNUSABLE if code is None else _SQLITE.get(code & 0xFF, _UNUSABLE)
    return _made(entry, error, place)


def from_postgres(error: Exception, place: str) -> FactotumError:
    """Translate an error of the PostgreSQL driver or of the network; chain it with ``raise ... from``."""
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return _made(_POSTGRES.get(state) or _POSTGRES.get(state[:2], _UNUSABLE), error, place)
    return _made(_NO_SERVER if isinstance(error, OSError) else _UNUSABLE, error, place)


def _made(entry: _Entry, error: Exception, place: str) -> FactotumError:
    kind, sentence = entry
    reason = " ".join(str(error).split()).rstrip(".")[:200] or type(error).__name__
    return kind(sentence.format(place=place, reason=reason))
