"""The Bolt app: what Slack sends is acknowledged at once, read into a value, and handed to the desk."""

import logging
import re
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import words
from adapters.slack.busy import Busy
from adapters.slack.desk import Desk
from adapters.slack.doors import Doors
from adapters.slack.hearing import Hearing
from adapters.slack.homes import Homes
from adapters.slack.leaving import Leaving
from adapters.slack.origin import (
    Heard,
    Origin,
    Pressed,
    Submitted,
    Typed,
    chosen,
    heard,
    pressed,
    submitted,
    suggesting,
    typed,
    well_formed,
)
from trivia.errors import ChannelGone
from trivia.ports import Clock

_log = logging.getLogger(__name__)
_ANY = re.compile(r"[\s\S]*")
_LEFT_CHANNEL = re.compile(r"(channel|group)_(archive|deleted|left)")

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who deals with what comes."""

    desk: Desk
    hearing: Hearing
    homes: Homes
    leaving: Leaving


def make_app(
    staff: Staff, doors: Doors, client: AsyncWebClient, signing_secret: str, *, clock: Clock, busy: Busy
) -> AsyncApp:
    """Make the app for all workspaces behind the doors."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        door = await doors.of(team_id or "", enterprise_id or "")
        if door is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=door.bot_user,
            bot_id=door.bot,
            bot_token=door.token,
        )

    app = _App(
        name="factotum",
        logger=quiet_logger(),
        client=client,
        authorize=authorize,  # type: ignore[arg-type] # it may well return None, which Bolt takes for not installed
        signing_secret=signing_secret,
        user_facing_authorize_error_message=words.NOT_INSTALLED,
    )
    _add_interactions(app, staff.desk, clock, busy)
    _add_events(app, staff, clock, busy)
    return app


class _App(AsyncApp):
    """Bolt, but for what it would stumble over: that is acknowledged, so that Slack doesn't send it again and again."""

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        if not well_formed(req.body):
            _log.warning("what Slack sent is not as Slack documents it; it was passed over")
            return BoltResponse(status=200)
        return await super().async_dispatch(req)


def quiet_logger() -> logging.Logger:
    """Return Bolt's logger; below errors it tells what members wrote."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


async def _worked(busy: Busy, work: Awaitable[None]) -> None:
    """Work to the end; what goes wrong is logged under a number, and stops nobody else."""
    with busy:
        try:
            await work
        except ChannelGone as error:
            _log.info("an answer could not be shown: %s", error)
        except Exception:  # noqa: BLE001 -- the one place where what we did not foresee ends
            _log.exception("incident %s: what Slack sent could not be dealt with", uuid4().hex[:8])


def _add_interactions(app: AsyncApp, desk: Desk, clock: Clock, busy: Busy) -> None:
    @app.command(_ANY)
    async def command(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        at = clock()
        await ack()
        if said := typed(body, *_where(context)):
            await _worked(busy, desk.typed(_at(said, at)))

    @app.action(_ANY)
    async def action(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        at = clock()
        await ack()
        if press := pressed(body, *_where(context)):
            await _worked(busy, desk.pressed(_at(press, at)))

    @app.view(_ANY)
    async def submission(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        at = clock()
        sent = submitted(body, *_where(context))
        problems = desk.problems(sent) if sent else None
        if problems:
            await ack(response_action="errors", errors=problems)
            return
        await ack()
        if sent:
            await _worked(busy, desk.submitted(_at(sent, at)))

    @app.options(_ANY)
    async def suggestions(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        asked = suggesting(body, *_where(context))
        offered = await desk.suggested(asked) if asked else {"options": []}
        await ack(options=offered["options"])

    @app.shortcut(_ANY)
    async def shortcut(ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        await ack()
        if message := chosen(body, *_where(context)):
            await _worked(busy, desk.chosen(message))


def _add_events(app: AsyncApp, staff: Staff, clock: Clock, busy: Busy) -> None:
    @app.event("app_mention")
    async def mention(body: Body, context: AsyncBoltContext) -> None:
        said = heard(body, *_where(context), context.bot_user_id or "")
        if said and not said.origin.is_direct:
            await _worked(busy, staff.hearing.heard(_at(said, clock())))

    @app.event("message")
    async def message(body: Body, context: AsyncBoltContext) -> None:
        said = heard(body, *_where(context), context.bot_user_id or "")
        if said and (said.origin.is_direct or not said.mentions_bot):  # a mention comes as an event of its own too
            await _worked(busy, staff.hearing.heard(_at(said, clock())))

    @app.event("app_home_opened")
    async def home(body: Body, context: AsyncBoltContext) -> None:
        if body["event"].get("tab") == "home":
            await _worked(busy, staff.homes.show(_of_event(body, context)))

    @app.event(_LEFT_CHANNEL)
    async def left_channel(body: Body, context: AsyncBoltContext) -> None:
        await _worked(busy, staff.hearing.left_channel(_of_event(body, context), clock()))

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await _worked(busy, staff.leaving.left_workspace(*_installed_in(context), clock()))

    @app.event("tokens_revoked")
    async def revoked(body: Body, context: AsyncBoltContext) -> None:
        if (body["event"].get("tokens") or {}).get("bot"):
            await _worked(busy, staff.leaving.left_workspace(*_installed_in(context), clock()))

    @app.event(_ANY)
    async def other() -> None:
        """Take what else comes, so that Slack doesn't send it again."""


Sent = TypeVar("Sent", Typed, Pressed, Submitted, Heard)


def _at(sent: Sent, at: datetime) -> Sent:
    """Write down when something came."""
    return replace(sent, origin=replace(sent.origin, at=at))


def _where(context: AsyncBoltContext) -> tuple[str, str]:
    return context.team_id or "", context.enterprise_id or ""


def _installed_in(context: AsyncBoltContext) -> tuple[str, str]:
    """Return the workspace of an installation, or only the organisation where all of it is meant."""
    team, enterprise = _where(context)
    return ("", enterprise) if context.is_enterprise_install and enterprise else (team, enterprise)


def _of_event(body: Body, context: AsyncBoltContext) -> Origin:
    team, enterprise = _where(context)
    event = body["event"]
    channel = event.get("channel") if _LEFT_CHANNEL.fullmatch(str(event.get("type"))) else ""
    user = event.get("user")
    return Origin(
        event=f"slack:{team}:{body.get('event_id', '')}",
        team=team,
        enterprise=enterprise,
        user=user if isinstance(user, str) else "",
        channel=channel if isinstance(channel, str) else "",
    )
