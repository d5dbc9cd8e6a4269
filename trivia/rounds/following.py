"""Open questions follow what becomes of their facts, also where a process died between the two.

Whoever changes a fact has the open questions that rest on it voided right away. Should that have been cut short, the
change is in the journal still: ``Following`` reads there what is new, and notes in the store how far it has come.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from trivia.facts.model import CommunityId, FactId, Shelf
from trivia.ports import ProgramState
from trivia.rounds.model import Asked
from trivia.rounds.ports import Elsewhere, RoundStore, Shelves


class FactChanges(ProgramState, Shelves, Protocol):
    """What became of facts, for those who rest questions on them."""

    async def changed_after(self, change: int) -> Mapping[CommunityId, int]:
        """Return the communities with changes newer than one, each with its newest."""
        ...

    async def revisions(self, shelf: Shelf, facts: Collection[FactId]) -> Mapping[FactId, int]:
        """Return the revision of each of these facts that is on the shelf."""
        ...


class Stage(Protocol):
    """Where rounds are played; ``Rounds`` is one."""

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
        self._key = f"changes followed on {' '.join(sorted(platforms))}"
        self._seen: int | None = None

    async def tick(self, now: datetime, stage: Stage) -> None:
        """Void the open questions that rest on facts which are not what they were."""
        if self._seen is None:
            self._seen = int(await self._changes.recall(self._key) or 0)
        changed = await self._changes.changed_after(self._seen)
        for community in changed:
            for fact in await self._fallen(community, now):
                await stage.void(community, fact, now)
        if changed:
            newest = max(changed.values())
            await self._changes.keep(self._key, str(newest))
            self._seen = newest

    async def _fallen(self, community: CommunityId, now: datetime) -> Collection[FactId]:
        rounds = await self._store.open_rounds_of(community)
        here = [state.question.asked for state in rounds if state.question]
        asked = (*here, *await self._elsewhere.open_questions(community, now))
        facts = frozenset(fact for question in asked for fact in question.facts)
        if not facts:
            return ()
        now_there = await self._changes.revisions(await self._changes.shelf(community), facts)
        return sorted({fact for question in asked for fact in _fallen(question, now_there)})


def _fallen(asked: Asked, there: Mapping[FactId, int]) -> Collection[FactId]:
    """Return the facts that a question rests on and that are gone, or not what they were.

    Of a question that an earlier version kept the revisions aren't known.
    """
    gone = [fact for fact in asked.facts if fact not in there]
    known = zip(asked.facts, asked.revisions, strict=False)
    return [*gone, *(fact for fact, revision in known if there.get(fact, revision) != revision)]
