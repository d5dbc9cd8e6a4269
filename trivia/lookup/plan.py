"""Query plans: what a question asks for, as a value.

A plan denotes a set of entities or literals. Plans are made by the grammar, run by ``trivia.lookup.run``, put into
words by ``trivia.replies``; a trivia question is made from the same plans.
"""

from dataclasses import dataclass

from trivia.facts.model import Entity

_BACKWARDS = "^"


@dataclass(frozen=True, slots=True)
class Only:
    """These entities: all that one name may mean within one kind."""

    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The numbers or dates from ``low`` to ``high``, dates as ``PartialDate.first_day``; ``said`` is how it was put."""

    low: float
    high: float
    said: str


@dataclass(frozen=True, slots=True)
class Saying:
    """The text that, folded, is this."""

    folded: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """All entities of a kind."""

    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Follow:
    """The values of a relation for the members of a set; backwards, the subjects that have one of them as value."""

    of: "Plan"
    relation: str
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Overall:
    """The value of a relation wherever it holds, if that is one thing, or all of one: "who is the showrunner?"."""

    relation: str


@dataclass(frozen=True, slots=True)
class Both:
    """What is in both sets."""

    first: "Plan"
    second: "Plan"


@dataclass(frozen=True, slots=True)
class But:
    """What is in the first set and not in the second."""

    of: "Plan"
    without: "Plan"


@dataclass(frozen=True, slots=True)
class Either:
    """What is in any of these sets."""

    parts: "tuple[Plan, ...]"


@dataclass(frozen=True, slots=True)
class Nth:
    """The members whose place in a series is this number (the qualifier ``ordinal``)."""

    of: "Plan"
    number: int


@dataclass(frozen=True, slots=True)
class Given:
    """The members that hold under a condition: a qualifier of the last fact lies in the second set."""

    of: "Plan"
    condition: "Plan"


@dataclass(frozen=True, slots=True)
class Known:
    """The members that occur in a relation, as its value or as its subject: "the director Jane Doe"."""

    of: "Plan"
    relation: str
    as_value: bool = True


@dataclass(frozen=True, slots=True)
class Stating:
    """The members whose last fact has a place for all these words."""

    of: "Plan"
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """What a qualifier of the members' last facts says."""

    of: "Plan"
    qualifier: str


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a set has members; a set without any decides nothing."""

    of: "Plan"


@dataclass(frozen=True, slots=True)
class Count:
    """How many members a set has."""

    of: "Plan"


@dataclass(frozen=True, slots=True)
class Check:
    """Whether the first set lies within the second."""

    of: "Plan"
    among: "Plan"


@dataclass(frozen=True, slots=True)
class Card:
    """What there is to say of an entity."""

    entities: tuple[Entity, ...]


Plan = (
    Only
    | Between
    | Saying
    | OfKind
    | Follow
    | Overall
    | Both
    | But
    | Either
    | Nth
    | Given
    | Known
    | Stating
    | Detail
    | Exists
    | Count
    | Check
    | Card
)


def describe(plan: Plan) -> str:
    """Write a plan as one line of text, the same for the same plan."""
    match plan:
        case Only(entities) | Card(entities):
            names = " | ".join(dict.fromkeys(f'"{e.name}"' for e in entities))
            return names if isinstance(plan, Only) else f"about({names})"
        case Between(said=said):
            return said
        case Saying(folded):
            return f"'{folded}'"
        case OfKind(kinds):
            return "|".join(sorted(kinds))
        case Overall(relation):
            return f"{relation}(any)"
        case Both(first, second):
            return f"({describe(first)} & {describe(second)})"
        case But(of, without):
            return f"({describe(of)} - {describe(without)})"
        case Either(parts):
            return f"({' or '.join(map(describe, parts))})"
        case Given(of, condition):
            return f"given({describe(condition)}, {describe(of)})"
        case Check(of, among):
            return f"check({describe(of)} in {describe(among)})"
        case _:
            return f"{_head(plan)}({describe(plan.of)})"


def asks_backwards(described: str) -> bool:
    """Say whether a plan, as it was described, asks for what has a value."""
    return described.startswith(_BACKWARDS)


def _head(plan: Follow | Nth | Known | Stating | Detail | Exists | Count) -> str:
    match plan:
        case Follow(_, relation, backwards):
            return f"{_BACKWARDS}{relation}" if backwards else relation
        case Nth(_, number):
            return f"nth {number}"
        case Known(_, relation, as_value):
            return f"known {relation}" if as_value else f"known ^{relation}"
        case Stating(_, words):
            return f"stating {'+'.join(sorted(words))}"
        case Detail(_, qualifier):
            return f"detail {qualifier}"
        case Exists():
            return "exists"
        case Count():
            return "count"
