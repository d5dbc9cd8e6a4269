"""What becomes of things and relations that moderators retire, bring back or merge. ``trivia.replies`` words it."""

from dataclasses import dataclass

from trivia.facts.model import Entity
from trivia.facts.vocabulary import Relation
from trivia.lookup.answer import Evidence


@dataclass(frozen=True, slots=True)
class RetirementPreviewed:
    """A thing would be retired: so many facts begin and end with it, some of which are named.

    ``here_alone`` if it is a pack's that others read too; ``draft`` carries it out.
    """

    draft: int
    thing: Entity
    begin: int
    end: int
    examples: tuple[Evidence, ...]
    here_alone: bool


@dataclass(frozen=True, slots=True)
class ThingRetired:
    """A thing is retired with so many facts; ``change`` takes it back."""

    thing: Entity
    facts: int
    change: int | None
    here_alone: bool


@dataclass(frozen=True, slots=True)
class ThingRestored:
    """A retired thing is back with so many facts; ``change`` takes that back."""

    thing: Entity
    facts: int
    change: int | None


@dataclass(frozen=True, slots=True)
class RelationsPreviewed:
    """A relation would be merged into another; ``draft`` carries it out.

    So many ``facts`` would move; ``same`` are known by the other already; of ``odd`` things only one of several values
    could be true. ``same_facts`` are some of the first, ``odd_facts`` pairs of the second.
    """

    draft: int
    gone: Relation
    into: Relation
    facts: int
    same: int
    odd: int
    same_facts: tuple[Evidence, ...] = ()
    odd_facts: tuple[tuple[Evidence, Evidence], ...] = ()


@dataclass(frozen=True, slots=True)
class RelationsMerged:
    """A relation is one with another now, and so many facts are told by that; ``change`` takes it back."""

    gone: str
    into: Relation
    facts: int
    change: int | None


Going = RetirementPreviewed | ThingRetired | ThingRestored | RelationsPreviewed | RelationsMerged
