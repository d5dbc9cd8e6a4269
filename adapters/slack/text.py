"""Marked text as Slack takes it: rich text where it can be, so that what members typed is never read as markup.

Rich text names each piece's look beside it; nothing in the text itself is looked at. Elsewhere, in fallbacks and small
print, ``&``, ``<`` and ``>`` are written as Slack asks (https://docs.slack.dev/messaging/formatting-message-text).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.slack import words
from adapters.slack.limits import LONGEST_ADDRESS, LONGEST_SECTION
from trivia.replies.reply import Bold, Code, Link, Marked, Mention, Moment, Plain, Span, Spoiler

PLATFORM = "slack"
_MARKS = frozenset("*_~`")

Element = dict[str, Any]
"""A piece of Block Kit, as JSON has it; it goes no further than this folder."""


def escaped(text: str) -> str:
    """Write text so that Slack shows it as it is, links nothing and calls nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    """Shorten a text that is too long, with a mark that it goes on."""
    return text if len(text) <= longest else text[: longest - len(words.CUT)] + words.CUT


def user_of(member: str) -> str:
    """Return Slack's id of a member, empty for one of another platform."""
    platform, _, user = member.partition(":")
    return user if platform == PLATFORM else ""


def plain_text(text: str, longest: int) -> Element:
    """Return a text object that is shown as it is; no name between colons becomes a picture."""
    return {"type": "plain_text", "text": cut(text, longest), "emoji": False}


def rich(text: Marked) -> list[Element]:
    """Return the elements of a section of rich text."""
    return [element for span in text for element in [_rich(span)] if element is not None]


def styled(text: str, **style: bool) -> Element:
    """Return a piece of rich text in a style."""
    return {"type": "text", "text": text, "style": style} if style else {"type": "text", "text": text}


def _rich(span: Span) -> Element | None:
    match span:
        case Plain(text):
            return styled(text) if text else None
        case Bold(text):
            return styled(text, bold=True) if text else None
        case Code(text):
            return styled(text, code=True) if text else None
        case Link(text, address):
            if _is_address(address):
                return {"type": "link", "url": address, "text": cut(text or address, LONGEST_SECTION)}
            return styled(f"{text} ({address})")
        case Mention(member, name):
            user = user_of(member)
            return {"type": "user", "user_id": user} if user else styled(f"@{name}", bold=True)
        case Moment(at):
            shown = "{date_short_pretty} {time}"
            return {"type": "date", "timestamp": int(at.timestamp()), "format": shown, "fallback": _moment(span)}
        case Spoiler(_, scope):
            return styled(hidden(scope), italic=True)


def hidden(scope: str) -> str:
    """Say that something is hidden, and what it would give away."""
    return words.HIDDEN_OF.format(scope=scope) if scope else words.HIDDEN


def _is_address(address: str) -> bool:
    return address.startswith(("https://", "http://")) and len(address) <= LONGEST_ADDRESS


def _moment(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M %Z}"


def fallback(text: Marked) -> str:
    """Return marked text for notifications and screen readers: escaped, spoilers left out, mentions kept."""
    return "".join(_fallback(span) for span in text)


def _fallback(span: Span) -> str:
    match span:
        case Plain(text) | Bold(text) | Code(text):
            return escaped(text)
        case Link(text, address):
            return escaped(f"{text} ({address})" if text else address)
        case Mention(member, name):
            user = user_of(member)
            return f"<@{user}>" if user else escaped(f"@{name}")
        case Moment():
            return escaped(_moment(span))
        case Spoiler(_, scope):
            return escaped(hidden(scope))


def small(text: Marked) -> Element:
    """Return small print: with its marks if nothing in it could be taken for one, else plain."""
    data = "".join(span.text for span in text if isinstance(span, Plain | Bold | Code | Link))
    if _MARKS & set(data) or any(isinstance(span, Mention) for span in text):
        return {"type": "plain_text", "text": _unescaped(text), "emoji": False}
    return {"type": "mrkdwn", "text": "".join(_marked(span) for span in text), "verbatim": True}


def _unescaped(text: Marked) -> str:
    return "".join(_bare(span) for span in text)


def _bare(span: Span) -> str:
    match span:
        case Mention(_, name):
            return f"@{name}"
        case Moment():
            return _moment(span)
        case Spoiler(_, scope):
            return hidden(scope)
        case _:
            return span.text


def _marked(span: Span) -> str:
    match span:
        case Bold(text):
            return f"*{escaped(text)}*" if text.strip() == text else escaped(text)
        case Code(text):
            return f"`{escaped(text)}`"
        case Link(text, address) if _is_address(address) and not set("<>|") & set(address + text):
            return f"<{escaped(address)}|{escaped(text or address)}>"
        case Moment(at):
            return f"<!date^{int(at.timestamp())}^{{time_secs}}|{escaped(_moment(span))}>"
        case _:
            return _fallback(span)


def length(elements: Iterable[Element]) -> int:
    """Return how many characters elements of rich text hold."""
    return sum(max(len(element.get(part, "")) for part in ("text", "fallback", "user_id")) for element in elements)


def pieces(elements: Iterable[Element], longest: int) -> Iterator[list[Element]]:
    """Part elements into runs of at most so many characters; only plain pieces are ever cut in two."""
    run: list[Element] = []
    left = longest
    for element in elements:
        rest = element
        while (size := length([rest])) > left:
            if rest["type"] == "text" and left:
                run.append({**rest, "text": rest["text"][:left]})
                rest = {**rest, "text": rest["text"][left:]}
            yield run
            run, left = [], longest
        run.append(rest)
        left -= size
    if run:
        yield run
