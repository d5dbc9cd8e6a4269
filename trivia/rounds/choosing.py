"""Choosing the next question among those that a bag has ready, so that neighbours differ."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from trivia.facts.phrasing import name_of
from trivia.facts.written import is_written
from trivia.lookup.plan import asks_backwards
from trivia.questions.model import Question, QuestionKind
from trivia.rounds.bag import APART, Ground, Mark, Recent
from trivia.rounds.model import Asked
from trivia.text import fold
from trivia.values import Value

RUN = 3
"""So many questions in a row are never of one pattern."""

_QUOTES = re.compile("[\"']")
_PRESSING = 0.6  # share of what is left that must stand apart from each other, from which on it can't wait


class Candidate(Value):
    """A question that could be drawn, with what is needed to tell whether it may be."""

    asked: Asked
    marks: tuple[Mark, ...]
    answer: str
    pattern: str
    grounds: tuple[Ground, ...]

    @classmethod
    def of(cls, question: Question) -> "Candidate":
        """Take from a question what drawing needs."""
        asked = Asked.of(question)
        backwards = asks_backwards(question.plan)
        words = dict.fromkeys(fold(t) for t in (question.stem, *(e.statement for e in question.evidence)))
        return cls(
            asked=asked,
            marks=(*dict.fromkeys(asked.facts), *map(_of_words, words)),
            answer=_answer(question),
            pattern=_pattern(question),
            grounds=tuple(Ground.of(e.fact, backwards=backwards, names=question.names) for e in question.evidence),
        )

    @property
    def names(self) -> tuple[str, ...] | None:
        """All further names of its key, as they are as long as it stands; None if that isn't sure."""
        if any(is_written(ground.relation) for ground in self.grounds):
            return None
        return tuple(dict.fromkeys(name for ground in self.grounds for name in ground.names))

    def drawn_at(self, turns: Mapping[Mark, int]) -> int:
        """Return the turn at which it, or the fact behind it, was drawn last; -1 if it never was."""
        return max((turns.get(mark, -1) for mark in self.marks), default=-1) if turns else -1


def _of_words(folded: str) -> Mark:
    """Return the mark of a question or a statement, whatever fact it is made of."""
    return -1 - (int.from_bytes(blake2b(folded.encode(), digest_size=8).digest()) >> 2)


def _answer(question: Question) -> str:
    """Return what the question asks for, folded; of a statement to be judged, what it states."""
    if question.kind is QuestionKind.TRUE_FALSE and question.evidence:
        return fold(name_of(question.evidence[0].fact.value))
    return fold(question.key)


def _pattern(question: Question) -> str:
    """Return what questions that differ in names alone have in common, "" where a question doesn't say."""
    if any(is_written(evidence.fact.relation) for evidence in question.evidence):
        return ""
    shape = _QUOTES.split(question.plan, maxsplit=1)[0]
    relations = sorted({evidence.fact.relation for evidence in question.evidence})
    return f"{shape}:{'+'.join(relations)}" if shape or relations else ""


def cost(candidate: Candidate, recent: Sequence[Recent]) -> tuple[int, int]:
    """Return how badly a question repeats those just asked: nearness of the same answer, and the same pattern again.

    (0, 0) is a question that keeps to the rules: no answer within ``APART`` questions, no pattern three times running.
    """
    near = next((n for n, r in enumerate(recent[:APART]) if r.answer == candidate.answer), APART)
    last = [r.pattern for r in recent[: RUN - 1]]
    return APART - near, int(bool(candidate.pattern) and last == [candidate.pattern] * (RUN - 1))


def choose(free: Sequence[Candidate], recent: Sequence[Recent], turns: Mapping[Mark, int], *, whole: bool) -> Candidate:
    """Return which of these questions comes next: one that keeps to the rules, if any does.

    Where they are the ``whole`` bag, those come first whose answer or pattern will otherwise be hard to keep apart,
    then those that were drawn the longest ago; else their order holds.
    """
    if not whole:
        return min(free, key=lambda c: cost(c, recent))
    answers = Counter(candidate.answer for candidate in free)
    patterns = Counter(candidate.pattern for candidate in free)
    by_age = sorted(range(len(free)), key=lambda i: free[i].drawn_at(turns))
    share = max(1, len(free) // 4)
    age = {place: rank // share for rank, place in enumerate(by_age)}

    def waits(candidate: Candidate) -> float:
        """Return how long the question can wait, 0 where there is no haste: less where many have its answer."""
        room = (answers[candidate.answer] - 1) * (APART + 1) + 1
        run = patterns[candidate.pattern] * (RUN / (RUN - 1)) if candidate.pattern else 0
        needed = max(room, run)
        return -needed if needed > len(free) * _PRESSING else 0

    order = range(len(free))
    return free[min(order, key=lambda i: (cost(free[i], recent), waits(free[i]), age[i], i))]
