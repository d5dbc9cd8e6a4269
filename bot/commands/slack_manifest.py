"""``factotum slack-manifest``: what Slack needs to know to install the bot."""

import argparse
import json
from urllib.parse import urlsplit

from adapters.slack.manifest import manifest
from bot.console import Console
from bot.settings import Settings
from trivia.errors import UsageError


def slack_manifest(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the manifest; return the exit status."""
    made = manifest(settings.slack.commands, _public(arguments.http), reads_messages=arguments.read_messages)
    console.line(json.dumps(made, indent=2, ensure_ascii=False))
    return 0


def _public(address: str | None) -> str:
    """Return where Slack reaches the bot; it calls nothing but https."""
    if address is None:
        return ""
    parts = urlsplit(address.strip())
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise UsageError("--http takes the address where Slack reaches the bot, such as https://bot.example.org.")
    return address.strip()
