"""The round machine, by example and with random events in random order."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.rounds import player, question
from trivia.facts.model import GLOBAL_COMMUNITY, FactId
from trivia.judging.verdict import Ruling
from trivia.questions.model import QuestionKind
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.events import (
    Attempted,
    Begun,
    ClockSet,
    Closed,
    Due,
    Event,
    HintAsked,
    Joined,
    Opened,
    PauseAsked,
    ResumeAsked,
    Resumed,
    SkipAsked,
    StopAsked,
    Voided,
    Went,
)
from trivia.rounds.machine import FORGOTTEN_AFTER, opened, step, wants_question
from trivia.rounds.model import Asked, Attempt, ChannelId, Ending, Mode, Phase, Place, Points, Round, RoundId, Rules
from trivia.rounds.notices import (
    ChoiceTaken,
    GuessRuled,
    HadItAlready,
    HintShown,
    IsIn,
    LobbyOpen,
    NoGuessesLeft,
    NoHint,
    NoQuestionOpen,
    NotAnOption,
    NotYours,
    Over,
    QuestionPut,
    Revealed,
    SkipVoted,
    TooLate,
)
from trivia.rounds.scoring import rescored
from trivia.rounds.step import Step
from trivia.values import replace

HOUR = timedelta(hours=1, seconds=61)
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
CAPITAL = replace(
    Asked.of(question("What is the capital of Norway?", "Oslo", ("Bergen", "Oslo", "Kyiv", "Rome"))),
    facts=(FactId(7),),
)
TYPED = Asked.of(question("Who directed it?", "Krysten Ritter"))
TRUTH = Asked.of(question("Oslo is in Norway.", "true", ("true", "false"), QuestionKind.TRUE_FALSE))
ANNA, BEN, CLEO = player("Anna"), player("Ben"), player("Cleo")
PLACE = Place(GLOBAL_COMMUNITY, ChannelId("test:1"))


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def begun(asked: Asked = CAPITAL, rules: Rules | None = None) -> Round:
    rules = rules or Rules(count=3, lobby=0, pause=5)
    return opened(Opened(RoundId("ab"), PLACE, ANNA, rules, START, asked)).state


def choice(who: object, place: int | None, seconds: float, number: int | None = None, event: str = "") -> Attempted:
    ruling = Ruling.ACCEPT if place == CAPITAL.right_option else Ruling.REJECT
    return Attempted(who, at(seconds), event or f"{who}{seconds}", number, "given", place, ruling, "")  # type: ignore[arg-type] # a player


def guess(who: object, seconds: float, *, right: bool, ruling: Ruling | None = None) -> Attempted:
    ruled = ruling or (Ruling.ACCEPT if right else Ruling.REJECT)
    return Attempted(who, at(seconds), f"{who}{seconds}", None, "given", None, ruled, "")  # type: ignore[arg-type] # a player


def after(state: Round, *events: Event) -> Step:
    result = Step(state)
    for event in events:
        result = step(result.state, event)
    return result


# The lobby


def test_a_round_with_a_lobby_waits_for_players_until_its_deadline() -> None:
    opening = opened(Opened(RoundId("ab"), PLACE, ANNA, Rules(lobby=15), START, None))
    assert isinstance(opening.say[0], LobbyOpen)
    assert opening.state.deadline == at(15)
    joined = step(opening.state, Joined(BEN, at(1)))
    assert joined.word == IsIn(already=False)
    assert joined.updates_lobby
    assert step(joined.state, Joined(BEN, at(2))).word == IsIn(already=True)
    put = step(joined.state, Due(at(15), CAPITAL))
    assert put.put == CAPITAL
    assert isinstance(put.say[0], QuestionPut)


def test_only_the_starter_or_a_moderator_ends_the_lobby_early() -> None:
    lobby = opened(Opened(RoundId("ab"), PLACE, ANNA, Rules(lobby=15), START, None)).state
    assert step(lobby, Begun(BEN, moderator=False, at=at(1), question=CAPITAL)).word == NotYours(ANNA)
    assert step(lobby, Begun(BEN, moderator=True, at=at(1), question=CAPITAL)).state.phase is Phase.ASKING
    assert step(lobby, Begun(ANNA, moderator=False, at=at(1), question=CAPITAL)).state.phase is Phase.ASKING
    assert step(begun(), Begun(ANNA, moderator=False, at=at(1), question=CAPITAL)).word == IsIn(already=True)


def test_a_round_without_questions_ends_at_once_with_a_word() -> None:
    over = opened(Opened(RoundId("ab"), PLACE, ANNA, Rules(lobby=0), START, None))
    assert over.state.ending is Ending.NO_QUESTIONS
    assert isinstance(over.say[0], Over)


# Answers


def test_of_options_the_first_choice_counts() -> None:
    two = step(begun(), Joined(BEN, at(1))).state
    first = step(two, choice(ANNA, 0, 2))
    assert isinstance(first.word, ChoiceTaken)
    again = step(first.state, choice(ANNA, 1, 3))
    assert isinstance(again.word, ChoiceTaken)
    assert again.word.kept
    assert again.state == first.state
    assert again.attempt is None


def test_the_answer_of_the_last_player_closes_the_question() -> None:
    two = step(begun(), Joined(BEN, at(1))).state
    done = after(two, choice(ANNA, 1, 2), choice(BEN, 0, 3))
    assert done.state.phase is Phase.REVEALED
    told = done.say[0]
    assert isinstance(told, Revealed)
    assert [(p.player.name, p.points) for p in told.points] == [("Anna", 10), ("Ben", 0)]
    assert done.word is None, "the reveal says it all"


def test_answering_joins() -> None:
    assert BEN in after(begun(), choice(BEN, 1, 2)).state.players


def test_an_answer_that_names_no_option_does_not_count() -> None:
    refused = step(begun(), choice(ANNA, None, 2))
    assert refused.word == NotAnOption(4)
    assert refused.attempt is None


def test_attempts_after_the_deadline_are_refused_even_before_the_clock_struck() -> None:
    assert step(begun(), choice(ANNA, 1, 20.01)).word == TooLate()
    assert step(begun(), choice(ANNA, 1, 20)).word is None


def test_an_answer_to_an_earlier_question_is_too_late() -> None:
    assert step(begun(), choice(ANNA, 1, 2, number=7)).word == TooLate()


def test_answers_between_questions_are_refused_with_a_word() -> None:
    revealed = step(begun(), choice(ANNA, 1, 2)).state
    assert step(revealed, choice(BEN, 1, 3)).word == TooLate()
    lobby = opened(Opened(RoundId("ab"), PLACE, ANNA, Rules(lobby=15), START, None)).state
    assert step(lobby, choice(BEN, 1, 3)).word == NoQuestionOpen()


def test_typed_guesses_count_up_to_the_limit() -> None:
    two = step(begun(TYPED), Joined(BEN, at(1))).state
    third = after(two, guess(ANNA, 2, right=False), guess(ANNA, 3, right=False), guess(ANNA, 4, right=False))
    assert third.word == GuessRuled(Ruling.REJECT, "", 0)
    assert step(third.state, guess(ANNA, 5, right=True)).word == NoGuessesLeft(3)


def test_after_the_first_right_typed_answer_only_the_grace_window_stays_open() -> None:
    three = after(begun(TYPED), Joined(BEN, at(1)), Joined(CLEO, at(1)))
    right = step(three.state, guess(ANNA, 4, right=True))
    assert right.state.deadline == at(6)
    assert step(right.state, guess(ANNA, 5, right=True)).word == HadItAlready()
    assert step(right.state, guess(BEN, 6, right=True)).attempt is not None
    assert step(right.state, guess(BEN, 6.5, right=True)).word == TooLate()


def test_a_prompt_costs_a_guess_and_says_so() -> None:
    two = step(begun(TYPED), Joined(BEN, at(1))).state
    assert step(two, guess(ANNA, 2, right=False, ruling=Ruling.PROMPT)).word == GuessRuled(Ruling.PROMPT, "", 2)


def test_who_missed_two_questions_in_a_row_is_not_waited_for_until_answering_again() -> None:
    state = step(begun(rules=Rules(count=9, lobby=0)), Joined(BEN, at(0))).state
    for number in range(2):
        state = after(state, choice(ANNA, 1, 100 * number + 1), Due(at(100 * number + 30), None)).state
        state = step(state, Due(at(100 * number + 100), CAPITAL)).state
    alone = step(state, choice(ANNA, 1, 201))
    assert alone.state.phase is Phase.REVEALED


def test_a_starter_who_plays_for_others_is_not_waited_for_after_one_question() -> None:
    state = step(begun(rules=Rules(count=9, lobby=0)), choice(BEN, 1, 1)).state
    assert state.phase is Phase.ASKING
    state = after(state, Due(at(20), None), Due(at(25), CAPITAL)).state
    assert step(state, choice(BEN, 1, 26)).state.phase is Phase.REVEALED


# Hints, skips, the end


def test_a_hint_strikes_options_and_lowers_the_points() -> None:
    hinted = step(begun(), HintAsked(ANNA, at(2)))
    said = hinted.say[0]
    assert isinstance(said, HintShown)
    assert len(said.struck) == 2
    assert CAPITAL.right_option not in said.struck
    revealed = step(hinted.state, choice(ANNA, 1, 3))
    assert revealed.points == (Points(RoundId("ab"), 1, ANNA, said.most),)
    assert step(hinted.state, HintAsked(ANNA, at(4))).word == NoHint(switched_off=False)


def test_hints_can_be_switched_off_and_do_not_exist_for_everything() -> None:
    off = begun(rules=Rules(lobby=0, hints=False))
    assert step(off, HintAsked(ANNA, at(1))).word == NoHint(switched_off=True)
    assert step(begun(TRUTH), HintAsked(ANNA, at(1))).word == NoHint(switched_off=False)


def test_letters_of_a_name_come_one_by_one() -> None:
    first = step(begun(TYPED), HintAsked(ANNA, at(1)))
    second = step(first.state, HintAsked(ANNA, at(2)))
    hints = [said.hint for said in (*first.say, *second.say) if isinstance(said, HintShown)]
    assert hints == ["K······ R·····", "Kr····· Ri····"]


def test_a_skip_takes_more_than_half_of_the_players_or_a_moderator() -> None:
    three = after(begun(), Joined(BEN, at(1)), Joined(CLEO, at(1))).state
    vote = step(three, SkipAsked(ANNA, moderator=False, at=at(2)))
    assert vote.word == SkipVoted(1, 2)
    assert step(vote.state, SkipAsked(ANNA, moderator=False, at=at(3))).state.phase is Phase.ASKING
    assert step(vote.state, SkipAsked(BEN, moderator=False, at=at(3))).state.phase is Phase.REVEALED
    assert step(three, SkipAsked(BEN, moderator=True, at=at(3))).state.phase is Phase.REVEALED


def test_only_the_starter_or_a_moderator_stops_the_round() -> None:
    assert step(begun(), StopAsked(BEN, moderator=False, at=at(1))).word == NotYours(ANNA)
    for event in (StopAsked(ANNA, moderator=False, at=at(1)), StopAsked(BEN, moderator=True, at=at(1))):
        over = step(begun(), event)
        assert over.state.ending is Ending.STOPPED
        said = over.say[0]
        assert isinstance(said, Over)
        assert said.open_question == CAPITAL


def test_points_earned_before_a_stop_count() -> None:
    two = step(begun(), Joined(BEN, at(1))).state
    over = after(two, choice(ANNA, 1, 2), StopAsked(ANNA, moderator=False, at=at(3)))
    assert over.points == (Points(RoundId("ab"), 1, ANNA, 10),)
    assert over.state.board[0].points == 10


def test_the_last_question_ends_the_round_with_standings() -> None:
    last = begun(rules=Rules(count=1, lobby=0))
    over = step(last, choice(ANNA, 1, 2))
    assert [type(said) for said in over.say] == [Revealed, Over]
    assert over.state.phase is Phase.FINISHED
    assert step(over.state, choice(ANNA, 1, 3)).word == NoQuestionOpen()


def test_a_round_that_nobody_answers_stops_by_itself() -> None:
    state = begun(rules=Rules(count=10, lobby=0, idle_after=2))
    idle = after(state, Due(at(20), None), Due(at(25), CAPITAL), Due(at(45), None))
    assert idle.state.ending is Ending.IDLE


def test_longer_questions_get_longer() -> None:
    assert Rules(seconds=20).window("x" * 220) == timedelta(seconds=25)


def test_a_question_whose_fact_is_retired_is_closed_and_counts_for_nobody() -> None:
    two = after(begun(), Joined(BEN, at(1)), choice(ANNA, 1, 2)).state
    assert step(two, Voided(FactId(8), at(3))).state == two
    voided = step(two, Voided(FactId(7), at(3)))
    said = voided.say[0]
    assert isinstance(said, Revealed)
    assert said.voided
    assert voided.points == ()
    assert voided.state.board[0].points == 0
    assert step(voided.state, Voided(FactId(7), at(4))).state == voided.state


# Coming back


def test_a_restart_that_missed_nothing_says_nothing() -> None:
    assert step(begun(), Resumed(at(10))) == Step(begun())


def test_a_question_whose_time_ran_out_during_a_restart_is_put_once_more() -> None:
    back = step(begun(), Resumed(at(60)))
    said = back.say[0]
    assert isinstance(said, QuestionPut)
    assert said.again
    assert back.state.deadline == at(80)


def test_a_round_forgotten_for_long_is_closed_with_a_word() -> None:
    late = START + timedelta(seconds=20) + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert step(begun(), Resumed(late)).state.ending is Ending.AWAY


def test_a_round_between_questions_goes_on_by_its_deadline() -> None:
    revealed = step(begun(), choice(ANNA, 1, 2)).state
    assert step(revealed, Resumed(at(60))).state == revealed


def test_leaving_ends_the_round_with_standings() -> None:
    assert isinstance(step(begun(), Closed(at(3))).say[0], Over)


# Random events in random order


PLAYERS = st.sampled_from([ANNA, BEN, CLEO])
EXTRA = st.sampled_from([0, 0, 50, 300])
MOMENTS = st.integers(-100, 4000).map(lambda n: at(n / 2))
QUESTIONS = st.sampled_from([CAPITAL, TYPED, TRUTH, None])


@st.composite
def attempts(draw: st.DrawFn) -> Attempted:
    return Attempted(
        player=draw(PLAYERS),
        at=draw(MOMENTS),
        event=draw(st.uuids().map(str)),
        number=draw(st.none() | st.integers(0, 4)),
        given="x",
        choice=draw(st.none() | st.integers(0, 1)),
        ruling=draw(st.sampled_from(Ruling)),
        reason="",
        extra=draw(EXTRA),
    )


EVENTS = st.one_of(
    attempts(),
    attempts(),
    st.builds(Joined, PLAYERS, MOMENTS, st.integers(0, 4), EXTRA, st.floats(0, 1)),
    st.builds(Went, PLAYERS, MOMENTS),
    st.builds(PauseAsked, PLAYERS, st.booleans(), MOMENTS),
    st.builds(ResumeAsked, PLAYERS, st.booleans(), MOMENTS),
    st.builds(ClockSet, MOMENTS),
    st.builds(Begun, PLAYERS, st.booleans(), MOMENTS, QUESTIONS),
    st.builds(HintAsked, PLAYERS, MOMENTS),
    st.builds(SkipAsked, PLAYERS, st.just(value=False), MOMENTS),
    st.builds(StopAsked, st.just(BEN), st.just(value=False), MOMENTS),
    st.builds(Due, MOMENTS, QUESTIONS),
    st.builds(Due, MOMENTS, QUESTIONS, extras=EXTRA.map(lambda extra: ((ANNA.id, extra),))),
    st.builds(Resumed, MOMENTS),
    st.builds(Voided, st.just(FactId(7)), MOMENTS),
)
RULES = st.builds(
    Rules,
    count=st.integers(1, 4),
    lobby=st.sampled_from([0, 5]),
    guesses=st.integers(1, 3),
    hints=st.booleans(),
    idle_after=st.integers(1, 3),
    mode=st.sampled_from(Mode),
    lives=st.integers(1, 3),
    teams=st.integers(2, 4),
    balanced=st.booleans(),
    streaks=st.booleans(),
)


def _without_its_last_attempt(state: Round) -> Round:
    assert state.live
    live = replace(state.live, attempts=state.live.attempts[:-1])
    return replace(state, version=state.version - 1, live=live)


@settings(max_examples=200, deadline=None)
@given(RULES, st.lists(EVENTS, max_size=40))
def test_whatever_happens_a_round_keeps_its_promises(rules: Rules, events: list[Event]) -> None:
    result = opened(Opened(RoundId("ab"), PLACE, ANNA, rules, START, CAPITAL))
    stored: list[Attempt] = []
    earned: list[Points] = list(result.points)
    put = {result.state.number: result.put}
    for event in events:
        before = result.state
        result = step(before, event)
        stored += [result.attempt] if result.attempt else []
        earned += result.points
        put |= {result.state.number: result.put} if result.put else {}
        assert result.state.version == before.version + (result.state != before), "a change is a version"
        assert (result.state.deadline is None) == result.state.over, "an open round has a deadline, so it moves on"
        assert from_json(Round, to_json(result.state)) == result.state, "what is stored is the whole truth"
        if result.state.deadline:
            assert result.state.deadline - event.at <= HOUR, "whatever the clock says, nothing waits for longer"
        if isinstance(event, Attempted) and before.question and not before.held and result.attempt is None:
            assert result.word, "an answer counts, or a word says why not"
        if result.appends:
            assert _without_its_last_attempt(result.state) == before, "what an attempt is appended to stays the same"
        if before.over:
            assert result.state == before, "what is over stays over"

    over = step(result.state, StopAsked(ANNA, moderator=False, at=at(9000)))
    earned += over.points
    assert over.state.over, "stop always works"
    tries = Counter((a.player.id, a.number) for a in stored)
    for (_, number), count in tries.items():
        asked = put[number]
        assert count <= (1 if asked and asked.options else rules.guesses), (
            "the first choice counts, guesses to the limit"
        )
    anew, again = rescored(over.state, stored)
    assert anew == over.state, "points are a function of the stored attempts"
    assert sorted(earned, key=str) == sorted(again, key=str), "each question's points are stored once"


@settings(max_examples=50, deadline=None)
@given(RULES, st.lists(EVENTS, max_size=30))
def test_left_alone_a_round_always_comes_to_its_end(rules: Rules, events: list[Event]) -> None:
    state = opened(Opened(RoundId("ab"), PLACE, ANNA, rules, START, CAPITAL)).state
    for event in events:
        state = step(state, event).state
    for _ in range(2 * rules.count + 2):
        if state.deadline is None:
            break
        state = step(state, Due(state.deadline, CAPITAL if wants_question(state) else None)).state
    assert state.over


def test_an_end_without_a_question_open_tells_no_answer() -> None:
    revealed = step(begun(), choice(ANNA, 1, 2)).state
    over = step(revealed, StopAsked(ANNA, moderator=False, at=at(3)))
    said = over.say[0]
    assert isinstance(said, Over)
    assert said.open_question is None
    assert over.points == ()
    assert replace(over.state, board=()) != over.state
