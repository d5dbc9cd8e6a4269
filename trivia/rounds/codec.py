"""Rounds, attempts and replies as JSON text, and back. What a later version adds with a default may be missing."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_KIND = "_"
_T = TypeVar("_T")
_Reader = Callable[[Any], object]


def to_json(value: object) -> str:
    """Write a frozen value as JSON, each dataclass tagged with its name."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(wanted: type[_T], text: str) -> _T:
    """Read what ``to_json`` wrote of a value of this type; raise ValueError or TypeError if it isn't one."""
    read = _reader(cast("Any", wanted))
    return cast("_T", read(json.loads(text)))


def _plain(value: object) -> object:
    kind: Any = type(value)
    if kind is str or kind is int or value is None:
        return value
    if kind is tuple:
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    if _is_record(kind):
        return {_KIND: kind.__name__, **{name: _plain(getattr(value, name)) for name in _names(kind)}}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value


@cache
def _is_record(kind: Any) -> bool:
    return is_dataclass(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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
