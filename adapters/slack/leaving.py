"""Leaving: what becomes of a workspace that the bot is no longer in."""

from datetime import datetime

from adapters.host import PlatformStore
from adapters.slack.doors import Doors
from adapters.slack.errands import Errands
from adapters.slack.text import PLATFORM


class Leaving:
    """Remembers which workspaces the bot has left, so that what is kept of them can be deleted in time."""

    def __init__(self, *, doors: Doors, store: PlatformStore, errands: Errands) -> None:
        self._doors = doors
        self._store = store
        self._errands = errands

    async def left_workspace(self, team: str, enterprise: str, at: datetime) -> None:
        """Remember that the bot is no longer in a workspace, or a whole organisation, and forget what opened it."""
        await self._doors.close(team, enterprise)
        self._errands.forget()
        below = () if team else await self._store.workspaces_under(PLATFORM, enterprise)
        for key in dict.fromkeys((team or enterprise, *below)):
            await self._store.community_left(PLATFORM, key, at)
