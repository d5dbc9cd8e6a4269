"""What commands come to, as values. ``trivia.replies`` words them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from trivia.commands.catalogue import Command
from trivia.commands.curated import Curated, Doubts
from trivia.commands.request import Argument
from trivia.daily.model import Told
from trivia.disputes.model import Item
from trivia.facts.model import Fact, FactId
from trivia.lookup.answer import Answer
from trivia.ports import Revision, StoredPack
from trivia.replies.reply import Reply
from trivia.rounds.history import Missed
from trivia.rounds.model import Place, Player, RoundId
from trivia.rounds.notices import Word
from trivia.rounds.schedule import Schedule
from trivia.rounds.scheduled import Scheduled
from trivia.scores.model import BoardScope, Line, Page, Season, View
from trivia.scores.statistics import Statistics
from trivia.settings import Chosen, Scope, Setting


@dataclass(frozen=True, slots=True)
class Answered:
    """A lookup, whatever it came to. ``id`` is what an answer is disputed by, empty where there is none."""

    answer: Answer
    id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a round says to the one who acted; None where the channel's message says it all."""

    word: Word | None


@dataclass(frozen=True, slots=True)
class DailyTold:
    """What a member is told about a daily set, one message after the other."""

    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class FirstTold:
    """What had waited for a member, and what they asked for."""

    news: tuple[Reply, ...]
    then: "Outcome"


@dataclass(frozen=True, slots=True)
class RoundReviewed:
    """What a member missed in a round; so many are ``withheld`` because a question about them is open."""

    round: RoundId
    missed: tuple[Missed, ...]
    withheld: int
    page: int


@dataclass(frozen=True, slots=True)
class TopicsListed:
    """What can be asked about: packs, kinds by their nouns, and topics that people wrote questions on."""

    packs: tuple[StoredPack, ...]
    kinds: tuple[str, ...]
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreShown:
    """A member's own statistics, or those of another; ``page`` holds their line of the community's board.

    ``titles`` are topics as people call them; ``picture`` is the same painted, empty if nobody asked for that.
    """

    player: Player
    own: bool
    statistics: Statistics
    page: Page
    titles: Mapping[str, str]
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class BoardShown:
    """A board, for ``asker``; ``topic`` is its title, ``zone`` where its days begin, ``number`` that of the page.

    ``again`` are the arguments that call it up, without the page; ``picture`` is the same painted.
    """

    scope: BoardScope
    view: View
    page: Page
    asker: Player
    number: int = 1
    topic: str = ""
    season: Season | None = None
    zone: str = "UTC"
    again: tuple[tuple[str, Argument], ...] = ()
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class SeasonsListed:
    """A community's seasons, the latest first, each with those in the first place."""

    seasons: tuple[tuple[Season, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class SeasonOpened:
    """A season began."""

    season: Season


@dataclass(frozen=True, slots=True)
class SeasonClosed:
    """A season is over, with its final standings."""

    season: Season
    page: Page


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact and the sentence that states it; ``same`` are others that state just that."""

    fact: Fact
    statement: str
    same: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class FactTaught:
    """A fact was added, with its ``new_names``, ``besides`` others like it; ``known``: it was there already.

    ``change`` is the number by which that is taken back.
    """

    stated: Stated
    new_names: tuple[str, ...]
    known: bool
    sourced: bool = True
    besides: tuple[Stated, ...] = ()
    change: int | None = None


@dataclass(frozen=True, slots=True)
class FactsShown:
    """Facts about a name. ``withheld`` are left out because a question about them is open."""

    name: str
    facts: tuple[Stated, ...]
    more: bool
    withheld: int


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """How a fact came to be as it is: its revisions, and what each ``said``.

    ``now`` is the number under which one of a pack goes on since it was mended here; ``mended`` are the revisions that
    let it go on so, each with the number, if it is known; ``gone`` is the name of a thing at one of its ends that was
    retired.
    """

    stated: Stated
    revisions: tuple[Revision, ...]
    said: tuple[Stated, ...] = ()
    now: FactId | None = None
    gone: str = ""
    mended: tuple[tuple[int, FactId | None], ...] = ()


@dataclass(frozen=True, slots=True)
class FactChanged:
    """A fact was retired, or is back."""

    stated: Stated
    retired: bool


@dataclass(frozen=True, slots=True)
class ScheduleTold:
    """A schedule, with its next times; said where one was added."""

    scheduled: Scheduled
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class SchedulesListed:
    """The schedules of a community, for one who asks ``here``."""

    here: Place
    schedules: tuple[ScheduleTold, ...]


@dataclass(frozen=True, slots=True)
class ScheduleChanged:
    """A schedule is ``paused``, ``back`` or ``removed``."""

    scheduled: Scheduled
    change: str
    times: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class SchedulePreviewed:
    """When a schedule would come."""

    schedule: Schedule
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class ReminderSet:
    """A member is mentioned when a schedule's rounds are announced, or no longer."""

    scheduled: Scheduled
    wanted: bool


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """Settings, and what holds of them."""

    settings: tuple[Setting, ...]
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """A setting was changed; ``value`` is what holds now."""

    setting: Setting
    scope: Scope
    value: str


@dataclass(frozen=True, slots=True)
class DisputeTaken:
    """A member's dispute: ``fresh`` if it is new; else they said so before, or the item is decided already."""

    item: Item
    fresh: bool


@dataclass(frozen=True, slots=True)
class DisputeShown:
    """Something disputed. ``done`` says that it was decided just now by the one who asks.

    ``mended`` is then the fact that has another value, with what speaks against that.
    """

    item: Item
    may_decide: bool
    done: bool = False
    mended: FactId | None = None
    doubts: Doubts | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for moderators: its id, since when, what it is, from how many, and whether it presses."""

    id: str
    since: datetime
    words: str
    members: int = 1
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ReviewListed:
    """A page of what waits for moderators; ``counts`` are all that wait, by the first letter of their ids.

    ``of`` is the letter of the queue that is listed, empty for all of them.
    """

    counts: Mapping[str, int]
    waiting: tuple[Waiting, ...]
    page: int
    more: bool
    of: str = ""


@dataclass(frozen=True, slots=True)
class HelpShown:
    """All commands, those of a family, or one."""

    command: Command | None
    family: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The command can't be carried out; the sentence says why, and what to do."""

    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Something went wrong on our side; ``incident`` finds it in the log."""

    incident: str


Outcome = (
    Answered
    | Said
    | FirstTold
    | RoundReviewed
    | DailyTold
    | TopicsListed
    | ScoreShown
    | BoardShown
    | SeasonsListed
    | SeasonOpened
    | SeasonClosed
    | FactTaught
    | Curated
    | FactsShown
    | HistoryShown
    | FactChanged
    | ScheduleTold
    | SchedulesListed
    | ScheduleChanged
    | SchedulePreviewed
    | ReminderSet
    | SettingsShown
    | SettingChanged
    | DisputeTaken
    | DisputeShown
    | ReviewListed
    | HelpShown
    | Refused
    | Broken
)
