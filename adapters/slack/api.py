"""Slack's Web API, as far as we use it: one method a need, tokens by argument, and errors of our own tree.

The SDK waits and tries again where Slack says ``Retry-After``. It doesn't where a connection broke: what was said then
may have arrived, and who said it knows how to find out.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import words
from adapters.slack.blocks import Message
from adapters.slack.text import Element
from trivia.errors import ChannelGone, FactotumError

_log = logging.getLogger(__name__)
_PATIENCE = 30.0
_RATE_TRIES = 2
_MOST_LOOKED_THROUGH = 50
_MOST_GROUPS = 1_000

_GONE = frozenset(
    "channel_not_found is_archived not_in_channel channel_is_archived restricted_action_read_only_channel "
    "restricted_action restricted_action_thread_only_channel user_not_found user_disabled cannot_dm_bot "
    "messages_tab_disabled ekm_access_denied".split()
)
"""Errors after which a channel stays closed to us: https://docs.slack.dev/reference/methods/chat.postMessage"""
_REVOKED = frozenset(
    "account_inactive invalid_auth not_authed token_expired token_revoked team_access_not_granted".split()
)
"""Errors of a token that opens nothing any more."""
_LOST = frozenset("message_not_found cant_update_message edit_window_closed thread_not_found".split())
"""Errors of a message that can't be edited."""


class SlackTrouble(FactotumError):
    """Slack did not do what it was asked for. ``code`` is its word for why, ``needed`` a scope that is missing.

    ``from_slack`` says that Slack answered at all.
    """

    def __init__(self, code: str, needed: str = "", *, from_slack: bool = True) -> None:
        self.code = code
        self.needed = needed
        self.from_slack = from_slack
        said = words.NO_SCOPE.format(scope=needed) if needed else words.TROUBLE.format(error=code)
        super().__init__(said)


class WorkspaceGone(ChannelGone):
    """The workspace no longer lets the bot in."""


class MessageLost(SlackTrouble):
    """The message to be edited is no more, or can't be edited."""


def translated(error: Exception) -> FactotumError:
    """Return the error of ours that an error of the SDK stands for."""
    if not isinstance(error, SlackApiError):
        return SlackTrouble(type(error).__name__, from_slack=False)
    answer = error.response if isinstance(error.response, Mapping) else getattr(error.response, "data", {})
    code = str(answer.get("error", "")) if isinstance(answer, Mapping) else ""
    if code in _REVOKED:
        return WorkspaceGone(code)
    if code in _GONE:
        return ChannelGone(code)
    if code in _LOST:
        return MessageLost(code)
    needed = str(answer.get("needed", "")) if code == "missing_scope" else ""
    return SlackTrouble(code or "no answer", needed)


def _quiet_logger() -> logging.Logger:
    """Return the SDK's logger; below warnings it tells what members wrote, and takes its time to put it together."""
    logger = logging.getLogger("slack_sdk.web")
    logger.setLevel(logging.WARNING)
    return logger


class Api:
    """The Web API at an address. ``session`` carries all calls; whoever made it closes it."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self._session = session
        quiet = _quiet_logger()
        self.client = AsyncWebClient(
            logger=quiet,
            base_url=address,
            session=session,
            timeout=int(_PATIENCE),
            retry_handlers=[
                AsyncRateLimitErrorRetryHandler(max_retry_count=_RATE_TRIES),
                AsyncServerErrorRetryHandler(max_retry_count=_RATE_TRIES),
            ],
        )

    async def _called(self, method: str, token: str, **arguments: object) -> Element:
        given = {name: value for name, value in arguments.items() if value not in (None, "")}
        try:
            answer = await getattr(self.client, method)(token=token, **given)
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise translated(error) from error
        data: Element = answer.data if isinstance(answer.data, dict) else {}
        return data

    async def post(
        self, token: str, channel: str, message: Message, *, thread: str = "", about: str = ""
    ) -> tuple[str, str]:
        """Post a message; return the channel it went to and its timestamp. ``about`` is written into it, unseen."""
        seen = {"event_type": "factotum_message", "event_payload": {"id": about}} if about else None
        answer = await self._called(
            "chat_postMessage",
            token,
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=thread,
            metadata=seen,
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer.get("channel", channel)), str(answer["ts"])

    async def edit(self, token: str, channel: str, timestamp: str, message: Message) -> None:
        """Put a message in the place of one that was posted; raise MessageLost if it can't be."""
        await self._called(
            "chat_update", token, channel=channel, ts=timestamp, text=message.text, blocks=list(message.blocks)
        )

    async def whisper(self, token: str, channel: str, user: str, message: Message, *, thread: str = "") -> None:
        """Show a message in a channel to one member alone."""
        await self._called(
            "chat_postEphemeral",
            token,
            channel=channel,
            user=user,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=thread,
        )

    async def respond(
        self, address: str, message: Message, *, private: bool, thread: str = "", replaces: bool = False
    ) -> None:
        """Answer a command or a press at the address that came with it, also where the bot is no member.

        ``replaces`` puts the answer in the place of the message that was pressed.
        """
        client = AsyncWebhookClient(
            address, session=self._session, retry_handlers=self.client.retry_handlers, logger=self.client.logger
        )
        body: Element = {
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replaces,
            "text": message.text,
            "blocks": list(message.blocks),
        }
        try:
            answer = await client.send_dict(body | ({"thread_ts": thread} if thread else {}))
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise translated(error) from error
        if answer.status_code != 200:
            raise SlackTrouble(answer.body[:80] or str(answer.status_code))

    async def find(self, token: str, channel: str, about: str, *, thread: str = "") -> str:
        """Return the timestamp of the bot's message that is about something, empty if it isn't among the latest."""
        method = "conversations_replies" if thread else "conversations_history"
        answer = await self._called(
            method, token, channel=channel, ts=thread, limit=_MOST_LOOKED_THROUGH, include_all_metadata=True
        )
        for message in answer.get("messages", []):
            if (message.get("metadata") or {}).get("event_payload", {}).get("id") == about:
                return str(message["ts"])
        return ""

    async def open_view(self, token: str, trigger: str, view: Element) -> None:
        """Open a modal."""
        await self._called("views_open", token, trigger_id=trigger, view=view)

    async def update_view(self, token: str, view_id: str, hash_: str, view: Element) -> None:
        """Put a modal in the place of one that is open, unless that changed meanwhile."""
        await self._called("views_update", token, view_id=view_id, hash=hash_, view=view)

    async def publish_home(self, token: str, user: str, view: Element) -> None:
        """Show a member their App Home."""
        await self._called("views_publish", token, user_id=user, view=view)

    async def user(self, token: str, user: str) -> Element:
        """Return what Slack says of a user."""
        found: Element = (await self._called("users_info", token, user=user)).get("user") or {}
        return found

    async def groups(self, token: str, team: str) -> Sequence[Element]:
        """Return the user groups of a workspace, each with its members."""
        answer = await self._called("usergroups_list", token, include_users=True, team_id=team)
        return list(answer.get("usergroups", []))[:_MOST_GROUPS]

    async def whoami(self, token: str) -> tuple[Element, frozenset[str]]:
        """Return whose token it is, and the scopes it was granted."""
        try:
            answer = await self.client.auth_test(token=token)
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise translated(error) from error
        named = {name.casefold(): value for name, value in (answer.headers or {}).items()}
        scopes = frozenset(part.strip() for part in str(named.get("x-oauth-scopes", "")).split(",")) - {""}
        return (answer.data if isinstance(answer.data, dict) else {}), scopes

    async def may_connect(self, app_token: str) -> None:
        """Ask for a socket and leave it, to learn whether a token opens any."""
        try:
            await self.client.apps_connections_open(app_token=app_token)
        except (TimeoutError, SlackClientError, aiohttp.ClientError, OSError) as error:
            raise translated(error) from error

    async def permalink(self, token: str, channel: str, timestamp: str) -> str:
        """Return the address of a message."""
        answer = await self._called("chat_getPermalink", token, channel=channel, message_ts=timestamp)
        return str(answer.get("permalink", ""))

    async def upload(
        self, token: str, name: str, data: bytes, *, channel: str = "", thread: str = "", alt: str = ""
    ) -> str:
        """Hand a file over, to a channel if one is named; return Slack's id of it."""
        answer = await self._called(
            "files_upload_v2", token, filename=name, file=data, channel=channel, thread_ts=thread, alt_txt=alt
        )
        files: list[dict[str, Any]] = answer.get("files") or [{}]
        return str(files[0].get("id", ""))

    async def download(self, token: str, address: str, most: int) -> bytes:
        """Return a file's bytes; raise SlackTrouble if it can't be had or is larger than ``most``."""
        try:
            async with self._session.get(address, headers={"Authorization": f"Bearer {token}"}) as answer:
                if answer.status != 200 or answer.content_type == "text/html":  # a page that asks to sign in
                    raise SlackTrouble(f"file {answer.status}")
                data = await answer.content.read(most + 1)
                while len(data) <= most and (more := await answer.content.read(most + 1 - len(data))):
                    data += more
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise translated(error) from error
        if len(data) > most:
            raise SlackTrouble("too large")
        return data
