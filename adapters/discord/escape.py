"""Text from members as data: it shows as it was written, and does nothing.

Discord takes a backslash before any character that is neither letter, digit nor space as "this is no mark"
(docs.discord.com: reference#message-formatting).
"""

import re
import unicodedata

from trivia.text import BIDI

_MARKS = re.compile(r"[\\*_~`|\[\]<>]|:(?=//)")
_LINE_START = re.compile(r"^([ \t]*)([-+#])", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d{1,9})\.", re.MULTILINE)
_PINGS = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_INVITES = re.compile(r"(discord(?:app)?)(\.(?:gg|com|me|io)/)", re.IGNORECASE)
_NO_BREAK = "\N{ZERO WIDTH SPACE}"


def clean(text: str) -> str:
    """Return text without characters that break a layout: controls, marks that reorder a line, half characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_clean(character) for character in text)


def _clean(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if character in BIDI else character


def escaped(text: str) -> str:
    """Return text with every mark of Discord's markdown, every link, invite, mention and emoji made plain."""
    text = _MARKS.sub(r"\\\g<0>", clean(text))
    text = _PINGS.sub(f"@{_NO_BREAK}", text)
    text = _INVITES.sub(r"\1\\\2", text)
    text = _NUMBERED.sub(r"\1\\.", text)
    return _LINE_START.sub(r"\1\\\2", text)


def as_code(text: str) -> str:
    """Return text to stand between backticks, where a backslash is a backslash and only a backtick ends it."""
    return clean(text).replace("`", "\N{MODIFIER LETTER GRAVE ACCENT}").replace("\n", " ")
