"""Many workspaces: installing over OAuth, tokens sealed at rest, each workspace served with its own."""

import base64
import os
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from yarl import URL

from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.options import SlackOptions
from adapters.slack.sealing import Stamp, Vault
from tests.adapters.slack.conftest import CHANNEL, Bot, HostStore, Person, StartBot
from tests.adapters.slack.wire import SECRET, Json, Wire, until
from trivia.errors import SettingsError

KEY = base64.urlsafe_b64encode(os.urandom(32)).decode()
MANY = SlackOptions(signing_secret=SECRET, client_id="1.2", client_secret=SECRET, keys=(KEY,), port=1)
ASK = "/ask who directed AKA You're Welcome?"


@pytest.fixture
def many(wire: Wire) -> Wire:
    """Slack, where two workspaces and an organisation may install the bot."""
    wire.tokens = {f"xoxb-{team}-token": (team, f"UBOT{team}", f"BBOT{team}") for team in ("T0ONE", "T0TWO", "E0GRID")}

    async def granted(arguments: Json) -> Json:
        key = arguments["code"]
        if f"xoxb-{key}-token" not in wire.tokens:
            return {"ok": False, "error": "invalid_code"}
        whole = key.startswith("E")
        return {
            "ok": True,
            "app_id": "A0APP",
            "access_token": f"xoxb-{key}-token",
            "token_type": "bot",
            "scope": wire.scopes,
            "bot_user_id": f"UBOT{key}",
            "team": None if whole else {"id": key, "name": f"Team {key}"},
            "enterprise": {"id": key, "name": "Grid"} if whole else None,
            "is_enterprise_install": whole,
            "authed_user": {"id": "UANNA"},
        }

    wire.handlers["oauth.v2.access"] = granted
    return wire


@pytest.fixture
async def bot(many: Wire, start: StartBot) -> AsyncIterator[Bot]:
    assert many.tokens
    async with start(MANY) as running:
        yield running


async def install(bot: Bot, code: str, *, state: str | None = None) -> int:
    """Install the bot as somebody in a browser would; return the status of the page at the end."""
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[URL(bot.address)])
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(bot.address + INSTALL_PATH, allow_redirects=False) as answer:
            sent_to = urlsplit(answer.headers["Location"])
        asked = parse_qs(sent_to.query)
        assert asked["client_id"] == ["1.2"]
        assert "chat:write" in asked["scope"][0]
        query = {"code": code, "state": state if state is not None else asked["state"][0]}
        async with browser.get(bot.address + REDIRECT_PATH, params=query) as answer:
            return answer.status


async def test_a_workspace_installs_the_bot_and_is_served_with_its_own_token(bot: Bot) -> None:
    assert await install(bot, "T0ONE") == 200
    assert await install(bot, "T0TWO") == 200

    for team in ("T0ONE", "T0TWO"):
        await Person(bot, "UANNA", team=team).types("/trivia start 1")
    await until(lambda: bot.wire.count("chat.postMessage") == 2)

    tokens = {call.token for call in bot.wire.calls if call.method == "chat.postMessage"}
    assert tokens == {"xoxb-T0ONE-token", "xoxb-T0TWO-token"}


async def test_tokens_are_sealed_at_rest(bot: Bot) -> None:
    await install(bot, "T0ONE")

    assert bot.store.sealed
    assert not any("xoxb" in sealed for sealed in bot.store.sealed.values())


async def test_what_was_installed_is_served_after_a_restart_and_with_a_new_key_beside_the_old(
    many: Wire, start: StartBot
) -> None:
    store = HostStore()
    async with start(MANY, store=store) as bot:
        await install(bot, "T0ONE")
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()

    async with start(replace(MANY, keys=(new, KEY)), store=store) as bot:
        await Person(bot, "UANNA", team="T0ONE").types(ASK)
        await until(lambda: many.said(CHANNEL))


async def test_with_another_key_alone_the_workspace_is_not_served_and_nothing_breaks(
    many: Wire, start: StartBot, caplog: pytest.LogCaptureFixture
) -> None:
    store = HostStore()
    async with start(MANY, store=store) as bot:
        await install(bot, "T0ONE")
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()

    async with start(replace(MANY, keys=(new,)), store=store) as bot:
        await Person(bot, "UANNA", team="T0ONE").types(ASK)

    assert many.said(CHANNEL) == []
    assert "install me anew" in many.told("UANNA")[0]
    assert "FACTOTUM_KEY" in caplog.text


async def test_a_workspace_of_an_organisation_is_served_by_the_organisations_installation(bot: Bot) -> None:
    await install(bot, "E0GRID")
    anna = Person(bot, "UANNA", team="T0INGRID")

    await anna.types("/trivia start 1", enterprise_id="E0GRID", enterprise_name="Grid", is_enterprise_install="true")
    await until(lambda: bot.wire.count("chat.postMessage"))

    assert {c.token for c in bot.wire.calls if c.method == "chat.postMessage"} == {"xoxb-E0GRID-token"}
    assert "T0INGRID" in {workspace.key for workspace in bot.store.known_workspaces.values()}


@pytest.mark.parametrize("state", ["", "made-up"])
async def test_an_installation_that_did_not_set_out_from_here_is_refused(bot: Bot, state: str) -> None:
    assert await install(bot, "T0ONE", state=state) >= 400
    assert bot.store.sealed == {}


async def test_a_code_that_slack_does_not_know_installs_nothing(bot: Bot) -> None:
    assert await install(bot, "nonsense") >= 400
    assert bot.store.sealed == {}


async def test_a_workspace_that_did_not_install_the_bot_is_not_served(bot: Bot) -> None:
    await install(bot, "T0ONE")

    await Person(bot, "UANNA", team="T0OTHER").types(ASK)
    await Person(bot, "UANNA", team="T0ONE").types(ASK)

    await until(lambda: bot.wire.said(CHANNEL))
    assert sum("Krysten Ritter" in text for text in bot.wire.said(CHANNEL)) == 1


async def test_tokens_that_were_revoked_are_forgotten(bot: Bot) -> None:
    await install(bot, "T0ONE")
    anna = Person(bot, "UANNA", team="T0ONE")
    await anna.types(ASK)
    await until(lambda: bot.wire.said(CHANNEL))

    await bot.send("events_api", anna.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOTT0ONE"], "oauth": []}}))

    await until(lambda: not bot.store.sealed)
    assert list(bot.store.gone) == [("slack", "T0ONE")]


async def test_an_organisation_that_uninstalls_takes_all_its_workspaces_along(bot: Bot) -> None:
    await install(bot, "E0GRID")
    anna = Person(bot, "UANNA", team="T0INGRID")
    await anna.types(ASK, enterprise_id="E0GRID", is_enterprise_install="true")
    await until(lambda: bot.wire.said(CHANNEL))

    gone = anna.event({"type": "app_uninstalled"}, enterprise_id="E0GRID")
    gone["authorizations"] = [
        {"enterprise_id": "E0GRID", "team_id": None, "is_enterprise_install": True, "user_id": "U"}
    ]
    await bot.send("events_api", gone)

    await until(lambda: len(bot.store.gone) == 2)
    assert {key for _, key in bot.store.gone} == {"E0GRID", "T0INGRID"}
    assert bot.store.sealed == {}


async def test_a_workspace_that_installs_again_is_back(bot: Bot) -> None:
    await install(bot, "T0ONE")
    anna = Person(bot, "UANNA", team="T0ONE")
    await anna.types(ASK)
    await until(lambda: bot.wire.said(CHANNEL))
    await bot.send("events_api", anna.event({"type": "app_uninstalled"}))
    await until(lambda: bot.store.gone)

    await install(bot, "T0ONE")

    assert bot.store.gone == {}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (SlackOptions(bot_token="xoxb-1"), "SLACK_APP_TOKEN"),
        (SlackOptions(app_token="xapp-1"), "SLACK_BOT_TOKEN"),
        (SlackOptions(signing_secret=SECRET), "SLACK_BOT_TOKEN"),
        (replace(MANY, keys=()), "FACTOTUM_KEY"),
        (replace(MANY, client_secret=""), "SLACK_CLIENT_SECRET"),
        (replace(MANY, signing_secret="", app_token="xapp-1"), "SLACK_SIGNING_SECRET"),
        (replace(MANY, bot_token="xoxb-1"), "SLACK_BOT_TOKEN"),
    ],
)
def test_settings_that_lack_one_beside_them_name_it(options: SlackOptions, named: str) -> None:
    assert options.is_on
    with pytest.raises(SettingsError, match=named) as caught:
        options.check()

    assert "\n" not in str(caught.value)


def test_a_seal_that_was_changed_opens_nothing() -> None:
    vault = Vault((KEY,))
    sealed = vault.sealed("secret")

    assert vault.opened(sealed) == "secret"
    assert vault.opened(sealed[:-2] + "AA") is None
    assert vault.opened("nonsense \N{SNOWMAN}") is None
    assert not re.search("secret", sealed)


@pytest.mark.parametrize("changed", ["", "x", "{}", "0" * 64 + '{"a":1}', "\ud800" * 70])
def test_a_stamp_is_believed_only_on_what_was_stamped(changed: str) -> None:
    stamp = Stamp("secret")

    assert stamp.content(stamp.stamped({"a": "\N{SNOWMAN}"})) == {"a": "\N{SNOWMAN}"}
    assert stamp.content(changed) is None
    assert stamp.content(Stamp("other").stamped({"a": 1})) is None
