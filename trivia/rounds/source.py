"""Questions for rounds, made by ``trivia.questions``."""

from collections.abc import Sequence
from itertools import zip_longest

from trivia.facts.model import Shelf
from trivia.questions.generator import Generator
from trivia.questions.model import Question
from trivia.rounds.ports import Wanted


class GeneratedQuestions:
    """Implements ``QuestionSource`` with the generator; of several kinds it takes turns."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator

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
                avoid=wanted.avoid,
            )
            for kind in wanted.kinds or (None,)
        ]
        return [question for turn in zip_longest(*drawn) for question in turn if question is not None]

    async def topics(self, shelf: Shelf) -> Sequence[str]:
        """Return the topics worth naming: packs, and kinds that there is enough to ask about."""
        return await self._generator.topics(shelf)
