"""Questions for rounds, made by ``trivia.questions``."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import zip_longest
from random import Random

from trivia.errors import UsageError
from trivia.facts.model import FactId, Shelf
from trivia.facts.spoilers import Ceiling
from trivia.questions.generator import Generator, Wish
from trivia.questions.model import Question
from trivia.questions.walk import Gone, Walk, begun, look_ahead
from trivia.rounds.bag import Ground
from trivia.rounds.ports import Batch, Wanted
from trivia.rounds.standing import Readable, stands

_FACTS_EACH = 3
"""Facts looked at for a question: many give none."""
_AT_ONCE = 4


class GeneratedQuestions:
    """Implements ``QuestionSource`` with the generator; of several kinds ``draw`` takes turns."""

    def __init__(self, generator: Generator, facts: Readable) -> None:
        self._generator = generator
        self._facts = facts

    async def more(
        self, shelf: Shelf, wanted: Wanted, walk: Walk, *, gone: Gone, held: Collection[FactId], chance: Random
    ) -> Batch:
        """Make some ``wanted.count`` questions further on the walk, none of facts that are gone or held already."""
        wish = Wish(wanted.kinds, wanted.difficulty, wanted.spoilers, _ceiling(wanted.ceiling), wanted.count, _AT_ONCE)
        wish.check()
        topic = await self._generator.topic(shelf, wanted.topic)
        walk = await begun(self._facts, shelf, walk, chance)
        ahead = await look_ahead(
            await self._generator.remembered(shelf),
            topic,
            walk,
            wanted.count * _FACTS_EACH,
            gone=gone,
            held=held,
            chance=chance,
            famous=not wanted.difficulty,
        )
        if ahead.whole:
            wish = replace(wish, enough=len(ahead.facts))
        made, useless = await self._generator.made_of(shelf, ahead.facts, wish, chance)
        return Batch(tuple(made), ahead.walked(useless), ahead.whole)

    async def stand(self, shelf: Shelf, grounds: Collection[Ground]) -> bool:
        """Say whether all these facts are told as they were noted, and a question made of them has no other answer."""
        for ground in grounds:
            if not await stands(self._facts, shelf, ground):
                return False
        return True

    async def draw(self, shelf: Shelf, wanted: Wanted) -> Sequence[Question]:
        """Return up to so many questions; raise UsageError for a topic that there is none of."""
        each = -(-wanted.count // max(1, len(wanted.kinds)))
        drawn = [
            await self._generator.generate(
                shelf,
                each,
                wanted.seed,
                kind=kind,
                topic=wanted.topic,
                level=wanted.difficulty,
                spoilers=wanted.spoilers,
                ceiling=_ceiling(wanted.ceiling),
                avoid=wanted.avoid,
            )
            for kind in wanted.kinds or (None,)
        ]
        return [question for turn in zip_longest(*drawn) for question in turn if question is not None]

    async def topics(self, shelf: Shelf) -> Sequence[str]:
        """Return the topics worth naming: packs, and kinds that there is enough to ask about."""
        return await self._generator.topics(shelf)


def _ceiling(text: str) -> Ceiling:
    try:
        return Ceiling.parse(text)
    except ValueError as error:
        raise UsageError(f"{error}.") from error
