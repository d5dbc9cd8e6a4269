"""Questions and statements in the very words of a relation's phrasing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from trivia.lookup import lexicon as words
from trivia.lookup.empty import is_empty
from trivia.lookup.items import MAX_COST, Mention, Reading, literal_types
from trivia.lookup.lexicon import Functor, Lexicon, Mode
from trivia.lookup.plan import Check, Either, Follow, Only, Plan
from trivia.lookup.tokens import Token

OWN_WORDS = 0.3
"""So much plainer is a question in a relation's own words."""


def own_words(tokens: Sequence[Token], lexicon: Lexicon, mentions: Iterable[Mention]) -> list[Reading]:
    """Return the readings of a question put in the very words of a relation's phrasing; mostly there is one."""
    found: dict[Plan, float] = {}
    places = list(mentions)
    for first, second in product(places, places):
        for plan in _in_a_statement(tokens, lexicon, first, second):
            found[plan] = min(first.cost + second.cost - OWN_WORDS, found.get(plan, MAX_COST))
    for mention in places:
        for plan, _ in in_own_words(tokens, lexicon, mention):
            found[plan] = min(mention.cost - OWN_WORDS, found.get(plan, MAX_COST))
    return [Reading(plan, cost) for plan, cost in sorted(found.items(), key=lambda pair: pair[1])]


def in_own_words(tokens: Sequence[Token], lexicon: Lexicon, mention: Mention) -> Iterator[tuple[Plan, frozenset[str]]]:
    """Recognise a template with the mention in its place; yield one plan for all relations that use the template."""
    before, after = words.wording(tokens[: mention.start]), words.wording(tokens[mention.end :])
    kinds = frozenset(e.kind for e in mention.entities)
    plans: list[Plan] = []
    types = frozenset[str]()
    is_noun = is_a_noun_of_a_relation(tokens[mention.start : mention.end], lexicon)
    for asked in lexicon.exact.get(f"{before} {words.SLOT} {after}".strip(), ()):
        relation = lexicon.relations[asked.relation]
        if is_noun and relation.id in lexicon.describing:
            continue
        fits, values = relation.subject_kinds, relation.value_kinds or literal_types(relation.literal)
        if asked.backwards:
            fits, values = relation.value_kinds, relation.subject_kinds
        if kinds & fits:
            plans.append(Follow(Only(mention.entities), relation.id, asked.backwards))
            types |= values
    if plans:
        yield plans[0] if len(plans) == 1 else Either(tuple(plans)), types


def is_a_noun_of_a_relation(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Say whether a name is also what a relation calls its value: "the final season" wants to know which that is."""
    stems = tuple(t.stem for t in tokens if not is_empty(t))
    phrases = lexicon.phrases.get(stems[0], ()) if stems else ()
    return any(p.stems == stems and isinstance(p.sense, Functor) and p.sense.mode is Mode.NOUN for p in phrases)


def _in_a_statement(tokens: Sequence[Token], lexicon: Lexicon, first: Mention, second: Mention) -> Iterator[Plan]:
    """Recognise a relation's statement with two names in place, also turned round into a question of yes or no."""
    if first.end > second.start or tokens[0].folded in words.WH:
        return
    parts = (tokens[: first.start], tokens[first.end : second.start], tokens[second.end :])
    before, between, after = (words.wording(part, bare=True) for part in parts)
    key = " ".join(filter(None, (before, words.SLOT, between, words.SLOT, after)))
    for asked in lexicon.statements.get(key, ()):
        relation = lexicon.relations[asked.relation]
        subject, value = (second, first) if asked.backwards else (first, second)
        fits = {e.kind for e in subject.entities} & relation.subject_kinds
        if fits and {e.kind for e in value.entities} & relation.value_kinds:
            yield Check(Only(value.entities), Follow(Only(subject.entities), relation.id))
