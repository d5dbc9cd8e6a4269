"""Slack, served: the one module by which the rest of the program starts it."""

from adapters.host import Host
from adapters.slack.options import SlackOptions


async def serve(host: Host, options: SlackOptions) -> None:
    """Connect and serve until cancelled; raise SettingsError if Slack refuses a token."""
    raise NotImplementedError
