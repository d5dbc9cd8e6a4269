"""Kinds and relations, and how each relation is put into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """How many values of a relation may be true at once."""

    ONE = "one"
    MANY = "many"


class LiteralType(StrEnum):
    """The types a literal value may have."""

    DATE = "date"
    NUMBER = "number"
    QUANTITY = "quantity"
    TEXT = "text"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of entity. ``person`` says that "who" asks for it; nouns are singular."""

    id: str
    nouns: tuple[str, ...]
    person: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A named kind of link, with the kinds it joins and its phrasing.

    Exactly one of ``value_kinds`` and ``literal`` says what its values are; ``unit`` goes with a quantity.
    ``question`` and ``phrases`` ask for the value, ``inverse`` and ``inverse_phrases`` for the subject; ``statement``
    says the fact. ``{subject}`` and ``{value}`` stand for the names. ``nouns`` name the value ("the director of X"),
    ``verbs`` are forms of the active verb, ``passive`` stands between subject and value ("directed by", "in").
    """

    id: str
    subject_kinds: frozenset[str]
    value_kinds: frozenset[str]
    literal: LiteralType | None
    unit: str
    holds: Holds
    complete: bool
    statement: str
    question: str
    inverse: str = ""
    nouns: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    inverse_phrases: tuple[str, ...] = ()
    quiz: bool = True


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kinds and relations of one pack, or of all packs on a shelf."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)


def merge(vocabularies: Iterable[Vocabulary]) -> Vocabulary:
    """Join the vocabularies of several packs; a relation or kind that two of them declare becomes one.

    Kinds and phrasings add up, the first pack's sentences win; a relation is one-valued or complete only if all that
    declare it say so.
    """
    kinds: dict[str, Kind] = {}
    relations: dict[str, Relation] = {}
    for vocabulary in vocabularies:
        for kind in vocabulary.kinds.values():
            kinds[kind.id] = _merged_kind(kinds[kind.id], kind) if kind.id in kinds else kind
        for relation in vocabulary.relations.values():
            known = relations.get(relation.id)
            relations[relation.id] = _merged_relation(known, relation) if known else relation
    return Vocabulary(kinds, relations)


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))


def _merged_kind(first: Kind, second: Kind) -> Kind:
    return Kind(first.id, _union(first.nouns, second.nouns), first.person or second.person)


def _merged_relation(first: Relation, second: Relation) -> Relation:
    same_type = first.literal == second.literal and first.unit == second.unit
    if not same_type:
        return first
    both_one = first.holds is Holds.ONE and second.holds is Holds.ONE
    questions = tuple(q for q in (second.question,) if q and q != first.question)
    inverses = tuple(q for q in (second.inverse,) if q and q not in ("", first.inverse))
    return Relation(
        id=first.id,
        subject_kinds=first.subject_kinds | second.subject_kinds,
        value_kinds=first.value_kinds | second.value_kinds,
        literal=first.literal,
        unit=first.unit,
        holds=Holds.ONE if both_one else Holds.MANY,
        complete=first.complete and second.complete,
        statement=first.statement,
        question=first.question,
        inverse=first.inverse or second.inverse,
        nouns=_union(first.nouns, second.nouns),
        verbs=_union(first.verbs, second.verbs),
        passive=_union(first.passive, second.passive),
        phrases=_union(first.phrases, second.phrases + questions),
        inverse_phrases=_union(first.inverse_phrases, second.inverse_phrases + inverses),
        quiz=first.quiz and second.quiz,
    )
