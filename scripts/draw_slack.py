"""Draw the pictures of docs/slack.md: what the bot shows in a workspace, from the very blocks that it sends.

    .venv/bin/python -m scripts.draw_slack

The same packs give the same pictures. They show what stands in a message and where, not every shade of Slack's own.
"""

import asyncio
import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.pictures.canvas import ACCENT, INK, MUTED, PAPER, RULE, Canvas
from adapters.slack.blocks import message
from adapters.slack.home import home, sections
from bot.compose import Services
from bot.packfiles import read_files
from db import open_store
from trivia.commands.request import Member, Request, Role
from trivia.facts.packs import read_pack
from trivia.replies.merging import together
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Mode, Place, Rules

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
START = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
WIDE, LEFT, RIGHT, LINE = 620, 20, 600, 24
SEED = 22

Element = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """A word with its look; ``ends`` says that the line ends after it, ``joins`` that no space follows."""

    text: str
    bold: bool = False
    colour: str = INK
    size: int = 16
    ends: bool = False
    joins: bool = False


class Channel:
    """A channel whose messages are edited as Slack's are."""

    def __init__(self) -> None:
        self.shown: dict[str, Reply] = {}

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a reply, or what stands there and the reply in one."""
        del place
        about = reply.about or message
        self.shown[about] = together(self.shown[about], reply) if about in self.shown else reply


def picture(blocks: Sequence[Element]) -> bytes:
    """Draw blocks from the top."""
    canvas = Canvas(WIDE, 5_000)
    high = _drawn(canvas, blocks)
    canvas = Canvas(WIDE, round(high) + 8)
    _drawn(canvas, blocks)
    return canvas.png()


def _drawn(canvas: Canvas, blocks: Sequence[Element]) -> float:
    y = 12.0
    for block in blocks:
        match block["type"]:
            case "actions":
                y = _buttons(canvas, y, block["elements"])
            case "divider":
                canvas.rule(LEFT, y + 8, RIGHT)
                y += 18
            case "table":
                y = _table(canvas, y, block["rows"])
            case _:
                y = _words(canvas, y, list(_of(block)))
    return y


def _of(block: Element) -> list[Word]:
    match block["type"]:
        case "header":
            return _split(block["text"]["text"], bold=True, size=19)
        case "context":
            return [w for e in block["elements"] for w in _split(_plain(e["text"]), colour=MUTED, size=13)]
        case "rich_text":
            elements = [element for section in block["elements"] for element in section["elements"]]
            return [word for element in elements for word in _rich(element)]
        case _:
            return _split(block["text"]["text"])


def _rich(element: Element) -> list[Word]:
    text = str(element.get("text") or element.get("fallback") or "")
    style = element.get("style") or {}
    return _split(text, bold=bool(style.get("bold")), colour=ACCENT if element["type"] == "link" else INK)


def _plain(text: str) -> str:
    return text.replace("*", "").replace("`", "").replace("&amp;", "&").partition("<!date")[0]


def _split(text: str, *, bold: bool = False, colour: str = INK, size: int = 16) -> list[Word]:
    rows = [row.split(" ") for row in text.split("\n")]
    return [
        Word(
            word,
            bold,
            colour,
            size,
            ends=number < len(rows) - 1 and place == len(row) - 1,
            joins=place == len(row) - 1,
        )
        for number, row in enumerate(rows)
        for place, word in enumerate(row)
    ]


def _words(canvas: Canvas, y: float, words: Sequence[Word]) -> float:
    x = float(LEFT)
    for word in words:
        wide = canvas.measure(word.text, word.size, bold=word.bold)
        if x + wide > RIGHT and x > LEFT:
            x, y = LEFT, y + LINE
        canvas.text((x, y + 18), word.text, word.size, bold=word.bold, colour=word.colour)
        x += wide + (0 if word.joins else word.size * 0.3)
        if word.ends:
            x, y = LEFT, y + LINE
    return y + LINE + 6


def _buttons(canvas: Canvas, y: float, elements: Sequence[Element]) -> float:
    x = float(LEFT)
    for element in elements:
        text = str(element["text"]["text"])
        wide = canvas.measure(text, 15, bold=True) + 26
        if x + wide > RIGHT and x > LEFT:
            x, y = LEFT, y + 42
        canvas.box((x, y, x + wide, y + 34), RULE, radius=6)
        canvas.box((x + 1.5, y + 1.5, x + wide - 1.5, y + 32.5), PAPER, radius=5)
        canvas.text((x + 13, y + 23), text, 15, bold=True)
        x += wide + 8
    return y + 44


def _table(canvas: Canvas, y: float, rows: Sequence[Sequence[Element]]) -> float:
    column = (RIGHT - LEFT) / max(len(row) for row in rows)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            room = column - 8
            canvas.text((LEFT + place * column, y + 18), str(cell["text"]), 15, bold=number == 0, room=room)
        y += LINE
        canvas.rule(LEFT, y, RIGHT)
    return y + 8


async def draw() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"{folder}/picture.db") as store:
            for pack in sorted(p.parent for p in (ROOT / "packs").glob("*/pack.toml")):
                await store.install(read_pack(read_files(pack)), START)
            channel = Channel()
            rules = Rules(count=2, lobby=0, pause=0, mode=Mode.EVERYONE, thread=True)
            core = Services(store, lambda: START).assembler(random.Random(SEED))(channel, "slack", rules)  # noqa: S311 - a picture
            community = await store.community("slack", "T1", "A workspace", START)
            number = 0

            async def say(who: str, command: str, **arguments: str | int) -> tuple[Reply, ...]:
                nonlocal number
                number += 1
                member = Member(MemberId(f"slack:U{who}"), who, Role.ADMIN)
                at = START + timedelta(seconds=number)
                there = ChannelId("slack:C1")
                return await core.door.handle(Request(str(number), community, there, member, command, arguments, at))

            def write(name: str, blocks: Sequence[Element]) -> None:
                (PICTURES / f"slack-{name}.png").write_bytes(picture(blocks))

            await say("Anna", "trivia start", topic="countries", kinds="choice")
            write("question", message(list(channel.shown.values())[-1]).blocks)
            for _ in range(2):
                live = (await core.rounds.live_questions(community, START))[0]
                await say("Ben", "trivia answer", text=live.key)
                await say("Anna", "trivia answer", text="A")
                await core.rounds.tick(START + timedelta(seconds=number))
            write("answer", message(next(reply for reply in channel.shown.values() if reply.closes)).blocks)
            await say("Ben", "ask", question="who invented the velcro?")
            await say("Anna", "schedule add", when="weekdays at 9:30", zone="Europe/Berlin")
            parts = [
                (part, () if part.pressed else await say("Anna", part.command, **_words_of(part.arguments)))
                for part in sections(Role.ADMIN)
                if part.command != "settings"
            ]
            write("home", home(parts)["blocks"])


def _words_of(arguments: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return a section's arguments; the picture of the card is drawn elsewhere."""
    return {name: value for name, value in arguments if name != "picture"}


if __name__ == "__main__":
    asyncio.run(draw())
