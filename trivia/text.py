"""Text made comparable: the one normal form by which names are stored, looked up and judged."""

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘ʼ`´′＇]")
_SIMPLE = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_NOT_WORD = re.compile(r"[^\w]+|_", re.UNICODE)
_DECOMPOSED_BY_HAND = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th",
     "Þ": "th", "ð": "d", "Ð": "d", "ı": "i", "&": " and "}
)  # fmt: skip
LONGEST_NAME = 40
"""So much of a member's name is shown."""
_MOST_READ = 500
_MOST_MARKS = 2  # on a letter; Vietnamese has as many
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the reading direction."""
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
"""What nobody sees in a text: marks that turn it or allow a break, fillers, and what picks a form of a letter."""
ARTICLES = ("the ", "a ", "an ")
_ARTICLE_LETTERS = frozenset("ta")


def fold(text: str) -> str:
    """Return the text without case, accents, apostrophes and punctuation, words parted by one space.

    ``AKA You're Welcome`` becomes ``aka youre welcome``, ``São Tomé & Príncipe`` ``sao tome and principe``. Text that
    holds no letter or digit at all (``!!!``) is only case-folded and stripped.
    """
    if _SIMPLE.fullmatch(text):
        return text.lower()
    plain = text.translate(_DECOMPOSED_BY_HAND) if not text.isascii() or "&" in text else text
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain.casefold())).strip()
    return folded or text.casefold().strip()


def shown_name(name: str) -> str:
    """Return a name that somebody gave themselves as it is shown: on one line, not too long, and not in anybody's way.

    Marks that turn the reading direction or pile up on a letter are left out; a name that shows nothing is “somebody”.
    """
    if name.isascii() and name.isprintable() and not name.isspace() and 0 < len(name) <= LONGEST_NAME:
        return " ".join(name.split())
    kept: list[str] = []
    marks = 0
    for character in " ".join(name[:_MOST_READ].split()):
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if not is_hidden(character) and marks <= _MOST_MARKS:
            kept.append(character)
    shown = "".join(kept).strip()
    if all(unicodedata.category(character)[0] in "CMZ" for character in shown):
        return "somebody"
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1].rstrip() + "…"


def is_hidden(character: str) -> bool:
    """Say whether a character does something to the text around it instead of being seen."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI


def without_article(folded: str) -> str:
    """Drop a leading "the", "a" or "an" from a folded name, unless nothing would be left."""
    if folded[:1] not in _ARTICLE_LETTERS:
        return folded
    for article in ARTICLES:
        if folded.startswith(article) and len(folded) > len(article):
            return folded[len(article) :]
    return folded


def with_a(noun: str) -> str:
    """Put "a" or "an" before a noun, its hyphens written as spaces."""
    spoken = noun.replace("-", " ")
    return f"an {spoken}" if spoken[:1] in frozenset("aeiou") else f"a {spoken}"


def typo_budget(folded: str) -> int:
    """How many slips of the keyboard a name of this length forgives: under 4 letters none, under 8 one, else two."""
    return 0 if len(folded) < 4 else 1 if len(folded) < 8 else 2
