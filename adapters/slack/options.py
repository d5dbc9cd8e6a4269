"""What an owner sets for Slack, and what of it goes together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trivia.errors import SettingsError

_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackOptions:
    """One workspace's ``bot_token``, or ``client_id`` and ``client_secret`` for any number of workspaces.

    ``app_token`` turns Socket Mode on, ``signing_secret`` HTTP at ``host`` and ``port``. ``keys`` seal the tokens of
    installations, the first of them new ones. ``commands`` renames slash commands by their family. ``api`` is where
    Slack's Web API is.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)
    host: str = "127.0.0.1"
    port: int = 3000
    commands: Mapping[str, str] = field(default_factory=dict)
    api: str = field(default=_API, repr=False)

    @property
    def is_on(self) -> bool:
        """Say whether anything of Slack's is set."""
        return any((self.bot_token, self.app_token, self.signing_secret, self.client_id, self.client_secret))

    @property
    def serves_many(self) -> bool:
        """Say whether workspaces install the bot by themselves."""
        return bool(self.client_id)

    def check(self) -> None:
        """Raise SettingsError, which names the setting, for what is missing beside what is set."""
        if self.bot_token and self.client_id:
            raise SettingsError("SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many: set one of them.")
        if self.client_id:
            self._check_many()
        elif not self.bot_token:
            raise SettingsError("SLACK_BOT_TOKEN is missing (docs/slack.md says where it comes from).")
        if not self.app_token and not self.signing_secret:
            raise SettingsError(
                "SLACK_APP_TOKEN, for Socket Mode, or SLACK_SIGNING_SECRET, for HTTP, must be set too (docs/slack.md)."
            )

    def _check_many(self) -> None:
        needed = {
            "SLACK_CLIENT_SECRET": bool(self.client_secret),
            "SLACK_SIGNING_SECRET": bool(self.signing_secret),
            "FACTOTUM_KEY": bool(self.keys),
        }
        missing = next((name for name, there in needed.items() if not there), None)
        if missing:
            raise SettingsError(f"{missing} must be set too, for workspaces to install the bot (docs/slack.md).")
