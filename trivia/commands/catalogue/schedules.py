"""Planning rounds that begin by themselves."""

from trivia.commands.catalogue.declaring import Command, Option, OptionType, Suggests
from trivia.commands.catalogue.rounds import RULES
from trivia.commands.request import Role

_WHEN = Option(
    "when", "when rounds begin, such as “weekdays at 9:30” or a cron expression", required=True, rest=True, longest=100
)
_ZONE = Option(
    "zone",
    "the time zone meant, such as Europe/Berlin; the community's if none is named",
    longest=60,
    suggests=Suggests.ZONE,
)
_SCHEDULE = Option(
    "schedule",
    "the number of the schedule",
    OptionType.INTEGER,
    required=True,
    low=1,
    high=10**9,
    rest=True,
    suggests=Suggests.SCHEDULE,
)

SCHEDULES: tuple[Command, ...] = (
    Command(
        "schedule",
        "add",
        "Plan rounds that begin by themselves in this channel",
        (
            _WHEN,
            _ZONE,
            Option("topic", "a pack, a kind or a name to ask about", suggests=Suggests.TOPIC),
            *RULES,
            Option("announce", "minutes before, to announce each round", OptionType.INTEGER, low=0, high=1_440),
            Option("late", "minutes that a round may begin late, 15 if not said", OptionType.INTEGER, low=1, high=720),
            Option("daily", "tell of the daily set instead of starting a round", OptionType.BOOLEAN),
        ),
        Role.MODERATOR,
        (
            "/schedule add weekdays at 9:30 zone=Europe/Berlin topic=countries count=5",
            "/schedule add every Friday 17:00 zone=America/New_York announce=5",
            "/schedule add 30 9 * * 1-5 zone=Asia/Tokyo",
            "/schedule add daily at noon zone=Europe/Paris daily=yes",
        ),
    ),
    Command(
        "schedule",
        "list",
        "List the planned rounds with their next times",
        examples=("/schedule list",),
        changes=False,
    ),
    Command("schedule", "pause", "Let a schedule rest", (_SCHEDULE,), Role.MODERATOR, ("/schedule pause 3",)),
    Command("schedule", "resume", "Take a schedule up again", (_SCHEDULE,), Role.MODERATOR, ("/schedule resume 3",)),
    Command("schedule", "remove", "Do away with a schedule", (_SCHEDULE,), Role.MODERATOR, ("/schedule remove 3",)),
    Command(
        "schedule",
        "preview",
        "Show when something would come, without planning it",
        (_WHEN, _ZONE),
        examples=("/schedule preview mon, wed and fri at 8pm zone=Europe/London",),
        changes=False,
    ),
    Command(
        "schedule",
        "remind",
        "Be mentioned when rounds of a schedule are announced, or no longer",
        (_SCHEDULE, Option("wanted", "whether you want to be mentioned", OptionType.BOOLEAN)),
        examples=("/schedule remind 3", "/schedule remind 3 wanted=no"),
    ),
)
