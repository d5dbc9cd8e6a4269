"""Settings: what the environment and ``.env`` say, checked. Every one of them is listed in ``.env.example``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.discord.options import DiscordOptions
from adapters.slack.options import SlackOptions
from trivia.errors import SettingsError

DEFAULT_DATABASE = "factotum.db"
LOG_LEVELS = ("debug", "info", "warning", "error")
NAMES = (
    "DATABASE_URL",
    "LOG_LEVEL",
    "FACTOTUM_PACKS",
    "NO_COLOR",
    "DISCORD_TOKEN",
    "DISCORD_GUILDS",
    "DISCORD_MESSAGE_CONTENT",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_LISTEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_COMMANDS",
    "FACTOTUM_KEY",
)
"""Every setting there is."""

NO_PACKS = "none"
"""What ``FACTOTUM_PACKS`` says where no pack is to be brought to a new store."""

_DISCORD_TOKEN = re.compile(r"[\w-]{8,}\.[\w-]{4,}\.[\w-]{8,}", re.ASCII)
_SLACK_BOT_TOKEN = re.compile(r"xoxb-[\w-]{8,}", re.ASCII)
_SLACK_APP_TOKEN = re.compile(r"xapp-[\w-]{8,}", re.ASCII)
_SLACK_SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII | re.IGNORECASE)
_SLACK_CLIENT_ID = re.compile(r"[0-9]+\.[0-9]+", re.ASCII)
_SLACK_COMMAND = re.compile(r"[a-z0-9][a-z0-9_-]{0,30}", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=", re.ASCII)
_SNOWFLAKE = re.compile(r"[0-9]{15,20}", re.ASCII)
_YES, _NO = frozenset({"yes", "y", "on", "true", "1"}), frozenset({"no", "n", "off", "false", "0", ""})
_SCHEMES = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):/(.*)", re.DOTALL | re.IGNORECASE)
"""An address, also one with a slash too few; one letter and a colon begin a path on Windows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run. ``packs`` names what a new store is given; None means the packs that ship.

    ``database`` is a path, ``sqlite:///path`` or ``postgresql://...``; it may hold a password and shows in no repr.
    ``terminal`` is what ``TERM`` says.
    """

    database: str = field(repr=False)
    log_level: str = "warning"
    packs: tuple[Path, ...] | None = None
    colour: bool = True
    terminal: str = ""
    discord: DiscordOptions = field(default_factory=DiscordOptions)
    slack: SlackOptions = field(default_factory=SlackOptions)


def read_settings(environ: Mapping[str, str], database: str | None = None) -> Settings:
    """Check the settings found in a mapping; ``database``, from the command line, goes before ``DATABASE_URL``.

    An empty setting is as good as none. Raises SettingsError, which names the setting.
    """
    source, address = ("--database", database) if database is not None else _database(environ)
    level = (environ.get("LOG_LEVEL") or "warning").strip().casefold()
    if level not in LOG_LEVELS:
        raise SettingsError(f"LOG_LEVEL is none of {', '.join(LOG_LEVELS)}.")
    return Settings(
        database=_address(source, address),
        log_level=level,
        packs=_packs(environ.get("FACTOTUM_PACKS", "")),
        colour=not environ.get("NO_COLOR"),
        terminal=environ.get("TERM", ""),
        discord=_discord(environ),
        slack=_slack(environ),
    )


def with_env_file(environ: Mapping[str, str], path: Path) -> Mapping[str, str]:
    """Add what a ``.env`` file says, if there is one; the environment goes before it."""
    if not path.is_file():
        return environ
    from dotenv.parser import parse_stream  # noqa: PLC0415 - loaded only where there is such a file

    try:
        with path.open(encoding="utf-8-sig") as file:
            found = list(parse_stream(file))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{path} can't be read; it is a text file in UTF-8 with a NAME=value on each line."
        ) from None
    for binding in found:
        if binding.error:
            raise SettingsError(f"{path}, line {binding.original.line} is not NAME=value, or a quote in it stays open.")
    said = {binding.key: binding.value for binding in found if binding.key and binding.value is not None}
    return {**said, **environ}


def _database(environ: Mapping[str, str]) -> tuple[str, str]:
    return "DATABASE_URL", environ.get("DATABASE_URL") or DEFAULT_DATABASE


def _address(source: str, text: str) -> str:
    """Return the address of a store, checked as far as can be told without opening it."""
    text = text.strip()
    found = _SCHEME.fullmatch(text)
    if found:
        scheme = _SCHEMES.get(found[1].casefold())
        if scheme is None or not found[2].startswith("/"):
            raise SettingsError(f"{source} is neither a file, nor sqlite:///FILE, nor postgresql://USER@HOST/NAME.")
        text = f"{scheme}:/{found[2]}"
    if not text or text in ("sqlite:///", "sqlite://", "postgresql://") or "\x00" in text:
        raise SettingsError(f"{source} names no store; give a file, sqlite:///FILE or postgresql://USER@HOST/NAME.")
    if text.startswith("sqlite://") and not text.startswith("sqlite:///"):
        raise SettingsError(f"{source} has too few slashes; write sqlite:///FILE, or sqlite:////FILE from the root.")
    if text.startswith("postgresql://") and not _names_servers(text):
        raise SettingsError(f"{source} has a malformed host or port; write postgresql://USER@HOST:5432/NAME.")
    return text


def _names_servers(address: str) -> bool:
    """Say whether each host of an address, there may be several, is well-formed."""
    from urllib.parse import urlsplit  # noqa: PLC0415 - who uses a file never pays for it

    try:
        hosts = urlsplit(address).netloc.rpartition("@")[2].split(",")
        return all(urlsplit(f"//{host}").port != 0 for host in hosts)
    except ValueError:
        return False


def _packs(text: str) -> tuple[Path, ...] | None:
    if not text.strip():
        return None
    if text.strip().casefold() == NO_PACKS:
        return ()
    paths = tuple(Path(part.strip()) for part in text.split(os.pathsep) if part.strip())
    for path in paths:
        if not path.exists():
            raise SettingsError(f"FACTOTUM_PACKS names {path}, and there is no such folder or zip.")
    return paths


def _discord(environ: Mapping[str, str]) -> DiscordOptions:
    token = environ.get("DISCORD_TOKEN", "").strip()
    if token and not _DISCORD_TOKEN.fullmatch(token):
        raise SettingsError("DISCORD_TOKEN is no bot token: it has three parts with dots between; copy it whole.")
    guilds = environ.get("DISCORD_GUILDS", "").replace(",", " ").split()
    if wrong := [word for word in guilds if not _SNOWFLAKE.fullmatch(word)]:
        raise SettingsError(f"DISCORD_GUILDS takes the numbers of servers, parted by commas; {wrong[0][:40]} is none.")
    reads = _truth("DISCORD_MESSAGE_CONTENT", environ)
    return DiscordOptions(token, tuple(map(int, guilds)), reads)


def _truth(name: str, environ: Mapping[str, str]) -> bool:
    word = environ.get(name, "").strip().casefold()
    if word not in _YES | _NO:
        raise SettingsError(f"{name} takes yes or no.")
    return word in _YES


def _slack(environ: Mapping[str, str]) -> SlackOptions:
    host, port = _listen(environ)
    return SlackOptions(
        bot_token=_shaped(environ, "SLACK_BOT_TOKEN", _SLACK_BOT_TOKEN, "a bot token: it begins with xoxb-"),
        app_token=_shaped(environ, "SLACK_APP_TOKEN", _SLACK_APP_TOKEN, "an app-level token: it begins with xapp-"),
        signing_secret=_shaped(
            environ, "SLACK_SIGNING_SECRET", _SLACK_SECRET, "a signing secret: 32 digits and a to f"
        ),
        client_id=_shaped(environ, "SLACK_CLIENT_ID", _SLACK_CLIENT_ID, "a client id: two numbers with a dot between"),
        client_secret=_shaped(environ, "SLACK_CLIENT_SECRET", _SLACK_SECRET, "a client secret: 32 digits and a to f"),
        keys=_keys(environ),
        host=host,
        port=port,
        commands=_renamed(environ),
    )


def _shaped(environ: Mapping[str, str], name: str, shape: re.Pattern[str], what: str) -> str:
    """Return a secret if it is of the shape that such ones have; the error says nothing of what was given."""
    text = environ.get(name, "").strip()
    if text and not shape.fullmatch(text):
        raise SettingsError(f"{name} is not {what}; copy it whole.")
    return text


def _listen(environ: Mapping[str, str]) -> tuple[str, int]:
    """Return the host and port to listen at: 127.0.0.1:3000 unless said."""
    text = environ.get("SLACK_LISTEN", "").strip() or "127.0.0.1:3000"
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or not 0 <= int(port[:6]) <= 65535:
        raise SettingsError("SLACK_LISTEN takes a host and a port, such as 0.0.0.0:3000.")
    return host.strip("[]"), int(port)


def _renamed(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return slash commands by the family they stand for: ``trivia=quiz, score=points``."""
    names: dict[str, str] = {}
    for pair in environ.get("SLACK_COMMANDS", "").replace("/", "").split(","):
        family, equals, name = (part.strip().casefold() for part in pair.partition("="))
        if not family and not equals:
            continue
        if not equals or not family.isalpha() or not _SLACK_COMMAND.fullmatch(name):
            raise SettingsError("SLACK_COMMANDS takes names for commands, such as trivia=quiz, score=points.")
        names[family] = name
    if len(set(names.values())) < len(names):
        raise SettingsError("SLACK_COMMANDS gives two commands the same name.")
    return names


def _keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    keys = tuple(environ.get("FACTOTUM_KEY", "").replace(",", " ").split())
    if not all(_KEY.fullmatch(key) for key in keys):
        raise SettingsError("FACTOTUM_KEY is not a key: 32 random bytes in URL-safe base64 (docs/slack.md tells how).")
    return keys
