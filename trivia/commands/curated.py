"""What moderators' commands come to, as values. ``trivia.replies`` words them."""

from dataclasses import dataclass

from trivia.commands.going import Going
from trivia.errors import Problem
from trivia.facts.content import MergedRow, RelatedRow, RetiredRow
from trivia.facts.journal import Entry
from trivia.facts.keeping import Suggestion, Wondered
from trivia.facts.model import Entity
from trivia.facts.plausible import Odd
from trivia.facts.vocabulary import Relation
from trivia.lookup.answer import Evidence
from trivia.ports import Revision


@dataclass(frozen=True, slots=True)
class Alike:
    """A new name much like a known one: drafts that take the known one instead, or the new one as its alias."""

    written: str
    known: str
    instead: int
    as_alias: int


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against a fact: others that contradict it, names that may mean something else, an odd value."""

    otherwise: tuple[Evidence, ...] = ()
    alike: tuple[Alike, ...] = ()
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()
    odd: Odd | None = None
    unsourced: bool = False


@dataclass(frozen=True, slots=True)
class FactPreviewed:
    """A fact was understood and waits to be confirmed by its ``draft``.

    ``new`` are the names that it brings, with their kinds; ``asked`` and ``answer`` a lookup it would answer;
    ``question`` one that it would be asked by, with its key, empty if it wouldn't. ``suggested`` is its number if a
    member proposed it.
    """

    draft: int
    understood: Evidence
    new: tuple[tuple[str, str], ...]
    doubts: Doubts
    asked: str = ""
    answer: str = ""
    question: str = ""
    key: str = ""
    besides: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class FactMended:
    """A fact says something else now; ``change`` takes it back. ``gave_way``: another fact said so already.

    ``new`` are the names that came with its value, with their kinds, and ``doubts`` what speaks against it;
    ``same_source``: it named no source of its own.
    """

    before: Evidence
    after: Evidence
    change: int | None
    gave_way: bool = False
    new: tuple[tuple[str, str], ...] = ()
    doubts: Doubts = Doubts()
    same_source: bool = False


@dataclass(frozen=True, slots=True)
class FactMoved:
    """Somebody else changed a fact just before: what it says now and who made it so. ``draft`` goes on all the same."""

    now: Evidence
    last: Revision
    draft: int


@dataclass(frozen=True, slots=True)
class Changed:
    """One entry of the journal, with the sentences of its facts."""

    entry: Entry
    facts: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ChangesListed:
    """Changes, the latest first; those of one thing and of what is said of it, if it is named, or of a ``relation``."""

    changes: tuple[Changed, ...]
    more: bool
    name: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class AuditHandedOut:
    """All changes, to be written as a table."""

    name: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class ChangeUndone:
    """A change was taken back, by the change ``by``."""

    undone: Changed
    by: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entity has one more name, or one less; ``known``: nothing had to be done. ``others`` bear that name, too."""

    entity: Entity
    alias: str
    given: bool
    known: bool
    change: int | None
    others: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entity has another name."""

    before: str
    entity: Entity
    change: int | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Two entities are one; ``here_alone`` if the one that went is a pack's that others read too.

    ``at_odds`` are facts about it of which only one can be true: perhaps the two are not the same after all.
    """

    gone: Entity
    into: Entity
    facts: int
    change: int | None
    here_alone: bool = False
    at_odds: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LockChanged:
    """A ``fact``, or an entity with all facts that it is an end of, is locked or free."""

    what: str
    locked: bool
    known: bool
    fact: bool


@dataclass(frozen=True, slots=True)
class RelationDeclared:
    """There is a new relation with its new ``kinds``, or an own one was mended; no ``change`` if it was so before."""

    relation: Relation
    kinds: tuple[str, ...]
    change: int | None
    mended: bool = False


@dataclass(frozen=True, slots=True)
class RelationDropped:
    """An own relation is gone; ``change`` takes it back."""

    relation: str
    change: int | None


@dataclass(frozen=True, slots=True)
class SuggestionTaken:
    """A suggestion waits for a moderator."""

    number: int
    said: str


@dataclass(frozen=True, slots=True)
class SuggestionShown:
    """A suggestion with what it would do; None if it can't be read as a fact as it stands, and why."""

    suggestion: Suggestion
    preview: FactPreviewed | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionDecided:
    """A suggestion was decided, now or (``late``) before; ``known``: what it says was known without it."""

    suggestion: Suggestion
    stated: Evidence | None
    late: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class WonderedShown:
    """A question that nobody could answer."""

    number: int
    wondered: Wondered


@dataclass(frozen=True, slots=True)
class WonderedDecided:
    """A question was taken off the list: it is answered now, or nobody will; so many were told.

    ``stated`` is the fact that was added for it, ``change`` the number by which that is taken back.
    """

    question: str
    answered: bool
    told: int
    stated: Evidence | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True)
class StaleShown:
    """A fact that was stated long ago."""

    stated: Evidence


@dataclass(frozen=True, slots=True)
class StaleDecided:
    """A fact was looked at again and still holds."""

    stated: Evidence


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A fact that a file would change: what it states, and what it would state if that is something else.

    ``besides`` are what else would change: ``certainty``, ``source``, ``sentence``, ``stated_on``, ``spoiler``.
    """

    before: str
    after: str = ""
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionTaken:
    """A question that a moderator wrote will be asked; ``told`` says its answer, ``wrong`` what stands beside it.

    ``before`` is the question as it was asked until now, if it was; so many members had asked it and were ``answered``.
    """

    told: Evidence
    wrong: tuple[str, ...]
    change: int | None
    before: Evidence | None = None
    answered: int = 0


@dataclass(frozen=True, slots=True)
class QuestionKnown:
    """Somebody else wrote that question before, and it would be another: ``draft`` puts it in its place all the same.

    ``last`` says who made it as it is; ``answer`` and ``others`` are what it would become.
    """

    now: Evidence
    wrong: tuple[str, ...]
    last: Revision
    draft: int
    answer: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionsListed:
    """A page of the questions that people wrote, each with its answer; ``total`` on all pages, on a topic if named."""

    questions: tuple[Evidence, ...]
    topic: str
    page: int
    total: int
    withheld: int


@dataclass(frozen=True, slots=True)
class ImportPreviewed:
    """What a file would bring: how much is new, changed, the same or refused, with some reasons and examples.

    ``things`` are new things that it names, ``names`` further names of known ones; ``draft`` is 0 where there is
    nothing to take; ``questions`` counts those that somebody wrote among what is new or changed. Of its values ``odd``
    are likely slips; ``oddities`` are some of them, with what is odd. ``merges`` counts things of packs that become
    others; what the file takes for one and isn't known here stays ``apart``. ``retires`` counts things to let go of;
    some ``stay``, as they aren't known. ``related`` are relations that become one with another; some are ``parted``
    still.
    """

    file: str
    new: int
    changed: int
    same: int
    refused: int
    problems: tuple[Problem, ...] = ()
    examples: tuple[str, ...] = ()
    things: int = 0
    draft: int = 0
    changes: tuple[WouldChange, ...] = ()
    names: int = 0
    questions: int = 0
    odd: int = 0
    oddities: tuple[tuple[str, Odd], ...] = ()
    merges: int = 0
    apart: tuple[MergedRow, ...] = ()
    retires: int = 0
    stay: tuple[RetiredRow, ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    parted: tuple[RelatedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """A file was taken; no ``change`` if all of it was known.

    ``names`` are further names of known things, ``merges`` things that are others now, ``retires`` things let go of,
    and ``related`` relations that are one with another now.
    """

    file: str
    new: int
    changed: int
    change: int | None
    names: int = 0
    merges: int = 0
    retires: int = 0
    related: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exported:
    """Facts and written questions to hand out, with things ``merges`` of which were taken for others.

    So many things are ``retired``, and some relations one with another (``related``); ``parts_left`` says that the
    format holds neither. It can't hold so many questions and merges and these relations either. No file holds what is
    the community's own and retired: ``own_retired`` things.
    """

    name: str
    data: bytes
    facts: int
    questions: int = 0
    questions_left: int = 0
    relations_left: tuple[str, ...] = ()
    merges: int = 0
    merges_left: int = 0
    retired: int = 0
    related: tuple[tuple[str, str], ...] = ()
    parts_left: bool = False
    own_retired: int = 0


@dataclass(frozen=True, slots=True)
class KeptHandedOut:
    """All that is kept of a member."""

    name: str
    data: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class ForgettingAsked:
    """A member, or an admin for the ``community``, wants all forgotten, and is asked whether they are sure."""

    community: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """It is forgotten."""

    community: bool


Curated = (
    FactPreviewed
    | FactMended
    | FactMoved
    | ChangesListed
    | ChangeUndone
    | Named
    | Renamed
    | Merged
    | LockChanged
    | RelationDeclared
    | RelationDropped
    | SuggestionTaken
    | SuggestionShown
    | SuggestionDecided
    | WonderedShown
    | WonderedDecided
    | StaleShown
    | StaleDecided
    | QuestionTaken
    | QuestionKnown
    | QuestionsListed
    | ImportPreviewed
    | Imported
    | Exported
    | KeptHandedOut
    | ForgettingAsked
    | Forgotten
    | AuditHandedOut
    | Going
)
