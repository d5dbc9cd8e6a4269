"""Hints, worked out from the question alone: the same question gives the same hints in the same order."""

import zlib

from trivia.questions.model import QuestionKind
from trivia.rounds.model import Asked
from trivia.values import Value


class Hint(Value):
    """Something that helps: a pattern of letters or a range in words, or the places of options that are wrong."""

    text: str = ""
    struck: tuple[int, ...] = ()


def hint(asked: Asked, given: int) -> Hint | None:
    """Return the next hint after ``given`` ones, or None when there is no further one worth giving."""
    match asked.kind:
        case QuestionKind.CHOICE:
            return _fewer_options(asked) if given == 0 else None
        case QuestionKind.TEXT:
            return _letters(asked.key, given)
        case QuestionKind.NUMBER:
            return _range(asked.key) if given == 0 else None
        case QuestionKind.TRUE_FALSE:
            return None


def _fewer_options(asked: Asked) -> Hint | None:
    wrong = [place for place, option in enumerate(asked.options) if option != asked.key]
    if len(wrong) < 2:
        return None
    stays = zlib.crc32(asked.stem.encode()) % len(wrong)
    return Hint(struck=tuple(place for index, place in enumerate(wrong) if index != stays))


def _letters(key: str, given: int) -> Hint | None:
    """Show each word's first letters, one more with each hint, at most two; the rest as dots."""
    shown = given + 1
    if shown > 2 or sum(c.isalnum() for c in key) <= 2 * shown:
        return None
    words = [
        "".join(
            c if not c.isalnum() or (place < shown and place < len(word) - 1) else "·" for place, c in enumerate(word)
        )
        for word in key.split()
    ]
    return Hint(text=" ".join(words))


def _range(key: str) -> Hint | None:
    try:
        number = float(key.replace(",", "").split()[0])
    except (ValueError, IndexError):
        return None
    size = max(10 ** (len(str(int(abs(number)))) - 1), 5)
    low = int(number // size) * size
    return Hint(text=f"{low:,} – {low + size:,}")
