"""What is kept of members and communities: handing it out, and forgetting it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from trivia.facts.model import CommunityId

KEPT_AFTER_LEAVING = timedelta(days=30)
"""What is kept of a community once the bot was taken from it, lest a slip cost it everything."""

GONE = "gone:"
"""What stands for a forgotten member begins so; nobody can be written to by it."""

Row = Mapping[str, str | int | float | None]


class PrivacyStore(Protocol):
    """All that is kept, by whom it is about."""

    async def kept_of(self, member: str) -> Mapping[str, Sequence[Row]]:
        """Return all that is kept of a member, in every community, by table."""
        ...

    async def forget_member(self, member: str) -> int:
        """Forget a member: what is theirs alone goes, what others' points rest on stays without a name.

        Return how many rows that were.
        """
        ...

    async def forget_community(self, community: CommunityId, *, gone: bool) -> None:
        """Forget all that is kept of a community; while the bot is still there (not ``gone``), not that it is."""
        ...

    async def long_gone(self, now: datetime) -> Sequence[CommunityId]:
        """Return communities that the bot was taken from more than ``KEPT_AFTER_LEAVING`` ago, not yet forgotten."""
        ...
