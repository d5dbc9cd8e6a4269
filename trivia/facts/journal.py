"""The journal of a community: every change to what it knows, who made it, when and why; and taking changes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId
from trivia.facts.vocabulary import Kind, Relation


class Doing(StrEnum):
    """What sort of change it was."""

    ADDED = "added"
    EDITED = "edited"
    RETIRED = "retired"
    RESTORED = "restored"
    NAMED = "named"
    UNNAMED = "unnamed"
    RENAMED = "renamed"
    MERGED = "merged"
    RELATED = "related"
    UNRELATED = "unrelated"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    IMPORTED = "imported"
    UNDONE = "undone"
    DECIDED = "decided"
    SET = "set"


UNDOABLE = frozenset(Doing) - {Doing.LOCKED, Doing.UNLOCKED, Doing.DECIDED, Doing.SET}
"""What can be taken back; the rest is said anew, or not at all."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An entity that a change touched: what about it, what that was and what it became."""

    what: str
    entity: Entity | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``facts`` are the first few that it touched, of ``size`` in all, as it left them.

    ``undoes`` is the number of the change that it took back, ``undone`` of the one that took it back; 0 for none.
    ``about`` is what else there is to say, such as the name of an imported file.
    """

    number: int
    doing: Doing
    author: str
    at: datetime
    reason: str
    size: int
    undoes: int
    undone: int
    facts: tuple[Fact, ...] = ()
    touched: tuple[Touched, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_be_undone(self) -> bool:
        """Say whether it changed something that can be taken back, and was not taken back yet."""
        return not self.undone and self.doing in UNDOABLE


class Journal(Protocol):
    """What was changed in a community, the latest first, and taking it back."""

    async def changes(
        self,
        community: CommunityId,
        limit: int,
        *,
        before: int | None = None,
        member: str = "",
        entities: Sequence[EntityId] = (),
    ) -> Sequence[Entry]:
        """Return changes, the latest first: those before a number, of one member, or of ``entities``.

        The changes of entities are those of their names, what was merged, and of the facts that speak of them now.
        """
        ...

    async def change(self, community: CommunityId, number: int) -> Entry:
        """Return a change; raise NotFound."""
        ...

    async def last_change(
        self, community: CommunityId, *, fact: FactId | None = None, member: str = ""
    ) -> Entry | None:
        """Return the latest change that can be undone, of a fact or by a member, but for those that undid others."""
        ...

    async def undo(self, community: CommunityId, number: int, author: str, at: datetime, *, reason: str = "") -> Entry:
        """Take back all of a change; return the change that did it, which can be undone like any other.

        Raise NotFound, or Conflict if it was taken back already or what it touched was changed since.
        """
        ...

    async def record(
        self, community: CommunityId, doing: Doing, author: str, at: datetime, about: Mapping[str, str]
    ) -> None:
        """Enter something that changes no facts, such as a decision, so that it can be read who did it."""
        ...


class EntityEditor(Protocol):
    """Changes to what a community calls things, each entered in its journal."""

    async def rename(
        self, community: CommunityId, entity: EntityId, name: str, author: str, at: datetime, *, reason: str = ""
    ) -> Entity:
        """Give an entity of the community's own another name; the old one stays as an alias.

        Raise NotFound if it isn't on the shelf, Conflict if it is a shared pack's.
        """
        ...

    async def merge(
        self, community: CommunityId, entity: EntityId, into: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Make two entities one for the community: facts and names of the first are the second's from now on.

        One of a shared pack stays what it is for all others. Return how many facts speak of it. Raise NotFound if one
        of them isn't on the shelf, Conflict if they are one already.
        """
        ...


class RelationEditor(Protocol):
    """Relations of a community's own."""

    async def declare(
        self, community: CommunityId, relation: Relation, kinds: Sequence[Kind], author: str, at: datetime
    ) -> bool:
        """Declare a relation in the community's own pack, or mend the own one of that id; False if nothing changes.

        New kinds come with it. Raise Conflict if another pack on the shelf declares a relation of that id.
        """
        ...

    async def drop_relation(self, community: CommunityId, relation: str, author: str, at: datetime) -> None:
        """Let go of an own relation; raise NotFound if it is none, Conflict while a fact is told by it."""
        ...


def held_by(fact: Fact) -> tuple[EntityId, ...]:
    """Return the things whose locks hold a fact too: a reader can't tell at which end it keeps them."""
    return (fact.subject.id, *((fact.value.id,) if isinstance(fact.value, Entity) else ()))


class Locks(Protocol):
    """What admins keep others from changing."""

    async def lock(
        self,
        community: CommunityId,
        target: EntityId | FactId,
        author: str,
        at: datetime,
        *,
        called: str,
        fact: bool,
        locked: bool,
    ) -> bool:
        """Lock a fact or an entity, ``called`` so in the journal, or unlock it; return whether anything changed."""
        ...

    async def is_locked(self, community: CommunityId, fact: FactId | None, entities: Sequence[EntityId]) -> bool:
        """Say whether a fact, or one of these entities, is locked."""
        ...

    async def any_locked(
        self, community: CommunityId, facts: Collection[FactId], entities: Collection[EntityId]
    ) -> bool:
        """Say whether any of these, however many, is locked."""
        ...

    async def touches_locked(self, community: CommunityId, change: int) -> bool:
        """Say whether a change, an import among them, made or mended a fact that is locked or about what is locked."""
        ...
