"""Rounds in the store: one step, one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from db.bags import store_taken
from db.boards import store_results
from db.outbox import queue
from db.schedules import claimed
from db.seam import Database, Row, Transaction
from db.statements import in_list, moment
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.replies.reply import Reply
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Attempt, ChannelId, MemberId, Place, Player, Round, RoundId
from trivia.rounds.ports import Commit, Outgoing, Tally

_KEPT = timedelta(days=2)
"""Events that were handled and messages that were sent are forgotten after this; no platform repeats itself so late."""
ATTEMPT = "number, member, name, event, given, choice, ruling, reason, at, elapsed, hints"
_SUMS = "SUM(points), SUM(CASE WHEN points > 0 THEN 1 ELSE 0 END), COUNT(*), COUNT(DISTINCT round)"


class Rounds:
    """Implements ``RoundStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Events

    async def seen(self, event: str) -> bool:
        """Say whether the event was handled before."""
        return bool(await self._database.read("SELECT 1 FROM events WHERE event = ?", (event,)))

    async def mark(self, event: str, at: datetime) -> None:
        """Remember that the event was handled."""

        async def unit(tx: Transaction) -> None:
            await marked(tx, event, at)

        await self._database.write(unit)

    # Rounds

    async def open_round(self, place: Place) -> Round | None:
        """Return the channel's round that is not over."""
        found = await self._rounds(
            "SELECT state FROM rounds WHERE community = ? AND channel = ? AND ended = 0", place.community, place.channel
        )
        return found[0] if found else None

    async def open_rounds_of(self, community: CommunityId) -> Sequence[Round]:
        """Return the community's rounds that are not over."""
        return await self._rounds("SELECT state FROM rounds WHERE community = ? AND ended = 0 ORDER BY id", community)

    async def round(self, round_id: RoundId) -> Round | None:
        """Return a round, over or not."""
        found = await self._rounds("SELECT state FROM rounds WHERE id = ?", round_id)
        return found[0] if found else None

    async def places_due(self, platforms: Collection[str], now: datetime, limit: int) -> Sequence[Place]:
        """Return where on these platforms the deadline of an open round has come, the longest due first."""
        holes, names = in_list(platforms)
        rows = await self._database.read(
            f"SELECT community, channel FROM rounds WHERE platform IN {holes} AND ended = 0 AND deadline <= ? "
            "ORDER BY deadline, id LIMIT ?",
            (*names, moment(now), limit),
        )
        return [Place(CommunityId(community), ChannelId(channel)) for community, channel in rows]

    async def open_rounds(self, platforms: Collection[str]) -> Sequence[Round]:
        """Return every round on these platforms that is not over."""
        holes, names = in_list(platforms)
        return await self._rounds(
            f"SELECT state FROM rounds WHERE platform IN {holes} AND ended = 0 ORDER BY id",
            *names,
        )

    async def next_deadline(self, platforms: Collection[str]) -> datetime | None:
        """Return the earliest deadline of the open rounds on these platforms."""
        holes, names = in_list(platforms)
        rows = await self._database.read(
            f"SELECT MIN(deadline) FROM rounds WHERE platform IN {holes} AND ended = 0",
            names,
        )
        return datetime.fromisoformat(rows[0][0]) if rows and rows[0][0] else None

    async def _rounds(self, sql: str, *params: object) -> list[Round]:
        return [from_json(Round, row[0]) for row in await self._database.read(sql, params)]

    async def store_step(self, commit: Commit) -> bool:
        """Store a step, all or nothing, and remember its event; return False if the event was handled before."""

        async def unit(tx: Transaction) -> bool:
            if commit.event and not await marked(tx, commit.event, commit.at):
                return False
            if commit.claim and not await claimed(tx, commit.claim, commit.at):
                return False
            await store_round(tx, commit)
            await store_outcome(tx, commit)
            return True

        return await self._database.write(unit)

    # Messages

    async def unsent(self, place: Place) -> Sequence[Outgoing]:
        """Return a channel's messages not yet marked as sent, in the order of their commits."""
        rows = await self._database.read(
            "SELECT id, reply FROM outbox WHERE platform = ? AND community = ? AND channel = ? AND sent = '' "
            "ORDER BY place",
            (place.platform, place.community, place.channel),
        )
        return [Outgoing(message, place, from_json(Reply, reply)) for message, reply in rows]

    async def unsent_places(self, platforms: Collection[str]) -> Sequence[Place]:
        """Return the channels on these platforms that have unsent messages."""
        holes, names = in_list(platforms)
        rows = await self._database.read(
            f"SELECT DISTINCT community, channel FROM outbox WHERE platform IN {holes} AND sent = ''",
            names,
        )
        return [Place(CommunityId(community), ChannelId(channel)) for community, channel in rows]

    async def mark_sent(self, ids: Collection[str], at: datetime) -> None:
        """Remember that messages were sent."""

        async def unit(tx: Transaction) -> None:
            await tx.run_many("UPDATE outbox SET sent = ? WHERE id = ?", [(moment(at), message) for message in ids])

        await self._database.write(unit)

    # What came of it

    async def attempts(self, round_id: RoundId) -> Sequence[Attempt]:
        """Return every attempt of a round that counted, in the order of the questions and then of receipt."""
        rows = await self._database.read(
            f"SELECT {ATTEMPT} FROM attempts WHERE round = ? ORDER BY number, at, id",
            (round_id,),
        )
        return [attempt_of(round_id, row) for row in rows]

    async def tally(self, community: CommunityId, member: MemberId) -> Tally | None:
        """Return what one member has earned in a community; None who never answered."""
        rows = await self._database.read(
            f"SELECT member, MAX(name), {_SUMS} FROM results WHERE community = ? AND member = ? GROUP BY member",
            (community, member),
        )
        return _tally(rows[0]) if rows else None


async def marked(tx: Transaction, event: str, at: datetime) -> bool:
    """Remember an event; return False if it was known."""
    sql = "INSERT INTO events(event, at) VALUES (?, ?) ON CONFLICT (event) DO NOTHING"
    return await tx.run(sql, (event, moment(at))) > 0


async def store_round(tx: Transaction, commit: Commit) -> None:
    """Store a round's state; raise Conflict if the stored one is not the version before."""
    state = commit.round
    deadline = moment(state.deadline) if state.deadline else ""
    changing = (state.version, deadline, int(state.over), to_json(state))
    if state.version == 1:
        long_ago = moment(commit.at - _KEPT)
        await tx.run("DELETE FROM events WHERE at < ?", (long_ago,))
        await tx.run("DELETE FROM outbox WHERE sent <> '' AND sent < ?", (long_ago,))
        place = state.place
        touched = await tx.run(
            "INSERT INTO rounds(version, deadline, ended, state, id, platform, community, channel, started) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (*changing, state.id, place.platform, place.community, place.channel, moment(state.started)),
        )
    else:
        touched = await tx.run(
            "UPDATE rounds SET version = ?, deadline = ?, ended = ?, state = ? WHERE id = ? AND version = ?",
            (*changing, state.id, state.version - 1),
        )
    if not touched:
        raise Conflict("Somebody else was a moment earlier. Please try again.")


async def store_outcome(tx: Transaction, commit: Commit) -> None:
    """Store all that came of a step but the round's own state."""
    state, place, at = commit.round, commit.round.place, moment(commit.at)
    if commit.attempt:
        await tx.run(
            f"INSERT INTO attempts(round, {ATTEMPT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _attempt_row(commit.attempt),
        )
    await store_results(tx, place, commit.points, commit.at)
    if commit.taken:
        await store_taken(tx, commit.taken)
    if commit.asked:
        await tx.run(
            "INSERT INTO asked(community, channel, round, number, stem, question, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                place.community,
                place.channel,
                state.id,
                state.number,
                commit.asked.stem,
                to_json(commit.asked),
                at,
            ),
        )
    await queue(tx, commit.outgoing)


def _attempt_row(attempt: Attempt) -> tuple[object, ...]:
    return (
        attempt.round,
        attempt.number,
        attempt.player.id,
        attempt.player.name,
        attempt.event,
        attempt.given,
        attempt.choice,
        attempt.ruling.value,
        attempt.reason,
        moment(attempt.at),
        attempt.elapsed,
        attempt.hints,
    )


def attempt_of(round_id: RoundId, row: Row) -> Attempt:
    """Return the attempt that a row of ``ATTEMPT`` holds."""
    number, member, name, event, given, choice, ruling, reason, at, elapsed, hints = row
    return Attempt(
        round=round_id,
        number=number,
        player=Player(MemberId(member), name),
        event=event,
        given=given,
        choice=choice,
        ruling=Ruling(ruling),
        reason=reason,
        at=datetime.fromisoformat(at),
        elapsed=elapsed,
        hints=hints,
    )


def _tally(row: Row) -> Tally:
    member, name, points, right, answered, rounds = row
    return Tally(Player(MemberId(member), name), int(points), int(right), answered, rounds)
