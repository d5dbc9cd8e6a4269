"""Written questions by their words, in memory."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from trivia.facts.keeping import Wondered
from trivia.facts.model import CommunityId, Fact, Shelf
from trivia.facts.written import is_written
from trivia.lookup.stems import LIKE, is_asked_by, likeness, telling
from trivia.text import fold


class _Read(Protocol):
    """How the questions are read."""

    async def wondered(self, community: CommunityId, limit: int) -> Sequence[Wondered]: ...
    async def relation_sizes(self, shelf: Shelf) -> Mapping[str, int]: ...
    async def of_relation(self, shelf: Shelf, relation: str, limit: int) -> Sequence[Fact]: ...


class FakeStems:
    """Implements ``QuestionIndex`` for a store in memory, and finds unanswered questions by their words."""

    async def questions_asked_by(self: _Read, shelf: Shelf, text: str) -> Sequence[Fact]:
        return [fact for fact in await _questions(self, shelf) if is_asked_by(fact.subject.name, text)]

    async def questions_with(self: _Read, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        wanted = set(telling(text))
        found = [f for f in await _questions(self, shelf) if wanted and wanted <= set(telling(f.subject.name))]
        return found[: max(0, limit)]

    async def questions_like(self: _Read, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        asked = set(telling(text))
        scored = [
            (-likeness(text, fact.subject.name), fact.subject.id, fact)
            for fact in await _questions(self, shelf)
            if asked & set(telling(fact.subject.name))
        ]
        ordered = sorted(scored, key=lambda found: found[:2])
        return [fact for score, _, fact in ordered if score <= -LIKE][: max(0, limit)]

    async def unanswered_number(self: _Read, community: CommunityId, question: str) -> int | None:
        waiting = await self.wondered(community, 10**6)
        return next((w.number for w in waiting if fold(w.question) == fold(question[:1_000])), None)


async def _questions(store: _Read, shelf: Shelf) -> list[Fact]:
    written = filter(is_written, await store.relation_sizes(shelf))
    found = [await store.of_relation(shelf, relation, 10_000) for relation in written]
    return sorted((fact for facts in found for fact in facts), key=lambda fact: fact.id)
