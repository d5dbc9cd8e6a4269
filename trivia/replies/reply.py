"""A reply: what a platform must show, as a value. Each renderer turns it into its platform's own message.

Text is a run of marked spans. Whatever a member typed is data inside a span: a renderer escapes it, and nobody is
pinged unless a ``Mention`` says so.
"""

from collections.abc import Iterable
from datetime import datetime

from trivia.values import Value


class Plain(Value):
    """Text without any mark."""

    text: str


class Bold(Value):
    """Text that stands out."""

    text: str


class Code(Value):
    """Words to be typed as they stand."""

    text: str


class Spoiler(Value):
    """Text that is hidden until the reader asks for it. ``scope`` says what it gives away."""

    text: str
    scope: str = ""


class Link(Value):
    """Text that leads to an address."""

    text: str
    address: str


class Mention(Value):
    """A member, to be notified."""

    member: str
    name: str


class Moment(Value):
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


class Field(Value):
    """A named part of a reply."""

    name: str
    text: Marked


class Choice(Value):
    """One of several things to choose. ``label`` is what to type (``A``); ``action`` alone restores what it refers to.

    ``struck`` marks one that is out: to be shown, and not to be chosen.
    """

    label: str
    text: str
    action: str
    struck: bool = False


class Button(Value):
    """Something to press. ``action`` alone restores what it refers to, so that it works after a restart."""

    text: str
    action: str


class Table(Value):
    """Rows to be shown aligned. ``right`` holds the numbers of the columns that are flush right, from 0."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


class Image(Value):
    """A picture, by its address or as the bytes of a PNG, with the text that says the same."""

    address: str
    text: str
    data: bytes = b""


class File(Value):
    """A file to hand over."""

    name: str
    data: bytes


class Reply(Value):
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
