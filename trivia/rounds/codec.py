"""Rounds, attempts and replies as JSON text, and back. What a later version adds with a default may be missing."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from trivia.rounds.model import Asked, Attempt, Player, Proof, Rules, Standing

_KIND = "_"
_T = TypeVar("_T")
_Reader = Callable[[Any], object]


def to_json(value: object) -> str:
    """Write a frozen value as JSON, each dataclass tagged with its name. Empty defaults are left out."""
    kind: Any = type(value)
    if kind in _LASTING:
        return _record_once(value)
    writer = _WRITERS.get(kind)
    if writer:
        return writer(value)
    if _is_record(kind):
        return _record(value)
    if isinstance(value, Enum):
        return to_json(value.value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_json(wanted: type[_T], text: str) -> _T:
    """Read what ``to_json`` wrote of a value of this type; raise ValueError or TypeError if it isn't one."""
    read = _reader(cast("Any", wanted))
    return cast("_T", read(json.loads(text)))


def _record(value: object) -> str:
    kind: Any = type(value)
    tag, members, get = _layout(kind)
    parts = [tag]
    for (head, bare), held in zip(members, get(value), strict=True):
        if held or bare is MISSING or held != bare:
            writer = _WRITERS.get(held.__class__)
            parts.append(head + (writer(held) if writer else to_json(held)))
    return "{" + ",".join(parts) + "}"


@lru_cache(20_000)
def _record_once(value: object) -> str:
    """Write what stays the same while the round around it changes."""
    return _record(value)


def _sequence(values: Iterable[object]) -> str:
    return "[" + ",".join(map(to_json, values)) + "]"


_LASTING = frozenset({Asked, Attempt, Player, Proof, Rules, Standing})
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    float: json.dumps,
    tuple: _sequence,
    datetime: lambda at: f'"{at.isoformat()}"',
    frozenset: lambda members: _sequence(sorted(members)),
    bytes: lambda data: f'"{b64encode(data).decode("ascii")}"',
}


@cache
def _is_record(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _layout(kind: Any) -> tuple[str, tuple[tuple[str, object], ...], Callable[[Any], tuple[object, ...]]]:
    """Return a dataclass's tag, how each field begins and the empty default that is left out, and what gets them all.

    The default is MISSING where there is none.
    """
    members = tuple((f'"{field.name}":', MISSING if field.default else field.default) for field in fields(kind))
    names = [field.name for field in fields(kind)]
    get = attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    return f'"{_KIND}":"{kind.__name__}"', members, get


@cache
def _reader(wanted: Any) -> _Reader:
    """Return what reads values of a type, worked out once for each."""
    if isinstance(wanted, NewType):
        return _reader(wanted.__supertype__)
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return _reader_of_one(get_args(wanted))
    if origin in (tuple, frozenset):
        item = _reader(get_args(wanted)[0])
        return lambda data: origin(map(item, data))
    if _is_record(wanted):
        return _reader_of_record(wanted)
    if wanted is datetime:
        return datetime.fromisoformat
    if wanted is bytes:
        return b64decode
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return cast("_Reader", wanted)
    return _reader_of_plain(wanted)


def _reader_of_plain(wanted: Any) -> _Reader:
    def read(data: Any) -> object:
        if wanted is float and type(data) is int:
            return float(data)
        if not isinstance(data, wanted):
            raise TypeError(f"{data!r} is not a {wanted.__name__}")
        return data

    return read


def _reader_of_one(arms: tuple[Any, ...]) -> _Reader:
    """Read the type of several that the value's tag names; of plain ones there is but one beside None."""
    tagged = {arm.__name__: _reader(arm) for arm in arms if _is_record(arm)}
    others = [_reader(arm) for arm in arms if arm is not NoneType and not _is_record(arm)]

    def read(data: Any) -> object:
        if data is None:
            return None
        if isinstance(data, dict) and data.get(_KIND) in tagged:
            return tagged[data[_KIND]](data)
        if not others:
            raise TypeError(f"{data!r} is none of {', '.join(tagged)}")
        return others[0](data)

    return read


def _reader_of_record(wanted: Any) -> _Reader:
    readers: dict[str, _Reader] = {}  # filled when first used, for a type may hold itself
    required = [field.name for field in fields(wanted) if field.default is MISSING]

    def read(data: Any) -> object:
        if not readers:
            readers.update({name: _reader(hint) for name, hint in get_type_hints(wanted).items()})
        if not isinstance(data, dict):
            raise TypeError(f"{data!r} is not a {wanted.__name__}")
        missing = [name for name in required if name not in data]
        if missing:
            raise ValueError(f"{wanted.__name__} lacks {', '.join(missing)}")
        present = {name: readers[name](value) for name, value in data.items() if name in readers}
        return cast("object", wanted(**present))

    return read
