"""What the modes of a round add to what it says: teams, lives, streaks."""

from trivia.commands.actions import action
from trivia.replies.reply import Bold, Button, Code, Field, Marked, Table, marked
from trivia.replies.wording import counted, joined
from trivia.rounds.model import Mode, Player, Points, RoundId, Rules, Standing, TeamStanding
from trivia.rounds.notices import Revealed, Teams, TeamsMade
from trivia.rounds.teams import TEAMS

MOST_NAMED = 12
"""So many members are named in a row; of more it is said how many there are."""
_MOST_LINES = 30


def named(players: tuple[Player, ...]) -> Marked:
    """Name players, the first of many."""
    names = [marked(Bold(player.name)) for player in players[:MOST_NAMED]]
    return (*joined(names, ", "), *and_more(len(players) - MOST_NAMED))


def and_more(more: int) -> Marked:
    """Say how many are not named, if any."""
    return marked(f" and {more} more") if more > 0 else ()


def team_name(team: int) -> str:
    """Return a team's name by its number."""
    return TEAMS[team - 1].capitalize()


def how(rules: Rules) -> str:
    """Say how a round is played, to go behind what it is made of; nothing of a race, which is the usual way."""
    match rules.mode:
        case Mode.RACE:
            return ""
        case Mode.EVERYONE:
            return ", everyone who is right earns the same"
        case Mode.SURVIVAL:
            return f", survival with {_lives(rules.lives)}"
        case Mode.TEAMS:
            return f", {rules.teams} {'balanced ' if rules.balanced else ''}teams"


def team_fields(teams: Teams) -> tuple[Field, ...]:
    """List who is in which team."""
    return tuple(
        Field(team_name(number), named(players) if players else marked("nobody yet"))
        for number, players in enumerate(teams, 1)
    )


def join_buttons(rules: Rules, round_id: RoundId) -> tuple[Button, ...]:
    """Return buttons to join with: one for each team where members choose theirs."""
    if rules.mode is not Mode.TEAMS or rules.balanced:
        return (Button("Join", action("trivia join", round=round_id)),)
    return tuple(
        Button(f"Join the {team_name(team)}", action("trivia join", team=TEAMS[team - 1], round=round_id))
        for team in range(1, rules.teams + 1)
    )


def teams_told(notice: TeamsMade) -> tuple[Marked, tuple[Field, ...]]:
    """Say who plays with whom."""
    words = "What counts is what a team's members earn on average, so no team wins by its size."
    return marked(words), team_fields(notice.teams)


def bonus(points: Points) -> str:
    """Say what of the points is for a streak."""
    return f" ({points.bonus} of them for a streak)" if points.bonus else ""


def fates(notice: Revealed) -> tuple[Field, ...]:
    """Say whom a question of a survival threw out."""
    if notice.spared:
        return (Field("Out", marked("Nobody: all who were left missed it, so all stay in.")),)
    return (Field("Out", named(notice.fallen)),) if notice.fallen else ()


def short_standings(board: tuple[Standing, ...], teams: tuple[TeamStanding, ...], rules: Rules) -> Marked:
    """Say in a line how it stands."""
    if teams:
        return joined([marked(Bold(team_name(line.team)), f" {line.points:.1f}") for line in teams], ", ")
    shown = [marked(Bold(line.player.name), _score(line, rules)) for line in board[:MOST_NAMED]]
    return (*joined(shown, ", "), *and_more(len(board) - MOST_NAMED))


def _score(line: Standing, rules: Rules) -> str:
    if rules.mode is not Mode.SURVIVAL:
        return f" {line.points}"
    return f" {line.points} ({'out' if line.out else _lives(line.lives)})"


def _lives(lives: int) -> str:
    return "1 life" if lives == 1 else f"{lives} lives"


def board(standings: tuple[Standing, ...], rules: Rules | None = None) -> Table:
    """Lay out a round's standings, the first of many, with a column for what its mode adds."""
    mode = rules.mode if rules else Mode.RACE
    more = {Mode.SURVIVAL: "Lives", Mode.TEAMS: "Team"}.get(mode)
    return Table(
        heads=("", "Player", "Points", "Right", *([more] if more else [])),
        rows=tuple(
            (
                f"{line.place}.",
                line.player.name,
                str(line.points),
                f"{line.right} of {line.answered}",
                *([_more(line, mode)] if more else []),
            )
            for line in standings[:_MOST_LINES]
        ),
        right=frozenset({0, 2, 3}),
    )


def below(standings: tuple[Standing, ...]) -> Marked:
    """Say where those are found whom the table leaves out."""
    more = len(standings) - _MOST_LINES
    return marked(f"And {more} more: ", Code("/score board scope=round")) if more > 0 else ()


def _more(line: Standing, mode: Mode) -> str:
    if mode is Mode.TEAMS:
        return team_name(line.team) if line.team else ""
    return f"out at {line.out}" if line.out else str(line.lives)


def winners(standings: tuple[Standing, ...], teams: tuple[TeamStanding, ...], rules: Rules) -> Marked:
    """Say who has won; nothing where nobody tried anything."""
    if teams and any(line.points for line in teams):
        return _best_teams(teams)
    if not any(line.points for line in standings):
        tried = any(line.answered for line in standings)
        return marked("No points this time. Better luck in the next round!") if tried else ()
    if len(standings) == 1:
        return marked(f"{counted(standings[0].points, 'point')}. Well played!")
    best = tuple(line.player for line in standings if line.place == 1)
    left = [line for line in standings if not line.out]
    if rules.mode is Mode.SURVIVAL and len(left) == 1:
        return (*named(best), *marked(" won as the last one standing. Well played!"))
    return (*_together(best), *marked(" won. Well played!" if len(best) == 1 else " share the win. Well played!"))


def _together(players: tuple[Player, ...]) -> Marked:
    if not 1 < len(players) <= MOST_NAMED:
        return named(players)
    return (*named(players[:-1]), *marked(" and ", Bold(players[-1].name)))


def _best_teams(teams: tuple[TeamStanding, ...]) -> Marked:
    first = [team_name(line.team) for line in teams if line.place == 1]
    won = f"The {' and the '.join(first)} {'win' if len(first) == 1 else 'share the win'}. Well played!"
    return marked(won)


def team_results(teams: tuple[TeamStanding, ...]) -> tuple[Field, ...]:
    """List the teams with their points, in order."""
    if not teams:
        return ()
    shown = [marked(f"{line.place}. ", Bold(team_name(line.team)), f" {line.points:.1f}") for line in teams]
    return (Field("Teams", joined(shown, "; ")),)
