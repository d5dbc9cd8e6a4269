"""A look at the set-up: what Slack says of the tokens, and which scopes are missing."""

import logging
from dataclasses import dataclass

import aiohttp

from adapters.slack.api import Api, SlackTrouble, WorkspaceGone
from adapters.slack.options import SlackOptions
from adapters.slack.scopes import READING_SCOPES, SCOPES, SOCKET_SCOPE
from trivia.errors import FactotumError, SettingsError

_PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Examined:
    """What Slack says of the bot.

    ``workspace`` and ``name`` are empty where workspaces install the bot by themselves. ``missing`` are scopes that
    were not granted; ``may_read`` says that answers typed in channels can be taken.
    """

    workspace: str
    name: str
    missing: tuple[str, ...]
    may_read: bool


async def examine(options: SlackOptions) -> Examined:
    """Ask Slack; raise SettingsError for what is missing or refused, OSError if Slack can't be reached."""
    options.check()
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE)) as session:
        api = Api(options.api, session)
        seen = Examined("", "", (), may_read=False) if options.serves_many else await bot_token(api, options)
        if options.app_token:
            await app_token(api, options)
    return seen


async def bot_token(api: Api, options: SlackOptions) -> Examined:
    """Say whose the bot's token is."""
    said, scopes = await whoami(api, options)
    return Examined(
        workspace=str(said.get("team") or ""),
        name=str(said.get("user") or ""),
        missing=tuple(scope for scope in SCOPES if scopes and scope not in scopes),
        may_read=bool(scopes & set(READING_SCOPES)),
    )


async def whoami(api: Api, options: SlackOptions) -> tuple[dict[str, object], frozenset[str]]:
    """Return whose the bot's token is and what it may; raise as ``examine`` does."""
    try:
        return await api.whoami(options.bot_token)
    except WorkspaceGone as error:
        raise SettingsError(f"Slack refuses SLACK_BOT_TOKEN ({error}); copy it anew (docs/slack.md).") from error
    except SlackTrouble as error:
        raise OSError(error.code) from error


async def app_token(api: Api, options: SlackOptions) -> None:
    """Try the token that opens sockets; raise as ``examine`` does."""
    try:
        await api.may_connect(options.app_token)
    except SlackTrouble as error:
        if error.needed or error.code == "missing_scope":
            raise SettingsError(
                f"SLACK_APP_TOKEN lacks the scope {SOCKET_SCOPE}; make another with it, under Basic Information, "
                "App-Level Tokens."
            ) from error
        if not error.from_slack:
            raise OSError(error.code) from error
        raise _refused(error.code) from error
    except FactotumError as error:
        raise _refused(str(error)) from error


def _refused(code: str) -> SettingsError:
    return SettingsError(f"Slack refuses SLACK_APP_TOKEN ({code}); copy it anew (docs/slack.md).")
