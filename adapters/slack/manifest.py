"""The app manifest, made from the list of commands: what Slack needs to know to install the bot.

https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Mapping

from adapters.slack import words
from adapters.slack.limits import LONGEST_COMMAND_SUMMARY, LONGEST_USAGE_HINT
from adapters.slack.naming import Names
from adapters.slack.scopes import EVENTS, READING_EVENTS, READING_SCOPES, SCOPES
from adapters.slack.text import Element, cut
from trivia.commands.catalogue import FAMILIES, Command, of_family

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
HEALTH_PATH = "/healthz"
ADD_FACT = "add_fact"
"""The id of the shortcut that keeps a message as a fact."""
_NAME = "Factotum"
_ABOUT = "Answers from your team's facts, and quizzes on them."


def manifest(names: Mapping[str, str], url: str = "", *, reads_messages: bool = False) -> Element:
    """Return the manifest for Socket Mode, or for HTTP at an address. ``names`` are slash commands by family."""
    scopes = [*SCOPES, *(READING_SCOPES if reads_messages else ())]
    events = [*EVENTS, *(READING_EVENTS if reads_messages else ())]
    address = url.rstrip("/")
    at = {"request_url": f"{address}{EVENTS_PATH}"} if address else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {"name": _NAME, "description": _ABOUT},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": _NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": words.ADD_AS_FACT,
                    "type": "message",
                    "callback_id": ADD_FACT,
                    "description": words.ADD_AS_FACT_ABOUT,
                }
            ],
            "slash_commands": [_slash(family, name, address) for family, name in Names(names).slashes.items()],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{address}{REDIRECT_PATH}"]} if address else {}),
            "scopes": {"bot": sorted(scopes)},
        },
        "settings": {
            "event_subscriptions": {**at, "bot_events": sorted(events)},
            "interactivity": {"is_enabled": True, **at, **_options_at(address)},
            "org_deploy_enabled": True,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _options_at(address: str) -> dict[str, str]:
    return {"message_menu_options_url": f"{address}{EVENTS_PATH}"} if address else {}


def _slash(family: str, name: str, address: str) -> Element:
    return {
        "command": f"/{name}",
        "description": cut(_summary(family), LONGEST_COMMAND_SUMMARY),
        "usage_hint": cut(_hint(family), LONGEST_USAGE_HINT),
        "should_escape": True,
        **({"url": f"{address}{EVENTS_PATH}"} if address else {}),
    }


def _summary(family: str) -> str:
    commands = of_family(family)
    return commands[0].summary if len(commands) == 1 else FAMILIES[family]


def _hint(family: str) -> str:
    """Return what may follow: the options of a lone command, else the names of all."""
    commands = of_family(family)
    return _typed(commands[0]) if len(commands) == 1 else " | ".join(command.name for command in commands)


def _typed(command: Command) -> str:
    return command.usage.partition(" ")[2] if not command.name else command.usage
