"""What disputes need of storage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from trivia.disputes.model import Dispute, Item, LookedUp, Occasion, Overruled, Settlement
from trivia.facts.model import CommunityId, FactId
from trivia.rounds.model import Asked, MemberId, Place, RoundId


class DisputeStore(Protocol):
    """What was asked and answered, who disputes it, and what was decided."""

    async def occasion(self, community: CommunityId, round_id: RoundId, number: int) -> Occasion | None:
        """Return a question put in one of a community's rounds."""
        ...

    async def latest_occasions(self, place: Place, limit: int) -> Sequence[Occasion]:
        """Return the questions put last in a channel, the latest first."""
        ...

    async def occasions(self, community: CommunityId, asked: Asked, since: datetime) -> Sequence[Occasion]:
        """Return when and where the same question was put in a community since a moment, the first one first."""
        ...

    async def keep_looked_up(self, looked_up: LookedUp) -> None:
        """Keep an answer of a lookup; those that can't be disputed any more are forgotten."""
        ...

    async def looked_up(self, community: CommunityId, id_: str) -> LookedUp | None:
        """Return an answer that was given in a community."""
        ...

    async def latest_looked_up(self, place: Place, member: MemberId) -> LookedUp | None:
        """Return the answer that a member was given last in a channel."""
        ...

    async def dispute(self, community: CommunityId, thing: Asked | LookedUp, dispute: Dispute) -> tuple[Item, bool]:
        """Add a dispute to the open item about the thing, or open one; return it, and whether the dispute is new.

        A member's second dispute of one item changes nothing. ``SET_ASIDE_AFTER`` disputes set a question aside.
        """
        ...

    async def disputed(self, community: CommunityId, number: int) -> Item | None:
        """Return an item of a community, decided or not."""
        ...

    async def decided_since(self, community: CommunityId, thing: Asked | LookedUp, since: datetime) -> Item | None:
        """Return the item about the thing that was decided last since a moment."""
        ...

    async def open_items(self, community: CommunityId, limit: int) -> Sequence[Item]:
        """Return the items to be decided, the oldest first."""
        ...

    async def count_open(self, community: CommunityId) -> int:
        """Return how many items are to be decided."""
        ...

    async def rulings(self, round_id: RoundId) -> Sequence[Overruled]:
        """Return what was ruled later on attempts of a round."""
        ...

    async def carry_out(self, settlement: Settlement) -> None:
        """Store all that follows from a decision in one transaction.

        Raise Conflict, with nothing stored, if the item is decided already or was disputed anew meanwhile, if a round
        is not one version behind, or if the fact can't be changed so.
        """
        ...

    async def set_aside(self, community: CommunityId) -> frozenset[FactId | str]:
        """Return what must not be asked in a community: facts of questions set aside, and the words of those voided."""
        ...
