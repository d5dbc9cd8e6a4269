import os
import subprocess
import sys
from pathlib import Path

import bot
from tests.bot.support import factotum

ROOT = Path(bot.__file__).parent.parent


def test_play_reads_commands_from_a_pipe_until_quit(store: str) -> None:
    result = factotum("play", "--database", store, stdin=b"/ask what is the capital of Norway?\n/quit\n/ask more\n")

    assert (result.status, result.err) == (0, "")
    assert "The capital of Norway is Oslo." in result.out
    assert result.out.rstrip().endswith("Goodbye!")


def test_the_end_of_input_ends_play_and_a_round_that_is_on(store: str) -> None:
    result = factotum("play", "--database", store, stdin=b"/trivia start count=2\n\xff\xfe\n")

    assert result.status == 0
    assert "Question 1 of 2" in result.out
    assert result.out.rstrip().endswith("Goodbye!")


def test_quit_ends_play_while_the_pipe_stays_open(store: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "play", "--database", store],
        cwd=ROOT,
        env={**os.environ, "TERM": "dumb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"/quit\n")
        process.stdin.flush()
        process.wait(timeout=30)
        assert process.stderr.read() == b""
        assert b"Goodbye!" in process.stdout.read()

    assert process.returncode == 0
