"""What a round has to say, as values: to all in the channel, or to the one who acted. ``trivia.replies`` words them."""

from dataclasses import dataclass
from datetime import datetime

from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, Ending, Player, Points, RoundId, Rules, Standing


@dataclass(frozen=True, slots=True)
class LobbyOpen:
    """A round begins soon; who is in so far."""

    round: RoundId
    rules: Rules
    starter: Player
    players: tuple[Player, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class QuestionPut:
    """A question is open. ``again`` says that it was put before and the program was away meanwhile."""

    round: RoundId
    rules: Rules
    number: int
    asked: Asked
    seconds: int
    until: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class HintShown:
    """A hint, and the most points that a right answer after it can earn."""

    round: RoundId
    number: int
    hint: str
    struck: tuple[int, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """The question is closed: the answer, who had it, and how it stands. Attempts are in the order they came."""

    round: RoundId
    rules: Rules
    number: int
    asked: Asked
    attempts: tuple[Attempt, ...]
    points: tuple[Points, ...]
    board: tuple[Standing, ...]
    skipped: bool
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Over:
    """The round is over. ``open_question`` is one that was cut short, for its answer to be told."""

    round: RoundId
    rules: Rules
    ending: Ending
    by: Player | None
    number: int
    board: tuple[Standing, ...]
    open_question: Asked | None


Notice = LobbyOpen | QuestionPut | HintShown | Revealed | Over
"""Told to all in the channel."""


@dataclass(frozen=True, slots=True)
class IsIn:
    """The member plays now, or did already."""

    already: bool


@dataclass(frozen=True, slots=True)
class ChoiceTaken:
    """The member's choice is in; ``kept`` says that an earlier one stands."""

    option: str
    place: int
    kept: bool


@dataclass(frozen=True, slots=True)
class GuessRuled:
    """A typed answer was ruled; ``left`` is how many more the member may type."""

    ruling: Ruling
    reason: str
    left: int


@dataclass(frozen=True, slots=True)
class TooLate:
    """The question was closed when the answer came."""


@dataclass(frozen=True, slots=True)
class NoQuestionOpen:
    """Nothing can be answered, hinted at or skipped right now."""


@dataclass(frozen=True, slots=True)
class NoGuessesLeft:
    """The member has typed as often as the rules allow."""

    guesses: int


@dataclass(frozen=True, slots=True)
class HadItAlready:
    """The member has answered rightly before."""


@dataclass(frozen=True, slots=True)
class NotAnOption:
    """The answer names none of the options."""

    options: int


@dataclass(frozen=True, slots=True)
class NoHint:
    """There is no hint to give: switched off, or all given."""

    switched_off: bool


@dataclass(frozen=True, slots=True)
class SkipVoted:
    """The vote to skip is counted."""

    votes: int
    needed: int


@dataclass(frozen=True, slots=True)
class NotYours:
    """Only the starter or a moderator may do this."""

    starter: Player


@dataclass(frozen=True, slots=True)
class AlreadyOn:
    """The channel has a round already."""

    starter: Player


@dataclass(frozen=True, slots=True)
class NoRound:
    """The channel has no round."""


Word = (
    AlreadyOn
    | NoRound
    | IsIn
    | ChoiceTaken
    | GuessRuled
    | TooLate
    | NoQuestionOpen
    | NoGuessesLeft
    | HadItAlready
    | NotAnOption
    | NoHint
    | SkipVoted
    | NotYours
)
"""Told to the one who acted."""
