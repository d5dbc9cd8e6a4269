"""Help, made from the catalogue."""

from trivia.commands.catalogue import FAMILIES, Command, Option, OptionType, of_family
from trivia.commands.request import Role
from trivia.replies.reply import Code, Field, Marked, Reply, lines, marked


def help_shown(command: Command | None, family: str = "") -> Reply:
    """Show all commands by family, those of one family, or one command in full."""
    if command is not None:
        return _one(command)
    return _family(family) if family else _overview()


def _overview() -> Reply:
    return Reply(
        title="What I can do",
        text=marked("I answer questions from facts, each with its source, and I quiz you on the same facts."),
        fields=tuple(Field(title, _listed(family)) for family, title in FAMILIES.items()),
        footer=marked("More about one: ", Code("/help trivia start"), "."),
        private=True,
    )


def _family(family: str) -> Reply:
    example = of_family(family)[0].path
    return Reply(
        title=FAMILIES[family],
        text=_listed(family),
        footer=marked("More about one: ", Code(f"/help {example}"), "."),
        private=True,
    )


def _listed(family: str) -> Marked:
    return lines(marked(Code(f"/{command.path}"), f" – {summarised(command)}") for command in of_family(family))


def summarised(command: Command) -> str:
    """Say what a command does, and for whom, if not for all."""
    note = "" if command.role is Role.MEMBER else f" ({command.role.name.lower()}s)"
    return command.summary + note


def _one(command: Command) -> Reply:
    options = [option for option in command.options if not option.hidden]
    fields = [Field("Options", lines(map(_option, options)))] if options else []
    if command.examples:
        fields.append(Field("Examples", lines(marked(Code(example)) for example in command.examples)))
    return Reply(
        title=f"/{command.path}",
        text=marked(f"{summarised(command)}.\n", Code(command.usage)),
        fields=tuple(fields),
        private=True,
    )


def _option(option: Option) -> Marked:
    return marked(Code(option.name), f" – {described(option)}")


def described(option: Option) -> str:
    """Say what an option means and takes."""
    if option.choices:
        takes = ": " + ", ".join(option.choices)
    elif option.type is OptionType.INTEGER and option.high is not None:
        takes = f": {option.low:,} to {option.high:,}"
    else:
        takes = "" if option.type is OptionType.TEXT else f" ({option.type})"
    return option.summary + takes
