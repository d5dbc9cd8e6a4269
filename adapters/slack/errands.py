"""Errands: what a member wants is brought to the core as a request, and its replies back to them."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.host import PlatformStore
from adapters.slack import words
from adapters.slack.doors import Door, Doors
from adapters.slack.naming import HELP
from adapters.slack.origin import Origin
from adapters.slack.people import People
from adapters.slack.text import PLATFORM
from adapters.slack.voice import Voice
from trivia.commands.core import Core
from trivia.commands.request import Argument, Request, Role, Upload
from trivia.commands.suggesting import Suggestion
from trivia.facts.model import CommunityId
from trivia.installations import Workspace
from trivia.ports import Clock
from trivia.replies.reply import Reply
from trivia.rounds.model import ChannelId, MemberId, Place, direct

_MOST_WORKSPACES = 10_000


@dataclass(frozen=True, slots=True)
class Wish:
    """A command with its arguments, and a file if one was handed over."""

    path: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    upload: Upload | None = None


HELPED = Wish(HELP)


class Errands:
    """Runs errands to the core for members of every workspace."""

    def __init__(
        self, *, core: Core, store: PlatformStore, doors: Doors, voice: Voice, people: People, clock: Clock
    ) -> None:
        self._core = core
        self._store = store
        self._doors = doors
        self._voice = voice
        self._people = people
        self._clock = clock
        self._communities: OrderedDict[tuple[str, str], CommunityId] = OrderedDict()

    async def door(self, origin: Origin) -> Door | None:
        """Return what opens the workspace; None if the bot isn't installed there."""
        return await self._doors.of(origin.team, origin.enterprise)

    async def run(self, door: Door, origin: Origin, wish: Wish) -> None:
        """Have a wish carried out, and show what comes of it."""
        request = await self.request(door, origin, wish)
        replies = await self._core.door.handle(request)
        if request.place in self._voice.closed and not origin.is_direct:
            self._voice.closed.pop(request.place, None)
            await self._voice.tell(door, origin, words.NOT_HERE.format(name=words.HOME_TITLE.casefold()))
        await self._voice.answer(door, origin, replies)

    async def replies(self, door: Door, origin: Origin, wish: Wish) -> tuple[Reply, ...]:
        """Return what comes of a wish, shown to nobody yet."""
        return await self._core.door.handle(await self.request(door, origin, wish))

    async def role(self, door: Door, origin: Origin) -> Role:
        """Return what a member may do here; to show what concerns them, not to decide."""
        return await self._core.door.role(await self.request(door, origin, HELPED))

    async def suggest(self, door: Door, origin: Origin, wish: Wish, option: str) -> Sequence[Suggestion]:
        """Return what may be meant by what is typed so far for an option."""
        return await self._core.suggesting.suggest(await self.request(door, origin, wish), option)

    async def request(self, door: Door, origin: Origin, wish: Wish) -> Request:
        """Return a wish as the core takes it."""
        community = await self.community(door, origin)
        member = await self._people.member(door, origin)
        channel = _place(community, origin).channel
        at = origin.at or self._clock()
        return Request(origin.event, community, channel, member, wish.path, wish.arguments, at, wish.upload)

    async def community(self, door: Door, origin: Origin) -> CommunityId:
        """Return the community of a workspace, or of an organisation where Slack names no workspace."""
        key = (origin.team or origin.enterprise, origin.enterprise)
        known = self._communities.get(key)
        if known is None:
            known = await self._store.community(PLATFORM, key[0], door.name, self._clock())
            await self._store.know_workspace(known, PLATFORM, Workspace(*key))
            self._communities[key] = known
            if len(self._communities) > _MOST_WORKSPACES:
                self._communities.popitem(last=False)
        return known

    async def place(self, door: Door, origin: Origin) -> Place:
        """Return the channel that something happened in."""
        return _place(await self.community(door, origin), origin)

    def forget(self) -> None:
        """Forget which communities there are; the store knows."""
        self._communities.clear()


def _place(community: CommunityId, origin: Origin) -> Place:
    """Return where something happened; what nobody else reads happened between the member and the bot."""
    if origin.channel and not origin.is_direct:
        return Place(community, ChannelId(f"{PLATFORM}:{origin.channel}"))
    return direct(Place(community, ChannelId(f"{PLATFORM}:")), MemberId(f"{PLATFORM}:{origin.user}"))
