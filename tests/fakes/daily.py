"""Daily sets in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from trivia.daily.model import DailySet, Put, Share, Sheet, as_round
from trivia.daily.ports import Tried
from trivia.disputes.model import Occasion
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.bag import Taken
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, Attempt, MemberId, Points, Round, RoundId
from trivia.rounds.ports import Commit, Outgoing
from trivia.scores.model import Result
from trivia.values import replace


@dataclass
class FakeDaily:
    """Keeps what a store keeps; what sets share with rounds lies where ``FakeRoundStore`` keeps it."""

    rounds: dict[RoundId, str] = field(default_factory=dict)
    outbox: dict[str, tuple[Outgoing, bool]] = field(default_factory=dict)
    tried: list[Attempt] = field(default_factory=list)
    earned: list[tuple[datetime, Points]] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    results: dict[tuple[RoundId, int, MemberId], Result] = field(default_factory=dict)
    put: dict[tuple[RoundId, int], Asked] = field(default_factory=dict)
    occasions_put: list[Occasion] = field(default_factory=list)
    daily_kept: dict[RoundId, DailySet] = field(default_factory=dict)
    daily_puts: dict[tuple[RoundId, MemberId], dict[int, Put]] = field(default_factory=dict)
    daily_played: dict[tuple[CommunityId, MemberId], set[date]] = field(default_factory=dict)
    daily_told: set[tuple[RoundId, MemberId]] = field(default_factory=set)

    async def keep_daily(self, daily: DailySet, taken: Taken, at: datetime) -> DailySet:
        if daily.id not in self.daily_kept:
            self.store_taken(taken)
            self.daily_kept[daily.id] = daily
            kept = as_round(daily, at)
            self.rounds[daily.id] = to_json(kept)
            for number, asked in enumerate(daily.questions, 1):
                self.put[daily.id, number] = asked
                self.occasions_put.append(Occasion(daily.id, number, kept.place, at, asked))
        return self._set(daily.id)

    def _set(self, daily: RoundId) -> DailySet:
        return replace(self.daily_kept[daily], voided=from_json(Round, self.rounds[daily]).voided)

    async def daily_set(self, daily: RoundId) -> DailySet | None:
        return self._set(daily) if daily in self.daily_kept else None

    async def daily_sets_open(self, community: CommunityId, now: datetime) -> Sequence[DailySet]:
        mine = [s for s in self.daily_kept.values() if s.community == community and s.closes > now]
        return [self._set(daily.id) for daily in sorted(mine, key=lambda s: s.day)]

    async def daily_sheet(self, daily: DailySet, member: MemberId) -> Sheet:
        puts = self.daily_puts.get((daily.id, member), {})
        points = {p.number: p.points for _, p in self.earned if p.round == daily.id and p.player.id == member}
        return Sheet(daily, tuple(puts[number] for number in sorted(puts)), tuple(sorted(points.items())))

    async def daily_attempts(self, daily: DailySet, number: int, member: MemberId) -> Sequence[Attempt]:
        return [a for a in self.tried if (a.round, a.number, a.player.id) == (daily.id, number, member)]

    async def show_daily(self, daily: DailySet, number: int, member: MemberId, at: datetime) -> None:
        mine = self.daily_puts.setdefault((daily.id, member), {})
        mine[number] = replace(mine.get(number, Put(number, at, at)), latest=at)

    async def try_daily(self, tried: Tried) -> bool:
        attempt = tried.attempt
        if tried.event in self.events:
            return False
        mine = self.daily_puts.get((attempt.round, attempt.player.id), {})
        put = mine.get(attempt.number)
        now = self._set(tried.daily.id)
        settled = (await self.daily_sheet(now, attempt.player.id)).settled
        if put is None or put.tries != tried.tries or attempt.number in settled.union(now.voided):
            raise Conflict("something happened in between")
        self.events.add(tried.event)
        mine[attempt.number] = replace(put, tries=put.tries + 1, done=tried.done)
        self.tried.append(attempt)
        self.earned += [(attempt.at, points) for points in tried.points]
        await self.counted(Commit(as_round(now, attempt.at), "", attempt.at, attempt=attempt, points=tried.points))
        await self.finish_daily(now, attempt.player.id, attempt.at)
        return True

    def store_taken(self, taken: Taken) -> None:
        """Keep a draw; ``FakeBags`` knows how."""

    async def counted(self, commit: Commit) -> None:
        """Keep what an answer brought; ``FakeRoundStore`` knows how."""

    async def void_daily(
        self, daily: DailySet, number: int, at: datetime, word: Callable[[Points], Outgoing] | None = None
    ) -> None:
        state = from_json(Round, self.rounds[daily.id])
        if number in state.voided:
            return
        voided = replace(state, version=state.version + 1, voided=(*state.voided, number))
        self.rounds[daily.id] = to_json(voided)
        gone = [p for _, p in self.earned if (p.round, p.number) == (daily.id, number) and p.points]
        self.outbox.update({message.id: (message, False) for message in map(word, gone)} if word else {})
        self.earned[:] = [(when, p) for when, p in self.earned if (p.round, p.number) != (daily.id, number)]
        for key in [key for key in self.results if key[:2] == (daily.id, number)]:
            del self.results[key]
        for (round_id, member), mine in self.daily_puts.items():
            if round_id == daily.id:
                if number in mine:
                    mine[number] = replace(mine[number], done=True)
                await self.finish_daily(self._set(daily.id), member, at)

    async def finish_daily(self, daily: DailySet, member: MemberId, at: datetime) -> None:
        del at
        sheet = await self.daily_sheet(daily, member)
        if sheet.begun and sheet.done:
            self.daily_played.setdefault((daily.community, member), set()).add(daily.day)

    async def daily_shares(self, daily: DailySet, but: MemberId) -> Sequence[Share]:
        others = [p for _, p in self.earned if p.round == daily.id and p.player.id != but]
        of = [[p for p in others if p.number == number] for number in range(1, len(daily.questions) + 1)]
        return [Share(sum(p.points > 0 for p in these), len(these)) for these in of]

    async def daily_days(self, community: CommunityId, member: MemberId) -> Sequence[date]:
        return sorted(self.daily_played.get((community, member), ()))

    async def share_daily(self, daily: DailySet, member: MemberId, message: Outgoing, at: datetime) -> bool:
        del at
        if (daily.id, member) in self.daily_told:
            return False
        self.daily_told.add((daily.id, member))
        self.outbox[message.id] = (message, False)
        return True

    async def daily_shared(self, daily: DailySet, member: MemberId) -> bool:
        return (daily.id, member) in self.daily_told

    async def daily_live(
        self, community: CommunityId, member: MemberId | None, since: datetime | None, now: datetime
    ) -> Sequence[tuple[RoundId, int]]:
        found = {
            (round_id, put.number)
            for (round_id, whose), mine in self.daily_puts.items()
            for put in mine.values()
            if self.daily_kept[round_id].community == community
            and self.daily_kept[round_id].closes > now
            and not put.done
            and (whose == member or (since is not None and put.latest > since))
        }
        return sorted(found)
