"""From a reply to a Slack message: a pure function. What it makes keeps to Slack's limits whatever the reply holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.slack import words
from adapters.slack.limits import (
    LONGEST_ADDRESS,
    LONGEST_ALT_TEXT,
    LONGEST_BLOCKS,
    LONGEST_BUTTON,
    LONGEST_HEADER,
    LONGEST_SECTION,
    LONGEST_TEXT,
    LONGEST_VALUE,
    MOST_BLOCKS,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    MOST_ROWS,
)
from adapters.slack.text import (
    Element,
    cut,
    escaped,
    fallback,
    length,
    pieces,
    plain_text,
    rich,
    small,
    styled,
)
from trivia.replies.reply import Choice, Field, Image, Marked, Moment, Plain, Reply, Spoiler, Table

PRESSED = "do:"
"""How the id of an action begins whose value is an action of the core."""
ASKS = "form:"
"""How the id of an action begins that opens the form of the command in its value."""
REVEAL = "reveal:"
"""How the id of an action begins that shows its value to the one who pressed it."""
_MOST_REVEALED = 5
_BETWEEN = " \N{MIDDLE DOT} "
"""What stands between the cells of a row that is set as a line."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message: blocks, and the text that says the same to notifications and screen readers."""

    text: str
    blocks: tuple[Element, ...]


def message(reply: Reply, *, picture: str = "") -> Message:
    """Render a reply. ``picture`` is Slack's id of its image where that was handed over as bytes."""
    blocks = [*_head(reply, picture), *_tables(reply.table), *_actions(reply), *_foot(reply)]
    return Message(cut(_said(reply), LONGEST_TEXT), tuple(_bounded(blocks, MOST_BLOCKS)))


def shown(reply: Reply, *, picture: str = "") -> list[Element]:
    """Render a reply for App Home or a modal, which take no tables. ``picture`` is as for a message."""
    return [*_head(reply, picture), *_laid_out(reply.table), *_actions(reply), *_foot(reply)]


def _head(reply: Reply, picture: str) -> Iterator[Element]:
    if reply.title:
        yield {"type": "header", "text": plain_text(reply.title, LONGEST_HEADER)}
    yield from _rich_blocks(rich(reply.text))
    if reply.image:
        yield from _image(reply.image, picture)
    if _needs_list(reply.choices):
        yield from _rich_blocks(_listed(reply.choices))
    yield from _rich_blocks(_named(reply.fields))


def _rich_blocks(elements: Sequence[Element]) -> Iterator[Element]:
    for run in pieces(elements, LONGEST_SECTION):
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": run}]}


def _named(fields: Iterable[Field]) -> list[Element]:
    """Set fields one below the other, each with its name in bold; a long one begins on a line of its own."""
    elements: list[Element] = []
    for field in fields:
        inside = rich(field.text)
        if not inside:
            continue
        breaks = any("\n" in element.get("text", "") for element in inside)
        elements += [styled("\n")] if elements else []
        elements += [styled(f"{field.name}:", bold=True), styled("\n" if breaks else " "), *inside]
    return elements


def _needs_list(choices: Sequence[Choice]) -> bool:
    """Say whether choices must be written out because a button can't show one of them whole."""
    return any(not choice.action or choice.struck or len(_on_button(choice)) > LONGEST_BUTTON for choice in choices)


def _on_button(choice: Choice) -> str:
    return f"{choice.label}. {choice.text}"


def _listed(choices: Sequence[Choice]) -> list[Element]:
    elements: list[Element] = []
    for choice in choices:
        elements += [styled("\n")] if elements else []
        elements.append(styled(f"{choice.label}. ", bold=True))
        if choice.text:
            elements.append(styled(choice.text, strike=True) if choice.struck else styled(choice.text))
        elements += [styled(words.OUT)] if choice.struck else []
    return elements


def _image(image: Image, picture: str) -> Iterator[Element]:
    alt = cut(image.text or " ", LONGEST_ALT_TEXT)
    if picture:
        yield {"type": "image", "slack_file": {"id": picture}, "alt_text": alt}
    elif image.address.startswith("https://") and len(image.address) <= LONGEST_ADDRESS:
        yield {"type": "image", "image_url": image.address, "alt_text": alt}
    else:
        yield from _rich_blocks([styled(image.text)] if image.text else [])


def _tables(table: Table | None) -> Iterator[Element]:
    if table is None or not (table.rows or any(table.heads)):
        return
    columns = range(min(len(table.heads), MOST_COLUMNS))
    rows = [table.heads, *table.rows][:MOST_ROWS]
    yield {
        "type": "table",
        "column_settings": [{"align": "right" if column in table.right else "left"} for column in columns],
        "rows": [[_cell(row[column]) for column in columns] for row in rows],
    }


def _cell(text: str) -> Element:
    # A cell without any text is refused.
    return {"type": "raw_text", "text": text or "\N{NO-BREAK SPACE}"}


def _laid_out(table: Table | None) -> Iterator[Element]:
    """Set a table as lines, where no table block is taken."""
    if table is None or not table.rows:
        return
    heads = [styled(f"{_BETWEEN.join(head for head in table.heads if head)}\n", bold=True)] if any(table.heads) else []
    rows = [_BETWEEN.join(cell for cell in row if cell) for row in table.rows[:MOST_ROWS]]
    yield from _rich_blocks([*heads, styled("\n".join(rows))])


def _actions(reply: Reply) -> Iterator[Element]:
    written_out = _needs_list(reply.choices)
    buttons = [
        (choice.label if written_out else _on_button(choice), f"{PRESSED}{number}", choice.action)
        for number, choice in enumerate(reply.choices)
        if choice.action and not choice.struck
    ]
    rest = [(button.text, f"{PRESSED}{number}", button.action) for number, button in enumerate(reply.buttons, 100)]
    hidden = _hidden(reply)
    reveals = [
        (words.REVEAL if len(hidden) == 1 else words.REVEAL_PART.format(part=number), f"{REVEAL}{number}", text)
        for number, text in enumerate(hidden, 1)
    ]
    for row in (buttons, rest + reveals):
        fitting = [_button(*button) for button in row if 0 < len(button[2]) <= LONGEST_VALUE]
        for start in range(0, len(fitting), MOST_ELEMENTS):
            yield {"type": "actions", "elements": fitting[start : start + MOST_ELEMENTS]}


def _button(text: str, action: str, value: str) -> Element:
    shown_text = plain_text(text or "\N{NO-BREAK SPACE}", LONGEST_BUTTON)
    return {"type": "button", "text": shown_text, "action_id": action, "value": value}


def _hidden(reply: Reply) -> list[str]:
    """Return the spoilers of a reply, in texts that each fit a button's value."""
    marked = [*reply.text, *(span for field in reply.fields for span in field.text), *reply.footer]
    whole = "\n".join(span.text for span in marked if isinstance(span, Spoiler))
    parts = [whole[start : start + LONGEST_VALUE] for start in range(0, len(whole), LONGEST_VALUE)]
    return parts[:_MOST_REVEALED]


def _foot(reply: Reply) -> Iterator[Element]:
    until: Marked = (Plain(" "), Moment(reply.until)) if reply.until else ()
    element = small((*reply.footer, *until))
    if element["text"]:
        element["text"] = cut(element["text"], LONGEST_SECTION)
        yield {"type": "context", "elements": [element]}


def _bounded(blocks: Iterable[Element], most: int) -> Iterator[Element]:
    """Leave out of a message what Slack would refuse it for: from the end of its text on, never its buttons."""
    kept = list(blocks)
    while sum(map(_size, kept)) > LONGEST_BLOCKS or len(kept) > most:
        texts = [number for number, block in enumerate(kept) if block["type"] in ("rich_text", "table")]
        if not texts:
            break
        kept.pop(texts[-1])
    yield from kept[:most]


def _size(block: Element) -> int:
    match block["type"]:
        case "rich_text":
            return sum(length(section["elements"]) for section in block["elements"])
        case "table":
            return sum(len(cell["text"]) for row in block["rows"] for cell in row)
        case "header":
            return len(block["text"]["text"])
        case "context":
            return sum(len(element["text"]) for element in block["elements"])
        case _:
            return 0


def _said(reply: Reply) -> str:
    """Return all that a reply says, for those who don't see blocks."""
    rows = [escaped(reply.title), fallback(reply.text)]
    rows += [escaped(reply.image.text)] if reply.image else []
    rows += [escaped(_on_button(choice) + (words.OUT if choice.struck else "")) for choice in reply.choices]
    rows += [f"{escaped(field.name)}: {fallback(field.text)}" for field in reply.fields]
    rows += [escaped(" ".join(cell for cell in row if cell)) for row in (reply.table.rows if reply.table else ())]
    rows.append(fallback(reply.footer))
    return "\n".join(row for row in rows if row.strip()) or "\N{NO-BREAK SPACE}"
