"""What boards need of the world: a store, and somebody who paints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Place, Player, Round
from trivia.scores.model import Page, Result, Season, View


class BoardStore(Protocol):
    """Boards, seasons and members' own results. Whatever changes a result brings its totals along at once."""

    async def page(self, view: View, member: MemberId) -> Page:
        """Return a part of a board, with the line of one member."""
        ...

    async def results_of(self, community: CommunityId, member: MemberId) -> Sequence[Result]:
        """Return all results of a member in a community, in the order of ``Result.turn``."""
        ...

    async def latest_round(self, place: Place) -> Round | None:
        """Return the channel's round that began last, over or not."""
        ...

    async def topics_played(self, community: CommunityId) -> Sequence[str]:
        """Return the topics that a community has results of, by name."""
        ...

    async def players(self, community: CommunityId, folded: str, limit: int) -> Sequence[Player]:
        """Return the players whose names, folded, begin so, by name."""
        ...

    async def seasons(self, community: CommunityId) -> Sequence[Season]:
        """Return a community's seasons, the latest first."""
        ...

    async def open_season(self, community: CommunityId, name: str, member: MemberId, at: datetime) -> Season:
        """Begin a season; raise Conflict if one is on, or if there was one of that name."""
        ...

    async def close_season(self, community: CommunityId, member: MemberId, at: datetime) -> Season | None:
        """End the season that is on and return it; None if none is."""
        ...


@dataclass(frozen=True, slots=True)
class PaintedLine:
    """A line of a board to be painted: all texts are ready to be shown. ``own`` is the asker's."""

    place: str
    name: str
    value: str
    detail: str
    share: float
    own: bool = False
    medal: int = 0


@dataclass(frozen=True, slots=True)
class PaintedBoard:
    """A board to be painted. ``share`` of a line is how long its bar is, from 0 to 1; ``note`` is small print."""

    title: str
    heads: tuple[str, str]
    lines: tuple[PaintedLine, ...]
    empty: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaintedCard:
    """A personal card to be painted: a name, figures with what they are, topics with a share, and a chart of points.

    ``chart`` pairs what stands below each bar with its value, the earliest first.
    """

    name: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str, float], ...] = ()
    chart_title: str = ""
    chart: tuple[tuple[str, int], ...] = ()
    note: str = ""


class Painter(Protocol):
    """Paints pictures, as PNG."""

    async def board(self, board: PaintedBoard) -> bytes:
        """Paint a board."""
        ...

    async def card(self, card: PaintedCard) -> bytes:
        """Paint a personal card."""
        ...
