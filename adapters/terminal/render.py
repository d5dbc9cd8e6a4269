"""From a reply to text for a terminal: a pure function, with and without colour. Nothing is said by colour alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from adapters.terminal.safe import safe, width
from trivia.commands.actions import restored
from trivia.commands.catalogue import find
from trivia.replies.reply import (
    Bold,
    Button,
    Choice,
    Code,
    Field,
    Link,
    Marked,
    Mention,
    Moment,
    Plain,
    Reply,
    Span,
    Spoiler,
    Table,
)

_RESET = "\x1b[0m"
_RULE = 64  # columns


class Style(Enum):
    """How words stand out, as SGR codes."""

    NONE = ""
    TITLE = "1;36"
    BOLD = "1"
    CODE = "36"
    DIM = "2"
    FIELD = "33"


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal can show. ``columns`` of None leaves long lines as they are, for pipes.

    ``hides`` says that spoilers are hidden until asked for; elsewhere they are shown inside a mark.
    """

    colour: bool = False
    columns: int | None = None
    hides: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    style: Style


def rendered(reply: Reply, look: Look, *, revealed: bool = False) -> str:
    """Return the reply as lines of text, without a line end at the end."""
    rows: list[str] = []
    if reply.title:
        rows += _title(reply.title, look)
    if reply.text:
        rows += _flowed(_pieces(reply.text, look, revealed=revealed), look)
    if reply.image:
        rows += _flowed([_Piece(safe(reply.image.text), Style.NONE)], look)
    for choice in reply.choices:
        rows += _choice(choice, look)
    for field in reply.fields:
        rows += _field(field, look, revealed=revealed)
    if reply.table:
        rows += _table(reply.table, look)
    if reply.footer:
        rows += _flowed(_small_print(reply.footer, look), look)
    if reply.buttons:
        rows += _flowed([_Piece(_pressed(reply.buttons), Style.DIM)], look)
    return "\n".join(rows)


def has_hidden(reply: Reply) -> bool:
    """Say whether the reply holds a spoiler."""
    return any(isinstance(span, Spoiler) for text in (reply.text, *(f.text for f in reply.fields)) for span in text)


def _pieces(text: Marked, look: Look, *, revealed: bool) -> list[_Piece]:
    return [_piece(span, look, revealed=revealed) for span in text]


def _piece(span: Span, look: Look, *, revealed: bool) -> _Piece:
    match span:
        case Plain(text):
            return _Piece(safe(text), Style.NONE)
        case Bold(text):
            return _Piece(safe(text), Style.BOLD)
        case Code(text):
            return _Piece(safe(text), Style.CODE)
        case Link(text, address):
            return _Piece(safe(f"{text} <{address}>"), Style.NONE)
        case Mention(_, name):
            return _Piece(safe(f"@{name}"), Style.BOLD)
        case Moment(at):
            return _Piece(f"{at:%Y-%m-%d %H:%M %Z}", Style.NONE)
        case Spoiler(text, scope):
            return _spoiler(text, scope, look, revealed=revealed)


def _spoiler(text: str, scope: str, look: Look, *, revealed: bool) -> _Piece:
    of = f" for {safe(scope)}" if scope else ""
    if look.hides and not revealed:
        return _Piece(f"[spoiler{of}, hidden: /reveal shows it]", Style.DIM)
    return _Piece(f"[spoiler{of}: {safe(text)}]", Style.NONE)


def _choice(choice: Choice, look: Look) -> list[str]:
    label = _Piece(f"{safe(choice.label)}. ", Style.BOLD)
    out = " (out)" if choice.struck else ""
    return _flowed([label, _Piece(safe(choice.text) + out, Style.NONE)], look, indent="  ", hang="     ")


def _field(field: Field, look: Look, *, revealed: bool) -> list[str]:
    pieces = _pieces(field.text, look, revealed=revealed)
    name = _Piece(f"{safe(field.name)}: ".replace(".:", "."), Style.FIELD)
    if any("\n" in piece.text for piece in pieces):
        return _flowed([name], look) + _flowed(pieces, look, indent="  ", hang="    ")
    return _flowed([name, *pieces], look, hang="  ")


def _title(title: str, look: Look) -> list[str]:
    """Set a title; where the screen's width is known, in a rule that parts it from what was before."""
    if look.columns is None:
        return _flowed([_Piece(safe(title), Style.TITLE)], look)
    rule = "─" * max(0, min(look.columns, _RULE) - width(safe(title)) - 4)
    return _flowed([_Piece(f"── {safe(title)} {rule}".rstrip(), Style.TITLE)], look)


def _small_print(footer: Marked, look: Look) -> Iterator[_Piece]:
    for piece in _pieces(footer, look, revealed=False):
        yield _Piece(piece.text, Style.DIM if piece.style is Style.NONE else piece.style)


def _pressed(buttons: Iterable[Button]) -> str:
    """Say what to type where there is nothing to press."""
    return " · ".join(f"{safe(button.text)}: {_typed(button.action)}" for button in buttons)


def _typed(action: str) -> str:
    command, arguments = restored(action)
    known = find(command)
    hidden = {option.name for option in known.options if option.hidden} if known else set()
    typed = (f"{name}={safe(str(value))}" for name, value in arguments.items() if name not in hidden)
    return " ".join([f"/{command}", *typed])


def _flowed(pieces: Iterable[_Piece], look: Look, *, indent: str = "", hang: str | None = None) -> list[str]:
    """Lay pieces out in lines no wider than the terminal, broken between words; later lines hang by ``hang``."""
    later = indent if hang is None else hang
    rows: list[str] = []
    row, used = indent, width(indent)
    for words in _words(pieces):
        if words is None:
            rows.append(row.rstrip())
            row, used = indent, width(indent)
            continue
        long = width(words.text)
        if look.columns is not None and used + width(words.text.rstrip()) > look.columns and row.strip():
            rows.append(row.rstrip())
            row, used = later, width(later)
        row += _painted(words, look)
        used += long
    return [*rows, row.rstrip()]


def _words(pieces: Iterable[_Piece]) -> Iterator[_Piece | None]:
    """Part pieces into words, each with the space after it; None stands for a line end."""
    for piece in pieces:
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                yield None
            start = 0
            while start < len(line):
                gap = line.find(" ", start)
                end = len(line) if gap < 0 else gap + 1
                yield _Piece(line[start:end], piece.style)
                start = end


def _painted(piece: _Piece, look: Look) -> str:
    if not look.colour or piece.style is Style.NONE or not piece.text.strip():
        return piece.text
    bare = piece.text.rstrip(" ")
    return f"\x1b[{piece.style.value}m{bare}{_RESET}{piece.text[len(bare) :]}"


def _table(table: Table, look: Look) -> list[str]:
    cells = [[safe(cell).replace("\n", " ") for cell in row] for row in (table.heads, *table.rows)]
    widths = [max(width(row[column]) for row in cells) for column in range(len(table.heads))]
    rows = [
        "  ".join(_padded(cell, widths[column], flush_right=column in table.right) for column, cell in enumerate(row))
        for row in cells
    ]
    head = _painted(_Piece(rows[0].rstrip(), Style.FIELD), look)
    return [head, *(row.rstrip() for row in rows[1:])]


def _padded(cell: str, columns: int, *, flush_right: bool) -> str:
    space = " " * (columns - width(cell))
    return space + cell if flush_right else cell + space
