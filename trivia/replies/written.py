"""Questions that people wrote, as replies to moderators."""

from trivia.commands.actions import action
from trivia.commands.curated import QuestionsListed, QuestionTaken
from trivia.commands.written import PAGE
from trivia.facts.model import Fact
from trivia.facts.written import topic_of
from trivia.replies.answers import source_line
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Reply, Span, Spoiler, lines, marked
from trivia.replies.rounds import HELD_BACK


def about_questions(outcome: QuestionTaken | QuestionsListed) -> Reply:
    """Word what came of it."""
    return _taken(outcome) if isinstance(outcome, QuestionTaken) else _listed(outcome)


def _taken(outcome: QuestionTaken) -> Reply:
    fact = outcome.told.fact
    before = outcome.before
    fields = [Field("Answer", marked(outcome.told.statement))]
    if before and before.statement != outcome.told.statement:
        fields.append(Field("Before", marked(before.statement, " (", *source_line(before.fact.source), ")")))
    if outcome.wrong:
        fields.append(Field("Beside it", marked(", ".join(outcome.wrong))))
    return Reply(
        text=marked(
            "From now on I ask it so: " if before else "I will ask: ", Bold(fact.subject.name), f" (#{fact.id})"
        ),
        fields=(*fields, Field("Source", source_line(fact.source))),
        buttons=(Button("Undo", action("fact undo", change=outcome.change)),) if outcome.change else (),
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
