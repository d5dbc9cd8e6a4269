"""A pack as it is written down, before a store has given its entities and facts their numbers."""

from dataclasses import dataclass

from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Literal, Source, SpoilerPoint
from trivia.facts.vocabulary import Vocabulary

_WHOLE_WORK = SpoilerPoint()


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What ``pack.toml`` says."""

    name: str
    title: str
    version: str
    language: str
    licence: str
    about: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity by its key within the pack."""

    key: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    popularity: float


@dataclass(frozen=True, slots=True)
class EntityKey:
    """A reference to an entity of the same pack."""

    key: str


@dataclass(frozen=True, slots=True)
class QualifierRow:
    """A qualifier whose value is an entity of the pack or a literal."""

    relation: str
    value: EntityKey | Literal


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact whose subject, value, source and spoiler work are keys within the pack."""

    subject: EntityKey
    relation: str
    value: EntityKey | Literal
    qualifiers: tuple[QualifierRow, ...]
    certainty: Certainty
    source: str
    sentence: str
    stated_on: PartialDate | None
    spoiler_work: EntityKey | None
    spoiler_point: SpoilerPoint


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question that a person wrote, as ``questions.csv`` holds it; no ``source`` means the pack itself."""

    key: str
    stem: str
    answer: str
    accepted: tuple[str, ...]
    distractors: tuple[str, ...]
    topic: str
    difficulty: str
    image: str
    source: str
    spoiler_work: EntityKey | None = None
    spoiler_point: SpoilerPoint = _WHOLE_WORK


@dataclass(frozen=True, slots=True)
class MergedRow:
    """Two things of a kind that a community took for one: a pack's, and the one that stands for it.

    Each has the name of its ``pack`` and its ``key`` there, which are empty for the community's own.
    """

    kind: str
    name: str
    pack: str
    key: str
    into: str
    into_pack: str
    into_key: str


@dataclass(frozen=True, slots=True)
class RetiredRow:
    """A thing of a pack that a community let go of, with the name of its pack and its key there."""

    kind: str
    name: str
    pack: str
    key: str


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Two relations that a community took for one: what the one tells is told by the other."""

    relation: str
    into: str


@dataclass(frozen=True, slots=True)
class PackContent:
    """All of a pack, checked: every key resolves, every value has its relation's type.

    Only what a community hands out has things ``merged`` or ``retired``, and relations that are one (``related``). Its
    facts are told by the relations that they were told by before.
    """

    info: PackInfo
    vocabulary: Vocabulary
    sources: tuple[Source, ...]
    entities: tuple[EntityRow, ...]
    facts: tuple[FactRow, ...]
    questions: tuple[WrittenQuestion, ...] = ()
    merged: tuple[MergedRow, ...] = ()
    retired: tuple[RetiredRow, ...] = ()
    related: tuple[RelatedRow, ...] = ()
