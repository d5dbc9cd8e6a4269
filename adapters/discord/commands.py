"""Discord's command tree, made from the core's catalogue: pure, as the JSON that its API takes."""

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from adapters.discord import limits
from adapters.discord.limits import cut
from adapters.discord.render import Json
from adapters.discord.rights import MANAGE_GUILD, MANAGE_MESSAGES
from trivia.commands.catalogue import FAMILIES, Command, Option, OptionType
from trivia.commands.request import Role
from trivia.replies.languages import LANGUAGES, Languages
from trivia.replies.menus import MENUS, Menu, MenuTarget

_CHAT, _USER_MENU, _MESSAGE_MENU = 1, 2, 3
_SUBCOMMAND, _STRING, _INTEGER, _BOOLEAN, _ATTACHMENT = 1, 3, 4, 5, 11
_IN_SERVERS, _IN_DIRECT_MESSAGES = 0, 1
_IN_A_SERVER = 0
_TYPES = {
    OptionType.TEXT: _STRING,
    OptionType.INTEGER: _INTEGER,
    OptionType.BOOLEAN: _BOOLEAN,
    OptionType.FILE: _ATTACHMENT,
}
_TARGETS = {MenuTarget.MESSAGE: _MESSAGE_MENU, MenuTarget.MEMBER: _USER_MENU}
_RIGHTS = {Role.MEMBER: None, Role.MODERATOR: MANAGE_MESSAGES, Role.ADMIN: MANAGE_GUILD}
_ALONE = frozenset({"ask", "help", "trivia", "score", "privacy", "settings", "fact"})
"""Families that are of use in a direct message."""


def tree(catalogue: Sequence[Command], languages: Languages = LANGUAGES) -> list[Json]:
    """Return every command and menu, as Discord is told of them, in every language there is."""
    families = [family for family in FAMILIES if any(command.family == family for command in catalogue)]
    made = [
        *(_family(family, [c for c in catalogue if c.family == family]) for family in families),
        *(_menu(menu) for menu in MENUS),
    ]
    for command in made:
        _translate(command, languages)
    return made


def _translate(made: Json, languages: Languages) -> None:
    """Add to a command, and to all below it, its name and description in other languages."""
    for part, limit in (("name", limits.MENU_NAME), ("description", limits.COMMAND_DESCRIPTION)):
        said = {locale: cut(words[written], limit) for locale, words in languages.items()
                if isinstance(written := made.get(part), str) and written in words}  # fmt: skip
        if said:
            made[f"{part}_localizations"] = said
    below = made.get("options")
    for option in below if isinstance(below, list) else ():
        _translate(option, languages)


def digest(commands: Iterable[Json]) -> str:
    """Return what tells one tree from another."""
    written = json.dumps(list(commands), sort_keys=True, ensure_ascii=False)
    return blake2b(written.encode(), digest_size=16).hexdigest()


def paths(commands: Iterable[object]) -> dict[str, int]:
    """Return the number by which each command can be called in a message, by its path, from what Discord answered."""
    found: dict[str, int] = {}
    for command in commands:
        if not isinstance(command, dict) or command.get("type", _CHAT) != _CHAT:
            continue
        name, number = str(command["name"]), int(command["id"])
        below = [str(o["name"]) for o in command.get("options") or () if o.get("type") == _SUBCOMMAND]
        found |= {f"{name} {option}": number for option in below} if below else {name: number}
    return found


def _family(family: str, commands: Sequence[Command]) -> Json:
    contexts = [_IN_SERVERS, _IN_DIRECT_MESSAGES] if family in _ALONE else [_IN_SERVERS]
    made: Json = {
        "type": _CHAT,
        "name": family,
        "description": cut(FAMILIES[family], limits.COMMAND_DESCRIPTION),
        "contexts": contexts,
        "integration_types": [_IN_A_SERVER],
        "default_member_permissions": _RIGHTS[min(command.role for command in commands)],
    }
    if not commands[0].name:
        made["description"] = cut(commands[0].summary, limits.COMMAND_DESCRIPTION)
        made["options"] = _options(commands[0])
        return made
    made["options"] = [
        {
            "type": _SUBCOMMAND,
            "name": command.name,
            "description": cut(command.summary, limits.COMMAND_DESCRIPTION),
            "options": _options(command),
        }
        for command in commands
    ]
    return made


def _options(command: Command) -> list[Json]:
    """Return the options that can be typed, the required ones first, as Discord wants them."""
    shown = [option for option in command.options if not option.hidden]
    return [_option(option) for option in sorted(shown, key=lambda option: not option.required)]


def _option(option: Option) -> Json:
    made: Json = {
        "type": _TYPES[option.type],
        "name": option.name,
        "description": cut(option.summary, limits.COMMAND_DESCRIPTION),
    }
    if option.required:
        made["required"] = True
    if option.type is OptionType.TEXT:
        made["max_length"] = min(option.longest, limits.STRING_OPTION)
    if option.type is OptionType.INTEGER:
        made |= {
            name: bound for name, bound in (("min_value", option.low), ("max_value", option.high)) if bound is not None
        }
    if option.choices and len(option.choices) <= limits.COMMAND_CHOICES:
        made["choices"] = [{"name": choice, "value": choice} for choice in option.choices]
    elif is_suggested(option):
        made["autocomplete"] = True
    return made


def is_suggested(option: Option) -> bool:
    """Say whether something is suggested while the option is typed."""
    return option.suggests is not None or len(option.choices) > limits.COMMAND_CHOICES or option.name == "value"


def _menu(menu: Menu) -> Json:
    return {
        "type": _TARGETS[menu.target],
        "name": menu.name,
        "contexts": [_IN_SERVERS],
        "integration_types": [_IN_A_SERVER],
        "default_member_permissions": _RIGHTS[menu.role],
    }
