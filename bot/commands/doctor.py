"""``factotum doctor``: a look at the store and the set-up, with what to do where something is amiss."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.compose import open_current
from bot.console import Console
from bot.settings import Settings
from trivia.errors import FactotumError, SettingsError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, and in words what it is or what to do."""

    well: bool
    about: str
    words: str


def doctor(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Look at everything and print what was found; return 1 if anything is amiss."""
    return asyncio.run(_doctor(console, settings, as_json=arguments.json))


async def _doctor(console: Console, settings: Settings, *, as_json: bool) -> int:
    findings = []
    async for finding in _findings(settings):
        findings.append(finding)
        if not as_json:
            console.line(f"{'ok ' if finding.well else 'BAD'}  {finding.about}: {finding.words}")
    if as_json:
        console.document([{"well": f.well, "about": f.about, "words": f.words} for f in findings])
    return int(not all(finding.well for finding in findings))


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield await _store(settings)
    if not settings.discord.token:
        yield Finding(True, "Discord", "not set up; docs/discord.md tells how.")
    else:
        async for finding in _discord(settings):
            yield finding
    if not settings.slack.is_on:
        yield Finding(True, "Slack", "not set up; docs/slack.md tells how.")
    else:
        async for finding in _slack(settings):
            yield finding


async def _store(settings: Settings) -> Finding:
    try:
        async with open_current(settings.database) as store:
            packs = await store.packs()
            communities = len(await store.named_communities())
    except FactotumError as error:
        return Finding(False, "Store", str(error))
    facts = sum(pack.facts for pack in packs)
    if not packs and not communities:
        return Finding(True, "Store", "can be read; it is empty until it is first used.")
    return Finding(True, "Store", f"can be read; it holds {len(packs)} packs with {facts:,} facts.")


async def _discord(settings: Settings) -> AsyncIterator[Finding]:
    from adapters.discord.examining import examine  # noqa: PLC0415 - only who has a bot there loads the library

    try:
        seen = await examine(settings.discord)
    except SettingsError as error:
        yield Finding(False, "Discord, token", str(error))
        return
    except OSError as error:
        yield Finding(False, "Discord", f"can't be reached ({error}). Look at the network, or try again later.")
        return
    yield Finding(True, "Discord, token", f"it is {seen.name}'s, and Discord takes it.")
    yield _intents(reads=settings.discord.reads_messages, may=seen.may_read)
    if not seen.servers:
        yield Finding(False, "Discord, servers", "the bot is in none yet; factotum discord-invite prints the link.")
    for server in seen.servers:
        if server.missing:
            lacking = ", ".join(server.missing)
            words = (
                f"the bot lacks {lacking}. Give its role these rights, or invite it anew with factotum discord-invite."
            )
            yield Finding(False, f"Discord, {server.name}", words)
        else:
            yield Finding(True, f"Discord, {server.name}", "the bot may do there all that it needs.")
    for number in seen.unknown:
        yield Finding(False, "DISCORD_GUILDS", f"the bot is not in the server {number}.")
    if seen.commands >= seen.expected:
        yield Finding(True, "Discord, commands", f"all {len(seen.expected)} are known.")
    else:
        few = len(seen.expected - seen.commands)
        yield Finding(
            False, "Discord, commands", f"{few} of them are not known yet; factotum run tells Discord of them."
        )


def _intents(*, reads: bool, may: bool) -> Finding:
    if reads and not may:
        words = (
            "DISCORD_MESSAGE_CONTENT is yes, but the message content intent is off. Switch it on in the Developer "
            "Portal (Bot, Privileged Gateway Intents), or set it to no."
        )
        return Finding(False, "Discord, intents", words)
    return Finding(True, "Discord, intents", "messages may be read." if reads else "none is needed.")


async def _slack(settings: Settings) -> AsyncIterator[Finding]:
    from adapters.slack.examining import examine  # noqa: PLC0415 - only who has a bot there loads the library

    try:
        seen = await examine(settings.slack)
    except SettingsError as error:
        yield Finding(False, "Slack, tokens", str(error))
        return
    except OSError as error:
        yield Finding(False, "Slack", f"can't be reached ({error}). Look at the network, or try again later.")
        return
    if settings.slack.serves_many:
        yield Finding(True, "Slack", "workspaces install the bot by themselves, at /slack/install.")
    else:
        yield Finding(True, "Slack, tokens", f"they are {seen.name}'s of {seen.workspace}, and Slack takes them.")
    for scope in seen.missing:
        words = (
            f'the scope {scope} is missing. Add "{scope}" to the manifest, under oauth_config.scopes.bot, and install '
            "the app anew."
        )
        yield Finding(False, "Slack, scopes", words)
    if not seen.missing and not settings.slack.serves_many:
        typed = "answers typed in channels count." if seen.may_read else "answers typed in channels are not read."
        yield Finding(True, "Slack, scopes", f"all that is needed; {typed}")
    if settings.slack.signing_secret:
        where = f"{settings.slack.host}:{settings.slack.port}"
        yield Finding(True, "Slack, HTTP", f"factotum run will listen at {where}; a server with https goes before it.")
