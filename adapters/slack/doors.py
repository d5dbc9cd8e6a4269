"""Which token opens which workspace: one for all, or those that workspaces gave when they installed the bot."""

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

from adapters.slack.sealing import Vault
from adapters.slack.text import PLATFORM
from trivia.facts.model import CommunityId
from trivia.installations import Installations

_MOST_AT_HAND = 5_000


@dataclass(frozen=True, slots=True)
class Door:
    """The bot in a workspace: its token, its own ids, the workspace's name, and the scopes that were granted."""

    token: str = field(repr=False)
    bot_user: str = ""
    bot: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()


class Doors(Protocol):
    """Every workspace's door."""

    async def of(self, team: str, enterprise: str) -> Door | None:
        """Return a workspace's door, or that of the organisation it belongs to; None if the bot isn't installed."""
        ...

    async def of_community(self, community: CommunityId) -> Door | None:
        """Return a community's door."""
        ...

    async def close(self, team: str, enterprise: str) -> None:
        """Forget a door: it opens nothing any more."""
        ...


class OneDoor:
    """The one workspace whose token stands in the settings."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def of(self, team: str, enterprise: str) -> Door | None:  # noqa: ARG002 -- there is one only
        """Return the door."""
        return self._door

    async def of_community(self, community: CommunityId) -> Door | None:  # noqa: ARG002 -- there is one only
        """Return the door."""
        return self._door

    async def close(self, team: str, enterprise: str) -> None:
        """Leave it: the token stands in the settings, and is the owner's to take out."""


class ManyDoors:
    """Doors of workspaces that installed the bot, kept sealed; the latest used are at hand in memory."""

    def __init__(self, store: Installations, vault: Vault) -> None:
        self._store = store
        self._vault = vault
        self._at_hand: OrderedDict[str, Door] = OrderedDict()

    async def keep(self, key: str, door: Door, at: datetime) -> None:
        """Keep the door of a workspace or organisation."""
        await self._store.keep_installation(PLATFORM, key, self._vault.sealed(json.dumps(asdict(door))), at)
        self._at_hand.pop(key, None)

    async def of(self, team: str, enterprise: str) -> Door | None:
        """Return a workspace's door, or that of its organisation."""
        for key in (team, enterprise):
            if key and (door := await self._found(key)):
                return door
        return None

    async def of_community(self, community: CommunityId) -> Door | None:
        """Return a community's door."""
        workspace = await self._store.workspace(community)
        return await self.of(workspace.key, workspace.parent) if workspace else None

    async def close(self, team: str, enterprise: str) -> None:
        """Forget the door of a workspace, or that of an organisation where no workspace is named."""
        key = team or enterprise
        self._at_hand.pop(key, None)
        await self._store.forget_installation(PLATFORM, key)

    async def _found(self, key: str) -> Door | None:
        if key in self._at_hand:
            self._at_hand.move_to_end(key)
            return self._at_hand[key]
        sealed = await self._store.installation(PLATFORM, key)
        text = self._vault.opened(sealed) if sealed else None
        if text is None:
            return None
        kept = json.loads(text)
        door = Door(**kept | {"scopes": tuple(kept["scopes"])})
        self._at_hand[key] = door
        if len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)
        return door
