"""A reply: what a platform must show, as a value. Each renderer turns it into its platform's own message.

Text is a run of marked spans. Whatever a member typed is data inside a span: a renderer escapes it, and nobody is
pinged unless a ``Mention`` says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without any mark."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Text that stands out."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words to be typed as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Text that is hidden until the reader asks for it. ``scope`` says what it gives away."""

    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to an address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A member, to be notified."""

    member: str
    name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, to be shown in the reader's own zone."""

    at: datetime


Span = Plain | Bold | Code | Spoiler | Link | Mention | Moment
Marked = tuple[Span, ...]


def marked(*parts: Span | str) -> Marked:
    """Make marked text of spans and plain strings."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts if part != "")


def lines(rows: Iterable[Marked]) -> Marked:
    """Put marked texts on lines of their own."""
    joined: list[Span] = []
    for row in rows:
        joined += ([Plain("\n")] if joined else []) + list(row)
    return tuple(joined)


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a reply."""

    name: str
    text: Marked


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to choose. ``label`` is what to type (``A``); ``action`` alone restores what it refers to.

    ``struck`` marks one that is out: to be shown, and not to be chosen.
    """

    label: str
    text: str
    action: str
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. ``action`` alone restores what it refers to, so that it works after a restart."""

    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be shown aligned. ``right`` holds the numbers of the columns that are flush right, from 0."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, by its address or as the bytes of a PNG, with the text that says the same."""

    address: str
    text: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show. ``private`` replies are for the asker alone.

    ``replaces`` is the id of an earlier message that this one takes the place of, where the platform can do that.
    ``until`` is when the choices close, for a timer. ``footer`` is small print.

    Replies with the same ``about`` are one message where messages can be edited: what comes later goes on with what
    stands there (``trivia.replies.merging``). ``struck`` are labels of its choices that are out now; ``closes`` says
    that its choices and buttons are over. ``thread`` names a thread to show it in, where the platform has threads: the
    first reply of a name opens it. ``sign`` is a character that says enough where words would be too much: under what
    somebody typed.
    """

    title: str = ""
    text: Marked = ()
    fields: tuple[Field, ...] = ()
    choices: tuple[Choice, ...] = ()
    table: Table | None = None
    buttons: tuple[Button, ...] = ()
    image: Image | None = None
    files: tuple[File, ...] = ()
    footer: Marked = ()
    private: bool = False
    replaces: str = ""
    until: datetime | None = None
    about: str = ""
    struck: tuple[str, ...] = ()
    closes: bool = False
    thread: str = ""
    sign: str = ""
