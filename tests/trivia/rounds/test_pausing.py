"""Rounds that are paused and go on."""

import pytest

from tests.trivia.rounds.playing import ANNA, BEN, CAPITAL, TYPED, after, answer, at, begun, choice, lobby
from trivia.facts.model import FactId
from trivia.rounds.events import (
    Attempted,
    Begun,
    Closed,
    Due,
    Event,
    HintAsked,
    Joined,
    PauseAsked,
    ResumeAsked,
    Resumed,
    SkipAsked,
    StopAsked,
    Voided,
)
from trivia.rounds.machine import step
from trivia.rounds.model import Ending, Phase, Rules
from trivia.rounds.notices import NotPaused, NotYours, OnPause, Over, Paused, QuestionPut, Revealed, WentOn
from trivia.values import replace

PAUSE = PauseAsked(ANNA, moderator=False, at=at(8))


def test_only_the_starter_or_a_moderator_pauses_and_goes_on() -> None:
    state = begun(CAPITAL, BEN)
    assert step(state, PauseAsked(BEN, moderator=False, at=at(8))).word == NotYours(ANNA)
    paused = step(state, PauseAsked(BEN, moderator=True, at=at(8)))
    assert isinstance(paused.say[0], Paused)
    assert step(paused.state, ResumeAsked(BEN, moderator=False, at=at(9))).word == NotYours(ANNA)
    assert step(paused.state, ResumeAsked(ANNA, moderator=False, at=at(9))).state.phase is Phase.ASKING
    assert step(state, ResumeAsked(ANNA, moderator=False, at=at(9))).word == NotPaused()
    assert step(paused.state, PAUSE).word == OnPause(ANNA)


def test_a_question_goes_on_with_the_time_it_had_left() -> None:
    back = after(begun(CAPITAL, BEN), choice(BEN, 3), PAUSE, ResumeAsked(ANNA, moderator=False, at=at(608)))
    on, put = back.say
    assert isinstance(on, WentOn)
    assert isinstance(put, QuestionPut)
    assert put.seconds == 12
    assert back.state.deadline == at(620)
    told = step(back.state, choice(ANNA, 610)).say[0]
    assert isinstance(told, Revealed)
    assert [attempt.elapsed for attempt in told.attempts] == [3, 10], "the pause is nobody's time"


def test_who_had_a_moment_left_has_five_seconds_after_the_pause() -> None:
    late = PauseAsked(ANNA, moderator=False, at=at(19))
    back = after(begun(CAPITAL, BEN), late, ResumeAsked(ANNA, moderator=False, at=at(100))).state
    assert back.deadline == at(105)
    assert step(back, choice(BEN, 104)).attempt


def test_a_question_open_for_who_has_extra_time_stays_so_after_a_pause() -> None:
    closed = step(begun(CAPITAL, BEN, extra=100), Due(at(20), None)).state
    held = step(closed, PauseAsked(ANNA, moderator=False, at=at(38))).state
    back = step(held, ResumeAsked(ANNA, moderator=False, at=at(100))).state
    assert back.deadline == at(105)
    assert step(back, choice(BEN, 101)).attempt is None
    assert step(back, choice(ANNA, 104)).attempt


@pytest.mark.parametrize(
    "event",
    [
        choice(BEN, 9),
        HintAsked(BEN, at(9)),
        SkipAsked(BEN, moderator=True, at=at(9)),
        Begun(ANNA, moderator=False, at=at(9), question=CAPITAL),
    ],
)
def test_nothing_can_be_answered_hinted_at_or_skipped_while_it_is_paused(event: Event) -> None:
    held = step(begun(CAPITAL, BEN), PAUSE).state
    assert step(held, event).word == OnPause(ANNA)
    assert step(held, event).state == held


def test_one_can_join_and_stop_while_it_is_paused() -> None:
    held = step(begun(CAPITAL), PAUSE).state
    assert BEN in step(held, Joined(BEN, at(9))).state.players
    over = step(held, StopAsked(ANNA, moderator=False, at=at(9))).say[0]
    assert isinstance(over, Over)
    assert over.open_question == CAPITAL
    assert step(held, Closed(at(9))).state.over


def test_a_round_left_paused_closes_by_itself_with_a_word() -> None:
    held = after(begun(CAPITAL, BEN), choice(BEN, 3), PAUSE).state
    assert step(held, Due(at(3607), None)).state == held
    assert step(held, Resumed(at(3607))).state == held, "also across a restart"
    over = step(held, Due(at(3608), None))
    assert over.state.ending is Ending.LEFT_PAUSED
    assert [gain.points for gain in over.points] == [10], "what was earned counts"


def test_a_lobby_and_the_time_between_questions_can_be_paused_too() -> None:
    waiting = lobby(Rules(lobby=30), BEN)
    back = after(waiting, PAUSE, ResumeAsked(ANNA, moderator=False, at=at(100)))
    assert isinstance(back.say[0], WentOn)
    assert back.state.deadline == at(122)
    revealed = step(begun(CAPITAL), choice(ANNA, 7)).state
    on = after(revealed, PAUSE, ResumeAsked(ANNA, moderator=False, at=at(100))).state
    assert (on.phase, on.deadline) == (Phase.REVEALED, at(105))


def test_a_fact_retired_during_a_pause_closes_the_question_and_the_pause_goes_on() -> None:
    asked = replace(TYPED, facts=(FactId(7),))
    held = after(begun(asked, BEN), answer(BEN, 3, right=False), PAUSE).state
    voided = step(held, Voided(FactId(7), at(9)))
    assert isinstance(voided.say[0], Revealed)
    assert voided.state.phase is Phase.PAUSED
    assert voided.state.question is None
    back = step(voided.state, ResumeAsked(ANNA, moderator=False, at=at(20))).state
    assert back.phase is Phase.REVEALED


def test_a_paused_question_can_not_be_answered_by_its_number_either() -> None:
    held = step(begun(CAPITAL, BEN), PAUSE).state
    numbered = replace(choice(BEN, 9), number=1)
    assert isinstance(numbered, Attempted)
    assert step(held, numbered).word == OnPause(ANNA)
