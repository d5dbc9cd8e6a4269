"""What speaks against a fact, in words."""

from collections.abc import Sequence

from trivia.commands.curated import Doubts
from trivia.facts.model import Certainty
from trivia.facts.plausible import Odd
from trivia.lookup.answer import Evidence
from trivia.replies.reply import Bold, Code, Marked, Span, Spoiler, marked

_ODD = {
    Odd.FAR_AHEAD: "That date is far in the future. Is it right?",
    Odd.NEGATIVE: "That is less than nothing, as no other is. Is it right?",
    Odd.BEYOND_ALL: "That is a thousand times more than any I know. Is it right?",
}


def warnings(doubts: Doubts) -> list[Marked]:
    """Return a row for each doubt."""
    rows = [
        marked("But I know otherwise: ", *as_stated(stated), " (", Code(f"#{stated.fact.id}"), ").")
        for stated in doubts.otherwise
    ]
    if doubts.otherwise:
        number = doubts.otherwise[0].fact.id
        rows.append(marked("If mine is wrong, mend it: ", Code(f"/fact edit {number} value=…")))
    rows += [marked(f"“{alike.written}” is new to me. Did you mean {alike.known}?") for alike in doubts.alike]
    rows += [
        marked(f"I know {name} as {_kinds(kinds)}; this makes another thing of that name.")
        for name, kinds in doubts.elsewhere
    ]
    if doubts.odd:
        rows.append(marked(_ODD[doubts.odd]))
    if doubts.unsourced:
        rows.append(marked("It has no source yet: add ", Code("source=…"), " to say where it stands."))
    return rows


def as_stated(stated: Evidence) -> Marked:
    """State a fact, with how certain it is unless it is confirmed."""
    fact = stated.fact
    certainty = "" if fact.certainty is Certainty.CONFIRMED else f" ({fact.certainty})"
    text: Span = Spoiler(stated.statement, str(fact.spoiler)) if fact.spoiler else Bold(stated.statement)
    return marked(text, certainty)


def _kinds(kinds: Sequence[str]) -> str:
    words = [f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('-', ' ')}" for kind in kinds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
