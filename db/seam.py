"""The seam between what is stored and where: all that the rest of this folder knows of a database."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Row = tuple[Any, ...]
Params = Sequence[object]
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Transaction(Protocol):
    """A running transaction, as a unit of work sees it."""

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        """Run a statement and return its rows; sees what this transaction wrote."""
        ...

    async def run(self, sql: str, params: Params = ()) -> int:
        """Run a statement and return how many rows it touched."""
        ...

    async def run_many(self, sql: str, rows: Iterable[Params]) -> None:
        """Run a statement once for each row of parameters."""
        ...


Unit = Callable[[Transaction], Awaitable[T]]
"""A unit of work: all of it happens, or nothing."""


class Database(Protocol):
    """An open store. ``place`` names it for people and holds no secret."""

    @property
    def place(self) -> str:
        """The file, or the server and its database."""
        ...

    async def read(self, sql: str, params: Params = ()) -> list[Row]:
        """Run one statement that only reads, and return its rows."""
        ...

    async def write(self, unit: Unit[T]) -> T:
        """Run a unit of work; return what it returns once it is committed."""
        ...

    async def write_once(self, key: str, unit: Unit[Json]) -> Json:
        """Run a unit of work unless one of this key is done; return what the first run returned."""
        ...

    async def survey(self) -> None:
        """Let the store look anew at what it holds, after much of it changed, so that it plans well at once."""
        ...

    async def close(self) -> None:
        """Finish what is waiting and let go of the store."""
        ...


class Described(Database, Protocol):
    """A database that can say what its tables are made of."""

    async def columns(self, table: str) -> list[str]:
        """Return the names of a table's columns, in their order."""
        ...
