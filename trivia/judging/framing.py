"""What surrounds an answer in chat: politeness, hedges, negation."""

import re

_BEFORE = re.compile(
    r"(?:(?:um+|uh+|er+|hmm+|well|oh|ok|okay|so|maybe|perhaps|probably|possibly|surely|definitely|obviously|clearly|"
    r"yes|yeah|hey|im guessing|i guess|i think|i believe|i say|id say|i would say|i d say|"
    r"im (?:pretty |quite |fairly )?sure|my (?:final )?(?:answer|guess) is|(?:the )?(?:correct |right )?answer is|"
    r"answer|final answer|could it be|might it be|is it|was it|is that|is this|is he|is she|are they|were they|"
    r"it(?:s| is| was| must be| has to be| could be| might be| would be)|that(?:s| is| was| would be)|this is|"
    r"they(?: are|re| were)|he(?:s| is| was)|she(?:s| is| was)|(?:who|what|where|when) (?:is|are|was|were)|gotta be|"
    r"must be|has to be|in the|at the|of the|by the|from the|to the|on the|in|at|on|by|from|since|during|around|about|"
    r"circa|approximately|roughly|called|named)\s+)+"
)
_AFTER = re.compile(
    r"(?:\s+(?:please|pls|plz|i think|i guess|i believe|im sure|maybe|perhaps|probably|obviously|of course|right|lol|"
    r"haha|thanks|thank you|final answer|or something|is it|isnt it|innit|is the answer|is my answer|is my guess))+$"
)
_NEGATED = re.compile(
    r"\b(?:not|isnt|wasnt|arent|werent|never|neither|anything but|anyone but|nobody but|dont|doesnt|cannot|cant be|"
    r"everything except|anything except|except|other than|rather than|instead of)\b"
)

_NEGATORS = frozenset(
    "not isnt wasnt arent werent never neither anything anyone nobody dont doesnt cannot cant everything except "
    "other rather instead".split()
)
_OPENERS = frozenset(
    "um umm uh uhh er hm hmm hmmm well oh ok okay so maybe perhaps probably possibly surely definitely obviously "
    "clearly yes yeah hey im i id my the correct right answer final could might is was are were it its that thats "
    "this they theyre he hes who what where when gotta must has in at of by from to on since during around about "
    "circa approximately roughly called named".split()
)
_CLOSERS = frozenset(
    "please pls plz think guess believe sure maybe perhaps probably obviously course right lol haha thanks you "
    "answer something it isnt innit".split()
)


def unframed(folded: str) -> str:
    """Drop politeness and hedges around a folded answer, unless nothing would be left."""
    words = folded.split()
    if len(words) < 2 or (words[0] not in _OPENERS and words[-1] not in _CLOSERS):
        return folded
    found = _BEFORE.match(folded)
    start = found.end() if found and found.end() < len(folded) else 0
    trail = _AFTER.search(folded, start)
    return folded[start : trail.start()] if trail and trail.start() > start else folded[start:]


def negation(folded: str) -> str:
    """Return the word that negates a folded answer, or nothing."""
    if _NEGATORS.isdisjoint(folded.split()):
        return ""
    found = _NEGATED.search(folded)
    return found[0] if found else ""
