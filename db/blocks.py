"""Many rows in one statement: each statement costs a thread as much as several rows do, and its turn besides."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from db.seam import Params, Transaction
from db.statements import chunks

_SIZES = (64, 32, *range(16, 0, -1))


def in_blocks(row: str, rows: Iterable[Params]) -> Iterator[tuple[str, Params]]:
    """Yield a VALUES list and its parameters for some rows after others; ``row`` is one of the list, as ``(?, ?)``.

    The lists have few sizes, so that statements made with them repeat.
    """
    for some in chunks(rows, _SIZES[0]):
        done = 0
        while left := len(some) - done:
            size = next(size for size in _SIZES if size <= left)
            yield _list(row, size), tuple(chain.from_iterable(some[done : done + size]))
            done += size


async def insert_many(tx: Transaction, into: str, width: int, rows: Iterable[Params], tail: str = "") -> int:
    """Insert rows of so many columns and return how many came; ``into`` goes before their VALUES, ``tail`` after."""
    row = f"({', '.join('?' * width)})"
    inserted = 0
    for values, params in in_blocks(row, rows):
        inserted += await tx.run(f"{into} {values} {tail}", params)
    return inserted


@lru_cache(maxsize=1_024)
def _list(row: str, size: int) -> str:
    return f"VALUES {', '.join([row] * size)}"
