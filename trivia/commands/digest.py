"""The weekly digest: channels that want it are told each Monday what waits for moderators."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from trivia.commands.request import Member, Request, Role
from trivia.commands.reviewing import Queue
from trivia.errors import StoreError
from trivia.replies.reviewing import digest
from trivia.rounds.model import MemberId, Place
from trivia.rounds.ports import Outgoing
from trivia.rounds.service import Rounds
from trivia.settings import SettingStore

_log = logging.getLogger(__name__)
_LOOKS = timedelta(minutes=5)
_HOUR = 9
"""From this hour on, on Mondays, by the community's clock; later in the week if the bot was away."""


class DigestStore(Protocol):
    """Which channels want a digest, and for which week they had one."""

    async def digest_places(self, platforms: Collection[str]) -> Sequence[Place]:
        """Return the channels on these platforms that want a digest."""
        ...

    async def digested(self, place: Place) -> str:
        """Return the last week that a channel was told of; empty if none."""
        ...

    async def keep_digest(self, place: Place, week: str, outgoing: Sequence[Outgoing]) -> bool:
        """Keep that a channel is told of a week, with the message that tells it; return False if it was before."""
        ...


class Digests:
    """Tells channels once a week what waits. It holds nothing that the store doesn't, but when it looked last."""

    def __init__(
        self,
        store: DigestStore,
        settings: SettingStore,
        queues: Sequence[Queue],
        rounds: Rounds,
        platforms: Collection[str],
    ) -> None:
        self._store = store
        self._settings = settings
        self._queues = tuple(queues)
        self._rounds = rounds
        self._platforms = frozenset(platforms)
        self._looked: datetime | None = None

    async def tick(self, now: datetime) -> None:
        """Tell those whose week has begun; cheap to call often, for it looks every few minutes only."""
        if self._looked is not None and timedelta(0) <= now - self._looked < _LOOKS:
            return
        self._looked = now
        for place in await self._store.digest_places(self._platforms):
            try:
                await self._told(place, now)
            except StoreError:
                raise
            except Exception:  # noqa: BLE001 -- whatever is wrong in one community, the others are told
                _log.exception("the digest for %s could not be made; it will be tried again", place.channel)

    async def _told(self, place: Place, now: datetime) -> None:
        week = week_of(now, (await self._settings.chosen(place)).text("zone"))
        if await self._store.digested(place) >= week:
            return
        member = Member(MemberId(""), "", Role.MODERATOR)
        request = Request("", place.community, place.channel, member, "fact review", {}, now)
        counts = {queue.letter: await queue.count(request) for queue in self._queues}
        # A week in which nothing waits passes without a word.
        id_ = f"digest:{place.community}:{place.channel}:{week}"
        outgoing = (Outgoing(id_, place, digest(counts)),) if any(counts.values()) else ()
        if await self._store.keep_digest(place, week, outgoing) and outgoing:
            await self._rounds.deliver(place, now)


def week_of(now: datetime, zone: str) -> str:
    """Return the week whose digest is due, such as ``2026-W47``: it begins on Monday morning."""
    year, week, _ = (now.astimezone(ZoneInfo(zone)) - timedelta(hours=_HOUR)).isocalendar()
    return f"{year:04}-W{week:02}"
