"""What can happen to a round. Each event carries the server's time of receipt."""

from datetime import datetime

from trivia.facts.model import FactId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, MemberId, Place, Player, RoundId, Rules
from trivia.values import Value

Extras = tuple[tuple[MemberId, int], ...]
"""Members whose extra time isn't what the round knows, each with what it is now: it holds from the next question on."""


class Opened(Value):
    """A member starts a round; ``question`` is the first one, used if the rules have no lobby.

    ``joins`` says that the starter plays too; of a scheduled round nobody knows that. ``extra`` and ``skill`` are the
    starter's, as ``Seat`` explains them; so they are in other events of members whom the round doesn't know yet.
    """

    round: RoundId
    place: Place
    starter: Player
    rules: Rules
    at: datetime
    question: Asked | None
    joins: bool = True
    extra: int = 0
    skill: float = 0.5


class Joined(Value):
    """A member wants to play; in the team of this number, from 1, or in any."""

    player: Player
    at: datetime
    team: int = 0
    extra: int = 0
    skill: float = 0.5


class Went(Value):
    """A member plays no longer."""

    player: Player
    at: datetime


class Begun(Value):
    """The starter or a moderator ends the lobby. ``question`` is the first one, None where there is none."""

    player: Player
    moderator: bool
    at: datetime
    question: Asked | None
    extras: Extras = ()


class Attempted(Value):
    """A member answers. ``number`` is the question meant, None for the one that is open.

    ``choice`` is the place of the option taken; ``ruling`` and ``reason`` are the judge's ruling on the answer.
    """

    player: Player
    at: datetime
    event: str
    number: int | None
    given: str
    choice: int | None
    ruling: Ruling
    reason: str
    extra: int = 0
    skill: float = 0.5


class HintAsked(Value):
    """A member wants a hint. ``number`` is the question meant, None for the one that is open."""

    player: Player
    at: datetime
    number: int | None = None


class SkipAsked(Value):
    """A member wants the next question; a moderator's word is enough. ``number`` is the question meant, as above."""

    player: Player
    moderator: bool
    at: datetime
    number: int | None = None


class StopAsked(Value):
    """A member wants the round to end; the starter's or a moderator's word is enough."""

    player: Player
    moderator: bool
    at: datetime


class PauseAsked(Value):
    """A member wants the round to rest; the starter's or a moderator's word is enough."""

    player: Player
    moderator: bool
    at: datetime


class ResumeAsked(Value):
    """A member wants a paused round to go on; the starter's or a moderator's word is enough."""

    player: Player
    moderator: bool
    at: datetime


class Due(Value):
    """The deadline is up. ``question`` is the next one if ``machine.wants_question`` says so, None if there is none.

    ``unseen`` says that the channel can't be reached, so that nobody there has seen what was said last; ``overdue``,
    that it was so when the deadline passed, and that it has been reached since.
    """

    at: datetime
    question: Asked | None
    unseen: bool = False
    overdue: bool = False
    extras: Extras = ()


class Voided(Value):
    """A fact that the open question rests on was retired; the question counts for nobody."""

    fact: FactId
    at: datetime


class Resumed(Value):
    """The program was started again and found the round in the store."""

    at: datetime


class ClockSet(Value):
    """The clock went back; deadlines that lie further ahead than they can are brought near."""

    at: datetime


class Closed(Value):
    """The place where the round runs goes away: the terminal is left. It ends with its standings."""

    at: datetime


Event = (
    Joined
    | Went
    | Begun
    | Attempted
    | HintAsked
    | SkipAsked
    | StopAsked
    | PauseAsked
    | ResumeAsked
    | Due
    | Voided
    | Resumed
    | ClockSet
    | Closed
)
