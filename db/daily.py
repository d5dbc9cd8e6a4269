"""The daily sets in the store. What they share with rounds, they keep where rounds keep it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from db.bags import store_draws
from db.boards import Closing, results_withdrawn, store_results
from db.outbox import queue
from db.rounds import ATTEMPT, Read, attempt_of, marked, read_rounds, store_outcomes, store_rounds
from db.seam import Database, Transaction
from db.statements import moment
from db.totals import count_due, count_in
from trivia.daily.model import GRACE, DailySet, Put, Share, Sheet, as_round
from trivia.daily.ports import Tried
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.rounds.bag import Running, Taken
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, Attempt, MemberId, Player, Points, Round, RoundId
from trivia.rounds.ports import Commit, Outgoing
from trivia.values import replace

_PLAYED = (
    "INSERT INTO daily_days(community, member, day, at) VALUES (?, ?, ?, ?) ON CONFLICT (community, member, day) "
    "DO NOTHING"
)


class Daily:
    """Implements ``DailyStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_daily(self, daily: DailySet, taken: Taken, at: datetime) -> DailySet:
        """Keep the set of a day with its draw, all or nothing; return the one that was there first, if any."""
        running = to_json(daily.running) if daily.running else ""

        async def unit(tx: Transaction) -> None:
            fresh = await tx.run(
                "INSERT INTO daily_sets(round, community, day, ends, topic, running) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                (daily.id, daily.community, daily.day.isoformat(), moment(daily.ends), daily.topic, running),
            )
            if not fresh:
                return
            kept = as_round(daily, at)
            await store_rounds(tx, [Commit(kept, "", at)])
            await store_draws(tx, [taken])
            for number, asked in enumerate(daily.questions, 1):
                await store_outcomes(tx, [Commit(replace(kept, number=number), "", at, asked=asked)])

        await self._database.write(unit)
        return await _set(self._database.read, daily.id) or daily

    async def daily_set(self, daily: RoundId) -> DailySet | None:
        """Return a set by its id."""
        return await _set(self._database.read, daily)

    async def daily_sets_open(self, community: CommunityId, now: datetime) -> Sequence[DailySet]:
        """Return the sets of a community that can be answered still."""
        rows = await self._database.read(
            "SELECT round FROM daily_sets WHERE community = ? AND ends > ? ORDER BY day",
            (community, moment(now - GRACE)),
        )
        sets = [await _set(self._database.read, RoundId(row[0])) for row in rows]
        return [daily for daily in sets if daily is not None]

    async def daily_sheet(self, daily: DailySet, member: MemberId) -> Sheet:
        """Return how far a member has come with a set."""
        return await _sheet(self._database.read, daily, member)

    async def daily_attempts(self, daily: DailySet, number: int, member: MemberId) -> Sequence[Attempt]:
        """Return a member's answers to one question, in the order of receipt."""
        return await _attempts(self._database.read, daily.id, number, member)

    async def show_daily(self, daily: DailySet, number: int, member: MemberId, at: datetime) -> None:
        """Keep that a member was shown a question, which they have not settled; shown again, its ``latest`` moves."""
        now = moment(at)

        async def unit(tx: Transaction) -> None:
            await tx.run(
                "INSERT INTO daily_puts(round, member, number, community, shown, latest, tries, done, closes) "
                "VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT (round, member, number) DO UPDATE SET latest = ?",
                (daily.id, member, number, daily.community, now, now, moment(daily.closes), now),
            )

        await self._database.write(unit)

    async def try_daily(self, tried: Tried) -> bool:
        """Store an answer; return False if the event was handled before."""
        attempt, done = tried.attempt, int(tried.done)
        member = attempt.player.id

        async def unit(tx: Transaction) -> bool:
            if not await marked(tx, tried.event, attempt.at):
                return False
            daily = await _set(tx.read, tried.daily.id)
            touched = await tx.run(
                "UPDATE daily_puts SET tries = tries + 1, done = ? "
                "WHERE round = ? AND member = ? AND number = ? AND tries = ? AND done = 0",
                (done, attempt.round, member, attempt.number, tried.tries),
            )
            sheet = await _sheet(tx.read, daily or tried.daily, member)
            ruled = attempt.number in dict(sheet.points)  # a moderator's ruling on an earlier try has settled it
            if not touched or daily is None or attempt.number in daily.voided or ruled:
                raise Conflict("Something happened in between. Please try again.")
            kept = as_round(daily, attempt.at)
            await store_outcomes(tx, [Commit(kept, "", attempt.at, attempt=attempt)])
            if tried.points:
                asked = daily.questions[attempt.number - 1]
                mine = await _attempts(tx.read, daily.id, attempt.number, member)
                changes = await store_results(tx, [Closing(kept.place, attempt.at, tried.points, asked, mine)])
                await count_due(tx, daily.community)
                await count_in(tx, daily.community, changes)
            await _played(tx, daily, member, attempt.at)
            return True

        return await self._database.write(unit)

    async def void_daily(
        self, daily: DailySet, number: int, at: datetime, word: Callable[[Points], Outgoing] | None = None
    ) -> None:
        """Let a question count for nobody: what it earned goes, and whoever is done without it is done."""

        async def unit(tx: Transaction) -> None:
            [state] = await read_rounds(tx.read, "id = ?", (daily.id,))
            if number in state.voided:
                return
            voided = replace(state, version=state.version + 1, voided=(*state.voided, number))
            await store_rounds(tx, [Commit(voided, "", at)])
            if word:
                await queue(tx, [word(earned) for earned in await _earned(tx, daily.id, number)])
            await results_withdrawn(tx, daily.id, number)
            await tx.run("UPDATE daily_puts SET done = 1 WHERE round = ? AND number = ?", (daily.id, number))
            now = replace(daily, voided=voided.voided)
            for (member,) in await tx.read("SELECT DISTINCT member FROM daily_puts WHERE round = ?", (daily.id,)):
                await _played(tx, now, MemberId(member), at)

        await self._database.write(unit)

    async def finish_daily(self, daily: DailySet, member: MemberId, at: datetime) -> None:
        """Keep that a member has played the day, if they have settled all that counts."""

        async def unit(tx: Transaction) -> None:
            await _played(tx, daily, member, at)

        await self._database.write(unit)

    async def daily_shares(self, daily: DailySet, but: MemberId) -> Sequence[Share]:
        """Return how all but one member did with each question."""
        rows = await self._database.read(
            "SELECT number, SUM(CASE WHEN points > 0 THEN 1 ELSE 0 END), COUNT(*) FROM results "
            "WHERE round = ? AND member <> ? GROUP BY number",
            (daily.id, but),
        )
        found = {number: Share(int(right), answered) for number, right, answered in rows}
        return [found.get(number, Share(0, 0)) for number in range(1, len(daily.questions) + 1)]

    async def daily_days(self, community: CommunityId, member: MemberId) -> Sequence[date]:
        """Return the days whose sets a member has finished, in order."""
        rows = await self._database.read(
            "SELECT day FROM daily_days WHERE community = ? AND member = ? ORDER BY day", (community, member)
        )
        return [date.fromisoformat(row[0]) for row in rows]

    async def share_daily(self, daily: DailySet, member: MemberId, message: Outgoing, at: datetime) -> bool:
        """Keep the message that shows a member's result to all; return False if there was one before."""

        async def unit(tx: Transaction) -> bool:
            fresh = await tx.run(
                "INSERT INTO daily_shared(round, member, at) VALUES (?, ?, ?) ON CONFLICT (round, member) DO NOTHING",
                (daily.id, member, moment(at)),
            )
            if fresh:
                await queue(tx, (message,))
            return fresh > 0

        return await self._database.write(unit)

    async def daily_shared(self, daily: DailySet, member: MemberId) -> bool:
        """Say whether a member has shown their result to all."""
        return bool(
            await self._database.read("SELECT 1 FROM daily_shared WHERE round = ? AND member = ?", (daily.id, member))
        )

    async def daily_live(
        self, community: CommunityId, member: MemberId | None, since: datetime | None, now: datetime
    ) -> Sequence[tuple[RoundId, int]]:
        """Return the questions, by set and number, of sets not closed yet that are open to somebody."""
        rows = await self._database.read(
            "SELECT DISTINCT round, number FROM daily_puts WHERE community = ? AND closes > ? AND done = 0 "
            "AND (member = ? OR latest > ?) ORDER BY round, number",
            (community, moment(now), member or "", moment(since) if since else "~"),
        )
        return [(RoundId(round_id), number) for round_id, number in rows]


async def _set(read: Read, daily: RoundId) -> DailySet | None:
    rows = await read(
        "SELECT s.community, s.day, s.ends, s.topic, s.running, r.state "
        "FROM daily_sets s JOIN rounds r ON r.id = s.round WHERE s.round = ?",
        (daily,),
    )
    if not rows:
        return None
    community, day, ends, topic, running, state = rows[0]
    asked = await read("SELECT question FROM asked WHERE round = ? ORDER BY number", (daily,))
    return DailySet(
        id=daily,
        community=CommunityId(community),
        day=date.fromisoformat(day),
        ends=datetime.fromisoformat(ends),
        questions=tuple(from_json(Asked, row[0]) for row in asked),
        topic=topic,
        voided=from_json(Round, state).voided,
        running=from_json(Running, running) if running else None,
    )


async def _earned(tx: Transaction, daily: RoundId, number: int) -> Sequence[Points]:
    """Return what members earned with a question of a set, those who earned nothing left out."""
    rows = await tx.read(
        "SELECT member, name, points FROM results WHERE round = ? AND number = ? AND points > 0 ORDER BY member",
        (daily, number),
    )
    return [Points(daily, number, Player(MemberId(member), name), points) for member, name, points in rows]


async def _attempts(read: Read, daily: RoundId, number: int, member: MemberId) -> list[Attempt]:
    rows = await read(
        f"SELECT {ATTEMPT} FROM attempts WHERE round = ? AND number = ? AND member = ? ORDER BY id",
        (daily, number, member),
    )
    return [attempt_of(daily, row) for row in rows]


async def _sheet(read: Read, daily: DailySet, member: MemberId) -> Sheet:
    rows = await read(
        "SELECT number, shown, latest, tries, done FROM daily_puts WHERE round = ? AND member = ? ORDER BY number",
        (daily.id, member),
    )
    puts = tuple(
        Put(number, datetime.fromisoformat(shown), datetime.fromisoformat(latest), tries, bool(done))
        for number, shown, latest, tries, done in rows
    )
    points = await read(
        "SELECT number, points FROM results WHERE round = ? AND member = ? ORDER BY number", (daily.id, member)
    )
    return Sheet(daily, puts, tuple((number, earned) for number, earned in points))


async def _played(tx: Transaction, daily: DailySet, member: MemberId, at: datetime) -> None:
    """Keep that a member has played the day, if they have settled all that counts."""
    sheet = await _sheet(tx.read, daily, member)
    if sheet.begun and sheet.done:
        await tx.run(_PLAYED, (daily.community, member, daily.day.isoformat(), moment(at)))
