"""The command line for Slack: the manifest, and settings that don't go together."""

import json

import pytest

from bot.platforms import chosen
from bot.settings import read_settings
from tests.bot.support import factotum

BOT, APP, SECRET = "xoxb-123456789", "xapp-123456789", "0123456789abcdef0123456789abcdef"


def test_the_manifest_is_printed_as_json_with_the_names_that_were_chosen() -> None:
    result = factotum("slack-manifest", SLACK_COMMANDS="trivia=quiz")

    assert result.status == 0
    assert "/quiz" in [command["command"] for command in json.loads(result.out)["features"]["slash_commands"]]


def test_the_manifest_for_http_names_the_address_and_reading_is_asked_for_only_if_wished() -> None:
    plain = json.loads(factotum("slack-manifest", "--http", "https://bot.example.org").out)
    reading = json.loads(factotum("slack-manifest", "--read-messages").out)

    assert plain["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.org/slack/events"
    assert "channels:history" not in plain["oauth_config"]["scopes"]["bot"]
    assert "channels:history" in reading["oauth_config"]["scopes"]["bot"]


@pytest.mark.parametrize("address", ["http://bot.example.org", "bot.example.org", "", "https://", "https://x/?a=b"])
def test_an_address_that_slack_would_not_call_is_refused(address: str) -> None:
    result = factotum("slack-manifest", "--http", address)

    assert result.status == 2
    assert result.err.startswith("factotum: --http takes the address")


def test_slack_is_served_if_anything_of_it_is_set() -> None:
    on = read_settings({"SLACK_BOT_TOKEN": BOT})

    assert [platform.name for platform in chosen(on, None)] == ["slack"]
    assert [platform.name for platform in chosen(on, "slack")] == ["slack"]


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN"),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": SECRET, "SLACK_SIGNING_SECRET": SECRET}, "FACTOTUM_KEY"),
        ({"SLACK_BOT_TOKEN": "nonsense"}, "SLACK_BOT_TOKEN"),
    ],
)
def test_a_setting_that_is_missing_or_malformed_is_named_in_one_line(
    environ: dict[str, str], named: str, store: str
) -> None:
    result = factotum("run", "--database", store, stdin=b"", **environ)

    assert result.status == 2
    assert named in result.err
    assert result.err.count("\n") == 1
