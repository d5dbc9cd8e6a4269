"""From a typed line to a command with its arguments, and from any arguments to checked ones."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from trivia.commands.catalogue import CATALOGUE, FAMILIES, Command, Option, OptionType, Suggests
from trivia.commands.request import Argument
from trivia.errors import UsageError

_NAMED = re.compile(r"(?:(?<=\s)|^)([a-z][a-z-]*)=")
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»"}
_YES = frozenset("yes y on true 1".split())
_NO = frozenset("no n off false 0".split())
_WORDS = re.compile(r'"[^"]*"|“[^”]*”|„[^“]*“|«[^»]*»|\S+')


def read_line(line: str) -> tuple[str, Mapping[str, Argument]]:
    """Read ``trivia start films count=5`` (with or without its slash) into a command's path and its options as typed.

    An option's value runs up to the next option; quotes around it are optional. What stands before the first option
    goes to the one that takes the rest; numbers, choices and yes or no among the first and last of those words go to
    the options that take such, in their order: ``trivia start 10 films hard``. What is in quotes stays as it is. Raise
    UsageError for unknown commands and options, with the nearest known one.
    """
    command, rest = _command(line.strip().removeprefix("/"))
    free = next((option for option in command.options if option.rest), None)
    if free is not None and free.verbatim and len([o for o in command.options if not o.hidden]) == 1:
        return command.path, {free.name: rest} if rest else {}
    head, named = _split(command, rest)
    arguments: dict[str, Argument] = {name: _unquoted(value) for name, value in named}
    placed, head = _placed(command, free, head, frozenset(arguments))
    arguments = placed | arguments
    if head and free is None:
        raise UsageError(f"/{command.path} takes no further words. {_see(command)}")
    if head and free is not None and free.name not in arguments:
        arguments[free.name] = _unquoted(head)
    return command.path, arguments


def _placed(command: Command, free: Option | None, head: str, named: frozenset[str]) -> tuple[dict[str, Argument], str]:
    """Give bare words to the options that only they can be meant for; return these, and the words that are left.

    Numbers are taken from the beginning alone, as “Apollo 13” is a topic; what is in quotes is left as it is.
    """
    if free is not None and (free.verbatim or (free.required and free.type is OptionType.TEXT)):
        return {}, head
    words = _WORDS.findall(head)
    placed: dict[str, Argument] = {}

    def option_for(word: str, *, number: bool) -> Option | None:
        rest = [o for o in command.options if not (o.rest or o.hidden or o.name in named or o.name in placed)]
        truths = [o for o in rest if o.type is OptionType.BOOLEAN]
        if word in _YES | _NO and len(truths) == 1 and not word.isdigit():
            return truths[0]
        if number:
            return _counted(command, [o for o in rest if o.type is OptionType.INTEGER], word)
        return next((o for o in rest if word in o.choices), None)

    numbers_are_free = free is None or free.type is not OptionType.INTEGER
    while words and numbers_are_free and (option := option_for(words[0], number=True)):
        placed[option.name] = words.pop(0)
    while words and (option := option_for(words[-1], number=False)):
        placed[option.name] = words.pop()
    while words and (option := option_for(words[0], number=False)):
        placed[option.name] = words.pop(0)
    return placed, " ".join(words) if placed else head


def _counted(command: Command, options: Sequence[Option], word: str) -> Option | None:
    """Return the option that a bare number is for: the next one, but none if it fits none and may be a topic."""
    fitting = next((option for option in options if _counts(option, word)), None)
    if fitting is None or fitting is options[0]:
        return fitting
    low, high = options[0].low or 0, options[0].high or 0
    raise UsageError(
        f"{options[0].name} takes a number from {low:,} to {high:,}. If you mean {fitting.name}: "
        f"/{command.path} {fitting.name}={word}"
    )


def _counts(option: Option, word: str) -> bool:
    """Say whether a word is a number that the option takes."""
    if option.suggests is Suggests.FACT:
        word = word.removeprefix("#")
    if option.type is not OptionType.INTEGER or not (word.isascii() and word.isdigit()) or len(word) > 9:
        return False
    return (option.low or 0) <= int(word) <= (option.high if option.high is not None else int(word))


def _command(text: str) -> tuple[Command, str]:
    words = text.split(maxsplit=1)
    family = words[0].casefold() if words else ""
    rest = words[1] if len(words) > 1 else ""
    if family not in FAMILIES:
        near = difflib.get_close_matches(family, FAMILIES, 1)
        hint = f"Did you mean /{near[0]}?" if near else "Try /help."
        raise UsageError(f"I don't know the command /{_shown(family)}. {hint}")
    own = [command for command in CATALOGUE if command.family == family]
    if not own[0].name:
        return own[0], rest
    name = rest.split(maxsplit=1)[0].casefold() if rest else ""
    for command in own:
        if command.name == name:
            return command, rest.split(maxsplit=1)[1] if len(rest.split(maxsplit=1)) > 1 else ""
    names = [command.name for command in own]
    near = difflib.get_close_matches(name, names, 1)
    hint = f"Did you mean /{family} {near[0]}?" if near else f"After /{family} comes one of: {', '.join(names)}."
    raise UsageError(f"I don't know /{family} {_shown(name)}. {hint}" if name else hint)


def _split(command: Command, text: str) -> tuple[str, list[tuple[str, str]]]:
    """Part the words before the first ``name=`` from the named options."""
    known = {option.name for option in command.options}
    verbatim = any(option.verbatim for option in command.options)
    marks = [match for match in _NAMED.finditer(text) if match[1] in known or not verbatim]
    for match in marks:
        if match[1] not in known:
            near = difflib.get_close_matches(match[1], known, 1)
            hint = f"Did you mean {near[0]}=?" if near else _see(command)
            raise UsageError(f"/{command.path} has no option {match[1]}. {hint}")
    bounds = [*(match.start() for match in marks), len(text)]
    named = [(match[1], text[match.end() : end].strip()) for match, end in zip(marks, bounds[1:], strict=True)]
    return text[: bounds[0]].strip(), named


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] else text


def _see(command: Command) -> str:
    return f"Type /help {command.path} to see how it works."


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def checked(command: Command, arguments: Mapping[str, Argument]) -> dict[str, Argument]:
    """Return the arguments in their types, clean of control characters; raise UsageError that says what is wrong."""
    for name in arguments:
        if command.option(name) is None:
            raise UsageError(f"/{command.path} has no option {_shown(name)}. {_see(command)}")
    said = {name: clean(value) if isinstance(value, str) else value for name, value in arguments.items()}
    given = {name: value for name, value in said.items() if value != ""}
    for option in command.options:
        if option.required and option.name not in given:
            example = f" For example: {command.examples[0]}" if command.examples else ""
            raise UsageError(f"Please tell me {option.summary}.{example}")
    return {option.name: _value(option, given[option.name]) for option in command.options if option.name in given}


def _value(option: Option, value: Argument) -> Argument:
    match option.type:
        case OptionType.INTEGER:
            return _integer(option, value)
        case OptionType.BOOLEAN:
            return _truth(option, value)
        case OptionType.TEXT | OptionType.FILE:
            text = value if isinstance(value, str) else clean(str(value))
            if len(text) > option.longest:
                raise UsageError(
                    f"Please keep {option.name} under {option.longest:,} characters; this has {len(text):,}."
                )
            return _chosen(option, text) if option.choices else text


def _integer(option: Option, value: Argument) -> int:
    try:
        number = int(str(value).strip().removeprefix("#"))
    except ValueError:
        raise UsageError(f"{option.name} takes a number, such as {option.low or 1}.") from None
    if (option.low is not None and number < option.low) or (option.high is not None and number > option.high):
        bounds = f"from {option.low:,} to {option.high:,}" if option.high is not None else f"of at least {option.low:,}"
        raise UsageError(f"{option.name} takes a number {bounds}.")
    return number


def _truth(option: Option, value: Argument) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word not in _YES | _NO:
        raise UsageError(f"{option.name} takes yes or no.")
    return word in _YES


def _chosen(option: Option, text: str) -> str:
    word = text.casefold()
    fitting = [choice for choice in option.choices if choice.startswith(word)]
    if word in option.choices or len(fitting) == 1:
        return word if word in option.choices else fitting[0]
    raise UsageError(f"{option.name} takes one of: {', '.join(option.choices)}.")


def listed(text: str, known: Sequence[str], name: str) -> tuple[str, ...]:
    """Read words parted by commas, each one of those known; raise UsageError otherwise."""
    words = tuple(word.strip().casefold() for word in text.split(",") if word.strip())
    for word in words:
        if word not in known:
            raise UsageError(f"{name} takes any of: {', '.join(known)}.")
    return tuple(dict.fromkeys(words))


def clean(text: str) -> str:
    """Return text on one line, without control characters, unpaired surrogates and space at its ends."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cs").split())
