"""Points as a function of attempts."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.rounds import player
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, RoundId
from trivia.rounds.scoring import LADDER, added, most_after, points_of_question, standings

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


def points(*attempts: Attempt) -> dict[str, int]:
    return {gain.player.name: gain.points for gain in points_of_question(attempts, 2.0)}


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
    board = standings([attempt("Anna", 1.0), attempt("Ben", 2.0), attempt("Cleo", 9.0)], 2.0)
    assert [(line.place, line.player.name, line.points) for line in board] == [
        (1, "Anna", 10),
        (1, "Ben", 10),
        (3, "Cleo", 7),
    ]


def test_players_without_an_answer_stand_at_the_end() -> None:
    board = standings([attempt("Anna", 1.0)], 2.0, [player("Anna"), player("Ben")])
    assert [(line.player.name, line.answered) for line in board] == [("Anna", 1), ("Ben", 0)]


ATTEMPTS = st.lists(
    st.builds(
        attempt,
        st.sampled_from(["Anna", "Ben", "Cleo"]),
        st.floats(0, 60),
        right=st.booleans(),
        number=st.integers(1, 4),
        hints=st.integers(0, 2),
    ),
    max_size=25,
    unique_by=lambda a: a.event,
)


@given(ATTEMPTS, st.randoms())
def test_points_do_not_depend_on_the_order_in_which_attempts_are_read(attempts: list[Attempt], chance: Random) -> None:
    shuffled = list(attempts)
    chance.shuffle(shuffled)
    assert standings(attempts, 2.0) == standings(shuffled, 2.0)


@given(ATTEMPTS)
def test_a_board_kept_up_question_by_question_equals_one_computed_at_the_end(attempts: list[Attempt]) -> None:
    board = standings([], 2.0)
    for number in range(1, 5):
        board = added(board, points_of_question([a for a in attempts if a.number == number], 2.0))
    assert board == standings(attempts, 2.0)
