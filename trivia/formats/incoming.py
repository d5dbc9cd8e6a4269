"""Facts from a file, before they are matched with what is known: entities by name and kind, each row with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from trivia.errors import Problem
from trivia.facts.content import MergedRow, PackContent, RelatedRow, RetiredRow
from trivia.facts.dates import PartialDate
from trivia.facts.model import Certainty, Literal, SpoilerPoint
from trivia.facts.vocabulary import Vocabulary

NO_RELATION = "is no relation that I know"
"""Ends the reason why a row is refused that tells by a relation unknown here."""

_ALL = SpoilerPoint()


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity by its name; no kind where the file names none."""

    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class IncomingFact:
    """A fact as a file states it. ``source`` is a title and an address."""

    file: str
    line: int | None
    subject: Ref
    relation: str
    value: Ref | Literal
    qualifiers: tuple[tuple[str, Ref | Literal], ...] = ()
    certainty: Certainty = Certainty.CONFIRMED
    source: tuple[str, str] = ("", "")
    sentence: str = ""
    stated_on: PartialDate | None = None
    spoiler_work: Ref | None = None
    spoiler_point: SpoilerPoint = _ALL


@dataclass(frozen=True, slots=True)
class IncomingQuestion:
    """A question that somebody wrote, as a file states it. ``source`` is a title and an address."""

    file: str
    line: int | None
    stem: str
    key: str
    accepted: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    topic: str = ""
    difficulty: str = ""
    image: str = ""
    source: tuple[str, str] = ("", "")
    spoiler_work: Ref | None = None
    spoiler_point: SpoilerPoint = _ALL


@dataclass(frozen=True, slots=True)
class Incoming:
    """All of a file: facts, questions, names of entities, relations that it declares, and what is wrong with it.

    Of a community's pack also what it merged and retired.
    """

    facts: tuple[IncomingFact, ...]
    aliases: Mapping[Ref, tuple[str, ...]] = field(default_factory=dict)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    problems: tuple[Problem, ...] = ()
    questions: tuple[IncomingQuestion, ...] = ()
    merged: tuple[MergedRow, ...] = ()
    retired: tuple[RetiredRow, ...] = ()
    related: tuple[RelatedRow, ...] = ()


class Format(Protocol):
    """One sort of file. ``name`` is what to call it, ``ending`` how its files' names end.

    ``carries`` says what it can hold: facts, questions, relations, merges (and what was retired).
    """

    name: str
    ending: str
    carries: frozenset[str]

    def fits(self, file: str, data: bytes, columns: str = "") -> bool:
        """Say whether a file looks like one of this format, by what somebody says of its columns too."""
        ...

    def read(self, file: str, data: bytes, vocabulary: Vocabulary, columns: str) -> Incoming:
        """Read a file; ``vocabulary`` is what is known, ``columns`` what its columns mean, as somebody wrote it.

        Rows that can't be read are among the problems; raise PackError if nothing of it can.
        """
        ...

    def write(self, content: PackContent) -> bytes:
        """Write facts, so that ``read`` gives them back."""
        ...
