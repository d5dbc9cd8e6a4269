"""What the grammar puts together: spans of words with a meaning, and the readings that come of them."""

from dataclasses import dataclass
from enum import Enum, auto

from trivia.facts.model import Entity
from trivia.facts.vocabulary import LiteralType
from trivia.lookup.lexicon import Functor, literal_sort
from trivia.lookup.plan import Plan

MAX_COST = 6.0
"""A reading that is more far-fetched is none."""


class Sort(Enum):
    """What an item of the chart is."""

    SET = auto()
    KIND = auto()
    FUNCTOR = auto()
    WH = auto()
    ORDINAL = auto()
    COUNT = auto()
    SAME = auto()
    BESIDES = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the words from ``start`` up to ``end``: the entities of one kind it may mean, and the cost of doubt."""

    start: int
    end: int
    entities: tuple[Entity, ...]
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand the question, and how far-fetched it is (0: as plain as can be)."""

    plan: Plan
    cost: float


@dataclass(frozen=True, slots=True)
class Item:
    """A span of words with its meaning, and how far-fetched that is."""

    sort: Sort
    start: int
    end: int
    elsewhere: int  # a bit for each word outside the span that this item explains
    cost: float
    plan: Plan | None = None
    types: frozenset[str] = frozenset()
    functor: Functor | None = None
    wh: str = ""
    number: int = 0
    asked: bool = False  # a question word has been taken in
    nominal: bool = True  # can stand where a noun stands; "directed X" alone can't
    body: int = 0  # a bit for each word that it explains, question words left out; 0: all of its span


def mask(start: int, end: int) -> int:
    """Return a bit for each word from ``start`` up to ``end``."""
    return ((1 << (end - start)) - 1) << start


def literal_types(literal: LiteralType | None) -> frozenset[str]:
    """Return the types that values of a sort of literal have."""
    return frozenset() if literal is None else frozenset({literal_sort(literal)})
