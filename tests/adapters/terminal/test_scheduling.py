"""What a moderator types and reads about planned rounds. It is Thursday, 1 January 2026, noon in UTC."""

from datetime import timedelta

import pytest

from adapters.terminal.session import PLACE
from tests.adapters.terminal.conftest import NOW, Dialogue
from tests.fakes.rounds import FakeRoundStore, player
from trivia.rounds.model import Rules
from trivia.rounds.schedule import Schedule
from trivia.rounds.scheduled import Scheduled, ScheduleId


async def test_a_schedule_is_added_listed_and_removed(dialogue: Dialogue) -> None:
    assert await dialogue(
        "/schedule add weekdays at 9:30 zone=Europe/Berlin topic=countries count=5",
        "/schedule list",
        "/schedule remove 1",
        "/schedule list",
    ) == (
        "Planned in this channel: 1. weekdays at 9:30, Europe/Berlin, 5 questions about countries, 20 seconds each.\n"
        "Next: Fri 2 Jan 2026 09:30; Mon 5 Jan 2026 09:30; Tue 6 Jan 2026 09:30.\n"
        "End it with /schedule remove 1.\n"
        "\n"
        "Planned rounds\n"
        "1. weekdays at 9:30, Europe/Berlin:\n"
        "  5 questions about countries, 20 seconds each, planned by You.\n"
        "  Next: Fri 2 Jan 2026 09:30; Mon 5 Jan 2026 09:30; Tue 6 Jan 2026 09:30.\n"
        "See when a plan would come with /schedule preview.\n"
        "\n"
        "1. weekdays at 9:30, Europe/Berlin is removed.\n"
        "\n"
        "Nothing is planned. Plan a round with /schedule add weekdays at 9:30 zone=Europe/Berlin."
    )


async def test_a_planned_round_is_announced_and_begins_by_itself(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/schedule add daily at 14:00 zone=Europe/Berlin count=1 announce=5",
        "/schedule remind 1",
        "/wait 3300",
        "/wait 300",
        "b",
    )
    assert "It is announced 5 minutes before.\n" in said
    assert "I will mention you when 1. daily at 14:00, Europe/Berlin is announced." in said
    assert "A round begins in 5 minutes, at 2026-01-01 13:00 UTC: 1 question, 20 seconds each. @You\n" in said
    assert "Remind me: /schedule remind schedule=1\n" in said
    assert "Question 1 of 1\nWhat is the capital of Norway?" in said
    assert said.index("A round begins") < said.index("Question 1 of 1")


async def test_where_a_round_is_on_the_planned_one_is_left_out(dialogue: Dialogue) -> None:
    said = await dialogue("/schedule add hourly", "/wait 3590", "/trivia start seconds=30", "/wait 11")
    assert "A round was planned for Thu 1 Jan 2026 13:00, UTC. It is left out" in said
    assert said.count("Question 1 of") == 1


@pytest.mark.parametrize(
    ("minute", "wanted"),
    [(30, "A round was planned for Thu 1 Jan 2026 11:30, UTC. I was away"), (50, "Question 1 of 1")],
)
async def test_a_round_that_came_while_the_program_was_away_begins_late_or_is_reported(
    minute: int, wanted: str, dialogue: Dialogue, rounds: FakeRoundStore
) -> None:
    schedule = Schedule(f"{minute} * * * *", "UTC", "hourly")
    anna, came = player("Anna"), NOW - timedelta(hours=3)
    await rounds.add_schedule(
        Scheduled(ScheduleId(0), PLACE, anna, schedule, Rules(count=1, lobby=0), announce=5, late=15, next=came), "e"
    )
    said = await dialogue("/wait 1")
    assert said.startswith(wanted)


async def test_pausing_and_resuming(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/schedule add hourly", "/schedule pause 1", "/schedule list", "/wait 3600", "/schedule resume 1"
    )
    assert "1. hourly, UTC is paused. Go on with /schedule resume 1." in said
    assert "Paused. Go on with /schedule resume 1." in said
    assert "Question" not in said
    assert "1. hourly, UTC is back.\nNext: Thu 1 Jan 2026 14:00;" in said


async def test_a_preview_plans_nothing(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/schedule preview mon, wed and fri at 8pm zone=london", "/schedule preview 0 12 * * 1", "/schedule list"
    )
    assert "mon, wed and fri at 8pm, Europe/London; as a cron expression 0 20 * * 1,3,5.\n" in said
    assert "Next: Fri 2 Jan 2026 20:00; Mon 5 Jan 2026 20:00; Wed 7 Jan 2026 20:00; Fri 9 Jan 2026 20:00;" in said
    assert "0 12 * * 1, UTC.\nNext: Mon 5 Jan 2026 12:00" in said
    assert "Nothing is planned." in said


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("add", "Please tell me when rounds begin"),
        ("add 2020-01-01 at 9:00", "That is in the past."),
        ("add every second", "That is too often"),
        ("add * * * * *", "That is too often"),
        ("add * * * * * *", "That has six fields"),
        ("add daily at noon zone=Mars/Base", "I don't know the time zone Mars/Base."),
        ("add daily at noon zone=Euorpe/Berlin", "Did you mean Europe/Berlin"),
        ("add nonsense", "I don't understand “nonsense” as a time."),
        ("add daily at noon count=99", "count takes a number from 1 to 50."),
        ("add daily at noon announce=soon", "announce takes a number"),
        ("pause 7", "There is no schedule 7 here."),
        ("resume 99999999999999999999", "schedule takes a number"),
        ("remove x", "schedule takes a number"),
        ("remind 1", "There is no schedule 1 here."),
        ("ad daily at noon", "Did you mean /schedule add?"),
    ],
)
async def test_bad_input_gets_a_clear_word(dialogue: Dialogue, typed: str, wanted: str) -> None:
    said = await dialogue(f"/schedule {typed}", "/schedule list")
    assert wanted in said
    assert said.endswith("Nothing is planned. Plan a round with /schedule add weekdays at 9:30 zone=Europe/Berlin.")


async def test_what_is_not_announced_cannot_remind(dialogue: Dialogue) -> None:
    said = await dialogue("/schedule add hourly", "/schedule remind 1", "/schedule remind 1 wanted=no")
    assert "1. hourly, UTC is not announced, so there is nothing to remind you of." in said
    assert "I won't remind you of 1. hourly, UTC any more." in said
