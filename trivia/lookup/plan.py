"""Query plans: what a question asks for, as a value.

A plan denotes a set of entities or literals. Plans are made by the grammar, run by ``trivia.lookup.run``, put into
words by ``trivia.replies``; a trivia question is made from the same plans.
"""

from dataclasses import dataclass

from trivia.facts.model import Entity


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
class Both:
    """What is in both sets."""

    first: "Plan"
    second: "Plan"


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


Plan = Only | Between | Saying | OfKind | Follow | Both | Nth | Given | Known | Count | Check | Card


def describe(plan: Plan) -> str:
    """Write a plan as one line of text, the same for the same plan."""
    match plan:
        case Only(entities) | Card(entities):
            names = " | ".join(dict.fromkeys(f'"{e.name}"' for e in entities))
            return names if isinstance(plan, Only) else f"about({names})"
        case Between(_, _, said):
            return said
        case Saying(folded):
            return f"'{folded}'"
        case OfKind(kinds):
            return "|".join(sorted(kinds))
        case Follow(of, relation, backwards):
            return f"{'^' if backwards else ''}{relation}({describe(of)})"
        case Both(first, second):
            return f"({describe(first)} & {describe(second)})"
        case Nth(of, number):
            return f"nth({number}, {describe(of)})"
        case Given(of, condition):
            return f"given({describe(condition)}, {describe(of)})"
        case Known(of, relation, as_value):
            return f"known({'' if as_value else '^'}{relation}, {describe(of)})"
        case Count(of):
            return f"count({describe(of)})"
        case Check(of, among):
            return f"check({describe(of)} in {describe(among)})"
