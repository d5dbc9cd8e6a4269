"""Points, boards and seasons."""

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.scores.model import BoardScope, Order, Period

_PICTURE = Option("picture", "whether to paint it", OptionType.BOOLEAN)

SCORES: tuple[Command, ...] = (
    Command(
        "score",
        "me",
        "Show your own points, rank, rating, streaks and topics",
        (
            Option("member", "whose instead of yours", longest=80, rest=True, suggests=Suggests.PLAYER),
            _PICTURE,
        ),
        examples=("/score me", "/score me picture=yes", "/score me Anna"),
        changes=False,
    ),
    Command(
        "score",
        "board",
        "Show the best players",
        (
            Option("scope", "whose points", choices=tuple(BoardScope)),
            Option("period", "since when", choices=tuple(Period)),
            Option("topic", "what the questions were about, such as countries", suggests=Suggests.PLAYED),
            Option("by", "what the order goes by", choices=tuple(Order)),
            Option("season", "a season by its name", longest=60, suggests=Suggests.SEASON),
            Option(
                "least",
                "answers needed to be listed by rating or accuracy; 20 if not said, fewer for a day or a week",
                OptionType.INTEGER,
                low=1,
                high=10_000,
            ),
            Option("page", "which page", OptionType.INTEGER, low=1, high=100_000),
            _PICTURE,
        ),
        examples=(
            "/score board",
            "/score board scope=channel period=week",
            "/score board topic=countries by=accuracy",
            "/score board season=Spring",
        ),
        changes=False,
    ),
    Command(
        "score",
        "season",
        "List the seasons; moderators open and close them",
        (
            Option("do", "what to do", choices=("list", "open", "close"), rest=True),
            Option("name", "what the season is called", longest=60),
        ),
        examples=("/score season", "/score season open name=Spring", "/score season close"),
    ),
)
