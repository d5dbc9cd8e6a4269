"""Questions that were made already, for whoever wants such ones of the same facts: a cache in memory.

What is asked in one channel serves the others that read the same packs, as long as nothing on the shelf changes. Of
each fact several questions are kept, so that it isn't always asked in the same words.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from random import Random

from trivia.facts.model import Fact, FactId
from trivia.questions.model import Question

VARIANTS = 2
"""So many questions of one fact are kept; until there are, more are made."""

MOST = 20_000
"""Questions and facts in vain that are kept at most; a question takes some 3 KB."""

_Tries = list[Question | None]


@dataclass(slots=True)
class Shelfful:
    """What came of the facts of one shelf, asked for in one way: questions, or None where one could not be made."""

    tries: dict[FactId, _Tries] = field(default_factory=dict)

    def served(
        self, facts: Iterable[Fact], enough: int, chance: Random
    ) -> tuple[list[Question], set[FactId], list[Fact]]:
        """Return enough questions of some facts, as far as there are any; facts in vain; and facts not tried here.

        The fewer questions there are of a fact, the likelier it is that another is to be made.
        """
        questions: list[Question] = []
        vain: set[FactId] = set()
        rest: list[Fact] = []
        for fact in facts:
            tries = self.tries.get(fact.id, ())
            place = chance.randrange(VARIANTS) if tries else VARIANTS
            if place >= len(tries):
                rest.append(fact)
            elif (question := tries[place]) is None:
                vain.add(fact.id)
            elif len(questions) < enough:
                questions.append(question)
        return questions, vain, rest


class Stock:
    """Keeps questions by shelf and by what was wanted; those used the longest ago go first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._held: OrderedDict[Hashable, Shelfful] = OrderedDict()

    def of(self, key: Hashable) -> Shelfful:
        """Return what there is for a shelf and a wish."""
        held = self._held.setdefault(key, Shelfful())
        self._held.move_to_end(key)
        return held

    def keep(self, key: Hashable, made: Iterable[tuple[FactId, Question | None]]) -> None:
        """Keep what came of some facts."""
        held = self.of(key)
        for fact, question in made:
            tries = held.tries.setdefault(fact, [])
            if len(tries) < VARIANTS:
                tries.append(question)
                self._size += 1
        while self._size > self._most:
            self._drop(held)

    def _drop(self, newest: Shelfful) -> None:
        oldest = next(iter(self._held.values()))
        if oldest is not newest:
            self._held.popitem(last=False)
            self._size -= sum(map(len, oldest.tries.values()))
            return
        fact = next(iter(newest.tries))
        self._size -= len(newest.tries.pop(fact))
