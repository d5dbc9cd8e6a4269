"""The nouns of the fact base. All of them are frozen values; none knows where it is stored."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from trivia.facts.dates import PartialDate

EntityId = NewType("EntityId", int)
FactId = NewType("FactId", int)
CommunityId = NewType("CommunityId", int)

GLOBAL_COMMUNITY = CommunityId(0)
"""The community of a program used without a chat platform: the command line's and the terminal's."""


class Certainty(StrEnum):
    """How sure a source is of what it states. Trivia is made of confirmed facts alone."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMOURED = "rumoured"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with a name. ``key`` is its id within its pack; ``popularity`` runs from 0 to 1."""

    id: EntityId
    key: str
    kind: str
    name: str
    popularity: float
    pack: str


@dataclass(frozen=True, slots=True)
class Number:
    """A bare number."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit, such as 643,801 km2."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Text:
    """A value in words."""

    text: str


@dataclass(frozen=True, slots=True)
class YesNo:
    """A truth value."""

    yes: bool


Literal = PartialDate | Number | Quantity | Text | YesNo
Value = Entity | Literal


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A relation-value pair on a fact: ``as: Jessica Jones``, ``since: 2015``, ``ordinal: 2``."""

    relation: str
    value: Value


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from. ``address`` is a link or empty; ``language`` an IETF tag such as ``en``."""

    key: str
    title: str
    publisher: str
    address: str
    date: PartialDate | None
    language: str


@dataclass(frozen=True, slots=True)
class SpoilerPoint:
    """A point in a work: all of it, a season, or an episode."""

    season: int | None = None
    episode: int | None = None

    @classmethod
    def parse(cls, text: str) -> "SpoilerPoint":
        """Read ``S2E5``, ``S2`` or nothing; raise ValueError otherwise."""
        match = _SPOILER_POINT.fullmatch(text.strip().upper())
        if not match:
            raise ValueError(f"{text!r} is not a point in a work such as S2 or S2E5")
        season, episode = match.groups()
        return cls(int(season) if season else None, int(episode) if episode else None)

    def __str__(self) -> str:
        season = "" if self.season is None else f"S{self.season}"
        return season if self.episode is None else f"{season}E{self.episode}"

    def is_beyond(self, progress: "SpoilerPoint") -> bool:
        """Say whether somebody who has got as far as ``progress`` does not know this point yet.

        A progress without a season means all of the work; a season without an episode, all of that season.
        """
        if progress.season is None:
            return False
        if self.season is None or self.season > progress.season:
            return True
        if self.season < progress.season or progress.episode is None:
            return False
        return self.episode is None or self.episode > progress.episode


_SPOILER_POINT = re.compile(r"(?:S(\d{1,4})(?:E(\d{1,5}))?)?")


@dataclass(frozen=True, slots=True)
class SpoilerScope:
    """The work, and the point in it, that a fact gives away."""

    work: Entity
    point: SpoilerPoint

    def __str__(self) -> str:
        return f"{self.work.name}@{self.point}"


@dataclass(frozen=True, slots=True)
class Fact:
    """Subject, relation and value, with all that says how far to trust it and to whom to show it.

    ``sentence`` is the sentence of the source that states it, empty where the source is a table. ``stated_on`` is the
    date the statement is of. ``revision`` counts from 1.
    """

    id: FactId
    pack: str
    subject: Entity
    relation: str
    value: Value
    qualifiers: tuple[Qualifier, ...]
    certainty: Certainty
    source: Source
    sentence: str
    stated_on: PartialDate | None
    spoiler: SpoilerScope | None
    revision: int = 1

    def qualifier(self, relation: str) -> Value | None:
        """Return the first value of a qualifier, or None."""
        return next((q.value for q in self.qualifiers if q.relation == relation), None)


def ends_in(entities: Collection[EntityId], fact: Fact) -> bool:
    """Say whether a fact begins or ends with one of these entities."""
    return fact.subject.id in entities or (isinstance(fact.value, Entity) and fact.value.id in entities)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The packs that a community reads, as the store numbers them, its own pack last.

    ``community`` is whose shelf it is: what it retired for itself of packs that it shares is not read either.
    ``merged`` are entities that it took for one, each with the one that stands for it here; ``relations`` the same of
    relations, by their ids. ``retired`` are entities that it let go of: nobody here knows them, nor facts that begin or
    end with them.
    """

    packs: tuple[int, ...]
    community: CommunityId = GLOBAL_COMMUNITY
    merged: tuple[tuple[EntityId, EntityId], ...] = ()
    retired: frozenset[EntityId] = frozenset()
    relations: tuple[tuple[str, str], ...] = ()

    @property
    def whole(self) -> "Shelf":
        """The shelf with what the community retired still on it."""
        return replace(self, retired=frozenset()) if self.retired else self

    def without(self, retired: Iterable[EntityId]) -> "Shelf":
        """Return the shelf as it is with just these entities retired."""
        return replace(self, retired=frozenset(retired))

    def told_as(self, relation: str) -> str:
        """Return the relation by which facts of this one are told here, mostly itself."""
        return dict(self.relations).get(relation, relation) if self.relations else relation

    def tells(self, relation: str) -> tuple[str, ...]:
        """Return the relations whose facts are told by this one here: none if another stands for it."""
        if not self.relations:
            return (relation,)
        if self.told_as(relation) != relation:
            return ()
        return (relation, *(gone for gone, stays in self.relations if stays == relation))

    def here(self, entity: EntityId) -> EntityId:
        """Return the entity that stands for this one here, mostly itself."""
        return _stands_for(self.merged).get(entity, entity) if self.merged else entity

    def all_of(self, entities: Iterable[EntityId]) -> list[EntityId]:
        """Return these entities with all that are one with them here, each once."""
        if not self.merged:
            return list(dict.fromkeys(entities))
        members = _members(self.merged)
        return list(dict.fromkeys(one for e in entities for one in (self.here(e), *members.get(self.here(e), ()))))


@lru_cache(256)
def _stands_for(merged: tuple[tuple[EntityId, EntityId], ...]) -> Mapping[EntityId, EntityId]:
    return dict(merged)


@lru_cache(256)
def _members(merged: tuple[tuple[EntityId, EntityId], ...]) -> Mapping[EntityId, list[EntityId]]:
    found: dict[EntityId, list[EntityId]] = defaultdict(list)
    for entity, stands in merged:
        found[stands].append(entity)
    return found
