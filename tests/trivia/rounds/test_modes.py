"""What makes the modes different, in the machine; their points are in test_scoring."""

from tests.trivia.rounds.playing import ANNA, BEN, CAPITAL, CLEO, DORA, after, at, begun, choice, lobby
from trivia.rounds.events import Begun, Due, Joined, Opened, SkipAsked, Went
from trivia.rounds.machine import opened, step
from trivia.rounds.model import Ending, Mode, Phase, Player, Round, Rules
from trivia.rounds.notices import ChoiceTaken, IsIn, LobbyOpen, NoSuchTeam, QuestionPut, Revealed, TeamsFixed, TeamsMade
from trivia.values import replace

TEAMS = Rules(mode=Mode.TEAMS, lobby=30)
BEGIN = Begun(ANNA, moderator=False, at=at(2), question=CAPITAL)


def survival(*others: Player) -> Round:
    return begun(CAPITAL, *others, mode=Mode.SURVIVAL, lives=1)


def following(state: Round, seconds: float) -> Round:
    """Put the next question."""
    return step(state, Due(at(seconds), CAPITAL)).state


# Survival


def test_who_falls_is_named_and_may_go_on_for_nothing() -> None:
    first = after(survival(BEN, CLEO), choice(ANNA, 1), choice(BEN, 1), choice(CLEO, 1, right=False))
    told = first.say[0]
    assert isinstance(told, Revealed)
    assert told.fallen == (CLEO,)
    second = following(first.state, 10)
    fun = step(second, choice(CLEO, 11))
    assert fun.word == ChoiceTaken("given", 1, kept=False, out=True)
    assert fun.attempt, "it is kept all the same"
    done = after(fun.state, choice(ANNA, 12), choice(BEN, 13))
    assert done.state.phase is Phase.REVEALED, "who is out is not waited for"
    assert [gain.player.name for gain in done.points] == ["Anna", "Ben"]


def test_survival_ends_when_one_is_left_of_several() -> None:
    over = after(survival(BEN), choice(ANNA, 1), choice(BEN, 2, right=False)).state
    assert over.ending is Ending.DONE
    assert [(line.place, line.player.name) for line in over.board] == [(1, "Anna"), (2, "Ben")]


def test_if_all_who_are_left_fall_at_once_the_round_goes_on_and_says_so() -> None:
    both = after(survival(BEN), choice(ANNA, 1, right=False), choice(BEN, 2, right=False))
    told = both.say[0]
    assert isinstance(told, Revealed)
    assert told.spared
    assert both.state.phase is Phase.REVEALED


def test_one_who_plays_alone_plays_till_the_last_life() -> None:
    first = step(begun(CAPITAL, mode=Mode.SURVIVAL, lives=2), choice(ANNA, 1, right=False)).state
    assert first.phase is Phase.REVEALED
    assert step(following(first, 10), choice(ANNA, 11, right=False)).state.ending is Ending.DONE


def test_who_joined_and_did_not_answer_is_in_as_well() -> None:
    nobody = step(survival(BEN, CLEO), Due(at(20), None))
    told = nobody.say[0]
    assert isinstance(told, Revealed)
    assert told.spared, "all three missed it"
    one = after(survival(BEN, CLEO), choice(BEN, 1, right=False), Due(at(20), None)).state
    assert one.phase is Phase.REVEALED
    assert not any(line.out for line in one.board)
    wins = after(survival(BEN, CLEO), choice(BEN, 1), Due(at(20), None)).state
    assert {line.player.name: line.out for line in wins.board} == {"Anna": 1, "Ben": 0, "Cleo": 1}


def test_one_alone_who_never_answers_is_out_and_the_round_with_it() -> None:
    assert step(survival(), Due(at(20), None)).state.ending is Ending.DONE


def test_a_skipped_question_costs_nobody_a_life() -> None:
    state = survival(BEN, CLEO)
    skipped = after(state, choice(ANNA, 1), SkipAsked(BEN, moderator=True, at=at(2)))
    told = skipped.say[0]
    assert isinstance(told, Revealed)
    assert not told.spared
    assert all(not line.out for line in skipped.state.board)


# Teams


def test_members_choose_their_team_or_come_to_the_smallest() -> None:
    state = lobby(TEAMS, BEN)
    chosen = step(state, Joined(CLEO, at(1), team=2))
    assert chosen.word == IsIn(already=False, team=2)
    said = chosen.say[0]
    assert isinstance(said, LobbyOpen)
    assert said.teams == ((ANNA,), (BEN, CLEO))
    assert step(chosen.state, Joined(DORA, at(1))).word == IsIn(already=False, team=1)


def test_a_team_can_be_changed_until_the_first_question_and_not_after_it() -> None:
    changed = step(lobby(TEAMS, BEN), Joined(BEN, at(1), team=1))
    assert changed.word == IsIn(already=True, team=1)
    playing = step(changed.state, BEGIN)
    made, put = playing.say
    assert isinstance(made, TeamsMade)
    assert made.teams == ((ANNA, BEN), ())
    assert isinstance(put, QuestionPut)
    assert step(playing.state, Joined(BEN, at(3), team=2)).word == TeamsFixed(balanced=False, team=1)
    assert step(playing.state, Joined(CLEO, at(3))).word == IsIn(already=False, team=2), "late, into the smallest"
    assert step(playing.state, Joined(CLEO, at(3), team=1)).word == IsIn(already=False, team=1)


def test_a_team_that_is_not_there_is_refused() -> None:
    assert step(lobby(TEAMS), Joined(BEN, at(1), team=3)).word == NoSuchTeam(2)
    assert step(lobby(Rules()), Joined(BEN, at(1), team=1)).word == NoSuchTeam(0)


def test_balanced_teams_are_dealt_out_by_skill_when_the_first_question_comes() -> None:
    balanced = replace(TEAMS, balanced=True)
    state = lobby(balanced)
    for who, skill in ((BEN, 0.9), (CLEO, 0.8), (DORA, 0.1)):
        joined = step(state, Joined(who, at(1), skill=skill))
        assert joined.word == IsIn(already=False), "no team yet"
        state = joined.state
    assert step(state, Joined(BEN, at(1), team=1)).word == TeamsFixed(balanced=True, team=0)
    made = step(state, BEGIN).say[0]
    assert isinstance(made, TeamsMade)
    assert made.teams == ((BEN, DORA), (ANNA, CLEO)), "the best with the weakest"


def test_who_left_the_lobby_is_in_no_team() -> None:
    made = after(lobby(TEAMS, BEN, CLEO), Went(BEN, at(1)), BEGIN).say[0]
    assert isinstance(made, TeamsMade)
    assert made.teams == ((ANNA, CLEO), ())


def test_answering_puts_one_into_the_smallest_team() -> None:
    state = step(lobby(TEAMS), BEGIN).state
    tried = step(state, choice(BEN, 3)).state
    assert {line.player.name: line.team for line in tried.board} == {"Anna": 1, "Ben": 2}


def test_a_round_of_a_schedule_has_teams_without_its_maker() -> None:
    state = lobby(TEAMS)
    planned = opened(Opened(state.id, state.place, ANNA, TEAMS, at(0), None, joins=False)).state
    put = step(planned, BEGIN)
    assert isinstance(put.say[0], QuestionPut), "nobody is in a team yet"
    done = after(put.state, choice(BEN, 3), choice(CLEO, 4), Due(at(30), None)).state
    assert {line.team: line.points for line in done.teams} == {1: 10.0, 2: 10.0}
