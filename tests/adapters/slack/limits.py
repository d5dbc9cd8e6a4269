"""What Slack refuses blocks for, written from its documentation and not from the renderer's own constants.

https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]


def problems(blocks: Sequence[Json], surface: str) -> list[str]:
    """Return what is wrong with the blocks of a message, a modal or App Home."""
    found = list(_all(blocks, surface))
    most = 50 if surface == "message" else 100
    found += ["too many blocks"] if len(blocks) > most else []
    found += ["two tables"] if sum(block["type"] == "table" for block in blocks) > 1 else []
    found += ["msg_blocks_too_long"] if surface == "message" and _characters(blocks) > 13_200 else []
    actions = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    found += ["action ids of a message repeat"] if len(actions) != len(set(actions)) else []
    return found


def _characters(value: object) -> int:
    if isinstance(value, Mapping):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(_characters(part) for part in value.values())
    if isinstance(value, list | tuple):
        return sum(map(_characters, value))
    return 0


def _all(blocks: Sequence[Json], surface: str) -> Iterator[str]:  # noqa: C901, PLR0912 -- a case for each block
    for block in blocks:
        yield from _length("block_id", block.get("block_id", "x"), 255)
        match block["type"]:
            case "header":
                yield from _text(block["text"], 150, "plain_text")
            case "section":
                yield from _text(block["text"], 3000)
            case "context":
                yield from _between("context", len(block["elements"]), 1, 10)
                for element in block["elements"]:
                    yield from _text(element, 3000)
            case "rich_text":
                yield from _rich(block)
            case "actions":
                yield from _between("actions", len(block["elements"]), 1, 25)
                for element in block["elements"]:
                    yield from _element(element)
            case "input":
                yield from [] if surface == "modal" else ["an input outside a modal"]
                yield from _text(block["label"], 2000, "plain_text")
                yield from _element(block["element"])
            case "image":
                yield from _length("alt_text", block["alt_text"], 2000)
                yield from [] if ("image_url" in block) != ("slack_file" in block) else ["image without a source"]
                yield from _length("image_url", block.get("image_url", "x"), 3000)
            case "table":
                yield from [] if surface == "message" else ["a table outside a message"]
                yield from _table(block)
            case "divider":
                pass
            case other:
                yield f"unknown block {other}"


def _rich(block: Json) -> Iterator[str]:
    for section in block["elements"]:
        yield from [] if section["elements"] else ["an empty section of rich text"]
        for element in section["elements"]:
            match element["type"]:
                case "text":
                    yield from _length("text", element["text"], 3000)
                case "link":
                    yield from _length("url", element["url"], 3000)
                case "user":
                    yield from [] if element["user_id"][:1] in ("U", "W") else ["no user"]
                case "date":
                    yield from [] if isinstance(element["timestamp"], int) else ["no timestamp"]
                case other:
                    yield f"unknown element {other}"


def _table(block: Json) -> Iterator[str]:
    yield from _between("rows", len(block["rows"]), 1, 100)
    for row in block["rows"]:
        yield from _between("cells", len(row), 1, 20)
        for cell in row:
            yield from _length("cell", cell["text"], 3000)


def _element(element: Json) -> Iterator[str]:
    yield from _length("action_id", element["action_id"], 255)
    match element["type"]:
        case "button":
            yield from _text(element["text"], 75, "plain_text")
            yield from _length("value", element["value"], 2000)
        case "static_select":
            yield from _between("options", len(element["options"]), 1, 100)
            for option in element["options"]:
                yield from _option(option)
            if "initial_option" in element:
                yield from [] if element["initial_option"] in element["options"] else ["initial_option is no option"]
        case "external_select":
            if "initial_option" in element:
                yield from _option(element["initial_option"])
        case "plain_text_input":
            yield from _between("max_length", element["max_length"], 1, 3000)
            if len(element.get("initial_value", "")) > element["max_length"]:
                yield "initial_value"
        case "number_input" | "file_input":
            pass
        case other:
            yield f"unknown element {other}"


def _option(option: Json) -> Iterator[str]:
    yield from _text(option["text"], 75)
    yield from _length("value", option["value"], 150)


def _text(text: Json, longest: int, kind: str = "") -> Iterator[str]:
    if kind and text["type"] != kind:
        yield f"text is no {kind}"
    yield from _length("text", text["text"], longest)


def _length(name: str, text: str, longest: int) -> Iterator[str]:
    if not 1 <= len(text) <= longest:
        yield f"{name} of {len(text)} characters"


def _between(name: str, number: int, low: int, high: int) -> Iterator[str]:
    if not low <= number <= high:
        yield f"{number} {name}"
