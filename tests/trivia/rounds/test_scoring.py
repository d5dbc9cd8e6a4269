"""Points as a function of attempts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.rounds import player
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, Mode, RoundId, Rules, Seat, Standing
from trivia.rounds.scoring import (
    HINT_COST,
    LADDER,
    STREAK_MOST,
    Score,
    after_question,
    bonus_after,
    most_after,
    points_of_question,
    score_round,
    with_players,
)
from trivia.rounds.timing import LEAST_LEFT, MOST_EXTRA

START = datetime(2026, 1, 1, tzinfo=UTC)


def attempt(name: str, elapsed: float, *, right: bool = True, number: int = 1, hints: int = 0) -> Attempt:
    return Attempt(
        round=RoundId("1"),
        number=number,
        player=player(name),
        event=f"{name}{elapsed}{number}",
        given="x",
        choice=None,
        ruling=Ruling.ACCEPT if right else Ruling.REJECT,
        reason="",
        at=START + timedelta(seconds=elapsed),
        elapsed=elapsed,
        hints=hints,
    )


def standings(attempts: Sequence[Attempt], rules: Rules | None = None, questions: int = 4) -> tuple[Standing, ...]:
    return score_round(rules or Rules(), attempts, questions)[1].board


def points(*attempts: Attempt) -> dict[str, int]:
    return {gain.player.name: gain.points for gain in points_of_question(Rules(), attempts)}


def test_all_within_the_grace_window_of_the_first_right_answer_share_the_top_points() -> None:
    assert points(attempt("Anna", 3.0), attempt("Ben", 5.0), attempt("Cleo", 5.1)) == {"Anna": 10, "Ben": 10, "Cleo": 7}


def test_the_window_opens_with_a_right_answer_and_not_with_a_wrong_one() -> None:
    assert points(attempt("Anna", 1.0, right=False), attempt("Ben", 6.0)) == {"Ben": 10, "Anna": 0}


def test_a_member_counts_once_by_the_first_right_answer() -> None:
    assert points(attempt("Anna", 1.0, right=False), attempt("Anna", 4.0), attempt("Anna", 5.0)) == {"Anna": 10}


def test_a_hint_lowers_the_most_one_can_earn_but_never_to_nothing() -> None:
    assert points(attempt("Anna", 3.0, hints=1), attempt("Ben", 4.0)) == {"Anna": 7, "Ben": 10}
    assert most_after(99) == 1


def test_everybody_right_earns_at_least_the_last_rung() -> None:
    many = [attempt(f"P{n}", 3.0 * n) for n in range(1, 12)]
    assert min(points(*many).values()) == LADDER[-1]


def test_equal_points_share_a_place_and_the_next_place_is_left_out() -> None:
    board = standings([attempt("Anna", 1.0), attempt("Ben", 2.0), attempt("Cleo", 9.0)])
    assert [(line.place, line.player.name, line.points) for line in board] == [
        (1, "Anna", 10),
        (1, "Ben", 10),
        (3, "Cleo", 7),
    ]


def test_players_without_an_answer_stand_at_the_end() -> None:
    board = score_round(Rules(), [attempt("Anna", 1.0)], 1, players=[player("Anna"), player("Ben")])[1].board
    assert [(line.player.name, line.answered) for line in board] == [("Anna", 1), ("Ben", 0)]


# Streaks


def test_the_third_right_answer_in_a_row_earns_more_and_a_wrong_or_missing_one_ends_that() -> None:
    assert [bonus_after(streak) for streak in range(1, 8)] == [0, 0, 1, 2, 3, 3, 3]
    streaks = Rules(streaks=True)
    four = [attempt("Anna", 1.0, number=number) for number in (1, 2, 3, 4)]
    assert standings(four, streaks)[0].points == 43
    assert standings(four)[0].points == 40, "only where streaks are on"
    assert standings([*four[:2], attempt("Anna", 1.0, number=3, right=False), four[3]], streaks)[0].points == 30
    assert standings([*four[:2], four[3]], streaks)[0].points == 30, "the third was not answered"


def test_a_question_that_counts_for_nobody_or_was_skipped_ends_no_streak() -> None:
    rules = Rules(streaks=True)
    right = [attempt("Anna", 1.0, number=number) for number in (1, 2, 4)]
    assert score_round(rules, right, 4, voided=[3])[1].board[0].points == 31
    assert score_round(rules, right, 4, cut=[3])[1].board[0].points == 31


# Everyone


def test_where_everyone_counts_speed_does_not() -> None:
    rules = Rules(mode=Mode.EVERYONE)
    tried = [
        attempt("Anna", 1.0),
        attempt("Ben", 19.0),
        attempt("Cleo", 9.0, hints=1),
        attempt("Dora", 2.0, right=False),
    ]
    earned = {gain.player.name: gain.points for gain in points_of_question(rules, tried)}
    assert earned == {"Anna": 10, "Ben": 10, "Cleo": 7, "Dora": 0}


# Survival


def survival(*attempts: Attempt, questions: int, lives: int = 1) -> dict[str, tuple[int, int]]:
    """Return the place of each, and the question at which they fell."""
    rules = Rules(mode=Mode.SURVIVAL, lives=lives)
    return {line.player.name: (line.place, line.out) for line in standings(attempts, rules, questions)}


def test_a_wrong_or_a_missing_answer_costs_a_life_and_who_lasts_longer_ranks_higher() -> None:
    first = [attempt("Anna", 1.0), attempt("Ben", 1.0, right=False), attempt("Cleo", 1.0)]
    second = [attempt("Anna", 1.0, number=2)]
    assert survival(*first, *second, questions=2) == {"Anna": (1, 0), "Cleo": (2, 2), "Ben": (3, 1)}
    assert survival(*first, *second, questions=2, lives=2) == {"Anna": (1, 0), "Cleo": (2, 0), "Ben": (3, 2)}


def test_if_all_who_are_left_fall_at_the_same_question_they_stay_in() -> None:
    both = [attempt("Anna", 1.0, right=False), attempt("Ben", 1.0, right=False)]
    assert survival(*both, questions=1) == {"Anna": (1, 0), "Ben": (1, 0)}
    alone = [attempt("Anna", 1.0, right=False)]
    assert survival(*alone, questions=1) == {"Anna": (1, 1)}


def test_who_is_out_answers_for_nothing() -> None:
    tried = [attempt("Anna", 1.0), attempt("Ben", 1.0, right=False), attempt("Cleo", 1.0)]
    more = [attempt(name, 1.0, number=2) for name in ("Anna", "Ben", "Cleo")]
    earned, score = score_round(Rules(mode=Mode.SURVIVAL, lives=1), [*tried, *more], 2)
    assert [(gain.player.name, gain.number) for gain in earned if gain.player.name == "Ben"] == [("Ben", 1)]
    assert [(line.player.name, line.right, line.answered) for line in score.board if line.out] == [("Ben", 0, 1)]


def test_who_comes_late_has_lost_the_lives_that_were_lost_till_then() -> None:
    first = [attempt("Anna", 1.0), attempt("Ben", 1.0)]
    later = [attempt(name, 1.0, number=2) for name in ("Anna", "Ben", "Cleo")]
    rules = Rules(mode=Mode.SURVIVAL, lives=2)
    lives = {line.player.name: line.lives for line in standings([*first, *later], rules, 2)}
    assert lives == {"Anna": 2, "Ben": 2, "Cleo": 1}


def test_a_question_cut_short_costs_no_life_of_those_who_had_not_answered() -> None:
    rules = Rules(mode=Mode.SURVIVAL, lives=1)
    first = [attempt("Anna", 1.0), attempt("Ben", 1.0), attempt("Cleo", 1.0)]
    second = [attempt("Ben", 1.0, number=2, right=False)]
    board = score_round(rules, [*first, *second], 2, cut=[2])[1].board
    assert {line.player.name: line.out for line in board} == {"Anna": 0, "Cleo": 0, "Ben": 2}


# Teams

SEATS = (Seat(player("Anna").id, 1), Seat(player("Ben").id, 2), Seat(player("Cleo").id, 2), Seat(player("Dora").id, 2))
TEAMS = Rules(mode=Mode.TEAMS)


def teams(*attempts: Attempt, questions: int = 1) -> dict[int, float]:
    score = score_round(TEAMS, attempts, questions, seats=SEATS)[1]
    return {line.team: line.points for line in score.teams}


def test_a_team_earns_what_its_members_earn_on_average_so_that_size_does_not_win() -> None:
    everybody = [attempt(name, 1.0) for name in ("Anna", "Ben", "Cleo", "Dora")]
    assert teams(*everybody) == {1: 10.0, 2: 10.0}
    assert teams(*everybody[:2], attempt("Cleo", 1.0, right=False)) == {1: 10.0, 2: 5.0}


def test_not_answering_weighs_on_a_team_once_and_going_away_does_not() -> None:
    first = [attempt(name, 1.0) for name in ("Anna", "Ben", "Cleo")]
    second = [attempt(name, 1.0, number=2) for name in ("Anna", "Ben")]
    third = [attempt(name, 1.0, number=3) for name in ("Anna", "Ben")]
    assert teams(*first, *second, questions=2) == {1: 20.0, 2: 15.0}
    assert teams(*first, *second, *third, questions=3) == {1: 30.0, 2: 25.0}


def test_teams_with_the_same_points_share_a_place() -> None:
    score = score_round(TEAMS, [attempt("Anna", 1.0), attempt("Ben", 9.0)], 1, seats=SEATS)[1]
    assert [(line.place, line.team) for line in score.teams] == [(1, 1), (1, 2)]


# Whatever was tried

NAMES = ("Anna", "Ben", "Cleo")
ATTEMPTS = st.lists(
    st.builds(
        attempt,
        st.sampled_from(NAMES),
        st.floats(0, 60),
        right=st.booleans(),
        number=st.integers(1, 4),
        hints=st.integers(0, 2),
    ),
    max_size=25,
    unique_by=lambda a: a.event,
)


RULES = st.builds(
    Rules,
    mode=st.sampled_from(Mode),
    streaks=st.booleans(),
    lives=st.integers(1, 3),
    teams=st.integers(2, 4),
)


@given(RULES, ATTEMPTS, st.randoms())
def test_points_do_not_depend_on_the_order_in_which_attempts_are_read(
    rules: Rules, attempts: list[Attempt], chance: Random
) -> None:
    shuffled = list(attempts)
    chance.shuffle(shuffled)
    assert score_round(rules, attempts, 4, seats=SEATS)[1] == score_round(rules, shuffled, 4, seats=SEATS)[1]


@given(
    RULES,
    ATTEMPTS,
    st.sets(st.integers(1, 4)),
    st.sets(st.integers(1, 4)),
    st.lists(st.integers(1, 5), min_size=len(NAMES), max_size=len(NAMES)),
)
def test_a_score_kept_up_question_by_question_equals_one_computed_at_the_end(
    rules: Rules, attempts: list[Attempt], voided: set[int], cut: set[int], came: list[int]
) -> None:
    first = {name: min((a.number for a in attempts if a.player.name == name), default=9) for name in NAMES}
    since = {name: min(number, first[name]) for name, number in zip(NAMES, came, strict=True)}
    seats = [Seat(player(name).id, 1 + place % 2, since=since[name]) for place, name in enumerate(NAMES)]
    score = Score()
    for number in range(1, 5):
        there = [player(name) for name in NAMES if since[name] <= number]
        score = with_players(rules, score, there, seats)
        if number not in voided:
            tried = [a for a in attempts if a.number == number]
            score, _ = after_question(rules, score, number, tried, seats, cut=number in cut)
    everybody = [player(name) for name in NAMES if since[name] <= 4]
    assert score == score_round(rules, attempts, 4, voided=voided, cut=cut, players=everybody, seats=seats)[1]


def test_the_page_for_players_gives_the_figures_that_hold() -> None:
    page = " ".join((Path(__file__).parents[3] / "docs" / "playing.md").read_text(encoding="utf-8").split())
    assert f"Right answers earn {', '.join(map(str, LADDER))} points" in page
    assert f"each hint takes {HINT_COST} points off" in page
    assert f"a point more than the last, {STREAK_MOST} at most" in page
    assert f"up to four times as much with {MOST_EXTRA}" in page
    assert f"keeps the time it had left, at least {LEAST_LEFT:.0f} seconds" in page
    rules = Rules()
    assert (rules.lives, rules.guesses, rules.grace, rules.idle_after) == (2, 3, 2.0, 3), "the page names them in words"
