"""Boards and seasons in memory: nothing is totalled; every look reckons all results anew."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from trivia import values
from trivia.daily.model import CHANNEL as DAILY
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, MemberId, Place, Player, Points, RoundId
from trivia.scores.model import (
    Line,
    Page,
    Result,
    Season,
    SeasonId,
    View,
    boards_of,
    period_key,
)
from trivia.scores.rating import first_try, rating_of
from trivia.settings import Chosen
from trivia.text import fold


@dataclass
class FakeBoards:
    """Keeps what a store keeps: results, and seasons."""

    results: dict[tuple[RoundId, int, MemberId], Result] = field(default_factory=dict)
    held: list[tuple[CommunityId, Season]] = field(default_factory=list)

    def count(
        self,
        place: Place,
        points: Sequence[Points],
        at: datetime,
        chosen: Chosen,
        *,
        asked: Asked | None,
        attempts: Sequence[Attempt],
    ) -> None:
        """Keep what members came to, as it counts from now on."""
        day = at.astimezone(ZoneInfo(chosen.text("zone"))).toordinal()
        season = next((s.id for c, s in self.held if c == place.community and not s.closed), 0)
        for gain in points:
            mine = [a for a in attempts if a.player.id == gain.player.id and a.number == gain.number]
            result = Result(
                round=gain.round,
                number=gain.number,
                player=gain.player,
                place=place,
                points=gain.points,
                right=any(a.ruling is Ruling.ACCEPT for a in mine) if mine else gain.points > 0,
                at=at,
                topic=asked.topic if asked else "",
                day=day,
                season=season,
                counts=False,
                difficulty=asked.difficulty if asked else 0.5,
                options=len(asked.options) if asked else 0,
                first=first_try(mine),
            )
            self.results[gain.round, gain.number, gain.player.id] = result
        for round_id in {gain.round for gain in points}:
            of_round = [r for r in self.results.values() if r.round == round_id]
            several = len({r.player.id for r in of_round}) > 1
            if several or chosen.truth("solo") or place.channel == DAILY or any(r.counts for r in of_round):
                for r in of_round:
                    self.results[r.round, r.number, r.player.id] = values.replace(r, counts=True)

    async def page(self, view: View, member: MemberId) -> Page:
        lines = sorted(
            filter(None, (self._line(view, player) for player in self._everybody(view.board.community))),
            key=lambda line: (-line.value(view.order), -line.answered, line.player.id),
        )
        placed = [
            replace(line, place=1 + sum(o.value(view.order) > line.value(view.order) for o in lines)) for line in lines
        ]
        own = next((line for line in placed if line.player.id == member), None)
        better = [line for line in placed if own and line.value(view.order) > own.value(view.order)]
        ahead = min(better, key=lambda line: (line.value(view.order), line.player.id), default=None)
        shown = tuple(placed[view.offset : view.offset + view.limit])
        return Page(shown, len(placed), own, replace(ahead, place=len(better)) if ahead else None)

    def _everybody(self, community: CommunityId) -> list[Player]:
        mine = sorted((r for r in self.results.values() if r.place.community == community), key=lambda r: r.turn)
        return list({r.player.id: r.player for r in mine if r.counts}.values())

    def _line(self, view: View, player: Player) -> Line | None:
        every = sorted(
            (
                r
                for r in self.results.values()
                if r.player.id == player.id and r.place.community == view.board.community and r.counts
            ),
            key=lambda r: r.turn,
        )
        there = [r for r in every if view.board in boards_of(r)]
        here = [r for r in there if period_key(view.period, r.day) == view.key]
        if len(here) < max(1, view.least):
            return None
        on_topic = [r for r in every if not view.board.topic or r.topic == view.board.topic]
        rating = rating_of(r for r in on_topic if r.turn <= there[-1].turn)
        return Line(1, player, sum(r.points for r in here), sum(r.right for r in here), len(here), rating.mean)

    async def results_of(self, community: CommunityId, member: MemberId) -> Sequence[Result]:
        mine = [r for r in self.results.values() if r.player.id == member and r.place.community == community]
        return sorted(mine, key=lambda r: r.turn)

    async def latest_hits(self, community: CommunityId, member: MemberId, limit: int) -> Sequence[bool]:
        return [result.right for result in reversed(await self.results_of(community, member))][:limit]

    async def topics_played(self, community: CommunityId) -> Sequence[str]:
        mine = [r for r in self.results.values() if r.place.community == community and r.counts]
        return sorted({r.topic for r in mine} - {""})

    async def players(self, community: CommunityId, folded: str, limit: int) -> Sequence[Player]:
        fitting = [p for p in self._everybody(community) if fold(p.name).startswith(folded)]
        return sorted(fitting, key=lambda p: (fold(p.name), p.id))[:limit]

    async def seasons(self, community: CommunityId) -> Sequence[Season]:
        return [season for of, season in reversed(self.held) if of == community]

    async def open_season(self, community: CommunityId, name: str, member: MemberId, at: datetime) -> Season:
        del member
        known = await self.seasons(community)
        if any(not season.closed or fold(season.name) == fold(name) for season in known):
            raise Conflict("A season is on already, or there was one of that name.")
        season = Season(SeasonId(len(self.held) + 1), name, at)
        self.held.append((community, season))
        return season

    async def close_season(self, community: CommunityId, member: MemberId, at: datetime) -> Season | None:
        del member
        for index, (of, season) in enumerate(self.held):
            if of == community and not season.closed:
                closed = replace(season, closed=at)
                self.held[index] = of, closed
                return closed
        return None
