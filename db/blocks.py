"""Many rows in one statement: each statement costs a thread as much as several rows do, and its turn besides."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from db.seam import Params

_SIZES = (64, 32, *range(16, 0, -1))


def in_blocks(row: str, rows: Sequence[Params]) -> Iterator[tuple[str, Params]]:
    """Yield a VALUES list and its parameters for some rows after others; ``row`` is one of the list, as ``(?, ?)``.

    The lists have few sizes, so that statements made with them repeat.
    """
    done = 0
    while left := len(rows) - done:
        size = next(size for size in _SIZES if size <= left)
        yield _list(row, size), tuple(chain.from_iterable(rows[done : done + size]))
        done += size


@lru_cache(maxsize=1_024)
def _list(row: str, size: int) -> str:
    return f"VALUES {', '.join([row] * size)}"
