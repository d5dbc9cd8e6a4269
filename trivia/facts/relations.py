"""A new relation, declared in chat by a statement and a question alone."""

import re
from collections.abc import Mapping

from trivia.errors import UsageError
from trivia.facts.vocabulary import Holds, Kind, LiteralType, Relation, Vocabulary
from trivia.text import fold

_SLOT = re.compile(r"\{([^{}]*)\}")
_ID = re.compile("[^a-z0-9]+")
_LONGEST = 200
_LONGEST_WORD = 40
_EXAMPLE = "Please write it with {subject} and {value}, such as “{subject} is the home ground of {value}”."


def new_relation(given: Mapping[str, str], vocabulary: Vocabulary) -> tuple[Relation, tuple[Kind, ...]]:
    """Make a relation of ``name``, ``statement``, ``question``, ``subject``, ``value`` and perhaps more.

    ``value`` is a kind, or one of the literal types; ``unit`` goes with a quantity. Kinds that nobody knows yet are
    returned beside it. Raise UsageError for what makes no relation.
    """
    name = _ID.sub("_", fold(given["name"])).strip("_")
    if not name[:1].isalpha() or len(name) > _LONGEST_WORD:
        raise UsageError("Please give the relation a short name that begins with a letter, such as home_ground.")
    statement = _template(given["statement"], {"subject", "value"}, "statement")
    question = _template(given["question"], {"subject"}, "question")
    inverse = _template(given["inverse"], {"value"}, "inverse") if given.get("inverse") else ""
    subjects = [_kind(word, vocabulary) for word in _listed(given["subject"])]
    value = given["value"].strip().casefold()
    literal = LiteralType(value) if value in set(LiteralType) else None
    values = [] if literal else [_kind(word, vocabulary) for word in _listed(given["value"])]
    if not subjects or not (values or literal):
        raise UsageError(f"Please say what it joins: kinds, or for the value one of {', '.join(LiteralType)}.")
    unit = given.get("unit", "").strip()
    if (literal is LiteralType.QUANTITY) != bool(unit):
        raise UsageError("A quantity needs its unit, such as unit=km; nothing else takes one.")
    relation = Relation(
        id=name,
        subject_kinds=frozenset(kind.id for kind in subjects),
        value_kinds=frozenset(kind.id for kind in values),
        literal=literal,
        unit=unit,
        holds=Holds(given.get("holds", Holds.MANY)),
        complete=False,
        statement=statement,
        question=question if question.endswith("?") else f"{question}?",
        inverse=inverse if not inverse or inverse.endswith("?") else f"{inverse}?",
        nouns=(name.replace("_", " "),),
    )
    for other in (*vocabulary.relations.values(), *(gone for _, gone in vocabulary.merged.values())):
        if other.id != relation.id and _reads_alike(other, relation):
            raise UsageError(
                f"Facts of the relation {other.id} read “{other.statement}”, too; nobody could tell the two apart. "
                "Use that one, or word this one otherwise."
            )
    new = {kind.id: kind for kind in (*subjects, *values) if kind.id not in vocabulary.kinds}
    return relation, tuple(new.values())


def _reads_alike(one: Relation, other: Relation) -> bool:
    """Say whether a sentence may be a fact of either."""
    if fold(one.statement) != fold(other.statement) or not one.subject_kinds & other.subject_kinds:
        return False
    return one.value_kinds == other.value_kinds or bool(one.value_kinds & other.value_kinds)


def _template(text: str, wanted: set[str], what: str) -> str:
    said = " ".join(text.split()).rstrip(".")
    slots = _SLOT.findall(said)
    if set(slots) != wanted or len(slots) != len(wanted):
        needed = " and ".join(f"{{{slot}}}" for slot in sorted(wanted))
        raise UsageError(f"The {what} must hold {needed}, once. {_EXAMPLE}")
    if len(said) > _LONGEST or not _SLOT.sub("", said).strip(" ?"):
        raise UsageError(f"The {what} must be a short sentence. {_EXAMPLE}")
    return said


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _kind(word: str, vocabulary: Vocabulary) -> Kind:
    """Return the kind that a word names, or a new one."""
    wanted = fold(word)
    for kind in vocabulary.kinds.values():
        if wanted == fold(kind.id) or wanted in map(fold, kind.nouns):
            return kind
    id_ = _ID.sub("-", wanted).strip("-")
    if not id_[:1].isalpha() or len(id_) > _LONGEST_WORD:
        raise UsageError(f"“{word[:40]}” can't be a kind of thing. Please name it in one word, such as film.")
    return Kind(id_, (wanted,))
