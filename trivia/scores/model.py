"""The nouns of boards: a result, the boards it counts on, and what a board shows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from trivia.facts.model import CommunityId
from trivia.rounds.model import Place, Player, RoundId
from trivia.values import Value

SeasonId = NewType("SeasonId", int)


class BoardScope(StrEnum):
    """Whose points a board shows."""

    ROUND = "round"
    CHANNEL = "channel"
    COMMUNITY = "community"


class Period(StrEnum):
    """Since when a board counts: since the day, week, ... of the community's zone began, or the season that is on."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    ALL = "all"


CALENDAR = (Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR)
"""The periods that follow from the date alone."""


class Order(StrEnum):
    """By what a board is ordered. The last two need a least number of answers to be listed."""

    POINTS = "points"
    RATING = "rating"
    ACCURACY = "accuracy"


@lru_cache(maxsize=1_024)
def period_key(period: Period, day: int) -> int:
    """Return the number of the day, week, month or year that holds a day (``date.toordinal``); later ones are higher.

    Weeks begin on Monday. Of other periods it is 0.
    """
    on = date.fromordinal(day)
    match period:
        case Period.DAY:
            return day
        case Period.WEEK:
            return day - on.weekday()
        case Period.MONTH:
            return on.year * 12 + on.month
        case Period.YEAR:
            return on.year
        case _:
            return 0


class FirstTry(Value):
    """What a rating goes by: whether a member's first answer was right, and the hints shown by then."""

    right: bool
    hints: int


class Result(Value):
    """What one member came to at one question, with all that boards go by.

    ``day`` is the local day in the community's zone when it was stored (``date.toordinal``), ``season`` the season that
    was on, 0 for none. ``counts`` says whether it counts for boards. ``options`` is how many there were to choose from,
    0 for typed answers; ``difficulty`` is that of the question, from 0 to 1.
    """

    round: RoundId
    number: int
    player: Player
    place: Place
    points: int
    right: bool
    at: datetime
    topic: str
    day: int
    season: int
    counts: bool
    difficulty: float
    options: int
    first: FirstTry | None = None

    @property
    def turn(self) -> tuple[datetime, str, int]:
        """What puts a member's results in their order."""
        return self.at, self.round, self.number


@dataclass(frozen=True, slots=True)
class Board:
    """Which results a board is made of: those of a community, or of one channel, topic or season of it alone."""

    community: CommunityId
    channel: str = ""
    topic: str = ""
    season: int = 0


def boards_of(result: Result) -> tuple[Board, ...]:
    """Return the boards that a result counts on."""
    return boards_at(result.place.community, result.place.channel, result.topic, result.season)


@lru_cache(maxsize=4_096)
def boards_at(community: CommunityId, channel: str, topic: str, season: int) -> tuple[Board, ...]:
    """Return the boards that results of a channel, a topic and a season count on."""
    return tuple(
        Board(community, of_channel, of_topic, of_season)
        for of_season in dict.fromkeys((0, season))
        for of_channel in ("", channel)
        for of_topic in dict.fromkeys(("", topic))
    )


@dataclass(frozen=True, slots=True)
class View:
    """A look at a board. ``key`` is the number of the period meant (``period_key``); ``least`` are the answers needed.

    ``offset`` is how many lines to leave out, ``limit`` how many to show at most.
    """

    board: Board
    period: Period
    key: int
    order: Order
    least: int = 1
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A member's line of a board. Equal values share a place; ``rating`` is a mean as ``rating.Rating`` has it."""

    place: int
    player: Player
    points: int
    right: int
    answered: int
    rating: float

    @property
    def accuracy(self) -> float:
        """The share of right answers, from 0 to 1."""
        return self.right / self.answered if self.answered else 0.0

    def value(self, order: Order) -> float:
        """Return what the board is ordered by."""
        match order:
            case Order.POINTS:
                return self.points
            case Order.RATING:
                return self.rating
            case Order.ACCURACY:
                return self.accuracy


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a board: its lines, the number of lines in all, the asker's own, and the next line before that one.

    ``ahead`` is the nearest line with a better value than the asker's own; both are None where there is none.
    """

    lines: tuple[Line, ...]
    size: int
    own: Line | None = None
    ahead: Line | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season of a community. ``closed`` is None while it is on."""

    id: SeasonId
    name: str
    opened: datetime
    closed: datetime | None = None
