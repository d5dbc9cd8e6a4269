"""The whole program on the wire: killed in the middle of a round and started again, and refused by Discord."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.adapters.discord.wire import ANNA, BEN, TOKEN, FakeDiscord, words_of

ROOT = Path(__file__).parents[3]
_LONG = 30.0  # seconds for a process to begin, on a busy machine


@asynccontextmanager
async def program(fake: FakeDiscord, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the program; it is killed at the end, if it runs still."""
    environ = {
        **os.environ,
        "DISCORD_TOKEN": TOKEN,
        "FACTOTUM_PACKS": str(ROOT / "packs" / "countries"),
        "DATABASE_URL": str(folder / "factotum.db"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.adapters.discord.process", fake.address, "run", "--platform", "discord",
        cwd=ROOT, env=environ, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_round_goes_on_after_the_program_was_killed_and_nothing_is_said_twice(tmp_path: Path) -> None:
    async with FakeDiscord().running() as fake:
        async with program(fake, tmp_path) as first:
            await fake.until(lambda: fake.identified == 1, _LONG)
            await fake.command("trivia start", ANNA, kinds="choice", count=2, lobby=0, seconds=60, topic="countries")
            question = await fake.until_shown("Question 1 of 2")
            await fake.command("trivia join", BEN)
            taken = await fake.press(question, "A", ANNA)
            assert taken.private
            first.kill()
            await first.wait()

        async with program(fake, tmp_path) as second:
            await fake.until(lambda: fake.identified == 2, _LONG)
            again = await fake.press(question, "B", ANNA)
            assert "first choice counts" in again.words, "what was said before the kill counts"
            await fake.press(question, "A", BEN)
            next_one = await fake.until_shown("Question 2 of 2", seconds=_LONG)
            await fake.press(next_one, "A", ANNA)
            await fake.press(next_one, "A", BEN)
            over = await fake.until_shown("The round is over", seconds=_LONG)
            assert "Anna" in words_of(over)
            second.terminate()
            assert await asyncio.wait_for(second.wait(), _LONG) == 0

        titles = Counter(str(message["embeds"][0].get("title")) for message in fake.posts)
        assert max(titles.values()) == 1, titles


async def test_a_token_that_is_revoked_while_the_bot_runs_ends_it_with_one_line(tmp_path: Path) -> None:
    async with FakeDiscord().running() as fake, program(fake, tmp_path) as process:
        assert process.stdout
        assert process.stderr
        while b"is ready" not in (line := await asyncio.wait_for(process.stdout.readline(), _LONG)):
            assert line, "it ended before it was ready"
        fake.token = "another"
        await fake.drop(4004)
        said = await asyncio.wait_for(process.stderr.read(), _LONG)
        assert await asyncio.wait_for(process.wait(), _LONG) == 2

    last = said.decode().strip().splitlines()[-1]
    assert "Discord refuses DISCORD_TOKEN" in last
    assert "Traceback" not in said.decode()
    assert TOKEN not in said.decode()
