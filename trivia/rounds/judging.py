"""The judge of a round's typed answers: ``trivia.judging``, told which other things the answer may be the name of."""

from functools import lru_cache

from trivia.facts.model import Shelf
from trivia.judging.judge import judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Verdict
from trivia.ports import NameIndex
from trivia.rounds.model import Asked
from trivia.text import fold, without_article

_prepared = lru_cache(5_000)(prepare)
"""Many answer the same question, and most of what they type is the name of nothing else."""


class NameJudge:
    """Rules on answers; the name of another entity of the key's kind is never taken for a misspelling of the key."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    async def rule(self, shelf: Shelf, asked: Asked, given: str) -> Verdict:
        """Accept, prompt or reject an answer."""
        others = await self._others(shelf, asked, given)
        return judge(_prepared(AnswerKey(asked.key, asked.accepted, asked.type, asked.stem, others)), given)

    async def _others(self, shelf: Shelf, asked: Asked, given: str) -> frozenset[str]:
        own = {fold(name) for name in (asked.key, *asked.accepted)}
        folded = {fold(given), without_article(fold(given))} - own
        found = await self._names.by_name(shelf, folded)
        return frozenset(
            name
            for name, matches in found.items()
            if any(match.entity.kind == asked.type and fold(match.entity.name) not in own for match in matches)
        )
