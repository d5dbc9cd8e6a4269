"""Points, boards, seasons and members' own statistics, as replies and as what is to be painted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from trivia.commands.actions import action
from trivia.commands.outcomes import BoardShown, ScoreShown, SeasonClosed, SeasonOpened, SeasonsListed
from trivia.replies.reply import Bold, Button, Code, Field, Image, Marked, Reply, Table, lines, marked
from trivia.replies.rounds import START
from trivia.replies.wording import counted
from trivia.rounds.model import Player
from trivia.scores.model import BoardScope, Line, Order, Page, Period, Season
from trivia.scores.ports import PaintedBoard, PaintedCard, PaintedLine
from trivia.scores.rating import shown
from trivia.scores.statistics import Statistics, TopicShare, Week

_WHERE = {
    BoardScope.ROUND: "the latest round here",
    BoardScope.CHANNEL: "this channel",
    BoardScope.COMMUNITY: "this community",
}
_WHEN = {
    Period.DAY: "today",
    Period.WEEK: "this week",
    Period.MONTH: "this month",
    Period.YEAR: "this year",
    Period.ALL: "of all time",
}
_BY = {Order.POINTS: "", Order.RATING: " by rating", Order.ACCURACY: " by accuracy"}
_HEADS = {Order.POINTS: "Points", Order.RATING: "Rating", Order.ACCURACY: "Accuracy"}
_CALENDAR = frozenset({Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR})
_MEDALS = 3
_LATEST_WEEKS = 4


# Boards


def board_shown(outcome: BoardShown) -> Reply:
    """Show a board: aligned, or painted with words that say the same; the asker's own line below it."""
    page, order = outcome.page, outcome.view.order
    if not page.lines:
        return Reply(title=_board_title(outcome), text=_empty(outcome))
    table = None if outcome.picture else _table(page.lines, order)
    return Reply(
        title=_board_title(outcome),
        text=_own_line(outcome),
        table=table,
        image=Image("", _in_words(page.lines, order), outcome.picture) if outcome.picture else None,
        buttons=_pages(outcome),
        footer=marked(_small_print(outcome)) if _small_print(outcome) else (),
    )


def _board_title(outcome: BoardShown) -> str:
    order = _BY[outcome.view.order]
    topic = f", {outcome.topic}" if outcome.topic else ""
    if outcome.scope is BoardScope.ROUND:
        return f"The best players of {_WHERE[outcome.scope]}{order}"
    when = _in_season(outcome.season) if outcome.season else _WHEN[outcome.view.period]
    return f"The best players of {_WHERE[outcome.scope]} {when}{order}{topic}"


def _in_season(season: Season) -> str:
    return f"in the season {season.name}"


def _empty(outcome: BoardShown) -> Marked:
    if outcome.page.size:
        return marked(f"There is nobody on page {outcome.number}; {counted(outcome.page.size, 'player')} in all.")
    if outcome.scope is BoardScope.ROUND:
        return marked("Nobody has answered yet. Start a round with ", START, ".")
    if outcome.view.least > 1:
        return marked(
            f"Nobody has {counted(outcome.view.least, 'answer')} yet, which is what it takes to be listed here. ",
            "Lower that with ",
            Code("least="),
            ".",
        )
    return marked("Nobody has any points yet. Start a round with ", START, "; rounds that one plays alone don't count.")


def _table(board: Sequence[Line], order: Order) -> Table:
    rows = [(f"{line.place}.", line.player.name, *_figures(line, order)) for line in board]
    return Table(("", "Player", _HEADS[order], *_other_heads(order)), tuple(rows), frozenset({0, 2, 3, 4}))


def _other_heads(order: Order) -> tuple[str, ...]:
    return ("Right", "Accuracy") if order is Order.POINTS else ("Right", "Points")


def _figures(line: Line, order: Order) -> tuple[str, str, str]:
    right = f"{line.right:,} of {line.answered:,}"
    last = _percent(line.accuracy) if order is Order.POINTS else f"{line.points:,}"
    return _value(line, order), right, last


def _value(line: Line, order: Order) -> str:
    match order:
        case Order.POINTS:
            return f"{line.points:,}"
        case Order.RATING:
            return f"{shown(line.rating):,}"
        case Order.ACCURACY:
            return _percent(line.accuracy)


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"


def _in_words(board: Sequence[Line], order: Order) -> str:
    """Say what a painted board shows, for those who can't see it."""
    return "\n".join(f"{line.place}. {line.player.name}: {_measured(line, order)}" for line in board)


def _measured(line: Line, order: Order) -> str:
    match order:
        case Order.POINTS:
            return counted(line.points, "point")
        case Order.RATING:
            return f"a rating of {shown(line.rating):,}"
        case Order.ACCURACY:
            return f"{_percent(line.accuracy)} right"


def _own_line(outcome: BoardShown) -> Marked:
    """Say where the asker stands, if the page doesn't show it, and how far the next place is."""
    page, own, order = outcome.page, outcome.page.own, outcome.view.order
    if own is None:
        return ()
    is_shown = any(line.player.id == own.player.id for line in page.lines)
    distance = _distance(own, page.ahead, order)
    if is_shown:
        return marked(Bold(outcome.asker.name), f": {distance}.") if distance else ()
    place = f": place {own.place:,} of {page.size:,} with {_measured(own, order)}"
    return marked(Bold(outcome.asker.name), place, f", {distance}." if distance else ".")


def _distance(own: Line, ahead: Line | None, order: Order) -> str:
    if ahead is None:
        return ""
    if order is Order.ACCURACY:
        points = max(1, round(100 * (ahead.accuracy - own.accuracy)))
        return f"{counted(points, 'percentage point')} behind {ahead.player.name}"
    if order is Order.RATING:
        return f"{max(1, shown(ahead.rating) - shown(own.rating)):,} behind {ahead.player.name}"
    return f"{counted(ahead.points - own.points, 'point')} behind {ahead.player.name}"


def _pages(outcome: BoardShown) -> tuple[Button, ...]:
    """Return buttons to the pages before and after."""
    buttons = []
    if outcome.number > 1:
        buttons.append(Button("Back", action("score board", **dict(outcome.again), page=outcome.number - 1)))
    if outcome.view.offset + len(outcome.page.lines) < outcome.page.size:
        buttons.append(Button("More", action("score board", **dict(outcome.again), page=outcome.number + 1)))
    return tuple(buttons)


def _small_print(outcome: BoardShown) -> str:
    parts = []
    if outcome.view.least > 1:
        parts.append(f"From {counted(outcome.view.least, 'answer')} on.")
    if outcome.view.period in _CALENDAR and outcome.scope is not BoardScope.ROUND:
        parts.append(f"Days begin at midnight, {outcome.zone} time.")
    return " ".join(parts)


# Seasons


def seasons_listed(outcome: SeasonsListed) -> Reply:
    """List the seasons, each with who won it."""
    if not outcome.seasons:
        said = marked("There was no season yet. A moderator opens one: ", Code("/score season open name=Spring"))
        return Reply(title="Seasons", text=said)
    example = outcome.seasons[0][0].name
    return Reply(
        title="Seasons",
        text=lines(_season_line(season, best) for season, best in outcome.seasons),
        footer=marked("See one: ", Code(f"/score board season={example}")),
    )


def _season_line(season: Season, best: Sequence[Line]) -> Marked:
    names = _and([line.player.name for line in best])
    points = f" with {counted(best[0].points, 'point')}" if best else ""
    if season.closed is None:
        leads = f"; {names} {'leads' if len(best) == 1 else 'lead'}{points}" if best else ""
        return marked(Bold(season.name), f": on since {_day(season.opened)}{leads}.")
    won = f"; won by {names}{points}" if best else "; nobody played"
    return marked(Bold(season.name), f": {_day(season.opened)} to {_day(season.closed)}{won}.")


def season_opened(outcome: SeasonOpened) -> Reply:
    """Say that a season began."""
    said = marked(
        "The season ", Bold(outcome.season.name), " is on. What is played from now on counts for it: ",
        Code("/score board period=season"),
    )  # fmt: skip
    return Reply(text=said)


def season_closed(outcome: SeasonClosed) -> Reply:
    """Show the final standings of a season."""
    title = f"The season {outcome.season.name} is over"
    best = [line.player.name for line in outcome.page.lines if line.place == 1]
    if not best:
        return Reply(title=title, text=marked("Nobody played in it."))
    return Reply(
        title=title,
        text=marked("Congratulations, ", Bold(_and(best)), "!"),
        table=_table(outcome.page.lines, Order.POINTS),
        footer=marked("Its standings are kept: ", Code(f"/score board season={outcome.season.name}")),
    )


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


# One member


def score_shown(outcome: ScoreShown) -> Reply:
    """Show a member's statistics to whoever asked, alone."""
    told = outcome.statistics
    if not told.answered:
        if outcome.own:
            return Reply(text=marked("You have no points yet. Start a round with ", START, "."), private=True)
        return Reply(text=marked(f"{outcome.player.name} has not answered anything yet."), private=True)
    return Reply(
        title=f"Points of {outcome.player.name}",
        text=lines(filter(None, (_sums(told), _rank(outcome.page)))),
        image=Image("", _card_words(outcome), outcome.picture) if outcome.picture else None,
        fields=() if outcome.picture else tuple(_fields(told, outcome.titles)),
        footer=marked(_alone(told)) if told.solo_rounds else (),
        private=True,
    )


def _sums(told: Statistics) -> Marked:
    return marked(
        Bold(counted(told.points, "point")),
        f" in {counted(told.rounds, 'round')}: {told.right:,} of {counted(told.answered, 'question')} right",
        f" ({_percent(told.right / told.answered)}).",
    )


def _rank(page: Page) -> Marked:
    if page.own is None:
        return ()
    distance = _distance(page.own, page.ahead, Order.POINTS)
    return marked(f"Place {page.own.place:,} of {page.size:,} here", f", {distance}." if distance else ".")


def _fields(told: Statistics, titles: Mapping[str, str]) -> list[Field]:
    fields = []
    if told.rated:
        fields.append(Field("Rating", marked(Bold(f"{told.rating.shown:,}"), f", {_certainty(told)}")))
    fields.append(Field("In a row", marked(_streaks(told))))
    for name, topics in (("Strong on", told.strong), ("Weaker on", told.weak)):
        if topics:
            fields.append(Field(name, marked(", ".join(_share(topic, titles) for topic in topics))))
    if len(told.weeks) > 1:
        fields.append(Field("Points a week", marked(_progress(told.weeks))))
    return fields


def _certainty(told: Statistics) -> str:
    return f"give or take {told.rating.certainty}"


def _streaks(told: Statistics) -> str:
    answers = f"{counted(told.streak, 'right answer')} now, {told.best_streak:,} at best"
    return f"{answers}; played on {counted(told.days, 'day')} now, {told.best_days:,} at best"


def _share(topic: TopicShare, titles: Mapping[str, str]) -> str:
    return f"{titles.get(topic.topic, topic.topic)} {_percent(topic.share)} of {topic.answered:,}"


def _progress(weeks: Sequence[Week]) -> str:
    latest = weeks[-_LATEST_WEEKS:]
    return ", ".join(f"{week.points:,} ({_short_day(week.begins)})" for week in latest)


def _short_day(day: int) -> str:
    on = date.fromordinal(day)
    return f"{on.day} {on:%b}"


def _alone(told: Statistics) -> str:
    rounds = counted(told.solo_rounds, "round")
    points = counted(told.solo_points, "point")
    return f"{points} of these are from {rounds} played alone, which count here but not for boards."


def _card_words(outcome: ScoreShown) -> str:
    """Say what a painted card shows besides the text of the reply."""
    return "\n".join(
        f"{field.name}: {''.join(getattr(span, 'text', '') for span in field.text)}"
        for field in _fields(outcome.statistics, outcome.titles)
    )


# Pictures


def painted_board(outcome: BoardShown) -> PaintedBoard:
    """Put a board into the words that a painter needs."""
    order, page = outcome.view.order, outcome.page
    own = page.own if page.own and all(line.player.id != page.own.player.id for line in page.lines) else None
    most = _reach(page.lines[0], order) if page.lines else 0.0
    return PaintedBoard(
        title=_board_title(outcome),
        heads=("Player", _HEADS[order]),
        lines=tuple(_painted(line, order, most, outcome.asker) for line in (*page.lines, *((own,) if own else ()))),
        empty="Nobody is on this board yet." if not page.lines else "",
        note=_small_print(outcome),
    )


def _reach(line: Line, order: Order) -> float:
    """Return what a line's bar is as long as; ratings count from where nearly nobody is."""
    return max(0.0, shown(line.rating) - 1_000.0) if order is Order.RATING else line.value(order)


def _painted(line: Line, order: Order, most: float, asker: Player) -> PaintedLine:
    return PaintedLine(
        place=f"{line.place:,}",
        name=line.player.name,
        value=_value(line, order),
        detail=f"{line.right:,} of {line.answered:,} right",
        share=min(1.0, _reach(line, order) / most) if most > 0 else 0.0,
        own=line.player.id == asker.id,
        medal=line.place if line.place <= _MEDALS and line.value(order) > 0 else 0,
    )


def painted_card(outcome: ScoreShown) -> PaintedCard:
    """Put a member's statistics into the words that a painter needs."""
    told, page = outcome.statistics, outcome.page
    rank = f"{page.own.place:,} of {page.size:,}" if page.own else "none yet"
    rating = (f"{told.rating.shown:,}", f"rating, ± {told.rating.certainty}") if told.rated else ("none", "rating yet")
    return PaintedCard(
        name=outcome.player.name,
        subtitle="".join(getattr(span, "text", "") for span in _rank(page)),
        figures=(
            (f"{told.points:,}", "points"),
            (rank, "place"),
            (_percent(told.right / told.answered), f"right of {told.answered:,}"),
            rating,
            (f"{told.streak:,}", f"right in a row, best {told.best_streak:,}"),
            (f"{told.days:,}", f"days in a row, best {told.best_days:,}"),
        ),
        topics=tuple(
            (
                outcome.titles.get(topic.topic, topic.topic),
                f"{_percent(topic.share)} of {topic.answered:,}",
                topic.share,
            )
            for topic in (*told.strong, *reversed(told.weak))
        ),
        chart_title="Points a week",
        chart=tuple((_short_day(week.begins), week.points) for week in told.weeks),
        note=_alone(told) if told.solo_rounds else "",
    )
