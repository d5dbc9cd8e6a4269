"""The table of faults leaves no foreign error out."""

import sqlite3
from collections.abc import Iterator

import asyncpg
import pytest

from db.faults import from_postgres, from_sqlite
from trivia.errors import FactotumError, StoreError

PLACE = "here.db"


def descendants(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for child in kind.__subclasses__():
        yield from descendants(child)


def sqlite_codes() -> list[int]:
    return sorted({getattr(sqlite3, name) for name in dir(sqlite3) if name.startswith("SQLITE_") and name.isupper()})


def check(error: FactotumError) -> None:
    line = str(error)
    assert PLACE in line
    assert "\n" not in line
    assert line.endswith((".", "?"))
    assert "{" not in line


@pytest.mark.parametrize("kind", sorted(descendants(sqlite3.Error), key=str))
def test_every_error_of_sqlite_is_put_in_our_words(kind: type[Exception]) -> None:
    check(from_sqlite(kind("what it says\nin lines"), PLACE))


def test_every_code_of_sqlite_is_put_in_our_words() -> None:
    for code in sqlite_codes():
        error = sqlite3.OperationalError("what it says")
        error.sqlite_errorcode = code
        check(from_sqlite(error, PLACE))


def test_every_error_of_postgres_is_put_in_our_words() -> None:
    kinds = set(descendants(asyncpg.PostgresError)) | set(descendants(asyncpg.InterfaceError))
    assert len(kinds) > 200
    for kind in kinds:
        check(from_postgres(kind("what it says"), PLACE))


@pytest.mark.parametrize("error", [ConnectionRefusedError(111, "refused"), TimeoutError(), ValueError(), OSError("x")])
def test_every_error_of_the_network_is_put_in_our_words(error: Exception) -> None:
    translated = from_postgres(error, PLACE)

    assert isinstance(translated, StoreError)
    check(translated)
