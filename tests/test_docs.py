"""The docs say what the program does: each command, option, setting, folder and file format, and nothing else."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.parser import build_parser
from bot.settings import NAMES
from trivia.facts import pack_rows, pack_vocabulary
from trivia.facts.packs import OPTIONAL_FILES, REQUIRED_FILES, read_pack

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
IN_THE_TREE = {"bot", "adapters", "db", "trivia", "tests", "packs", "docs", "benchmarks", "scripts"}


def text_of(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"{path.name} is not written yet")
    return path.read_text(encoding="utf-8")


def sections(text: str, level: str = "##") -> dict[str, str]:
    """The text under each heading of a level."""
    parts = re.split(rf"^{level} (.+)$", text, flags=re.MULTILINE)
    return {heading.strip("` "): body for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def first_cells(body: str) -> set[str]:
    """What stands in the first column of a section's tables, as code."""
    return set(re.findall(r"^\| `([^`]+)` \|", body, flags=re.MULTILINE))


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and all beneath it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def words_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options and arguments of a parser, as the docs write them."""
    words = set()
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._VersionAction | argparse._SubParsersAction):
            continue
        name = action.option_strings[-1] if action.option_strings else str(action.metavar)
        takes = f" {action.metavar}" if action.option_strings and action.metavar else ""
        words.add(name + takes)
    return words


def test_the_command_line_is_documented_word_by_word() -> None:
    page = sections(text_of(DOCS / "command-line.md"))
    documented = {name: first_cells(body) for name, body in page.items() if name.startswith("factotum")}

    assert documented == {
        parser.prog: words_of(parser) for parser in parsers(build_parser()) if parser.prog != "factotum"
    }


def test_every_command_has_help_with_an_example() -> None:
    for parser in parsers(build_parser()):
        text = parser.format_help()

        assert re.search(r"^examples?:\n  .*factotum", text, flags=re.MULTILINE), parser.prog
        assert all(action.help for action in parser._actions if not isinstance(action, argparse._SubParsersAction))


def test_the_settings_are_in_the_example_and_in_the_docs_and_nothing_else_is() -> None:
    example = text_of(ROOT / ".env.example")
    page = sections(text_of(DOCS / "command-line.md"))["Settings"]

    assert set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE)) == set(NAMES)
    assert first_cells(page) == set(NAMES)


def test_no_module_reads_the_environment_but_the_entry() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "adapters", "db", "trivia")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b", path.read_text(encoding="utf-8"))
    }

    assert readers == {"bot/run.py"}


def test_the_files_and_columns_of_a_pack_are_documented() -> None:
    page = sections(text_of(DOCS / "packs.md"))
    columns = {
        pack_rows.ENTITIES_FILE: pack_rows.ENTITY_COLUMNS,
        pack_rows.FACTS_FILE: pack_rows.FACT_COLUMNS,
        pack_rows.SOURCES_FILE: pack_rows.SOURCE_COLUMNS,
        pack_rows.QUESTIONS_FILE: pack_rows.QUESTION_COLUMNS,
    }

    assert page.keys() >= {*REQUIRED_FILES, *OPTIONAL_FILES}
    assert {file: first_cells(page[file]) for file in columns} == {file: set(c.all) for file, c in columns.items()}
    assert first_cells(page[pack_vocabulary.INFO_FILE]) == set(pack_vocabulary.INFO_KEYS)
    vocabulary = {*pack_vocabulary.KIND_KEYS, *pack_vocabulary.RELATION_KEYS}
    assert first_cells(page[pack_vocabulary.VOCABULARY_FILE]) == vocabulary


def test_the_example_of_a_pack_is_a_pack() -> None:
    text = sections(text_of(DOCS / "packs.md"))["A pack in five minutes"]
    files = {
        name: body.encode()
        for name, body in re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)```", text, flags=re.MULTILINE | re.DOTALL)
    }

    content = read_pack(files)

    assert set(files) == set(REQUIRED_FILES)
    assert len(content.facts) == 2


def test_the_folders_in_the_architecture_are_those_of_the_tree() -> None:
    text = text_of(DOCS / "architecture.md")
    named = set(re.findall(r"`?\b((?:bot|adapters|db|trivia)/(?:\w+/)?)", text))

    assert {name for name in named if not (ROOT / name).is_dir()} == set()
    parts = {
        f"{path.parent.name}/" for folder in ("trivia", "adapters") for path in (ROOT / folder).glob("*/__init__.py")
    }
    assert {name for name in parts if name not in text} == set()
    assert {name for name in IN_THE_TREE if f"{name}/" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        linked = (page.parent / path) if path else page
        assert linked.exists(), f"{target} in {page.name}"
        if anchor and linked.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), flags=re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{target} in {page.name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_named_in_the_docs_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(rf"`((?:{'|'.join(sorted(IN_THE_TREE))})/[\w./-]*)`", text)

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_make_targets_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), flags=re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert named <= targets, page.name


def test_every_dependency_has_its_decision() -> None:
    project = text_of(ROOT / "pyproject.toml")
    dependencies = re.findall(r'^    "([\w-]+)>=[^"]*,<\d+"', project, flags=re.MULTILINE)
    dependencies += re.findall(r'= \["([\w-]+)>=[^"]*,<\d+"\]', project)
    decisions = "\n".join(text_of(page) for page in (DOCS / "decisions").glob("*.md"))

    assert len(dependencies) >= 5
    assert [name for name in dependencies if name not in decisions] == []
