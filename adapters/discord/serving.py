"""Discord, served: the one module by which the rest of the program starts it."""

from adapters.discord.options import DiscordOptions
from adapters.host import Host


async def serve(host: Host, options: DiscordOptions) -> None:
    """Connect and serve until cancelled; raise SettingsError if Discord refuses the token."""
    raise NotImplementedError
