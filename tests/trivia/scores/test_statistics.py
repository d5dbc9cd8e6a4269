"""What is told to members of themselves."""

from datetime import UTC, date, datetime, timedelta

from tests.fakes.rounds import player
from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, Place, RoundId
from trivia.scores.model import CALENDAR, FirstTry, Period, Result, boards_of, period_key
from trivia.scores.rating import rating_of
from trivia.scores.statistics import WEEKS, Statistics, TopicShare, statistics

START = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
TODAY = START.toordinal()


def result(number: int, points: int, *, days_ago: int = 0, topic: str = "films", counts: bool = True) -> Result:
    return Result(
        round=RoundId(f"r{days_ago}{counts}"),
        number=number,
        player=player("Anna"),
        place=Place(CommunityId(1), ChannelId("test:1")),
        points=points,
        right=points > 0,
        at=START - timedelta(days=days_ago) + timedelta(seconds=number),
        topic=topic,
        day=TODAY - days_ago,
        season=0,
        counts=counts,
        difficulty=0.5,
        options=4,
        first=FirstTry(points > 0, 0),
    )


def test_who_never_played_has_nothing() -> None:
    assert statistics([], TODAY) == Statistics()
    assert not Statistics().rated


def test_sums_tell_apart_what_was_played_alone() -> None:
    told = statistics([result(1, 10), result(2, 0), result(3, 5, counts=False)], TODAY)

    assert (told.points, told.right, told.answered, told.rounds) == (15, 2, 3, 2)
    assert (told.solo_points, told.solo_rounds) == (5, 1)
    assert told.rating == rating_of([result(1, 10), result(2, 0)])


def test_streaks_count_right_answers_up_to_now_and_at_best() -> None:
    told = statistics([result(n, points) for n, points in enumerate([1, 1, 1, 0, 1, 1], 1)], TODAY)

    assert (told.streak, told.best_streak) == (2, 3)


def test_days_in_a_row_go_on_until_a_whole_day_was_missed() -> None:
    def days(*ago: int) -> tuple[int, int]:
        told = statistics([result(1, 1, days_ago=d) for d in sorted(ago, reverse=True)], TODAY)
        return told.days, told.best_days

    assert days(0, 1, 2, 5, 6) == (3, 3)
    assert days(1, 2) == (2, 2), "today is not over"
    assert days(2, 3, 4) == (0, 3)


def test_strong_and_weak_topics_need_answers_and_something_to_compare_with() -> None:
    films = [result(n, 10) for n in range(6)]
    maps = [result(n, 0, topic="maps") for n in range(10, 20)]
    few = [result(n, 0, topic="few") for n in range(30, 33)]

    told = statistics([*films, *maps, *few], TODAY)

    assert told.strong == (TopicShare("films", 6, 6),)
    assert told.weak == (TopicShare("maps", 0, 10),)
    assert statistics(films, TODAY).strong == ()


def test_weeks_without_play_show_as_such_and_only_the_latest_are_told() -> None:
    told = statistics([result(1, 10, days_ago=22), result(1, 5, days_ago=0)], TODAY)

    assert [week.points for week in told.weeks] == [10, 0, 0, 5]
    assert date.fromordinal(told.weeks[-1].begins) == date(2026, 3, 2)
    assert len(statistics([result(1, 1, days_ago=1_000), result(1, 1)], TODAY).weeks) == WEEKS


def test_a_result_counts_on_the_boards_of_its_channel_topic_and_season() -> None:
    assert len(boards_of(result(1, 1))) == 4
    assert len(boards_of(result(1, 1, topic=""))) == 2


def test_periods_are_numbered_so_that_later_ones_are_higher() -> None:
    sunday, monday = date(2026, 3, 1).toordinal(), date(2026, 3, 2).toordinal()
    assert period_key(Period.WEEK, sunday) + 7 == period_key(Period.WEEK, monday) == monday
    for period in CALENDAR:
        keys = [period_key(period, day) for day in range(TODAY, TODAY + 800)]
        assert keys == sorted(keys)
    assert period_key(Period.ALL, TODAY) == period_key(Period.SEASON, TODAY) == 0
