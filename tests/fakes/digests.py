"""Weekly digests in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tests.fakes.settings import FakeSettings
from trivia.rounds.model import ChannelId, Place
from trivia.rounds.ports import Outgoing
from trivia.settings import Scope


@dataclass
class FakeDigests(FakeSettings):
    """Keeps what a store keeps."""

    weeks: dict[Place, str] = field(default_factory=dict)
    outbox: dict[str, tuple[Outgoing, bool]] = field(default_factory=dict)

    async def digest_places(self, platforms: Collection[str]) -> Sequence[Place]:
        places = [
            Place(community, ChannelId(target))
            for (community, scope, target, name), value in self.choices.items()
            if (scope, name, value) == (Scope.CHANNEL, "digest", "yes")
        ]
        return [place for place in places if place.platform in platforms]

    async def digested(self, place: Place) -> str:
        return self.weeks.get(place, "")

    async def keep_digest(self, place: Place, week: str, outgoing: Sequence[Outgoing]) -> bool:
        if self.weeks.get(place, "") >= week:
            return False
        self.weeks[place] = week
        self.outbox |= {message.id: (message, False) for message in outgoing}
        return True
