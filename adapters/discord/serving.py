"""Discord, served: the one module by which the rest of the program starts it."""

import asyncio
import logging

import discord

from adapters.discord.client import Bot
from adapters.discord.options import DiscordOptions
from adapters.host import Host
from trivia.errors import SettingsError

_REFUSED = "Discord refuses DISCORD_TOKEN. Reset the token in the Developer Portal, and put the new one into .env."
_NO_INTENT = (
    "DISCORD_MESSAGE_CONTENT is yes, but the message content intent is off. Switch it on in the Developer Portal "
    "(Bot, Privileged Gateway Intents), or set it to no."
)
_AUTHENTICATION_FAILED = 4004


async def serve(host: Host, options: DiscordOptions) -> None:
    """Connect and serve until cancelled; raise SettingsError if Discord refuses the token or an intent."""
    logging.getLogger("discord").setLevel(logging.INFO)  # its debug records hold what members wrote
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
    bot = Bot(host, options)
    try:
        await bot.start(options.token)
    except discord.LoginFailure as error:
        raise SettingsError(_REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise SettingsError(_NO_INTENT) from error
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise SettingsError(_REFUSED) from error
        raise
    finally:
        await asyncio.shield(bot.leave())
