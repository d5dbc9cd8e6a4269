"""A look at the bot as Discord sees it: token, intents, servers and commands. Values; the words are somebody else's."""

import logging
from dataclasses import dataclass

import discord
from discord.http import Route

from adapters.discord.commands import paths, tree
from adapters.discord.options import DiscordOptions
from adapters.discord.rights import missing
from trivia.commands.catalogue import CATALOGUE
from trivia.errors import SettingsError

_MOST_SERVERS = 200


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """A server that the bot is in, with the rights that it lacks in all of it."""

    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What Discord says of the bot.

    ``may_read`` says that the message content intent is on; ``commands`` are the paths that Discord knows, ``expected``
    those it should know. ``unknown`` are servers of the settings that the bot is not in.
    """

    name: str
    application: int
    may_read: bool
    servers: tuple[ServerSeen, ...]
    unknown: tuple[int, ...]
    commands: frozenset[str]
    expected: frozenset[str]


async def examine(options: DiscordOptions) -> Examined:
    """Ask Discord; raise SettingsError if it refuses the token, OSError if it can't be reached."""
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(options.token)
        return await _examined(client, options)
    except discord.LoginFailure as error:
        raise SettingsError(
            "Discord refuses DISCORD_TOKEN. Reset the token in the Developer Portal, and put the new one into .env."
        ) from error
    except discord.HTTPException as error:
        raise OSError(f"Discord answered {error.status}") from error
    finally:
        await client.close()


async def _examined(client: discord.Client, options: DiscordOptions) -> Examined:
    application = client.application_id or 0
    flags = client.application_flags
    seen = await client.http.request(Route("GET", "/users/@me/guilds"), params={"limit": _MOST_SERVERS})
    known: set[str] = set()
    for guild in options.guilds or (None,):
        where = "/applications/{application_id}" + ("/guilds/{guild_id}" if guild else "") + "/commands"
        route = Route("GET", where, application_id=application, guild_id=guild)
        known |= set(paths(await client.http.request(route)))
    return Examined(
        name=str(client.user),
        application=application,
        may_read=flags.gateway_message_content or flags.gateway_message_content_limited,
        servers=tuple(ServerSeen(str(g["name"]), missing(int(g["permissions"]))) for g in seen),
        unknown=tuple(guild for guild in options.guilds if str(guild) not in {str(g["id"]) for g in seen}),
        commands=frozenset(known),
        expected=frozenset(paths({**command, "id": 0} for command in tree(CATALOGUE))),
    )
