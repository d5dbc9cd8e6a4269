"""What the bot may do in a channel, and the link that brings it to a server with just that.

https://docs.discord.com/developers/topics/permissions
"""

from base64 import urlsafe_b64decode
from urllib.parse import urlencode

RIGHTS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""Every right that the bot asks for, by the name that Discord shows."""

SPEAKING = ("View Channels", "Send Messages", "Embed Links", "Attach Files")
"""What it takes to answer in a channel."""

ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
MANAGE_MESSAGES = 1 << 13
_INVITE = "https://discord.com/oauth2/authorize"


def missing(permissions: int, *, thread: bool = False, files: bool = False) -> tuple[str, ...]:
    """Return the rights that speaking in a channel needs and that these permissions lack."""
    if permissions & ADMINISTRATOR:
        return ()
    speaking = "Send Messages in Threads" if thread else "Send Messages"
    needed = ("View Channels", speaking, "Embed Links", *(("Attach Files",) if files else ()))
    return tuple(name for name in needed if not permissions & RIGHTS[name])


def invite_link(application: int) -> str:
    """Return the link that brings the bot to a server."""
    asked = {
        "client_id": application,
        "permissions": sum(RIGHTS.values()),
        "scope": "bot applications.commands",
        "integration_type": 0,
    }
    return f"{_INVITE}?{urlencode(asked)}"


def application_of(token: str) -> int:
    """Return the application that a bot's token belongs to: its first part is the number, written in base64.

    Raise ValueError if it isn't.
    """
    part = token.partition(".")[0]
    return int(urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("ascii"))
