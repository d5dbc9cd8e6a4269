"""What a round has to say, as values: to all in the channel, or to the one who acted. ``trivia.replies`` words them."""

from datetime import datetime

from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, Ending, Player, Points, RoundId, Rules, Standing, TeamStanding
from trivia.values import Value

Teams = tuple[tuple[Player, ...], ...]
"""Who is in which team, in the order of the teams' numbers."""


class LobbyOpen(Value):
    """A round begins soon; who is in so far, and in which team where members choose theirs."""

    round: RoundId
    rules: Rules
    starter: Player
    players: tuple[Player, ...]
    until: datetime
    teams: Teams = ()


class TeamsMade(Value):
    """The teams are made, and the first question comes."""

    round: RoundId
    rules: Rules
    teams: Teams


class QuestionPut(Value):
    """A question is open.

    ``again`` says that it was put before and the program was away meanwhile, ``resumed`` that the round was paused.
    """

    round: RoundId
    rules: Rules
    number: int
    asked: Asked
    seconds: int
    until: datetime
    again: bool = False
    resumed: bool = False


class HintShown(Value):
    """A hint, and the most points that a right answer after it can earn."""

    round: RoundId
    rules: Rules
    number: int
    hint: str
    struck: tuple[int, ...]
    most: int


class Revealed(Value):
    """The question is closed: the answer, who had it, and how it stands. Attempts are in the order they came.

    ``fallen`` lost their last life with it; ``spared`` says that all who were left missed it, so that all stay in.
    """

    round: RoundId
    rules: Rules
    number: int
    asked: Asked
    attempts: tuple[Attempt, ...]
    points: tuple[Points, ...]
    board: tuple[Standing, ...]
    skipped: bool
    voided: bool = False
    teams: tuple[TeamStanding, ...] = ()
    fallen: tuple[Player, ...] = ()
    spared: bool = False


class Paused(Value):
    """The round rests; it closes by itself if nobody takes it up in time."""

    round: RoundId
    rules: Rules
    by: Player
    until: datetime


class WentOn(Value):
    """The round goes on after a pause: with the question that was open, or in so many seconds with the next one."""

    round: RoundId
    rules: Rules
    by: Player
    seconds: int
    asking: bool


class Over(Value):
    """The round is over. ``open_question`` is one that was cut short, for its answer to be told."""

    round: RoundId
    rules: Rules
    ending: Ending
    by: Player | None
    number: int
    board: tuple[Standing, ...]
    open_question: Asked | None
    teams: tuple[TeamStanding, ...] = ()


Notice = LobbyOpen | TeamsMade | QuestionPut | HintShown | Revealed | Paused | WentOn | Over
"""Told to all in the channel."""


class IsIn(Value):
    """The member plays now, or did already; in which team, where there are some and they are made."""

    already: bool
    team: int = 0


class HasLeft(Value):
    """The member plays no longer; ``already`` says that they didn't before, ``early`` that nothing was asked yet."""

    already: bool
    early: bool = False


class NoSuchTeam(Value):
    """The member wants a team that isn't there; ``teams`` is how many there are, 0 where the round has none."""

    teams: int


class TeamsFixed(Value):
    """The member wants a team, but can't choose; ``balanced`` says that I make the teams, else it is too late."""

    balanced: bool
    team: int


class ChoiceTaken(Value):
    """The member's choice is in; ``kept`` says that an earlier one stands, ``out`` that it counts for nothing."""

    option: str
    place: int
    kept: bool
    out: bool = False


class AnswerIn(Value):
    """A typed answer is in, and the reveal tells whether it is right; ``left`` is how many more may be typed."""

    given: str
    left: int
    out: bool = False


class GuessRuled(Value):
    """A typed answer was ruled; ``left`` is how many more the member may type."""

    ruling: Ruling
    reason: str
    left: int


class TooLate(Value):
    """The question was closed when the answer came."""


class NoQuestionOpen(Value):
    """Nothing can be answered, hinted at or skipped right now."""


class NoGuessesLeft(Value):
    """The member has typed as often as the rules allow."""

    guesses: int


class HadItAlready(Value):
    """The member has answered rightly before."""


class NotAnOption(Value):
    """The answer names none of the options."""

    options: int


class NoHint(Value):
    """There is no hint to give: switched off, or all given."""

    switched_off: bool


class SkipVoted(Value):
    """The vote to skip is counted."""

    votes: int
    needed: int


class NotPlaying(Value):
    """Only those who play, and are not out, may do this."""


class NotYours(Value):
    """Only the starter or a moderator may do this."""

    starter: Player


class OnPause(Value):
    """The round is paused, so that nothing can be done but take it up, or stop it."""

    starter: Player


class NotPaused(Value):
    """The round is not paused."""


class AlreadyOn(Value):
    """The channel has a round already."""

    starter: Player


class NoRound(Value):
    """The channel has no round."""


Word = (
    AlreadyOn
    | NoRound
    | IsIn
    | HasLeft
    | NoSuchTeam
    | TeamsFixed
    | ChoiceTaken
    | AnswerIn
    | GuessRuled
    | TooLate
    | NoQuestionOpen
    | NoGuessesLeft
    | HadItAlready
    | NotAnOption
    | NoHint
    | SkipVoted
    | OnPause
    | NotPaused
    | NotPlaying
    | NotYours
)
"""Told to the one who acted."""
