import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import bot
from bot import parser, run
from bot.parser import build_parser
from bot.settings import Settings
from tests.bot.support import factotum
from trivia.questions import difficulty
from trivia.questions.model import QuestionKind

ROOT = Path(bot.__file__).parent.parent
ANSWER = b'{"key": "Oslo", "given": "Oslo"}\n'


def shell(*words: str) -> subprocess.Popen[bytes]:
    environ = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LOG_LEVEL")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env={**environ, "PYTHONIOENCODING": "ascii"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def usage(*words: str) -> tuple[int, str]:
    with shell(*words) as process:
        out, err = process.communicate(timeout=30)
    assert out == b""
    assert process.returncode is not None
    return process.returncode, err.decode()


def test_help_loads_nothing_that_only_a_command_needs() -> None:
    third_parties = "aiosqlite asyncpg prompt_toolkit tqdm dotenv rapidfuzz"
    heavy = f"{third_parties} asyncio sqlite3 logging typing trivia db adapters".split()
    code = f"import bot.__main__, sys; print([m for m in {heavy} if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert loaded == "[]\n"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "factotum: the following arguments are required: COMMAND (see factotum --help)\n"),
        (("questions", "--count", "0"), "factotum: argument --count: '0' is not a number from 1 to 100,000"),
        (("judge",), "factotum: the following arguments are required: --batch (see factotum judge --help)\n"),
        (("pack", "check"), "factotum: the following arguments are required: PATH (see factotum pack check --help)\n"),
        (("pack", "list", "a\nb\x1b[31m"), "factotum: unrecognized arguments: a"),
        (("judge", "--batch", "a\nb\x1b[31m"), "factotum: a\ufffdb\ufffd[31m: there is no such file.\n"),
        (("ask",), "factotum: give one question in quotes, or --batch FILE.\n"),
        (("ask", "x", "--database", "mysql://y"), "factotum: --database is neither a file"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(words: tuple[str, ...], line: str) -> None:
    status, err = usage(*words)

    assert status == 2
    assert err.startswith(line)
    assert err.count("\n") == 1


def test_the_words_of_the_core_are_those_of_the_parser() -> None:
    assert set(parser.QUESTION_KINDS) == {kind.value for kind in QuestionKind}
    assert set(parser.DIFFICULTIES) == set(difficulty.LEVELS)


def test_the_version_is_that_of_the_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(["--version"])

    assert caught.value.code == 0
    assert capsys.readouterr().out == f"factotum {declared}\n"


def test_a_reader_that_has_had_enough_ends_the_command_quietly() -> None:
    with shell("judge", "--batch", "-") as process:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - pipes, for the type checker
        process.stdin.write(ANSWER)
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        try:
            process.stdin.write(ANSWER * 10)
            process.stdin.close()
        except BrokenPipeError:
            pass
        process.wait(timeout=30)
        assert process.stderr.read() == b""

    assert process.returncode == 0


def test_ctrl_c_ends_a_command_that_waits_for_input_with_130() -> None:
    with shell("judge", "--batch", "-") as process:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - pipes, for the type checker
        process.stdin.write(ANSWER)
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert process.stderr.read() == b""

    assert process.returncode == 130


def test_output_is_utf8_whatever_the_locale_says() -> None:
    with shell("pack", "check", "packs/countries", "--json") as process:
        out, _ = process.communicate(timeout=30)

    assert b"\\u" not in out
    assert out.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_the_output_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "pack", "check", "packs/countries"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip

    assert done.returncode == 1
    assert done.stderr == b"factotum: can't write the result: No space left on device.\n"


def test_the_unexpected_is_one_neutral_line_with_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(run, "_command", lambda _: broken)

    quiet = factotum("ask", "x")
    loud = factotum("ask", "x", LOG_LEVEL="debug")

    assert quiet.status == loud.status == 1
    assert quiet.err.startswith("factotum: something went wrong that should not have (")
    assert quiet.err.count("\n") == 1
    assert "secret detail" in loud.err
    assert loud.err.splitlines()[-1].partition("(")[2][:8] in loud.err.splitlines()[0]


def test_ctrl_c_is_130_in_any_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "_command", lambda _: interrupted)

    assert factotum("ask", "x").status == 130


@pytest.mark.parametrize("words", [("--database", "a.db", "ask", "x"), ("ask", "x", "--database", "a.db")])
def test_the_store_may_be_named_before_or_after_the_command(words: tuple[str, ...]) -> None:
    assert build_parser().parse_args(words).database == "a.db"


def test_settings_reach_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Settings] = []

    def note(_console: object, _arguments: object, settings: Settings) -> int:
        seen.append(settings)
        return 0

    monkeypatch.setattr(run, "_command", lambda _: note)

    assert factotum("ask", "x", "--database", "a.db", NO_COLOR="1").status == 0
    assert (seen[0].database, seen[0].colour) == ("a.db", False)
