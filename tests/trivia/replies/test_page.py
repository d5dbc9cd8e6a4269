"""The documentation lists the commands that there are."""

from pathlib import Path

from trivia.replies.page import commands_page

PAGE = Path(__file__).parents[3] / "docs" / "commands.md"
REMEDY = (
    "python -c \"from trivia.replies.page import commands_page; print(commands_page(), end='')\" > docs/commands.md"
)


def test_the_page_of_commands_is_the_one_made_from_the_catalogue() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page(), f"write it anew: {REMEDY}"
