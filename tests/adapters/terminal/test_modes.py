"""Modes, pauses and looking back, at a terminal that several share."""

from datetime import timedelta

from adapters.terminal.live import status_line
from tests.adapters.terminal.conftest import CAPITALS, NOW, Dialogue
from tests.fakes.rounds import FakeRoundStore, player
from trivia.facts.model import GLOBAL_COMMUNITY
from trivia.rounds.events import Opened, PauseAsked
from trivia.rounds.machine import opened, step
from trivia.rounds.model import Asked, ChannelId, Place, RoundId, Rules
from trivia.rounds.ports import Commit


async def test_teams_gather_play_and_stand_on_the_board(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/as anna",
        "/trivia start count=1 kinds=choice mode=teams lobby=30",
        "ben: /trivia join foxes",
        "cleo: /trivia join",
        "",
        "b",
        "ben: b",
        "cleo: a",
    )
    assert "1 question, 20 seconds each, 2 teams.\nOwls: anna\nFoxes: nobody yet\n" in said
    assert "ben: You are in. Good luck! You play for the Foxes." in said
    assert "The teams\nWhat counts is what a team's members earn on average" in said
    assert "Owls: anna, cleo\nFoxes: ben" in said
    assert "Right: anna, 10 points; ben, 10 points\nNot quite: cleo said Bergen" in said
    assert "The Foxes win. Well played!\nTeams: 1. Foxes 10.0; 2. Owls 5.0\n" in said
    assert "3.  cleo         0  0 of 1  Owls" in said


async def test_survival_shows_lives_and_who_is_out(dialogue: Dialogue) -> None:
    said = await dialogue(
        "/as anna",
        "/trivia start count=3 kinds=choice,true-false mode=survival lives=1 lobby=9",
        "ben: /trivia join",
        "cleo: /trivia join",
        "",
        "b",
        "ben: b",
        "cleo: a",
        "cleo: true",
        "a",
        "ben: b",
    )
    assert "survival with 1 life" in said
    assert "Out: cleo\nStandings: anna 10 (1 life), ben 10 (1 life), cleo 0 (out)" in said
    assert "cleo: You chose A. true. You are out, so it counts for nothing but fun." in said
    assert "cleo, out of the game" in said
    assert "anna won as the last one standing. Well played!" in said


async def test_a_pause_holds_answers_back_and_lasts_across_sessions(dialogue: Dialogue, rounds: FakeRoundStore) -> None:
    asked = Asked.of(CAPITALS[0])
    place = Place(GLOBAL_COMMUNITY, ChannelId("terminal:main"))
    begun = opened(Opened(RoundId("1"), place, player("Anna"), Rules(count=1, lobby=0), NOW, asked)).state
    held = step(begun, PauseAsked(player("Anna"), moderator=False, at=NOW)).state
    await rounds.store_step(Commit(begun, "", NOW, asked=asked))
    await rounds.store_step(Commit(held, "", NOW))
    assert "paused" in status_line(held, NOW + timedelta(seconds=5))
    said = await dialogue("oslo", "/trivia resume", "oslo")
    assert said.startswith("The round is paused\nPaused by Anna.")
    assert "The round is paused. Anna or a moderator goes on with /trivia resume." in said
    assert "The round goes on: the question is open again for 20 seconds." in said
    assert "You chose B. Oslo" in said


async def test_what_was_missed_is_shown_and_the_round_is_played_again(dialogue: Dialogue) -> None:
    said = await dialogue("/trivia start count=1 kinds=choice seconds=33", "a", "/trivia review", "/trivia again", "b")
    review = said[said.index("What you missed") :]
    assert review.startswith(
        "What you missed\n1 question.\nQuestion 1:\n  What is the capital of Norway?\n  Oslo. Nobody had it.\n"
    )
    assert review.count("33 seconds. Answer with") == 1
