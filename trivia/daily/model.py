"""The nouns of the daily set. All are frozen values, and what follows from them is worked out by plain functions.

A set is kept as a round that is over for the machine, with the questions it asked: attempts, points, boards, disputes
and ratings see no difference.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from trivia.daily.streak import Streak
from trivia.facts.model import CommunityId
from trivia.judging.verdict import Ruling
from trivia.rounds.bag import Running
from trivia.rounds.model import (
    Asked,
    Attempt,
    ChannelId,
    Ending,
    MemberId,
    Mode,
    Phase,
    Place,
    Player,
    Round,
    RoundId,
    Rules,
)
from trivia.values import Value

CHANNEL = ChannelId("daily:set")
"""Where the sets of a community are played: in no channel that a platform has."""

GRACE = timedelta(hours=2)
"""So long after its day a set may be finished by those who began it in time."""

LIVE = timedelta(minutes=10)
"""So long after a question was shown to a member, lookups of all others withhold its answer too."""

GUESSES = 3
_ID = re.compile(r"daily-([0-9]{1,18})-([0-9]{4}-[0-9]{2}-[0-9]{2})")
_NOBODY = Player(MemberId(""), "")


class DailySet(Value):
    """A community's set of a day. ``ends`` is when its day is over; the ``voided`` numbers count for nobody.

    ``running`` is a word on the questions left for sets to come.
    """

    id: RoundId
    community: CommunityId
    day: date
    ends: datetime
    questions: tuple[Asked, ...]
    topic: str = ""
    voided: tuple[int, ...] = ()
    running: Running | None = None

    @property
    def closes(self) -> datetime:
        """When nobody can answer any more."""
        return self.ends + GRACE

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the questions that count."""
        return tuple(n for n in range(1, len(self.questions) + 1) if n not in self.voided)

    def asked(self, number: int) -> Asked:
        """Return a question by its number, from 1."""
        return self.questions[number - 1]


class Put(Value):
    """A question that a member was shown: when first and last, how often they have tried, and whether it is settled."""

    number: int
    first: datetime
    latest: datetime
    tries: int = 0
    done: bool = False


class Mark(StrEnum):
    """How a member did with a question."""

    RIGHT = "right"
    WRONG = "wrong"
    VOID = "void"
    OPEN = "open"


class Sheet(Value):
    """How far a member has come with a set. ``points`` are those of the questions that are settled, by number."""

    daily: DailySet
    puts: tuple[Put, ...] = ()
    points: tuple[tuple[int, int], ...] = ()

    @property
    def begun(self) -> bool:
        """Say whether the member was shown anything of it."""
        return bool(self.puts)

    @property
    def settled(self) -> frozenset[int]:
        """The numbers of the questions that the member is done with, by themself or by a moderator's later ruling."""
        return frozenset(put.number for put in self.puts if put.done) | {number for number, _ in self.points}

    @property
    def next(self) -> int | None:
        """The number of the question that is the member's turn; None if all are settled."""
        return next((number for number in self.daily.numbers if number not in self.settled), None)

    @property
    def done(self) -> bool:
        """Say whether everything that counts is settled."""
        return self.next is None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """How each question went, in their order."""
        earned, settled = dict(self.points), self.settled
        return tuple(_mark(self.daily, number, settled, earned) for number in range(1, len(self.daily.questions) + 1))

    def put(self, number: int) -> Put | None:
        """Return what is known of a question that was shown."""
        return next((put for put in self.puts if put.number == number), None)


def _mark(daily: DailySet, number: int, settled: frozenset[int], earned: Mapping[int, int]) -> Mark:
    if number in daily.voided:
        return Mark.VOID
    if number not in settled:
        return Mark.OPEN
    return Mark.RIGHT if earned.get(number) else Mark.WRONG


class Visit(Value):
    """A member who plays, from where, and when."""

    place: Place
    player: Player
    at: datetime

    @property
    def community(self) -> CommunityId:
        """The community whose set it is about."""
        return self.place.community

    @property
    def is_direct(self) -> bool:
        """Say whether nobody else reads along."""
        return self.place.channel.partition(":")[2].startswith("@")


class Share(Value):
    """How the others did with a question: so many answered it, so many of them rightly."""

    right: int
    answered: int


def set_id(community: CommunityId, day: date) -> RoundId:
    """Return what names a community's set of a day."""
    return RoundId(f"daily-{community}-{day.isoformat()}")


def read_id(text: str) -> tuple[CommunityId, date] | None:
    """Return the community and the day that a set's id names; None for the id of anything else."""
    match = _ID.fullmatch(text)
    if not match:
        return None
    try:
        return CommunityId(int(match[1])), date.fromisoformat(match[2])
    except ValueError:
        return None


def place_of(community: CommunityId) -> Place:
    """Return where a community's sets are kept."""
    return Place(community, CHANNEL)


def local_day(at: datetime, zone: str) -> date:
    """Return the day that a moment belongs to in a time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def day_ends(day: date, zone: str) -> datetime:
    """Return when a day is over for good in a time zone, in UTC.

    Where the clock skips midnight, that is when it is put forward; where it goes back over midnight into the day, the
    second time; where it shows midnight twice and the day once, the first time.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    early, late = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return late if local_day(late - timedelta(seconds=1), zone) <= day else early


def as_round(daily: DailySet, at: datetime) -> Round:
    """Return the round by which the rest of the program knows a set: nobody's, and over, so that no time moves it."""
    return Round(
        id=daily.id,
        place=place_of(daily.community),
        starter=_NOBODY,
        rules=rules_of(daily),
        phase=Phase.FINISHED,
        started=at,
        deadline=None,
        version=1,
        number=len(daily.questions),
        ending=Ending.DONE,
        voided=daily.voided,
    )


def rules_of(daily: DailySet) -> Rules:
    """Return the rules of a set: there is no hurry, no hint, and everybody who is right earns the same."""
    return Rules(
        count=len(daily.questions),
        topic=daily.topic,
        guesses=GUESSES,
        hints=False,
        mode=Mode.EVERYONE,
        streaks=False,
    )


def is_settled(attempts: Sequence[Attempt]) -> bool:
    """Say whether a member who tried so is done with a question: right, chosen, given up, or out of tries."""
    if any(attempt.ruling is Ruling.ACCEPT or attempt.choice is not None for attempt in attempts):
        return True
    return len(attempts) >= GUESSES or any(attempt.reason == GIVEN_UP for attempt in attempts)


GIVEN_UP = "given up"
"""The reason of an attempt by which a member asked for the answer instead of giving one."""


# What a member is told


class QuestionOpen(Value):
    """The member's turn: a question of the set, with the tries left. ``past`` says that its day is over already."""

    daily: DailySet
    number: int
    left: int
    past: bool = False


class Guessed(Value):
    """A typed answer that does not settle the question; ``left`` more may be typed."""

    daily: DailySet
    number: int
    ruling: Ruling
    left: int


class Settled(Value):
    """The member is done with a question. ``given`` is their last answer; ``again``, that they were done before.

    ``thanks`` are members who proposed the facts behind it and like to be named.
    """

    daily: DailySet
    number: int
    mark: Mark
    given: str
    gave_up: bool
    again: bool
    more: bool
    thanks: tuple[str, ...] = ()


class Result(Value):
    """How the member did, and how the others did with each question.

    ``following`` is when the next set comes, None if it is there already. ``shared``: they showed it to all already.
    """

    sheet: Sheet
    streak: Streak
    shares: tuple[Share, ...]
    following: datetime | None
    shared: bool
    can_share: bool


class Shown(Value):
    """A member's result, for all to see: it gives nothing away."""

    player: Player
    sheet: Sheet
    streak: Streak


class Refusal(StrEnum):
    """Why something can't be done with a set."""

    PAST = "past"
    NOT_OPEN = "not open"
    NOT_ANSWERED = "not answered"
    UNKNOWN = "unknown"
    SHARED = "shared"
    NOT_DONE = "not done"
    NOT_HERE = "not here"


class Refused(Value):
    """It can't be done."""

    why: Refusal


class NoSuchOption(Value):
    """The answer names none of the options."""

    options: int


Told = QuestionOpen | Guessed | Settled | Result | Refused | NoSuchOption
"""What a member is told, in private."""
