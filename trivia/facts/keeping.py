"""What waits to become fact: drafts that somebody was shown, suggestions, and questions that nobody could answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from trivia.facts.journal import EntityEditor, Journal, Locks, RelationEditor
from trivia.facts.model import CommunityId, EntityId, Fact, FactId, Shelf
from trivia.facts.vocabulary import Kind, Relation
from trivia.ports import FactChange, NewEntity, NewFact
from trivia.rounds.ports import Outgoing

DRAFTS_KEPT = timedelta(days=7)
"""A draft that nobody confirmed for so long is forgotten."""

Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A command as it was given, shown and not confirmed yet; ``file`` is what was handed over with it."""

    number: int
    member: str
    command: str
    arguments: Arguments
    at: datetime
    file: bytes = b""


class DraftStore(Protocol):
    """Drafts, so that a button confirms them even after a restart."""

    async def keep_draft(  # noqa: PLR0917 -- what a draft is
        self, community: CommunityId, member: str, command: str, arguments: Arguments, at: datetime, file: bytes = b""
    ) -> int:
        """Keep a draft and return its number; what is older than ``DRAFTS_KEPT`` is forgotten."""
        ...

    async def draft(self, community: CommunityId, number: int | None, member: str) -> Draft | None:
        """Return a draft by its number, or the member's latest; None if there is none."""
        ...

    async def drop_draft(self, number: int) -> bool:
        """Forget a draft; return whether it was there, so that of two who confirm it only one does."""
        ...


class Status(StrEnum):
    """What became of a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fact that a member proposes, as the options of ``/fact add``; ``said`` is how it was understood.

    ``platform`` is where the member can be told what became of it.
    """

    number: int
    member: str
    name: str
    platform: str
    arguments: Arguments
    said: str
    at: datetime
    status: Status = Status.OPEN
    decided_by: str = ""
    word: str = ""
    fact: FactId | None = None


class SuggestionStore(Protocol):
    """Suggestions of a community."""

    async def suggest(self, community: CommunityId, new: Suggestion, day: str, limit: int) -> int | None:
        """Keep a suggestion and return its number; None if the member made ``limit`` on that day already."""
        ...

    async def suggestion(self, community: CommunityId, number: int) -> Suggestion:
        """Return a suggestion; raise NotFound."""
        ...

    async def suggestions(self, community: CommunityId, limit: int, *, after: int = 0) -> Sequence[Suggestion]:
        """Return those that wait, the oldest first, beginning after a number."""
        ...

    async def count_suggestions(self, community: CommunityId) -> int:
        """Return how many wait."""
        ...

    async def decide(
        self,
        community: CommunityId,
        number: int,
        status: Status,
        by: str,
        at: datetime,
        *,
        word: str = "",
        fact: FactId | None = None,
        outgoing: Sequence[Outgoing] = (),
    ) -> Suggestion | None:
        """Decide a suggestion that waits, and send messages with it; None if somebody else has decided it."""
        ...

    async def suggesters(self, community: CommunityId, facts: Sequence[FactId]) -> Sequence[tuple[str, str]]:
        """Return the ids and names of members of a community whose suggestions became these facts, the first first.

        Nobody is named for a fact that was taken back or retired since.
        """
        ...


@dataclass(frozen=True, slots=True)
class Wondered:
    """A question that nobody could answer: its number, how often it was asked, and who did, with their platforms."""

    number: int
    question: str
    asked: int
    last: datetime
    askers: tuple[tuple[str, str], ...] = ()


class QueueStore(Protocol):
    """What waits for moderators besides suggestions."""

    async def wondered(self, community: CommunityId, limit: int, *, skip: int = 0) -> Sequence[Wondered]:
        """Return questions that nobody could answer, the most asked first."""
        ...

    async def wondered_one(self, community: CommunityId, number: int) -> Wondered:
        """Return one of them, with its askers; raise NotFound."""
        ...

    async def note_asker(self, community: CommunityId, question: str, member: str, platform: str, at: datetime) -> None:
        """Remember who asked, to tell them once it is answered."""
        ...

    async def forget_question(self, community: CommunityId, number: int, outgoing: Sequence[Outgoing] = ()) -> bool:
        """Take a question off the list with its askers; return whether it was there. Only then the messages go out."""
        ...

    async def stale(self, shelf: Shelf, before: str, limit: int, *, after: FactId | None = None) -> Sequence[Fact]:
        """Return the community's own facts stated on a date before this ISO date, the oldest first."""
        ...

    async def count_wondered(self, community: CommunityId) -> int:
        """Return how many questions are on the list."""
        ...

    async def count_stale(self, shelf: Shelf, before: str) -> int:
        """Return how many facts ``stale`` has, up to a thousand."""
        ...


@dataclass(frozen=True, slots=True)
class Bringing:
    """What an import brings. Ids from ``trivia.facts.overlay.NEW`` on stand for ``entities``, in their order.

    ``merged`` are a pack's things, each with the one that is to stand for it, ``retired`` those to let go of, and
    ``related`` relations, each with the one that is to tell what it tells.
    """

    entities: tuple[NewEntity, ...] = ()
    facts: tuple[NewFact, ...] = ()
    changed: tuple[tuple[FactId, FactChange], ...] = ()
    aliases: tuple[tuple[EntityId, str], ...] = ()
    relations: tuple[Relation, ...] = ()
    kinds: tuple[Kind, ...] = ()
    merged: tuple[tuple[EntityId, EntityId], ...] = ()
    retired: tuple[EntityId, ...] = ()
    related: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether it changes nothing."""
        return not (self.facts or self.changed or self.aliases or self.merged or self.retired or self.related)


class Importer(Protocol):
    """Brings many facts at once."""

    async def bring(
        self,
        community: CommunityId,
        bringing: Bringing,
        author: str,
        at: datetime,
        about: Mapping[str, str],
        *,
        seen: Shelf | None = None,
        since: int | None = None,
    ) -> int:
        """Bring all of it or nothing, as one change; return its number. Others go on reading and writing meanwhile.

        Until it is done nobody sees any of it. Raise NotFound or Conflict like ``FactEditor.edit``. ``seen`` is the
        shelf that the file was matched with: raise Conflict if another import or pack is on it in the end, as what it
        holds would come twice. ``since`` is the community's last change before that (0 if there was none): what was
        told after it isn't brought again; raise Conflict if a thing or a question that is brought came meanwhile.
        """
        ...

    async def sweep_imports(self, before: datetime) -> int:
        """Remove what imports begun before this moment staged and, cut short, never brought; return how many."""
        ...


class CurationStore(
    Journal, EntityEditor, RelationEditor, Locks, DraftStore, SuggestionStore, QueueStore, Importer, Protocol
):
    """All that is stored for moderators' work on facts."""
