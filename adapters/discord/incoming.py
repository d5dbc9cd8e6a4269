"""From Discord's events to the core's requests: who, where, and what is meant. No network, no rules of the game."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import discord

from adapters.discord.render import PLATFORM, Json
from adapters.discord.rights import ADMINISTRATOR, MANAGE_GUILD, MANAGE_MESSAGES
from trivia.commands.actions import restored
from trivia.commands.request import Argument, Member, Role
from trivia.facts.model import CommunityId
from trivia.replies.menus import Menu, MenuTarget, menu
from trivia.rounds.model import ChannelId, MemberId, Place, direct

_CHAT, _USER_MENU, _MESSAGE_MENU = 1, 2, 3
_SUBCOMMAND, _ATTACHMENT = 1, 11


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed over: its name, its size in bytes, and where it can be fetched."""

    name: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What a member wants: a command's path with its arguments; ``focused`` is the option that is being typed."""

    command: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    file: Handed | None = None
    focused: str = ""


def of_command(data: Mapping[str, object], link: str) -> Meant | None:
    """Read a command or a menu; ``link`` is where the channel's messages are found. None for what is none of ours."""
    match data.get("type", _CHAT):
        case 1:
            return _of_chat(data)
        case 2 | 3:
            return _of_menu(data, link)
        case _:
            return None


def _of_chat(data: Mapping[str, object]) -> Meant:
    path, options = str(data.get("name", "")), _dicts(data.get("options"))
    if options and options[0].get("type") == _SUBCOMMAND:
        path, options = f"{path} {options[0].get('name', '')}", _dicts(options[0].get("options"))
    arguments: dict[str, Argument] = {}
    handed: Handed | None = None
    focused = ""
    for option in options:
        name, value = str(option.get("name", "")), option.get("value")
        if option.get("type") == _ATTACHMENT:
            handed = _handed(_resolved(data, "attachments").get(str(value)))
            value = handed.name if handed else ""
        if isinstance(value, float):
            value = str(value)
        if isinstance(value, str | int | bool):
            arguments[name] = value
        if option.get("focused"):
            focused = name
    return Meant(path, arguments, handed, focused)


def _of_menu(data: Mapping[str, object], link: str) -> Meant | None:
    on_message = data.get("type") == _MESSAGE_MENU
    entry = menu(str(data.get("name", "")), MenuTarget.MESSAGE if on_message else MenuTarget.MEMBER)
    target = str(data.get("target_id", ""))
    if entry is None:
        return None
    return _on_message(entry, data, target, link) if on_message else _on_member(entry, target)


def _on_message(entry: Menu, data: Mapping[str, object], target: str, link: str) -> Meant:
    message = _resolved(data, "messages").get(target) or {}
    words = str(message.get("content") or "") or _words_of_embeds(message)
    return Meant(entry.command, entry.arguments(" ".join(words.split()), f"{link}/{target}"))


def _words_of_embeds(message: Mapping[str, object]) -> str:
    return " ".join(str(embed.get("description", "")) for embed in _dicts(message.get("embeds")))


def _on_member(entry: Menu, target: str) -> Meant:
    return Meant(entry.command, entry.arguments(f"{PLATFORM}:{target}"))


def of_action(action: str) -> Meant:
    """Read what a button or a menu's entry stands for."""
    command, arguments = restored(action)
    return Meant(command, arguments)


def uploaded(data: Mapping[str, object]) -> Handed | None:
    """Return the file that a form was given, if any."""
    return next((_handed(file) for file in _resolved(data, "attachments").values()), None)


def _handed(file: Json | None) -> Handed | None:
    if not file:
        return None
    return Handed(str(file.get("filename", "")), int(str(file.get("size", 0))), str(file.get("url", "")))


def _resolved(data: Mapping[str, object], what: str) -> Mapping[str, Json]:
    resolved = data.get("resolved")
    found = resolved.get(what) if isinstance(resolved, dict) else None
    return found if isinstance(found, dict) else {}


def _dicts(value: object) -> Sequence[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


# Who, and where


def member_of(user: discord.User | discord.Member, permissions: int, *, alone: bool) -> Member:
    """Return who somebody is to the core. In direct messages everybody is the admin of what is theirs alone."""
    groups = {str(user.id), f"<@{user.id}>", f"@{user.name}"}  # a name that one gives oneself must not be a role's
    if isinstance(user, discord.Member):
        for role in user.roles:
            groups |= {str(role.id), f"<@&{role.id}>", role.name}
    return Member(
        id=MemberId(f"{PLATFORM}:{user.id}"),
        name=user.display_name,
        role=Role.ADMIN if alone else _role(permissions),
        bot=user.bot,
        groups=frozenset(groups),
    )


def _role(permissions: int) -> Role:
    if permissions & (ADMINISTRATOR | MANAGE_GUILD):
        return Role.ADMIN
    return Role.MODERATOR if permissions & MANAGE_MESSAGES else Role.MEMBER


def inside(channel: object, me: int) -> str:
    """Return the number of a channel, that of a thread behind its channel's; a round's own thread is its channel."""
    if not isinstance(channel, discord.Thread):
        return str(getattr(channel, "id", 0))
    return str(channel.parent_id) if channel.owner_id == me else f"{channel.parent_id}/{channel.id}"


def place_of(community: CommunityId, channel: str, user: int, *, alone: bool) -> Place:
    """Return where something was said; direct messages are the member's own place."""
    place = Place(community, ChannelId(f"{PLATFORM}:{channel}"))
    return direct(place, MemberId(f"{PLATFORM}:{user}")) if alone else place


def community_key(guild: int | None, user: int) -> str:
    """Return what names a community: its server, or for direct messages the member, who is one alone."""
    return str(guild) if guild is not None else f"@{user}"
