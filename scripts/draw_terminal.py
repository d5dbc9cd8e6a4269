"""Draw the README's picture: a real sitting at the terminal, with the packs that ship, in docs/pictures/.

    .venv/bin/python scripts/draw_terminal.py

The lines typed are below; the answers to the round's questions are looked up, so that the picture shows players who
know their facts. The same packs give the same picture.
"""

import asyncio
import random
import re
import tempfile
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from adapters.terminal.render import Look
from adapters.terminal.session import PLATFORM, Screen, Session
from adapters.terminal.sitting import LINE_RULES
from bot.compose import Services
from db import open_store
from trivia.facts.packs import read_pack
from trivia.rounds.model import Phase

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
COLUMNS = 88
START = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)

LOOKUPS = (
    "who directed AKA You're Welcome?",
    "is kilgrave coming back in season 2?",
    "which countries border austria",
    "who directed season 3 episode 5",
)
ROUND = ("anna: /trivia start countries count=2 seconds=20 kinds=choice,text",)


class Sitting:
    """A session whose lines and replies are written down as they would stand on the screen."""

    def __init__(self, services: Services, seed: int) -> None:
        self.written = StringIO()
        self.now = START
        screen = Screen(self._write, Look(colour=True, columns=COLUMNS))
        core = services.assembler(random.Random(seed))(screen, PLATFORM, LINE_RULES)  # noqa: S311 - a picture
        self.core = core
        self.session = Session(core, screen, f"picture-{seed}")

    async def type(self, line: str, seconds: float = 2.0) -> None:
        """Type a line after some seconds."""
        self.now += timedelta(seconds=seconds)
        self._write(f"\x1b[1;32m> \x1b[0m{line}\n\n")
        await self.session.take(line, self.now)
        await self.core.rounds.tick(self.now)

    async def play(self) -> None:
        """Answer the round's questions: Ben is quick, and wrong at first; Anna knows, with a slip of the keyboard."""
        while (current := await self.session.current()) and current.live and current.phase is Phase.ASKING:
            asked = current.live.asked
            if asked.options:
                right = asked.options.index(asked.key)
                anna, ben = "ABCD"[right], "ABCD"[right - 1]
            else:
                anna, ben = asked.key.lower()[:-2] + asked.key[-1], asked.key
            await self.type(f"ben: {ben}", 3.4)
            await self.type(f"anna: {anna}", 1.7)

    def picture(self, title: str) -> str:
        """Return what was written as SVG that needs no font from elsewhere."""
        console = Console(width=COLUMNS, record=True, file=StringIO(), force_terminal=True)
        console.print(Text.from_ansi(self.written.getvalue().rstrip()))
        return FONTS.sub("", console.export_svg(title=title)).replace("<svg ", '<svg xml:space="preserve" ', 1)

    def _write(self, text: str) -> None:
        self.written.write(text)


async def draw() -> None:
    """Write both pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with open_store(f"{folder}/picture.db") as store:
            for pack in sorted(p.parent for p in (ROOT / "packs").glob("*/pack.toml")):
                await store.install(read_pack({f.name: f.read_bytes() for f in pack.glob("*.[ct]*")}), START)
            services = Services(store, lambda: START)
            asking = Sitting(services, 1)
            for line in LOOKUPS:
                await asking.type(line)
            (PICTURES / "lookup.svg").write_text(asking.picture("Asking"), encoding="utf-8")
            playing = Sitting(services, 33)
            for line in ROUND:
                await playing.type(line)
            await playing.play()
            (PICTURES / "round.svg").write_text(playing.picture("Playing a round"), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw())
