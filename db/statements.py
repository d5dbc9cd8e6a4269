"""Parts of statements, made so that their texts repeat: a store prepares a text once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import TypeVar

from db.seam import Params, Transaction

T = TypeVar("T")

MOST_VALUES = 1024
"""An IN-list holds so many values at most; ask for more in ``chunks``."""

_SIZES = (1, 4, 16, 64, 256, MOST_VALUES)
_LARGEST_INTEGER = 2**63 - 1
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@lru_cache(maxsize=len(_SIZES))
def _holes(size: int) -> str:
    return f"({', '.join('?' * size)})"


def in_list(values: Collection[T]) -> tuple[str, tuple[T | None, ...]]:
    """Return the text of an IN-list and its parameters, filled up to the next fixed size with the last value."""
    size = next(s for s in _SIZES if s >= len(values))
    known = tuple(values)
    return _holes(size), known + (known[-1] if known else None,) * (size - len(known))


def chunks(values: Iterable[T], size: int = MOST_VALUES) -> Iterator[list[T]]:
    """Cut any number of values into lists that fit."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


_VALUES_AT_ONCE = 512


async def insert_many(tx: Transaction, head: str, width: int, rows: Iterable[Params], tail: str = "") -> None:
    """Insert rows of so many columns, many by one statement: ``head`` goes before their VALUES, ``tail`` after.

    Row by row the thread that writes would let go of the interpreter at each, and wait for it again wherever much goes
    on beside.
    """
    at_once = max(1, _VALUES_AT_ONCE // width)
    for some in chunks(rows, at_once):
        if len(some) == at_once:
            await tx.run(f"{head} VALUES {_rows(width, at_once)} {tail}", tuple(chain.from_iterable(some)))
        else:
            await tx.run_many(f"{head} VALUES {_rows(width, 1)} {tail}", some)


@lru_cache(64)
def _rows(width: int, count: int) -> str:
    return ", ".join([f"({', '.join('?' * width)})"] * count)


def storable_ids(ids: Collection[int]) -> list[int]:
    """Return the ids that a store can hold, each once; others name nothing."""
    return [i for i in dict.fromkeys(ids) if 0 <= i <= _LARGEST_INTEGER]


def moment(at: datetime) -> str:
    """Return a moment as it is stored; a text that sorts by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def storable(params: Sequence[object]) -> Sequence[object]:
    """Replace what one of the stores refuses in a text, NUL and lone surrogates, so that both hold the same."""
    # Looked through together, the texts of many rows take half the time.
    if _UNSTORABLE.search("".join([value for value in params if value.__class__ is str])):
        return tuple(_UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", v) if isinstance(v, str) else v for v in params)
    return params
