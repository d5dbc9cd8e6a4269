"""What channels see, on every store."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import Store
from tests.db.conftest import opened
from tests.db.samples import NOON
from tests.fakes.shown import FakeShown
from trivia.replies.reply import Bold, Button, Choice, Field, Moment, Reply, marked
from trivia.rounds.shown import Shown, ShownMessages
from trivia.values import replace

REPLY = Reply(
    "Question 1 of 3",
    marked("Which is it? ", Bold("Öl \N{SNOWMAN}")),
    (Field("Closes", marked(Moment(datetime(2026, 1, 1, tzinfo=UTC)))),),
    choices=(Choice("A", "Oslo", "trivia answer?text=A"),),
    buttons=(Button("Hint", "trivia hint"),),
)
QUESTION = Shown("r1/1", "998877", "r1:2:0", REPLY)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ShownMessages]:
    if request.param == "memory":
        yield FakeShown()
        return
    async with opened(request, tmp_path) as real:
        yield real


async def test_a_message_is_found_by_what_it_is_about_on_its_platform_alone(store: ShownMessages) -> None:
    await store.keep_shown("discord", QUESTION, NOON)

    assert await store.shown("discord", "r1/1") == QUESTION
    assert await store.shown("slack", "r1/1") is None
    assert await store.shown("discord", "r1/2") is None


async def test_what_a_message_says_now_takes_the_place_of_what_it_said(store: ShownMessages) -> None:
    await store.keep_shown("discord", replace(QUESTION, key=""), NOON)
    await store.keep_shown("discord", replace(QUESTION, last="r1:3:0", reply=Reply("Over")), NOON)

    assert await store.shown("discord", "r1/1") == replace(QUESTION, last="r1:3:0", reply=Reply("Over"))


async def test_a_long_action_is_found_by_its_short_name(store: ShownMessages) -> None:
    await store.keep_actions({"~1": "fact add?sentence=" + "x" * 500, "~2": "help"}, NOON)
    await store.keep_actions({"~2": "help"}, NOON + timedelta(days=1))
    await store.keep_actions({}, NOON)

    assert await store.kept_action("~1") == "fact add?sentence=" + "x" * 500
    assert await store.kept_action("~2") == "help"
    assert await store.kept_action("~3") is None


async def test_old_messages_and_actions_are_forgotten(real_store: Store) -> None:
    await real_store.keep_shown("discord", QUESTION, NOON)
    await real_store.keep_actions({"~1": "help"}, NOON)
    await real_store.keep_shown("discord", replace(QUESTION, about="r2/1"), NOON + timedelta(days=31))
    await real_store.keep_actions({"~2": "help"}, NOON + timedelta(days=181))

    assert await real_store.shown("discord", "r1/1") is None
    assert await real_store.kept_action("~1") is None
    assert await real_store.shown("discord", "r2/1") is not None
