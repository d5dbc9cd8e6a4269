"""Installation by workspaces themselves: Slack's OAuth flow, its state and what it brings kept in our store."""

import logging
import secrets
from datetime import timedelta

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from adapters.host import PlatformStore
from adapters.slack.app import quiet_logger
from adapters.slack.doors import Door, ManyDoors
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.options import SlackOptions
from adapters.slack.scopes import SCOPES
from adapters.slack.text import PLATFORM
from trivia.errors import FactotumError
from trivia.installations import Installations, Workspace
from trivia.ports import Clock

_log = logging.getLogger(__name__)
_STATE_LASTS = timedelta(minutes=10)


class _States(AsyncOAuthStateStore):
    """The words that installations go out with, each good once."""

    def __init__(self, store: Installations, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_issue(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002 -- the SDK's signature
        state = secrets.token_urlsafe(32)
        await self._store.issue_state(state, self._clock())
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._store.take_state(state, self._clock() - _STATE_LASTS)


class _Installations(AsyncInstallationStore):
    """Keeps what installations bring, sealed; a workspace that had left is back with it."""

    def __init__(self, store: PlatformStore, doors: ManyDoors, clock: Clock) -> None:
        self._store = store
        self._doors = doors
        self._clock = clock

    @property
    def logger(self) -> logging.Logger:
        return _log

    async def async_save(self, installation: Installation) -> None:
        whole = bool(installation.is_enterprise_install)
        key = (installation.enterprise_id if whole else installation.team_id) or ""
        name = (installation.enterprise_name if whole else installation.team_name) or ""
        if not key or not installation.bot_token:
            raise FactotumError("Slack's answer to the installation names no workspace, or no token.")
        scopes = installation.bot_scopes or ()
        door = Door(
            installation.bot_token,
            installation.bot_user_id or "",
            installation.bot_id or "",
            name,
            tuple(scopes if not isinstance(scopes, str) else scopes.split(",")),
        )
        now = self._clock()
        await self._doors.keep(key, door, now)
        community = await self._store.community(PLATFORM, key, name, now)
        parent = installation.enterprise_id or ""
        await self._store.know_workspace(community, PLATFORM, Workspace(key, parent))
        _log.info("installed in %s", key)


def installing(
    options: SlackOptions, store: PlatformStore, doors: ManyDoors, client: AsyncWebClient, clock: Clock
) -> AsyncOAuthFlow:
    """Return the flow by which workspaces install the bot."""
    return AsyncOAuthFlow(
        client=client,
        logger=quiet_logger(),
        settings=AsyncOAuthSettings(
            client_id=options.client_id,
            client_secret=options.client_secret,
            scopes=sorted(SCOPES),
            user_scopes=[],
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            install_page_rendering_enabled=False,
            installation_store=_Installations(store, doors, clock),
            state_store=_States(store, clock),
            state_expiration_seconds=int(_STATE_LASTS.total_seconds()),
            logger=quiet_logger(),
        ),
    )
