"""Rounds, attempts and replies as JSON text, and back. What a later version adds with a default may be missing."""

import json
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

_T = TypeVar("_T")
_ENCODER = msgspec.json.Encoder()


def to_json(value: object) -> str:
    """Write a value as JSON."""
    try:
        return _ENCODER.encode(value).decode()
    except UnicodeEncodeError:  # half a character, which no JSON holds and the store puts a sign for
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))


def from_json(wanted: type[_T], text: str) -> _T:
    """Read what ``to_json`` wrote of a value of this type; raise ValueError if it isn't one."""
    return cast("_T", _decoder(cast("Any", wanted)).decode(text))


@cache
def _decoder(wanted: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(wanted)
