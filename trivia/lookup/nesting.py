"""Questions within questions: "who plays the character that drops her phone" holds "which character drops her phone".

Where neither the grammar nor a single fact has a place for all words, a relative clause may be a question of its own.
Its answer takes the place of the clause, and what remains is asked again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trivia.lookup import lexicon as words
from trivia.lookup.lexicon import Lexicon
from trivia.lookup.tokens import Token

_RELATIVES = frozenset("who that which whose whom where".split())
_FEWEST = 2  # words of a clause
_MOST_LEFT = 2  # words after it


@dataclass(frozen=True, slots=True)
class Split:
    """A question taken apart: the one inside, and what stands before and after the name that answers it."""

    inner: str
    before: str
    after: str

    def outer(self, name: str) -> str:
        """Return the question with the name in the clause's place."""
        return f"{self.before}{name}{self.after}"


def splits(question: str, tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Split]:
    """Yield the ways to take a question apart at a relative clause, the innermost clause and the longest first."""
    nouns = frozenset[str]().union(*lexicon.kind_nouns.values()) | words.PERSON_NOUNS | _functor_nouns(lexicon)
    for place in range(len(tokens) - _FEWEST, 1, -1):
        token = tokens[place]
        noun = _noun_before(tokens, place, nouns)
        if token.folded not in _RELATIVES or noun is None or noun < 1:
            continue
        for end in range(len(tokens), max(place + _FEWEST, len(tokens) - _MOST_LEFT - 1), -1):
            clause = question[tokens[place + 1].start : tokens[end - 1].end]
            named = question[tokens[noun].start : tokens[noun].end]
            start = noun - 1 if tokens[noun - 1].folded in words.ARTICLES else noun
            after = question[tokens[end - 1].end :]
            yield Split(f"which {named} {clause}", question[: tokens[start].start], after)


def _noun_before(tokens: Sequence[Token], place: int, nouns: frozenset[str]) -> int | None:
    """Return the place of the noun that the clause belongs to: right before it, or before its preposition."""
    for before in (place - 1, place - 2):
        if before > 0 and tokens[before].stem in nouns:
            return before
        if before <= 0 or tokens[before].folded not in words.PREPOSITIONS:
            return None
    return None


def _functor_nouns(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        phrase.stems[0]
        for phrases in lexicon.phrases.values()
        for phrase in phrases
        if len(phrase.stems) == 1 and isinstance(phrase.sense, words.Functor) and phrase.sense.mode is words.Mode.NOUN
    )
