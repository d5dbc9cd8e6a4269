"""What communities, channels and members may choose, declared once: command, help and docs are made from this list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Place


class Scope(StrEnum):
    """For whom something is chosen. What is chosen for a channel goes before what is chosen for its community."""

    COMMUNITY = "community"
    CHANNEL = "channel"
    MEMBER = "member"


class SettingType(StrEnum):
    """What a setting takes."""

    BOOLEAN = "yes or no"
    INTEGER = "number"
    TEXT = "text"
    ZONE = "time zone"
    TOPIC = "topic"
    CEILING = "works, each with a point in it"


@dataclass(frozen=True, slots=True)
class Setting:
    """Something to choose. ``default`` holds where nobody chose; values are kept as text, yes and no for truths.

    ``scopes`` are for whom it can be chosen, the usual one first. Members choose for themselves; the rest is for
    moderators, or for admins alone where ``admins`` says so. ``low`` and ``high`` bound numbers, ``longest`` texts.
    """

    name: str
    summary: str
    type: SettingType
    default: str
    scopes: tuple[Scope, ...] = (Scope.COMMUNITY,)
    admins: bool = False
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    longest: int = 500


SETTINGS: tuple[Setting, ...] = (
    Setting("solo", "whether rounds that one member plays alone count for boards", SettingType.BOOLEAN, "no"),
    Setting("zone", "the time zone of boards, of the daily set and of what is planned", SettingType.ZONE, "UTC"),
    Setting("daily", "how many questions the daily set has", SettingType.INTEGER, "5", low=1, high=20),
    Setting("daily_topic", "what the daily set is about: a topic, or nothing for a bit of all", SettingType.TOPIC, ""),
    Setting(
        "streaks",
        "whether several right answers in a row earn more",
        SettingType.BOOLEAN,
        "yes",
        (Scope.CHANNEL, Scope.COMMUNITY),
    ),
    Setting(
        "ceiling",
        "how far the channel has come, such as jessica-jones@S1E5: what lies beyond is not asked",
        SettingType.CEILING,
        "",
        (Scope.CHANNEL, Scope.COMMUNITY),
    ),
    Setting(
        "extra",
        "how much more time you get for each question, in percent",
        SettingType.INTEGER,
        "0",
        (Scope.MEMBER,),
        high=300,
    ),
    Setting(
        "suggestions",
        "how many facts a member may suggest in a day; 0 for none",
        SettingType.INTEGER,
        "5",
        high=100,
    ),
    Setting(
        "thanks",
        "whether you are named when a question comes of a fact that you suggested",
        SettingType.BOOLEAN,
        "no",
        (Scope.MEMBER,),
    ),
    Setting(
        "digest",
        "whether I say here, each Monday, what waits for moderators",
        SettingType.BOOLEAN,
        "no",
        (Scope.CHANNEL,),
    ),
    Setting(
        "fresh",
        "after how many days a fact with a date is to be looked at again; 0 for never",
        SettingType.INTEGER,
        "365",
        high=36_500,
    ),
    Setting(
        "moderators",
        "roles, groups or people who are moderators besides those the platform names, parted by commas",
        SettingType.TEXT,
        "",
        admins=True,
    ),
)
"""Every setting there is, in the order in which they are shown."""


def setting(name: str) -> Setting | None:
    """Return a setting by its name, whatever its case."""
    return next((s for s in SETTINGS if s.name == name.strip().casefold()), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What holds at one place and for one member: the values that were chosen, over the defaults."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a setting as text; raise KeyError for one that isn't declared."""
        known = _BY_NAME[name]
        return self.values.get(name, known.default)

    def truth(self, name: str) -> bool:
        """Return a setting that takes yes or no."""
        return self.text(name) == "yes"

    def number(self, name: str) -> int:
        """Return a setting that takes a number."""
        return int(self.text(name))


_BY_NAME = {s.name: s for s in SETTINGS}

DEFAULTS = Chosen({})
"""What holds where nobody chose anything."""


class SettingStore(Protocol):
    """What was chosen, kept."""

    async def chosen(self, place: Place, member: MemberId | None = None) -> Chosen:
        """Return what holds in a channel, for one of its members if one is named."""
        ...

    async def choose_setting(
        self, place: Place, scope: Scope, member: MemberId, name: str, value: str | None, *, at: datetime
    ) -> None:
        """Keep what a member chose: for the community, the channel or themself. None goes back to what was before."""
        ...


class Communities(Protocol):
    """The communities that the bot is or was in. A community's id is ours; platforms' ids only point to it."""

    async def community(self, platform: str, key: str, name: str, at: datetime) -> CommunityId:
        """Return the community of a platform's server or workspace; the first time, it gets an id. It is there now."""
        ...

    async def communities(self, platform: str) -> Mapping[str, bool]:
        """Return the keys of a platform's communities, each with whether the bot is there, as far as is known."""
        ...

    async def named_communities(self) -> Mapping[CommunityId, str]:
        """Return the names of all communities by their ids, each with its platform."""
        ...

    async def community_left(self, platform: str, key: str, at: datetime) -> None:
        """Remember since when the bot is no longer in a community; what is unknown is ignored."""
        ...
