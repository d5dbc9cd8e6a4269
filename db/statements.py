"""Parts of statements, made so that their texts repeat: a store prepares a text once."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import TypeVar

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
