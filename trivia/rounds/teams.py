"""Who sits where: what a round knows of its members besides their names, and the teams. All pure."""

from collections import Counter

from trivia.rounds.events import Extras
from trivia.rounds.model import Mode, Player, Round, Seat, Standing
from trivia.values import replace

TEAMS = ("owls", "foxes", "bears", "hares")
"""The teams by their names; a team's number is its place here, from 1."""


def seat_of(state: Round, member: str) -> Seat | None:
    """Return what the round knows of a member, None of one it doesn't know."""
    return next((seat for seat in state.seats if seat.member == member), None)


def seated(state: Round, seat: Seat) -> Round:
    """Return the round with a member's seat, new or changed; the board shows the team."""
    known = any(other.member == seat.member for other in state.seats)
    seats = tuple(seat if other.member == seat.member else other for other in state.seats)
    return _with_seats(state, seats if known else (*seats, seat))


def with_extras(state: Round, extras: Extras) -> Round:
    """Return the round with the extra time that its members have now."""
    new = dict(extras)
    return (
        _with_seats(state, tuple(replace(seat, extra=new.get(seat.member, seat.extra)) for seat in state.seats))
        if new
        else state
    )


def has_teams(state: Round) -> bool:
    """Say whether members sit in teams now: where I balance them they do from the first question on."""
    return state.rules.mode is Mode.TEAMS and not (state.rules.balanced and state.number == 0)


def smallest_team(state: Round) -> int:
    """Return the team with the fewest members, the first of several."""
    size = Counter(seat.team for seat in state.seats if not seat.left)
    return min(range(1, state.rules.teams + 1), key=lambda team: (size[team], team))


def balanced(state: Round) -> Round:
    """Return the round with teams of like strength and size.

    The members are taken from the strongest to the weakest and dealt out there and back again: 1, 2, 2, 1, 1, 2.
    """
    count = state.rules.teams
    order = sorted(state.seats, key=lambda seat: (seat.left, -seat.skill, seat.member))
    dealt = [*range(1, count + 1), *range(count, 0, -1)]
    teams = {seat.member: dealt[index % len(dealt)] for index, seat in enumerate(order)}
    return _with_seats(state, tuple(replace(seat, team=teams[seat.member]) for seat in state.seats))


def sheets(state: Round) -> tuple[tuple[Player, ...], ...]:
    """Return who is in which team, in the order of the teams' numbers; nothing while there are none."""
    if not has_teams(state):
        return ()
    team_of = {seat.member: seat.team for seat in state.seats if not seat.left}
    return tuple(
        tuple(player for player in state.players if team_of.get(player.id) == team)
        for team in range(1, state.rules.teams + 1)
    )


def _with_seats(state: Round, seats: tuple[Seat, ...]) -> Round:
    teams = {seat.member: seat.team for seat in seats}
    board = tuple(_in_team(line, teams.get(line.player.id, 0)) for line in state.board)
    return replace(state, seats=seats, board=board)


def _in_team(line: Standing, team: int) -> Standing:
    return line if line.team == team else replace(line, team=team)
