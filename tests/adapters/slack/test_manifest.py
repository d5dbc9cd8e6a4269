"""The manifest: what Slack is told of the bot."""

import json
import re
from pathlib import Path

import pytest

from adapters.slack.limits import LONGEST_COMMAND_SUMMARY, LONGEST_USAGE_HINT
from adapters.slack.manifest import manifest
from adapters.slack.naming import Names
from adapters.slack.scopes import READING_SCOPES, SCOPES
from trivia.commands.catalogue import FAMILIES
from trivia.replies.reply import Button, Choice, Code, Field, Reply, marked

# Scopes that the bot's events need: https://docs.slack.dev/reference/events
NEEDED = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.mpim": "mpim:history",
}


def test_every_family_is_a_slash_command_but_help_which_slack_keeps_for_itself() -> None:
    commands = [command["command"] for command in manifest({})["features"]["slash_commands"]]

    assert commands == [f"/{family}" for family in FAMILIES if family != "help"]


def test_a_command_that_is_taken_goes_by_another_name() -> None:
    commands = [c["command"] for c in manifest({"trivia": "quiz", "help": "factotum"})["features"]["slash_commands"]]

    assert "/quiz" in commands
    assert "/factotum" in commands
    assert "/trivia" not in commands


def test_for_socket_mode_it_names_no_address() -> None:
    made = manifest({})

    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(made)


def test_for_http_every_request_goes_to_the_address() -> None:
    made = manifest({}, "https://bot.example.org/")

    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://bot.example.org/slack/events"
    assert made["settings"]["interactivity"]["message_menu_options_url"] == "https://bot.example.org/slack/events"
    assert {c["url"] for c in made["features"]["slash_commands"]} == {"https://bot.example.org/slack/events"}
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]


@pytest.mark.parametrize("reads", [False, True])
def test_each_event_has_the_scope_it_needs_and_reading_is_asked_for_only_if_wished(reads: bool) -> None:
    made = manifest({}, reads_messages=reads)
    scopes = set(made["oauth_config"]["scopes"]["bot"])

    for event in made["settings"]["event_subscriptions"]["bot_events"]:
        assert NEEDED.get(event, "commands") in scopes, event
    assert scopes == set(SCOPES) | (set(READING_SCOPES) if reads else set())


def test_what_it_says_keeps_to_the_limits() -> None:
    for command in manifest({})["features"]["slash_commands"]:
        assert 0 < len(command["description"]) <= LONGEST_COMMAND_SUMMARY
        assert 0 < len(command["usage_hint"]) <= LONGEST_USAGE_HINT
        assert re.fullmatch("/[a-z0-9_-]{1,32}", command["command"])


def test_texts_speak_of_commands_by_the_names_that_hold_here() -> None:
    names = Names({"trivia": "quiz"})

    assert (
        names.said("Play with /trivia start; more with /help trivia.")
        == "Play with /quiz start; more with /quiz help trivia."
    )
    assert names.said("https://example.org/trivia and a/trivia") == "https://example.org/trivia and a/trivia"


def test_a_reply_speaks_so_throughout_and_its_buttons_do_what_they_did() -> None:
    reply = Reply(
        text=marked("Try ", Code("/trivia start")),
        fields=(Field("x", marked("or /ask me")),),
        choices=(Choice("A", "/trivia", "trivia answer?text=/trivia"),),
        buttons=(Button("Go", "trivia start"),),
        footer=marked("/help shows all"),
    )

    spoken = Names({"trivia": "quiz", "ask": "find"}).spoken(reply)

    assert spoken.text == marked("Try ", Code("/quiz start"))
    assert spoken.fields == (Field("x", marked("or /find me")),)
    assert spoken.footer == marked("/quiz help shows all")
    assert (spoken.choices, spoken.buttons) == (reply.choices, reply.buttons)


def test_the_guide_names_each_scope_with_its_reason() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "slack.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `([\w:.]+)` \| (?:with `--read-messages`: )?(.+) \|$", guide, flags=re.MULTILINE))

    assert named == SCOPES | READING_SCOPES
