"""What an adapter hands to the core: one command of one member."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum

from trivia.facts.model import CommunityId
from trivia.rounds.model import ChannelId, MemberId, Place, Player
from trivia.values import Value


class Role(IntEnum):
    """What a member may do; each role may do what the ones before may."""

    MEMBER = 1
    MODERATOR = 2
    ADMIN = 3


class Member(Value):
    """A person in a community, with the name to show and the role the platform vouches for; ``bot`` is no person.

    ``groups`` are the ids and names by which a community may name its moderators: their own, and those of their roles.
    """

    id: MemberId
    name: str
    role: Role = Role.MEMBER
    bot: bool = False
    groups: frozenset[str] = frozenset()

    @property
    def player(self) -> Player:
        """The member as a round knows them."""
        return Player(self.id, self.name)


class Upload(Value):
    """A file that a member handed over."""

    name: str
    data: bytes


Argument = str | int | bool


class Request(Value):
    """One event from a platform. ``event`` is unique over all platforms and the same however often it is sent.

    ``command`` is a path of the catalogue such as ``trivia start``; ``arguments`` are its options by name, as typed or
    already of their type; for one that takes a file, the file's name, and ``upload`` is the file. ``at`` is when the
    server received it.
    """

    event: str
    community: CommunityId
    channel: ChannelId
    member: Member
    command: str
    arguments: Mapping[str, Argument]
    at: datetime
    upload: Upload | None = None

    @property
    def place(self) -> Place:
        """Where it was said."""
        return Place(self.community, self.channel)
