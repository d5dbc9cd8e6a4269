"""What we call of Slack's Web API is what Slack's own description of it has, where that is at hand."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.conftest import SOCKET, Person, StartBot
from tests.adapters.slack.wire import until

SPECS = Path(__file__).parents[4] / "shared" / "data" / "specs" / "slack-web-methods.json.gz"
SINCE = {
    "chat.postMessage": {"metadata"},
    "conversations.history": {"include_all_metadata"},
    "usergroups.list": {"team_id"},
    "chat.postEphemeral": set(),
    "views.update": {"hash"},
}
"""Arguments that Slack added after the description was written (2021)."""


async def test_every_call_has_the_arguments_that_slack_asks_for_and_no_others(start: StartBot) -> None:
    if not SPECS.exists():
        pytest.skip("the description of Slack's methods is not at hand")
    methods: dict[str, Any] = json.loads(gzip.decompress(SPECS.read_bytes()))
    async with start(SOCKET) as bot:
        bot.wire.failures["chat.postMessage"].append("done, then drop")
        anna = Person(bot, "UANNA")
        await anna.types("/trivia start 1 kinds=choice lobby=0 thread=no")
        await until(lambda: bot.wire.messages)
        bot.pass_by(2)
        await until(lambda: bot.wire.count("conversations.history"))
        await anna.types("/trivia")
        await until(lambda: bot.wire.views)
        await anna.picks(bot.wire.views[0], "trivia topics")
        await anna.opens_home()
        await anna.mentions("what?")
        await until(lambda: bot.wire.count("views.update") and bot.wire.count("views.publish"))
        calls = [call for call in bot.wire.calls if call.method in methods]

    assert {call.method for call in calls} >= {"chat.postMessage", "views.open", "views.publish", "users.info"}
    for call in calls:
        known = methods[call.method]["params"]
        required = {name for name, about in known.items() if about["required"]} - {"token"}
        assert call.token, call.method
        assert required <= set(call.arguments), call.method
        assert set(call.arguments) <= set(known) | SINCE.get(call.method, set()), call.method
