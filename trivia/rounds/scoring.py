"""Points. They are a function of a round's rules and its stored attempts, so that they can be computed anew any time.

A round is scored question by question: ``after_question`` takes the score so far and one question's attempts. The round
that is on does it as each question closes, ``score_round`` for all questions at once; both come to the same.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby

from trivia.judging.verdict import Ruling
from trivia.rounds.model import (
    Attempt,
    MemberId,
    Mode,
    Player,
    Points,
    Round,
    Rules,
    Seat,
    Standing,
    TeamStanding,
)
from trivia.values import Value, replace

LADDER = (10, 7, 5, 3, 2, 1)
"""Points of the first group of right answers, of the second, and so on; everybody right gets at least the last."""

HINT_COST = 3
"""Each hint shown lowers the most that a right answer can earn by this much, though never under the last rung."""

STREAK_FROM = 3
"""From so many right answers in a row on, each earns a point more than the one before,"""

STREAK_MOST = 3
"""up to this many: enough to be felt, too little to decide a round."""


class Score(Value):
    """How a round stands after some of its questions; ``Round`` explains ``costly`` and ``last``."""

    board: tuple[Standing, ...] = ()
    teams: tuple[TeamStanding, ...] = ()
    costly: tuple[int, ...] = ()
    last: int = 0


def most_after(hints: int) -> int:
    """Return the most points that a right answer can earn after so many hints."""
    return max(LADDER[-1], LADDER[0] - HINT_COST * hints)


def bonus_after(streak: int) -> int:
    """Return what the last of so many right answers in a row earns on top."""
    return min(STREAK_MOST, max(0, streak - STREAK_FROM + 1))


# The whole round


def score_round(
    rules: Rules,
    attempts: Iterable[Attempt],
    questions: int,
    *,
    voided: Collection[int] = (),
    cut: Collection[int] = (),
    players: Iterable[Player] = (),
    seats: Sequence[Seat] = (),
) -> tuple[tuple[Points, ...], Score]:
    """Compute a round's points and its standings from all attempts at its first ``questions`` questions.

    Questions that are ``voided`` count for nobody; of those ``cut`` short only the attempts count. Where a moderator
    ruled otherwise, the attempts are given with that ruling. Players without any attempt stand on the board too.
    """
    by_number = sorted(attempts, key=lambda a: a.number)
    tried = {number: tuple(of_question) for number, of_question in groupby(by_number, key=lambda a: a.number)}
    score = with_players(rules, Score(), players, seats)
    points: list[Points] = []
    for number in range(1, questions + 1):
        if number not in voided:
            score, earned = after_question(rules, score, number, tried.get(number, ()), seats, cut=number in cut)
            points += earned
    return tuple(points), score


def rescored(
    state: Round, attempts: Iterable[Attempt], voided: Collection[int] | None = None
) -> tuple[Round, tuple[Points, ...]]:
    """Return a round, on or over, as it stands by these attempts, and all points earned at its closed questions.

    ``attempts`` are all of the round, those at a question still open left out of account; ``voided`` are the numbers of
    all questions that count for nobody, if that has changed.
    """
    void = state.voided if voided is None else tuple(sorted(voided))
    closed = state.number - (1 if state.question else 0)
    points, score = score_round(
        state.rules, attempts, closed, voided=void, cut=state.cut, players=state.players, seats=state.seats
    )
    return scored(replace(state, voided=void), score), points


def score_of(state: Round) -> Score:
    """Return how a round stands."""
    return Score(state.board, state.teams, state.costly, state.last)


def scored(state: Round, score: Score) -> Round:
    """Return the round with this score."""
    return replace(state, board=score.board, teams=score.teams, costly=score.costly, last=score.last)


# One question


def after_question(
    rules: Rules,
    score: Score,
    number: int,
    attempts: Sequence[Attempt],
    seats: Sequence[Seat] = (),
    *,
    cut: bool = False,
) -> tuple[Score, tuple[Points, ...]]:
    """Return the score after one more question, and what each member who tried it earned.

    Who was out before earns nothing and has no line among the points. ``cut`` says that the question was skipped or cut
    short: it is held against nobody who had not answered.
    """
    known = with_players(rules, score, (attempt.player for attempt in attempts), seats)
    points = points_of_question(rules, attempts, known.board)
    earned = {gain.player.id: gain for gain in points}
    tried = {attempt.player.id: attempt.player for attempt in attempts}
    missed = frozenset(
        line.player.id
        for line in known.board
        if not ((gain := earned.get(line.player.id)) and gain.points) and (line.player.id in tried or not cut)
    )
    there = {*tried, *(seat.member for seat in seats if 0 < seat.since <= number)}
    spared = rules.mode is Mode.SURVIVAL and _all_would_fall(known.board, missed, there)
    lines = [
        _counted(line, earned.get(line.player.id), missed, number if line.player.id in tried else line.last)
        for line in known.board
    ]
    if rules.mode is Mode.SURVIVAL and not spared:
        lines = [_life_lost(line, number) if line.player.id in missed else line for line in lines]
    costs = rules.mode is Mode.SURVIVAL and not spared and not cut
    return Score(
        board=ranked(lines),
        teams=_teams_after(rules, known, points, tried, cut=cut),
        costly=(*score.costly, number) if costs else score.costly,
        last=score.last if cut else number,
    ), points


def points_of_question(rules: Rules, attempts: Sequence[Attempt], board: Sequence[Standing] = ()) -> tuple[Points, ...]:
    """Return what each member who tried earned with one question: the right ones in their order, then the others.

    In a race the first right answer opens a group; all that come within the grace window belong to the group and earn
    the same. The next one later opens the next group, a rung lower. In other modes all who are right earn alike. A
    member counts once, by the first right answer; who is out by the ``board`` doesn't.
    """
    before = {line.player.id: line for line in board}
    counting = [a for a in attempts if not (a.player.id in before and before[a.player.id].out)]
    earned: list[Points] = []
    group_opened: float | None = None
    rung = -1
    for attempt in _first_right(counting):
        if group_opened is None or attempt.elapsed - group_opened > rules.grace:
            group_opened = attempt.elapsed
            rung = min(rung + 1, len(LADDER) - 1)
        most = LADDER[0] if rules.sealed else LADDER[rung]
        line = before.get(attempt.player.id)
        bonus = bonus_after((line.streak if line else 0) + 1) if rules.streaks else 0
        points = min(most, most_after(attempt.hints)) + bonus
        earned.append(Points(attempt.round, attempt.number, attempt.player, points, bonus))
    right = {gain.player.id for gain in earned}
    others = {attempt.player.id: attempt for attempt in counting if attempt.player.id not in right}
    return (*earned, *(Points(a.round, a.number, a.player, 0) for a in others.values()))


def _first_right(attempts: Sequence[Attempt]) -> list[Attempt]:
    first: dict[MemberId, Attempt] = {}
    for attempt in sorted(attempts, key=lambda a: (a.elapsed, a.at, a.event)):
        if attempt.ruling is Ruling.ACCEPT:
            first.setdefault(attempt.player.id, attempt)
    return list(first.values())


def _counted(line: Standing, gain: Points | None, missed: Collection[MemberId], last: int) -> Standing:
    """Return a line with what its member came to; new lines are what scoring takes most of, so none is made in vain."""
    streak = 0 if line.player.id in missed else line.streak
    if gain is None:
        same = streak == line.streak and last == line.last
        return line if same else replace(line, streak=streak, last=last)
    return replace(
        line,
        player=gain.player,
        points=line.points + gain.points,
        right=line.right + (gain.points > 0),
        answered=line.answered + 1,
        streak=streak + (gain.points > 0),
        last=last,
    )


# Survival


def is_decided(board: Sequence[Standing]) -> bool:
    """Say whether survival is over: one is left of several who played, or nobody of those who are there."""
    left = sum(1 for line in board if not line.out)
    several = sum(1 for line in board if line.last) > 1
    return bool(board) and left <= (1 if several else 0)


def _all_would_fall(board: Sequence[Standing], missed: Collection[MemberId], there: Collection[MemberId]) -> bool:
    """Say whether a question would throw out all who are left, of several or of none: then it takes nobody's life."""
    left = [line for line in board if not line.out and (line.last or line.player.id in there)]
    return len(left) != 1 and all(line.player.id in missed and line.lives <= 1 for line in left)


def _life_lost(line: Standing, number: int) -> Standing:
    if line.out:
        return line
    return replace(line, lives=line.lives - 1, out=number if line.lives <= 1 else 0)


# Teams


def _teams_after(
    rules: Rules, before: Score, points: Sequence[Points], tried: Collection[MemberId], *, cut: bool
) -> tuple[TeamStanding, ...]:
    """Add to each team what its members earned on average, so that size doesn't win.

    The average is over those who tried this question or the last one before it: somebody who went away doesn't weigh on
    the team, and nobody helps it by not answering.
    """
    if rules.mode is not Mode.TEAMS:
        return ()
    so_far = {line.team: line.points for line in before.teams} or dict.fromkeys(range(1, rules.teams + 1), 0.0)
    earned = {gain.player.id: gain.points for gain in points}
    for team in so_far:
        playing = [
            line.player.id
            for line in before.board
            if line.team == team
            and (line.player.id in tried or (not cut and line.last > 0 and line.last >= before.last))
        ]
        if playing:
            so_far[team] += sum(earned.get(member, 0) for member in playing) / len(playing)
    rounded = {team: round(total, 1) for team, total in so_far.items()}
    ordered = sorted(so_far, key=lambda team: (-rounded[team], team))
    return tuple(
        TeamStanding(1 + sum(other > rounded[team] for other in rounded.values()), team, so_far[team])
        for team in ordered
    )


# The board


def with_players(rules: Rules, score: Score, players: Iterable[Player], seats: Sequence[Seat] = ()) -> Score:
    """Return the score with lines for players who had none; in survival, what they missed has cost them lives."""
    known = {line.player.id for line in score.board}
    new = {player.id: player for player in players if player.id not in known}
    if not new:
        return score
    teams = {seat.member: seat.team for seat in seats}
    lives = max(0, rules.lives - len(score.costly)) if rules.mode is Mode.SURVIVAL else 0
    out = score.costly[rules.lives - 1] if rules.mode is Mode.SURVIVAL and not lives else 0
    lines = [
        Standing(1, player, 0, 0, 0, lives=lives, out=out, team=teams.get(player.id, 0)) for player in new.values()
    ]
    return replace(score, board=ranked((*score.board, *lines)))


def ranked(lines: Iterable[Standing]) -> tuple[Standing, ...]:
    """Sort a board by who is in the longest, then by points, then by name; equals share a place."""
    ordered = sorted(lines, key=lambda line: (*_rank(line), line.player.name.casefold(), line.player.id))
    places: list[int] = []
    for index, line in enumerate(ordered):
        tied = index > 0 and _rank(line) == _rank(ordered[index - 1])
        places.append(places[-1] if tied else index + 1)
    placed = zip(places, ordered, strict=True)
    return tuple(line if line.place == place else replace(line, place=place) for place, line in placed)


def _rank(line: Standing) -> tuple[int, int, int]:
    return (1 if line.out else 0, -line.out, -line.points)
