"""Settings and communities in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Place
from trivia.settings import Chosen, Scope


@dataclass
class FakeSettings:
    """Keeps what a store keeps."""

    choices: dict[tuple[CommunityId, Scope, str, str], str] = field(default_factory=dict)
    joined: dict[tuple[str, str], CommunityId] = field(default_factory=dict)
    gone: dict[tuple[str, str], datetime] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    async def chosen(self, place: Place, member: MemberId | None = None) -> Chosen:
        channels = [(Scope.CHANNEL, str(channel)) for channel in place.around]
        targets = [(Scope.COMMUNITY, ""), *channels, (Scope.MEMBER, str(member or ""))]
        values: dict[str, str] = {}
        for scope, wanted in targets:
            for (community, kept, target, name), value in self.choices.items():
                if community == place.community and kept is scope and target == wanted:
                    values[name] = value
        return Chosen(values)

    async def choose_setting(
        self, place: Place, scope: Scope, member: MemberId, name: str, value: str | None, *, at: datetime
    ) -> None:
        del at
        target = {Scope.COMMUNITY: "", Scope.CHANNEL: str(place.channel), Scope.MEMBER: str(member)}[scope]
        self.choices.pop((place.community, scope, target, name), None)
        if value is not None:
            self.choices[place.community, scope, target, name] = value

    async def community(self, platform: str, key: str, name: str, at: datetime) -> CommunityId:
        del at
        self.names[platform, key] = name
        self.gone.pop((platform, key), None)
        return self.joined.setdefault((platform, key), CommunityId(len(self.joined) + 1))

    async def communities(self, platform: str) -> dict[str, bool]:
        return {key: (of, key) not in self.gone for of, key in self.joined if of == platform}

    async def named_communities(self) -> dict[CommunityId, str]:
        return {id_: f"{self.names[key]} ({key[0]})" for key, id_ in self.joined.items()}

    async def community_left(self, platform: str, key: str, at: datetime) -> None:
        self.gone[platform, key] = at
