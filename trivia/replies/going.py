"""Whole things and relations that are retired, brought back or merged, as replies."""

from collections.abc import Sequence

from trivia.commands.actions import action
from trivia.commands.going import (
    Going,
    RelationsMerged,
    RelationsPreviewed,
    RetirementPreviewed,
    ThingRestored,
    ThingRetired,
)
from trivia.lookup.answer import Evidence
from trivia.replies.doubts import as_stated
from trivia.replies.reply import Bold, Button, Code, Marked, Reply, lines, marked
from trivia.replies.wording import counted, joined

_HERE = "That holds here; others who read its pack still know it."
_NOT_YET = marked("Nothing is changed yet. Do it with ", Code("/fact confirm"), ".")


def about_going(outcome: Going) -> Reply:
    """Word an outcome."""
    match outcome:
        case RetirementPreviewed():
            return _would_go(outcome)
        case ThingRetired(thing, facts, change, here_alone):
            gone = f" is retired with {counted(facts, 'fact')}: I won't answer or ask from them, nor know the name."
            back = [marked("Bring it back with ", Code(f"/fact restore {thing.name}"), ".")]
            alone = [marked(_HERE)] if here_alone else []
            return Reply(text=marked(Bold(thing.name), gone), buttons=_undo(change), footer=lines([*alone, *back]))
        case ThingRestored(thing, facts, change):
            back_with = f" is back, with {counted(facts, 'fact')}."
            return Reply(text=marked(Bold(thing.name), back_with), buttons=_undo(change))
        case RelationsPreviewed():
            return _would_merge(outcome)
        case RelationsMerged(gone, into, facts, change):
            moved = f"; {counted(facts, 'fact')} moved there. I understand the words of both."
            said = marked(Bold(gone), " is one with ", Bold(into.id), " here now", moved)
            return Reply(text=said, buttons=_undo(change))


def _would_go(outcome: RetirementPreviewed) -> Reply:
    thing = outcome.thing
    parts = []
    if outcome.begin:
        parts.append(f"{counted(outcome.begin, 'fact')} that {'begins' if outcome.begin == 1 else 'begin'} with it")
    if outcome.end:
        noun = counted(outcome.end, "fact") if not parts else f"{outcome.end:,}"
        parts.append(f"{noun} that {'ends' if outcome.end == 1 else 'end'} with it")
    what = " and ".join(parts) or "no fact"
    rows = [marked(Bold(thing.name), f" ({thing.kind.replace('-', ' ')}) would go, and with it {what}.")]
    rows += [as_stated(stated) for stated in outcome.examples]
    if outcome.begin + outcome.end > len(outcome.examples) > 0:
        rows.append(marked(f"… and {outcome.begin + outcome.end - len(outcome.examples):,} more"))
    rows.append(marked("I would not answer or ask from them any more, nor know the name, until you bring it back."))
    if outcome.here_alone:
        rows.append(marked("Others who read its pack would still know it."))
    button = Button("Retire it", action("fact confirm", draft=outcome.draft))
    return Reply(text=lines(rows), buttons=(button,), footer=_NOT_YET, private=True)


def _would_merge(outcome: RelationsPreviewed) -> Reply:
    gone, into = outcome.gone, outcome.into
    rows = [
        marked(Bold(gone.id), " would be one with ", Bold(into.id), f": {into.statement}."),
        marked(f"{counted(outcome.facts, 'fact')} would move there. I would still understand the words of both."),
    ]
    if outcome.same:
        known = f"{'1 of them is' if outcome.same == 1 else f'{outcome.same:,} of them are'} known that way already"
        rows.append(marked(known, *_such_as([as_stated(stated) for stated in outcome.same_facts], outcome.same)))
    if outcome.odd:
        of = "one thing" if outcome.odd == 1 else f"{outcome.odd:,} things"
        pairs = [marked(*_numbered(one), " and ", *_numbered(other)) for one, other in outcome.odd_facts]
        rows.append(marked(f"Only one can be true, but of {of} there would be two", *_such_as(pairs, outcome.odd)))
    rows.append(marked("It holds here alone, and can be taken back."))
    button = Button("Merge them", action("fact confirm", draft=outcome.draft))
    return Reply(text=lines(rows), buttons=(button,), footer=_NOT_YET, private=True)


def _such_as(examples: Sequence[Marked], count: int) -> Marked:
    """Name examples, and that there are more; there may be none that can be told."""
    if not examples:
        return marked(".")
    return marked(": ", *joined(examples, "; "), "." if count <= len(examples) else " …")


def _numbered(stated: Evidence) -> Marked:
    return marked(*as_stated(stated), " (", Code(f"#{stated.fact.id}"), ")")


def _undo(change: int | None) -> tuple[Button, ...]:
    return (Button("Undo", action("fact undo", change=change)),) if change else ()
