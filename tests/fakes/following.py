"""What became of facts, in memory."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from trivia.facts.model import CommunityId, FactId, Shelf

if TYPE_CHECKING:
    from tests.fakes.store import MemoryStore


class FakeFactChanges:
    """Reads the journal and the facts of a ``MemoryStore``."""

    async def changed_after(  # type: ignore[misc] # the same
        self: "MemoryStore", change: int
    ) -> Mapping[CommunityId, int]:
        return {kept.community: kept.entry.number for kept in self.kept if kept.entry.number > change}

    async def revisions(  # type: ignore[misc] # the same
        self: "MemoryStore", shelf: Shelf, facts: Collection[FactId]
    ) -> Mapping[FactId, int]:
        return {fact.id: fact.revision for fact in self._read(shelf) if fact.id in facts}
