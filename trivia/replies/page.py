"""The page of the documentation that lists the commands."""

from trivia.commands.catalogue import FAMILIES, Command, of_family
from trivia.replies.helping import described, summarised


def commands_page() -> str:
    """Return ``docs/commands.md``: every command with its options and examples."""
    parts = ["# Commands", "", _INTRODUCTION, ""]
    for family, title in FAMILIES.items():
        parts += [f"## {title}", ""]
        for command in of_family(family):
            parts += _section(command)
    return "\n".join(parts).rstrip() + "\n"


_INTRODUCTION = (
    "The same on every platform. Typed options are written `name=value`; words without a name belong to the option\n"
    "shown bare. Options in brackets may be left out. This page is made from the list of commands,\n"
    "`trivia/commands/catalogue`, and a test holds it to that list."
)


def _section(command: Command) -> list[str]:
    rows = [f"### `/{command.path}`", "", f"{summarised(command)}.", "", f"    {command.usage}", ""]
    options = [option for option in command.options if not option.hidden]
    if options:
        rows += ["| option | meaning |", "|---|---|"]
        rows += [f"| `{option.name}` | {described(option)} |" for option in options]
        rows.append("")
    return [*rows, *(f"    {example}" for example in command.examples), ""]
