"""Disputes in the world: taken from members, decided by moderators, carried out whole or not at all.

A decision is worked out from what is stored and stored with all that follows from it in one transaction, which is
refused if anything of it changed meanwhile; then it is worked out anew. Only what was stored is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Protocol

from trivia.daily.model import CHANNEL as DAILY
from trivia.disputes.model import (
    OPEN_FOR,
    Change,
    Decision,
    Dispute,
    Item,
    LookedUp,
    MendedFact,
    NewAlias,
    Occasion,
    Overruled,
    RetiredFact,
    Settlement,
    Way,
)
from trivia.disputes.ports import DisputeStore
from trivia.disputes.settling import (
    Played,
    accepting,
    folded,
    gains,
    judged_anew,
    key_entity,
    mended,
    overruled,
    points_of,
    rescore,
    settled,
)
from trivia.errors import Conflict, NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.curation import resolve_value
from trivia.facts.literals import words
from trivia.facts.model import CommunityId, Fact, FactId, Shelf
from trivia.facts.phrasing import statement
from trivia.judging.verdict import Ruling, Verdict
from trivia.ports import FactChange, FactReader, NameIndex, NewEntity
from trivia.replies.disputes import decided_for_channel, decided_for_member, reason_of
from trivia.rounds.model import Asked, Place, Player, Round, RoundId, direct
from trivia.rounds.ports import Judge, Outgoing, RoundStore, Shelves

_MOST_TRIES = 8
_LATEST = 8
_LONGEST_ALIAS = 120


class Stage(Protocol):
    """Where rounds are played; ``Rounds`` is one."""

    async def void(self, community: CommunityId, fact: FactId, at: datetime) -> None:
        """Ask no more from a fact."""
        ...

    async def deliver(self, place: Place, now: datetime) -> None:
        """Send what a place has not seen."""
        ...


class Store(DisputeStore, RoundStore, Protocol):
    """What is stored of disputes and of rounds."""


class FactBase(NameIndex, FactReader, Shelves, Protocol):
    """What is known, and what a community reads of it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator wants done with an item. ``fact`` is the one meant of several."""

    way: Way
    value: str = ""
    word: str = ""
    fact: FactId | None = None


class Disputes:
    """Takes disputes, and carries out what is decided about them."""

    def __init__(self, store: Store, facts: FactBase, judge: Judge, stage: Stage) -> None:
        self._store = store
        self._facts = facts
        self._judge = judge
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
            if _is_open(await self._store.round(named.round), named.number):
                raise UsageError("That question is still open. Tell me when it is over.")
            return named
        for latest in await self._store.latest_occasions(place, _LATEST):
            fits = number in (None, latest.number)
            if fits and not _is_open(await self._store.round(latest.round), latest.number):
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

        Raise NotAllowed for a dispute of their own, which only admins decide; UsageError for what can't be done.
        """
        for _ in range(_MOST_TRIES):
            item = await self.item(place.community, number)
            if item.decision is not None:
                return item, False
            if item.disputed_by(by.id) and not admin:
                raise NotAllowed("You dispute this yourself, so somebody else decides it.")
            settlement = await self._settlement(item, wish, by, at)
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
        for place in dict.fromkeys(message.place for message in settlement.outgoing):
            await self._stage.deliver(place, at)

    # What follows

    async def _settlement(self, item: Item, wish: Wish, by: Player, at: datetime) -> Settlement:
        shelf = await self._facts.shelf(item.community)
        thing = item.thing
        if isinstance(thing, LookedUp):
            change, value = await self._change_of_answer(item, wish, shelf)
            decided = _decided(item, wish, value, by, at)
            return _settlement(decided, change, by)
        return await self._settled_question(item, thing, wish, shelf=shelf, by=by, at=at)

    async def _change_of_answer(self, item: Item, wish: Wish, shelf: Shelf) -> tuple[Change | None, str]:
        match wish.way:
            case Way.ACCEPT | Way.VOID:
                raise UsageError("No points hang on this answer. Mend or retire the fact behind it, or decline.")
            case Way.MEND:
                fact = await self._fact(item, wish, shelf)
                change, name, _ = await self._mending(fact, wish, shelf)
                return change, name
            case Way.RETIRE:
                return RetiredFact((await self._fact(item, wish, shelf)).id), ""
            case Way.DECLINE:
                return None, ""

    async def _settled_question(
        self, item: Item, asked: Asked, wish: Wish, *, shelf: Shelf, by: Player, at: datetime
    ) -> Settlement:
        if wish.way is Way.DECLINE:
            return _settlement(_decided(item, wish, "", by, at), None, by)
        played = await self._played(item, asked)
        change: Change | None = None
        value = ""
        rulings: list[tuple[Overruled, ...]] = [() for _ in played]
        void = False
        match wish.way:
            case Way.ACCEPT:
                value, change = await self._accepted(item, asked, wish, shelf)
                rulings = [accepting(one, numbers, value) for one, numbers in played]
            case Way.MEND:
                fact = await self._fact(item, wish, shelf)
                change, value, names = await self._mending(fact, wish, shelf)
                relation = (await self._facts.vocabulary(shelf)).relations[fact.relation]
                anew = mended(asked, fact, relation, value, names)
                void = anew is None
                if anew:
                    rulings = [
                        judged_anew(one, numbers, await self._verdicts(one, numbers, anew, shelf), anew)
                        for one, numbers in played
                    ]
            case Way.RETIRE:
                change, void = RetiredFact((await self._fact(item, wish, shelf)).id), True
            case Way.VOID:
                void = True
        return _with_rounds(_settlement(_decided(item, wish, value, by, at), change, by), played, rulings, void=void)

    async def _played(self, item: Item, asked: Asked) -> list[tuple[Played, tuple[int, ...]]]:
        """Return the rounds in which the question was asked, each with its numbers there; open ones are left out."""
        found = []
        occasions = await self._store.occasions(item.community, asked, item.opened - OPEN_FOR)
        in_order = sorted(occasions, key=lambda occasion: occasion.round)
        for round_id, group in groupby(in_order, key=lambda occasion: occasion.round):
            state = await self._store.round(round_id)
            numbers = tuple(one.number for one in group if not _is_open(state, one.number))
            if state is not None and numbers:
                attempts, rulings = await self._store.attempts(round_id), await self._store.rulings(round_id)
                counting = settled(attempts) if state.place.channel == DAILY else attempts
                found.append((Played(state, tuple(counting), tuple(rulings)), numbers))
        return found

    async def _accepted(self, item: Item, asked: Asked, wish: Wish, shelf: Shelf) -> tuple[str, Change | None]:
        """Return the answer to be accepted, and the alias that it becomes; raise UsageError if it can't be."""
        if asked.options:
            raise UsageError("That question had options, and only one was meant. Mend the fact, or void the question.")
        answer = wish.value or next(iter(item.suggested), "")
        if not answer:
            raise UsageError("Nobody who disputes it had answered. Please say which answer to accept: value=…")
        if folded(answer) == folded(asked.key):
            raise UsageError("That is the right answer already.")
        facts = await self._facts.facts(item.facts)
        entity = key_entity(asked, facts)
        found = await self._facts.by_name(shelf, {folded(answer)})
        others = [
            match.entity
            for matches in found.values()
            for match in matches
            if match.entity.kind == asked.type and match.entity.id != entity
        ]
        if others:
            raise UsageError(
                f"I know “{others[0].name}” as somebody or something else. If that is the right answer, mend the fact "
                f"with decision=mend value={others[0].name}, or void the question."
            )
        if entity is None:
            return answer, None
        if len(answer) > _LONGEST_ALIAS or not any(c.isalnum() for c in answer):
            raise UsageError("That is no name I could keep. Void the question instead, or decline.")
        return answer, NewAlias(entity, answer)

    async def _fact(self, item: Item, wish: Wish, shelf: Shelf) -> Fact:
        """Return the fact meant; raise UsageError where it isn't clear, NotFound where it is gone."""
        if not item.facts:
            raise UsageError(
                "No fact of mine is behind this, so there is none to change. Void the question, or decline."
            )
        if wish.fact is None and len(item.facts) > 1:
            numbers = ", ".join(map(str, item.facts))
            raise UsageError(f"Several facts are behind this: {numbers}. Please say which one is meant: fact=…")
        number = wish.fact if wish.fact is not None else item.facts[0]
        if number not in item.facts:
            raise UsageError(f"Fact {number} isn't behind this. It rests on {', '.join(map(str, item.facts))}.")
        for fact in await self._facts.facts((number,)):
            subject = (fact.subject.id,)
            if any(mine.id == number for mine in await self._facts.forward(shelf, fact.relation, subject)):
                return fact
        raise NotFound(f"Fact {number} is retired or was replaced already. Void the question, or decline.")

    async def _mending(self, fact: Fact, wish: Wish, shelf: Shelf) -> tuple[MendedFact, str, Sequence[str]]:
        """Return the change to a fact, and the new value's name and further names."""
        if not wish.value:
            raise UsageError("Please say what is right: value=…")
        relation = (await self._facts.vocabulary(shelf)).relations[fact.relation]
        value = await resolve_value(wish.value, relation, self._facts, shelf)
        change = MendedFact(fact.id, FactChange(value=value))
        if isinstance(value, NewEntity):
            return change, value.name, value.aliases
        if isinstance(value, int):
            entity = (await self._facts.entities((value,)))[value]
            if entity == fact.value:
                raise UsageError(f"The fact says so already: {statement(relation, fact)}.")
            aliases = await self._facts.aliases((value,), shelf)
            return change, entity.name, aliases.get(value, ())
        if value == fact.value:
            raise UsageError(f"The fact says so already: {statement(relation, fact)}.")
        return change, words(value), ()

    async def _verdicts(
        self, played: Played, numbers: Collection[int], asked: Asked, shelf: Shelf
    ) -> dict[str, Verdict]:
        if asked.options:
            return {}
        given = {attempt.given for attempt in played.attempts if attempt.number in numbers}
        return {answer: await self._judge.rule(shelf, asked, answer) for answer in sorted(given)}


def _is_open(state: Round | None, number: int) -> bool:
    return state is not None and state.question is not None and state.question.number == number


def _decided(item: Item, wish: Wish, value: str, by: Player, at: datetime) -> Item:
    return replace(item, decision=Decision(wish.way, by, at, value, wish.word), set_aside=False)


def _settlement(item: Item, change: Change | None, by: Player) -> Settlement:
    """Return a decision with what those who dispute it are told."""
    outgoing = tuple(
        Outgoing(f"dispute:{item.number}:@{dispute.player.id}", _own(dispute), decided_for_member(item))
        for dispute in item.disputes
        if item.decision is None or dispute.player.id != item.decision.by.id
    )
    return Settlement(item, signed(by.name, by.id), reason_of(item), change, outgoing=outgoing)


def _with_rounds(
    settlement: Settlement,
    played: Sequence[tuple[Played, tuple[int, ...]]],
    rulings: Sequence[tuple[Overruled, ...]],
    *,
    void: bool,
) -> Settlement:
    """Return the settlement with what it changes in each round, and what their channels are told."""
    rescored, outgoing = [], []
    for (one, numbers), ruled in zip(played, rulings, strict=True):
        anew = rescore(one, ruled, numbers if void else ())
        if anew is None:
            continue
        rescored.append(anew)
        place = one.round.place
        if place.channel != DAILY:
            said = decided_for_channel(
                settlement.item, anew.round, numbers, gains(points_of(one), anew.points), voided=void
            )
            outgoing.append(Outgoing(f"dispute:{settlement.item.number}:{one.round.id}", place, said))
    return replace(
        settlement,
        rulings=tuple(ruling for ruled in rulings for ruling in ruled),
        rescored=tuple(rescored),
        outgoing=(*outgoing, *settlement.outgoing),
    )


def _own(dispute: Dispute) -> Place:
    return direct(dispute.place, dispute.player.id)
