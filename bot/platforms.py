"""The chat platforms that ``factotum run`` serves, and which of them the settings turn on.

A platform's library is imported when it is served, so that nobody loads one that isn't used.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.settings import Settings
from trivia.errors import SettingsError

if TYPE_CHECKING:
    from adapters.host import Host


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: ``needs`` names the settings that turn it on, in words, and ``guide`` the page that says how."""

    name: str
    needs: str
    guide: str
    is_on: Callable[[Settings], bool]
    serve: "Callable[[Host, Settings], Awaitable[None]]"


async def _discord(host: "Host", settings: Settings) -> None:
    from adapters.discord.serving import serve  # noqa: PLC0415 - see the module

    await serve(host, settings.discord)


async def _slack(host: "Host", settings: Settings) -> None:
    settings.slack.check()
    from adapters.slack.serving import serve  # noqa: PLC0415 - see the module

    await serve(host, settings.slack)


PLATFORMS = (
    Platform("discord", "DISCORD_TOKEN", "docs/discord.md", lambda settings: bool(settings.discord.token), _discord),
    Platform(
        "slack",
        "SLACK_BOT_TOKEN with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET",
        "docs/slack.md",
        lambda settings: settings.slack.is_on,
        _slack,
    ),
)
"""Every platform there is."""


def chosen(settings: Settings, name: str | None) -> tuple[Platform, ...]:
    """Return the platforms to serve: the one named, or all that are on; raise SettingsError if there is none."""
    wanted = [platform for platform in PLATFORMS if name in (None, platform.name)]
    on = tuple(platform for platform in wanted if platform.is_on(settings))
    if not on:
        needed = ", or ".join(f"{platform.needs} ({platform.guide})" for platform in wanted)
        raise SettingsError(f"no chat platform is set up yet: put into .env {needed}.")
    return on
