"""What moderators' commands come to, as replies."""

from trivia.commands.actions import action
from trivia.commands.curated import (
    Alike,
    AuditHandedOut,
    Changed,
    ChangesListed,
    ChangeUndone,
    Curated,
    Exported,
    FactMended,
    FactMoved,
    FactPreviewed,
    ForgettingAsked,
    Forgotten,
    Imported,
    ImportPreviewed,
    KeptHandedOut,
    LockChanged,
    Merged,
    Named,
    QuestionKnown,
    QuestionsListed,
    QuestionTaken,
    RelationDeclared,
    RelationDropped,
    Renamed,
    StaleDecided,
    StaleShown,
    SuggestionDecided,
    SuggestionShown,
    SuggestionTaken,
    WonderedDecided,
    WonderedShown,
)
from trivia.commands.going import (
    RelationsMerged,
    RelationsPreviewed,
    RetirementPreviewed,
    ThingRestored,
    ThingRetired,
)
from trivia.facts.authors import signer
from trivia.facts.journal import Doing, Entry
from trivia.facts.keeping import Status, Suggestion
from trivia.facts.model import Certainty
from trivia.facts.pack_tables import write_table
from trivia.formats.tables import neutral
from trivia.privacy import GONE
from trivia.replies.answers import source_line
from trivia.replies.doubts import as_stated, warnings
from trivia.replies.going import about_going
from trivia.replies.importing import about_files
from trivia.replies.privacy import about_privacy
from trivia.replies.reply import Bold, Button, Code, Field, File, Marked, Moment, Reply, lines, marked
from trivia.replies.wording import counted, joined
from trivia.replies.written import about_questions

_DID = {
    Doing.ADDED: "added",
    Doing.EDITED: "mended",
    Doing.RETIRED: "retired",
    Doing.RESTORED: "brought back",
    Doing.NAMED: "gave the name",
    Doing.UNNAMED: "took away the name",
    Doing.RENAMED: "renamed",
    Doing.MERGED: "merged",
    Doing.RELATED: "declared the relation",
    Doing.UNRELATED: "let go of the relation",
    Doing.LOCKED: "locked",
    Doing.UNLOCKED: "unlocked",
    Doing.IMPORTED: "imported",
    Doing.UNDONE: "took back",
    Doing.DECIDED: "decided",
    Doing.SET: "set",
}

_BY_NAME = {Doing.NAMED: "to", Doing.UNNAMED: "from"}
_MOST_OBJECTS = 4
_WHOLE = frozenset({Doing.MERGED, Doing.RETIRED, Doing.RESTORED, Doing.RELATED})
_GOING = frozenset({"merged", "gone"})


def curated(outcome: Curated) -> Reply:
    """Word an outcome."""
    match outcome:
        case FactPreviewed():
            return previewed(outcome)
        case FactMended() | FactMoved():
            return _mended(outcome) if isinstance(outcome, FactMended) else _moved(outcome)
        case ChangesListed() | ChangeUndone():
            return _listed(outcome) if isinstance(outcome, ChangesListed) else _undone(outcome)
        case AuditHandedOut():
            return _handed_out(outcome)
        case SuggestionTaken() | SuggestionShown() | SuggestionDecided():
            return _about_suggestion(outcome)
        case WonderedShown() | WonderedDecided():
            return _wondered(outcome) if isinstance(outcome, WonderedShown) else _no_longer_wondered(outcome)
        case StaleShown() | StaleDecided():
            return _stale(outcome) if isinstance(outcome, StaleShown) else _fresh(outcome)
        case ImportPreviewed() | Imported() | Exported():
            return about_files(outcome)
        case QuestionTaken() | QuestionKnown() | QuestionsListed():
            return about_questions(outcome)
        case KeptHandedOut() | ForgettingAsked() | Forgotten():
            return about_privacy(outcome)
        case RetirementPreviewed() | ThingRetired() | ThingRestored() | RelationsPreviewed() | RelationsMerged():
            return about_going(outcome)
        case _:
            return _about_names(outcome)


# Adding


def previewed(outcome: FactPreviewed) -> Reply:
    """Show what was understood, what would come of it, and what speaks against it."""
    draft = outcome.draft
    buttons = [Button("Add it", action("fact confirm", draft=draft))] if draft else []
    buttons += [button for alike in outcome.doubts.alike if alike.instead for button in _other(alike)]
    return Reply(
        text=lines([marked("I understand: ", *as_stated(outcome.understood), "."), *warnings(outcome.doubts)]),
        fields=_effects(outcome),
        buttons=tuple(buttons),
        footer=marked("Nothing is stored yet. Take it with ", Code("/fact confirm"), ".") if draft else (),
        private=True,
    )


def _effects(outcome: FactPreviewed) -> tuple[Field, ...]:
    fields = [Field("Source", source_line(outcome.understood.fact.source))]
    if outcome.new:
        new = ", ".join(f"{name} ({kind.replace('-', ' ')})" for name, kind in outcome.new)
        fields.append(Field("New to me", marked(new)))
    if outcome.asked:
        fields.append(Field("I would answer", marked(f"{outcome.asked} ", Bold(outcome.answer))))
    if outcome.question:
        fields.append(Field("I would ask", marked(f"{outcome.question} ", Bold(outcome.key))))
    else:
        sure = outcome.understood.fact.certainty is Certainty.CONFIRMED
        why = "it makes no fair question by itself." if sure else "I ask only what is confirmed."
        fields.append(Field("I would ask", marked(f"nothing yet; {why}")))
    if outcome.besides:
        fields.append(Field("I also know", lines([as_stated(stated) for stated in outcome.besides])))
    return tuple(fields)


def _other(alike: Alike) -> tuple[Button, Button]:
    return (
        Button(f"I meant {alike.known}", action("fact confirm", draft=alike.instead)),
        Button(f"{alike.written} is another name of it", action("fact confirm", draft=alike.as_alias)),
    )


# Mending


def _mended(outcome: FactMended) -> Reply:
    number = outcome.after.fact.id
    said = marked("Now: ", *as_stated(outcome.after), f" (#{number}).")
    rows = [said, marked("Before: ", *as_stated(outcome.before), ".")]
    if outcome.gave_way:
        rows.append(marked("That was known already, so the other fact is retired."))
    elif number != outcome.before.fact.id:
        rows.append(marked(f"It came with a pack; here it is fact {number} from now on."))
    rows.append(marked("Source: ", *source_line(outcome.after.fact.source)))
    if outcome.same_source:
        rows.append(
            marked("That is where the old value stood. If the new one stands elsewhere: ", _edited_source(number))
        )
    if not outcome.doubts.alike:
        rows += [marked(f"New to me: {name} ({kind.replace('-', ' ')})") for name, kind in outcome.new]
    return Reply(text=lines([*rows, *warnings(outcome.doubts)]), buttons=_undo(outcome.change))


def _edited_source(number: int) -> Code:
    return Code(f"/fact edit {number} source=…")


def _moved(outcome: FactMoved) -> Reply:
    last = outcome.last
    who = f" by {signer(last.author)[0]}" if last.author else ""
    what = "was retired" if last.retired else "was changed"
    why = f": {last.reason}" if last.reason else ""
    rows = [marked(f"This fact {what}{who} ", Moment(last.at), f"{why}.")]
    if last.retired:
        back = Code(f"/fact restore {outcome.now.fact.id}")
        rows.append(marked("It said: ", *as_stated(outcome.now), ". If it shall be known again: ", back))
    else:
        rows.append(marked("It says now: ", *as_stated(outcome.now), f" (#{outcome.now.fact.id})."))
    again = (Button("Change it all the same", action("fact confirm", draft=outcome.draft)),)
    return Reply(text=lines(rows), buttons=() if last.retired else again, private=True)


def _about_names(outcome: Curated) -> Reply:
    match outcome:
        case Named(entity, alias, given, known, change, others):
            if known:
                already = (
                    f"{entity.name} is known as {alias} already."
                    if given
                    else (f"Nobody here gave {entity.name} the name {alias}.")
                )
                return Reply(text=marked(already), private=True)
            said = "is also known as" if given else "is no longer known as"
            rows = [marked(Bold(entity.name), f" {said} ", Bold(alias), ".")]
            if others:
                named = " and ".join(f"{other.name} ({other.kind.replace('-', ' ')})" for other in others[:3])
                rows.append(marked(f"{named} can be called that too, so I may have to ask which is meant."))
            return Reply(text=lines(rows), buttons=_undo(change))
        case Renamed(before, entity, change):
            said = f" is the new name of {before}, which I still understand."
            return Reply(text=marked(Bold(entity.name), said), buttons=_undo(change))
        case Merged():
            return _merged(outcome)
        case LockChanged(what, locked, known, fact):
            so = "already" if known else "now"
            all_of_it = "it" if fact else "its names, and add or change facts that begin or end with it"
            can = f"{'only admins' if locked else 'moderators'} can change {all_of_it}"
            return Reply(text=marked(Bold(what), f" is {so} {'locked' if locked else 'free'}: {can}."))
        case RelationDropped(relation, change):
            return Reply(text=marked("I have let go of the relation ", Bold(relation), "."), buttons=_undo(change))
        case RelationDeclared():
            return _declared(outcome)
        case _:
            return Reply()


def _merged(outcome: Merged) -> Reply:
    name, moved = outcome.gone.name, f"{counted(outcome.facts, 'fact')} moved there."
    said = marked(Bold(name), f" is now another name of {outcome.into.name}; {moved}")
    if name == outcome.into.name:
        said = marked("The two named ", Bold(name), f" are one now; {moved}")
    alone = marked("That holds here; others who read its pack still know both.") if outcome.here_alone else ()
    rows = [said]
    if outcome.at_odds:
        both = [marked(*as_stated(stated), " (", Code(f"#{stated.fact.id}"), ")") for stated in outcome.at_odds[:3]]
        rows.append(marked("Are they the same? Only one of these can be true: ", *joined(both, "; "), "."))
    return Reply(text=lines(rows), buttons=_undo(outcome.change), footer=alone)


def _declared(outcome: RelationDeclared) -> Reply:
    relation = outcome.relation
    if outcome.change is None:
        return Reply(text=marked("I knew that relation already."), private=True)
    rows = [
        marked("I have mended the relation " if outcome.mended else "I know a new relation: ", Bold(relation.id), "."),
        marked(f"Facts of it read: {relation.statement}."),
        marked(f"I will ask and answer: {relation.question}"),
    ]
    if outcome.kinds:
        rows.append(marked(f"New kinds of things: {', '.join(outcome.kinds)}."))
    example = relation.statement.replace("{subject}", "…").replace("{value}", "…")
    return Reply(
        text=lines(rows),
        buttons=_undo(outcome.change),
        footer=marked("Teach me some: ", Code(f"/fact add {example}")),
    )


# The journal


def _listed(outcome: ChangesListed) -> Reply:
    named = outcome.name or outcome.relation
    if not outcome.changes:
        about = f" about {named}" if named else ""
        return Reply(text=marked(f"Nobody has changed anything{about} here yet."), private=True)
    last = outcome.changes[-1].entry.number
    standing = next((c.entry.number for c in outcome.changes if c.entry.can_be_undone), None)
    whose = {"name" if outcome.name else "relation": named} if named else {}
    more = Button("Earlier", action("fact history", before=last, **whose))
    return Reply(
        title=f"Changes: {named}" if named else "Changes",
        text=lines([line(changed) for changed in outcome.changes]),
        buttons=(more,) if outcome.more else (),
        footer=marked("Take one back with ", Code(f"/fact undo change={standing}"), ".") if standing else (),
        private=True,
    )


def _handed_out(outcome: AuditHandedOut) -> Reply:
    """Write all changes as a table."""
    rows = [("number", "at", "who", "member", "did", "what", "why", "taken back by")]
    for changed in outcome.changes:
        entry = changed.entry
        name, member = signer(entry.author)
        what = "".join(getattr(span, "text", "") for span in _objects(changed)).strip()
        back = str(entry.undone) if entry.undone else ""
        at = entry.at.isoformat(timespec="seconds")
        rows.append((str(entry.number), at, name, member, _did(entry), what, entry.reason, back))
    table = write_table(rows[0], [[neutral(cell) for cell in row] for row in rows[1:]])
    said = marked(f"Here {'is' if len(outcome.changes) == 1 else 'are'} {counted(len(outcome.changes), 'change')}.")
    return Reply(text=said, files=(File(outcome.name, table),), private=True)


def line(changed: Changed) -> Marked:
    """Say in one line who did what and when."""
    entry = changed.entry
    head = marked(Code(f"{entry.number}"), " – ", Moment(entry.at), f" {_name(entry)} {_did(entry)}")
    back = f" (taken back by {entry.undone})" if entry.undone else ""
    why = f": {entry.reason}" if entry.reason else ""
    return marked(*head, *_objects(changed), why, back)


def _did(entry: Entry) -> str:
    is_mended = entry.doing is Doing.RELATED and "before" in entry.about
    return "mended the relation" if is_mended else _DID[entry.doing]


def _objects(changed: Changed) -> Marked:
    """Say to what it was done."""
    entry = changed.entry
    if entry.doing is Doing.DECIDED or (entry.about and entry.doing in _WHOLE):
        return marked(" ", _whole(entry))
    parts: list[Marked] = [as_stated(stated) for stated in changed.facts[:2]]
    rest = entry.size - len(parts)
    if rest > 0:
        parts.append(marked(counted(rest, "fact") if not parts else f"{rest:,} more"))
    if entry.undoes:
        parts.insert(0, marked(f"change {entry.undoes}"))
    renamed = any(touched.what == "name" for touched in entry.touched)
    for touched in entry.touched:
        if len(parts) >= _MOST_OBJECTS:
            break  # an import may have given 50,000 names
        if touched.what == "alias" and touched.entity and entry.doing in _BY_NAME:
            parts.append(marked(f"{touched.after or touched.before} {_BY_NAME[entry.doing]} {touched.entity.name}"))
        elif touched.what == "alias" and renamed:
            continue  # the name it had is told with the new one
        elif touched.what == "alias" and touched.entity:
            parts.append(marked(f"{touched.entity.name}: {touched.after or touched.before}"))
        elif touched.what == "name":
            parts.append(marked(f"{touched.before}, now {touched.after}"))
        elif touched.entity and (touched.what in _GOING or (touched.what, touched.after) == ("entity", "retired")):
            parts.append(marked(touched.entity.name))
    parts += [marked(" ".join(entry.about.values()))] if entry.about else []
    return marked(" ", *joined(parts[:_MOST_OBJECTS], "; ")) if parts else ()


def _whole(entry: Entry) -> str:
    """Say to what as a whole it was done: two that are one, a thing that went or came back, what was decided about."""
    if entry.doing is Doing.MERGED:
        moved = f"; {counted(entry.size, 'fact')}" if entry.size else ""
        return f"{entry.about['gone']} into {entry.about['into']}{moved}"
    if entry.doing is Doing.RELATED:
        before = f", which read “{entry.about['before']}”" if "before" in entry.about else ""
        return f"{entry.about['relation']}{before}"
    if "thing" in entry.about:
        along = f" with {counted(entry.size, 'fact')}" if entry.size else ""
        return f"{entry.about['thing']}{along}"
    return ": ".join(entry.about.values())


def _undone(outcome: ChangeUndone) -> Reply:
    return Reply(
        text=marked("Taken back: ", *line(outcome.undone), "."),
        buttons=(Button("Do it again", action("fact undo", change=outcome.by)),),
    )


def _undo(change: int | None) -> tuple[Button, ...]:
    return (Button("Undo", action("fact undo", change=change)),) if change else ()


def _name(entry: Entry) -> str:
    return signer(entry.author)[0] or "somebody"


# Suggestions


def _about_suggestion(outcome: SuggestionTaken | SuggestionShown | SuggestionDecided) -> Reply:
    match outcome:
        case SuggestionTaken(number, said):
            text = marked("Thank you! A moderator will look at it: ", Bold(said), f" (s{number}).")
            name_me = Button("Name me when it is asked", action("settings", name="thanks", value="yes", scope="member"))
            return Reply(text=text, buttons=(name_me,), private=True)
        case SuggestionShown():
            return _suggestion(outcome)
        case SuggestionDecided():
            return _decided(outcome)


def _suggestion(outcome: SuggestionShown) -> Reply:
    suggestion, item = outcome.suggestion, f"s{outcome.suggestion.number}"
    head = marked(f"Suggested by {suggestion.name} ", Moment(suggestion.at), ":")
    if suggestion.status is not Status.OPEN:
        return Reply(title=item, text=lines([head, marked(suggestion.said), _fate(outcome.suggestion)]), private=True)
    decline = Button("Decline", action("fact review", item=item, decision="decline"))
    amend = Button("Amend", action("fact amend", item=item))
    if outcome.preview is None:
        rows = [head, marked(Bold(suggestion.said)), marked(f"I can't take it as it stands. {outcome.problem}")]
        return Reply(title=item, text=lines(rows), buttons=(amend, decline), private=True)
    shown = previewed(outcome.preview)
    accept = Button("Accept", action("fact review", item=item, decision="accept"))
    return Reply(
        title=item,
        text=lines([head, shown.text]),
        fields=shown.fields,
        buttons=(accept, amend, decline),
        private=True,
    )


def _decided(outcome: SuggestionDecided) -> Reply:
    said = marked(Bold(outcome.suggestion.said)) if outcome.stated is None else as_stated(outcome.stated)
    if outcome.late:
        return Reply(text=lines([_fate(outcome.suggestion), marked(*said, ".")]), private=True)
    if outcome.suggestion.status is Status.ACCEPTED:
        thanks = "" if outcome.suggestion.member.startswith(GONE) else " I'll thank them."
        text = marked("Added: ", *said, f", suggested by {outcome.suggestion.name}.{thanks}")
        if outcome.known:
            text = marked("I knew that already: ", *said, f". s{outcome.suggestion.number} is off the list.{thanks}")
        return Reply(text=text)
    told = "" if outcome.suggestion.member.startswith(GONE) else f" I'll tell {outcome.suggestion.name} kindly."
    return Reply(text=marked("Declined: ", *said, f".{told}"), private=True)


def _fate(suggestion: Suggestion) -> Marked:
    name = signer(suggestion.decided_by)[0] or "somebody"
    word = f": {suggestion.word}" if suggestion.word else ""
    return marked(f"{name} has {suggestion.status} it already{word}.")


def suggestion_told(said: str, *, accepted: bool, word: str, known: bool = False) -> Reply:
    """Tell a member what became of their suggestion; ``known``: others had said so meanwhile."""
    if known:
        text = marked("Thank you! By now I know what you suggested: ", Bold(said), ".")
    elif accepted:
        text = marked("Thank you! Your fact was added: ", Bold(said), ".")
    else:
        text = marked("A moderator looked at your suggestion and didn't take it this time: ", Bold(said), ".")
    return Reply(text=lines([text, *([marked(f"They say: {word}")] if word else [])]))


# Queues


def _wondered(outcome: WonderedShown) -> Reply:
    item = f"q{outcome.number}"
    times = counted(outcome.wondered.asked, "time")
    rows = [
        marked("I could not answer: ", Bold(outcome.wondered.question)),
        marked(f"Asked {times}, last ", Moment(outcome.wondered.last), "."),
        marked("Answer it with a fact, in one sentence, or teach me it with ", Code("/fact question"), "."),
        marked("I'll tell those who asked."),
    ]
    buttons = (
        Button("Answer it", action("fact answer", item=item)),
        Button("Ask again", action("ask", question=outcome.wondered.question)),
        Button("Take it off the list", action("fact review", item=item, decision="decline")),
    )
    return Reply(title=item, text=lines(rows), buttons=buttons, private=True)


def _no_longer_wondered(outcome: WonderedDecided) -> Reply:
    if not outcome.answered:
        return Reply(text=marked("Taken off the list: ", Bold(outcome.question)), private=True)
    told = f" I told {counted(outcome.told, 'member')} who asked." if outcome.told else ""
    answer = marked("Now I can answer: ", Bold(outcome.question), told)
    if outcome.stated is None:
        return Reply(text=answer)
    said = marked("Thank you, I know that now: ", *as_stated(outcome.stated), ".")
    source = Field("Source", source_line(outcome.stated.fact.source))
    return Reply(text=lines((said, answer)), fields=(source,), buttons=_undo(outcome.change))


def wonder_told(question: str, sentence: str) -> Reply:
    """Tell a member the answer to what they asked before."""
    return Reply(text=lines([marked("You asked me: ", Bold(question)), marked("Now I know: ", sentence)]))


def _stale(outcome: StaleShown) -> Reply:
    fact = outcome.stated.fact
    item = f"f{fact.id}"
    when = fact.stated_on.words if fact.stated_on else ""
    rows = [marked(*as_stated(outcome.stated), f" (#{fact.id}), as of {when}."), marked("Does it still hold?")]
    buttons = (
        Button("Still right", action("fact review", item=item, decision="accept")),
        Button("Mend it", action("fact mend", item=item)),
        Button("Retire it", action("fact review", item=item, decision="retire")),
    )
    return Reply(
        title=item, text=lines(rows), fields=(Field("Source", source_line(fact.source)),), buttons=buttons, private=True
    )


def _fresh(outcome: StaleDecided) -> Reply:
    fact = outcome.stated.fact
    when = fact.stated_on.words if fact.stated_on else ""
    return Reply(text=marked("Noted: ", *as_stated(outcome.stated), f", as of {when}."))


# Shared
