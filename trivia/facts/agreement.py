"""Verbs that agree with plural names: the Åland Islands belong, The Beatles were.

Names of works and of countries are one thing each, whatever their form: The Birds was directed, the Bahamas is.
"""

import re
from functools import lru_cache

from trivia.text import fold

_ALWAYS = frozenset("islands isles".split())
_WITH_THE = frozenset(
    "mountains hills highlands lowlands lakes alps andes pyrenees rockies himalayas appalachians dolomites".split()
)
_GROUPS = frozenset(
    "band group team duo trio quartet quintet orchestra choir crew club clan family people tribe gang couple".split()
)
_WORKS = frozenset(
    "film movie series season show episode book novel story comic album song game play painting podcast".split()
)
_BE = {"is": "are", "was": "were", "has": "have", "does": "do"}
_NO_VERBS = frozenset(
    "always sometimes perhaps besides afterwards nowadays plus minus versus thus its his this as across us yes".split()
)
_OF = re.compile(r",|\(| (?:of|in|on|from|at) ")
_LEADING = r"^(?P<slot>\{%s\}) (?P<verb>[a-z]+)\b"
_BEFORE = r"(?P<wh>^|\b(?:who|what|where|when|why|how) )?\b(?P<verb>is|was|does|has) (?P<slot>\{%s\})(?P<end>\W*$)?"


@lru_cache(maxsize=16_384)
def is_plural(name: str, kind: str = "") -> bool:
    """Say whether a name takes the plural: island groups and mountains do, and "The ...s" where the kind is a group."""
    if not name.endswith("s") and "s " not in name:
        return False
    whole = fold(_OF.split(name, maxsplit=1)[0])
    head = whole.rpartition(" ")[2]
    sorts = frozenset(re.split(r"[^a-z]+", kind))
    if not sorts.isdisjoint(_WORKS):
        return False
    if head in _ALWAYS or not whole.startswith("the "):
        return head in _ALWAYS
    many = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return head in _WITH_THE or (many and not sorts.isdisjoint(_GROUPS))


@lru_cache(maxsize=4_096)
def agreeing(template: str, slot: str) -> str:
    """Return a template in which the verb that belongs to a slot, if one does, is in the plural.

    That is the verb that follows the slot where the sentence begins with it, and in a question the auxiliary before
    it: "What is {subject} called", but not the last word of "Which element is {value}?".
    """
    leading = re.sub(_LEADING % slot, _led, template)
    return re.sub(_BEFORE % slot, _asked, leading, flags=re.IGNORECASE) if template.endswith("?") else leading


@lru_cache(maxsize=4_096)
def in_any_number(template: str) -> tuple[str, ...]:
    """Return a template as it is and, if that differs, with its verb in the plural."""
    return tuple(dict.fromkeys((template, agreeing(template, "subject"), agreeing(template, "value"))))


def _led(match: re.Match[str]) -> str:
    return f"{match['slot']} {_in_plural(match['verb'])}"


def _asked(match: re.Match[str]) -> str:
    verb = match["verb"]
    if match["end"] is not None and match["wh"] is None and verb.lower() in {"is", "was"}:
        return match[0]
    plural = _in_plural(verb.lower())
    shown = plural.capitalize() if verb[0].isupper() else plural
    return f"{match['wh'] or ''}{shown} {match['slot']}{match['end'] or ''}"


def _in_plural(verb: str) -> str:
    if verb in _BE:
        return _BE[verb]
    if not verb.endswith("s") or verb.endswith(("ss", "us", "is")) or verb in _NO_VERBS:
        return verb
    if verb.endswith("ies") and len(verb) > len("lies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zes", "oes")) else verb[:-1]
