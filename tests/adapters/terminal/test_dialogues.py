"""What a player types and reads at the terminal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.adapters.terminal.conftest import CAPITALS, NOW, Dialogue
from tests.fakes.rounds import FakeRoundStore, player, question
from tests.fakes.store import MemoryStore
from trivia import values
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.lookup.answer import Evidence
from trivia.rounds.events import Opened
from trivia.rounds.machine import opened
from trivia.rounds.model import Asked, ChannelId, Place, RoundId, Rules
from trivia.rounds.ports import Commit


async def test_a_round_alone_from_start_to_standings(dialogue: Dialogue) -> None:
    assert await dialogue("/trivia start count=2 kinds=choice,true-false", "b", "false") == (
        "Question 1 of 2\n"
        "What is the capital of Norway?\n"
        "  A. Bergen\n"
        "  B. Oslo\n"
        "  C. Kyiv\n"
        "  D. Rome\n"
        "20 seconds. Answer with A, B, C or D; your first choice counts. "
        "Only 1 more question of this sort is left here before they come round again.\n"
        "Hint: /trivia hint · Skip: /trivia skip\n"
        "\n"
        "Answer to question 1\n"
        "B. Oslo\n"
        "Right: You in 0.0 s, 10 points\n"
        "That was wrong: /trivia report\n"
        "\n"
        "Question 2 of 2\n"
        "Rome is in Italy.\n"
        "  A. true\n"
        "  B. false\n"
        "20 seconds. Answer with A or B; your first choice counts.\nHint: /trivia hint · Skip: /trivia skip\n"
        "\n"
        "Answer to question 2\n"
        "A. true\n"
        "Right: Nobody this time.\n"
        "Not quite: You said false\n"
        "That was wrong: /trivia report\n"
        "\n"
        "The round is over\n"
        "10 points. Well played!\n"
        "    Player  Points   Right\n"
        "1.  You         10  1 of 2\n"
        "Play again: /trivia again · What we missed: /trivia review"
    )


async def test_several_play_by_name_at_one_keyboard(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/as anna",
        "/trivia start count=1",
        "ben: /trivia join",
        "ben: rome",
        "anna: oslo",
    )
    assert "Right: anna in 0.0 s, 10 points\nNot quite: ben said Rome" in said
    assert "anna won. Well played!" in said
    assert "1.  anna        10  1 of 1\n2.  ben          0  0 of 1" in said


async def test_typed_answers_are_judged_prompted_and_limited(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start count=1 kinds=text", "rachael taylor", "nonsense", "krysten riter")
    assert "That is not it. 2 tries left." in said
    assert "Krysten Ritter\nRight: You in 0.0 s, 10 points" in said


async def test_who_is_spoken_to_is_named_where_several_play(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start count=1 kinds=text", "ben: nonsense", "nonsense")
    assert "ben: That is not it. 2 tries left.\n\nThat is not it. 2 tries left." in said


async def test_hints_help_and_cost(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start count=1 kinds=text", "/trivia hint", "krysten ritter")
    assert "Hint: K······ R·····\nA right answer earns at most 7 points now." in said
    assert "You in 0.0 s, 7 points" in said


async def test_time_passes_when_told_to_wait_and_the_question_closes(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start count=1", "/wait 20")
    assert "Answer to question 1\nB. Oslo\nRight: Nobody tried this one." in said


async def test_seconds_decide_and_late_answers_are_refused(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/as anna", "/trivia start count=1", "ben: /trivia join", "/wait 3.5", "oslo", "/wait 2.5", "ben: b"
    )
    assert "anna in 3.5 s, 10 points; ben in 6.0 s, 7 points" in said


async def test_the_end_of_input_stops_a_round_with_its_standings_and_the_answer(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start")
    assert "The round was stopped\nThe answer was: Oslo\n" in said
    assert "1.  You          0  0 of 0" in said


async def test_quit_ends_the_session_and_what_follows_is_not_read(dialogue: Dialogue) -> None:
    assert await dialogue("/quit", "/help") == ""


async def test_start_while_one_runs_and_stop_when_none_does(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia stop", "/trivia start count=1", "/trivia start")
    assert said.startswith("No round is on here. Start one with /trivia start.")
    assert "A round is on here already, started by You. End it with /trivia stop." in said


async def test_a_lobby_gathers_players_and_an_empty_line_begins(dialogue: Dialogue) -> None:
    said = await dialogue("/as anna", "/trivia start count=1 lobby=30", "ben: /trivia join", "", "anna: b", "ben: b")
    assert "anna started a round: 1 question, 20 seconds each.\nPlayers: anna, ben\n" in said
    assert "anna and ben share the win" in said


async def test_skipping_shows_the_answer(dialogue: Dialogue) -> None:
    assert "Skipped. B. Oslo" in await dialogue("/trivia start count=1", "/trivia skip")


async def test_questions_are_not_repeated_from_round_to_round(dialogue: Dialogue, rounds: FakeRoundStore) -> None:
    await dialogue("/trivia start count=2", "a", "a", "/trivia start count=2", "x", "x", "x", "1")
    stems = [asked.stem for asked in rounds.put.values()]
    assert len(stems) == len(set(stems)) == 4


async def test_a_topic_nobody_knows_is_refused_with_the_remedy(dialogue: Dialogue) -> None:
    assert "kinds takes any of: choice, text, true-false, number." in await dialogue("/trivia start kinds=poem")


async def test_an_interrupted_round_goes_on_in_the_next_session(dialogue: Dialogue, rounds: FakeRoundStore) -> None:
    asked = Asked.of(CAPITALS[0])
    place = Place(GLOBAL_COMMUNITY, ChannelId("terminal:main"))
    before = opened(Opened(RoundId("1"), place, player("Anna"), Rules(count=1, lobby=0), NOW - timedelta(60), asked))
    await rounds.store_step(Commit(before.state, "", NOW, asked=asked))
    assert "The round is over\nI was away for too long" in await dialogue()

    again = values.replace(before.state, id=RoundId("2"), deadline=NOW - timedelta(seconds=5))
    await rounds.store_step(Commit(again, "", NOW, asked=asked))
    said = await dialogue("b")
    assert "I was away for a moment; here it is again. What is the capital of Norway?" in said
    assert "You chose B. Oslo" in said


# Lookups


async def test_a_question_is_answered_with_its_source(dialogue: Dialogue) -> None:
    said = await dialogue("who directed AKA You're Welcome?")
    assert "AKA You're Welcome was directed by Krysten Ritter." in said
    assert "Source: " in said


async def test_what_is_not_known_is_said_and_kept(dialogue: Dialogue, facts: MemoryStore) -> None:
    said = await dialogue("/ask who is the king of the moon?")
    assert "I don't know" in said
    assert [kept.question for kept in await facts.unanswered(GLOBAL_COMMUNITY, 10)] == ["who is the king of the moon?"]


async def test_what_gives_a_plot_away_is_marked(dialogue: Dialogue) -> None:
    said = await dialogue("what does AKA You're Welcome center on?")
    assert "[spoiler for Jessica Jones@S3E2: " in said
    assert said.count("Trish") == said[said.index("[spoiler") :].count("Trish"), "nothing is told outside the mark"


async def test_while_a_question_is_open_its_answer_is_withheld_and_nothing_else(dialogue: Dialogue) -> None:
    ask = "/ask who directed AKA You're Welcome?"
    said = await dialogue("/trivia start kinds=text count=1", ask, "/ask who plays Trish Walker?", "/trivia stop", ask)
    asking, _, stopped = said.partition("The round was stopped")
    assert "That would give away the question being played." in asking
    assert "Krysten Ritter" not in asking
    assert "Rachael Taylor" in asking
    assert "AKA You're Welcome was directed by Krysten Ritter." in stopped


# Facts


async def test_a_fact_taught_in_one_sentence_answers_the_next_question(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/fact add AKA The Perfect Burger was directed by Jane Doe kind=episode source=Daily Film",
        "/fact confirm",
        "who directed AKA The Perfect Burger?",
    )
    assert "AKA The Perfect Burger was directed by Jane Doe" in said
    assert "Source: Daily Film" in said


async def test_facts_are_shown_with_numbers_retired_and_brought_back(dialogue: Dialogue, facts: MemoryStore) -> None:
    shelf = await facts.shelf(GLOBAL_COMMUNITY)
    number = (await facts.of_relation(shelf, "directed_by", 1))[0].id
    said = await dialogue(
        f"/fact show {number}",
        f"/fact retire {number} reason=wrong",
        f"/fact show {number}",
        f"/fact undo {number}",
        f"/fact show {number}",
    )
    assert f"#{number} " in said
    assert "Retired: " in said
    assert f"I know no fact number {number}." in said
    assert "Taken back: " in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/fact add blah blah", "I can't read that as a fact."),
        ("/fact add subject=AKA You're Welcome", "as one sentence, or as subject=… relation=… value=…"),
        ("/fact add subject=x relation=loves value=y", "I don't know the relation “loves”."),
        ("/fact show Krysten Rittre", "Did you mean Krysten Ritter?"),
        ("/fact show 999999999", "I know no fact number 999999999."),
        ("/fact retire 999999999", "999999999"),
        ("/fact retire x", "I know nothing by the name “x”."),
    ],
)
async def test_facts_that_cannot_be_read_or_found_are_answered_with_the_remedy(
    dialogue: Dialogue, line: str, said: str
) -> None:
    assert said in await dialogue(line)


async def test_a_fact_is_taught_in_parts_with_a_link_and_known_the_next_time(dialogue: Dialogue) -> None:
    line = "/fact add subject=AKA You're Welcome relation=directed_by value=Jane Doe source=https://example.org/a"
    said = await dialogue(line, "/fact confirm", line, "/fact add AKA You're Welcome was directed by Krysten Ritter")
    assert "Thank you, I know that now: AKA You're Welcome was directed by Jane Doe.\n" in said
    assert "Source: example.org <https://example.org/a>" in said
    assert said.count("I knew that already: ") == 2


async def test_retiring_the_fact_behind_the_open_question_closes_it_for_nobodys_points(
    dialogue: Dialogue, facts: MemoryStore
) -> None:
    shelf = await facts.shelf(GLOBAL_COMMUNITY)
    fact = (await facts.of_relation(shelf, "directed_by", 1))[0]
    asked = replace(CAPITALS[2], evidence=(Evidence(fact, "It is so"),))
    said = await dialogue("/trivia start count=1", f"/fact retire {fact.id}", questions=[asked])
    assert "A fact behind this question was retired or told otherwise, so it counts for nobody. Krysten Ritter" in said


# Scores and help


async def test_points_add_up_over_rounds(dialogue: Dialogue) -> None:
    await dialogue("/trivia start count=1", "anna: b", "a")
    said = await dialogue("/score me", "/score board", "cleo: /score me")
    assert "Points of You\n0 points in 1 round: 0 of 1 question right (0%).\n" in said
    assert "Place 2 of 2 here, 10 points behind anna." in said
    assert "The best players of this community of all time\nYou: 10 points behind anna.\n" in said
    assert "    Player  Points   Right  Accuracy\n1.  anna        10  1 of 1      100%\n2.  You" in said
    assert "cleo: You have no points yet." in said


async def test_what_one_plays_alone_shows_in_own_points_and_on_no_board(dialogue: Dialogue) -> None:
    await dialogue("/trivia start count=1", "b")
    said = await dialogue("/score me", "/score board", "/score me picture=yes")
    assert said.count("10 points in 1 round: 1 of 1 question right (100%).") == 2
    assert "10 points of these are from 1 round played alone, which count here but not for boards." in said
    assert "Nobody has any points yet." in said


async def test_help_on_a_family_lists_its_commands_and_a_slip_is_put_right(dialogue: Dialogue) -> None:
    said = await dialogue("/help trivia", "/help /Fact", "/help trivia strat", "/help xyzzy")

    assert "/trivia start – " in said
    assert "/trivia topics – " in said
    assert "/fact add – " in said
    assert "/ask – " not in said
    assert "Did you mean /help trivia start?" in said
    assert "I don't know that command. /help shows them all." in said


async def test_help_lists_the_commands_and_the_terminals_own(dialogue: Dialogue) -> None:
    said = await dialogue("/help", "/help trivia start")
    assert "/trivia start – Start a round in this channel" in said
    assert "At the terminal:\n  /as – Play as somebody else" in said
    assert "count – how many questions: 1 to 50" in said


async def test_topics_name_the_packs(dialogue: Dialogue) -> None:
    assert "jessica-jones Jessica Jones" in await dialogue("/trivia topics")


# Bad input

_NASTY = [
    "x" * 10_000,
    "/ask " + "x" * 10_000,
    "/trivia start " + "x" * 10_000,
    "\x00\x00",
    "/ask \x1b[2Jhello\x07",
    "/ask \u202egnirts",
    "@everyone <@123> <!channel> *bold* `code` ||spoiler||",
    "/fact add \u202e\x1b]0;title\x07 was directed by \ud800",
    "/",
    "//",
    "/trivia answer \u200f",
    ":",
    "anna:",
    "🦄" * 300,
]


@pytest.mark.parametrize("line", _NASTY, ids=range(len(_NASTY)))
@pytest.mark.parametrize("playing", [False, True], ids=["idle", "in a round"])
async def test_whatever_is_typed_the_reply_is_clear_and_harmless(dialogue: Dialogue, line: str, playing: bool) -> None:
    before = ["/trivia start kinds=text count=1"] if playing else []
    said = await dialogue(*before, line, "/trivia stop")
    assert not [c for c in said if ord(c) < 32 and c != "\n"]
    assert not set(said) & set("\u202e\u200f\x7f")
    assert "Traceback" not in said
    assert "Something went wrong" not in said
    assert len(said) < 3_000


async def test_names_and_answers_of_players_cannot_break_the_board(dialogue: Dialogue) -> None:
    said = await dialogue("/as a\x1b[31mb", "/trivia start count=1", "oslo\x07", questions=CAPITALS[:1])
    assert "\x1b" not in said
    assert "1.  a" in said


async def test_a_question_with_markup_is_shown_as_it_is(dialogue: Dialogue) -> None:
    odd = question("Which is **bold** and <b>?", "@everyone", ("@everyone", "x\u202ey", "z", "w"))
    said = await dialogue("/trivia start count=1", "a", questions=[odd])
    assert "Which is **bold** and <b>?" in said
    assert "B. x\\u202ey" in said
