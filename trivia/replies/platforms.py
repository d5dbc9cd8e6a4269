"""What platforms themselves have to say: about rights, files and messages, whatever the command was."""

from collections.abc import Sequence

from trivia.replies.reply import Bold, Code, Marked, Reply, Span, lines, marked

PRESENCE = "/trivia start"


def greeting() -> Reply:
    """Say hello to a community that has just taken the bot in, and what to do first."""
    return Reply(
        title="Hello!",
        text=lines(
            (
                marked("I answer questions from facts, and make trivia of the same facts. To begin with:"),
                marked("• ", Code("/trivia start"), " plays a round here, with buttons."),
                marked("• ", Code("/ask"), " answers a question, with its source."),
                marked("• ", Code("/fact add"), " teaches me your own facts, one sentence each."),
                marked("• ", Code("/settings"), " sets your time zone, and who moderates."),
            )
        ),
        footer=marked("More: ", Code("/help")),
    )


def rights_missing(names: Sequence[str]) -> Reply:
    """Say which rights the bot lacks in a channel, by the names that its platform gives them."""
    parts: list[Span | str] = []
    for name in names:
        parts += [", "] if parts else []
        parts.append(Bold(name))
    said = marked("I can't speak in this channel. Please ask an admin to give me: ", *parts, ".")
    return Reply(text=said, private=True)


def file_too_large(most: int) -> Reply:
    """Say that a file is larger than what is taken."""
    return Reply(text=marked(f"That file is too large for me; I take up to {most // 1024 // 1024} MB."), private=True)


def file_not_sent(name: str, most: int) -> Marked:
    """Say that a file is too large to be handed over."""
    limit = f"{most // 1024 // 1024} MB"
    return marked(Bold(name), f" is larger than the {limit} that I may send here. Please ask for less of it at once.")


def file_not_read() -> Reply:
    """Say that a file could not be fetched."""
    return Reply(text=marked("I could not fetch that file. Please hand it to me once more."), private=True)


def gone() -> Reply:
    """Say that what a button stood for is no longer known."""
    return Reply(text=marked("That button is too old for me by now. Please type the command instead."), private=True)
