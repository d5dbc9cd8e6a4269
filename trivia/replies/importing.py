"""Files that are brought and handed out, as replies."""

from trivia.commands.actions import action
from trivia.commands.curated import Exported, Imported, ImportPreviewed
from trivia.replies.reply import Bold, Button, Code, Field, File, Reply, lines, marked
from trivia.replies.wording import counted


def about_files(outcome: ImportPreviewed | Imported | Exported) -> Reply:
    """Word what came of a file."""
    match outcome:
        case ImportPreviewed():
            return _previewed(outcome)
        case Imported():
            return _imported(outcome)
        case Exported(name, data, facts):
            said = marked(f"Here {'is' if facts == 1 else 'are'} {counted(facts, 'fact')} of your own.")
            return Reply(text=said, files=(File(name, data),), private=True)


def _previewed(outcome: ImportPreviewed) -> Reply:
    counts = f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.same:,} known, {outcome.refused:,} refused"
    rows = [marked(Bold(outcome.file), f": {counts}.")]
    if outcome.things:
        rows.append(marked(f"It names {counted(outcome.things, 'new thing')}."))
    fields = []
    if outcome.examples:
        fields.append(Field("New", lines([marked(example) for example in outcome.examples])))
    if outcome.refused:
        problems = [marked(str(problem)) for problem in outcome.problems]
        if outcome.refused > len(problems):
            problems.append(marked(f"and {outcome.refused - len(problems):,} more"))
        fields.append(Field("Refused", lines(problems)))
        rows.append(marked("I take all of a file or nothing: please mend these rows and hand it to me again."))
    elif not outcome.draft:
        rows.append(marked("There is nothing new in it."))
    return Reply(
        text=lines(rows),
        fields=tuple(fields),
        buttons=(Button("Take it", action("fact confirm", draft=outcome.draft)),) if outcome.draft else (),
        footer=marked("Nothing is stored yet. Take it with ", Code("/fact confirm"), ".") if outcome.draft else (),
        private=True,
    )


def _imported(outcome: Imported) -> Reply:
    if outcome.change is None:
        return Reply(text=marked("I knew all of ", Bold(outcome.file), " already; nothing has changed."))
    rows = [marked("Taken: ", Bold(outcome.file), f", {outcome.new:,} new and {outcome.changed:,} changed.")]
    return Reply(text=lines(rows), buttons=(Button("Undo", action("fact undo", change=outcome.change)),))
