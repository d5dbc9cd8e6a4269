"""Points. They are a function of the stored attempts alone, so that they can be computed anew at any time."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from trivia.judging.verdict import Ruling
from trivia.rounds.model import Attempt, MemberId, Player, Points, Standing

LADDER = (10, 7, 5, 3, 2, 1)
"""Points of the first group of right answers, of the second, and so on; everybody right gets at least the last."""

HINT_COST = 3
"""Each hint shown lowers the most that a right answer can earn by this much, though never under the last rung."""


def most_after(hints: int) -> int:
    """Return the most points that a right answer can earn after so many hints."""
    return max(LADDER[-1], LADDER[0] - HINT_COST * hints)


def points_of_question(attempts: Sequence[Attempt], grace: float) -> tuple[Points, ...]:
    """Return what each member who tried earned with one question: the right ones in their order, then the others.

    The first right answer opens a group; all that come within ``grace`` seconds of it belong to the group and earn the
    same. The next one later opens the next group, a rung lower. A member counts once, by the first right answer.
    """
    earned: list[Points] = []
    group_opened: float | None = None
    rung = -1
    for attempt in _first_right(attempts):
        if group_opened is None or attempt.elapsed - group_opened > grace:
            group_opened = attempt.elapsed
            rung = min(rung + 1, len(LADDER) - 1)
        points = min(LADDER[rung], most_after(attempt.hints))
        earned.append(Points(attempt.round, attempt.number, attempt.player, points))
    right = {gain.player.id for gain in earned}
    others = {attempt.player.id: attempt for attempt in attempts if attempt.player.id not in right}
    return (*earned, *(Points(a.round, a.number, a.player, 0) for a in others.values()))


def _first_right(attempts: Sequence[Attempt]) -> list[Attempt]:
    first: dict[MemberId, Attempt] = {}
    for attempt in sorted(attempts, key=lambda a: (a.elapsed, a.event)):
        if attempt.ruling is Ruling.ACCEPT:
            first.setdefault(attempt.player.id, attempt)
    return list(first.values())


def standings(
    attempts: Iterable[Attempt], grace: float, players: Iterable[Player] = (), voided: Collection[int] = ()
) -> tuple[Standing, ...]:
    """Compute a round's board from all its attempts but those at voided questions; players without any stand last."""
    by_question = sorted((a for a in attempts if a.number not in voided), key=lambda a: a.number)
    board = with_players((), players)
    for _, of_question in groupby(by_question, key=lambda a: a.number):
        tried = tuple(of_question)
        board = added(board, points_of_question(tried, grace))
    return ranked(board)


def with_players(board: Iterable[Standing], players: Iterable[Player]) -> tuple[Standing, ...]:
    """Return the board with lines for players who have no answer yet."""
    return ranked((*board, *(Standing(1, player, 0, 0, 0) for player in players)))


def added(board: Sequence[Standing], points: Sequence[Points]) -> tuple[Standing, ...]:
    """Return the board after one more question."""
    lines = {line.player.id: line for line in board}
    for gain in points:
        line = lines.get(gain.player.id) or Standing(1, gain.player, 0, 0, 0)
        lines[gain.player.id] = Standing(
            place=1,
            player=gain.player,
            points=line.points + gain.points,
            right=line.right + (gain.points > 0),
            answered=line.answered + 1,
        )
    return ranked(lines.values())


def ranked(lines: Iterable[Standing]) -> tuple[Standing, ...]:
    """Sort a board by points, then by name, and give equal points the same place."""
    ordered = sorted(lines, key=lambda line: (-line.points, line.player.name.casefold(), line.player.id))
    places = [1 + sum(other.points > line.points for other in ordered) for line in ordered]
    return tuple(
        Standing(place, line.player, line.points, line.right, line.answered)
        for place, line in zip(places, ordered, strict=True)
    )
