"""Results, and the totals that boards are read from: both change in the same transaction.

``store_results`` keeps what a question came to; ``results_changed`` brings a round to what its points are by later
rulings. Both come down to ``_bring``, which adds to totals what a result has now and takes away what it had. A
rating follows from a member's results in their order: it takes a step where the newest are added, and is reckoned anew
from all of them where earlier ones changed.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db.seam import Row, Transaction
from db.statements import chunks, in_list, moment
from trivia.daily.model import CHANNEL as DAILY
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, ChannelId, MemberId, Place, Player, Points, RoundId
from trivia.scores.model import CALENDAR, Board, FirstTry, Result, boards_of, period_key
from trivia.scores.rating import NEW, Rating, first_try, rated
from trivia.settings import DEFAULTS
from trivia.text import fold

_Key = tuple[int, MemberId]
_Changes = Mapping[_Key, tuple[Result | None, Result | None]]
_Pairs = Sequence[tuple[Result | None, Result | None]]

_RESULT = (
    "round, number, member, name, community, channel, points, hits, at, topic, day, season, counts, difficulty, "
    "options, first_hit, first_hints"
)
_INSERT_RESULT = f"INSERT INTO results({_RESULT}) VALUES ({', '.join('?' * 17)})"
_DESCRIBED = (7, 9, 10, 12, 13, 14, 15, 16)
_DESCRIBE = (
    "UPDATE results SET hits = ?, topic = ?, day = ?, counts = ?, difficulty = ?, options = ?, first_hit = ?, "
    "first_hints = ? WHERE round = ? AND number = ? AND member = ?"
)
_UPDATE_RESULT = (
    "UPDATE results SET name = ?, points = ?, hits = ?, counts = ?, first_hit = ?, first_hints = ? "
    "WHERE round = ? AND number = ? AND member = ?"
)


def _upsert() -> str:
    """Return what adds to a member's totals; of a period that is newer than the one held, the old numbers go."""
    names = ["board", "member", "points", "hits", "answered", "rating", "variance", "last"]
    changes = [f"{name} = totals.{name} + excluded.{name}" for name in ("points", "hits", "answered")]
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
_CLEAR = "DELETE FROM totals WHERE board = ? AND member = ? AND answered <= 0"
_NAME = (
    "INSERT INTO players(community, member, name, folded) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (community, member) DO UPDATE SET name = excluded.name, folded = excluded.folded "
    "WHERE players.name <> excluded.name"
)


async def store_results(tx: Transaction, place: Place, points: Sequence[Points], at: datetime) -> None:
    """Keep what members came to at a question of a round, and count it.

    A round counts from the moment on when a second member has results in it; what was stored of it before counts then
    too. It counts at once where the setting ``solo`` says so, and the daily set always: all play the same one.
    """
    if not points:
        return
    round_id = points[0].round
    today = await _today(tx, place.community, at)
    new: dict[_Key, Result] = {}
    for number in dict.fromkeys(gain.number for gain in points):
        gains = [gain for gain in points if gain.number == number]
        asked = await _asked(tx, round_id, number)
        tried = _by_member(await _attempts(tx, round_id, number, [gain.player.id for gain in gains]))
        for gain in gains:
            bare = _result(gain, place, at, today, asked)
            new[number, gain.player.id] = _ruled(bare, tried.get(gain.player.id, ()))
    waiting = await _waiting(tx, round_id)
    earlier = waiting or ()
    members = {member for _, member in new} | {result.player.id for result in earlier}
    counts = waiting is None or place.channel == DAILY or today.solo or len(members) > 1
    changes: dict[_Key, tuple[Result | None, Result | None]] = {
        key: (None, replace(result, counts=counts)) for key, result in new.items()
    }
    if counts:
        changes |= {(r.number, r.player.id): (r, replace(r, counts=True)) for r in earlier}
    await _bring(tx, place.community, changes)


async def results_changed(
    tx: Transaction, round_id: RoundId, points: Sequence[Points], attempts: Sequence[Attempt]
) -> None:
    """Bring a round's results and every total to these points: those of the whole round, all questions that closed.

    ``attempts`` are those of the round, each as it is ruled now. Results that have no points any more are gone, as
    those of a voided question are; day, season and whether the round counts stay as they were decided at first.
    """
    before = {(r.number, r.player.id): r for r in await _results(tx, "round = ?", (round_id,))}
    tried = _by_question(attempts)
    after: dict[_Key, Result] = {}
    for gain in points:
        key = gain.number, gain.player.id
        known = before.get(key)
        bare = replace(known, points=gain.points) if known else await _revived(tx, gain, before, tried.get(key, ()))
        after[key] = _ruled(bare, tried.get(key, ()))
    changed = {
        key: (before.get(key), after.get(key)) for key in {**before, **after} if before.get(key) != after.get(key)
    }
    if changed:
        community = next(iter({**before, **after}.values())).place.community
        await _bring(tx, community, changed)


async def results_withdrawn(tx: Transaction, round_id: RoundId, number: int) -> None:
    """Let a question count for nobody: all results of it are gone."""
    gone = await _results(tx, "round = ? AND number = ?", (round_id, number))
    if gone:
        await _bring(tx, gone[0].place.community, {(number, r.player.id): (r, None) for r in gone})


# Results


@dataclass(frozen=True, slots=True)
class _Today:
    """What a community's results go by now: its local day, the season that is on, and whether solo rounds count."""

    day: int
    season: int
    solo: bool


@dataclass(frozen=True, slots=True)
class _Question:
    topic: str = ""
    difficulty: float = 0.5
    options: int = 0


async def _today(tx: Transaction, community: CommunityId, at: datetime) -> _Today:
    rows = await tx.read(
        "SELECT name, value FROM settings WHERE community = ? AND scope = 'community' AND target = '' "
        "AND name IN ('solo', 'zone') "
        "UNION ALL SELECT 'season', CAST(id AS TEXT) FROM seasons WHERE community = ? AND closed = ''",
        (community, community),
    )
    held: dict[str, str] = dict(rows)
    day = at.astimezone(ZoneInfo(held.get("zone", DEFAULTS.text("zone")))).toordinal()
    return _Today(day, int(held.get("season", 0)), held.get("solo", DEFAULTS.text("solo")) == "yes")


async def _asked(tx: Transaction, round_id: RoundId, number: int) -> _Question:
    rows = await tx.read(
        "SELECT question FROM asked WHERE round = ? AND number = ? ORDER BY id DESC LIMIT 1", (round_id, number)
    )
    if not rows:
        return _Question()
    asked = json.loads(rows[0][0])
    return _Question(asked.get("topic", ""), float(asked.get("difficulty", 0.5)), len(asked.get("options", ())))


async def _attempts(tx: Transaction, round_id: RoundId, number: int, members: Collection[MemberId]) -> list[Attempt]:
    """Return members' attempts at a question in the order of receipt, with what a first try shows and no more."""
    rows: list[Row] = []
    for chunk in chunks(members):
        some, names = in_list(chunk)
        rows += await tx.read(
            f"SELECT member, event, ruling, hints, at FROM attempts WHERE round = ? AND number = ? "
            f"AND member IN {some} ORDER BY at, id",
            (round_id, number, *names),
        )
    return [
        Attempt(
            round_id,
            number,
            Player(MemberId(member), ""),
            event,
            "",
            None,
            Ruling(ruling),
            "",
            datetime.fromisoformat(at),
            0.0,
            hints,
        )
        for member, event, ruling, hints, at in rows
    ]


def _by_member(attempts: Iterable[Attempt]) -> dict[MemberId, list[Attempt]]:
    tried: defaultdict[MemberId, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        tried[attempt.player.id].append(attempt)
    return tried


def _by_question(attempts: Iterable[Attempt]) -> dict[_Key, list[Attempt]]:
    tried: defaultdict[_Key, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        tried[attempt.number, attempt.player.id].append(attempt)
    return tried


def _result(gain: Points, place: Place, at: datetime, today: _Today, asked: _Question) -> Result:
    return Result(
        round=gain.round,
        number=gain.number,
        player=gain.player,
        place=place,
        points=gain.points,
        right=gain.points > 0,
        at=at,
        topic=asked.topic,
        day=today.day,
        season=today.season,
        counts=False,
        difficulty=asked.difficulty,
        options=asked.options,
    )


def _ruled(result: Result, attempts: Sequence[Attempt]) -> Result:
    """Return a result with what its attempts show; without any it goes by the points alone."""
    if not attempts:
        return replace(result, right=result.points > 0)
    right = any(attempt.ruling is Ruling.ACCEPT for attempt in attempts)
    return replace(result, right=right, first=first_try(attempts))


async def _waiting(tx: Transaction, round_id: RoundId) -> list[Result] | None:
    """Return a round's results that don't count yet, None if the round counts."""
    known = await tx.read("SELECT counts FROM results WHERE round = ? LIMIT 1", (round_id,))
    if not known:
        return []
    return None if known[0][0] else await _results(tx, "round = ?", (round_id,))


async def _revived(tx: Transaction, gain: Points, before: Mapping[_Key, Result], attempts: Sequence[Attempt]) -> Result:
    """Return a result that was not there before: its question was voided, or nothing of it had come to points."""
    rows = await tx.read("SELECT community, channel FROM rounds WHERE id = ?", (gain.round,))
    asked = await _asked(tx, gain.round, gain.number)
    like = next((r for r in before.values() if r.number == gain.number), None) or next(iter(before.values()), None)
    at = max((attempt.at for attempt in attempts), default=like.at if like else None)
    if at is None or (not rows and like is None):
        raise ValueError(f"round {gain.round} has no attempt that earned these points")
    place = like.place if like else Place(CommunityId(rows[0][0]), ChannelId(rows[0][1]))
    today = await _today(tx, place.community, at)
    fresh = _result(gain, place, at, today, asked)
    return replace(fresh, counts=like.counts if like else today.solo, season=like.season if like else fresh.season)


async def _results(tx: Transaction, which: str, params: tuple[object, ...]) -> list[Result]:
    rows = await tx.read(f"SELECT {_RESULT} FROM results WHERE {which} ORDER BY at, round, number, member", params)
    return [result_of(row) for row in rows]


def result_of(row: Row) -> Result:
    """Return a result as it is stored, read by ``RESULT``."""
    (round_id, number, member, name, community, channel, points, hits, at, topic, day, season, counts) = row[:13]
    difficulty, options, first_hit, first_hints = row[13:]
    return Result(
        round=RoundId(round_id),
        number=number,
        player=Player(MemberId(member), name),
        place=Place(CommunityId(community), ChannelId(channel)),
        points=points,
        right=bool(hits),
        at=datetime.fromisoformat(at),
        topic=topic,
        day=day,
        season=season,
        counts=bool(counts),
        difficulty=difficulty,
        options=options,
        first=None if first_hit < 0 else FirstTry(bool(first_hit), first_hints),
    )


def _row(result: Result) -> tuple[object, ...]:
    place, first = result.place, result.first
    return (
        result.round,
        result.number,
        result.player.id,
        result.player.name,
        place.community,
        place.channel,
        result.points,
        int(result.right),
        moment(result.at),
        result.topic,
        result.day,
        result.season,
        int(result.counts),
        result.difficulty,
        result.options,
        -1 if first is None else int(first.right),
        0 if first is None else first.hints,
    )


RESULT = _RESULT
"""The columns that ``result_of`` reads."""


# Totals


async def described(tx: Transaction, round_id: RoundId) -> None:
    """Give results of an earlier version, of one round, what boards go by: from its questions, attempts and settings.

    Their days are those of the zone that is set now.
    """
    before = await _results(tx, "round = ?", (round_id,))
    solo = len({result.player.id for result in before}) == 1
    after = []
    for result in before:
        asked = await _asked(tx, round_id, result.number)
        today = await _today(tx, result.place.community, result.at)
        tried = await _attempts(tx, round_id, result.number, [result.player.id])
        known = replace(result, topic=asked.topic, difficulty=asked.difficulty, options=asked.options, day=today.day)
        after.append(_ruled(replace(known, counts=today.solo or not solo), tried))
    await tx.run_many(_DESCRIBE, [(*(_row(r)[i] for i in _DESCRIBED), *_row(r)[:3]) for r in after])


async def reckon(tx: Transaction, community: CommunityId) -> None:
    """Reckon a community's totals and ratings anew from its stored results."""
    await tx.run("DELETE FROM totals WHERE board IN (SELECT id FROM boards WHERE community = ?)", (community,))
    for some in chunks(await _results(tx, "community = ? AND counts = 1", (community,))):
        await _count(tx, community, [(None, result) for result in some])


async def _bring(tx: Transaction, community: CommunityId, changes: _Changes) -> None:
    """Store results as they are now, and bring the totals and ratings of their members along."""
    await _write(tx, changes)
    await _count(tx, community, list(changes.values()))


async def _count(tx: Transaction, community: CommunityId, pairs: _Pairs) -> None:
    counted = [r for old, new in pairs for r in (old, new) if r and r.counts]
    if not counted:
        return
    numbers = await _numbers(tx, community, {board for result in counted for board in boards_of(result)})
    await _add(tx, numbers, pairs)
    names = {new.player.id: new.player.name for _, new in pairs if new}
    await tx.run_many(_NAME, [(community, member, name, fold(name)) for member, name in sorted(names.items())])
    await _rate(tx, community, numbers, pairs)


async def _write(tx: Transaction, changes: _Changes) -> None:
    gone = [(old.round, old.number, old.player.id) for old, new in changes.values() if old and not new]
    fresh = [_row(new) for old, new in changes.values() if new and not old]
    other = [new for old, new in changes.values() if new and old]
    if gone:
        await tx.run_many("DELETE FROM results WHERE round = ? AND number = ? AND member = ?", gone)
    if fresh:
        await tx.run_many(_INSERT_RESULT, fresh)
    if other:
        rows = [_row(result) for result in other]
        await tx.run_many(_UPDATE_RESULT, [(*(row[i] for i in (3, 6, 7, 12, 15, 16)), *row[:3]) for row in rows])


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


async def _add(tx: Transaction, numbers: Mapping[Board, int], pairs: _Pairs) -> None:
    """Add what results have now, and take away what they had."""
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
    rows = [_sums_row(key, parts) for key, parts in sorted(sums.items()) if any(parts)]
    if rows:
        await tx.run_many(_UPSERT, rows)
    if any(parts[2] < 0 for parts in sums.values()):
        await tx.run_many(_CLEAR, [key[:2] for key in sorted(sums)])


def _sums_row(key: tuple[int, MemberId, int], parts: Sequence[int]) -> tuple[object, ...]:
    board, member, day = key
    row: list[object] = [board, member, *parts, NEW.mean, NEW.variance, ""]
    for period in CALENDAR:
        row += [period_key(period, day), *parts]
    return tuple(row)


async def _rate(tx: Transaction, community: CommunityId, numbers: Mapping[Board, int], pairs: _Pairs) -> None:
    """Bring ratings along: by a step where the newest results were added, else from all of a member's results."""
    added: defaultdict[MemberId, list[Result]] = defaultdict(list)
    anew: set[MemberId] = set()
    for old, new in pairs:
        if new and new.counts and not (old and old.counts):
            added[new.player.id].append(new)
        elif not _rates_alike(old, new):
            anew |= {r.player.id for r in (old, new) if r}
    stood = await _stood(tx, numbers, added.keys() - anew)
    rows: list[tuple[object, ...]] = []
    for member, results in added.items():
        newest = sorted(results, key=lambda r: r.turn)
        if member in anew or moment(newest[0].at) <= stood.latest(member) or len({r.at for r in newest}) < len(newest):
            anew.add(member)
        else:
            rows += _rating_rows(numbers, member, newest, stood.ratings(member))
    for member in sorted(anew):
        rows += await _rated_anew(tx, community, member)
    if rows:
        await tx.run_many(_RATE, rows)


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


def _rating_rows(
    numbers: Mapping[Board, int], member: MemberId, results: Iterable[Result], ratings: dict[str, Rating]
) -> list[tuple[object, ...]]:
    """Return how each board's rating of a member stands after results that come last. ``ratings`` go along."""
    held: dict[int, tuple[Rating, str]] = {}
    for result in results:
        for topic in dict.fromkeys(("", result.topic)):
            ratings[topic] = rated(ratings.get(topic, NEW), result)
        for board in boards_of(result):
            held[numbers[board]] = ratings[board.topic], moment(result.at)
    return [(rating.mean, rating.variance, last, board, member) for board, (rating, last) in sorted(held.items())]


async def _rated_anew(tx: Transaction, community: CommunityId, member: MemberId) -> list[tuple[object, ...]]:
    results = await _results(tx, "community = ? AND member = ? AND counts = 1", (community, member))
    numbers = await _known_numbers(tx, community, {board for result in results for board in boards_of(result)})
    return _rating_rows(numbers, member, results, {})
