"""Which words of a question carry no content where they stand, and how gladly each is passed over."""

from collections.abc import Sequence

from trivia.lookup import lexicon as words
from trivia.lookup.tokens import Token

_NEAR = 2  # words between one who speaks and the verb: "tell me", "I'd like to know"
_SORTS = frozenset("kind sort type manner".split())
_WHETHER = frozenset("whether if".split())
_INDIRECT = _WHETHER | {"how", "why"}
_OPENING = frozenset("mind possibly interested wondering telling asking folks quickly".split())
_NAMING = frozenset("name named call called title titled".split())
_CARD_FILLERS = words.SPEAKERS | frozenset(
    "please hey hi hello so ok okay just any some there it that this pls plz dude bro bot thanks thank info "
    "information question quick who what which".split()
)


def without_opening(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out what comes before an indirect question: "I should like to know who ...", "can you say whether ..."."""
    for place, token in enumerate(tokens):
        if place and (token.folded in words.WH or token.folded in _INDIRECT):
            return tuple(tokens[place + (token.folded in _WHETHER) :])
        if not _opens(token):
            break
    return tuple(tokens)


def _opens(token: Token) -> bool:
    if token.folded in words.REQUESTS or token.stem in words.REQUESTS or token.folded in _OPENING:
        return True
    return token.folded not in words.WH and _plain_cost(token) is not None


def skip_costs(tokens: Sequence[Token]) -> list[float | None]:
    """Return for each word what passing it over costs; None where it has content and must be explained."""
    return [_cost(tokens, place) for place in range(len(tokens))]


def is_empty(token: Token) -> bool:
    """Say whether a word has no content wherever it stands."""
    return _plain_cost(token) is not None


def all_introduce(tokens: Sequence[Token], body: int, *, naming: bool = False) -> bool:
    """Say whether all words without a bit in ``body`` merely introduce the others: "who is ...", "tell me about ...".

    ``naming``: "the name of ..." and "... called" do so too.
    """
    return all(body >> place & 1 or _introduces(tokens, place, naming=naming) for place in range(len(tokens)))


def _introduces(tokens: Sequence[Token], place: int, *, naming: bool) -> bool:
    token = tokens[place]
    if token.folded in words.ARTICLES or token.folded in _CARD_FILLERS or token.stem == "be":
        return True
    if token.folded in ("about", "of", "on", "for", "to"):
        return place + 1 < len(tokens)
    if naming and token.folded in _NAMING:
        return True
    if token.stem in words.AUXILIARIES:
        return place + 1 < len(tokens) and tokens[place + 1].folded in words.SPEAKERS
    return _is_request(tokens, place)


def _cost(tokens: Sequence[Token], place: int) -> float | None:
    token = tokens[place]
    if token.folded == "about":
        return 0.02 if _leads_to_a_topic(tokens, place) else None
    if token.folded in words.WH and place:
        asked_before = any(t.folded in words.WH for t in tokens[:place])
        return 0.3 if asked_before or words.WH[token.folded] in ("who", "what") else None
    if token.folded in _SORTS and place + 1 < len(tokens) and tokens[place + 1].folded == "of":
        return 0.1
    if _is_request(tokens, place):
        return 0.25 if place else 0.1
    cost = _plain_cost(token)
    return 0.1 if cost == words.FILLER_COST and not place else cost


def _plain_cost(token: Token) -> float | None:
    if token.folded in words.ARTICLES or token.stem in words.AUXILIARIES:
        return 0.0
    if token.folded in words.PREPOSITIONS:
        return 0.02
    if token.folded in words.PRONOUNS:
        return 0.2
    return words.FILLER_COST if token.folded in words.FILLERS else None


def _is_request(tokens: Sequence[Token], place: int) -> bool:
    """Say whether the word is a request to the one who answers: at the start, or beside one who speaks."""
    if tokens[place].folded not in words.REQUESTS:
        return False
    around = tokens[max(0, place - _NEAR) : place + _NEAR + 1]
    return not place or any(t.folded in words.SPEAKERS for t in around)


def _leads_to_a_topic(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "about" merely names the topic: "tell me about X", "what about X", not "what is X about"."""
    if place + 1 == len(tokens):
        return False
    before = tokens[place - 1] if place else None
    return before is None or before.folded in words.WH or before.folded in words.REQUESTS | words.FILLERS
