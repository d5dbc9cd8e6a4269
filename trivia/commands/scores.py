"""/score: boards, seasons, and members' own statistics."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from trivia.commands.outcomes import BoardShown, ScoreShown, SeasonClosed, SeasonOpened, SeasonsListed
from trivia.commands.request import Request, Role
from trivia.errors import Conflict, NotAllowed, NotFound, UsageError
from trivia.facts.model import CommunityId
from trivia.ports import PackStore
from trivia.replies.scores import painted_board, painted_card
from trivia.rounds.model import MemberId, Player, Standing
from trivia.scores.model import Board, BoardScope, Line, Order, Page, Period, Season, View, period_key
from trivia.scores.ports import BoardStore, Painter
from trivia.scores.statistics import statistics
from trivia.settings import SettingStore
from trivia.text import fold

PAGE = 10
"""So many lines are on a page of a board."""

_LEAST = {Period.DAY: 5, Period.WEEK: 10}
_USUAL_LEAST = 20
_MOST_SEASONS = 20

T = TypeVar("T")


class Scores:
    """Boards, seasons and statistics. Without a ``painter`` pictures are not to be had, and words say it all."""

    def __init__(
        self, store: BoardStore, settings: SettingStore, packs: PackStore, painter: Painter | None = None
    ) -> None:
        self._store = store
        self._settings = settings
        self._packs = packs
        self._painter = painter

    async def me(self, request: Request) -> ScoreShown:
        """Show the statistics of the member, or of another one."""
        named = str(request.arguments.get("member", ""))
        player = await self._player(request, named) if named else request.member.player
        results = await self._store.results_of(request.community, player.id)
        board = View(Board(request.community), Period.ALL, 0, Order.POINTS, limit=0)
        outcome = ScoreShown(
            player=player,
            own=player.id == request.member.id,
            statistics=statistics(results, await self._today(request)),
            page=await self._store.page(board, player.id),
            titles=await self._titles(),
        )
        if self._painter is None or not request.arguments.get("picture") or not results:
            return outcome
        return replace(outcome, picture=await self._painter.card(painted_card(outcome)))

    async def board(self, request: Request) -> BoardShown:
        """Show a board of the channel's latest round, of the channel or of the community."""
        scope = BoardScope(str(request.arguments.get("scope", BoardScope.COMMUNITY)))
        if scope is BoardScope.ROUND:
            outcome = await self._round_board(request)
        else:
            outcome = await self._board(request, scope)
        if self._painter is None or not request.arguments.get("picture"):
            return outcome
        return replace(outcome, picture=await self._painter.board(painted_board(outcome)))

    async def season(self, request: Request) -> SeasonsListed | SeasonOpened | SeasonClosed:
        """List the seasons, open one, or close the one that is on."""
        match str(request.arguments.get("do", "list")):
            case "open":
                return await self._open_season(request)
            case "close":
                return await self._close_season(request)
            case _:
                return await self._list_seasons(request.community)

    # Boards

    async def _board(self, request: Request, scope: BoardScope) -> BoardShown:
        given = request.arguments
        season = await self._season_meant(request)
        period = Period.SEASON if season else Period(str(given.get("period", Period.ALL)))
        order = Order(str(given.get("by", Order.POINTS)))
        topic = await self._topic(request.community, str(given.get("topic", "")))
        channel = str(request.channel) if scope is BoardScope.CHANNEL else ""
        number = int(given.get("page", 1))
        view = View(
            board=Board(request.community, channel, topic, season.id if season else 0),
            period=period,
            key=period_key(period, await self._today(request)),
            order=order,
            least=_least(period, order, given.get("least")),
            offset=PAGE * (number - 1),
            limit=PAGE,
        )
        page = await self._store.page(view, request.member.id)
        return BoardShown(
            scope=scope,
            view=view,
            page=page,
            asker=request.member.player,
            number=number,
            topic=(await self._titles()).get(topic, topic),
            season=season,
            zone=(await self._settings.chosen(request.place)).text("zone"),
            again=tuple((name, value) for name, value in given.items() if name not in ("page", "picture")),
        )

    async def _round_board(self, request: Request) -> BoardShown:
        """Show how the channel's latest round stands, or ended."""
        given = request.arguments
        if {"period", "topic", "season", "least"} & set(given):
            raise UsageError("The board of a round has all of that round: leave period, topic, season and least out.")
        order = Order(str(given.get("by", Order.POINTS)))
        if order is Order.RATING:
            raise UsageError("One round is too little to rate anybody. Try /score board by=rating.")
        latest = await self._store.latest_round(request.place)
        lines = _lines(latest.board if latest else (), order)
        number = int(given.get("page", 1))
        offset = PAGE * (number - 1)
        own = next((line for line in lines if line.player.id == request.member.id), None)
        ahead = next((line for line in reversed(lines) if own and line.place < own.place), None)
        return BoardShown(
            scope=BoardScope.ROUND,
            view=View(Board(request.community), Period.ALL, 0, order, offset=offset, limit=PAGE),
            page=Page(tuple(lines[offset : offset + PAGE]), len(lines), own, ahead),
            asker=request.member.player,
            number=number,
            again=tuple((name, value) for name, value in given.items() if name not in ("page", "picture")),
        )

    async def _season_meant(self, request: Request) -> Season | None:
        """Return the season that is named, or the one that is on if the period asks for it; raise if there is none."""
        named = str(request.arguments.get("season", ""))
        period = request.arguments.get("period")
        if not named and period != Period.SEASON:
            return None
        seasons = await self._store.seasons(request.community)
        if named and period not in (None, Period.SEASON):
            raise UsageError("A season is a time of its own: leave the period out.")
        if named:
            return _named(named, {season.name: season for season in seasons}, "season", "See /score season.")
        season = next((season for season in seasons if not season.closed), None)
        if season is None:
            past = " Name one that is over with season=; /score season lists them." if seasons else ""
            raise NotFound(f"No season is on. A moderator opens one with /score season open.{past}")
        return season

    async def _topic(self, community: CommunityId, named: str) -> str:
        if not named:
            return ""
        titles = await self._titles()
        known: dict[str, str] = {}
        for topic in await self._store.topics_played(community):
            known |= {topic: topic, titles.get(topic, topic): topic}
        return _named(named, known, "topic", "Nobody has played one by that name here.")

    async def _titles(self) -> dict[str, str]:
        return {stored.info.name: stored.info.title for stored in await self._packs.packs()}

    async def _today(self, request: Request) -> int:
        chosen = await self._settings.chosen(request.place)
        return request.at.astimezone(ZoneInfo(chosen.text("zone"))).toordinal()

    # Seasons

    async def _open_season(self, request: Request) -> SeasonOpened:
        _only_for_moderators(request)
        name = str(request.arguments.get("name", ""))
        if not fold(name):
            raise UsageError("What shall the season be called? For example: /score season open name=Spring")
        seasons = await self._store.seasons(request.community)
        on = next((season for season in seasons if not season.closed), None)
        if on:
            raise Conflict(f"The season {on.name} is on. Close it first with /score season close.")
        if any(fold(season.name) == fold(name) for season in seasons):
            raise Conflict(f"There was a season {name} already. Find it another name.")
        return SeasonOpened(await self._store.open_season(request.community, name, request.member.id, request.at))

    async def _close_season(self, request: Request) -> SeasonClosed:
        _only_for_moderators(request)
        season = await self._store.close_season(request.community, request.member.id, request.at)
        if season is None:
            raise NotFound("No season is on. Open one with /score season open.")
        return SeasonClosed(season, await self._standings(request.community, season, PAGE))

    async def _list_seasons(self, community: CommunityId) -> SeasonsListed:
        seasons = await self._store.seasons(community)
        listed = []
        for season in seasons[:_MOST_SEASONS]:
            page = await self._standings(community, season, PAGE)
            listed.append((season, tuple(line for line in page.lines if line.place == 1)))
        return SeasonsListed(tuple(listed))

    async def _standings(self, community: CommunityId, season: Season, limit: int) -> Page:
        view = View(Board(community, season=season.id), Period.SEASON, 0, Order.POINTS, limit=limit)
        return await self._store.page(view, MemberId(""))

    # Members

    async def _player(self, request: Request, named: str) -> Player:
        """Return the player that is meant by a name, its beginning, or an id; raise NotFound."""
        wanted = named.removeprefix("@")
        if wanted == request.member.id or fold(wanted) == fold(request.member.name):
            return request.member.player
        by_id = await self._store.results_of(request.community, MemberId(wanted))
        if by_id:
            return by_id[-1].player
        found = await self._store.players(request.community, fold(wanted), PAGE)
        exact = [player for player in found if fold(player.name) == fold(wanted)]
        if len(exact) == 1 or len(found) == 1:
            return (exact or list(found))[0]
        if not found:
            raise NotFound(f"Nobody called {wanted} has played here.")
        names = ", ".join(player.name for player in found)
        raise UsageError(f"That may be any of {names}. Please type the whole name.")


def _least(period: Period, order: Order, said: object) -> int:
    """Return how many answers a member needs to be listed; by points everybody is."""
    if order is Order.POINTS:
        return 1
    return int(str(said)) if said is not None else _LEAST.get(period, _USUAL_LEAST)


def _lines(board: Sequence[Standing], order: Order) -> list[Line]:
    """Return the lines of a round's board, in the round's own order or by accuracy."""
    lines = [Line(s.place, s.player, s.points, s.right, s.answered, 0.0) for s in board]
    if order is Order.POINTS:
        return lines
    ordered = sorted(lines, key=lambda line: (-line.accuracy, -line.answered, line.player.id))
    return [replace(line, place=1 + sum(o.accuracy > line.accuracy for o in ordered)) for line in ordered]


def _named(named: str, known: Mapping[str, T], what: str, otherwise: str) -> T:
    """Return what a name means, whatever its case; raise NotFound with the nearest."""
    folded = {fold(name): name for name in known}
    if fold(named) in folded:
        return known[folded[fold(named)]]
    near = difflib.get_close_matches(fold(named), folded, 1)
    hint = f"Did you mean {folded[near[0]]}?" if near else otherwise
    raise NotFound(f"I don't know the {what} {named}. {hint}")


def _only_for_moderators(request: Request) -> None:
    if request.member.role < Role.MODERATOR:
        raise NotAllowed("Opening and closing seasons is for moderators.")
