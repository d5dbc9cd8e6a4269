"""Text that can't break a terminal: whoever wrote it, it shows as characters and does nothing."""

import unicodedata

from trivia.text import BIDI

_SHOWN = {"\n": "\n", "\t": "    "}


def safe(text: str) -> str:
    """Return text with control characters and marks that reorder the line written out as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_safe(character) for character in text)


def _safe(character: str) -> str:
    if character in _SHOWN:
        return _SHOWN[character]
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    if category in ("Cc", "Zl", "Zp") or character in BIDI:
        return character.encode("unicode_escape").decode("ascii")
    return character


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
