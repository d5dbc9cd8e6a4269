"""Putting facts and questions in an order that keeps changing."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from trivia.facts.model import Fact
from trivia.facts.written import is_written
from trivia.questions.model import Question
from trivia.text import fold

_DAMPED = 0.35
_LOOK_AHEAD = 24
_REMEMBERED = 3


def weights(sizes: Mapping[str, int]) -> dict[str, float]:
    """Return how likely each relation is drawn from: damped, by a root of its size.

    Questions that people wrote weigh together as one relation does, on however many topics they are.
    """
    asked = sum(size for relation, size in sizes.items() if is_written(relation))
    return {
        relation: asked**_DAMPED * size / asked if is_written(relation) else size**_DAMPED
        for relation, size in sorted(sizes.items())
    }


def interleaved(groups: Iterable[tuple[float, Sequence[Fact]]], rng: random.Random) -> list[Fact]:
    """Mix groups of facts evenly: at any point each has given about as many as its weight among all weights says."""
    placed: list[tuple[float, int, Fact]] = []
    for weight, facts in groups:
        start = rng.random()
        placed += [((place + start) / weight, len(placed) + place, fact) for place, fact in enumerate(facts)]
    return [fact for _, _, fact in sorted(placed, key=lambda item: item[:2])]


def famous_first(facts: Sequence[Fact], rng: random.Random) -> list[Fact]:
    """Shuffle facts, so that those on what many have heard of tend to come first."""
    return sorted(facts, key=lambda f: rng.random() ** (1 / (0.2 + f.subject.popularity**2)), reverse=True)


def arranged(questions: Sequence[Question]) -> list[Question]:
    """Move questions a little, so that few resemble those just before them in relation, answer or subject."""
    waiting = [(question, _marks(question)) for question in questions]
    done: list[Question] = []
    recent: list[frozenset[object]] = []
    used: Counter[str] = Counter()
    while waiting:
        ahead = waiting[:_LOOK_AHEAD]
        costs = [sum(len(marks & past) for past in recent) + _share(used, _relation(q)) for q, marks in ahead]
        chosen, marks = waiting.pop(costs.index(min(costs)))
        done.append(chosen)
        used[_relation(chosen)] += 1
        recent = [*recent, marks][-_REMEMBERED:]
    return done


def _share(used: Counter[str], relation: str) -> float:
    return used[relation] / max(1, used.total())


def _relation(question: Question) -> str:
    return question.evidence[0].fact.relation


def _marks(question: Question) -> frozenset[object]:
    subject = question.evidence[0].fact.subject.id
    return frozenset((("relation", _relation(question)), ("key", fold(question.key)), ("subject", subject)))
