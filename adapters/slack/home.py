"""App Home: a member's own page, made of what the commands say to that member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.slack import words
from adapters.slack.blocks import ASKS, shown
from adapters.slack.limits import LONGEST_BUTTON, LONGEST_HEADER, MOST_VIEW_BLOCKS
from adapters.slack.text import Element, plain_text
from trivia.commands.actions import action
from trivia.commands.catalogue import find
from trivia.commands.request import Argument, Role
from trivia.replies.reply import Bold, Button, Reply, marked
from trivia.values import replace


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its heading, and the command whose replies stand under it, shown to this role and above.

    ``pressed`` says that the command is for a button, and carried out only when that is pressed;
    ``asks`` that a button opens the command's form.
    """

    heading: str
    command: str
    arguments: tuple[tuple[str, Argument], ...] = ()
    role: Role = Role.MEMBER
    pressed: str = ""
    asks: str = ""


SECTIONS = (
    Section(words.HOME_YOU, "score me", (("picture", "yes"),)),
    Section(words.HOME_BOARD, "score board", (("scope", "community"),)),
    Section(words.HOME_DAILY, "trivia daily", pressed=words.HOME_PLAY),
    Section(words.HOME_NEXT, "schedule list"),
    Section(words.HOME_QUEUE, "fact review", role=Role.MODERATOR),
    Section(words.HOME_SETTINGS, "settings", asks=words.HOME_CHANGE),
)
"""The page, from the top."""


def sections(role: Role) -> Sequence[Section]:
    """Return the parts that a member may see, of those whose commands there are."""
    return [section for section in SECTIONS if find(section.command) and role >= section.role]


def button(section: Section) -> Reply:
    """Return what stands for a command that waits to be pressed."""
    return Reply(buttons=(Button(section.pressed, action(section.command, **dict(section.arguments))),))


def home(parts: Sequence[tuple[Section, Sequence[Reply]]], pictures: Mapping[bytes, str] | None = None) -> Element:
    """Return the page; what doesn't fit is left out from the end. ``pictures`` are Slack's ids of what replies show."""
    ids = pictures or {}
    blocks: list[Element] = []
    for section, replies in parts:
        inside = [block for reply in replies for block in _under(reply, ids)]
        if not inside:
            continue
        blocks += [{"type": "divider"}] if blocks else []
        blocks += [{"type": "header", "text": plain_text(section.heading, LONGEST_HEADER)}, *inside]
        blocks += [_opens_form(section)] if section.asks else []
    if not blocks:
        blocks = [{"type": "section", "text": plain_text(words.HOME_EMPTY, LONGEST_HEADER)}]
    return {"type": "home", "blocks": blocks[:MOST_VIEW_BLOCKS]}


def _opens_form(section: Section) -> Element:
    text = plain_text(section.asks, LONGEST_BUTTON)
    action_id = f"{ASKS}{section.command}"
    return {
        "type": "actions",
        "elements": [{"type": "button", "text": text, "action_id": action_id, "value": section.command}],
    }


def _under(reply: Reply, ids: Mapping[bytes, str]) -> list[Element]:
    """Return a reply under a heading: its own title is a line of text there."""
    title = (Bold(reply.title), "\n" if reply.text else "") if reply.title else ()
    picture = ids.get(reply.image.data, "") if reply.image else ""
    return shown(replace(reply, title="", text=marked(*title, *reply.text)), picture=picture)
