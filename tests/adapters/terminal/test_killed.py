"""The whole program, killed in the middle of a round and started again."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parents[3]


class Player:
    """A program at the other end of a pipe."""

    def __init__(self, database: Path) -> None:
        environ = {**os.environ, "FACTOTUM_PACKS": str(ROOT / "packs" / "jessica-jones"), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "play", "--database", str(database)],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def say(self, line: str) -> None:
        stdin = _open(self.process.stdin)
        stdin.write(f"{line}\n")
        stdin.flush()

    def read_until(self, mark: str) -> str:
        """Return what was printed up to a line that holds the mark; fail at the end of output."""
        lines: list[str] = []
        for line in _open(self.process.stdout):
            lines.append(line)
            if mark in line:
                return "".join(lines)
        pytest.fail(f"{mark!r} never came; the output was: {''.join(lines)}")

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def leave(self) -> str:
        rest, _ = self.process.communicate("/quit\n", timeout=30)
        return rest

    def _close(self) -> None:
        self.process.wait(timeout=30)
        for stream in (self.process.stdin, self.process.stdout):
            _open(stream).close()


def _open(stream: IO[str] | None) -> IO[str]:
    assert stream
    return stream


def test_killed_in_mid_question_and_started_again_the_round_goes_on_with_all_its_points(tmp_path: Path) -> None:
    database = tmp_path / "factotum.db"
    first = Player(database)
    first.say("/trivia start count=2 kinds=true-false seconds=300")
    first.read_until("Skip: /trivia skip")
    first.say("true")
    answered = first.read_until("Question 2 of 2")
    had_it = "You in" in answered
    first.kill()

    second = Player(database)
    second.say("false")
    rest = second.leave()
    assert rest.count("Question 2 of 2") == 1, "a new screen shows the open question"
    assert "Question 1 of 2" not in rest
    assert "The round is over" in rest
    right = had_it + ("You in" in rest)
    assert f"{right} of 2" in rest
