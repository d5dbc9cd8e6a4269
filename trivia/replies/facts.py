"""Facts shown and changed, as replies."""

from trivia.commands.actions import action
from trivia.commands.outcomes import FactChanged, FactsShown, FactTaught, HistoryShown, Stated
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty
from trivia.ports import Revision
from trivia.replies.answers import source_line
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Reply, Span, Spoiler, lines, marked
from trivia.replies.rounds import HELD_BACK


def taught(outcome: FactTaught) -> Reply:
    """Say what was learned, and how to take it back."""
    fact = outcome.stated.fact
    fields = [Field("Source", source_line(fact.source))]
    if outcome.new_names:
        fields.append(Field("New to me", marked(", ".join(outcome.new_names))))
    if outcome.known:
        return Reply(text=marked("I knew that already: ", *_statement(outcome.stated), "."), fields=tuple(fields))
    if outcome.besides:
        fields.append(Field("I also know", lines([_statement(stated) for stated in outcome.besides])))
    better = () if outcome.sourced else ("Next time, add ", Code("source=…"), " to say where it stands. ")
    return Reply(
        text=marked("Thank you, I know that now: ", *_statement(outcome.stated), "."),
        fields=tuple(fields),
        buttons=(Button("Undo", action("fact undo", change=outcome.change)),) if outcome.change else (),
        footer=marked(*better, "Take it back with ", Code(f"/fact undo {fact.id}"), "."),
    )


def shown(outcome: FactsShown) -> Reply:
    """List facts, each with its number, certainty and spoiler mark."""
    rows = [marked(Code(f"#{stated.fact.id}"), " ", *_statement(stated)) for stated in outcome.facts]
    if outcome.more:
        rows.append(marked("There are more than I can show here."))
    if outcome.withheld:
        rows.append(marked(HELD_BACK))
    sources = dict.fromkeys(stated.fact.source for stated in outcome.facts)
    only = next(iter(sources)) if len(sources) == 1 else None
    return Reply(
        title=outcome.name,
        text=lines(rows) if rows else marked("I know the name, but nothing about it."),
        fields=(Field("Source", source_line(only)),) if only else (),
    )


def history(outcome: HistoryShown) -> Reply:
    """List the revisions of a fact, the oldest first."""
    return Reply(
        title=f"Fact {outcome.stated.fact.id}",
        text=marked(*_statement(outcome.stated), "."),
        fields=tuple(
            Field(f"{revision.number}.", _revision(revision, back=bool(before and before.retired)))
            for before, revision in zip((None, *outcome.revisions), outcome.revisions, strict=False)
        ),
    )


def changed(outcome: FactChanged) -> Reply:
    """Say that a fact is retired or back."""
    number = outcome.stated.fact.id
    if outcome.retired:
        return Reply(
            text=marked("Retired: ", *_statement(outcome.stated), ". I won't answer or ask from it any more."),
            footer=marked("Bring it back with ", Code(f"/fact undo {number}"), "."),
        )
    return Reply(text=marked("It is back: ", *_statement(outcome.stated), "."))


def _statement(stated: Stated) -> Marked:
    fact = stated.fact
    certainty = "" if fact.certainty is Certainty.CONFIRMED else f" ({fact.certainty})"
    said: Span = Spoiler(stated.statement, str(fact.spoiler)) if fact.spoiler else Bold(stated.statement)
    return marked(said, certainty)


def _revision(revision: Revision, *, back: bool) -> Marked:
    when = f"on {PartialDate.of(revision.at).words}"
    if revision.number == 1 and revision.author.startswith("pack "):
        return marked(f"came with the {revision.author} {when}")
    what = "retired" if revision.retired else "brought back" if back else "added" if revision.number == 1 else "changed"
    name = revision.author.rpartition(" (")[0] or revision.author  # the id behind it means nothing to readers
    by = f" by {name}" if name else ""
    why = f": {revision.reason}" if revision.reason else ""
    return marked(f"{what}{by} {when}{why}")
