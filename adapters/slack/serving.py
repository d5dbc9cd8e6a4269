"""Slack, served: the one module by which the rest of the program starts it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.host import Host, keep_time
from adapters.slack.api import Api
from adapters.slack.app import Staff, make_app
from adapters.slack.busy import Busy
from adapters.slack.desk import Desk
from adapters.slack.doors import Door, Doors, ManyDoors, OneDoor
from adapters.slack.errands import Errands
from adapters.slack.examining import app_token, whoami
from adapters.slack.hearing import Hearing
from adapters.slack.homes import Homes
from adapters.slack.installing import installing
from adapters.slack.leaving import Leaving
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.naming import Names
from adapters.slack.options import SlackOptions
from adapters.slack.people import People
from adapters.slack.scopes import SCOPES
from adapters.slack.sealing import Stamp, Vault
from adapters.slack.server import listen, web_app
from adapters.slack.text import PLATFORM
from adapters.slack.voice import Voice
from trivia.errors import FactotumError, SettingsError, StoreError
from trivia.rounds.model import Mode, Rules

_log = logging.getLogger(__name__)
RULES = Rules(count=5, seconds=20, lobby=15, pause=5, mode=Mode.EVERYONE, thread=True)
"""A round at work unless its starter says more: two minutes, in a thread, and all who are right earn alike."""
_CONNECTIONS = 2
"""Sockets held open, so that while one is renewed the other takes what comes; Slack allows ten."""
_CALLS = 100
_NO_SCOPE = (
    "Slack: the scope %s is missing, which I need %s; add it to the manifest, under oauth_config.scopes.bot, and "
    "install the app anew"
)
_UNREACHED = "Slack can't be reached ({error})."
_PATIENCE = 30.0
_LEAVING = 5.0
_PING = 10.0


async def serve(host: Host, options: SlackOptions) -> None:
    """Connect and serve until cancelled; raise SettingsError if Slack refuses a token."""
    options.check()
    logging.getLogger("slack_sdk").setLevel(logging.WARNING)  # below that it tells what members wrote
    busy = Busy()
    async with aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=_PATIENCE), connector=aiohttp.TCPConnector(limit=_CALLS)
    ) as session:
        api = Api(options.api, session)
        doors = await _doors(host, options, api)
        names = Names(options.commands)
        voice = Voice(api, doors, host.store, names, host.clock)
        core = host.make_core(voice, PLATFORM, RULES)
        people = People(api, host.clock)
        errands = Errands(core=core, store=host.store, doors=doors, voice=voice, people=people, clock=host.clock)
        homes = Homes(errands=errands, api=api, voice=voice, names=names)
        stamp = Stamp(options.signing_secret or options.app_token)
        staff = Staff(
            desk=Desk(errands=errands, homes=homes, api=api, voice=voice, names=names, stamp=stamp),
            hearing=Hearing(errands=errands, rounds=core.rounds, voice=voice, names=names),
            homes=homes,
            leaving=Leaving(doors=doors, store=host.store, errands=errands),
        )
        app = make_app(staff, doors, api.client, options.signing_secret, clock=host.clock, busy=busy)
        async with contextlib.AsyncExitStack() as open_:
            open_.push_async_callback(busy.idle, _LEAVING)
            if options.app_token:
                await open_.enter_async_context(_sockets(app, options, api))
            if options.signing_secret:
                await open_.enter_async_context(_http(app, host, options, doors, api))
            host.ready(_ready(options))
            await keep_time(core, host.clock)


async def _doors(host: Host, options: SlackOptions, api: Api) -> Doors:
    if options.serves_many:
        return ManyDoors(host.store, Vault(options.keys))
    try:
        said, scopes = await whoami(api, options)
    except OSError as error:
        raise FactotumError(_UNREACHED.format(error=error)) from error
    for scope, reason in SCOPES.items():
        if scopes and scope not in scopes:
            _log.warning(_NO_SCOPE, scope, reason)
    ids = {name: str(said.get(name) or "") for name in ("user_id", "bot_id", "team")}
    return OneDoor(Door(options.bot_token, ids["user_id"], ids["bot_id"], ids["team"], tuple(sorted(scopes))))


@contextlib.asynccontextmanager
async def _sockets(app: AsyncApp, options: SlackOptions, api: Api) -> AsyncIterator[None]:
    """Hold sockets open; raise SettingsError if Slack refuses the token, for the SDK would try for ever."""
    try:
        await app_token(api, options)
    except OSError as error:
        raise FactotumError(_UNREACHED.format(error=error)) from error
    handlers = [AsyncSocketModeHandler(app, options.app_token, ping_interval=_PING) for _ in range(_CONNECTIONS)]
    try:
        for handler in handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call] # Bolt's own
        yield
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call] # Bolt's own
        await asyncio.sleep(0)  # lets what the SDK cancelled end


@contextlib.asynccontextmanager
async def _http(app: AsyncApp, host: Host, options: SlackOptions, doors: Doors, api: Api) -> AsyncIterator[None]:
    async def healthy() -> bool:
        try:
            await host.store.installed(PLATFORM)
        except StoreError:
            return False
        return True

    flow = installing(options, host.store, doors, api.client, host.clock) if isinstance(doors, ManyDoors) else None
    try:
        runner = await listen(web_app(app, options.signing_secret, healthy, flow), options.host, options.port)
    except OSError as error:
        raise SettingsError(
            f"SLACK_LISTEN: can't listen at {options.host}:{options.port} ({error.strerror})."
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()


def _ready(options: SlackOptions) -> str:
    ways = ["Socket Mode"] if options.app_token else []
    ways += [f"HTTP at {options.host}:{options.port}{EVENTS_PATH}"] if options.signing_secret else []
    return f"Slack: serving over {' and '.join(ways)}."
