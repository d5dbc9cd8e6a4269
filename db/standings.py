"""Boards, seasons and members' own results, as they are read."""

from collections.abc import Collection, Sequence
from datetime import datetime

from db.results import RESULT, result_of
from db.rounds import read_rounds
from db.seam import Database, Row, Transaction
from db.statements import in_list, moment
from db.totals import count_due
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Place, Player, Round
from trivia.scores.model import CALENDAR, Line, Order, Page, Period, Result, Season, SeasonId, View
from trivia.text import fold

_SEASON = "id, name, opened, closed"


class Standings:
    """Implements ``BoardStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, view: View, member: MemberId) -> Page:
        """Return a part of a board, with the line of one member."""
        board = view.board
        await self._counted(board.community)
        found = await self._database.read(
            "SELECT id FROM boards WHERE community = ? AND channel = ? AND topic = ? AND season = ?",
            (board.community, board.channel, board.topic, board.season),
        )
        if not found:
            return Page((), 0)
        texts = _TEXTS[view.period, view.order]
        which: tuple[object, ...] = (found[0][0], view.key, view.least)
        top = await self._database.read(texts.top, (*which, view.limit, view.offset))
        mine = await self._database.read(texts.one, (*which, member))
        first, own = (rows[0][-1] if rows else None for rows in (top, mine))
        size, before, ahead, better = (await self._database.read(texts.counts, (first, own, own, *which)))[0]
        next_up = await self._database.read(texts.holder, (*which, better)) if better is not None else []
        names = await self._names(board.community, [row[0] for row in (*top, *mine, *next_up)])
        return Page(
            lines=tuple(_placed(top, int(before or 0), view.offset, names)),
            size=int(size),
            own=_line(mine[0], int(ahead) + 1, names) if mine else None,
            ahead=_line(next_up[0], int(ahead), names) if next_up else None,
        )

    async def _counted(self, community: CommunityId) -> None:
        """Have all results counted that are due."""
        if await self._database.read("SELECT 1 FROM due WHERE community = ? LIMIT 1", (community,)):
            await self._database.write(lambda tx: count_due(tx, community))

    async def _names(self, community: CommunityId, members: Collection[str]) -> dict[str, str]:
        some, ids = in_list(members)
        rows = await self._database.read(
            f"SELECT member, name FROM players WHERE community = ? AND member IN {some}", (community, *ids)
        )
        return dict(rows)

    async def results_of(self, community: CommunityId, member: MemberId) -> Sequence[Result]:
        """Return all results of a member in a community, in the order of ``Result.turn``."""
        rows = await self._database.read(
            f"SELECT {RESULT} FROM results WHERE community = ? AND member = ? ORDER BY at, round, number",
            (community, member),
        )
        return [result_of(row) for row in rows]

    async def latest_round(self, place: Place) -> Round | None:
        """Return the channel's round that began last, over or not."""
        which = "community = ? AND channel = ? ORDER BY started DESC LIMIT 1"
        found = await read_rounds(self._database.read, which, (place.community, place.channel))
        return found[0] if found else None

    async def topics_played(self, community: CommunityId) -> Sequence[str]:
        """Return the topics that a community has results of, by name."""
        await self._counted(community)
        rows = await self._database.read(
            "SELECT topic FROM boards WHERE community = ? AND channel = '' AND season = 0 AND topic <> '' "
            "ORDER BY topic",
            (community,),
        )
        return [row[0] for row in rows]

    async def players(self, community: CommunityId, folded: str, limit: int) -> Sequence[Player]:
        """Return the players whose names, folded, begin so, by name."""
        await self._counted(community)
        rows = await self._database.read(
            "SELECT member, name FROM players WHERE community = ? AND folded >= ? AND folded < ? "
            "ORDER BY folded, member LIMIT ?",
            (community, folded, folded + _LAST, limit),
        )
        return [Player(MemberId(member), name) for member, name in rows]

    # Seasons

    async def seasons(self, community: CommunityId) -> Sequence[Season]:
        """Return a community's seasons, the latest first."""
        rows = await self._database.read(
            f"SELECT {_SEASON} FROM seasons WHERE community = ? ORDER BY id DESC", (community,)
        )
        return [_season(row) for row in rows]

    async def open_season(self, community: CommunityId, name: str, member: MemberId, at: datetime) -> Season:
        """Begin a season; raise Conflict if one is on, or if there was one of that name."""

        async def unit(tx: Transaction) -> list[Row]:
            return await tx.read(
                "INSERT INTO seasons(community, name, folded, opened, opener, closed, closer) "
                f"VALUES (?, ?, ?, ?, ?, '', '') ON CONFLICT DO NOTHING RETURNING {_SEASON}",
                (community, name, fold(name), moment(at), member),
            )

        rows = await self._database.write(unit)
        if not rows:
            raise Conflict("A season is on already, or there was one of that name.")
        return _season(rows[0])

    async def close_season(self, community: CommunityId, member: MemberId, at: datetime) -> Season | None:
        """End the season that is on and return it; None if none is."""

        async def unit(tx: Transaction) -> list[Row]:
            return await tx.read(
                f"UPDATE seasons SET closed = ?, closer = ? WHERE community = ? AND closed = '' RETURNING {_SEASON}",
                (moment(at), member, community),
            )

        rows = await self._database.write(unit)
        return _season(rows[0]) if rows else None


_LAST = "\U0010ffff"  # sorts after every letter


def _season(row: Row) -> Season:
    number, name, opened, closed = row
    return Season(
        SeasonId(number), name, datetime.fromisoformat(opened), datetime.fromisoformat(closed) if closed else None
    )


# A board's statements: one text for each way to look at it


class _Texts:
    """The statements of one period and order. All ask for the board, the period and the least number of answers."""

    def __init__(self, period: Period, order: Order) -> None:
        prefix = f"{period}_" if period in CALENDAR else ""
        value = {
            Order.POINTS: f"{prefix}points",
            Order.RATING: "rating",
            Order.ACCURACY: f"(CAST({prefix}hits AS DOUBLE PRECISION) / NULLIF({prefix}answered, 0))",
        }[order]
        row = f"member, {prefix}points, {prefix}hits, {prefix}answered, rating, {value}"
        # Where there is no period, its parameter is 0.
        held = str(period) if prefix else "0"
        within = f"FROM totals WHERE board = ? AND {held} = ? AND {prefix}answered >= ?"
        self.top = f"SELECT {row} {within} ORDER BY {value} DESC, {prefix}answered DESC, member LIMIT ? OFFSET ?"
        self.one = f"SELECT {row} {within} AND member = ?"
        # How many there are, how many are better than one value and than another, and the least better than that.
        better = f"SUM(CASE WHEN {value} > ? THEN 1 ELSE 0 END)"
        self.counts = f"SELECT COUNT(*), {better}, {better}, MIN(CASE WHEN {value} > ? THEN {value} END) {within}"
        self.holder = f"SELECT {row} {within} AND {value} = ? ORDER BY member LIMIT 1"


_TEXTS = {(period, order): _Texts(period, order) for period in Period for order in Order}


def _line(row: Row, place: int, names: dict[str, str]) -> Line:
    member, points, hits, answered, rating, _ = row
    name = names.get(member, "")
    return Line(place, Player(MemberId(member), name), points, hits, answered, rating)


def _placed(rows: Sequence[Row], before: int, offset: int, names: dict[str, str]) -> Sequence[Line]:
    """Give lines their places; equal values share one, and ``before`` lines are better than the first."""
    lines: list[Line] = []
    place = before + 1
    for index, row in enumerate(rows):
        if index and row[-1] != rows[index - 1][-1]:
            place = offset + index + 1
        lines.append(_line(row, place, names))
    return lines
