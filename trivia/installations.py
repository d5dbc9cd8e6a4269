"""Where the bot was installed: what opens the door of each workspace, sealed, and which community a workspace is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from trivia.facts.model import CommunityId


@dataclass(frozen=True, slots=True)
class Workspace:
    """A community as its platform knows it: its key there, and that of the organisation it belongs to, or nothing."""

    key: str
    parent: str = ""


class Installations(Protocol):
    """What each workspace or organisation gave at its installation. What is kept is sealed; the store can't read it."""

    async def keep_installation(self, platform: str, key: str, sealed: str, at: datetime) -> None:
        """Keep what a workspace or organisation gave, in place of what it gave before."""
        ...

    async def installation(self, platform: str, key: str) -> str | None:
        """Return what a workspace or organisation gave."""
        ...

    async def forget_installation(self, platform: str, key: str) -> None:
        """Forget it: it opens nothing any more."""
        ...

    async def installed(self, platform: str) -> int:
        """Return how many installations there are."""
        ...

    async def know_workspace(self, community: CommunityId, platform: str, workspace: Workspace) -> None:
        """Remember what a community is on its platform."""
        ...

    async def workspace(self, community: CommunityId) -> Workspace | None:
        """Return what a community is on its platform."""
        ...

    async def workspaces_under(self, platform: str, parent: str) -> Sequence[str]:
        """Return the keys of an organisation's workspaces, as far as they are known."""
        ...

    async def issue_state(self, state: str, at: datetime) -> None:
        """Remember a word that one installation goes out with and must come back with."""
        ...

    async def take_state(self, state: str, since: datetime) -> bool:
        """Say whether such a word went out since then; it is good once. Older ones are forgotten."""
        ...
