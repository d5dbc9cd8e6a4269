"""Points and boards, as replies."""

from trivia.commands.outcomes import BoardShown, OwnScore
from trivia.replies.reply import Bold, Reply, Table, marked
from trivia.replies.rounds import START, counted

_PERIODS = {
    "day": "in the last day",
    "week": "in the last 7 days",
    "month": "in the last 30 days",
    "year": "in the last year",
    "all": "of all time",
}


def own_score(outcome: OwnScore) -> Reply:
    """Show a member their own points."""
    tally = outcome.tally
    if tally is None:
        return Reply(text=marked("You have no points yet. Start a round with ", START, "."), private=True)
    share = f"{round(100 * tally.right / tally.answered)}%" if tally.answered else "none"
    said = marked(
        Bold(counted(tally.points, "point")),
        f" in {counted(tally.rounds, 'round')}: {tally.right:,} of {counted(tally.answered, 'question')} right",
        f" ({share}).",
    )
    return Reply(title=f"Points of {outcome.player.name}", text=said, private=True)


def board_shown(outcome: BoardShown) -> Reply:
    """Show the best players as an aligned board."""
    where = "this channel" if outcome.scope == "channel" else "this community"
    title = f"The best players of {where} {_PERIODS[outcome.period]}"
    if not outcome.tallies:
        return Reply(title=title, text=marked("Nobody has any points yet. Start a round with ", START, "."))
    rows = []
    for tally in outcome.tallies:
        place = 1 + sum(other.points > tally.points for other in outcome.tallies)
        right = f"{tally.right:,} of {tally.answered:,}"
        rows.append((f"{place}.", tally.player.name, f"{tally.points:,}", right, f"{tally.rounds:,}"))
    return Reply(
        title=title, table=Table(("", "Player", "Points", "Right", "Rounds"), tuple(rows), frozenset({0, 2, 3, 4}))
    )
