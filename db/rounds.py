"""Rounds in the store: one step, one transaction."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from db.bags import store_draws
from db.blocks import in_blocks, insert_many
from db.boards import Closing, store_results
from db.gathering import Gathering
from db.outbox import queue
from db.schedules import claimed
from db.seam import Database, Params, Row, Transaction
from db.statements import in_list, moment
from db.totals import count_due, now_due
from trivia.errors import Conflict
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.replies.reply import Reply
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, Attempt, ChannelId, MemberId, Place, Player, Round, RoundId
from trivia.rounds.ports import Commit, Outgoing
from trivia.values import replace

Read = Callable[[str, Params], Awaitable[list[Row]]]

_KEPT = timedelta(days=2)
"""Events that were handled and messages that were sent are forgotten after this; no platform repeats itself so late."""
ATTEMPT = "number, member, name, event, given, choice, ruling, reason, at, elapsed, hints"
_ATTEMPTS_AT = (
    f"SELECT a.round, {', '.join(f'a.{name}' for name in ATTEMPT.split(', '))} FROM ({{values}}) AS live "
    "JOIN attempts a ON a.round = live.column1 AND a.number = live.column2 ORDER BY a.id"
)


class Rounds:
    """Implements ``RoundStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._steps: Gathering[Commit, bool] = Gathering(database, store_steps)
        self._sent: Gathering[tuple[Collection[str], datetime], None] = Gathering(database, _mark_sent)

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
        found = await self._rounds("community = ? AND channel = ? AND ended = 0", place.community, place.channel)
        return found[0] if found else None

    async def open_rounds_of(self, community: CommunityId) -> Sequence[Round]:
        """Return the community's rounds that are not over."""
        return await self._rounds("community = ? AND ended = 0 ORDER BY id", community)

    async def round(self, round_id: RoundId) -> Round | None:
        """Return a round, over or not."""
        found = await self._rounds("id = ?", round_id)
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
        return await self._rounds(f"platform IN {holes} AND ended = 0 ORDER BY id", *names)

    async def _rounds(self, which: str, *params: object) -> list[Round]:
        return await read_rounds(self._database.read, which, params)

    async def store_step(self, commit: Commit) -> bool:
        """Store a step, all or nothing, and remember its event; return False if the event was handled before."""
        return await self._steps.store(commit)

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
        await self._sent.store((ids, at))

    # What came of it

    async def attempts(self, round_id: RoundId) -> Sequence[Attempt]:
        """Return every attempt of a round that counted, in the order of the questions and then of receipt."""
        rows = await self._database.read(
            f"SELECT {ATTEMPT} FROM attempts WHERE round = ? ORDER BY number, at, id",
            (round_id,),
        )
        return [attempt_of(round_id, row) for row in rows]


async def read_rounds(read: Read, which: str, params: Params) -> list[Round]:
    """Return the rounds that fit a condition, with the attempts at the questions last put, which have own rows."""
    rows = await read(f"SELECT version, state FROM rounds WHERE {which}", params)
    states = [replace(from_json(Round, state), version=version) for version, state in rows]
    attempts: defaultdict[str, list[Attempt]] = defaultdict(list)
    live = [(state.id, state.live.number) for state in states if state.live]
    for values, numbers in in_blocks("(?, CAST(? AS BIGINT))", live):
        for round_id, *row in await read(_ATTEMPTS_AT.format(values=values), numbers):
            attempts[round_id].append(attempt_of(RoundId(round_id), tuple(row)))
    return [_with_attempts(state, attempts[state.id]) for state in states]


def _with_attempts(state: Round, attempts: Sequence[Attempt]) -> Round:
    return replace(state, live=replace(state.live, attempts=tuple(attempts))) if state.live else state


def state_text(state: Round) -> str:
    """Return a round as it is stored, without its attempts."""
    return to_json(_with_attempts(state, ()))


async def marked(tx: Transaction, event: str, at: datetime) -> bool:
    """Remember an event; return False if it was known."""
    return bool(await _marked(tx, {event: at}))


async def _marked(tx: Transaction, events: Mapping[str, datetime]) -> Collection[str]:
    """Remember events; return those that were not known."""
    fresh: set[str] = set()
    for values, params in in_blocks("(?, ?)", [(event, moment(at)) for event, at in events.items()]):
        sql = f"INSERT INTO events(event, at) {values} ON CONFLICT (event) DO NOTHING RETURNING event"
        fresh.update(row[0] for row in await tx.read(sql, params))
    return fresh


async def store_steps(tx: Transaction, commits: Sequence[Commit]) -> Sequence[bool]:
    """Store steps of different rounds, all or none; raise Conflict if one of them is not from the stored state.

    Of each return whether it was stored: not if its event was handled before, or its claim taken.
    """
    events = {commit.event: commit.at for commit in commits if commit.event}
    unheard = set(await _marked(tx, events))
    answers = []
    for commit in commits:
        fresh = not commit.event or commit.event in unheard
        unheard.discard(commit.event)
        answers.append(fresh and (commit.claim is None or await claimed(tx, commit.claim, commit.at)))
    kept = [commit for commit, fresh in zip(commits, answers, strict=True) if fresh]
    await store_rounds(tx, kept)
    await store_outcomes(tx, kept)
    return answers


async def store_rounds(tx: Transaction, commits: Sequence[Commit]) -> None:
    """Store rounds' states; raise Conflict if a stored one is not the version before."""
    fresh = [commit for commit in commits if commit.round.version == 1]
    if fresh:
        long_ago = moment(min(commit.at for commit in fresh) - _KEPT)
        await tx.run("DELETE FROM events WHERE at < ?", (long_ago,))
        await tx.run("DELETE FROM outbox WHERE sent <> '' AND sent < ?", (long_ago,))
    started = [_started(commit.round) for commit in fresh]
    touched = await insert_many(tx, _START, _STARTED, started, "ON CONFLICT DO NOTHING")
    same = [(commit.round.id, commit.round.version) for commit in commits if commit.appends]
    for values, params in in_blocks("(?, CAST(? AS BIGINT))", same):
        touched += await tx.run(_APPEND.format(values=values), params)
    others = [_changed(commit.round) for commit in commits if commit.round.version > 1 and not commit.appends]
    for values, params in in_blocks(_CHANGED_ROW, others):
        touched += await tx.run(_CHANGE.format(values=values), params)
    if touched < len(commits):
        raise Conflict("Somebody else was a moment earlier. Please try again.")


_START = "INSERT INTO rounds(id, version, deadline, ended, state, platform, community, channel, started)"
_STARTED = 9
_CHANGE = (
    "UPDATE rounds SET version = now.column2, deadline = now.column3, ended = now.column4, state = now.column5 "
    "FROM ({values}) AS now WHERE rounds.id = now.column1 AND rounds.version = now.column2 - 1"
)
_APPEND = (
    "UPDATE rounds SET version = now.column2 FROM ({values}) AS now "
    "WHERE rounds.id = now.column1 AND rounds.version = now.column2 - 1"
)
_CHANGED_ROW = "(?, CAST(? AS BIGINT), ?, CAST(? AS BIGINT), ?)"


def _changed(state: Round) -> tuple[object, ...]:
    return state.id, state.version, moment(state.deadline) if state.deadline else "", int(state.over), state_text(state)


def _started(state: Round) -> tuple[object, ...]:
    place = state.place
    return *_changed(state), place.platform, place.community, place.channel, moment(state.started)


async def store_outcomes(tx: Transaction, commits: Sequence[Commit]) -> None:
    """Store all that came of steps but the rounds' own states."""
    attempts = [_attempt_row(commit.attempt) for commit in commits if commit.attempt]
    await insert_many(tx, f"INSERT INTO attempts(round, {ATTEMPT})", 12, attempts)
    await now_due(tx, await store_results(tx, [closed for commit in commits if (closed := _closed(commit))]))
    over = {commit.round.place.community for commit in commits if commit.round.over}
    for community in sorted(over):
        await count_due(tx, community)
    await store_draws(tx, [commit.taken for commit in commits if commit.taken])
    asked = [_asked_row(commit, commit.asked) for commit in commits if commit.asked]
    await insert_many(tx, "INSERT INTO asked(community, channel, round, number, stem, question, at)", 7, asked)
    await queue(tx, [message for commit in commits for message in commit.outgoing])


def _closed(commit: Commit) -> Closing | None:
    if not commit.points:
        return None
    asked, attempts = (commit.closed.asked, commit.closed.attempts) if commit.closed else (None, ())
    return Closing(commit.round.place, commit.at, commit.points, asked, attempts)


def _asked_row(commit: Commit, asked: Asked) -> tuple[object, ...]:
    state, place = commit.round, commit.round.place
    return place.community, place.channel, state.id, state.number, asked.stem, to_json(asked), moment(commit.at)


async def _mark_sent(tx: Transaction, sent: Sequence[tuple[Collection[str], datetime]]) -> Sequence[None]:
    """Remember that messages were sent."""
    rows = [(message, moment(at)) for ids, at in sent for message in ids]
    for values, params in in_blocks("(?, ?)", rows):
        await tx.run(
            f"UPDATE outbox SET sent = now.column2 FROM ({values}) AS now WHERE outbox.id = now.column1", params
        )
    return [None] * len(sent)


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
