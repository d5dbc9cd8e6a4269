"""Results as rows."""

from collections.abc import Iterable
from datetime import datetime

from db.blocks import insert_many
from db.seam import Row, Transaction
from db.statements import moment
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Place, Player, RoundId
from trivia.scores.model import FirstTry, Result

Change = tuple[Result | None, Result | None]
"""A result as it was and as it is now; None where there was or is none."""

RESULT = (
    "round, number, member, name, community, channel, points, hits, at, topic, day, season, counts, difficulty, "
    "options, first_hit, first_hints"
)
"""The columns that ``result_of`` reads."""

_INSERT = f"INSERT INTO results({RESULT})"
_UPDATE = (
    "UPDATE results SET name = ?, points = ?, hits = ?, topic = ?, day = ?, counts = ?, difficulty = ?, options = ?, "
    "first_hit = ?, first_hints = ? WHERE round = ? AND number = ? AND member = ?"
)
_UPDATED = (3, 6, 7, 9, 10, 12, 13, 14, 15, 16, 0, 1, 2)  # where in a row the parameters of _UPDATE are
_DELETE = "DELETE FROM results WHERE round = ? AND number = ? AND member = ?"


async def read_results(tx: Transaction, which: str, params: tuple[object, ...]) -> list[Result]:
    """Return the results that fit a condition, in their order."""
    rows = await tx.read(f"SELECT {RESULT} FROM results WHERE {which} ORDER BY at, round, number, member", params)
    return [result_of(row) for row in rows]


async def write_results(tx: Transaction, changes: Iterable[Change]) -> None:
    """Store results as they are now."""
    gone: list[tuple[object, ...]] = []
    fresh: list[tuple[object, ...]] = []
    other: list[tuple[object, ...]] = []
    for old, new in changes:
        if new is None:
            gone += [(old.round, old.number, old.player.id)] if old else []
        elif old is None:
            fresh.append(_row(new))
        else:
            row = _row(new)
            other.append(tuple(row[place] for place in _UPDATED))
    await insert_many(tx, _INSERT, 17, fresh)
    for statement, rows in ((_DELETE, gone), (_UPDATE, other)):
        if rows:
            await tx.run_many(statement, rows)


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
