"""What tells one written question from another: its words, and those among them that say something."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from trivia.lookup.lexicon import ARTICLES, AUXILIARIES, PREPOSITIONS, PRONOUNS, SPEAKERS, WH
from trivia.lookup.tokens import stem
from trivia.text import fold, typo_budget

MOST_WORDS = 64
"""So many of a question's words are looked at where questions much like it are looked for."""

LIKE = 0.6
"""Questions that share so large a part of their telling words may be one."""

_OPENING = re.compile(r"^\s*(?:true or false|is it true that)\b[\s:,.?–-]*(?=\S)", re.IGNORECASE)
_EMPTY = ARTICLES | AUXILIARIES | PREPOSITIONS | PRONOUNS | SPEAKERS | WH.keys() | {"how", "why", "and", "or"}
_SIGNS = frozenset("#%*@\\^")
_OWNERS = re.compile(r"['’‘ʼ`´]s\b", re.IGNORECASE)
_MINUS = re.compile(r"[-−–](?=\d)")


def bare(text: str) -> str:
    """Return a question's words, folded and without articles, for those that are asked in the same words."""
    words = fold(_OPENING.sub("", text)).split()
    return " ".join([word for word in words if word not in ARTICLES] or words)


def telling(text: str) -> tuple[str, ...]:
    """Return the base forms of the words that say what a question is about, each once; of all, if none does."""
    return tuple(_telling(text))


def is_asked_by(stem_: str, text: str) -> bool:
    """Say whether a text asks a written question: in its words, though case, punctuation and articles may differ.

    An article may be left out, but not replaced: "the Doctor" is not "a doctor". Nor is "C++" the same as "C#".
    """
    asked, written = (_OPENING.sub("", t) for t in (text, stem_))
    return (
        bare(asked) == bare(written)
        and _signs(asked) == _signs(written)
        and _agree(_accented(asked), _accented(written))
        and all(_agree(*pair) for pair in zip(_articles(asked), _articles(written), strict=False))
    )


def likeness(text: str, stem_: str) -> float:
    """Return how much of what two questions are about is the same, slips of the keyboard forgiven: from 0 to 1."""
    asked, written = _telling(text), _telling(stem_)
    near = [base in written or any(_near(word, other) for other in written.values()) for base, word in asked.items()]
    shared = sum(near)
    return 2 * shared / (len(asked) + len(written)) if asked and written else 0.0


def _telling(text: str) -> dict[str, str]:
    """Return the words that say something by their base forms."""
    words = bare(_OWNERS.sub("", text)).split()
    kept = [word for word in words if word not in _EMPTY and stem(word) not in _EMPTY] or words
    bases: dict[str, str] = {}
    for word in kept[:MOST_WORDS]:
        bases.setdefault(stem(word), word)
    return bases


def _near(word: str, other: str) -> bool:
    budget = min(typo_budget(word), typo_budget(other))
    if not budget or not (word.isalpha() and other.isalpha()) or abs(len(word) - len(other)) > budget:
        return False
    return OSA.distance(word, other, score_cutoff=budget) <= budget


def _agree(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether two agree, or one of them was left out."""
    return not first or not second or first == second


@lru_cache(64)
def _signs(text: str) -> tuple[str, ...]:
    """Return the signs that mean something, in their order."""
    signs = [c for c in text if c in _SIGNS or unicodedata.category(c) in ("Sm", "Sc", "So")]
    return (*signs, *("-" for _ in _MINUS.findall(text)))


def _accented(text: str) -> tuple[str, ...]:
    """Return the letters that not everybody types."""
    return tuple(c for c in unicodedata.normalize("NFC", text).casefold() if not c.isascii() and c.isalpha())


def _articles(text: str) -> list[tuple[str, ...]]:
    """Return the articles before each word, none for most."""
    found: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for word in fold(text).split():
        if word in ARTICLES:
            waiting = (*waiting, word)
        else:
            found.append(waiting)
            waiting = ()
    return found
