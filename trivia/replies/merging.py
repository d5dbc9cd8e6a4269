"""One message for what belongs together: a question, its hints and its answer, where messages can be edited."""

from trivia.replies.reply import Bold, Choice, Marked, Reply, lines, marked
from trivia.values import replace


def together(earlier: Reply, later: Reply) -> Reply:
    """Return the reply that says what stands in a message and what comes now.

    What has choices of its own or asks to join takes the place of all that stood there; what ``closes`` it leaves its
    words and choices to be read, and nothing to be pressed but its own buttons; anything else is added to it.
    """
    if later.choices or not (later.closes or later.struck or later.text) or _is_anew(later):
        return later
    if later.closes:
        return _closed(earlier, later)
    return replace(
        earlier,
        text=_below(earlier.text, later.text, later.footer),
        choices=tuple(replace(c, struck=c.struck or c.label in later.struck) for c in earlier.choices),
        fields=(*earlier.fields, *later.fields),
    )


def _is_anew(later: Reply) -> bool:
    return bool(later.title and not later.closes)


def _closed(earlier: Reply, later: Reply) -> Reply:
    asked = _below(earlier.text, *(_choice(choice) for choice in earlier.choices))
    said = lines((marked(Bold(later.title)), later.text)) if later.title else later.text
    return replace(
        later,
        title=earlier.title,
        text=lines((asked, (), said)) if asked else said,
        image=later.image or earlier.image,
    )


def _choice(choice: Choice) -> Marked:
    return marked(f"{choice.label}. {choice.text}")


def _below(*parts: Marked) -> Marked:
    return lines(part for part in parts if part)
