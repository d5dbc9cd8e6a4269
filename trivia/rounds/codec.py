"""Rounds, attempts and replies as JSON text, and back. What a later version adds with a default may be missing."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_KIND = "_"
_T = TypeVar("_T")


def to_json(value: object) -> str:
    """Write a frozen value as JSON, each dataclass tagged with its name."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_json(wanted: type[_T], text: str) -> _T:
    """Read what ``to_json`` wrote of a value of this type; raise ValueError or TypeError if it isn't one."""
    return cast("_T", _valued(wanted, json.loads(text)))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {_KIND: type(value).__name__, **{f.name: _plain(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)  # type: ignore[type-var]  # only sets of ids are ever stored
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _valued(wanted: Any, data: Any) -> object:
    if isinstance(wanted, NewType):
        return _valued(wanted.__supertype__, data)
    origin = get_origin(wanted)
    if origin in (Union, UnionType):
        return _one_of(get_args(wanted), data)
    if origin in (tuple, frozenset):
        return cast("Any", origin)(_valued(get_args(wanted)[0], item) for item in data)
    if is_dataclass(wanted):
        return _record(wanted, data)
    if wanted is datetime:
        return datetime.fromisoformat(data)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(data)
    if wanted is float and isinstance(data, int):
        return float(data)
    if not isinstance(data, wanted):
        raise TypeError(f"{data!r} is not a {wanted.__name__}")
    return data


def _one_of(arms: tuple[Any, ...], data: Any) -> object:
    if data is None:
        return None
    if isinstance(data, dict):
        arms = tuple(arm for arm in arms if getattr(arm, "__name__", "") == data.get(_KIND))
    return _valued(next(arm for arm in arms if arm is not type(None)), data)


def _record(wanted: Any, data: Any) -> object:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is not a {wanted.__name__}")
    hints = _hints(wanted)
    present = {name: _valued(hint, data[name]) for name, hint in hints.items() if name in data}
    missing = [f.name for f in fields(wanted) if f.name not in present and f.default is MISSING]
    if missing:
        raise ValueError(f"{wanted.__name__} lacks {', '.join(missing)}")
    return cast("object", wanted(**present))


@cache
def _hints(wanted: Any) -> dict[str, Any]:
    return get_type_hints(wanted)
