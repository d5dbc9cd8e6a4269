"""The daily set as members meet it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from adapters.terminal.render import Look, rendered
from tests.fakes.rounds import FakeQuestions
from tests.trivia.daily.conftest import CAPITALS, NOON, OURS, THEIRS, Chat, Opener, button
from trivia.commands.request import Argument, Role
from trivia.errors import UsageError
from trivia.facts.model import Shelf
from trivia.questions.model import Question
from trivia.rounds.model import Asked, ChannelId, MemberId, Place
from trivia.rounds.ports import Wanted

MOD = Role.MODERATOR
ALL = (True, True, True)


async def test_a_member_plays_the_set_question_by_question_and_reads_how_they_did(chat: Chat) -> None:
    first = await chat.open()
    assert first.private
    assert first.title == "Daily set, 1 January 2026: question 1 of 3"

    said = await chat.answer()
    assert said.startswith("Right!")
    assert "That was wrong: /trivia report" in said
    await chat.answer(right=False)
    last = await chat.answer()

    assert "Your daily set of 1 January 2026\n✓ ✗ ✓\n2 of 3 right, 20 points." in last
    assert "1 day in a row." in last
    assert "The next set comes 2026-01-02 00:00 UTC." in last
    assert chat.public == [], "nobody else reads any of it"


async def test_asked_again_on_the_same_day_it_shows_the_result(chat: Chat) -> None:
    await chat.play(*ALL)

    again = await chat.open()

    assert again.title == "Your daily set of 1 January 2026"
    assert again.private


async def test_all_members_of_a_community_get_the_same_set_and_another_community_its_own(chat: Chat) -> None:
    ours = [(await chat.open(who=who)).text for who in ("Anna", "Ben", "Cleo")]
    assert ours[0] == ours[1] == ours[2]

    await chat.say("settings", {"name": "daily", "value": "1"}, community=THEIRS, role=MOD)
    assert "question 1 of 1" in (await chat.open(community=THEIRS)).title


async def test_two_members_who_come_at_the_same_instant_get_one_set(opens: Opener) -> None:
    one, two = opens(), opens(CAPITALS[::-1])
    two.events = 100

    first, second = await asyncio.gather(one.open(who="Anna"), two.open(who="Ben"))

    assert first.text == second.text


async def test_the_result_says_how_the_others_did(chat: Chat) -> None:
    assert "You are the first to play it." in await chat.play(*ALL)
    await chat.play(True, False, False, who="Ben")

    third = await chat.play(*ALL, who="Cleo")

    assert "2 of 2 (100 %)" in third
    assert "1 of 2 (50 %)" in third


async def test_typed_answers_have_three_tries_and_then_the_answer_is_told(opens: Opener) -> None:
    chat = opens(CAPITALS[2:])
    await chat.open()

    assert "2 tries left." in await chat.say("trivia answer", {"text": "Kyoto"})
    assert "1 try left." in await chat.say("trivia answer", {"text": "Osaka"})
    said = await chat.say("trivia answer", {"text": "Nara"})

    assert said.startswith("Not this time\nTokyo\nYou said: Nara")
    assert "0 of 1 right, 0 points." in said


async def test_a_right_answer_on_a_later_try_earns_the_same(opens: Opener) -> None:
    chat = opens(CAPITALS[2:])
    await chat.open()
    await chat.say("trivia answer", {"text": "Kyoto"})

    assert "1 of 1 right, 10 points." in await chat.say("trivia answer", {"text": "tokyo"})


async def test_who_does_not_know_may_pass_and_reads_the_answer(opens: Opener) -> None:
    chat = opens(CAPITALS[2:])
    await chat.open()

    said = await chat.say("trivia daily", {"pass": "yes"})

    assert said.startswith("The answer\nTokyo")
    assert "You said" not in said
    assert "0 of 1 right" in said


async def test_of_options_the_first_choice_counts_however_often_one_presses(opens: Opener) -> None:
    chat = opens(CAPITALS[:1])
    reply = await chat.open()
    wrong, right = reply.choices[0].action, reply.choices[1].action

    assert "Not this time" in await chat.press(wrong)
    assert "what you answered first counts" in await chat.press(right)

    assert "✗\n0 of 1 right" in await chat.say("trivia daily")


async def test_two_presses_at_once_count_once(opens: Opener) -> None:
    chat, other = opens(CAPITALS[:1]), opens(CAPITALS[:1])
    other.events = 100
    reply = await chat.open()

    await asyncio.gather(chat.press(reply.choices[0].action), other.press(reply.choices[1].action))

    attempts = await chat.store.attempts((await chat.store.daily_sets_open(OURS, NOON))[0].id)
    assert len(attempts) == 1


async def test_an_event_that_comes_again_counts_once_and_says_nothing(opens: Opener) -> None:
    chat = opens(CAPITALS[2:])
    await chat.open()
    assert "2 tries left" in await chat.say("trivia answer", {"text": "Kyoto"}, event="same")

    restarted = opens(CAPITALS[2:])
    assert await restarted.say("trivia answer", {"text": "Kyoto"}, event="same") == ""

    restarted.events = 100
    assert "1 try left" in await restarted.say("trivia answer", {"text": "Nara"})


async def test_a_set_goes_on_after_a_restart_with_the_buttons_of_before(opens: Opener) -> None:
    chat = opens()
    await chat.answer()
    second = await chat.open()

    restarted = opens(())
    restarted.events = 100

    assert "Right!" in await restarted.press(second.choices[0].action)
    assert "question 3 of 3" in (await restarted.open()).title
    assert "3 of 3 right" in await restarted.answer()


async def test_words_that_are_no_option_are_asked_back_and_cost_nothing(opens: Opener) -> None:
    chat = opens(CAPITALS[:1])
    await chat.open()

    assert "letter from A to D" in await chat.say("trivia answer", {"text": "Paris"})

    assert "Right!" in await chat.say("trivia answer", {"text": "b"})


async def test_it_is_played_in_a_direct_message_too_and_shown_to_all_from_a_channel(opens: Opener) -> None:
    chat = opens(CAPITALS[:1])
    alone = "test:@test:anna"
    result = await chat.play(True, channel=alone)
    assert "Share" not in result

    assert "in a channel" in await chat.say("trivia daily", {"share": "yes"}, channel=alone)
    assert await chat.say("trivia daily", {"share": "yes"}) == ""
    assert len(chat.public) == 1


async def test_a_result_is_shared_once_and_gives_nothing_away(chat: Chat) -> None:
    await chat.play(True, False, True)
    share = button(await chat.open(), "Share")

    assert await chat.press(share) == ""
    assert "already" in await chat.press(share)

    (shown,) = chat.public
    assert "Anna: ✓ ✗ ✓" in shown
    assert "2 of 3 right, 20 points." in shown
    assert not [word for q in CAPITALS for word in (q.stem, q.key) if word in shown and len(word) > 4]
    assert "Share" not in [b.text for b in (await chat.open()).buttons]


async def test_there_is_nothing_to_share_before_the_set_is_done(chat: Chat) -> None:
    assert "nothing to show yet" in await chat.say("trivia daily", {"share": "yes"})
    await chat.answer()
    assert "nothing to show yet" in await chat.say("trivia daily", {"share": "yes"})
    assert chat.public == []


async def test_the_next_day_brings_other_questions_and_the_streak_goes_on(opens: Opener) -> None:
    chat = opens()
    await chat.say("settings", {"name": "daily", "value": "1"}, role=MOD)
    first = await chat.open()
    await chat.answer()

    chat.now += timedelta(days=1)
    second = await chat.open()
    assert second.title == "Daily set, 2 January 2026: question 1 of 1"
    assert second.text != first.text
    assert "2 days in a row." in await chat.answer()

    await chat.say("trivia daily", {"share": "yes"})
    assert "2 days in a row." in chat.public[0]


async def test_a_day_missed_ends_a_short_streak(chat: Chat) -> None:
    await chat.play(*ALL)
    chat.now += timedelta(days=2)

    assert "1 day in a row." in await chat.play(*ALL)


async def test_the_day_is_that_of_the_communitys_time_zone(chat: Chat) -> None:
    await chat.say("settings", {"name": "zone", "value": "Asia/Tokyo"}, role=MOD)
    chat.now = NOON + timedelta(hours=4)

    assert "2 January 2026" in (await chat.open()).title
    assert "The next set comes 2026-01-02 15:00 UTC." in await chat.play(*ALL)


async def test_a_set_begun_before_midnight_may_be_finished_for_two_hours(chat: Chat) -> None:
    chat.now = NOON + timedelta(hours=11, minutes=59)
    await chat.answer()
    open_question = await chat.open()

    chat.now = NOON + timedelta(hours=13, minutes=59)
    assert "Right!" in await chat.press(open_question.choices[0 if "Italy" in str(open_question.text) else 1].action)
    late = await chat.open()
    assert late.title.startswith("Daily set, 1 January 2026: question 3")
    last = await chat.answer()
    assert "3 of 3 right" in last
    assert "Today's set waits for you" in last

    assert "2 January 2026: question 1" in (await chat.open()).title


async def test_after_that_the_buttons_of_the_day_before_say_that_it_is_over(chat: Chat) -> None:
    reply = await chat.open()
    chat.now = NOON + timedelta(hours=14)

    said = await chat.press(reply.choices[0].action)

    assert said.startswith("That set is over.")
    assert "2 January 2026" in (await chat.open()).title


async def test_yesterdays_set_cannot_be_begun_today(chat: Chat) -> None:
    reply = await chat.open(who="Anna")
    chat.now = NOON + timedelta(hours=12, minutes=5)

    assert "not open to you" in await chat.press(reply.choices[0].action, who="Ben")
    assert "2 January 2026" in (await chat.open(who="Ben")).title


@pytest.mark.parametrize(
    ("round_id", "number"),
    [
        ("daily-1-2026-01-01", 2),
        ("daily-1-2026-01-01", 99),
        ("daily-1-2025-12-31", 1),
        ("daily-1-9999-99-99", 1),
        ("daily-2-2026-01-01", 1),
        ("daily-999999999999999999-2026-01-01", 1),
    ],
)
async def test_what_is_not_the_members_turn_is_answered_by_the_way_on(chat: Chat, round_id: str, number: int) -> None:
    await chat.open(community=THEIRS)
    await chat.open()

    said = await chat.say("trivia answer", {"round": round_id, "question": number, "text": "A"})

    assert "/trivia daily" in said or "No round is on" in said or "too late" in said
    for key in ("Oslo", "Tokyo"):
        assert key not in said
    for name in ("share", "pass"):
        said = await chat.say("trivia daily", {"round": round_id, "question": number, name: "yes"})
        assert "Tokyo" not in said
    assert chat.public == []


async def test_a_set_answered_without_its_questions_number_is_asked_back(chat: Chat) -> None:
    await chat.open()
    assert "no such question" in await chat.say("trivia answer", {"round": "daily-1-2026-01-01", "text": "A"})


async def test_in_a_channel_with_a_round_an_answer_goes_to_the_round(chat: Chat) -> None:
    await chat.open()
    await chat.say("trivia start", who="Ben")

    await chat.say("trivia answer", {"text": "A"})

    (daily,) = await chat.store.daily_sets_open(OURS, NOON)
    assert not await chat.store.daily_attempts(daily, 1, MemberId("test:anna"))


async def test_without_questions_there_is_no_set_and_a_kind_word(opens: Opener) -> None:
    said = await opens(()).say("trivia daily")

    assert "no questions to ask here yet" in said

    chat = opens()
    chat.events = 100
    assert "question 1 of 3" in (await chat.open()).title, "and once there are some, there is a set"


async def test_a_channel_is_told_of_the_set_at_the_times_that_a_moderator_planned(chat: Chat) -> None:
    planned = await chat.say("schedule add", {"when": "daily at 18:00", "daily": "yes"}, role=MOD)
    assert "a word on the daily set" in planned
    await chat.say("schedule remind", {"schedule": 1}, who="Ben")

    for _ in range(2):
        chat.now = (chat.now + timedelta(days=1)).replace(hour=18)
        await chat.core.rounds.tick(chat.now)

    assert len(chat.public) == 2
    assert "Today's daily set is there." in chat.public[0]
    assert "@Ben" in chat.public[0]
    assert "Play: /trivia daily" in chat.public[0]
    assert await chat.core.rounds.current(Place(OURS, ChannelId("test:main"))) is None, "no round begins"


async def test_a_word_on_the_set_that_came_too_late_is_owned_up_to(chat: Chat) -> None:
    await chat.say("schedule add", {"when": "daily at 13:00", "daily": "yes", "late": 30}, role=MOD)
    chat.now += timedelta(hours=3)
    await chat.core.rounds.tick(chat.now)

    assert "A word on the daily set was planned for" in chat.public[0]


class Topical(FakeQuestions):
    """Knows questions about Norway, and for a while about Rome."""

    gone: bool = False

    async def draw(self, shelf: Shelf, wanted: Wanted) -> Sequence[Question]:
        if wanted.topic not in ("", "Norway", "" if self.gone else "Rome"):
            raise UsageError("I have no questions on that.")
        about = await super().draw(shelf, wanted)
        return [q for q in about if wanted.topic in q.stem]


async def test_a_set_is_about_what_moderators_chose_and_a_topic_that_is_gone_is_let_go_of(opens: Opener) -> None:
    questions = Topical(CAPITALS)
    chat = opens(questions)
    await chat.say("settings", {"name": "daily_topic", "value": "Rome"}, role=MOD)
    questions.gone = True
    await chat.say("settings", {"name": "daily_topic", "value": "Norway"}, community=THEIRS, role=MOD)

    assert (await chat.open()).title == "Daily set, 1 January 2026: question 1 of 3"
    assert (await chat.open(community=THEIRS)).title == "Daily set about Norway, 1 January 2026: question 1 of 1"


async def test_a_topic_that_names_nothing_is_not_chosen(opens: Opener) -> None:
    chat = opens(Topical(CAPITALS))

    said = await chat.say("settings", {"name": "daily_topic", "value": "xyzzy"}, role=MOD)

    assert "I have no questions on that." in said
    assert "daily_topic is not set" in await chat.say("settings", {"name": "daily_topic"}, role=MOD)


async def test_a_topic_without_enough_questions_makes_a_shorter_set(opens: Opener) -> None:
    chat = opens(CAPITALS[:2])
    assert "question 1 of 2" in (await chat.open()).title


# What is open, and what is taken back


async def test_while_a_question_is_before_a_member_lookups_withhold_its_answer_from_them_and_for_a_while_from_all(
    opens: Opener, proven: tuple[Question, ...]
) -> None:
    chat = opens(proven)
    await chat.say("settings", {"name": "daily", "value": "1"}, role=MOD)
    await chat.open()
    (live,) = await chat.core.rounds.live_questions(OURS, chat.now)
    number = {"name": str(live.facts[0])}

    assert "give away" in await chat.say("fact show", number)
    assert "give away" in await chat.say("fact show", number, who="Ben")
    assert "give away" not in await chat.say("fact show", number, who="Ben", community=THEIRS)

    chat.now += timedelta(minutes=10)
    assert "give away" in await chat.say("fact show", number), "who is to answer can't look it up by waiting"
    assert "give away" not in await chat.say("fact show", number, who="Ben")

    await chat.say("trivia answer", {"text": live.key})
    assert "give away" not in await chat.say("fact show", number)


async def test_a_question_whose_fact_is_retired_counts_for_nobody(opens: Opener, proven: tuple[Question, ...]) -> None:
    chat = opens(proven)
    await chat.say("settings", {"name": "daily", "value": "2"}, role=MOD)
    await chat.open(who="Ben")
    (daily,) = await chat.store.daily_sets_open(OURS, NOON)
    first, second = (daily.asked(number) for number in (1, 2))
    assert set(first.facts).isdisjoint(second.facts)
    for asked in (first, second):
        await chat.open()
        await chat.say("trivia answer", {"text": asked.key})
    assert "✓ ✓\n2 of 2 right, 20 points." in await chat.say("trivia daily")

    await chat.say("fact retire", {"fact": first.facts[0]}, role=MOD)

    news, result = await chat.ask("trivia daily")
    assert rendered(news, Look()) == (
        "A question was taken back\n"
        f"Question 1 of the daily set of 1 January 2026: {first.stem}\n"
        "What it rested on has changed, so it counts for nobody.\n"
        "Your points: −10"
    )
    assert "– ✓\n1 of 1 right, 10 points." in rendered(result, Look())
    assert len(await chat.ask("trivia daily")) == 1, "it is told once"
    assert len(await chat.ask("score me", who="Ben")) == 1, "who had no points with it is told nothing"
    said = await chat.say("trivia answer", {"text": first.key, "round": daily.id, "question": 1}, who="Ben")
    assert "taken back" in said
    assert "question 2 of 2" in (await chat.open(who="Ben")).title


async def test_a_round_asks_nothing_that_would_give_the_set_away(opens: Opener, proven: tuple[Question, ...]) -> None:
    chat = opens(proven)
    await chat.say("settings", {"name": "daily", "value": "1"}, role=MOD)
    await chat.say("trivia start", {"count": 1, "lobby": 0}, who="Ben")
    await chat.say("trivia stop", who="Ben")
    await chat.open()
    (daily,) = await chat.store.daily_sets_open(OURS, NOON)
    in_set = {fact for number in daily.numbers for fact in daily.asked(number).facts}

    await chat.say("trivia start", {"count": len(proven), "lobby": 0}, who="Ben")
    asked = await played_through(chat)

    assert len(asked) == len(proven) - 1
    assert in_set.isdisjoint(fact for question in asked for fact in question.facts)
    chat.now += timedelta(days=3)
    await chat.say("trivia start", {"count": len(proven), "lobby": 0}, who="Ben")
    assert len(await played_through(chat)) == len(proven), "when the set is over they may be asked"


async def played_through(chat: Chat) -> list[Asked]:
    """Let Ben answer all questions of the round that is on; return them."""
    asked = []
    while live := [state.question.asked for state in await chat.store.open_rounds_of(OURS) if state.question]:
        asked += live
        await chat.say("trivia skip", who="Ben", role=MOD)
        chat.now += timedelta(seconds=30)
        await chat.core.rounds.tick(chat.now)
    return asked


async def test_the_points_of_the_daily_set_are_on_the_communitys_board(chat: Chat) -> None:
    await chat.play(*ALL)
    await chat.play(True, False, False, who="Ben")

    said = await chat.say("score board")

    assert "Anna" in said
    assert "30" in said
    assert "Ben" in said


async def test_nobody_reads_the_answers_of_a_set_by_naming_it_as_a_round(chat: Chat) -> None:
    await chat.open()
    for command in ("trivia review", "trivia again"):
        said = await chat.say(command, {"round": "daily-1-2026-01-01"}, who="Ben")
        assert "No round was played here yet." in said


async def test_a_ruling_that_a_moderator_puts_right_shows_in_the_result(opens: Opener) -> None:
    chat = opens(CAPITALS[2:])
    await chat.open()
    for tried in ("Kyoto", "Edo", "Osaka"):
        await chat.say("trivia answer", {"text": tried})
    assert "0 of 1 right, 0 points." in await chat.say("trivia daily")

    told = await chat.say("trivia report", {"round": "daily-1-2026-01-01", "question": 1, "why": "Edo is its old name"})
    assert "Thank you." in told
    waiting = await chat.say("fact review", who="Cleo", role=MOD)
    item = next(word.strip("().,:") for word in waiting.split() if word.startswith("d") and word[1:2].isdigit())
    await chat.say("fact review", {"item": item, "decision": "accept", "value": "Edo"}, who="Cleo", role=MOD)

    assert "✓\n1 of 1 right, 10 points." in await chat.say("trivia daily")


async def test_only_who_is_done_with_a_question_disputes_it(chat: Chat) -> None:
    await chat.open()
    question: dict[str, Argument] = {"round": "daily-1-2026-01-01", "question": 1}

    assert "answer that question first" in await chat.say("trivia report", question)
    assert "answer that question first" in await chat.say("trivia report", question, who="Ben")
    assert "answer that question first" in await chat.say("trivia report", question, community=THEIRS)

    await chat.answer()
    assert "Thank you." in await chat.say("trivia report", question)


async def test_typed_without_more_a_dispute_is_about_what_the_member_was_told_last(chat: Chat) -> None:
    await chat.say("trivia start", {"lobby": 0}, who="Ben")
    await chat.say("trivia stop", who="Ben")
    chat.now += timedelta(minutes=1)
    first = await chat.open()
    await chat.answer()

    await chat.say("trivia report", {"why": "odd"})

    told = await chat.say("fact review", {"item": "d1"}, who="Cleo", role=MOD)
    assert "".join(getattr(span, "text", "") for span in first.text) in told


async def test_members_read_when_few_questions_are_left_for_sets_to_come(chat: Chat) -> None:
    await chat.say("settings", {"name": "daily", "value": "1"}, role=MOD)

    assert "Only 2 more questions are left for sets" in await chat.say("trivia daily")
    assert "Only 2 more questions are left for sets" in await chat.say("trivia daily", who="Ben")

    chat.now += timedelta(days=1)
    assert "left for sets" not in await chat.say("trivia daily"), "once is enough"
    chat.now += timedelta(days=2)
    assert "question 1 of 1" in await chat.say("trivia daily")
    chat.now += timedelta(days=1)
    assert "come round again" in await chat.say("trivia daily")
