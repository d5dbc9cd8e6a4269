"""Questions that people wrote, as replies to moderators."""

from trivia.commands.actions import action
from trivia.commands.curated import QuestionKnown, QuestionsListed, QuestionTaken
from trivia.commands.written import PAGE
from trivia.facts.authors import signer
from trivia.facts.model import Fact
from trivia.facts.written import topic_of
from trivia.replies.answers import source_line
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Moment, Reply, Span, Spoiler, lines, marked
from trivia.replies.rounds import HELD_BACK
from trivia.replies.wording import counted


def about_questions(outcome: QuestionTaken | QuestionKnown | QuestionsListed) -> Reply:
    """Word what came of it."""
    match outcome:
        case QuestionTaken():
            return _taken(outcome)
        case QuestionKnown():
            return _known(outcome)
        case QuestionsListed():
            return _listed(outcome)


def _taken(outcome: QuestionTaken) -> Reply:
    fact = outcome.told.fact
    before = outcome.before
    fields = [Field("Answer", marked(outcome.told.statement))]
    if before and before.statement != outcome.told.statement:
        fields.append(Field("Before", marked(before.statement, " (", *source_line(before.fact.source), ")")))
    if outcome.wrong:
        fields.append(Field("Beside it", marked(", ".join(outcome.wrong))))
    if outcome.answered:
        fields.append(Field("Asked before", marked(f"I told {counted(outcome.answered, 'member')} who asked.")))
    return Reply(
        text=marked(
            "From now on I ask it so: " if before else "I will ask: ", Bold(fact.subject.name), f" (#{fact.id})"
        ),
        fields=(*fields, Field("Source", source_line(fact.source))),
        buttons=(Button("Undo", action("fact undo", change=outcome.change)),) if outcome.change else (),
        private=True,
    )


def _known(outcome: QuestionKnown) -> Reply:
    """Show what somebody else wrote before, and what would take its place."""
    fact, last = outcome.now.fact, outcome.last
    name, id_ = signer(last.author)
    who = f"{name} wrote that question" if id_ else f"That question came with the {name}" if name else "I ask that"
    when = (" ", Moment(last.at)) if id_ else (" already",)
    fields = [Field("Answer now", marked(outcome.now.statement, " (", *source_line(fact.source), ")"))]
    if outcome.wrong:
        fields.append(Field("Beside it now", marked(", ".join(outcome.wrong))))
    fields.append(Field("Yours", marked(outcome.answer)))
    if outcome.others:
        fields.append(Field("Beside yours", marked(", ".join(outcome.others))))
    return Reply(
        text=marked(who, *when, ": ", Bold(fact.subject.name), f" (#{fact.id}). Shall yours take its place?"),
        fields=tuple(fields),
        buttons=(Button("Put mine in its place", action("fact confirm", draft=outcome.draft)),),
        private=True,
    )


def _listed(outcome: QuestionsListed) -> Reply:
    on = f" on {outcome.topic}" if outcome.topic else ""
    rows = [_row(told.fact, told.statement) for told in outcome.questions]
    if outcome.withheld:
        rows.append(marked(HELD_BACK))
    if not rows:
        none = f"There are no {'more ' if outcome.total else ''}questions{on} that anybody wrote."
        return Reply(
            text=marked(
                none, " Teach me one with ", Code("/fact question"), ", or many with ", Code("/fact import"), "."
            ),
            private=True,
        )
    page = outcome.page + 1
    on_topic = action("fact questions", page=page, topic=outcome.topic)
    more = Button("More", on_topic if outcome.topic else action("fact questions", page=page))
    held = f", {outcome.withheld:,} of them held back" if outcome.withheld else ""
    first = next((told.fact.id for told in outcome.questions), 12)
    return Reply(
        title=f"Questions that people wrote{on}",
        text=lines(rows),
        buttons=(more,) if outcome.page * PAGE < outcome.total else (),
        footer=marked(
            f"{outcome.total:,} in all{held}. Let go of one with ",
            Code(f"/fact retire {first}"),
            ", mend its answer with ",
            Code(f"/fact edit {first} value=…"),
            ".",
        ),
        private=True,
    )


def _row(fact: Fact, answer: str) -> Marked:
    topic = topic_of(fact.relation)
    said: Span = Spoiler(answer, str(fact.spoiler)) if fact.spoiler else Bold(answer)
    return marked(Code(f"#{fact.id}"), " ", fact.subject.name, " ", said, f" ({topic})" if topic else "")
