"""The judge of a round's typed answers: ``trivia.judging``, told which other things the answer may be the name of."""

from functools import lru_cache

from trivia.facts.model import Shelf
from trivia.judging.judge import judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling, Verdict
from trivia.ports import NameIndex
from trivia.rounds.model import Asked
from trivia.text import fold, without_article

_prepared = lru_cache(5_000)(prepare)
"""Many answer the same question, and most of what they type is the name of nothing else."""


@lru_cache(5_000)
def _folded(*names: str) -> frozenset[str]:
    return frozenset(map(fold, names))


def _means(given: str) -> set[str]:
    plain = fold(given)
    return {plain, without_article(plain)}


@lru_cache(5_000)
def _names(*names: str) -> frozenset[str]:
    return frozenset(form for name in names for form in _means(name))


class NameJudge:
    """Rules on answers; the name of another entity of the key's kind is never taken for a misspelling of the key."""

    def __init__(self, names: NameIndex) -> None:
        self._names = names

    async def rule(self, shelf: Shelf, asked: Asked, given: str, known: tuple[str, ...] | None = None) -> Verdict:
        """Accept, prompt or reject an answer. ``known`` are all further names of the key, None if that isn't sure.

        With them what is wrong is rejected without a look at what else bears its name: that would change nothing.
        """
        if known is not None and _means(given).isdisjoint(_names(*known)):
            verdict = judge(_prepared(AnswerKey(asked.key, asked.accepted, asked.type, asked.stem)), given)
            if verdict.ruling is Ruling.REJECT:
                return verdict
        names, others = await self._named(shelf, asked, given)
        return judge(_prepared(AnswerKey(asked.key, (*asked.accepted, *names), asked.type, asked.stem, others)), given)

    async def _named(self, shelf: Shelf, asked: Asked, given: str) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return what of an answer is a name of the key, unless the question says it, and what is another's."""
        own = _folded(asked.key, *asked.accepted)
        folded = _means(given) - own
        found = await self._names.by_name(shelf, folded) if folded else {}
        if not found:
            return (), frozenset()
        akin = {name: [m.entity for m in matches if m.entity.kind == asked.type] for name, matches in found.items()}
        others = frozenset(name for name, bearers in akin.items() if any(fold(b.name) not in own for b in bearers))
        said = f" {fold(asked.stem)} "
        names = (name for name, bearers in akin.items() if bearers and name not in others and f" {name} " not in said)
        return tuple(names), others
