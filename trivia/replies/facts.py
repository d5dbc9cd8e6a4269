"""Facts shown and changed, as replies."""

from collections.abc import Collection
from dataclasses import replace

from trivia.commands.actions import action
from trivia.commands.outcomes import FactChanged, FactsShown, FactTaught, HistoryShown, Stated
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty
from trivia.ports import Revision
from trivia.replies.answers import source_line
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Reply, Span, Spoiler, lines, marked
from trivia.replies.rounds import HELD_BACK
from trivia.replies.wording import joined


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
    rows = [marked(*_numbers(stated), *_statement(stated)) for stated in outcome.facts]
    if outcome.more:
        rows.append(marked("There are more than I can show here."))
    if outcome.withheld:
        rows.append(marked(HELD_BACK))
    sources = dict.fromkeys(fact.source for stated in outcome.facts for fact in (stated.fact, *stated.same))
    only = next(iter(sources)) if len(sources) == 1 else None
    return Reply(
        title=outcome.name,
        text=lines(rows) if rows else marked("I know the name, but nothing about it."),
        fields=(Field("Source", source_line(only)),) if only else (),
    )


def history(outcome: HistoryShown) -> Reply:
    """List the revisions of a fact, the oldest first, each with what it made the fact say."""
    said = [_as_secret(stated, outcome.stated) for stated in outcome.said]
    told = [_became(before, now) for before, now in zip((None, *said), said, strict=False)]
    told += [()] * (len(outcome.revisions) - len(told))
    mended = dict(outcome.mended)
    if outcome.now:
        mended[outcome.revisions[-1].number] = outcome.now
    for place, revision in enumerate(outcome.revisions):
        if other := mended.get(revision.number):
            since = "now" if outcome.now and place == len(told) - 1 else "then"
            told[place] = marked(f"; {since}: ", Code(f"#{other}"))
    return Reply(
        title=f"Fact {outcome.stated.fact.id}",
        text=marked(*_statement(outcome.stated), "."),
        fields=tuple(
            Field(f"{revision.number}.", marked(*_revision(revision, _done(before, revision, mended)), *became))
            for before, revision, became in zip((None, *outcome.revisions), outcome.revisions, told, strict=False)
        ),
        footer=marked(f"It is not told here, for {outcome.gone} was retired.") if outcome.gone else (),
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


def _numbers(stated: Stated) -> Marked:
    """Return the number of a fact, and of all that state the same: each is retired or mended by itself."""
    return tuple(span for fact in (stated.fact, *stated.same) for span in marked(Code(f"#{fact.id}"), " "))


def _statement(stated: Stated) -> Marked:
    fact = stated.fact
    certainty = "" if fact.certainty is Certainty.CONFIRMED else f" ({fact.certainty})"
    said: Span = Spoiler(stated.statement, str(fact.spoiler)) if fact.spoiler else Bold(stated.statement)
    return marked(said, certainty)


def _as_secret(before: Stated, now: Stated) -> Stated:
    """Mark what a fact said by what it gives away today: other words would do so, too."""
    return replace(before, fact=replace(before.fact, spoiler=before.fact.spoiler or now.fact.spoiler))


def _became(before: Stated | None, now: Stated) -> Marked:
    """Say what a revision made a fact say, if that is not what it said before."""
    if before is None:
        return ()
    old, new = before.fact, now.fact
    parts: list[Marked] = []
    if _statement(before) != _statement(now):
        parts.append(_statement(now))
    if old.stated_on != new.stated_on:
        parts.append(marked(f"as of {new.stated_on.words}" if new.stated_on else "without a date"))
    if old.source != new.source:
        parts.append(marked(new.source.title))
    return marked("; now: ", *joined(parts, "; ")) if parts else ()


def _done(before: Revision | None, revision: Revision, mended: Collection[int]) -> str:
    """Say what a revision did; those of the numbers ``mended`` had the fact go on under another number."""
    if revision.retired:
        return "mended" if revision.number in mended else "retired"
    if before is None:
        return "added"
    return "brought back" if before.retired else "changed"


def _revision(revision: Revision, what: str) -> Marked:
    when = f"on {PartialDate.of(revision.at).words}"
    if revision.number == 1 and revision.author.startswith("pack "):
        return marked(f"came with the {revision.author} {when}")
    name = revision.author.rpartition(" (")[0] or revision.author  # the id behind it means nothing to readers
    by = f" by {name}" if name else ""
    why = f": {revision.reason}" if revision.reason else ""
    return marked(f"{what}{by} {when}{why}")
