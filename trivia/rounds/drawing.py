"""Choosing the next question of a round: one that the channel has not had, as long as there is one."""

from collections.abc import Iterable, Sequence

from trivia.facts.model import FactId
from trivia.questions.model import Question
from trivia.rounds.model import Asked
from trivia.rounds.ports import AskedBefore


def next_question(
    candidates: Iterable[Question], before: Sequence[AskedBefore], in_round: int, *, spoilers: bool
) -> tuple[Asked | None, bool]:
    """Return the first candidate on which the channel was asked nothing, and whether it is such a fresh one.

    ``before`` is what the channel was asked, the latest first, of it ``in_round`` questions in this round. If all were
    asked, the one whose facts were asked the longest ago is taken, but none of this round; None if there is none.
    Questions that give a plot away are left out unless ``spoilers`` allows them.
    """
    ago: dict[FactId | str, int] = {}
    for distance, asked in enumerate(before):
        marks: list[FactId | str] = [*asked.facts, asked.stem]
        for mark in marks:
            ago.setdefault(mark, distance)
    oldest: tuple[int, Question] | None = None
    for question in candidates:
        if not spoilers and any(evidence.fact.spoiler for evidence in question.evidence):
            continue
        touched: list[FactId | str] = [*(evidence.fact.id for evidence in question.evidence), question.stem]
        latest = min((ago[mark] for mark in touched if mark in ago), default=None)
        if latest is None:
            return Asked.of(question), True
        if latest >= in_round and (oldest is None or latest > oldest[0]):
            oldest = (latest, question)
    return (Asked.of(oldest[1]) if oldest else None), False
