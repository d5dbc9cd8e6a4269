"""What a lookup comes to, as a reply."""

from trivia.commands.actions import action
from trivia.facts.model import Source
from trivia.lookup.answer import Answer, Status
from trivia.replies.lookup import sourced
from trivia.replies.reply import Button, Choice, Field, Link, Marked, Plain, Reply, Span, Spoiler, marked
from trivia.replies.rounds import LETTERS, WRONG
from trivia.values import replace

_LONGEST_ACTION = 100
"""Discord's limit for a button's id; a longer suggestion is shown without a button."""
_MOST_SOURCES = 3
_SEVERAL = "That can mean more than one thing."


def answered(answer: Answer, id_: str = "") -> Reply:
    """Show an answer with its sources, or ask back. By its id, if it has one, it can be disputed."""
    if answer.status is Status.ANSWERED:
        wrong = (Button(WRONG, action("trivia report", answer=id_)),) if id_ else ()
        return replace(_found(answer), buttons=wrong)
    if answer.status is Status.WITHHELD:
        return Reply(text=marked(answer.sentence), private=True)
    if not answer.suggestions:
        return Reply(text=marked(answer.sentence))
    lead = _SEVERAL if answer.status is Status.UNCLEAR else answer.sentence
    return Reply(text=marked(f"{lead} Did you mean:"), choices=_suggested(answer.suggestions))


def _found(answer: Answer) -> Reply:
    sentence = answer.sentence.replace(sourced(answer.answers), "")
    scopes = list(dict.fromkeys(str(item.spoiler) for item in answer.answers if item.spoiler))
    text = (Spoiler(sentence, ", ".join(scopes)),) if scopes else marked(sentence)
    sources = list(dict.fromkeys(e.fact.source for item in answer.answers for e in item.evidence))
    fields = (Field("Source" if len(sources) == 1 else "Sources", _sources(sources)),) if sources else ()
    return Reply(text=text, fields=fields)


def _sources(sources: list[Source]) -> Marked:
    spans: list[Span] = []
    for source in sources[:_MOST_SOURCES]:
        spans += ([Plain("; ")] if spans else []) + list(source_line(source))
    more = len(sources) - _MOST_SOURCES
    return (*spans, *marked(f" and {more} more" if more > 0 else ""))


def source_line(source: Source) -> Marked:
    """Name a source with its publisher and date, linked where it has an address."""
    title: Span = Link(source.title, source.address) if source.address else Plain(source.title)
    when = source.date.words if source.date else ""
    return marked(title, *(f", {part}" for part in (source.publisher, when) if part))


def _suggested(suggestions: tuple[str, ...]) -> tuple[Choice, ...]:
    choices = []
    for letter, suggestion in zip(LETTERS, suggestions, strict=False):
        ask = action("ask", question=suggestion)
        choices.append(Choice(letter, suggestion, ask if len(ask) <= _LONGEST_ACTION else ""))
    return tuple(choices)
