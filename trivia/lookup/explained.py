"""What the words of a question mean one by one: names, phrases of relations and kinds, question words, numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence

from trivia.facts.dates import PartialDate
from trivia.lookup import lexicon as words
from trivia.lookup.empty import is_empty, skip_costs
from trivia.lookup.items import MAX_COST, Item, Mention, Sort, mask
from trivia.lookup.lexicon import Functor, KindNoun, Lexicon, Mode, Phrase
from trivia.lookup.own_words import OWN_WORDS, in_own_words
from trivia.lookup.plan import Between, Follow, OfKind, Only, Saying
from trivia.lookup.tokens import CARDINALS, ORDINALS, Token

_NAME_OVER_WORD = 1.5
_SAME = frozenset("same share".split())
_BESIDES = frozenset("besides except excluding".split())
_NUMBER = re.compile(r"\d{1,9}")


class Explained:
    """The ``items`` that words and names are by themselves.

    ``empty`` has a bit for each word without content, ``skip_cost`` what it costs to pass over each word.
    """

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, mentions: Iterable[Mention], texts: bool) -> None:
        """Explain words; ``texts``: take those that nothing explains for a value in words."""
        self.tokens = tokens
        self.lexicon = lexicon
        self.empty, self.skip_cost = self._empty_words()
        self.mentions = list(mentions)
        self.items: list[Item] = list(self._lexical())
        if texts:
            self.items += self._texts()

    def unexplained(self) -> list[int]:
        """Return the places of the words that no name, no phrase and no list of empty words covers."""
        covered = self.empty
        for item in self.items:
            covered |= mask(item.start, item.end) | item.elsewhere
        return [i for i in range(len(self.tokens)) if not covered >> i & 1]

    def _empty_words(self) -> tuple[int, list[float]]:
        costs = skip_costs(self.tokens)
        empty = sum(1 << i for i, cost in enumerate(costs) if cost is not None)
        return empty, [MAX_COST if cost is None else cost for cost in costs]

    def _lexical(self) -> Iterator[Item]:
        for i, token in enumerate(self.tokens):
            yield from self._function_words(i, token)
            for phrase in self.lexicon.phrases.get(token.stem, ()):
                yield from self._phrase_items(phrase, i)
        for mention in self.mentions:
            yield from self._exact(mention)
            kinds = frozenset(e.kind for e in mention.entities)
            yield Item(
                Sort.SET,
                mention.start,
                mention.end,
                0,
                mention.cost + self._stealing(mention),
                Only(mention.entities),
                kinds,
            )
            yield from self._members_named(mention, kinds)

    def _members_named(self, mention: Mention, kinds: frozenset[str]) -> Iterator[Item]:
        """Take a name such as "the Nordic countries" for those that bear it."""
        for relation in {r for kind in kinds for r in self.lexicon.listing.get(kind, ())}:
            plan = Follow(Only(mention.entities), relation, backwards=True)
            types = self.lexicon.relations[relation].subject_kinds
            yield Item(Sort.SET, mention.start, mention.end, 0, mention.cost + 0.4, plan, types)

    def _exact(self, mention: Mention) -> Iterator[Item]:
        for plan, types in in_own_words(self.tokens, self.lexicon, mention):
            yield Item(Sort.SET, 0, len(self.tokens), 0, mention.cost - OWN_WORDS, plan, types, asked=True)

    def _stealing(self, mention: Mention) -> float:
        """Names such as "It", "What" or "Writer" are words first."""
        stems = [t.stem for t in self.tokens[mention.start : mention.end]]
        if all(_is_a_word_first(t) for t in self.tokens[mention.start : mention.end]):
            return _NAME_OVER_WORD
        known = len(stems) == 1 and any(p.stems == (stems[0],) for p in self.lexicon.phrases.get(stems[0], ()))
        return _NAME_OVER_WORD / 2 if known else 0.0

    def _function_words(self, i: int, token: Token) -> Iterator[Item]:
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        wh = words.WH.get(token.folded)
        if wh == "what" and following and following.stem in words.DATE_NOUNS:
            yield Item(Sort.WH, i, i + 2, 0, 0.0, wh="year" if following.stem == "year" else "when")
        if wh:
            yield Item(Sort.WH, i, i + 1, 0, 0.0, wh=wh)
        if following and (token.folded, following.folded) in (("how", "many"), ("number", "of"), ("how", "much")):
            yield Item(Sort.COUNT, i, i + 2, 0, 0.0)
        if token.stem in _SAME or token.folded in _SAME:
            yield Item(Sort.SAME, i, i + 1, 0, 0.0)
        if token.folded in _BESIDES:
            yield Item(Sort.BESIDES, i, i + 1, 0, 0.0)
        if following and (token.folded, following.folded) in (("other", "than"), ("apart", "from"), ("aside", "from")):
            yield Item(Sort.BESIDES, i, i + 2, 0, 0.0)
        if token.folded in ORDINALS:
            yield Item(Sort.ORDINAL, i, i + 1, 0, 0.0, number=ORDINALS[token.folded], wh="before")
        if token.folded in CARDINALS:
            yield Item(Sort.ORDINAL, i, i + 1, 0, 0.1, number=CARDINALS[token.folded])
        if token.stem in words.PERSON_NOUNS and not self._is_kind_noun(token.stem):
            yield Item(Sort.KIND, i, i + 1, 0, 0.2, OfKind(self.lexicon.persons), self.lexicon.persons)
        if _NUMBER.fullmatch(token.folded):
            number = int(token.folded)
            yield Item(Sort.ORDINAL, i, i + 1, 0, 0.0, number=number)
            yield self._literal(i, i + 1, float(number), float(number), token.folded, "#number", "#quantity")
            if 1 <= number <= 9999 and len(token.folded) in (3, 4):
                year = PartialDate(number)
                yield self._literal(i, i + 1, year.first_day, year.last_day, token.folded, "#date")

    def _is_kind_noun(self, stem: str) -> bool:
        return any(isinstance(p.sense, KindNoun) and p.stems == (stem,) for p in self.lexicon.phrases.get(stem, ()))

    def _literal(self, start: int, end: int, low: float, high: float, said: str, *types: str) -> Item:
        return Item(Sort.SET, start, end, 0, 0.0, Between(low, high, said), frozenset(types))

    def _phrase_items(self, phrase: Phrase, start: int) -> Iterator[Item]:
        end = self._match(phrase.stems, start)
        if end is None:
            return
        elsewhere = 0
        for run in phrase.others:
            found = self._find(run, mask(start, end) | elsewhere)
            if found is None:
                return
            elsewhere |= found
        cost = 0.0 if not phrase.others else 0.05 * len(phrase.others)
        if isinstance(phrase.sense, KindNoun):
            yield Item(Sort.KIND, start, end, elsewhere, cost, OfKind(phrase.sense.kinds), phrase.sense.kinds)
            return
        # A longer phrase explains more than its words one by one do.
        cost += phrase.sense.cost + 0.1 / len(phrase.stems)
        yield Item(Sort.FUNCTOR, start, end, elsewhere, cost, functor=phrase.sense)
        relation = phrase.sense.relation
        if phrase.sense.mode is Mode.NOUN and relation.value_kinds and not self._is_verb(phrase, relation.id):
            # "the director who ...": the noun as a kind of its own
            kinds = relation.value_kinds
            yield Item(Sort.KIND, start, end, elsewhere, cost + 0.3, OfKind(kinds), kinds, functor=phrase.sense)

    def _is_verb(self, phrase: Phrase, relation: str) -> bool:
        """Say whether the noun is spelt like the relation's verb: "praised" is nobody, though "praise" is a noun."""
        return any(
            p.stems == phrase.stems
            and isinstance(p.sense, Functor)
            and p.sense.mode is Mode.VERB
            and p.sense.relation.id == relation
            for p in self.lexicon.phrases.get(phrase.stems[0], ())
        )

    def _match(self, stems: Sequence[str], start: int) -> int | None:
        """Return where the phrase ends, words without content allowed between its own."""
        place = start
        for n, wanted in enumerate(stems):
            while n and place < len(self.tokens) and not self._is(place, wanted) and self._thin(place):
                place += 1
            if place >= len(self.tokens) or not self._is(place, wanted):
                return None
            place += 1
        return place

    def _is(self, place: int, stem: str) -> bool:
        return self.tokens[place].stem == stem

    def _thin(self, place: int) -> bool:
        token = self.tokens[place]
        return (
            token.folded in words.ARTICLES
            or token.stem in words.AUXILIARIES
            or token.folded in words.PRONOUNS
            or token.folded in words.PREPOSITIONS
        )

    def _find(self, run: Sequence[str], taken: int) -> int | None:
        for start in range(len(self.tokens)):
            end = self._match(run, start)
            if end is not None and not mask(start, end) & taken:
                return mask(start, end)
        return None

    def _texts(self) -> Iterator[Item]:
        covered = self.empty
        for item in self.items:
            if not isinstance(item.plan, Only):  # a name, such as a symbol's, may be meant as a mere word
                covered |= mask(item.start, item.end)
        start = 0
        while start < len(self.tokens):
            end = start
            while end < len(self.tokens) and not covered >> end & 1:
                end += 1
            if end > start:
                folded = " ".join(t.folded for t in self.tokens[start:end])
                yield Item(Sort.SET, start, end, 0, 0.6, Saying(folded), frozenset({"#text"}))
            start = max(end, start) + 1


def _is_a_word_first(token: Token) -> bool:
    return is_empty(token) or token.folded in words.WH
