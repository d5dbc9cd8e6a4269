"""Which option an answer means."""

from trivia.rounds.model import Asked
from trivia.text import fold, without_article

_YES = frozenset("t true yes y right correct".split())
_NO = frozenset("f false no n wrong incorrect".split())


def chosen(asked: Asked, given: str) -> int | None:
    """Return the place of the option that the answer names by its words, its letter or its number, from 0; or None.

    An option's own words come first: among the options 3, 5 and 7 a "3" means three, not the third.
    """
    answer = without_article(fold(given))
    names = [without_article(fold(option)) for option in asked.options]
    if names.count(answer) == 1:
        return names.index(answer)
    if set(names) == {"true", "false"} and answer in _YES | _NO:
        return names.index("true" if answer in _YES else "false")
    if len(answer) == 1 and answer.isascii() and answer.isalpha():
        place = ord(answer) - ord("a")
    elif answer.isascii() and answer.isdigit() and len(answer) < 3:
        place = int(answer) - 1
    else:
        return None
    return place if 0 <= place < len(asked.options) else None
