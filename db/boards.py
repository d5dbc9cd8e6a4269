"""What questions came to, stored and counted: ``store_results`` when they close, ``results_changed`` by later rulings.

The latter brings the totals that boards are read from along, in the same transaction; what questions came to as they
close is counted by whoever stores it (``db.totals``).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from db.blocks import in_blocks
from db.results import Change, read_results, write_results
from db.seam import Row, Transaction
from db.statements import chunks, in_list
from db.totals import count_due, count_in
from trivia.daily.model import CHANNEL as DAILY
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Asked, Attempt, ChannelId, MemberId, Place, Player, Points, RoundId
from trivia.scores.model import Result
from trivia.scores.rating import first_try
from trivia.settings import DEFAULTS
from trivia.values import replace

_Key = tuple[int, MemberId]


@dataclass(frozen=True, slots=True)
class Closing:
    """A question of a round as it closes: what members came to, and all attempts at it in the order of receipt."""

    place: Place
    at: datetime
    points: Sequence[Points]
    asked: Asked | None
    attempts: Sequence[Attempt]

    @property
    def round(self) -> RoundId:
        """The round that it is of."""
        return self.points[0].round


async def store_results(tx: Transaction, closings: Sequence[Closing]) -> list[Change]:
    """Keep what members came to at questions of different rounds; return how results changed, to be counted.

    A round counts from the moment on when a second member has results in it; what was stored of it before counts then
    too. It counts at once where the setting ``solo`` says so, and the daily set always: all play the same one.
    """
    if not closings:
        return []
    locals_ = await _locals(tx, {closing.place.community for closing in closings})
    counted = await _counted(tx, [closing.round for closing in closings])
    changes: list[Change] = []
    for closing in closings:
        local = locals_[closing.place.community]
        tried = _by_member(closing.attempts)
        asked = closing.asked or _Question()
        bare = [_result(gain, closing.place, closing.at, local, asked) for gain in closing.points]
        new = [_ruled(result, tried.get(result.player.id, ())) for result in bare]
        waiting = await read_results(tx, "round = ?", (closing.round,)) if counted.get(closing.round) is False else []
        members = {result.player.id for result in (*new, *waiting)}
        counts = counted.get(closing.round) or local.solo or closing.place.channel == DAILY or len(members) > 1
        changes += [(None, replace(result, counts=counts)) for result in new]
        changes += [(result, replace(result, counts=True)) for result in waiting if counts]
    await write_results(tx, changes)
    return changes


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
        community = result.place.community
        local = (await _locals(tx, [community]))[community]
        day = result.at.astimezone(local.zone).toordinal()
        tried = await _attempts(tx, round_id, result.number, [result.player.id])
        known = replace(result, topic=asked.topic, difficulty=asked.difficulty, options=len(asked.options), day=day)
        after.append(_ruled(replace(known, counts=local.solo or not solo), tried))
    await write_results(tx, zip(before, after, strict=True))


async def _bring(tx: Transaction, community: CommunityId, changes: Mapping[_Key, Change]) -> None:
    """Store results as they are now, and bring the totals and ratings of their members along."""
    await count_due(tx, community)
    await write_results(tx, changes.values())
    await count_in(tx, community, list(changes.values()))


# What a result is made of


@dataclass(frozen=True, slots=True)
class _Local:
    """What a community's results go by now: its zone, the season that is on, and whether solo rounds count."""

    zone: ZoneInfo
    season: int
    solo: bool


@dataclass(frozen=True, slots=True)
class _Question:
    topic: str = ""
    difficulty: float = 0.5
    options: tuple[str, ...] = ()


async def _locals(tx: Transaction, communities: Collection[CommunityId]) -> dict[CommunityId, _Local]:
    held: dict[CommunityId, dict[str, str]] = {community: {} for community in communities}
    for chunk in chunks(sorted(held)):
        some, ids = in_list(chunk)
        rows = await tx.read(
            f"SELECT community, name, value FROM settings WHERE community IN {some} AND scope = 'community' "
            "AND target = '' AND name IN ('solo', 'zone') "
            f"UNION ALL SELECT community, 'season', CAST(id AS TEXT) FROM seasons WHERE community IN {some} "
            "AND closed = ''",
            (*ids, *ids),
        )
        for community, name, value in rows:
            held[community][name] = value
    return {community: _local(chosen) for community, chosen in held.items()}


def _local(chosen: Mapping[str, str]) -> _Local:
    zone = ZoneInfo(chosen.get("zone", DEFAULTS.text("zone")))
    return _Local(zone, int(chosen.get("season", 0)), chosen.get("solo", DEFAULTS.text("solo")) == "yes")


async def _asked(tx: Transaction, round_id: RoundId, number: int) -> _Question:
    rows = await tx.read(
        "SELECT question FROM asked WHERE round = ? AND number = ? ORDER BY id DESC LIMIT 1", (round_id, number)
    )
    if not rows:
        return _Question()
    asked = json.loads(rows[0][0])
    return _Question(asked.get("topic", ""), float(asked.get("difficulty", 0.5)), tuple(asked.get("options", ())))


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
    for mine in tried.values():
        mine.sort(key=lambda attempt: attempt.at)
    return tried


def _by_question(attempts: Iterable[Attempt]) -> dict[_Key, list[Attempt]]:
    tried: defaultdict[_Key, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        tried[attempt.number, attempt.player.id].append(attempt)
    return tried


def _result(gain: Points, place: Place, at: datetime, local: _Local, asked: Asked | _Question) -> Result:
    return Result(
        round=gain.round,
        number=gain.number,
        player=gain.player,
        place=place,
        points=gain.points,
        right=gain.points > 0,
        at=at,
        topic=asked.topic,
        day=at.astimezone(local.zone).toordinal(),
        season=local.season,
        counts=False,
        difficulty=asked.difficulty,
        options=len(asked.options),
    )


def _ruled(result: Result, attempts: Sequence[Attempt]) -> Result:
    """Return a result with what its attempts show; without any it goes by the points alone."""
    if not attempts:
        return replace(result, right=result.points > 0)
    right = any(attempt.ruling is Ruling.ACCEPT for attempt in attempts)
    return replace(result, right=right, first=first_try(attempts))


async def _counted(tx: Transaction, rounds: Collection[RoundId]) -> dict[RoundId, bool]:
    """Return of rounds that have results whether they count."""
    found: dict[RoundId, bool] = {}
    for values, params in in_blocks("(?)", [(round_id,) for round_id in rounds]):
        known = await tx.read(
            "SELECT wanted.column1, (SELECT counts FROM results WHERE round = wanted.column1 LIMIT 1) "
            f"FROM ({values}) AS wanted",
            params,
        )
        found |= {RoundId(round_id): bool(counts) for round_id, counts in known if counts is not None}
    return found


async def _revived(tx: Transaction, gain: Points, before: Mapping[_Key, Result], attempts: Sequence[Attempt]) -> Result:
    """Return a result that was not there before: its question was voided, or nothing of it had come to points."""
    rows = await tx.read("SELECT community, channel FROM rounds WHERE id = ?", (gain.round,))
    asked = await _asked(tx, gain.round, gain.number)
    like = next((r for r in before.values() if r.number == gain.number), None) or next(iter(before.values()), None)
    at = max((attempt.at for attempt in attempts), default=like.at if like else None)
    if at is None or (not rows and like is None):
        raise ValueError(f"round {gain.round} has no attempt that earned these points")
    place = like.place if like else Place(CommunityId(rows[0][0]), ChannelId(rows[0][1]))
    local = (await _locals(tx, [place.community]))[place.community]
    fresh = _result(gain, place, at, local, asked)
    return replace(fresh, counts=like.counts if like else local.solo, season=like.season if like else fresh.season)
