"""The sentences that answer a lookup."""

from collections.abc import Iterable, Sequence

from trivia.facts.model import Certainty, Source
from trivia.facts.phrasing import sentence_case
from trivia.lookup.answer import AnswerItem, Evidence

_MOST_STATED = 3
_MOST_LISTED = 12
_CERTAINTY = {
    Certainty.CONFIRMED: "",
    Certainty.REPORTED: "It is reported, not confirmed: ",
    Certainty.RUMOURED: "It is only a rumour: ",
    Certainty.DENIED: "It has been denied: ",
}

_YES = {
    Certainty.CONFIRMED: "Yes",
    Certainty.REPORTED: "Probably",
    Certainty.RUMOURED: "Perhaps",
    Certainty.DENIED: "No",
}

UNKNOWN = "I don't know. I have kept the question for the moderators."
UNKNOWN_UNKEPT = "I don't know."
TOO_LONG = "That is too long for me. Please ask in one short sentence."
EMPTY = "Please ask me something."
WITHHELD = "That would give away the question being played. Ask me again when the round is over."


def found(items: Sequence[AnswerItem]) -> str:
    """State the answers: the facts themselves if they are few, else the names."""
    statements = _statements(items)
    if len(items) <= _MOST_STATED and len(statements) <= _MOST_STATED + 2:
        return " ".join(statements) + sourced(items)
    return f"{sentence_case(listed([i.text for i in items]))}.{sourced(items)}"


def card(items: Sequence[AnswerItem]) -> str:
    """Say what there is to say of somebody or something, in the order given."""
    return " ".join(_statements(items)) + sourced(items)


def as_written(items: Sequence[AnswerItem], authors: Sequence[str]) -> str:
    """Give the answers of questions that people wrote, and say who wrote them."""
    by = f" Written by {listed(authors)}." if authors else ""
    return f"{' '.join(_statements(items))}{by}{sourced(items)}"


def counted(item: AnswerItem, names: Sequence[str], *, complete: bool) -> str:
    """State a number of things, and say where there may be more."""
    known = item.text if complete else f"I know of {item.text}"
    return f"{known}: {listed(names)}.{sourced([item])}"


def decided(item: AnswerItem) -> str:
    """Answer yes or no, or how likely it is, with the fact that decides."""
    return f"{_YES[item.certainty] if item.text == 'yes' else 'No'}. {' '.join(_statements([item]))}{sourced([item])}"


def known_instead(items: Sequence[AnswerItem]) -> str:
    """Say what the facts hold where they neither confirm nor rule out what was asked."""
    return f"Not that I know of. What I know: {found(items)}"


def ambiguous(choices: Sequence[str]) -> str:
    """Ask which of several is meant."""
    return f"Which do you mean: {listed(choices, 'or')}?"


def unclear(choices: Sequence[str]) -> str:
    """Ask back where a question can be read in several ways."""
    asked = " Or: ".join(c if c.endswith("?") else f"{c}?" for c in choices)
    return f"I can read that in more than one way. Did you mean: {asked}" if choices else UNKNOWN_UNKEPT


def listed(names: Sequence[str], last: str = "and") -> str:
    """Join names: "A, B and C"; many are cut short with their number."""
    if len(names) > _MOST_LISTED:
        return f"{', '.join(names[:_MOST_LISTED])} and {len(names) - _MOST_LISTED} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}" if names else "none"


def sourced(items: Iterable[AnswerItem]) -> str:
    """Name the sources of all that was said."""
    sources = dict.fromkeys(e.fact.source for item in items for e in item.evidence)
    if not sources:
        return ""
    shown = list(sources)[:_MOST_STATED]
    more = f" and {len(sources) - len(shown)} more" if len(sources) > len(shown) else ""
    return f" (Source: {'; '.join(_source(s) for s in shown)}{more})"


def _source(source: Source) -> str:
    parts = [f"“{source.title}”", source.publisher, source.date.words if source.date else ""]
    return ", ".join(p for p in parts if p)


def _statements(items: Iterable[AnswerItem]) -> list[str]:
    evidence: dict[Evidence, None] = {}
    for item in items:
        evidence.update(dict.fromkeys(item.evidence))
    return list(dict.fromkeys(_stopped(_CERTAINTY[e.fact.certainty] + _dated(e)) for e in evidence))


def _stopped(sentence: str) -> str:
    """End a sentence with a full stop, unless what it quotes ends with one."""
    return sentence if sentence.rstrip("”\"'’)").endswith((".", "!", "?")) else f"{sentence}."


def _dated(evidence: Evidence) -> str:
    """Add the date a figure is of, and the conditions on it."""
    fact = evidence.fact
    return f"{evidence.statement} (as of {fact.stated_on.words})" if fact.stated_on else evidence.statement
