"""What the mere look of an answer gives away: its script, its length, its first letters."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from trivia.text import fold

_CODE = 3  # letters; ".tn", "Nh", "USA"
_TELLING_START = 3
_ARTICLES = ("the ", "a ", "an ")


def typable(name: str) -> bool:
    """Say whether a name can be typed on any keyboard, accents aside."""
    return fold(name).isascii()


@lru_cache(maxsize=16_384)
def shape(name: str) -> tuple[object, ...]:
    """Return what a player sees of a name without reading it; options that differ in it are told apart by it."""
    letters = [c for c in name if c.isalpha()]
    script = unicodedata.name(letters[0], "").split(" ")[0] if letters else ""
    return script, any(c.isdigit() for c in name), name.startswith(_ARTICLES), "(" in name


def is_code(name: str) -> bool:
    """Say whether a name is an abbreviation rather than a word."""
    return 0 < sum(c.isalpha() for c in name) <= _CODE


def told_by_its_start(mentioned: str, key: str, others: Sequence[str]) -> bool:
    """Say whether the key alone begins as a name in the question does: ".pw" for Palau among ".at" and ".de".

    For an abbreviation the first letter is enough, between words three are ("polonium" for Poland).
    """
    fewest = 1 if is_code(key) or is_code(mentioned) else _TELLING_START
    common = _common_start(mentioned, key)
    return common >= fewest and sum(_common_start(mentioned, other) >= fewest for other in others) < min(2, len(others))


def same_start(mentioned: str, name: str) -> bool:
    """Say whether a name has the first letter of one of the words mentioned."""
    return _common_start(mentioned, name) >= 1


def _common_start(first: str, second: str) -> int:
    """Return with how many letters a word of the one and a word of the other begin alike."""
    return max((_alike(a, b) for a in fold(first).split() for b in fold(second).split()), default=0)


def _alike(first: str, second: str) -> int:
    shorter = min(len(first), len(second))
    return next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), shorter)
