"""Small parts of sentences that many replies use."""

from collections.abc import Sequence

from trivia.replies.reply import Marked, Plain, Span


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 question``, ``1,200 questions``."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def shortened(text: str, longest: int) -> str:
    """Cut a text that is too long to show, with a mark that it goes on."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def joined(parts: Sequence[Marked], separator: str) -> Marked:
    """Put marked texts one after the other."""
    spans: list[Span] = []
    for part in parts:
        spans += ([Plain(separator)] if spans else []) + list(part)
    return tuple(spans)
