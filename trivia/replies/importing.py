"""Files that are brought and handed out, as replies."""

from trivia.commands.actions import action
from trivia.commands.curated import Exported, Imported, ImportPreviewed, WouldChange
from trivia.facts.plausible import Odd
from trivia.formats.incoming import NO_RELATION
from trivia.replies.reply import Bold, Button, Code, Field, File, Marked, Reply, lines, marked
from trivia.replies.wording import counted

_BESIDES = {
    "qualifiers": "answers beside it",
    "relation": "topic",
    "certainty": "certainty",
    "source": "source",
    "sentence": "quote",
    "stated_on": "date",
    "spoiler": "spoiler mark",
}

ODD = {
    Odd.FAR_AHEAD: "far in the future",
    Odd.NEGATIVE: "less than nothing",
    Odd.BEYOND_ALL: "a thousand times more than any I know",
}
"""How a value may be wrong, as it stands in brackets behind what is stated."""
_MOST_NAMED = 5


def about_files(outcome: ImportPreviewed | Imported | Exported) -> Reply:
    """Word what came of a file."""
    match outcome:
        case ImportPreviewed():
            return _previewed(outcome)
        case Imported():
            return _imported(outcome)
        case Exported():
            return _exported(outcome)


def _exported(outcome: Exported) -> Reply:
    facts, questions = outcome.facts, outcome.questions
    parts = [counted(facts, "fact")] if facts or not questions else []
    parts += [counted(questions, "question")] if questions else []
    parts += [f"{counted(outcome.merges, 'thing')} that you merged into another"] if outcome.merges else []
    here = "is" if facts + questions == 1 and not outcome.merges else "are"
    rows = [marked(f"Here {here} {' and '.join(parts)} of your own.")]
    held = [f"that you retired {counted(outcome.retired, 'thing')}"] if outcome.retired else []
    held += [f"that {gone} is one with {stays} here" for gone, stays in outcome.related[:_MOST_NAMED]]
    if held and not outcome.parts_left:
        rows.append(marked(f"It also says {' and '.join(held)}."))
    if outcome.questions_left:
        left = f"{counted(outcome.questions_left, 'question')} that you wrote can't be in such a file: "
        rows.append(marked(left, Code("/fact export format=questions"), "."))
    if outcome.merges_left:
        told = f"Nor does it carry what you merged ({counted(outcome.merges_left, 'thing')}); a pack does: "
        rows.append(marked(told, Code("/fact export format=pack"), "."))
    if outcome.relations_left:
        names = ", ".join(outcome.relations_left[:_MOST_NAMED])
        told = f"A table doesn't carry relations of your own ({names}) to where they aren't known; a pack does: "
        rows.append(marked(told, Code("/fact export format=pack"), "."))
    if held and outcome.parts_left:
        told = f"Not part of the file is {' and '.join(held)}; a pack has it: "
        rows.append(marked(told, Code("/fact export format=pack"), "."))
    if outcome.own_retired:
        rows.append(marked(f"Left out: {counted(outcome.own_retired, 'thing')} of your own that you retired."))
    return Reply(text=lines(rows), files=(File(outcome.name, outcome.data),), private=True)


def _previewed(outcome: ImportPreviewed) -> Reply:
    rows = _counted(outcome)
    fields = []
    if outcome.apart:
        apart = [marked(f"{_called(r.name, r.pack)} and {_called(r.into, r.into_pack)}") for r in outcome.apart]
        more = [marked(f"and {len(apart) - _MOST_NAMED:,} more")] if len(apart) > _MOST_NAMED else []
        fields.append(Field("Stays apart, for one isn't known here", lines([*apart[:_MOST_NAMED], *more])))
    if outcome.stay:
        stay = [marked(_called(row.name, row.pack)) for row in outcome.stay]
        more = [marked(f"and {len(stay) - _MOST_NAMED:,} more")] if len(stay) > _MOST_NAMED else []
        fields.append(Field("Is not retired, for it isn't known here", lines([*stay[:_MOST_NAMED], *more])))
    if outcome.parted:
        parted = [marked(f"{row.relation} and {row.into}") for row in outcome.parted]
        more = [marked(f"and {len(parted) - _MOST_NAMED:,} more")] if len(parted) > _MOST_NAMED else []
        fields.append(Field("Can't be one relation here", lines([*parted[:_MOST_NAMED], *more])))
    if outcome.examples:
        fields.append(Field("New", lines([marked(example) for example in outcome.examples])))
    if outcome.changes:
        fields.append(Field("Changed", lines([_would_change(change) for change in outcome.changes])))
    if outcome.odd:
        rows.append(marked(f"{counted(outcome.odd, 'value')} may be a slip; please look before you take it."))
        odd = [marked(said, f" ({ODD[what]})") for said, what in outcome.oddities]
        if outcome.odd > len(odd):
            odd.append(marked(f"and {outcome.odd - len(odd):,} more"))
        fields.append(Field("Is that right?", lines(odd)))
    if outcome.refused:
        problems = [marked(str(problem)) for problem in outcome.problems]
        if outcome.refused > len(problems):
            problems.append(marked(f"and {outcome.refused - len(problems):,} more"))
        fields.append(Field("Refused", lines(problems)))
        rows.append(marked("I take all of a file or nothing: please mend these rows and hand it to me again."))
        if any(problem.reason.endswith(NO_RELATION) for problem in outcome.problems):
            pack = "a pack brings the relations of its own along, a table doesn't."
            rows.append(marked("Teach me such a relation first, with ", Code("/fact relation"), f"; {pack}"))
    elif not outcome.draft:
        rows.append(marked("There is nothing new in it."))
    return Reply(
        text=lines(rows),
        fields=tuple(fields),
        buttons=(Button("Take it", action("fact confirm", draft=outcome.draft)),) if outcome.draft else (),
        footer=marked("Nothing is stored yet. Take it with ", Code("/fact confirm"), ".") if outcome.draft else (),
        private=True,
    )


def _counted(outcome: ImportPreviewed) -> list[Marked]:
    """Say how much there is of what."""
    counts = f"{outcome.new:,} new, {outcome.changed:,} changed, {outcome.same:,} known, {outcome.refused:,} refused"
    rows = [marked(Bold(outcome.file), f": {counts}.")]
    if outcome.things:
        rows.append(marked(f"It names {counted(outcome.things, 'new thing')}."))
    if outcome.names:
        rows.append(marked(f"It gives {counted(outcome.names, 'further name')}."))
    if outcome.questions:
        are = "is a question" if outcome.questions == 1 else "are questions"
        rows.append(marked(f"{outcome.questions:,} of them {are} that somebody wrote."))
    if outcome.merges:
        rows.append(marked(f"It takes {counted(outcome.merges, 'thing')} of packs for another."))
    if outcome.retires:
        rows.append(marked(f"It retires {counted(outcome.retires, 'thing')}, with all that is told of it."))
    for gone, into in outcome.related[:_MOST_NAMED]:
        rows.append(marked(f"It lets {gone} be one with {into}."))
    if len(outcome.related) > _MOST_NAMED:
        rows.append(marked(f"It does so with {len(outcome.related) - _MOST_NAMED:,} more relations."))
    return rows


def _called(name: str, pack: str) -> str:
    return f"{name} (pack {pack})" if pack else name


def _would_change(change: WouldChange) -> Marked:
    besides = ", ".join(_BESIDES[name] for name in change.besides)
    if not change.after:
        return marked(change.before, f": new {besides}")
    return marked(change.before, " → ", Bold(change.after), f" (new {besides})" if besides else "")


def _imported(outcome: Imported) -> Reply:
    if outcome.change is None:
        return Reply(text=marked("I knew all of ", Bold(outcome.file), " already; nothing has changed."))
    counts = f"{outcome.new:,} new and {outcome.changed:,} changed"
    more = [counted(outcome.names, "further name")] if outcome.names else []
    more += [f"{counted(outcome.merges, 'thing')} merged into another"] if outcome.merges else []
    more += [f"{counted(outcome.retires, 'thing')} retired"] if outcome.retires else []
    more += [f"{counted(len(outcome.related), 'relation')} told as another"] if outcome.related else []
    if more:
        counts = f"{outcome.new:,} new, {outcome.changed:,} changed and {' and '.join(more)}"
    rows = [marked("Taken: ", Bold(outcome.file), f", {counts}.")]
    return Reply(text=lines(rows), buttons=(Button("Undo", action("fact undo", change=outcome.change)),))
