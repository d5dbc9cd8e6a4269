"""Who may import whom: the layers (import-linter) and a table of the third parties that each folder may use."""

import ast
import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = frozenset({"bot", "adapters", "db", "trivia"})

THIRD_PARTIES = {
    "trivia": {"cronsim", "msgspec", "rapidfuzz"},
    "db": {"aiosqlite", "asyncpg", "rapidfuzz"},
    "adapters/pictures": {"PIL"},
    "adapters/discord": {"aiohttp", "discord"},
    "adapters/slack": {"aiohttp", "cryptography", "slack_bolt", "slack_sdk"},
    "adapters/terminal": {"prompt_toolkit"},
    "bot": {"dotenv", "tqdm"},
}
"""What each folder may import besides the standard library and our own."""

NOT_PURE = frozenset(
    "socket ssl subprocess sqlite3 os pathlib shutil tempfile threading multiprocessing time urllib.request "
    "http signal sys io.open secrets uuid".split()
)
"""Parts of the standard library that the core has no use for: time, chance and files are arguments or ports."""

PURE = frozenset({"pathlib.PurePosixPath"})
"""What one of them holds that touches nothing."""


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed beside this Python")

    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_table_covers_every_folder() -> None:
    folders = {path.relative_to(ROOT).as_posix() for path in (ROOT / "adapters").iterdir() if path.is_dir()}
    platforms = {folder for folder in folders if list((ROOT / folder).glob("*.py"))}

    assert platforms | (OURS - {"adapters"}) == set(THIRD_PARTIES)


@pytest.mark.parametrize("folder", THIRD_PARTIES)
def test_a_folder_imports_only_its_third_parties(folder: str) -> None:
    found = {name.partition(".")[0] for path in modules(folder) for name in imported(path)}

    foreign = found - OURS - sys.stdlib_module_names

    assert foreign <= THIRD_PARTIES[folder]


def test_each_third_party_in_the_table_is_used() -> None:
    for folder, allowed in THIRD_PARTIES.items():
        found = {name.partition(".")[0] for path in modules(folder) for name in imported(path)}
        assert allowed <= found, folder


def test_the_core_touches_neither_files_nor_clock_nor_network() -> None:
    offences = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("trivia")
        for name in imported(path)
        if name not in PURE and NOT_PURE.intersection(itertools.accumulate(name.split("."), "{}.{}".format))
    ]

    assert offences == []


def test_only_storage_knows_sql() -> None:
    words = ("SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ")
    for folder in ("trivia", "adapters", "bot"):
        for path in modules(folder):
            texts = [
                n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)
            ]
            assert not [t for t in texts if isinstance(t, str) and t.startswith(words)], path


@pytest.mark.parametrize(
    ("module", "loads_no"),
    [
        ("bot.__main__", "aiosqlite asyncpg prompt_toolkit tqdm dotenv rapidfuzz asyncio"),
        ("bot.run", "aiosqlite asyncpg prompt_toolkit tqdm dotenv rapidfuzz asyncio"),
        ("bot.commands.ask", "aiosqlite asyncpg prompt_toolkit tqdm dotenv"),
        ("bot.commands.judge", "aiosqlite asyncpg prompt_toolkit tqdm dotenv"),
        ("bot.commands.play", "discord slack_bolt slack_sdk aiohttp"),
        ("bot.commands.run", "discord slack_bolt slack_sdk aiohttp cryptography"),
        ("bot.commands.discord_invite", "discord aiohttp asyncio"),
        ("bot.commands.slack_manifest", "slack_bolt slack_sdk aiohttp cryptography asyncio"),
        ("db", "aiosqlite asyncpg sqlite3"),
    ],
)
def test_what_is_not_needed_is_not_loaded(module: str, loads_no: str) -> None:
    code = f"import {module}, sys; print([m for m in {loads_no.split()} if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert loaded == "[]\n"
