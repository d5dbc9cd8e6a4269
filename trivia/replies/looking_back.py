"""What a member missed in a round, as a reply."""

from trivia.commands.actions import action
from trivia.commands.outcomes import RoundReviewed
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Reply, lines, marked
from trivia.replies.rounds import explained
from trivia.replies.wording import counted, joined
from trivia.rounds.history import Missed

_PAGE = 5


def round_reviewed(outcome: RoundReviewed) -> Reply:
    """List the questions that a member didn't have, a page at a time, each with the answer, why, and source."""
    held_back = f" {counted(outcome.withheld, 'question')} more when the one being played is over."
    if not outcome.missed:
        said = "You missed nothing in the last round." if not outcome.withheld else f"Later:{held_back}"
        return Reply(text=marked(said), private=True)
    pages = -(-len(outcome.missed) // _PAGE)
    page = min(max(1, outcome.page), pages)
    shown = outcome.missed[(page - 1) * _PAGE : page * _PAGE]
    more = Button("More", action("trivia review", round=outcome.round, page=page + 1))
    return Reply(
        title="What you missed",
        text=marked(
            f"{counted(len(outcome.missed), 'question')}",
            f", page {page} of {pages}." if pages > 1 else ".",
            held_back if outcome.withheld else "",
        ),
        fields=tuple(Field(f"Question {missed.number}", _told(missed)) for missed in shown),
        buttons=(more,) if page < pages else (),
        footer=marked("Play again with ", Code("/trivia again"), "."),
        private=True,
    )


def _told(missed: Missed) -> Marked:
    asked = missed.asked
    nobody = " Nobody had it." if missed.by_all else ""
    reasons = [marked(f"{field.name}: ", *field.text) for field in explained(asked)]
    return lines((marked(asked.stem), marked(Bold(asked.key), f".{nobody}"), joined(reasons, " ")))
