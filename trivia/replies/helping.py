"""Help, made from the catalogue."""

from trivia.commands.catalogue import FAMILIES, Command, Option, OptionType, of_family
from trivia.commands.request import Role
from trivia.replies.reply import Code, Field, Marked, Reply, lines, marked


def help_shown(command: Command | None) -> Reply:
    """Show all commands by family, or one in full."""
    return _overview() if command is None else _one(command)


def _overview() -> Reply:
    return Reply(
        title="What I can do",
        text=marked("I answer questions from facts, each with its source, and I quiz you on the same facts."),
        fields=tuple(
            Field(title, lines(marked(Code(f"/{c.path}"), f" {_sentence(c)}") for c in of_family(family)))
            for family, title in FAMILIES.items()
        ),
        footer=marked("More about one: ", Code("/help trivia start"), "."),
        private=True,
    )


def _sentence(command: Command) -> str:
    note = "" if command.role is Role.MEMBER else f" ({command.role.name.lower()}s)"
    return command.summary + note


def _one(command: Command) -> Reply:
    options = [option for option in command.options if not option.hidden]
    fields = [Field("Options", lines(map(_option, options)))] if options else []
    if command.examples:
        fields.append(Field("Examples", lines(marked(Code(example)) for example in command.examples)))
    return Reply(
        title=f"/{command.path}",
        text=marked(f"{_sentence(command)}.\n", Code(command.usage)),
        fields=tuple(fields),
        private=True,
    )


def _option(option: Option) -> Marked:
    return marked(Code(option.name), f" {describe(option)}")


def describe(option: Option) -> str:
    """Say what an option means and takes."""
    if option.choices:
        takes = ": " + ", ".join(option.choices)
    elif option.type is OptionType.INTEGER and option.high is not None:
        takes = f": {option.low:,} to {option.high:,}"
    else:
        takes = "" if option.type is OptionType.TEXT else f" ({option.type})"
    return option.summary + takes


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
    "shown bare. Options in brackets may be left out. This page is made from the list of commands in\n"
    "`trivia/commands/catalogue.py`; `python -m scripts.commands_page` writes it anew."
)


def _section(command: Command) -> list[str]:
    rows = [f"### `/{command.path}`", "", f"{_sentence(command)}.", "", f"    {command.usage}", ""]
    options = [option for option in command.options if not option.hidden]
    if options:
        rows += ["| option | meaning |", "|---|---|"]
        rows += [f"| `{option.name}` | {describe(option)} |" for option in options]
        rows.append("")
    return [*rows, *(f"    {example}" for example in command.examples), ""]
