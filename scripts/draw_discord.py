"""Draw the pictures of docs/discord.md: what the bot shows on Discord, from the very messages that it sends.

    .venv/bin/python scripts/draw_discord.py

The same packs give the same pictures. They show what stands in a message and where, not every shade of Discord's own.
"""

import asyncio
import random
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.discord.render import rendered
from adapters.pictures.canvas import ACCENT, MUTED, PAPER, TINT, Canvas
from bot.compose import Services
from db import open_store
from trivia.commands.request import Member, Request
from trivia.facts.packs import read_pack
from trivia.replies.merging import together
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Place, Rules

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
START = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
WIDE, LEFT, LINE = 620, 34, 24
SEED = 22


class Channel:
    """A channel whose messages are edited as Discord's are."""

    def __init__(self) -> None:
        self.shown: dict[str, Reply] = {}

    async def send(self, place: Place, message: str, reply: Reply) -> None:
        """Show a reply, or what stands there and the reply in one."""
        del place
        about = reply.about or message
        self.shown[about] = together(self.shown[about], reply) if about in self.shown else reply


def picture(reply: Reply) -> bytes:
    """Draw a reply as its first message stands on Discord."""
    body: Mapping[str, Any] = rendered(reply)[0].body
    rows = [row for embed in body["embeds"] for row in _rows(embed)]
    buttons = [row["components"] for row in body["components"]]
    high = 44 + LINE * len(rows) + 46 * len(buttons) + 20
    canvas = Canvas(WIDE, high)
    canvas.box((14, 12, WIDE - 14, 32 + LINE * len(rows)), TINT, radius=8)
    canvas.box((14, 12, 20, 32 + LINE * len(rows)), ACCENT, radius=3)
    y = 38.0
    for words, bold, small in rows:
        canvas.text(
            (LEFT, y), words, 13 if small else 16, bold=bold, colour=MUTED if small else "#1b1f24", room=WIDE - 70
        )
        y += LINE
    for row in buttons:
        _buttons(canvas, y + 2, row)
        y += 46
    return canvas.png()


def _buttons(canvas: Canvas, top: float, row: Sequence[Mapping[str, Any]]) -> None:
    x = 14.0
    for button in row:
        wide = canvas.measure(str(button["label"]), 15, bold=True) + 32
        chosen = button["style"] == 1 and not button.get("disabled")
        canvas.box((x, top, x + wide, top + 36), ACCENT if chosen else "#dfe3e8", radius=8)
        colour = PAPER if chosen else MUTED if button.get("disabled") else "#1b1f24"
        canvas.text((x + 16, top + 24), str(button["label"]), 15, bold=True, colour=colour)
        x += wide + 8


def _rows(embed: Mapping[str, Any]) -> list[tuple[str, bool, bool]]:
    """Return an embed's lines: words, whether bold, whether small."""
    rows = [(str(embed["title"]), True, False)] if "title" in embed else []
    rows += [row for line in str(embed.get("description", "")).split("\n") for row in _wrapped(line)]
    for field in embed.get("fields", ()):
        rows += [(str(field["name"]), True, False)]
        rows += [row for line in str(field["value"]).split("\n") for row in _wrapped(line)]
    return rows + ([(str(embed["footer"]["text"]), False, True)] if "footer" in embed else [])


def _wrapped(line: str) -> list[tuple[str, bool, bool]]:
    small = line.startswith("-# ")
    whole = line.startswith("**") and line.endswith("**")
    plain = re.sub(r"<t:\d+:R>", "in 20 seconds", line.removeprefix("-# "))
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    plain = re.sub(r"\\(.)", r"\1", plain).replace("**", "").replace("`", "").replace("||", "▮")
    words, rows = plain.split(), [""]
    for word in words:
        if len(rows[-1]) + len(word) > 66:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return [(row, whole, small) for row in rows]


async def draw() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"{folder}/picture.db") as store:
            for pack in sorted(p.parent for p in (ROOT / "packs").glob("*/pack.toml")):
                await store.install(read_pack({f.name: f.read_bytes() for f in pack.glob("*.[ct]*")}), START)
            channel = Channel()
            chance = random.Random(SEED)  # noqa: S311 - a picture
            core = Services(store, lambda: START).assembler(chance)(channel, "discord", Rules(lobby=0, pause=0))
            community = await store.community("discord", "1", "A server", START)

            async def say(number: int, who: str, command: str, **arguments: str | int) -> tuple[Reply, ...]:
                member = Member(MemberId(f"discord:{who}"), who)
                place = ChannelId("discord:1")
                at = START + timedelta(seconds=3.4 if command == "trivia answer" else 0)
                return await core.door.handle(Request(str(number), community, place, member, command, arguments, at))

            asked = await say(1, "Anna", "ask", question="who directed AKA You're Welcome?")
            (PICTURES / "discord-ask.png").write_bytes(picture(asked[0]))
            await say(2, "Anna", "trivia start", topic="countries", kinds="choice", count=2)
            question = list(channel.shown.values())[-1]
            (PICTURES / "discord-question.png").write_bytes(picture(question))
            live = (await core.rounds.live_questions(community, START))[0]
            await say(3, "Anna", "trivia answer", text=live.key)
            closed = next(reply for reply in channel.shown.values() if reply.closes)
            (PICTURES / "discord-answer.png").write_bytes(picture(closed))


if __name__ == "__main__":
    asyncio.run(draw())
