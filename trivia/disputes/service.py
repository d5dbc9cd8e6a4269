"""Disputes in the world: taken from members, decided by moderators, carried out whole or not at all.

A decision is worked out from what is stored and stored with all that follows from it in one transaction, which is
refused if anything of it changed meanwhile; then it is worked out anew. Only what was stored is told.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from trivia.disputes.consequences import Consequences, FactBase, Store, is_open
from trivia.disputes.model import (
    OPEN_FOR,
    Dispute,
    Item,
    MendedFact,
    Occasion,
    RetiredFact,
    Settlement,
    Wish,
)
from trivia.disputes.settling import overruled
from trivia.errors import Conflict, NotAllowed, NotFound, UsageError
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.rounds.model import Place, Player, RoundId, is_kept
from trivia.rounds.ports import Judge
from trivia.values import replace

_MOST_TRIES = 8
_LATEST = 8


class Stage(Protocol):
    """Where rounds are played; ``Rounds`` is one."""

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Ask no more from a fact."""
        ...

    async def deliver(self, place: Place, now: datetime) -> None:
        """Send what a place has not seen."""
        ...


class Disputes:
    """Takes disputes, and carries out what is decided about them."""

    def __init__(self, store: Store, facts: FactBase, judge: Judge, stage: Stage) -> None:
        self._store = store
        self._consequences = Consequences(store, facts, judge)
        self._stage = stage

    # Members

    async def dispute_question(
        self,
        place: Place,
        player: Player,
        at: datetime,
        why: str,
        *,
        round_id: RoundId | None = None,
        number: int | None = None,
    ) -> tuple[Item, bool]:
        """Take a dispute of a question, by default the channel's latest; return the item, and whether that is new.

        An item that is decided already is returned as it is.
        """
        occasion = await self._occasion(place, round_id, number)
        if at - occasion.at > OPEN_FOR:
            raise UsageError(
                "That question was asked more than seven days ago, so its points stay as they are. If a fact behind it "
                "is wrong, please tell a moderator."
            )
        decided = await self._store.decided_since(place.community, occasion.asked, occasion.at)
        if decided:
            return decided, False
        attempts = [a for a in await self._store.attempts(occasion.round) if a.number == occasion.number]
        mine = [a for a in overruled(attempts, await self._store.rulings(occasion.round)) if a.player.id == player.id]
        refused = [attempt for attempt in mine if attempt.ruling is not Ruling.ACCEPT]
        dispute = Dispute(player, place, at, why)
        for own in (refused or mine)[-1:]:
            dispute = replace(dispute, given=own.given, ruling=own.ruling)
        return await self._store.dispute(place.community, occasion.asked, dispute)

    async def dispute_latest(self, place: Place, player: Player, at: datetime, why: str) -> tuple[Item, bool]:
        """Take a dispute of what a channel told a member last: an answer of a lookup, or the latest question."""
        answer = await self._store.latest_looked_up(place, player.id)
        asked = await self._store.latest_occasions(place, 1)
        between = await self._store.open_round(place) is None
        if answer and between and at - answer.at <= OPEN_FOR and not (asked and asked[0].at > answer.at):
            return await self.dispute_answer(place, player, at, why, answer.id)
        return await self.dispute_question(place, player, at, why)

    async def told_at(self, place: Place, player: Player) -> datetime | None:
        """Return when a channel told a member last what ``dispute_latest`` is about; None if it never did."""
        answer = await self._store.latest_looked_up(place, player.id)
        asked = await self._store.latest_occasions(place, 1)
        return max((told.at for told in (answer, *asked) if told), default=None)

    async def dispute_answer(
        self, place: Place, player: Player, at: datetime, why: str, answer: str
    ) -> tuple[Item, bool]:
        """Take a dispute of an answer that a lookup gave."""
        looked_up = await self._store.looked_up(place.community, answer)
        if looked_up is None or at - looked_up.at > OPEN_FOR:
            raise UsageError("I don't have that answer any more; answers can be disputed for seven days. Ask me again.")
        decided = await self._store.decided_since(place.community, looked_up, looked_up.at)
        if decided:
            return decided, False
        return await self._store.dispute(place.community, looked_up, Dispute(player, place, at, why))

    async def _occasion(self, place: Place, round_id: RoundId | None, number: int | None) -> Occasion:
        """Return the question meant: the one named, or the latest in the channel that is closed."""
        if round_id is not None:
            named = await self._store.occasion(place.community, round_id, number or 0)
            if named is None:
                raise NotFound("I don't know that question; it was not asked here.")
            if is_open(await self._store.round(named.round), named.number):
                raise UsageError("That question is still open. Tell me when it is over.")
            return named
        for latest in await self._store.latest_occasions(place, _LATEST):
            fits = number in (None, latest.number)
            if fits and not is_open(await self._store.round(latest.round), latest.number):
                return latest
        raise NotFound("No question was asked here that I could look into.")

    # Moderators

    async def count(self, community: CommunityId) -> int:
        """Return how many items wait to be decided."""
        return await self._store.count_open(community)

    async def waiting(self, community: CommunityId, limit: int) -> Sequence[Item]:
        """Return the items that wait to be decided, the oldest first."""
        return await self._store.open_items(community, limit)

    async def item(self, community: CommunityId, number: int) -> Item:
        """Return an item; raise NotFound if the community has none of that number."""
        item = await self._store.disputed(community, number)
        if item is None:
            raise NotFound(f"There is no dispute d{number} here. /fact review lists what is to be decided.")
        return item

    async def decide(
        self, place: Place, number: int, wish: Wish, by: Player, at: datetime, *, admin: bool
    ) -> tuple[Item, bool]:
        """Carry out what a moderator decides about an item; return it, and whether it was they who decided it.

        Raise NotAllowed for a dispute of their own and for what is locked, which only admins decide; UsageError for
        what can't be done.
        """
        for _ in range(_MOST_TRIES):
            item = await self.item(place.community, number)
            if item.decision is not None:
                return item, False
            if item.disputed_by(by.id) and not admin:
                raise NotAllowed("You dispute this yourself, so somebody else decides it.")
            settlement = await self._consequences.settlement(item, wish, by, at)
            if not admin and await self._consequences.changes_what_is_locked(settlement):
                raise NotAllowed("That is locked; only an admin can change it.")
            try:
                await self._store.carry_out(settlement)
            except Conflict:
                continue
            await self._told(settlement, at)
            return settlement.item, True
        raise Conflict("Too much is happening around this right now. Please try again.")

    async def _told(self, settlement: Settlement, at: datetime) -> None:
        """Say what was stored, and ask no more from a fact that is not what it was."""
        match settlement.change:
            case MendedFact(fact) | RetiredFact(fact):
                await self._stage.void(settlement.item.community, fact, at)
            case _:
                pass
        for place in dict.fromkeys(m.place for m in settlement.outgoing if not is_kept(m.place)):
            await self._stage.deliver(place, at)
