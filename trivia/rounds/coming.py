"""Members who come to a round and go. All pure."""

from trivia.rounds.events import Begun, Joined, Went
from trivia.rounds.model import MemberId, Mode, Phase, Player, Round, Seat
from trivia.rounds.notices import HasLeft, IsIn, LobbyOpen, NoSuchTeam, NotYours, OnPause, TeamsFixed, Word
from trivia.rounds.scoring import score_of, scored, with_players
from trivia.rounds.step import Step
from trivia.rounds.teams import has_teams, seat_of, seated, sheets, smallest_team
from trivia.values import replace


def lobby(state: Round) -> LobbyOpen:
    """Return what a lobby says of itself."""
    until = state.deadline or state.started
    return LobbyOpen(state.id, state.rules, state.starter, _playing(state), until, sheets(state))


def joined(state: Round, event: Joined) -> Step:
    """Take a member in, or into another team as long as nothing was asked."""
    refused = _no_such_seat(state, event)
    if refused:
        return Step(state, word=refused)
    seat = seat_of(state, event.player.id)
    already = any(known.id == event.player.id for known in state.players) and not (seat and seat.left)
    if already and event.team in (0, seat.team if seat else 0):
        own = seat or Seat(event.player.id)
        own = own if state.question else replace(own, extra=event.extra)
        return Step(seated(state, own), word=IsIn(already=True, team=_shown_team(state, event.player.id)))
    come = with_player(state, event.player, event.extra, event.skill, event.team)
    if state.phase is not Phase.LOBBY:
        return Step(come, word=IsIn(already, _shown_team(come, event.player.id)))
    return Step(come, (lobby(come),), IsIn(already, _shown_team(come, event.player.id)), updates_lobby=True)


def went(state: Round, event: Went) -> Step:
    """Let a member go. The points stay; nobody waits for the member any more, and answering is coming back.

    Who goes before anything was asked was never there.
    """
    seat = seat_of(state, event.player.id) or Seat(event.player.id)
    if seat.left or all(known.id != event.player.id for known in state.players):
        return Step(state, word=HasLeft(already=True))
    if state.number == 0:
        early = _without(state, event.player.id)
        told = (lobby(early),) if state.phase is Phase.LOBBY else ()
        return Step(early, told, HasLeft(already=False, early=True), updates_lobby=bool(told))
    gone = seated(state, replace(seat, left=True))
    live = gone.live and replace(
        gone.live,
        waiting_for=gone.live.waiting_for - {event.player.id},
        skips=gone.live.skips - {event.player.id},
    )
    return Step(replace(gone, live=live), word=HasLeft(already=False))


def begun(state: Round, event: Begun) -> Word | None:
    """Say why the lobby doesn't end at a member's word, or nothing if it does."""
    if state.phase is not Phase.LOBBY:
        return OnPause(state.starter) if state.held else IsIn(already=True)
    return None if event.moderator or event.player.id == state.starter.id else NotYours(state.starter)


def with_player(state: Round, player: Player, extra: int, skill: float, team: int = 0) -> Round:
    """Return the round with a member who plays, also one who had left; their answer is waited for from now on."""
    seat = seat_of(state, player.id)
    known = any(other.id == player.id for other in state.players)
    if known and seat and not seat.left and team in (0, seat.team):
        return state
    if seat is None:
        seat = Seat(
            player.id, _team_for(state), extra, skill, since=state.number if state.question else state.number + 1
        )
    sat = seated(state, replace(seat, team=team or seat.team, left=False))
    grown = sat if known else replace(sat, players=(*state.players, player))
    come = scored(grown, with_players(grown.rules, score_of(grown), (player,), grown.seats))
    live = come.live and replace(come.live, waiting_for=come.live.waiting_for | ({player.id} & everybody_in(come)))
    return replace(come, live=live)


def everybody_in(state: Round) -> frozenset[MemberId]:
    """Return the members whose answers matter: all who play but those who left or, in survival, are out."""
    gone = {seat.member for seat in state.seats if seat.left} | {line.player.id for line in state.board if line.out}
    return frozenset(player.id for player in state.players if player.id not in gone)


def _without(state: Round, member: MemberId) -> Round:
    return replace(
        state,
        players=tuple(player for player in state.players if player.id != member),
        seats=tuple(seat for seat in state.seats if seat.member != member),
        board=tuple(line for line in state.board if line.player.id != member),
    )


def _playing(state: Round) -> tuple[Player, ...]:
    gone = {seat.member for seat in state.seats if seat.left}
    return tuple(player for player in state.players if player.id not in gone)


def _team_for(state: Round) -> int:
    return smallest_team(state) if state.rules.mode is Mode.TEAMS else 0


def _shown_team(state: Round, member: MemberId) -> int:
    seat = seat_of(state, member)
    return seat.team if seat and has_teams(state) else 0


def _no_such_seat(state: Round, event: Joined) -> Word | None:
    """Say why a member can't have the team wanted, or nothing if they can."""
    if not event.team:
        return None
    if state.rules.mode is not Mode.TEAMS or event.team > state.rules.teams:
        return NoSuchTeam(state.rules.teams if state.rules.mode is Mode.TEAMS else 0)
    seat = seat_of(state, event.player.id)
    if state.rules.balanced:
        return TeamsFixed(balanced=True, team=_shown_team(state, event.player.id))
    if state.number and seat and seat.team not in (0, event.team):
        return TeamsFixed(balanced=False, team=seat.team)
    return None
