"""A pack's vocabulary as JSON, the way the store keeps it."""

from typing import Any

from trivia.facts.vocabulary import Holds, Kind, LiteralType, Relation, Vocabulary


def write_vocabulary(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a vocabulary as JSON values."""
    return {
        "kinds": [{"id": k.id, "nouns": k.nouns, "person": k.person} for k in vocabulary.kinds.values()],
        "relations": [written_relation(r) for r in vocabulary.relations.values()],
    }


def read_vocabulary(stored: dict[str, Any]) -> Vocabulary:
    """Read what ``write_vocabulary`` returned."""
    kinds = [Kind(k["id"], tuple(k["nouns"]), k["person"]) for k in stored.get("kinds", ())]
    relations = [_read(r) for r in stored.get("relations", ())]
    return Vocabulary({k.id: k for k in kinds}, {r.id: r for r in relations})


def written_relation(relation: Relation) -> dict[str, Any]:
    """Return a relation as JSON values."""
    stored: dict[str, Any] = {name: getattr(relation, name) for name in relation.__slots__}
    stored["subject_kinds"] = sorted(relation.subject_kinds)
    stored["value_kinds"] = sorted(relation.value_kinds)
    return stored


def _read(stored: dict[str, Any]) -> Relation:
    known = {name: _thawed(value) for name, value in stored.items() if name in Relation.__slots__}
    known["subject_kinds"] = frozenset(stored["subject_kinds"])
    known["value_kinds"] = frozenset(stored["value_kinds"])
    known["literal"] = LiteralType(stored["literal"]) if stored["literal"] else None
    known["holds"] = Holds(stored["holds"])
    return Relation(**known)


def _thawed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
