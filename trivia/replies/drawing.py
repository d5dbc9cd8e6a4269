"""What a channel is told of the questions that it has left."""

from dataclasses import replace

from trivia.replies.reply import Reply, marked
from trivia.replies.wording import counted
from trivia.rounds.bag import Running
from trivia.rounds.model import Rules


def with_word(question: Reply, word: Running, rules: Rules) -> Reply:
    """Add to a question that such questions begin anew, or that few are left after it."""
    return replace(question, footer=(*question.footer, *marked(f" {_said(word, rules)}")))


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
