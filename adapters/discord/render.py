"""From a reply to Discord's messages: a pure function on values, as the JSON that its API takes.

Nothing of a reply is lost: what one message can't hold goes on in a second. Nothing is said by colour alone.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.discord import limits
from adapters.discord.custom_ids import CustomIds
from adapters.discord.escape import as_code, clean, escaped
from adapters.discord.limits import cut, length
from trivia.replies.platforms import file_not_sent
from trivia.replies.reply import (
    Bold,
    Choice,
    Code,
    Field,
    File,
    Link,
    Marked,
    Mention,
    Moment,
    Plain,
    Reply,
    Span,
    Spoiler,
    Table,
    marked,
)
from trivia.values import replace

Json = dict[str, object]

PLATFORM = "discord"
ROW, BUTTON, SELECT = 1, 2, 3
GREY, BLUE = 2, 1
EPHEMERAL = 1 << 6
COLOUR = 0x5B6EE1
_LONGEST_LABEL = 38
"""Longer labels are cut on a telephone's screen: then the words stand above, and the buttons bear letters."""
_SAFE_IN_ADDRESS = "!#$&'*+,/:;=?@[]~%-._"
_PICTURE = "picture.png"
_BESIDE = limits.EMBED_TOTAL - limits.EMBED_TITLE - limits.EMBED_DESCRIPTION
"""What a footer may take, however long the title and text above it are."""
_BLANK = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Discord takes it. ``actions`` are those too long for a button, by the short names that stand there.

    ``body`` names every part of a message, so that an edit leaves nothing of what stood there before.
    """

    body: Mapping[str, object]
    files: tuple[File, ...] = ()
    actions: Mapping[str, str] = field(default_factory=dict)
    private: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a server can show: its commands' numbers, for words that call them, and the bytes that a file may have."""

    commands: Mapping[str, int] = field(default_factory=dict)
    file_size: int = limits.FILE_SIZE


def rendered(reply: Reply, look: Look = Look()) -> tuple[Message, ...]:
    """Return the messages that show a reply, most often one; none for a reply that says nothing."""
    ids = CustomIds()
    reply = _fitted(reply, look)
    components = _components(reply, ids)
    files, attachments = _files(reply)
    pages = list(_pages(_embeds(reply, look)))
    if not pages and not files and not components:
        return ()
    pages = pages or [[]]
    mentioned = _mentioned(reply)
    messages = []
    for number, page in enumerate(pages):
        is_first, is_last = number == 0, number == len(pages) - 1
        body: Json = {
            "content": " ".join(f"<@{member}>" for member in mentioned) if is_first else "",
            "embeds": page,
            "components": components if is_last else [],
            "attachments": attachments if is_first else [],
            "allowed_mentions": {"parse": [], "users": mentioned if is_first else []},
        }
        messages.append(Message(body, files if is_first else (), ids.kept if is_last else {}, private=reply.private))
    return tuple(messages)


# Text


def text_of(marked: Marked, look: Look, limit: int) -> str:
    """Return marked text in Discord's markdown, cut between marks where it is longer than the limit."""
    said = ""
    for span in marked:
        words = _span(span, look)
        if length(said) + length(words) <= limit:
            said += words
            continue
        return said + _shortened(span, look, limit - length(said))
    return said


def _span(span: Span, look: Look) -> str:
    match span:
        case Plain(text):
            return escaped(text)
        case Bold(text):
            return _around("**", escaped(text))
        case Code(text):
            return _code(text, look)
        case Spoiler(text, scope):
            of = f"(spoiler for {escaped(scope)}) " if scope else ""
            return f"{of}{_around('||', escaped(text))}"
        case Link(text, address):
            return _link(text, address)
        case Mention(member, name):
            number = snowflake(member)
            return f"<@{number}>" if number else _around("**", escaped(name))
        case Moment(at):
            return f"<t:{int(at.timestamp())}:f>"


def _around(mark: str, text: str) -> str:
    """Put marks around words; those next to a space are no marks to Discord."""
    bare = text.strip()
    if not bare:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{mark}{bare}{mark}{text[start + len(bare) :]}"


def _code(text: str, look: Look) -> str:
    if text.startswith("/") and text[1:] in look.commands:
        return f"<{text}:{look.commands[text[1:]]}>"
    return f"`{as_code(text)}`" if text.strip() else text


def _link(text: str, address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return escaped(text)
    whole = quote(clean(address), safe=_SAFE_IN_ADDRESS)
    return f"[{escaped(text)}]({whole})" if length(whole) <= limits.EMBED_FOOTER else escaped(text)


def _shortened(span: Span, look: Look, room: int) -> str:
    """Return as much of a span as there is room for, with its marks closed."""
    make: Callable[[str], Span] | None
    match span:
        case Plain(text):
            make = Plain
        case Bold(text):
            make = Bold
        case Spoiler(text, _):
            make = Spoiler
        case _:
            text, make = "", None
    if make is None:
        return "…" if room else ""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length(_span(make(text[:middle] + "…"), look)) <= room else (low, middle - 1)
    return _span(make(text[:low] + "…"), look) if low else ("…" if room else "")


def snowflake(member: str) -> int | None:
    """Return Discord's number of a member; None for somebody who isn't on Discord."""
    platform, _, number = member.partition(":")
    return int(number) if platform == PLATFORM and number.isascii() and number.isdigit() else None


def _mentioned(reply: Reply) -> list[str]:
    spans = [*reply.text, *(span for f in reply.fields for span in f.text), *reply.footer]
    numbers = [snowflake(span.member) for span in spans if isinstance(span, Mention)]
    return list(dict.fromkeys(str(number) for number in numbers if number))[:50]


# Embeds


def _embeds(reply: Reply, look: Look) -> Iterator[Json]:
    """Yield embeds, each within its own limits; what is too long for one goes on in the next."""
    parts = list(_paragraphs(reply, look))
    texts = _packed(parts, limits.EMBED_DESCRIPTION)
    fields = list(_fields(reply.fields, look))
    heads = [texts[0]] if texts else []
    first: Json = {"color": COLOUR}
    if reply.title:
        first["title"] = cut(escaped(reply.title), limits.EMBED_TITLE)
    if heads:
        first["description"] = heads[0]
    embeds = [first, *({"color": COLOUR, "description": text} for text in texts[1:])]
    for start in range(0, len(fields), limits.EMBED_FIELDS):
        chunk = fields[start : start + limits.EMBED_FIELDS]
        if start == 0:
            embeds[-1]["fields"] = chunk
        else:
            embeds.append({"color": COLOUR, "fields": chunk})
    if reply.image:
        address = f"attachment://{_PICTURE}" if reply.image.data else reply.image.address
        if address.startswith(("attachment://", "https://", "http://")):
            embeds[-1]["image"] = {"url": address}
    small = _small_print(reply)
    if small:
        embeds[-1]["footer"] = {"text": small}
    yield from (embed for embed in embeds if len(embed) > 1)


def _paragraphs(reply: Reply, look: Look) -> Iterator[str]:
    if reply.text:
        yield from _cut_text(reply.text, look)
    if reply.image and not reply.image.data and reply.image.text:
        yield f"-# {escaped(reply.image.text)}"
    if _in_words(reply):
        yield from (_choice(choice) for choice in reply.choices)
    if reply.table:
        yield from _tables(reply.table)
    if reply.footer and not _is_small(reply.footer):
        yield f"-# {text_of(reply.footer, look, 1_000)}"
    if reply.until:
        yield f"\N{HOURGLASS WITH FLOWING SAND} <t:{int(reply.until.timestamp())}:R>"


def _cut_text(text: Marked, look: Look) -> Iterator[str]:
    """Yield a text in parts that fit a description, cut between lines or, where a line is too long, between spans."""
    for span_line in _lines(text):
        line = "".join(_span(span, look) for span in span_line)
        if length(line) <= limits.EMBED_DESCRIPTION:
            yield line
            continue
        part = ""
        for piece in (_span(bit, look) for span in span_line for bit in _bits(span)):
            if length(part) + length(piece) > limits.EMBED_DESCRIPTION:
                yield part
                part = ""
            part += piece
        yield part


def _lines(text: Marked) -> Iterator[list[Span]]:
    line: list[Span] = []
    for span in text:
        if not isinstance(span, Plain) or "\n" not in span.text:
            line.append(span)
            continue
        first, *others = span.text.split("\n")
        line.append(Plain(first))
        for other in others:
            yield line
            line = [Plain(other)]
    yield line


def _bits(span: Span) -> Iterator[Span]:
    """Yield a span in pieces, none of which is too long whatever escaping makes of it."""
    size = limits.EMBED_DESCRIPTION // 4
    match span:
        case Plain(text) | Bold(text):
            yield from (type(span)(text[start : start + size]) for start in range(0, len(text), size))
        case Spoiler(text, scope):
            yield from (Spoiler(text[start : start + size], scope) for start in range(0, len(text), size))
        case _:
            yield span


def _packed(parts: Iterable[str], limit: int) -> list[str]:
    """Join lines to texts as long as the limit allows."""
    texts: list[str] = []
    for part in parts:
        if texts and length(texts[-1]) + 1 + length(part) <= limit:
            texts[-1] += f"\n{part}"
        else:
            texts.append(part)
    return [text for text in texts if text.strip()]


def _fields(fields: Iterable[Field], look: Look) -> Iterator[Json]:
    for named in fields:
        rows = (text_of(tuple(line), look, limits.EMBED_FIELD_VALUE) for line in _lines(named.text))
        name = cut(escaped(named.name), limits.EMBED_FIELD_NAME)
        for number, value in enumerate(_packed(rows, limits.EMBED_FIELD_VALUE) or [_BLANK]):
            yield {"name": name if name and number == 0 else _BLANK, "value": value}


def _is_small(footer: Marked) -> bool:
    """Say whether small print can stand in an embed's footer, which knows no marks."""
    return all(isinstance(span, Plain | Bold | Code) for span in footer)


def _small_print(reply: Reply) -> str:
    if not reply.footer or not _is_small(reply.footer):
        return ""
    words = "".join(span.text for span in reply.footer if isinstance(span, Plain | Bold | Code))
    return cut(clean(words), min(limits.EMBED_FOOTER, _BESIDE))


def _pages(embeds: Iterable[Json]) -> Iterator[list[Json]]:
    """Put embeds into messages, each within what a message holds."""
    page: list[Json] = []
    size = 0
    for embed in (smaller for whole in embeds for smaller in _halved(whole)):
        own = _size(embed)
        if page and (size + own > limits.EMBED_TOTAL or len(page) == limits.EMBEDS):
            yield page
            page, size = [], 0
        page.append(embed)
        size += own
    if page:
        yield page


def _halved(embed: Json) -> Iterator[Json]:
    """Yield an embed, its fields apart from the rest and in portions if it is too large for a message."""
    fields = embed.get("fields")
    if _size(embed) <= limits.EMBED_TOTAL or not isinstance(fields, list):
        yield embed
        return
    yield {name: value for name, value in embed.items() if name not in ("fields", "footer", "image")}
    portion: list[Json] = []
    for one in fields:
        if portion and _size({"fields": [*portion, one]}) > limits.EMBED_TOTAL // 2:
            yield {"color": COLOUR, "fields": portion}
            portion = []
        portion.append(one)
    rest = {name: value for name, value in embed.items() if name in ("footer", "image")}
    yield {"color": COLOUR, "fields": portion, **rest}


def _size(embed: Mapping[str, object]) -> int:
    total = length(str(embed.get("title", ""))) + length(str(embed.get("description", "")))
    fields, footer = embed.get("fields"), embed.get("footer")
    if isinstance(fields, list):
        total += sum(length(str(f["name"])) + length(str(f["value"])) for f in fields)
    return total + (length(str(footer["text"])) if isinstance(footer, dict) else 0)


# Tables


def _tables(table: Table) -> Iterator[str]:
    """Yield a table as blocks of even letters, each small enough for a description."""
    heads = [table.heads] if any(table.heads) else []
    rows = [tuple(as_code(cell) for cell in row) for row in (*heads, *table.rows)]
    if not rows:
        return
    widths = [max(_width(row[column]) for row in rows if column < len(row)) for column in range(len(table.heads))]
    lines = [_row(row, widths, table.right) for row in rows]
    for block in _packed((cut(line, 200) for line in lines), limits.EMBED_DESCRIPTION - 20):
        yield f"```\n{block}\n```"


def _row(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    cells = []
    for column, (cell, width) in enumerate(zip(row, widths, strict=False)):
        gap = " " * (width - _width(cell))
        cells.append(gap + cell if column in right else cell + gap)
    return "  ".join(cells).rstrip()


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


# Components


def _in_words(reply: Reply) -> bool:
    """Say whether choices stand in words above their buttons, because not all of them fit on one."""
    return any(length(f"{c.label}. {c.text}") > _LONGEST_LABEL for c in reply.choices) or _as_menus(reply)


def _as_menus(reply: Reply) -> bool:
    rows = -(-len(reply.choices) // limits.BUTTONS_IN_ROW) + -(-len(reply.buttons) // limits.BUTTONS_IN_ROW)
    return rows > limits.ROWS


def _choice(choice: Choice) -> str:
    words = f"**{escaped(choice.label)}.** {escaped(choice.text)}"
    return f"~~{words}~~" if choice.struck else words


def _components(reply: Reply, ids: CustomIds) -> list[Json]:
    rows = list(_menus(reply.choices, ids)) if _as_menus(reply) else list(_choice_rows(reply, ids))
    buttons = [_button(button.text, ids.of(button.action)) for button in reply.buttons if button.action]
    for start in range(0, len(buttons), limits.BUTTONS_IN_ROW):
        rows.append({"type": ROW, "components": buttons[start : start + limits.BUTTONS_IN_ROW]})
    return rows[: limits.ROWS]


def _choice_rows(reply: Reply, ids: CustomIds) -> Iterator[Json]:
    letters = _in_words(reply)
    buttons = [
        _button(
            choice.label if letters else f"{choice.label}. {choice.text}",
            ids.of(choice.action),
            BLUE,
            disabled=choice.struck,
        )
        for choice in reply.choices
        if choice.action
    ]
    for start in range(0, len(buttons), limits.BUTTONS_IN_ROW):
        yield {"type": ROW, "components": buttons[start : start + limits.BUTTONS_IN_ROW]}


def _button(label: str, custom_id: str, style: int = GREY, *, disabled: bool = False) -> Json:
    button: Json = {
        "type": BUTTON,
        "style": style,
        "label": cut(clean(label), limits.BUTTON_LABEL) or _BLANK,
        "custom_id": custom_id,
    }
    return {**button, "disabled": True} if disabled else button


def _menus(choices: Sequence[Choice], ids: CustomIds) -> Iterator[Json]:
    open_ones = [choice for choice in choices if choice.action and not choice.struck]
    for number, start in enumerate(range(0, len(open_ones), limits.SELECT_OPTIONS)):
        options = [
            {
                "label": cut(clean(f"{choice.label}. {choice.text}"), limits.SELECT_OPTION_LABEL),
                "value": ids.of(choice.action),
            }
            for choice in open_ones[start : start + limits.SELECT_OPTIONS]
        ]
        yield {"type": ROW, "components": [{"type": SELECT, "custom_id": ids.menu(number), "options": options}]}


# Files


def _fitted(reply: Reply, look: Look) -> Reply:
    """Return a reply without the files that Discord would refuse, and with words that say so."""
    heavy = [file.name for file in reply.files if len(file.data) > look.file_size]
    if reply.image and len(reply.image.data) > look.file_size:
        reply = replace(reply, image=replace(reply.image, data=b""))
    if not heavy:
        return reply
    files = tuple(file for file in reply.files if file.name not in heavy)
    told = [marked("\n") if reply.text else ()] + [file_not_sent(name, look.file_size) for name in heavy]
    return replace(reply, files=files, text=(*reply.text, *(span for part in told for span in part)))


def _files(reply: Reply) -> tuple[tuple[File, ...], list[Json]]:
    picture = [File(_PICTURE, reply.image.data)] if reply.image and reply.image.data else []
    files = tuple([*picture, *reply.files][: limits.ATTACHMENTS])
    attachments: list[Json] = []
    for number, file in enumerate(files):
        attachment: Json = {"id": str(number), "filename": file.name}
        if reply.image and picture and number == 0:
            attachment["description"] = cut(clean(reply.image.text), limits.ALT_TEXT)
        attachments.append(attachment)
    return files, attachments
