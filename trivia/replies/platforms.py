"""What platforms themselves have to say: about rights, files and messages, whatever the command was."""

from collections.abc import Sequence

from trivia.replies.reply import Bold, Reply, Span, marked

PRESENCE = "/trivia start"


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


def file_not_read() -> Reply:
    """Say that a file could not be fetched."""
    return Reply(text=marked("I could not fetch that file. Please hand it to me once more."), private=True)


def gone() -> Reply:
    """Say that what a button stood for is no longer known."""
    return Reply(text=marked("That button is too old for me by now. Please type the command instead."), private=True)
