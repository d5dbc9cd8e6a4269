"""What questions came to, stored and counted: ``store_results`` when they close, ``results_changed`` by later rulings.

Both bring the totals that boards are read from along, in the same transaction (``db.totals``).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from db.results import Change, read_results, write_results
from db.seam import Row, Transaction
from db.statements import chunks, in_list
from db.totals import count_in
from trivia.daily.model import CHANNEL as DAILY
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, ChannelId, MemberId, Place, Player, Points, RoundId
from trivia.scores.model import Result
from trivia.scores.rating import first_try
from trivia.settings import DEFAULTS

_Key = tuple[int, MemberId]


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
    changes: dict[_Key, Change] = {key: (None, replace(result, counts=counts)) for key, result in new.items()}
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
    before = {(r.number, r.player.id): r for r in await read_results(tx, "round = ?", (round_id,))}
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
    gone = await read_results(tx, "round = ? AND number = ?", (round_id, number))
    if gone:
        await _bring(tx, gone[0].place.community, {(number, r.player.id): (r, None) for r in gone})


async def described(tx: Transaction, round_id: RoundId) -> None:
    """Give results of an earlier version, of one round, what boards go by: from its questions, attempts and settings.

    Their days are those of the zone that is set now.
    """
    before = await read_results(tx, "round = ?", (round_id,))
    solo = len({result.player.id for result in before}) == 1
    after = []
    for result in before:
        asked = await _asked(tx, round_id, result.number)
        today = await _today(tx, result.place.community, result.at)
        tried = await _attempts(tx, round_id, result.number, [result.player.id])
        known = replace(result, topic=asked.topic, difficulty=asked.difficulty, options=asked.options, day=today.day)
        after.append(_ruled(replace(known, counts=today.solo or not solo), tried))
    await write_results(tx, zip(before, after, strict=True))


async def _bring(tx: Transaction, community: CommunityId, changes: Mapping[_Key, Change]) -> None:
    """Store results as they are now, and bring the totals and ratings of their members along."""
    await write_results(tx, changes.values())
    await count_in(tx, community, list(changes.values()))


# What a result is made of


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
    return None if known[0][0] else await read_results(tx, "round = ?", (round_id,))


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
