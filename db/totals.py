"""Totals, which boards are read from.

Results of a round's questions are ``due`` as they close (``now_due``); those of a community are added up together when
its next round ends or somebody looks at a board (``count_due``). All others are counted in the transaction that stores
them (``count_in``), after those that are due.

Totals get what a result has now, and lose what it had. A rating follows from a member's results in their order: it
takes a step where the newest come in, and is reckoned anew from all of them where earlier ones changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from db.blocks import in_blocks, insert_many
from db.results import RESULT, Change, read_results, result_of
from db.seam import Row, Transaction
from db.statements import chunks, in_list, moment
from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Player
from trivia.scores.model import CALENDAR, Board, Result, boards_at, boards_of, period_key
from trivia.scores.rating import NEW, Rating, rated, stepped
from trivia.text import fold

_Place = tuple[int, MemberId]
_Held = tuple[float, float, str]
"""A rating as a board holds it: mean, variance, and when the member had the last result there."""

_Where = tuple[str, str, int]
_Ratings = tuple[tuple[float, float], tuple[float, float], str]
_NEW = (NEW.mean, NEW.variance)


def _upsert() -> str:
    """Return what adds to a member's totals; of a period that is newer than the one held, the old numbers go."""
    names = ["board", "member", "points", "hits", "answered", "rating", "variance", "last"]
    changes = [f"{name} = totals.{name} + excluded.{name}" for name in ("points", "hits", "answered")]
    changes += [
        f"{name} = CASE WHEN excluded.last = '' THEN totals.{name} ELSE excluded.{name} END"
        for name in ("rating", "variance", "last")
    ]
    for period in CALENDAR:
        held, new = f"totals.{period}", f"excluded.{period}"
        names.append(period)
        changes.append(f"{period} = CASE WHEN {new} > {held} THEN {new} ELSE {held} END")
        for part in ("points", "hits", "answered"):
            name = f"{period}_{part}"
            names.append(name)
            changes.append(
                f"{name} = CASE WHEN {new} = {held} THEN totals.{name} + excluded.{name} "
                f"WHEN {new} > {held} THEN excluded.{name} ELSE totals.{name} END"
            )
    return (
        f"INSERT INTO totals({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (board, member) DO UPDATE SET {', '.join(changes)}"
    )


_UPSERT = _upsert()
_RATE = "UPDATE totals SET rating = ?, variance = ?, last = ? WHERE board = ? AND member = ?"
_HISTORY = (
    "SELECT member, channel, topic, season, at, difficulty, options, first_hit, first_hints FROM results "
    "WHERE community = ? AND member IN {members} AND counts = 1 ORDER BY member, at, round, number"
)
_DUE = (
    f"SELECT {', '.join(f'r.{name}' for name in RESULT.split(', '))} FROM ({{values}}) AS d "
    "JOIN results r ON r.round = d.column1 AND r.number = d.column2 AND r.counts = 1"
)
_DUE_ROW = "(?, CAST(? AS BIGINT))"
_CLEAR = "DELETE FROM totals WHERE board = ? AND member = ? AND answered <= 0"
_NAME = (
    "INSERT INTO players(community, member, name, folded) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (community, member) DO UPDATE SET name = excluded.name, folded = excluded.folded "
    "WHERE players.name <> excluded.name"
)


async def reckon(tx: Transaction, community: CommunityId) -> None:
    """Reckon a community's totals and ratings anew from its stored results, one member after another."""
    await tx.run("DELETE FROM due WHERE community = ?", (community,))
    await tx.run("DELETE FROM totals WHERE board IN (SELECT id FROM boards WHERE community = ?)", (community,))
    members = await tx.read(
        "SELECT DISTINCT member FROM results WHERE community = ? AND counts = 1 ORDER BY member", (community,)
    )
    for (member,) in members:
        results = await read_results(tx, "community = ? AND member = ? AND counts = 1", (community, member))
        numbers = await _numbers(tx, community, {board for result in results for board in boards_of(result)})
        ratings = _held(numbers, MemberId(member), results, {})
        await _add(tx, numbers, [(None, result) for result in results], ratings)
        await _name(tx, community, [results[-1].player])


async def now_due(tx: Transaction, pairs: Iterable[Change]) -> None:
    """Note that results are to be counted: all there are of their questions, none of which is counted yet."""
    questions = dict.fromkeys((r.place.community, r.round, r.number) for _, r in pairs if r and r.counts)
    await insert_many(tx, "INSERT INTO due(community, round, number)", 3, questions, "ON CONFLICT DO NOTHING")


async def count_due(tx: Transaction, community: CommunityId) -> None:
    """Count what is due in a community."""
    due = await tx.read("DELETE FROM due WHERE community = ? RETURNING round, number", (community,))
    rows: list[Row] = []
    for values, params in in_blocks(_DUE_ROW, due):
        rows += await tx.read(_DUE.format(values=values), params)
    results = sorted(map(result_of, rows), key=lambda r: (r.turn, r.player.id))
    if results:
        await count_in(tx, community, [(None, result) for result in results])


async def count_in(tx: Transaction, community: CommunityId, pairs: Sequence[Change]) -> None:
    """Bring totals, ratings and names along with results that changed and are stored already."""
    counted = [r for old, new in pairs for r in (old, new) if r and r.counts]
    if not counted:
        return
    numbers = await _numbers(tx, community, {board for result in counted for board in boards_of(result)})
    ratings = await _ratings(tx, community, numbers, pairs)
    await _add(tx, numbers, pairs, ratings)
    await _name(tx, community, [new.player for _, new in pairs if new])


async def _name(tx: Transaction, community: CommunityId, players: Iterable[Player]) -> None:
    names = {player.id: player.name for player in players}
    await tx.run_many(_NAME, [(community, member, name, fold(name)) for member, name in sorted(names.items())])


async def _numbers(tx: Transaction, community: CommunityId, boards: Collection[Board]) -> dict[Board, int]:
    """Return the numbers of boards; those that are new get one."""
    found = await _known_numbers(tx, community, boards)
    missing = sorted((b for b in boards if b not in found), key=lambda b: (b.channel, b.topic, b.season))
    if not missing:
        return found
    await tx.run_many(
        "INSERT INTO boards(community, channel, topic, season) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(board.community, board.channel, board.topic, board.season) for board in missing],
    )
    return await _known_numbers(tx, community, boards)


async def _known_numbers(tx: Transaction, community: CommunityId, boards: Collection[Board]) -> dict[Board, int]:
    channels, channel_names = in_list({board.channel for board in boards})
    topics, topic_names = in_list({board.topic for board in boards})
    seasons, season_ids = in_list({board.season for board in boards})
    rows = await tx.read(
        f"SELECT id, channel, topic, season FROM boards WHERE community = ? AND channel IN {channels} "
        f"AND topic IN {topics} AND season IN {seasons}",
        (community, *channel_names, *topic_names, *season_ids),
    )
    return {Board(community, channel, topic, season): number for number, channel, topic, season in rows}


async def _add(
    tx: Transaction, numbers: Mapping[Board, int], pairs: Sequence[Change], ratings: Mapping[_Place, _Held]
) -> None:
    """Add what results have now, take away what they had, and keep how their members are rated now."""
    sums: defaultdict[tuple[int, MemberId, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for old, new in pairs:
        for result, sign in ((old, -1), (new, 1)):
            if result is None or not result.counts:
                continue
            for board in boards_of(result):
                parts = sums[numbers[board], result.player.id, result.day]
                parts[0] += sign * result.points
                parts[1] += sign * result.right
                parts[2] += sign
    rows = {key: parts for key, parts in sorted(sums.items()) if any(parts)}
    if rows:
        await tx.run_many(_UPSERT, [_sums_row(key, parts, ratings.get(key[:2])) for key, parts in rows.items()])
    written = {key[:2] for key in rows}
    others = [(*held, *key) for key, held in sorted(ratings.items()) if key not in written]
    if others:
        await tx.run_many(_RATE, others)
    if any(parts[2] < 0 for parts in sums.values()):
        await tx.run_many(_CLEAR, [key[:2] for key in sorted(sums)])


def _sums_row(key: tuple[int, MemberId, int], parts: Sequence[int], held: _Held | None) -> tuple[object, ...]:
    board, member, day = key
    row: list[object] = [board, member, *parts, *(held or (NEW.mean, NEW.variance, ""))]
    for period in CALENDAR:
        row += [period_key(period, day), *parts]
    return tuple(row)


async def _ratings(
    tx: Transaction, community: CommunityId, numbers: Mapping[Board, int], pairs: Sequence[Change]
) -> dict[_Place, _Held]:
    """Return how ratings change: by a step where the newest results come in, else from all of a member's results."""
    added: defaultdict[MemberId, list[Result]] = defaultdict(list)
    changed: defaultdict[MemberId, list[Result]] = defaultdict(list)
    for old, new in pairs:
        if new and new.counts and not (old and old.counts):
            added[new.player.id].append(new)
        elif not _rates_alike(old, new):
            for result in filter(None, (old, new)):
                changed[result.player.id].append(result)
    stood = await _stood(tx, numbers, added.keys() - changed.keys())
    ratings: dict[_Place, _Held] = {}
    for member, results in added.items():
        newest = sorted(results, key=lambda r: r.turn)
        times = {result.at for result in newest}
        if member in changed or moment(newest[0].at) <= stood.latest(member) or len(times) < len(newest):
            changed[member] += results
        else:
            ratings |= _held(numbers, member, newest, stood.ratings(member))
    return ratings | (await _rated_anew(tx, community, changed) if changed else {})


def _rates_alike(old: Result | None, new: Result | None) -> bool:
    if old is None or new is None:
        return not ((old and old.counts) or (new and new.counts))
    return old.counts == new.counts and (not new.counts or old.first == new.first)


class _Stood:
    """How members were rated before: by topic, and when they last had a result that counts."""

    def __init__(self, rows: Iterable[Row], topics: Mapping[int, str]) -> None:
        self._held: defaultdict[MemberId, dict[str, Rating]] = defaultdict(dict)
        self._last: dict[MemberId, str] = {}
        for board, member, rating, variance, last in rows:
            topic = topics[board]
            self._held[MemberId(member)][topic] = Rating(rating, variance)
            if not topic:
                self._last[MemberId(member)] = last

    def ratings(self, member: MemberId) -> dict[str, Rating]:
        return dict(self._held[member])

    def latest(self, member: MemberId) -> str:
        return self._last.get(member, "")


async def _stood(tx: Transaction, numbers: Mapping[Board, int], members: Collection[MemberId]) -> _Stood:
    topics = {number: board.topic for board, number in numbers.items() if not board.channel and not board.season}
    some, ids = in_list(topics)
    rows: list[Row] = []
    for chunk in chunks(members):
        who, names = in_list(chunk)
        rows += await tx.read(
            f"SELECT board, member, rating, variance, last FROM totals WHERE board IN {some} AND member IN {who}",
            (*ids, *names),
        )
    return _Stood(rows, topics)


def _held(
    numbers: Mapping[Board, int], member: MemberId, results: Iterable[Result], ratings: dict[str, Rating]
) -> dict[_Place, _Held]:
    """Return how each board holds a member's rating after results that come last. ``ratings`` by topic go along."""
    held: dict[_Place, _Held] = {}
    for result in results:
        _step(ratings, result)
        last = moment(result.at)
        for board in boards_of(result):
            rating = ratings[board.topic]
            held[numbers[board], member] = rating.mean, rating.variance, last
    return held


def _step(ratings: dict[str, Rating], result: Result) -> None:
    """Move a member's ratings, overall and on a topic, by one result."""
    ratings[""] = rated(ratings.get("", NEW), result)
    if result.topic:
        ratings[result.topic] = rated(ratings.get(result.topic, NEW), result)


@dataclass(slots=True)
class _History:
    """A member's results that count, in their order, of which some changed at ``since``; with what rating them needs.

    A step is what a result shows: board columns, moment, difficulty, options, and the first answer.
    """

    since: str
    touched: set[Board]
    steps: list[Row] = field(default_factory=list)


async def _rated_anew(
    tx: Transaction, community: CommunityId, changed: Mapping[MemberId, Sequence[Result]]
) -> dict[_Place, _Held]:
    """Return how boards hold members' ratings after some results changed, but boards that had their last before."""
    histories = {
        member: _History(moment(min(r.at for r in results)), {b for r in results for b in boards_of(r)})
        for member, results in changed.items()
    }
    for chunk in chunks(sorted(histories)):
        some, names = in_list(chunk)
        for row in await tx.read(_HISTORY.format(members=some), (community, *names)):
            histories[MemberId(row[0])].steps.append(row)
    now = {member: _replayed(community, history) for member, history in sorted(histories.items())}
    numbers = await _known_numbers(tx, community, {board for held in now.values() for board in held})
    return {(numbers[board], member): held for member, boards in now.items() for board, held in boards.items()}


def _replayed(community: CommunityId, history: _History) -> dict[Board, _Held]:
    """Return how the boards hold a member's rating whose last result there is one that changed, or came later."""
    overall = _NEW
    topics: dict[str, tuple[float, float]] = {}
    # How the ratings were after the last result of a channel, topic and season, in the order of these results.
    earlier: dict[_Where, _Ratings] = {}
    later: dict[_Where, _Ratings] = {}
    for _, channel, topic, season, at, difficulty, options, first_hit, first_hints in history.steps:
        on_topic = topics.get(topic, _NEW)
        if first_hit >= 0:
            right = first_hit == 1
            overall = stepped(*overall, difficulty, options, right=right, hints=first_hints)
            on_topic = topics[topic] = stepped(*on_topic, difficulty, options, right=right, hints=first_hints)
        where = channel, topic, season
        if at < history.since:
            earlier.pop(where, None)
            earlier[where] = overall, on_topic, at
        else:
            later.pop(where, None)
            later[where] = overall, on_topic, at
    held: dict[Board, _Held] = {}
    for which, wanted in ((earlier, history.touched), (later, None)):
        for where, (overall, on_topic, at) in which.items():
            for board in boards_at(community, *where):
                if wanted is None or board in wanted:
                    held[board] = (*(on_topic if board.topic else overall), at)
    return held
