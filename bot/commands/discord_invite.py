"""``factotum discord-invite``: the link that brings the bot to a server."""

import argparse

from adapters.discord.rights import application_of, invite_link
from bot.console import Console
from bot.settings import Settings
from trivia.errors import SettingsError


def discord_invite(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - all commands are called alike
    """Print the link; return the exit status."""
    if not settings.discord.token:
        raise SettingsError("DISCORD_TOKEN is not set. Put it into .env; docs/discord.md says where it comes from.")
    try:
        application = application_of(settings.discord.token)
    except ValueError:
        raise SettingsError("DISCORD_TOKEN is no bot token: its first part names no application.") from None
    console.line(invite_link(application))
    return 0
