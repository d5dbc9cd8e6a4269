"""Installations and workspaces in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from trivia.facts.model import CommunityId
from trivia.installations import Workspace


@dataclass
class FakeInstallations:
    """Keeps what a store keeps."""

    sealed: dict[tuple[str, str], str] = field(default_factory=dict)
    known_workspaces: dict[CommunityId, Workspace] = field(default_factory=dict)
    states: dict[str, datetime] = field(default_factory=dict)

    async def keep_installation(self, platform: str, key: str, sealed: str, at: datetime) -> None:
        del at
        self.sealed[platform, key] = sealed

    async def installation(self, platform: str, key: str) -> str | None:
        return self.sealed.get((platform, key))

    async def forget_installation(self, platform: str, key: str) -> None:
        self.sealed.pop((platform, key), None)

    async def installed(self, platform: str) -> int:
        return sum(known == platform for known, _ in self.sealed)

    async def know_workspace(self, community: CommunityId, platform: str, workspace: Workspace) -> None:
        del platform
        self.known_workspaces[community] = workspace

    async def workspace(self, community: CommunityId) -> Workspace | None:
        return self.known_workspaces.get(community)

    async def workspaces_under(self, platform: str, parent: str) -> Sequence[str]:
        del platform
        return sorted(workspace.key for workspace in self.known_workspaces.values() if workspace.parent == parent)

    async def issue_state(self, state: str, at: datetime) -> None:
        self.states[state] = at

    async def take_state(self, state: str, since: datetime) -> bool:
        issued = self.states.pop(state, None)
        return issued is not None and issued >= since
