"""Drawing without repeats, as values: what a place was asked, what is left of it, and what a draw changes.

Whatever is asked in a place is drawn from its drawer; the draws of a drawer are counted, and the count at a draw is its
turn. A bag is what a drawer still has of one selection (a topic, kinds, a difficulty): all that was not drawn, under
this selection or any other, since the bag was last filled.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from trivia.facts.model import CommunityId, Entity, EntityId, Fact, FactId, Shelf
from trivia.facts.phrasing import name_of
from trivia.questions.walk import NO_WALK, Walk
from trivia.rounds.model import Asked, Place
from trivia.text import fold
from trivia.values import Value

APART = 10
"""The same answer comes again after so many other questions at the earliest."""

Mark = int
"""What must not be drawn twice: a fact by its id, or, below 0, a question or a statement by its words."""


class Ground(Value):
    """A fact that a question rests on, as it was when the question was made.

    ``value`` is an entity or a folded text, ``called`` how the ends were named. Where the question asks ``backwards``
    it wants the subject, else the value; ``names`` are the further names of that.
    """

    fact: FactId
    revision: int
    relation: str
    subject: EntityId
    value: EntityId | str = ""
    called: tuple[str, str] = ("", "")
    backwards: bool = False
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, fact: Fact, *, backwards: bool = False, names: tuple[str, ...] = ()) -> "Ground":
        """Note a fact."""
        called = (fact.subject.name, name_of(fact.value))
        value = fact.value.id if isinstance(fact.value, Entity) else fold(called[1])
        return cls(fact.id, fact.revision, fact.relation, fact.subject.id, value, called, backwards, names)


class Recent(Value):
    """A question drawn lately: its answer, folded, and its pattern, empty where it has none to speak of."""

    answer: str
    pattern: str


class Drawer(Value):
    """How often a place was asked something, and the last ``APART`` questions, the latest first."""

    place: Place
    turn: int = 0
    recent: tuple[Recent, ...] = ()


class Bag(Value):
    """What a drawer has left of a selection: all that was not drawn after the turn ``since``.

    ``told`` says that the place knows that little is left.
    """

    selection: str
    since: int = 0
    told: bool = False
    walk: Walk = NO_WALK


class Taken(Value):
    """What a draw changes; stored in the same transaction as the questions drawn, before they are shown.

    It holds for a drawer at the turn ``before``. ``drawn`` are the marks of each question, in the order of the draw;
    ``recent`` and ``bag`` are what the drawer has then.
    """

    place: Place
    before: int
    drawn: tuple[tuple[Mark, ...], ...]
    recent: tuple[Recent, ...]
    bag: Bag

    @property
    def after(self) -> int:
        """The drawer's turn then."""
        return self.before + len(self.drawn)


class Running(Value):
    """A word on the bag: it was empty and is filled again, or few questions are ``left`` in it."""

    left: int
    refilled: bool = False


class Drawn(Value):
    """Questions drawn from a ``shelf``, not stored yet: pass ``taken`` on to what stores them.

    ``names`` are all further names of each question's key, None where that isn't sure; ``word`` is for the place to
    know.
    """

    questions: tuple[Asked, ...]
    taken: Taken
    shelf: Shelf
    names: tuple[tuple[str, ...] | None, ...]
    word: Running | None = None


class BagStore(Protocol):
    """What was drawn where."""

    async def drawer(self, place: Place, selection: str) -> tuple[Drawer, Bag]:
        """Return a place's drawer and its bag of a selection; new ones if nothing was drawn there."""
        ...

    async def drawn_at(self, place: Place, marks: Collection[Mark]) -> Mapping[Mark, int]:
        """Return at which turn each of the marks was last drawn in a place; those never drawn are absent."""
        ...

    async def set_aside(self, community: CommunityId) -> frozenset[FactId | str]:
        """Return what must not be asked in a community: facts of disputed questions, and the words of those voided."""
        ...

    async def keep_draws(self, taken: Sequence[Taken]) -> None:
        """Store draws by themselves; raise Conflict if a drawer is not at the turn that it was drawn from."""
        ...
