"""Kinds and relations, and how each relation is put into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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

    def __hash__(self) -> int:
        return hash(self.id)  # all that it is would take long, and is looked up often


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The kinds and relations of one pack, or of all packs on a shelf.

    ``merged`` are relations that a community took for one with another: the id of the one that stays, and the relation
    as it was declared, by its id. Its words are understood as those of the one that stays.
    """

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    merged: Mapping[str, tuple[str, Relation]] = field(default_factory=dict)

    def known(self, relation: str) -> Relation | None:
        """Return a relation by its id, or by that of one merged into it."""
        stays, _ = self.merged.get(relation, (relation, None))
        return self.relations.get(stays)

    def merged_into(self, relation: str) -> tuple[Relation, ...]:
        """Return the relations that this one stands for, as they were declared."""
        return tuple(gone for stays, gone in self.merged.values() if stays == relation)


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


def joined(vocabulary: Vocabulary, pairs: Iterable[tuple[str, str]]) -> Vocabulary:
    """Take relations for one: each pair is one that goes and the one that stays, which takes on the words of the other.

    How many values it holds, and whether it is asked, stays as it is. A pair whose second is not declared says nothing.
    """
    relations = dict(vocabulary.relations)
    merged: dict[str, tuple[str, Relation]] = {}
    for goes, stays in pairs:
        gone, kept = vocabulary.relations.get(goes), relations.get(stays)
        relations.pop(goes, None)
        if gone is None or kept is None:
            continue
        both = _merged_relation(kept, replace(gone, id=kept.id))
        relations[stays] = replace(both, holds=kept.holds, quiz=kept.quiz)
        merged[goes] = (stays, gone)
    return Vocabulary(vocabulary.kinds, relations, merged) if merged else replace(vocabulary, relations=relations)


def fits(gone: Relation, into: Relation) -> bool:
    """Say whether one relation can tell all that another tells."""
    same_type = (gone.literal, gone.unit) == (into.literal, into.unit)
    return same_type and gone.subject_kinds <= into.subject_kinds and gone.value_kinds <= into.value_kinds


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
