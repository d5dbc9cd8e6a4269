"""Open questions follow what becomes of their facts, also where a process died between the two.

Whoever changes a fact has the open questions that rest on it voided right away. Should that have been cut short, the
change is in the journal still: ``Following`` reads there what is new, and notes in the store how far it has come.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.ports import FactReader, ProgramState
from trivia.rounds.model import Asked
from trivia.rounds.ports import Elsewhere, RoundStore, Shelves
from trivia.rounds.standing import has_rivals


class FactChanges(FactReader, ProgramState, Shelves, Protocol):
    """What became of facts, for those who rest questions on them."""

    async def changed_after(self, change: int) -> Mapping[CommunityId, int]:
        """Return the communities with changes newer than one, each with its newest."""
        ...

    async def revisions(self, shelf: Shelf, facts: Collection[FactId]) -> Mapping[FactId, int]:
        """Return the revision of each of these facts that is on the shelf."""
        ...


class Stage(Protocol):
    """Where rounds are played; ``Rounds`` is one."""

    def look_again(self, community: CommunityId) -> None:
        """Take nothing of what a community tells for known any more."""
        ...

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Close open questions that rest on a fact, for nobody's points."""
        ...


class Following:
    """Looks after the questions open on the platforms that this process serves."""

    def __init__(
        self, changes: FactChanges, store: RoundStore, elsewhere: Elsewhere, platforms: Collection[str]
    ) -> None:
        self._changes = changes
        self._store = store
        self._elsewhere = elsewhere
        self._platforms = frozenset(platforms)
        self._key = f"changes followed on {' '.join(sorted(platforms))}"
        self._seen: int | None = None

    async def tick(self, now: datetime, stage: Stage) -> None:
        """Void the open questions that rest on facts which are not what they were, or that have another answer now."""
        if self._seen is None:
            self._seen = int(await self._changes.recall(self._key) or 0)
        changed = await self._changes.changed_after(self._seen)
        for community in changed:
            stage.look_again(community)
            await self._follow(community, now, stage)
        if changed:
            newest = max(changed.values())
            await self._changes.keep(self._key, str(newest))
            self._seen = newest

    async def _follow(self, community: CommunityId, now: datetime, stage: Stage) -> None:
        rounds = await self._store.open_rounds_of(community)
        here = [state.question.asked for state in rounds if state.question and state.place.platform in self._platforms]
        there = await self._elsewhere.open_questions(community, now)
        facts = frozenset(fact for asked in (*here, *there) for fact in asked.facts)
        if not facts:
            return
        shelf = await self._changes.shelf(community)
        on_shelf = await self._changes.revisions(shelf, facts)
        for fact in (*_fallen(here, on_shelf), *await self._rivalled(shelf, here)):
            await stage.void(community, fact, now)
        for fact in (*_fallen(there, on_shelf), *await self._rivalled(shelf, there)):
            await self._elsewhere.void(community, fact, now)

    async def _rivalled(self, shelf: Shelf, questions: Sequence[Asked]) -> Sequence[FactId]:
        """Return the facts of questions to which another answer was told meanwhile."""
        return [fact for asked in questions if await has_rivals(self._changes, shelf, asked) for fact in asked.facts]


def _fallen(questions: Sequence[Asked], on_shelf: Mapping[FactId, int]) -> Sequence[FactId]:
    """Return the facts that questions rest on and that are gone, or not what they were.

    Of a question that an earlier version kept the revisions aren't known.
    """
    fallen = set()
    for asked in questions:
        fallen |= {fact for fact in asked.facts if fact not in on_shelf}
        known = zip(asked.facts, asked.revisions, strict=False)
        fallen |= {fact for fact, revision in known if on_shelf.get(fact, revision) != revision}
    return sorted(fallen)
