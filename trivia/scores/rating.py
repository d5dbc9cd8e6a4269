"""How strong a player is, reckoned from first answers.

The model is Rasch's with a floor for guessing: a player of strength ``theta`` is right with the probability
``p = c + (1 - c) * sigmoid(theta - b)``, where ``b`` is how hard the question is and ``c`` what guessing gives, one
over the number of options (Birnbaum in Lord and Novick, *Statistical Theories of Mental Test Scores*, 1968, chapter 17,
with all slopes 1). What is known of a player is a normal distribution. Each answer moves it by one step of Fisher
scoring, as Glicko does (Glickman, *Parameter estimation in large dynamic paired comparison experiments*, 1999): with
the slope ``d = p' * (y - p) / (p * (1 - p))`` and the information ``i = p' ** 2 / (p * (1 - p))`` of an answer ``y``,

    variance' = 1 / (1 / variance + w * i)
    mean'     = mean + variance' * w * d

The weight ``w`` is 1, and less after hints. The variance has a floor, so that the rating of those who play for years
still follows them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt
from trivia.scores.model import FirstTry, Result

_LEAST_VARIANCE = 0.01
_MIDDLE = 1_500
_UNIT = 400 / math.log(10)  # as in chess: 400 points more are odds of ten to one
_SPREAD = 4.0  # difficulties from 0 to 1 stand for b from -2 to 2


@dataclass(frozen=True, slots=True)
class Rating:
    """What is known of a player's strength: the mean and the variance of a normal distribution; at first 0 and 1."""

    mean: float = 0.0
    variance: float = 1.0

    @property
    def shown(self) -> int:
        """The rating as people see it: 1,500 for one who is not known yet."""
        return shown(self.mean)

    @property
    def certainty(self) -> int:
        """By how much the rating shown may well be off: two thirds of the time it is nearer."""
        return round(_UNIT * math.sqrt(self.variance))


NEW = Rating()
"""What is known of somebody who never answered."""


def shown(mean: float) -> int:
    """Return a strength as people see it."""
    return round(_MIDDLE + _UNIT * mean)


def chance(mean: float, difficulty: float, options: int) -> float:
    """Return the probability that a player of this strength is right."""
    floor = _floor(options)
    return floor + (1 - floor) / (1 + math.exp(_hardness(difficulty) - mean))


def after(rating: Rating, difficulty: float, options: int, first: FirstTry) -> Rating:
    """Return the rating after one first answer."""
    return Rating(*stepped(rating.mean, rating.variance, difficulty, options, right=first.right, hints=first.hints))


def stepped(
    mean: float, variance: float, difficulty: float, options: int, *, right: bool, hints: int
) -> tuple[float, float]:
    """Return mean and variance after one first answer: ``after`` in bare numbers, for those who take thousands."""
    floor = _floor(options)
    reached = 1 / (1 + math.exp(_hardness(difficulty) - mean))
    p = floor + (1 - floor) * reached
    slope = (1 - floor) * reached * (1 - reached)
    spread = p * (1 - p)
    weight = 1 / (1 + hints)
    now = 1 / (1 / variance + weight * slope * slope / spread)
    return mean + now * weight * slope * (right - p) / spread, max(_LEAST_VARIANCE, now)


def rated(rating: Rating, result: Result) -> Rating:
    """Return the rating after a result; one without a first answer leaves it as it is."""
    if result.first is None:
        return rating
    return after(rating, result.difficulty, result.options, result.first)


def rating_of(results: Iterable[Result]) -> Rating:
    """Return the rating that results, in their order, lead to."""
    rating = NEW
    for result in results:
        rating = rated(rating, result)
    return rating


def first_try(attempts: Sequence[Attempt]) -> FirstTry | None:
    """Return what the first of a member's answers to a question shows; one that was asked back doesn't count yet."""
    said = next((attempt for attempt in attempts if attempt.ruling is not Ruling.PROMPT), None)
    tried = said or next(iter(attempts), None)
    return FirstTry(tried.ruling is Ruling.ACCEPT, tried.hints) if tried else None


def _floor(options: int) -> float:
    return 1 / options if options > 1 else 0.0


def _hardness(difficulty: float) -> float:
    return _SPREAD * (min(1.0, max(0.0, difficulty)) - 0.5)
