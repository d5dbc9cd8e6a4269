"""Rounds that were played here: the last one, to be played again, and what was missed in it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, MemberId, Place, Round, RoundId
from trivia.values import Value


class RoundHistory(Protocol):
    """Rounds that are over."""

    async def past_rounds(self, place: Place, limit: int) -> Sequence[Round]:
        """Return the last rounds of a channel that are over, the latest first."""
        ...

    async def questions_of(self, round_id: RoundId) -> Sequence[tuple[int, Asked]]:
        """Return the questions put in a round with their numbers, in order."""
        ...


class Missed(Value):
    """A question that a member didn't have; ``by_all`` says that nobody had it."""

    number: int
    asked: Asked
    by_all: bool


def missed_by(
    member: MemberId, questions: Sequence[tuple[int, Asked]], attempts: Sequence[Attempt], voided: Collection[int]
) -> tuple[Missed, ...]:
    """Return the questions of a round that a member didn't have, those that counted for nobody left out."""
    had = {(attempt.number, attempt.player.id) for attempt in attempts if attempt.ruling is Ruling.ACCEPT}
    by_anyone = {number for number, _ in had}
    return tuple(
        Missed(number, asked, by_all=number not in by_anyone)
        for number, asked in questions
        if number not in voided and (number, member) not in had
    )
