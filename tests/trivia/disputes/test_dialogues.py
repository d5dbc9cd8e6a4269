"""What members and moderators meet who find that an answer was wrong."""

from datetime import timedelta

from tests.fakes.rounds import player
from tests.fakes.tally import tally
from tests.trivia.disputes.conftest import DIRECTED, MAIN, NOON, OURS, THEIRS, Chat, Opening, text
from trivia.commands.request import Role
from trivia.disputes.model import Dispute, LookedUp
from trivia.facts.model import CommunityId
from trivia.questions.model import Question
from trivia.rounds.model import ChannelId, MemberId, Place
from trivia.rounds.scoring import rescored

BEN = player("Ben")
ELSEWHERE = Place(THEIRS, ChannelId("test:theirs"))
NEXT_DOOR = Place(OURS, ChannelId("test:next-door"))


async def disputed(opening: Opening, asked: Question, *others: str) -> tuple[Chat, str]:
    """Play one question that Anna has and Ben has not, and let Ben dispute it."""
    chat = opening(asked)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"), *((who, "pass") for who in others))
    await chat.press(wrong, who="Ben")
    return chat, wrong


# Members


async def test_who_disputes_an_answer_is_thanked_in_private(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    replies = await chat.replies("trivia report", who="Ben")
    assert [reply.private for reply in replies] == [True]
    assert f"Thank you. The moderators will look into “{DIRECTED}”" in text(replies)
    assert "You have told me already" in await chat.press(wrong, who="Ben")


async def test_a_question_cut_short_can_be_disputed_too(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    await chat.say("trivia start")
    await chat.say("trivia answer", {"text": "KR"}, who="Ben")
    await chat.say("trivia stop")
    assert "Thank you" in await chat.press(chat.wrong, who="Ben")
    assert "KR" in await chat.moderate({"item": "d1"})


async def test_report_by_itself_means_the_latest_question_that_is_over(
    opening: Opening, directed: Question, played: Question
) -> None:
    chat = opening(directed, played, count=2)
    await chat.say("trivia start")
    first = (await chat.core.rounds.live_questions(OURS, chat.now))[0]
    assert "No question was asked here" in await chat.say("trivia report", who="Ben")
    await chat.answer(("Ben", "Melissa Rosenberg"))
    assert await chat.core.rounds.live_questions(OURS, chat.now) not in ((), (first,))
    assert "Thank you" in await chat.say("trivia report", {"why": "says who?"}, who="Ben")
    assert first.stem in await chat.moderate({"item": "d1"})


async def test_what_is_asked_right_now_can_be_disputed_when_it_is_over(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    await chat.say("trivia start")
    state = await chat.core.rounds.current(MAIN)
    assert state
    button = f"trivia report?round={state.id}&question=1"
    assert "still open" in await chat.press(button, who="Ben")
    await chat.waits(30)
    assert "Thank you" in await chat.press(button, who="Ben")


async def test_after_seven_days_a_question_is_left_alone(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    chat.now = NOON + timedelta(days=8)
    assert "more than seven days ago" in await chat.press(wrong, who="Ben")
    assert "Nothing waits for you." in await chat.moderate()


async def test_rounds_of_others_and_made_up_ones_are_unknown(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    for button in (
        "trivia report?round=feed&question=1",
        "trivia report?round=",
        f"{wrong}0",
        "trivia report?answer=x",
    ):
        assert "Thank you" not in await chat.press(button, who="Ben", place=ELSEWHERE)
    assert "I don't know that question" in await chat.press(wrong, who="Eve", place=ELSEWHERE)
    await chat.press(wrong, who="Ben")
    assert "There is no dispute d1 here" in await chat.moderate({"item": "d1"}, place=ELSEWHERE)
    decision = {"item": "d1", "decision": "void"}
    assert "There is no dispute d1 here" in await chat.moderate(decision, place=ELSEWHERE)
    assert "Nothing waits" in await chat.moderate(place=ELSEWHERE)


async def test_bots_dispute_nothing_and_members_decide_nothing(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    assert await chat.press(wrong, who="Robot", bot=True) == ""
    assert "Nothing waits" in await chat.moderate()
    await chat.press(wrong, who="Ben")
    assert "is for moderators" in await chat.moderate({"item": "d1", "decision": "void"}, role=Role.MEMBER)


async def test_the_same_event_sent_twice_counts_once(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    await chat.press(wrong, who="Ben", event="press")
    chat.starts()
    assert await chat.press(wrong, who="Ben", event="press") == ""
    assert "1 dispute," in await chat.moderate()


# The queue


async def test_moderators_see_the_question_its_evidence_and_who_disputes_it(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"))
    await chat.press(f"{wrong}&why=That is how everybody calls her", who="Ben")
    await chat.press(wrong, who="Cleo")
    listed = await chat.moderate()
    assert "1 dispute, the oldest first." in listed
    assert f"d1. {DIRECTED} (2 members)" in listed
    shown = await chat.moderate({"item": "D1"})
    number = directed.evidence[0].fact.id
    for said in (DIRECTED, "Krysten Ritter", f"#{number} AKA You're Welcome was directed by", "Disputed by 2 members"):
        assert said in shown
    assert "Ben answered “KR”, which was ruled wrong; wrote: That is how everybody calls her" in shown
    for button in ("Accept “KR”", "Mend the fact", "Retire the fact", "Void the question", "Decline"):
        assert button in shown


async def test_the_same_answer_to_the_same_question_is_one_thing_however_often_it_is_given(opening: Opening) -> None:
    chat = opening()
    for who, question in (("Ben", DIRECTED), ("Cleo", DIRECTED.lower()), ("Dora", DIRECTED.rstrip("?"))):
        said = await chat.replies("ask", {"question": question}, who=who)
        await chat.press(said[0].buttons[0].action, who=who)
    assert "(3 members)" in await chat.moderate()


async def test_the_queue_comes_in_pages_the_oldest_first(opening: Opening) -> None:
    chat = opening()
    for hour in range(9):
        at = NOON + timedelta(hours=hour)
        answer = LookedUp(f"x{hour}", MAIN, BEN.id, f"What is {hour}?", "this", (), (), at)
        await chat.games.dispute(OURS, answer, Dispute(BEN, MAIN, at))
    first = (await chat.replies("fact review", who="Mia", role=Role.MODERATOR))[0]
    assert [choice.label for choice in first.choices] == [f"d{number}" for number in range(1, 9)]
    assert "9 disputes, the oldest first." in text((first,))
    more = next(button.action for button in first.buttons if button.text == "More")
    second = await chat.press(more, who="Mia", role=Role.MODERATOR)
    assert "d9. What is 8?" in second
    assert "More" not in second
    assert "Nothing further waits" in await chat.moderate({"page": 5})


async def test_what_names_nothing_in_the_queue_is_said_so(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    for item in ("12", "x1", "dd1", "d" + "9" * 18):
        assert "such as d12" in await chat.moderate({"item": item}), item
    assert "There is no dispute d7 here" in await chat.moderate({"item": "d7"})
    assert "Please say what you decide: item=…" in await chat.moderate({"decision": "void"})


# Decisions


async def test_of_several_answers_that_were_given_the_moderator_says_which_is_right(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten"), ("Ben", "KR"), ("Cleo", "Queen Kry"))
    for who in ("Ben", "Cleo"):
        await chat.press(wrong, who=who)
    said = await chat.moderate({"item": "d1", "decision": "accept"})
    assert said == "Several answers were given: “KR”, “Queen Kry”. Please say which is meant: value=…"
    assert await chat.points("Ben") == 0
    assert "Done" in await chat.moderate({"item": "d1", "decision": "accept", "value": "KR"})
    assert (await chat.points("Ben"), await chat.points("Cleo")) == (10, 0)


async def test_an_accepted_answer_counts_for_all_who_gave_it_and_becomes_a_name(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "KR"), ("Cleo", "k.r."))
    await chat.press(wrong, who="Ben")
    before = await chat.points("Anna")
    said = await chat.moderate({"item": "d1", "decision": "accept", "word": "Fair enough."})
    assert "Done: “KR” is right too." in said
    assert await chat.points("Ben") > 0
    assert await chat.points("Anna") == before
    channel = text([reply for reply in chat.shown if reply.title == "A decision"])
    assert "Ben +" in channel
    assert DIRECTED in channel
    assert "“KR” is right too" in chat.told("Ben")
    assert "Fair enough." in chat.told("Ben")
    assert "AKA You're Welcome" in await chat.say("ask", {"question": "what did KR direct?"})
    shelf = await chat.facts.shelf(OURS)
    assert [m.entity.name for m in (await chat.facts.by_name(shelf, ["kr"]))["kr"]] == ["Krysten Ritter"]
    theirs = await chat.facts.shelf(CommunityId(2))
    assert not await chat.facts.by_name(theirs, ["kr"]), "no other community hears of it"


async def test_equal_answers_are_accepted_in_every_round_of_the_community(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    await chat.play(("Cleo", "kr"), place=NEXT_DOOR)
    wrong = await chat.play(("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    await chat.moderate({"item": "d1", "decision": "accept"})
    assert (await chat.points("Ben"), await chat.points("Cleo")) == (10, 10)


async def test_a_name_of_somebody_else_is_no_alias(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "Rachael Taylor"))
    await chat.press(wrong, who="Ben")
    assert "somebody or something else" in await chat.moderate({"item": "d1", "decision": "accept"})
    assert await chat.points("Ben") == 0
    assert "1 dispute" in await chat.moderate(), "it waits still"


async def test_a_mended_fact_makes_right_what_was_wrong_and_wrong_what_was_right(
    opening: Opening, directed: Question
) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Anna", "Krysten Ritter"), ("Ben", "Rachael Taylor"))
    await chat.press(wrong, who="Ben")
    said = await chat.say("fact mend", {"item": "d1", "value": "Rachael Taylor"}, who="Mia", role=Role.MODERATOR)
    assert "Done: the fact is mended, it is Rachael Taylor." in said
    assert (await chat.points("Anna"), await chat.points("Ben")) == (0, 10)
    channel = text([reply for reply in chat.shown if reply.title == "A decision"])
    assert "Ben +10, Anna −10" in channel
    told = await chat.say("ask", {"question": "who directed AKA You're Welcome?"})
    assert "was directed by Rachael Taylor" in told
    assert "by Krysten Ritter" not in told


async def test_a_mended_value_that_may_be_misspelt_is_asked_about(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)

    said = await chat.moderate({"item": "d1", "decision": "mend", "value": "Rachael Tayler"})

    assert "Done: the fact is mended, it is Rachael Tayler." in said
    assert "“Rachael Tayler” is new to me. Did you mean Rachael Taylor?" in said
    assert "If that was a slip, mend it: /fact edit " in said


async def test_of_options_the_mended_one_was_right(opening: Opening, chosen: Question) -> None:
    chat = opening(chosen)
    wrong = await chat.play(("Anna", "B"), ("Ben", "A"))
    await chat.press(wrong, who="Ben")
    refused = await chat.moderate({"item": "d1", "decision": "accept"})
    assert "had options" in refused
    await chat.moderate({"item": "d1", "decision": "mend", "value": "Rachael Taylor"})
    assert (await chat.points("Anna"), await chat.points("Ben")) == (0, 10)


async def test_a_question_without_the_right_option_counts_for_nobody(opening: Opening, chosen: Question) -> None:
    chat = opening(chosen)
    wrong = await chat.play(("Anna", "B"), ("Ben", "A"))
    assert await chat.points("Anna") == 10
    await chat.press(wrong, who="Ben")
    await chat.moderate({"item": "d1", "decision": "mend", "value": "Melissa Rosenberg"})
    assert await chat.points("Anna") == 0
    assert "counts for nobody" in text([reply for reply in chat.shown if reply.title == "A decision"])


async def test_a_statement_that_a_mended_fact_belies_was_false(opening: Opening, decided: Question) -> None:
    chat = opening(decided)
    wrong = await chat.play(("Anna", "true"), ("Ben", "false"))
    assert (await chat.points("Anna"), await chat.points("Ben")) == (10, 0)
    await chat.press(wrong, who="Ben")
    await chat.moderate({"item": "d1", "decision": "mend", "value": "Rachael Taylor"})
    assert (await chat.points("Anna"), await chat.points("Ben")) == (0, 10)


async def test_a_fact_is_mended_to_something_else_that_fits(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)
    assert "value=" in await chat.moderate({"item": "d1", "decision": "mend"})
    same = {"item": "d1", "decision": "mend", "value": "krysten ritter"}
    assert "says so already" in await chat.moderate(same)
    assert "isn't behind this" in await chat.moderate({**same, "fact": 999_999})
    assert "1 dispute" in await chat.moderate(), "it waits still"


async def test_what_admins_locked_moderators_do_not_change_by_way_of_a_dispute(
    opening: Opening, directed: Question
) -> None:
    chat, _ = await disputed(opening, directed)
    await chat.say("fact lock", {"what": str(directed.evidence[0].fact.id)}, who="Ada", role=Role.ADMIN)
    for decision in ({"decision": "mend", "value": "Rachael Taylor"}, {"decision": "retire"}):
        assert "only an admin" in await chat.moderate({"item": "d1", **decision})
    await chat.say("fact lock", {"what": "Krysten Ritter"}, who="Ada", role=Role.ADMIN)
    assert "only an admin" in await chat.moderate({"item": "d1", "decision": "accept"})
    assert "1 dispute" in await chat.moderate(), "it waits still"
    assert "counts for nobody" in await chat.moderate({"item": "d1", "decision": "void"}), "no fact is changed by that"


async def test_a_retired_fact_takes_its_question_along(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)
    assert "retired" in await chat.moderate({"item": "d1", "decision": "retire"})
    assert await chat.points("Anna") == 0
    assert "was directed by" not in await chat.say("ask", {"question": DIRECTED})
    assert "counts for nobody" in chat.told("Ben")


async def test_a_voided_question_counts_for_nobody_and_is_not_asked_again(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)
    assert await chat.points("Anna") == 10
    await chat.moderate({"item": "d1", "decision": "void"})
    assert await chat.points("Anna") == 0
    assert await tally(chat.games, OURS, MemberId("test:anna")) is None
    await chat.say("trivia start")
    assert await chat.core.rounds.current(MAIN) is None, "there is nothing else to ask"


async def test_who_disputed_hears_why_it_was_declined_and_the_channel_hears_nothing(
    opening: Opening, directed: Question
) -> None:
    chat, wrong = await disputed(opening, directed)
    await chat.moderate({"item": "d1", "decision": "decline", "word": "Two letters are no name."})
    assert "it stays as it was" in chat.told("Ben")
    assert "Two letters are no name." in chat.told("Ben")
    assert not [reply for reply in chat.shown if reply.title == "A decision"]
    assert await chat.points("Anna") == 10
    again = await chat.press(wrong, who="Cleo")
    assert "looked into that already: it stays as it was. They say: Two letters" in again


async def test_the_second_moderator_is_told_what_the_first_decided(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)
    await chat.moderate({"item": "d1", "decision": "void"}, who="Mia")
    said = await chat.moderate({"item": "d1", "decision": "accept"}, who="Noa")
    assert "Mia decided it already: the question counts for nobody." in said
    assert await chat.points("Ben") == 0
    assert "Nothing waits" in await chat.moderate()


async def test_nobody_decides_their_own_dispute_but_admins_may(opening: Opening, directed: Question) -> None:
    chat, _ = await disputed(opening, directed)
    decision = {"item": "d1", "decision": "accept"}
    assert "You dispute this yourself" in await chat.moderate({"item": "d1"}, who="Ben")
    assert "You dispute this yourself" in await chat.moderate(decision, who="Ben")
    assert await chat.points("Ben") == 0
    assert "Done" in await chat.moderate(decision, who="Ben", role=Role.ADMIN)
    assert await chat.points("Ben") > 0


async def test_a_decision_days_later_mends_the_points_of_then(opening: Opening, directed: Question) -> None:
    chat, wrong = await disputed(opening, directed)
    chat.now += timedelta(days=20)
    chat.starts()
    await chat.moderate({"item": "d1", "decision": "accept"})
    assert await chat.points("Ben") > 0
    state = await chat.round(wrong)
    assert {line.player.name: line.points for line in state.board}["Ben"] > 0


async def test_a_running_round_goes_on_with_the_points_as_they_should_be(
    opening: Opening, directed: Question, played: Question
) -> None:
    chat = opening(directed, played, count=2)
    await chat.say("trivia start")
    live = (await chat.core.rounds.live_questions(OURS, chat.now))[0]
    await chat.join(("Ben", ""))
    await chat.answer(("Anna", live.key), ("Ben", "KR"))
    await chat.press(chat.wrong, who="Ben")
    await chat.moderate({"item": "d1", "decision": "void"})
    state = await chat.core.rounds.current(MAIN)
    assert state
    assert [line.points for line in state.board] == [0, 0]
    after = (await chat.core.rounds.live_questions(OURS, chat.now))[0]
    await chat.answer(("Ben", after.key))
    ended = await chat.games.round(state.id)
    assert ended
    assert {line.player.name: line.points for line in ended.board} == {"Anna": 0, "Ben": 10}
    attempts = await chat.games.attempts(state.id)
    assert rescored(ended, attempts)[0] == ended, "what is stored is what attempts and rulings come to"


async def test_a_round_in_a_thread_is_told_of_a_decision_there(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    await chat.say("trivia start", {"thread": "yes"})
    await chat.answer(("Ben", "KR"))
    await chat.press(chat.wrong, who="Ben")
    await chat.moderate({"item": "d1", "decision": "void"})
    told = next(reply for reply in chat.shown if reply.title == "A decision")
    assert told.thread == (await chat.round(chat.wrong)).id


# Set aside


async def test_three_members_who_dispute_a_question_set_it_aside(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    wrong = await chat.play(("Ben", "KR"))
    await chat.press(wrong, who="Ben")
    await chat.press(wrong, who="Cleo")
    assert not await chat.games.set_aside(OURS)
    assert "Until then I won't ask it here" in await chat.press(wrong, who="Dora")
    assert "set aside until it is decided" in await chat.moderate()
    await chat.say("trivia start", place=NEXT_DOOR)
    assert await chat.core.rounds.current(NEXT_DOOR) is None, "there is nothing else to ask"
    await chat.say("trivia start", place=ELSEWHERE)
    assert await chat.core.rounds.current(ELSEWHERE), "other communities are asked"
    await chat.say("trivia stop", place=ELSEWHERE)

    await chat.moderate({"item": "d1", "decision": "decline"})
    await chat.say("trivia start", place=NEXT_DOOR)
    assert await chat.core.rounds.current(NEXT_DOOR), "it is asked again"


# Lookups


async def test_an_answer_of_a_lookup_can_be_disputed_after_a_restart_and_its_fact_mended(opening: Opening) -> None:
    chat = opening()
    said = await chat.replies("ask", {"question": DIRECTED})
    assert "Krysten Ritter" in text(said)
    button = next(b.action for b in said[0].buttons if b.text == "That was wrong")
    await chat.core.afterwards.settled()
    chat.starts()
    chat.now += timedelta(days=6)
    assert "Thank you" in await chat.press(button, who="Ben")
    assert "My answer" in await chat.moderate({"item": "d1"})
    assert "No points hang on this answer" in await chat.moderate({"item": "d1", "decision": "void"})
    await chat.moderate({"item": "d1", "decision": "mend", "value": "Rachael Taylor"})
    assert "Rachael Taylor" in await chat.say("ask", {"question": DIRECTED})
    assert "the fact is mended, it is Rachael Taylor" in chat.told("Ben")


async def test_answers_of_lookups_are_forgotten_after_seven_days(opening: Opening) -> None:
    chat = opening()
    button = (await chat.replies("ask", {"question": DIRECTED}))[0].buttons[0].action
    chat.now += timedelta(days=8)
    assert "Ask me again" in await chat.press(button, who="Ben")
    await chat.say("ask", {"question": DIRECTED})
    assert "Ask me again" in await chat.press(button, who="Ben")


async def test_report_by_itself_after_a_lookup_means_its_answer(opening: Opening, directed: Question) -> None:
    chat = opening(directed)
    await chat.play(("Ben", "KR"))
    chat.now += timedelta(minutes=1)
    await chat.say("ask", {"question": "who plays Trish Walker?"}, who="Ben")
    assert "“who plays Trish Walker?”" in await chat.say("trivia report", who="Ben")
    assert f"“{DIRECTED}”" in await chat.say("trivia report", who="Cleo"), "she asked nothing since"


async def test_a_lookup_in_another_community_is_nobody_elses_business(opening: Opening) -> None:
    chat = opening()
    button = (await chat.replies("ask", {"question": DIRECTED}))[0].buttons[0].action
    assert "Ask me again" in await chat.press(button, who="Eve", place=ELSEWHERE)


async def test_what_could_not_be_answered_cannot_be_disputed(opening: Opening) -> None:
    chat = opening()
    assert (await chat.replies("ask", {"question": "who baked the moon?"}))[0].buttons == ()
