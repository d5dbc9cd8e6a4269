"""The journal of a community: every change to what it knows, who made it, when and why; and taking changes back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId, Shelf
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
        relation: str = "",
    ) -> Sequence[Entry]:
        """Return changes, the latest first: those before a number, of one member, of ``entities``, or of a relation.

        The changes of entities are those of their names, what was merged and retired, and of the facts that speak of
        them now; those of a relation, how it was declared, mended, merged and dropped.
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


@dataclass(frozen=True, slots=True)
class Reach:
    """How many facts begin with an entity and how many end with it; ``locked`` if a lock holds it or one of these."""

    begin: int
    end: int
    locked: bool

    @property
    def facts(self) -> int:
        """How many there are."""
        return self.begin + self.end


@dataclass(frozen=True, slots=True)
class Overlap:
    """What becomes of the facts of a relation that is merged into another.

    There are ``facts`` of them. ``same`` are told by the other already; of ``odd`` things several values would be true
    of which only one can be. Of both some are named: facts that go together, the one that moves first. ``locked`` if a
    lock holds one of those that move.
    """

    facts: int
    same: int
    odd: int
    locked: bool
    same_facts: tuple[tuple[FactId, FactId], ...] = ()
    odd_facts: tuple[tuple[FactId, FactId], ...] = ()


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

    async def reach(self, shelf: Shelf, entity: EntityId) -> Reach:
        """Return how much a shelf tells of an entity, or of what is one with it there."""
        ...

    async def retire_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Let go of an entity, and of what is one with it: the community knows it no more, nor what begins or ends so.

        The facts stay as they are, those retired by themselves too; so do a pack's for all others. Return how many are
        told no more. Raise NotFound if it isn't on the shelf.
        """
        ...

    async def restore_entity(
        self, community: CommunityId, entity: EntityId, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Bring back an entity that was retired; return how many facts are told again. Raise NotFound if it was not."""
        ...


class RelationEditor(Protocol):
    """Relations of a community's own."""

    async def declare(
        self,
        community: CommunityId,
        relation: Relation,
        kinds: Sequence[Kind],
        author: str,
        at: datetime,
        *,
        reason: str = "",
    ) -> bool:
        """Declare a relation in the community's own pack, or mend the own one of that id; False if nothing changes.

        New kinds come with it. Raise Conflict if another pack on the shelf declares a relation of that id, or another
        relation stands for it.
        """
        ...

    async def drop_relation(
        self, community: CommunityId, relation: str, author: str, at: datetime, *, reason: str = ""
    ) -> None:
        """Let go of an own relation; raise NotFound if it is none, Conflict while a fact is told by it."""
        ...

    async def compare_relations(self, shelf: Shelf, relation: str, into: str, *, single: bool) -> Overlap:
        """Return what would become of a relation's facts if it were merged into another, of which one value is true."""
        ...

    async def merge_relations(
        self, community: CommunityId, relation: str, into: str, author: str, at: datetime, *, reason: str = ""
    ) -> int:
        """Let what is told by a relation be told by another in the community; return how many facts that are.

        Whatever comes later by the first is told by the second too. Raise Conflict if another stands for one of the two
        already, or nothing on the shelf declares it.
        """
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
