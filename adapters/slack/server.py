"""HTTP: what Slack sends is taken if its signature is good and fresh and was not seen before; ``/healthz`` for owners.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import SignatureVerifier

from adapters.slack.manifest import EVENTS_PATH, HEALTH_PATH, INSTALL_PATH, REDIRECT_PATH

_log = logging.getLogger(__name__)
LARGEST_BODY = 1_000_000
"""Bytes that are read of a request; Slack's own are far smaller."""
_WINDOW = 300.0
"""Seconds for which a signature is good; the verifier refuses older ones."""
_MOST_SEEN = 200_000

Healthy = Callable[[], Awaitable[bool]]


class Replays:
    """Signatures that were used, for as long as they are good: none is good twice."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_first(self, signature: str, now: float) -> bool:
        """Say whether a signature is seen for the first time."""
        while self._seen and (len(self._seen) > _MOST_SEEN or next(iter(self._seen.values())) < now - 2 * _WINDOW):
            self._seen.popitem(last=False)
        if signature in self._seen:
            return False
        self._seen[signature] = now
        return True


def web_app(app: AsyncApp, signing_secret: str, healthy: Healthy, installing: AsyncOAuthFlow | None) -> web.Application:
    """Return the web application that Slack and installers talk to."""
    verifier, replays = SignatureVerifier(signing_secret), Replays()

    async def take(request: web.Request) -> web.Response:
        raw = await request.read()
        headers = {name.casefold(): value for name, value in request.headers.items()}
        if not _is_valid(verifier, raw, headers):
            return web.Response(status=401, text="The signature is wrong or too old.")
        if not replays.is_first(headers["x-slack-signature"], time.monotonic()):
            return web.Response(status=401, text="This was sent before.")
        try:
            asked = await to_bolt_request(request)
        except ValueError:
            return web.Response(status=400, text="This can't be read.")
        return await to_aiohttp_response(await app.async_dispatch(asked))

    async def health(_: web.Request) -> web.Response:
        well = await healthy()
        return web.Response(status=200 if well else 503, text="ok" if well else "the store can't be read")

    served = web.Application(client_max_size=LARGEST_BODY)
    served.router.add_post(EVENTS_PATH, take)
    served.router.add_get(HEALTH_PATH, health)
    if installing is not None:
        _add_installing(served, installing)
    return served


def _is_valid(verifier: SignatureVerifier, raw: bytes, headers: dict[str, str]) -> bool:
    try:
        return bool(verifier.is_valid_request(raw, headers))
    except (ValueError, UnicodeDecodeError):
        return False


def _add_installing(served: web.Application, installing: AsyncOAuthFlow) -> None:
    async def install(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await installing.handle_installation(await to_bolt_request(request)))

    async def redirected(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await installing.handle_callback(await to_bolt_request(request)))

    served.router.add_get(INSTALL_PATH, install)
    served.router.add_get(REDIRECT_PATH, redirected)


async def listen(served: web.Application, host: str, port: int) -> web.AppRunner:
    """Begin to listen; whoever called it cleans the runner up."""
    runner = web.AppRunner(served, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
