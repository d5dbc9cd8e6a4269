"""Taking a member out of stored texts: their id, wherever it stands, and their name where it means them.

Names are ordinary words. One is taken for the member's where it stands beside their id, says who told a fact, or is
shown in a message; nowhere else, lest a question about somebody of the same name be spoilt.
"""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from trivia.facts.authors import handed_over_by, names_teller, told_by
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.rounds.model import ChannelId, MemberId, Place, kept_for

SOMEBODY = "Somebody"

_LEAST = 3
"""A name of fewer letters is no more than a word within a sentence: it is looked for only where it stands alone."""
_BEFORE, _BEHIND = r"(?:^|(?<=\bby )|(?<=\band )|(?<=, )|(?<=\d\. ))", r"(?=$|[.,;:!]| –| and )"
"""What stands around a name that is meant, and seldom around the same word in a question."""
_NO_WORDS = frozenset({"action", "about", "replaces", "thread", "label", "sign", "address", "data", "_"})
"""Parts of a message that nobody reads."""
_PRESSED = frozenset({"Choice", "Button"})


@dataclass(frozen=True)
class Traces:
    """A member by their id and the names they went by, and what stands for them afterwards."""

    member: str
    names: frozenset[str]
    stand_in: str

    @property
    def bare(self) -> str:
        """The id without its platform."""
        return self.member.partition(":")[2]

    @property
    def own_channel(self) -> str:
        """Where they alone read what they are told."""
        return f"{self.member.partition(':')[0]}:@{self.member}"

    @property
    def own_channels(self) -> tuple[str, ...]:
        """The same, and where that waits which they are to be told when they look."""
        nowhere = Place(GLOBAL_COMMUNITY, ChannelId(""))
        return (self.own_channel, kept_for(nowhere, MemberId(self.member)).channel)

    @property
    def everywhere(self) -> tuple[str, ...]:
        """The id and the names, as LIKE finds them within a text, JSON or not."""
        return _patterns({self.member, *self.names})

    @property
    def by_id(self) -> tuple[str, ...]:
        """The id alone, as LIKE finds it."""
        return _patterns({self.member})

    @property
    def as_teller(self) -> tuple[str, ...]:
        """The titles of sources that name them, as LIKE finds them."""
        return _patterns({title(name) for name in self.names for title in (told_by, partial(handed_over_by, ""))})

    @cached_property
    def id_within(self) -> re.Pattern[str]:
        """Finds the id, and not a longer one that begins or ends like it."""
        return re.compile(rf"(?<!\w){re.escape(self.member)}(?!\w)")

    @cached_property
    def names_within(self) -> re.Pattern[str] | None:
        """Finds the names within sentences, as messages put them there: “Stopped by Eve.”, “Eve, Ben – thank you!”."""
        long = sorted((name for name in self.names if len(name) >= _LEAST), key=len, reverse=True)
        named = "|".join(map(re.escape, long))
        return re.compile(rf"{_BEFORE}(?:{named}){_BEHIND}", re.MULTILINE) if long else None


def nameless(text: str, traces: Traces) -> str:
    """Return a text, JSON or not, without the member."""
    value = _container(text)
    return _line(text, traces) if value is None else _written(_walked(value, traces, shown=False))


def nameless_message(text: str, traces: Traces) -> str:
    """Return a message, as JSON, without the member."""
    return _written(_walked(json.loads(text), traces, shown=True))


def nameless_list(text: str, traces: Traces, instead: str = "") -> str:
    """Return names and ids that are parted by commas without the member's."""
    known = {word.casefold() for word in (traces.member, traces.bare, *traces.names)}
    parts = [part.strip() for part in text.split(",")]
    if not any(part.casefold() in known for part in parts):
        return text
    return ", ".join(filter(None, (instead if part.casefold() in known else part for part in parts)))


def names_beside(text: str, member: str) -> Iterator[str]:
    """Yield the names that stand beside the member's id in JSON."""
    for part in _dicts(_container(text)):
        if member in part.values() and isinstance(part.get("name"), str):
            yield part["name"]


def about_them(text: str, traces: Traces) -> str:
    """Return of a text what is about the member; other members' parts of JSON are left out."""
    value = _container(text)
    if value is None:
        return text
    found = [_own_part(part, traces.member) for part in _dicts(value)]
    kept = [part for part in found if part] + [word for word in _strings(value) if _says(word, traces)]
    return _written(kept) if kept else ""


def next_version(text: str) -> str:
    """Return a state, as JSON, as its next version: whoever changes the one before is refused."""
    value = json.loads(text)
    return _written({**value, "version": value.get("version", 0) + 1})


def _patterns(words: Set[str]) -> tuple[str, ...]:
    """Return what LIKE finds the words by, ``!`` being its escape: as they are, and as JSON writes them."""
    written = {json.dumps(word, ensure_ascii=ascii_)[1:-1] for word in words for ascii_ in (True, False)}
    return tuple(f"%{literal(word)}%" for word in sorted(words | written))


def literal(text: str) -> str:
    """Return what LIKE takes for a text itself, ``!`` being its escape."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _container(text: str) -> Any:
    """Return the value of JSON that holds others, None for any other text."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # a text of somebody's that only begins like it
        return None


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _line(text: str, traces: Traces) -> str:
    text = traces.id_within.sub(traces.stand_in, text)
    for name in traces.names:
        if names_teller(text, name):
            return f"{text.removesuffix(name)}{SOMEBODY.lower()}"
    return text


def _walked(value: Any, traces: Traces, *, shown: bool) -> Any:
    if isinstance(value, dict):
        return _walked_dict(value, traces, shown=shown)
    if isinstance(value, list):
        return [_walked(part, traces, shown=shown) for part in value]
    if not isinstance(value, str):
        return value
    return _said(value, traces) if shown else _line(value, traces)


def _walked_dict(value: dict[str, Any], traces: Traces, *, shown: bool) -> dict[str, Any]:
    kind, theirs = value.get("_"), traces.member in value.values()
    walked = {}
    for key, part in value.items():
        if key == "name" and theirs:
            walked[key] = SOMEBODY
        elif key == "given" and kind == "Attempt" and _is_about(value, traces.member):
            walked[key] = ""
        elif key == "value" and "setting" in value and isinstance(part, str):
            walked[key] = nameless_list(part, traces, SOMEBODY)
        else:
            readable = shown and kind not in _PRESSED and key not in _NO_WORDS
            walked[key] = _walked(part, traces, shown=readable)
    if kind == "Image" and walked.get("text") != value.get("text"):
        walked["data"] = ""  # the picture shows what the text says
    return walked


def _said(text: str, traces: Traces) -> str:
    """Return words that a channel reads without the member."""
    if text in traces.names:
        return SOMEBODY
    text = _line(text, traces)
    return traces.names_within.sub(SOMEBODY, text) if traces.names_within else text


def _says(text: str, traces: Traces) -> bool:
    return text in traces.names or bool(traces.names_within and traces.names_within.search(text))


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _dicts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _dicts(part)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _is_about(value: dict[str, Any], member: str) -> bool:
    """Say whether what is held is one member's: an answer, a line of a board, a seat."""
    player = value.get("player")
    return member in value.values() or (isinstance(player, dict) and player.get("id") == member)


def _own_part(value: dict[str, Any], member: str) -> dict[str, Any]:
    if _is_about(value, member) and value.get("_") != "Player":
        return value
    return {
        key: part
        for key, part in value.items()
        if key != "player"
        and ((isinstance(part, dict) and part.get("id") == member) or (isinstance(part, list) and member in part))
    }
