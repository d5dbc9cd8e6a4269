"""Extra time, sealed answers, and clocks that are set."""

from datetime import timedelta

import pytest

from tests.trivia.rounds.playing import ANNA, BEN, CAPITAL, CLEO, TYPED, after, answer, at, begun, choice, lobby
from trivia.judging.verdict import Ruling
from trivia.rounds.events import Begun, ClockSet, Due, Joined, Resumed, Went
from trivia.rounds.machine import LATE_AFTER, step
from trivia.rounds.model import Ending, Mode, Phase, Rules
from trivia.rounds.notices import AnswerIn, GuessRuled, NoGuessesLeft, QuestionPut, Revealed, TooLate
from trivia.values import replace

# Extra time. Anna has half as much again


def test_who_has_extra_time_may_answer_when_the_question_is_closed_for_the_others() -> None:
    closed = step(begun(CAPITAL, BEN, extra=50), Due(at(20), None))
    assert closed.state.phase is Phase.ASKING
    assert closed.say == (), "the channel is not told for whom it is open"
    assert closed.state.deadline == at(30)
    assert step(closed.state, choice(BEN, 21)).word == TooLate()
    late = step(closed.state, choice(ANNA, 29))
    assert isinstance(late.say[0], Revealed), "nobody else is waited for"
    assert late.attempt
    assert late.attempt.elapsed == pytest.approx(29 / 1.5), "which tells nobody of the extra time"


def test_the_reveal_waits_for_nobody_who_has_answered_or_has_no_extra_time() -> None:
    answered = after(begun(CAPITAL, BEN, extra=50), choice(ANNA, 3), Due(at(20), None))
    assert answered.state.phase is Phase.REVEALED
    assert after(begun(CAPITAL, BEN), Due(at(20), None)).state.phase is Phase.REVEALED


def test_extra_time_ends_too() -> None:
    over = after(begun(CAPITAL, BEN, extra=50), Due(at(20), None), Due(at(30), None))
    assert over.state.phase is Phase.REVEALED
    assert after(begun(CAPITAL, extra=50), Due(at(20), None), choice(ANNA, 30.1)).word == TooLate()


def test_extra_time_makes_nobody_faster_than_who_was_right_before() -> None:
    told = after(begun(CAPITAL, BEN, CLEO, extra=300), choice(BEN, 4), choice(ANNA, 8), choice(CLEO, 8.1)).say[0]
    assert isinstance(told, Revealed)
    assert [(gain.player.name, gain.points) for gain in told.points] == [("Ben", 10), ("Anna", 10), ("Cleo", 7)]
    told = after(begun(CAPITAL, BEN, extra=300), choice(ANNA, 4), choice(BEN, 5)).say[0]
    assert isinstance(told, Revealed)
    assert [gain.points for gain in told.points] == [10, 10], "what one takes for oneself is taken from nobody"


def test_copying_a_right_answer_in_ones_extra_time_earns_no_more_than_it() -> None:
    right = step(begun(TYPED, BEN, extra=300), answer(BEN, 6)).state
    told = after(right, Due(at(8), None), answer(ANNA, 12)).say[0]
    assert isinstance(told, Revealed)
    assert [(gain.player.name, gain.points) for gain in told.points] == [("Ben", 10), ("Anna", 10)]


def test_speed_is_measured_on_ones_own_scale() -> None:
    told = after(begun(CAPITAL, BEN, CLEO, extra=50), choice(BEN, 4), choice(ANNA, 8.7), choice(CLEO, 8.8)).say[0]
    assert isinstance(told, Revealed)
    earned = {gain.player.name: gain.points for gain in told.points}
    assert earned == {"Ben": 10, "Anna": 10, "Cleo": 7}, "8.7 seconds count as 5.8"


def test_the_time_left_after_the_first_right_typed_answer_is_longer_too() -> None:
    right = step(begun(TYPED, BEN, CLEO, extra=50), answer(BEN, 4)).state
    assert right.deadline == at(6)
    closed = step(right, Due(at(6), None)).state
    assert closed.deadline == at(9), "6 seconds on Anna's scale"
    assert step(closed, answer(CLEO, 7)).word == TooLate()
    assert step(closed, answer(ANNA, 8.5)).attempt


def test_a_right_answer_of_who_has_extra_time_closes_nothing_behind_the_others_backs() -> None:
    right = step(begun(TYPED, BEN, extra=300), answer(ANNA, 10)).state
    assert step(right, answer(BEN, 11.9)).attempt


def test_extra_time_that_changes_holds_from_the_next_question_on() -> None:
    first = after(begun(CAPITAL, BEN), Joined(BEN, at(1), extra=50), Due(at(20), None)).state
    assert first.phase is Phase.REVEALED, "who has seen the question takes no longer for it by that"
    second = after(first, Due(at(25), CAPITAL, extras=((BEN.id, 50),)), Due(at(45), None)).state
    assert second.phase is Phase.ASKING
    over = step(second, choice(BEN, 54)).state
    third = after(over, Due(at(60), CAPITAL, extras=((BEN.id, 0),)), Due(at(80), None)).state
    assert third.phase is Phase.REVEALED


def test_extra_time_set_while_players_gather_counts_at_once() -> None:
    gathering = lobby(Rules(lobby=15), BEN)
    asking = step(gathering, Begun(ANNA, moderator=False, at=at(5), question=CAPITAL, extras=((BEN.id, 50),))).state
    assert step(asking, Due(at(25), None)).state.phase is Phase.ASKING


# Sealed answers


@pytest.mark.parametrize("mode", [Mode.EVERYONE, Mode.SURVIVAL, Mode.TEAMS])
def test_where_answers_are_sealed_nothing_tells_whether_one_is_right(mode: Mode) -> None:
    state = begun(TYPED, BEN, mode=mode)
    right, wrong = step(state, answer(ANNA, 1)), step(state, answer(ANNA, 1, right=False))
    assert right.word == wrong.word == AnswerIn("given", 2)
    assert right.state.deadline == wrong.state.deadline == state.deadline
    assert step(right.state, answer(ANNA, 2, right=False)).word == AnswerIn("given", 1)


def test_a_sealed_answer_that_is_not_precise_enough_is_asked_for_again() -> None:
    state = begun(TYPED, BEN, mode=Mode.EVERYONE)
    assert step(state, answer(ANNA, 1, ruling=Ruling.PROMPT)).word == GuessRuled(Ruling.PROMPT, "", 2)
    waiting = after(state, answer(ANNA, 1, ruling=Ruling.PROMPT), answer(BEN, 2)).state
    assert waiting.phase is Phase.ASKING


def test_sealed_guesses_count_up_to_the_limit_and_the_question_closes_when_all_have_answered() -> None:
    state = after(begun(TYPED, BEN, mode=Mode.EVERYONE, guesses=2), answer(ANNA, 1, right=False), answer(ANNA, 2)).state
    assert step(state, answer(ANNA, 3)).word == NoGuessesLeft(2)
    told = step(state, answer(BEN, 4, right=False)).say[0]
    assert isinstance(told, Revealed)
    assert [(gain.player.name, gain.points) for gain in told.points] == [("Anna", 10), ("Ben", 0)]


# Leaving


def test_who_left_is_not_waited_for_and_comes_back_by_answering() -> None:
    state = begun(CAPITAL, BEN, CLEO)
    left = after(state, choice(ANNA, 1), choice(BEN, 2), Went(CLEO, at(3)))
    assert left.state.phase is Phase.REVEALED, "the others have answered"
    alone = after(state, Went(CLEO, at(1)), choice(CLEO, 2)).state
    assert [player.name for player in alone.players] == ["Anna", "Ben", "Cleo"]
    assert after(alone, choice(ANNA, 3), choice(BEN, 4)).state.phase is Phase.REVEALED


def test_when_all_have_left_the_question_runs_to_its_end() -> None:
    state = step(begun(CAPITAL), Went(ANNA, at(1))).state
    assert state.phase is Phase.ASKING
    assert step(state, Due(at(20), None)).state.phase is Phase.REVEALED


# Clocks


def test_a_clock_that_goes_back_gives_nobody_less_than_no_time() -> None:
    attempt = step(begun(CAPITAL, BEN), choice(ANNA, -3)).attempt
    assert attempt
    assert attempt.elapsed == 0


@pytest.mark.parametrize("hours", [1, 30])
def test_a_clock_set_back_by_hours_leaves_no_question_open_for_hours(hours: int) -> None:
    state = begun(CAPITAL, BEN)
    back = step(state, ClockSet(at(10 - 3600 * hours))).state
    assert back.deadline == at(10 - 3600 * hours + 20)
    tried = step(back, choice(ANNA, 15 - 3600 * hours))
    assert tried.attempt
    assert tried.attempt.elapsed == 5
    assert step(back, Due(at(30 - 3600 * hours), None)).state.phase is Phase.REVEALED


def test_a_clock_set_back_between_questions_or_in_the_lobby_makes_nobody_wait() -> None:
    revealed = step(begun(CAPITAL), choice(ANNA, 2)).state
    assert step(revealed, ClockSet(at(-7200))).state.deadline == at(-7200 + 5)


def test_a_clock_set_ahead_by_minutes_puts_the_question_again_and_by_hours_closes_the_round() -> None:
    state = begun(CAPITAL, BEN)
    late = at(20) + LATE_AFTER + timedelta(seconds=1)
    again = step(state, Due(late, None))
    put = again.say[0]
    assert isinstance(put, QuestionPut)
    assert put.again
    assert again.state.deadline == late + timedelta(seconds=20)
    assert step(again.state, Due(late + timedelta(minutes=5), None)).state.phase is Phase.REVEALED, "but only once"
    assert step(state, Due(at(7200), None)).state.ending is Ending.AWAY


def test_what_was_answered_before_a_restart_stays_faster_than_what_comes_after_it() -> None:
    back = after(begun(CAPITAL, BEN), choice(ANNA, 6), Resumed(at(300))).state
    told = step(back, choice(BEN, 302)).say[0]
    assert isinstance(told, Revealed)
    assert [attempt.elapsed for attempt in told.attempts] == [6, 8]


def test_what_an_earlier_version_stored_is_played_on() -> None:
    state = begun(CAPITAL, BEN)
    assert state.live
    older = replace(state, seats=(), live=replace(state.live, limit=0.0))
    done = after(older, choice(ANNA, 2), choice(BEN, 3)).state
    assert [(line.player.name, line.points) for line in done.board] == [("Anna", 10), ("Ben", 10)]
