"""What a channel is told beside a question: how many it has left, and whom it owes its answer."""

from collections.abc import Sequence

from trivia.replies.reply import Field, Reply, marked
from trivia.replies.wording import counted
from trivia.rounds.bag import Running
from trivia.rounds.model import Rules
from trivia.values import replace


def with_word(question: Reply, word: Running, rules: Rules) -> Reply:
    """Add to a question that such questions begin anew, or that few are left after it."""
    return replace(question, footer=(*question.footer, *marked(f" {_said(word, rules)}")))


def with_thanks(reveal: Reply, names: Sequence[str]) -> Reply:
    """Add to a reveal who proposed the facts behind it."""
    return replace(reveal, fields=(*reveal.fields, Field("Added by", marked(f"{', '.join(names)} – thank you!"))))


def _said(word: Running, rules: Rules) -> str:
    sort = (" of this sort" if rules.kinds or rules.difficulty else "") + (
        f" about {rules.topic}" if rules.topic else ""
    )
    if word.refilled:
        return f"You have had all my questions{sort} here, so they come round again."
    if word.left == 0:
        return f"This is the last new question{sort} that I have here; then they come round again."
    are = "is" if word.left == 1 else "are"
    return f"Only {counted(word.left, 'more question')}{sort} {are} left here before they come round again."
