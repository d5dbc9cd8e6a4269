"""What the core needs of the world: storage, clock, chance. Each is a small Protocol, named for the need.

Adapters and stores implement them; one suite of tests holds every implementation to what is written here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trivia.facts.content import PackContent, PackInfo
from trivia.facts.dates import PartialDate
from trivia.facts.model import (
    Certainty,
    CommunityId,
    Entity,
    EntityId,
    Fact,
    FactId,
    Literal,
    Qualifier,
    Shelf,
    SpoilerScope,
)
from trivia.facts.vocabulary import Vocabulary

Clock = Callable[[], datetime]
"""Returns the present moment, with its time zone (UTC)."""

Progress = Callable[[int, int], None]
"""Told of long work: done so far, in all."""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An entity found by a name: the folded name that matched, how many edits away, and whether it is an alias."""

    entity: Entity
    name: str
    edits: int
    alias: bool


def shuffle_place(fact: FactId) -> int:
    """Return a fact's place, from 0 to 2**32 - 1, in the fixed shuffle by which facts are drawn (Knuth's hashing)."""
    return (fact * 2_654_435_761) % 2**32


class NameIndex(Protocol):
    """Entities by what people call them, but for those that the shelf's community retired.

    Names are compared folded (``trivia.text.fold``), with and without article.
    """

    async def by_name(self, shelf: Shelf, folded: Collection[str]) -> Mapping[str, Sequence[NameMatch]]:
        """Return the entities that bear one of the names exactly, by folded name, the most popular first.

        Names that nobody bears are absent. Any number of names may be asked for at once.
        """
        ...

    async def near_name(self, shelf: Shelf, folded: str, edits: int) -> Sequence[NameMatch]:
        """Return entities with a name at most that many edits (0 to 2) away, nearest first, then most popular.

        An edit is an insertion, deletion, substitution or swap of neighbours (optimal string alignment). Digits must
        agree: names whose runs of digits differ never match. At most 50.
        """
        ...

    async def by_words(self, shelf: Shelf, words: Sequence[str], limit: int) -> Sequence[NameMatch]:
        """Return entities one of whose names contains all these folded words, the most popular first."""
        ...

    async def by_prefix(self, shelf: Shelf, folded: str, limit: int) -> Sequence[NameMatch]:
        """Return entities with a word that begins so, the most popular first; for suggestions as one types."""
        ...

    async def aliases(self, ids: Collection[EntityId], shelf: Shelf | None = None) -> Mapping[EntityId, Sequence[str]]:
        """Return the aliases of entities as they were written, without their names.

        With a shelf those that its community gave to entities of shared packs come too.
        """
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that joins two entities, bare of all else it says."""

    fact: FactId
    subject: EntityId
    relation: str
    value: EntityId


class FactReader(Protocol):
    """Current facts, those of the packs on a shelf only. Retired facts are never returned. Order is by fact id.

    Where a community took several entities for one, every fact about any of them is about the one that stands for them;
    where it took several relations for one, every fact of theirs is of the one that stays. Facts that begin or end with
    an entity that it retired are not returned, and others without the qualifiers that name it.
    """

    async def vocabulary(self, shelf: Shelf) -> Vocabulary:
        """Return the merged vocabulary of the shelf."""
        ...

    async def entities(self, ids: Collection[EntityId]) -> Mapping[EntityId, Entity]:
        """Return entities by id."""
        ...

    async def of_kind(self, shelf: Shelf, kind: str, limit: int) -> Sequence[Entity]:
        """Return entities of a kind, the most popular first."""
        ...

    async def facts(self, ids: Collection[FactId], shelf: Shelf | None = None) -> Sequence[Fact]:
        """Return facts by id, whatever their pack; with a shelf, entities merged there are told as one."""
        ...

    async def forward(self, shelf: Shelf, relation: str, subjects: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these subjects."""
        ...

    async def inverse(self, shelf: Shelf, relation: str, values: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these entities as value."""
        ...

    async def links(self, shelf: Shelf, subjects: Collection[EntityId]) -> Sequence[Link]:
        """Return all links, of whatever relation, with one of these subjects."""
        ...

    async def with_literal(self, shelf: Shelf, relation: str, low: float, high: float) -> Sequence[Fact]:
        """Return the facts of a relation whose number, amount or date (``PartialDate.first_day``) lies in the range."""
        ...

    async def with_text(self, shelf: Shelf, relation: str, folded: Collection[str]) -> Sequence[Fact]:
        """Return the facts of a relation whose text, folded, is one of these."""
        ...

    async def of_relation(self, shelf: Shelf, relation: str, limit: int) -> Sequence[Fact]:
        """Return the facts of a relation."""
        ...

    async def about(self, shelf: Shelf, entity: EntityId, limit: int) -> Sequence[Fact]:
        """Return the facts that have the entity as subject, as value or in a qualifier."""
        ...

    async def relation_sizes(self, shelf: Shelf) -> Mapping[str, int]:
        """Return how many current confirmed facts each relation has; relations without any are absent."""
        ...

    async def sample(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[Fact]:
        """Return up to ``count`` confirmed facts of a relation from a fixed shuffle, beginning at ``start`` (0 to 1).

        The shuffle depends on the fact's id alone (``shuffle_place``), so that the same store gives the same facts; it
        wraps round at its end.
        """
        ...

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        """Return the ids of what ``sample`` returns, in the same order."""
        ...

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        """Return the ids of up to ``count`` confirmed facts of a relation that are newer than a fact, oldest first."""
        ...

    async def newest_fact(self) -> FactId:
        """Return the id of the newest fact in the store, on whatever shelf; 0 if there is none."""
        ...

    async def state(self, shelf: Shelf) -> str:
        """Return a text that is never the same again once a fact, a name or a relation on the shelf has changed.

        Shelves of the same state hold the same; what was made of one serves the other.
        """
        ...


class QuestionIndex(Protocol):
    """Questions that people wrote (``trivia.facts.written``), by their words: current ones on a shelf, as facts."""

    async def questions_asked_by(self, shelf: Shelf, text: str) -> Sequence[Fact]:
        """Return the questions that a text asks, in their own words (``trivia.lookup.stems.is_asked_by``)."""
        ...

    async def questions_with(self, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        """Return questions that have all telling words of a text, the oldest first."""
        ...

    async def questions_like(self, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        """Return questions about much the same, the likest first; of very many alike perhaps not all are looked at."""
        ...


@dataclass(frozen=True, slots=True)
class StoredPack:
    """A pack in the store: its number there, what it says of itself, whose it is (None: anybody's), and its size.

    ``questions`` are those that people wrote; they count neither as entities nor as facts.
    """

    id: int
    info: PackInfo
    community: CommunityId | None
    entities: int
    facts: int
    questions: int = 0


@dataclass(frozen=True, slots=True)
class Resting:
    """What a community keeps about the things of a pack; the community of the terminal has no name."""

    community: str
    facts: int = 0
    names: int = 0
    merges: int = 0

    @property
    def all(self) -> int:
        """How much that is."""
        return self.facts + self.names + self.merges


class PackStore(Protocol):
    """Packs as wholes. Each method is all or nothing."""

    async def packs(self) -> Sequence[StoredPack]:
        """Return every pack, by name."""
        ...

    async def install(self, content: PackContent, at: datetime, progress: Progress | None = None) -> StoredPack:
        """Store a pack, or bring the stored one of that name to this content, and put it on every community's shelf.

        A fact or entity that was there keeps its id; one that is gone from the pack is retired; nothing is overwritten.
        """
        ...

    async def remove(self, name: str, at: datetime) -> None:
        """Take a pack off every shelf and retire its facts; raise NotFound if there is none."""
        ...

    async def content(self, name: str) -> PackContent:
        """Return a pack as it would be written down; raise NotFound."""
        ...

    async def shelf(self, community: CommunityId) -> Shelf:
        """Return what a community reads: the packs on its shelf, and its own."""
        ...


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that lookup could not answer, kept for the moderators."""

    community: CommunityId
    question: str
    asked: int
    last: datetime


class UnansweredStore(Protocol):
    """The community's list of questions that nobody could answer."""

    async def note(self, community: CommunityId, question: str, at: datetime) -> None:
        """Keep a question, or count it once more."""
        ...

    async def unanswered_number(self, community: CommunityId, question: str) -> int | None:
        """Return the number of a question on the list, whatever its case and punctuation; None if it isn't there."""
        ...

    async def unanswered(self, community: CommunityId, limit: int) -> Sequence[Unanswered]:
        """Return the questions, the most asked first."""
        ...


@dataclass(frozen=True, slots=True)
class NewEntity:
    """An entity that a new fact brings along."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact to be added: entities by id where they exist, described where they don't yet."""

    subject: EntityId | NewEntity
    relation: str
    value: EntityId | NewEntity | Literal
    certainty: Certainty
    source_title: str
    source_address: str
    sentence: str
    stated_on: PartialDate | None = None
    spoiler: SpoilerScope | None = None
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class FactChange:
    """What is to be different about a fact; what is None stays. ``clear`` names what is to be there no longer.

    ``source`` is a title and an address. What can be cleared: ``stated_on``, ``spoiler``.
    """

    value: EntityId | NewEntity | Literal | None = None
    relation: str | None = None
    qualifiers: tuple[Qualifier, ...] | None = None
    certainty: Certainty | None = None
    source: tuple[str, str] | None = None
    sentence: str | None = None
    stated_on: PartialDate | None = None
    spoiler: SpoilerScope | None = None
    clear: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of a fact: who made it so, when and why, and whether it was retired by it."""

    fact: Fact
    number: int
    author: str
    at: datetime
    reason: str
    retired: bool


class FactEditor(Protocol):
    """Changes to a community's own facts. Each adds a revision with its author, time and reason; none overwrites."""

    async def add(self, community: CommunityId, fact: NewFact, author: str, at: datetime) -> Fact:
        """Add a fact to the community's own pack; return the one already there if it says the same."""
        ...

    async def edit(
        self,
        community: CommunityId,
        fact: FactId,
        change: FactChange,
        author: str,
        at: datetime,
        *,
        reason: str = "",
        expected: int | None = None,
    ) -> Fact:
        """Mend a fact; return it as it is now. If another one says the same already, that one stands and is returned.

        A fact of a shared pack is hidden from this community, and one of its own, with a number of its own, takes its
        place. Raise NotFound if it isn't on the shelf or is retired, Conflict if ``expected`` isn't its revision now or
        another took its place.
        """
        ...

    async def add_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Let an entity, even one of a shared pack, be known by one more name here; False if it is already.

        Raise NotFound if the entity isn't on the community's shelf.
        """
        ...

    async def remove_alias(
        self, community: CommunityId, entity: EntityId, alias: str, author: str, at: datetime, *, reason: str = ""
    ) -> bool:
        """Take a name that this community gave from an entity; False if it gave none such."""
        ...

    async def retire(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        """Stop asking and answering from a fact; raise NotFound if it isn't on the community's shelf.

        A fact of a shared pack is retired for this community alone.
        """
        ...

    async def restore(self, community: CommunityId, fact: FactId, author: str, at: datetime, reason: str) -> Fact:
        """Undo a retirement."""
        ...

    async def history(self, community: CommunityId, fact: FactId) -> Sequence[Revision]:
        """Return every revision of a fact, the oldest first."""
        ...


class ProgramState(Protocol):
    """What the program keeps in a store about the store itself, such as which shipped packs it has brought there."""

    async def recall(self, key: str) -> str | None:
        """Return what was kept under a key, or None."""
        ...

    async def keep(self, key: str, value: str) -> None:
        """Keep a text under a key, in place of what was there."""
        ...
