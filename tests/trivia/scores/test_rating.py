"""Ratings, against what the model says."""

import math
import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.rounds import player
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, RoundId
from trivia.scores.model import FirstTry
from trivia.scores.rating import NEW, Rating, after, chance, first_try

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
RIGHT = FirstTry(right=True, hints=0)


def attempt(ruling: Ruling, hints: int = 0) -> Attempt:
    return Attempt(RoundId("aa"), 1, player("Anna"), "e", "x", None, ruling, "", NOON, 1.0, hints)


def test_a_question_as_hard_as_the_player_is_strong_is_answered_half_the_time_but_for_guesses() -> None:
    assert chance(0.0, 0.5, 0) == pytest.approx(0.5)
    assert chance(0.0, 0.5, 4) == pytest.approx(0.25 + 0.75 * 0.5)
    assert chance(-50.0, 0.5, 4) == pytest.approx(0.25)


def test_one_answer_moves_the_rating_as_the_formula_has_it() -> None:
    p, slope = 0.625, 0.75 * 0.25
    information = slope**2 / (p * (1 - p))
    variance = 1 / (1 + information)

    moved = after(NEW, 0.5, 4, RIGHT)

    assert moved.variance == pytest.approx(variance)
    assert moved.mean == pytest.approx(variance * slope * (1 - p) / (p * (1 - p)))


def test_a_guess_among_few_options_proves_less_than_an_answer_typed() -> None:
    assert after(NEW, 0.5, 2, RIGHT).mean < after(NEW, 0.5, 4, RIGHT).mean < after(NEW, 0.5, 0, RIGHT).mean


def test_hints_weigh_less_and_leave_more_in_doubt() -> None:
    plain, helped = after(NEW, 0.5, 0, RIGHT), after(NEW, 0.5, 0, FirstTry(right=True, hints=2))

    assert 0 < helped.mean < plain.mean
    assert helped.variance > plain.variance


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from((0, 2, 4)), st.booleans(), st.integers(0, 3)), max_size=300))
def test_ratings_stay_finite_and_never_get_surer_than_the_floor(answers: list[tuple[float, int, bool, int]]) -> None:
    rating = NEW
    for difficulty, options, right, hints in answers:
        before, rating = rating, after(rating, difficulty, options, FirstTry(right, hints))
        assert math.isfinite(rating.mean)
        assert 0.01 <= rating.variance <= before.variance
        assert (rating.mean > before.mean) == right or rating.mean == before.mean


def test_after_many_answers_the_rating_is_near_the_truth_and_as_sure_as_it_says() -> None:
    dice = random.Random(7)
    off = []
    for _ in range(300):
        truth = dice.gauss(0, 1)
        rating = NEW
        for _ in range(150):
            difficulty = dice.random()
            right = dice.random() < chance(truth, difficulty, 4)
            rating = after(rating, difficulty, 4, FirstTry(right, 0))
        off.append((rating.mean - truth) / math.sqrt(rating.variance))

    assert 0.5 < sum(abs(z) < 1 for z in off) / len(off) < 0.85
    assert abs(sum(off) / len(off)) < 0.35


def test_people_see_ratings_like_those_of_chess() -> None:
    assert (NEW.shown, NEW.certainty) == (1_500, 174)
    assert Rating(math.log(10)).shown == 1_900, "odds of ten to one"


def test_the_first_answer_counts_and_one_that_was_asked_back_is_not_yet_one() -> None:
    asked_back, right, wrong = attempt(Ruling.PROMPT, 1), attempt(Ruling.ACCEPT, 2), attempt(Ruling.REJECT)

    assert first_try([]) is None
    assert first_try([wrong, right]) == FirstTry(right=False, hints=0)
    assert first_try([asked_back, right]) == FirstTry(right=True, hints=2)
    assert first_try([asked_back]) == FirstTry(right=False, hints=1)
