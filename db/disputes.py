"""Disputes in the store, and what follows from their decisions: all of it in one transaction."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.boards import results_changed
from db.decoding import Decoder
from db.editing import Editing
from db.outbox import queue
from db.rounds import state_text
from db.seam import Database, Row, Transaction
from db.statements import in_list, moment
from db.within import within
from trivia.disputes.model import (
    OPEN_FOR,
    SET_ASIDE_AFTER,
    Decision,
    Dispute,
    Item,
    LookedUp,
    MendedFact,
    NewAlias,
    Occasion,
    Overruled,
    Rescored,
    RetiredFact,
    Settlement,
    Way,
    mark_of,
)
from trivia.errors import Conflict
from trivia.facts.model import CommunityId, FactId
from trivia.judging.verdict import Ruling
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, ChannelId, MemberId, Place, RoundId

_OCCASION = "SELECT round, number, community, channel, at, question FROM asked"
_ITEM = "SELECT id, community, thing, opened, decision, aside FROM disputed"
_SET_ASIDE = "UPDATE disputed SET aside = ? WHERE id = ? AND (SELECT COUNT(*) FROM disputes WHERE item = ?) >= ?"
_MEANWHILE, _FOR_GOOD = 1, 2


class Disputes:
    """Implements ``DisputeStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # What was asked and answered

    async def occasion(self, community: CommunityId, round_id: RoundId, number: int) -> Occasion | None:
        """Return a question put in one of a community's rounds."""
        rows = await self._database.read(
            f"{_OCCASION} WHERE round = ? AND number = ? AND community = ?", (round_id, number, community)
        )
        return _occasion(rows[0]) if rows else None

    async def latest_occasions(self, place: Place, limit: int) -> Sequence[Occasion]:
        """Return the questions put last in a channel, the latest first."""
        rows = await self._database.read(
            f"{_OCCASION} WHERE community = ? AND channel = ? ORDER BY id DESC LIMIT ?",
            (place.community, place.channel, limit),
        )
        return [_occasion(row) for row in rows]

    async def occasions(self, community: CommunityId, asked: Asked, since: datetime) -> Sequence[Occasion]:
        """Return when and where the same question was put in a community since a moment, the first one first."""
        rows = await self._database.read(
            f"{_OCCASION} WHERE community = ? AND stem = ? AND at >= ? ORDER BY id",
            (community, asked.stem, moment(since)),
        )
        found = map(_occasion, rows)
        return [occasion for occasion in found if occasion.mark == mark_of(asked)]

    async def keep_looked_up(self, looked_up: LookedUp) -> None:
        """Keep an answer of a lookup; those that can't be disputed any more are forgotten."""

        async def unit(tx: Transaction) -> None:
            await tx.run("DELETE FROM lookups WHERE at < ?", (moment(looked_up.at - OPEN_FOR),))
            await tx.run(
                "INSERT INTO lookups(id, community, channel, member, answer, at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO NOTHING",
                (
                    looked_up.id,
                    looked_up.place.community,
                    looked_up.place.channel,
                    looked_up.member,
                    to_json(looked_up),
                    moment(looked_up.at),
                ),
            )

        await self._database.write(unit)

    async def looked_up(self, community: CommunityId, id_: str) -> LookedUp | None:
        """Return an answer that was given in a community."""
        rows = await self._database.read("SELECT answer FROM lookups WHERE id = ? AND community = ?", (id_, community))
        return from_json(LookedUp, rows[0][0]) if rows else None

    async def latest_looked_up(self, place: Place, member: MemberId) -> LookedUp | None:
        """Return the answer that a member was given last in a channel."""
        rows = await self._database.read(
            "SELECT answer FROM lookups WHERE member = ? AND community = ? AND channel = ? ORDER BY at DESC LIMIT 1",
            (member, place.community, place.channel),
        )
        return from_json(LookedUp, rows[0][0]) if rows else None

    # Disputes

    async def dispute(self, community: CommunityId, thing: Asked | LookedUp, dispute: Dispute) -> tuple[Item, bool]:
        """Add a dispute to the open item about the thing, or open one; return it, and whether the dispute is new."""
        marks = json.dumps([thing.stem, *thing.facts], ensure_ascii=False) if isinstance(thing, Asked) else ""

        async def unit(tx: Transaction) -> tuple[int, bool]:
            # The update changes nothing; it finds the row and holds it until the dispute is in.
            rows = await tx.read(
                "INSERT INTO disputed(community, mark, thing, opened, decision, decided, aside, marks) "
                "VALUES (?, ?, ?, ?, '', '', 0, ?) ON CONFLICT (community, mark) WHERE decision = '' "
                "DO UPDATE SET mark = excluded.mark RETURNING id",
                (community, _mark(thing), to_json(thing), moment(dispute.at), marks),
            )
            item = int(rows[0][0])
            fresh = await tx.run(
                "INSERT INTO disputes(item, member, place, dispute, at) "
                "SELECT ?, ?, COUNT(*), ?, ? FROM disputes WHERE item = ? ON CONFLICT (item, member) DO NOTHING",
                (item, dispute.player.id, to_json(dispute), moment(dispute.at), item),
            )
            if isinstance(thing, Asked):
                await tx.run(_SET_ASIDE, (_MEANWHILE, item, item, SET_ASIDE_AFTER))
            return item, fresh > 0

        number, fresh = await self._database.write(unit)
        return (await self._items(f"{_ITEM} WHERE id = ?", number))[0], fresh

    async def disputed(self, community: CommunityId, number: int) -> Item | None:
        """Return an item of a community, decided or not."""
        found = await self._items(f"{_ITEM} WHERE id = ? AND community = ?", number, community)
        return found[0] if found else None

    async def decided_since(self, community: CommunityId, thing: Asked | LookedUp, since: datetime) -> Item | None:
        """Return the item about the thing that was decided last since a moment."""
        found = await self._items(
            f"{_ITEM} WHERE community = ? AND mark = ? AND decided >= ? ORDER BY decided DESC LIMIT 1",
            community,
            _mark(thing),
            moment(since),
        )
        return found[0] if found else None

    async def open_items(self, community: CommunityId, limit: int) -> Sequence[Item]:
        """Return the items to be decided, the oldest first."""
        return await self._items(f"{_ITEM} WHERE community = ? AND decision = '' ORDER BY id LIMIT ?", community, limit)

    async def count_open(self, community: CommunityId) -> int:
        """Return how many items are to be decided."""
        rows = await self._database.read(
            "SELECT COUNT(*) FROM disputed WHERE community = ? AND decision = ''", (community,)
        )
        return int(rows[0][0])

    async def set_aside(self, community: CommunityId) -> frozenset[FactId | str]:
        """Return what must not be asked in a community: facts of questions set aside, and the words of those voided."""
        rows = await self._database.read(
            "SELECT marks, aside FROM disputed WHERE community = ? AND aside > 0", (community,)
        )
        known: set[FactId | str] = set()
        for marks, aside in rows:
            stem, *facts = json.loads(marks)
            known.update((stem, *facts) if aside == _MEANWHILE else (stem,))
        return frozenset(known)

    async def _items(self, sql: str, *params: object) -> list[Item]:
        rows = await self._database.read(sql, params)
        disputes = await self._disputes([row[0] for row in rows])
        return [_item(row, disputes.get(row[0], ())) for row in rows]

    async def _disputes(self, items: Sequence[int]) -> dict[int, tuple[Dispute, ...]]:
        found: dict[int, tuple[Dispute, ...]] = {}
        if items:
            holes, values = in_list(items)
            sql = f"SELECT item, dispute FROM disputes WHERE item IN {holes} ORDER BY item, place, at, member"
            for item, dispute in await self._database.read(sql, values):
                found[item] = (*found.get(item, ()), from_json(Dispute, dispute))
        return found

    # Decisions

    async def rulings(self, round_id: RoundId) -> Sequence[Overruled]:
        """Return what was ruled later on attempts of a round."""
        rows = await self._database.read(
            "SELECT number, event, ruling, reason FROM rulings WHERE round = ? ORDER BY number, event", (round_id,)
        )
        return [Overruled(round_id, number, event, Ruling(ruling), reason) for number, event, ruling, reason in rows]

    async def carry_out(self, settlement: Settlement) -> None:
        """Store all that follows from a decision in one transaction."""

        async def unit(tx: Transaction) -> None:
            await _decide(tx, settlement.item)
            await _change(tx, settlement)
            at = moment(_decision(settlement.item).at)
            await tx.run_many(
                "INSERT INTO rulings(round, number, event, item, ruling, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (round, number, event) DO UPDATE SET item = excluded.item, ruling = excluded.ruling, "
                "reason = excluded.reason, at = excluded.at",
                [
                    (r.round, r.number, r.event, settlement.item.number, r.ruling.value, r.reason, at)
                    for r in settlement.rulings
                ],
            )
            for rescored in settlement.rescored:
                await _rescore(tx, rescored)
            await queue(tx, settlement.outgoing)

        await self._database.write(unit)


async def _decide(tx: Transaction, item: Item) -> None:
    decision = _decision(item)
    aside = _FOR_GOOD if decision.way is Way.VOID and isinstance(item.thing, Asked) else 0
    decided = await tx.run(
        "UPDATE disputed SET decision = ?, decided = ?, aside = ? WHERE id = ? AND community = ? AND decision = '' "
        "AND (SELECT COUNT(*) FROM disputes WHERE item = ?) = ?",
        (
            to_json(decision),
            moment(decision.at),
            aside,
            item.number,
            item.community,
            item.number,
            len(item.disputes),
        ),
    )
    if not decided:
        raise Conflict("Somebody else was a moment earlier. Please try again.")


async def _change(tx: Transaction, settlement: Settlement) -> None:
    """Change the facts as the decision wants it, within the transaction."""
    inside = within(tx)
    editing = Editing(inside, Decoder(inside))
    community, at = settlement.item.community, _decision(settlement.item).at
    match settlement.change:
        case NewAlias(entity, alias):
            await editing.add_alias(community, entity, alias, settlement.author, at, reason=settlement.reason)
        case MendedFact(fact, change):
            await editing.edit(community, fact, change, settlement.author, at, reason=settlement.reason)
        case RetiredFact(fact):
            await editing.retire(community, fact, settlement.author, at, settlement.reason)
        case None:
            pass


async def _rescore(tx: Transaction, rescored: Rescored) -> None:
    """Store a round's new state, and bring its results, and the boards made of them, to what the points say."""
    state = rescored.round
    touched = await tx.run(
        "UPDATE rounds SET version = ?, state = ? WHERE id = ? AND version = ?",
        (state.version, state_text(state), state.id, state.version - 1),
    )
    if not touched:
        raise Conflict("The round went on in the meantime. Please try again.")
    await results_changed(tx, state.id, rescored.points, rescored.attempts)


def _decision(item: Item) -> Decision:
    if item.decision is None:
        raise ValueError("the item is not decided")
    return item.decision


def _mark(thing: Asked | LookedUp) -> str:
    return thing.mark if isinstance(thing, LookedUp) else mark_of(thing)


def _occasion(row: Row) -> Occasion:
    round_id, number, community, channel, at, question = row
    place = Place(CommunityId(community), ChannelId(channel))
    return Occasion(RoundId(round_id), number, place, datetime.fromisoformat(at), from_json(Asked, question))


def _item(row: Row, disputes: tuple[Dispute, ...]) -> Item:
    number, community, thing, opened, decision, aside = row
    return Item(
        number=number,
        community=CommunityId(community),
        thing=_thing(thing),
        opened=datetime.fromisoformat(opened),
        disputes=disputes,
        decision=from_json(Decision, decision) if decision else None,
        set_aside=aside == _MEANWHILE,
    )


def _thing(text: str) -> Asked | LookedUp:
    kind: Any = LookedUp if json.loads(text).get("_") == LookedUp.__name__ else Asked
    thing: Asked | LookedUp = from_json(kind, text)
    return thing
