"""Request bodies held to Discord's own OpenAPI description, where it lies beside the project, and to its limits."""

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

DESCRIPTION = Path(__file__).parents[4] / "shared" / "data" / "specs" / "discord-openapi.json.gz"


class Malformed(Exception):
    """The bot sent what Discord would refuse."""


problems: list[str] = []
"""What was refused so far, for a fixture to look at: an exception in the stand-in would only be a 500 to the bot."""


def held_to_description(method: str, path: str, body: dict[str, Any]) -> None:
    """Note what is wrong with a body; without the description nothing is."""
    known = next((name for pattern, name in _patterns() if pattern.match(path)), None)
    if known is None or method in ("GET", "DELETE"):
        return
    value = body["list"] if set(body) == {"list"} else body
    problems.extend(f"{method} {path}: {wrong}" for wrong in _wrong(method, known, json.dumps(value)))


@cache  # every start of a bot registers the same commands, and looking at them takes a while
def _wrong(method: str, path: str, body: str) -> list[str]:
    found = _validator(method.lower(), path)
    return [_deepest(error) for error in found.iter_errors(json.loads(body))] if found else []


def _deepest(error: jsonschema.ValidationError) -> str:
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return f"{error.json_path}: {error.message[:300]}"


@cache
def _description() -> dict[str, Any] | None:
    if not DESCRIPTION.exists():
        return None
    document: dict[str, Any] = json.loads(gzip.decompress(DESCRIPTION.read_bytes()))
    return document


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    document = _description() or {"paths": {}}
    plain = sorted(document["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$"), path) for path in plain]


@cache
def _validator(method: str, path: str) -> "jsonschema.Draft202012Validator | None":
    document = _description()
    operation = document["paths"][path].get(method) if document else None
    if document is None or operation is None or "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return jsonschema.Draft202012Validator({**schema, "components": document["components"]})
