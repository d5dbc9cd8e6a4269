"""Disputes in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.boards import FakeBoards
from trivia import values
from trivia.disputes.model import (
    OPEN_FOR,
    SET_ASIDE_AFTER,
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
from trivia.ports import FactEditor
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.model import Asked, MemberId, Place, Points, Round, RoundId
from trivia.rounds.ports import Outgoing
from trivia.scores.rating import first_try
from trivia.settings import DEFAULTS


@dataclass
class FakeDisputes(FakeBoards):
    """Keeps what a store keeps. ``editor`` is where facts are changed, in the same breath as all the rest."""

    editor: FactEditor | None = None
    rounds: dict[RoundId, str] = field(default_factory=dict)
    outbox: dict[str, tuple[Outgoing, bool]] = field(default_factory=dict)
    earned: list[tuple[datetime, Points]] = field(default_factory=list)
    occasions_put: list[Occasion] = field(default_factory=list)
    looked: dict[str, LookedUp] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    later: dict[tuple[RoundId, int, str], Overruled] = field(default_factory=dict)

    async def occasion(self, community: CommunityId, round_id: RoundId, number: int) -> Occasion | None:
        mine = [o for o in self.occasions_put if o.place.community == community]
        return next((o for o in mine if (o.round, o.number) == (round_id, number)), None)

    async def latest_occasions(self, place: Place, limit: int) -> Sequence[Occasion]:
        return [o for o in reversed(self.occasions_put) if o.place == place][:limit]

    async def occasions(self, community: CommunityId, asked: Asked, since: datetime) -> Sequence[Occasion]:
        mine = [o for o in self.occasions_put if o.place.community == community and o.at >= since]
        return [o for o in mine if o.mark == mark_of(asked)]

    async def keep_looked_up(self, looked_up: LookedUp) -> None:
        self.looked = {i: kept for i, kept in self.looked.items() if kept.at >= looked_up.at - OPEN_FOR}
        self.looked.setdefault(looked_up.id, looked_up)

    async def looked_up(self, community: CommunityId, id_: str) -> LookedUp | None:
        found = self.looked.get(id_)
        return found if found and found.place.community == community else None

    async def latest_looked_up(self, place: Place, member: MemberId) -> LookedUp | None:
        mine = [kept for kept in self.looked.values() if (kept.place, kept.member) == (place, member)]
        return max(mine, key=lambda kept: kept.at, default=None)

    async def dispute(self, community: CommunityId, thing: Asked | LookedUp, dispute: Dispute) -> tuple[Item, bool]:
        item = next((i for i in self._items(community, thing) if not i.decision), None)
        if item is None:
            item = Item(len(self.items) + 1, community, thing, dispute.at, ())
        fresh = not item.disputed_by(dispute.player.id)
        if fresh:
            item = values.replace(item, disputes=(*item.disputes, dispute))
        aside = isinstance(thing, Asked) and len(item.disputes) >= SET_ASIDE_AFTER
        self.items[item.number] = values.replace(item, set_aside=aside)
        return self.items[item.number], fresh

    def _items(self, community: CommunityId, thing: Asked | LookedUp) -> list[Item]:
        return [i for i in self.items.values() if i.community == community and _mark(i.thing) == _mark(thing)]

    async def disputed(self, community: CommunityId, number: int) -> Item | None:
        item = self.items.get(number)
        return item if item and item.community == community else None

    async def decided_since(self, community: CommunityId, thing: Asked | LookedUp, since: datetime) -> Item | None:
        found = [(i.decision.at, i) for i in self._items(community, thing) if i.decision and i.decision.at >= since]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    async def open_items(self, community: CommunityId, limit: int) -> Sequence[Item]:
        return [i for i in self.items.values() if i.community == community and not i.decision][:limit]

    async def count_open(self, community: CommunityId) -> int:
        return len(await self.open_items(community, len(self.items)))

    async def rulings(self, round_id: RoundId) -> Sequence[Overruled]:
        return [ruling for (of, _, _), ruling in sorted(self.later.items()) if of == round_id]

    async def set_aside(self, community: CommunityId) -> frozenset[FactId | str]:
        marks: set[FactId | str] = set()
        for item in self.items.values():
            voided = item.decision is not None and item.decision.way is Way.VOID
            if item.community == community and isinstance(item.thing, Asked) and (item.set_aside or voided):
                marks |= {item.thing.stem, *(() if voided else item.thing.facts)}
        return frozenset(marks)

    async def carry_out(self, settlement: Settlement) -> None:
        new = settlement.item
        stored = self.items[new.number]
        behind = [r for r in settlement.rescored if self._state(r).version != r.round.version - 1]
        if stored.decision or len(stored.disputes) != len(new.disputes) or behind:
            raise Conflict("somebody else was first")
        await self._change(settlement)
        self.items[new.number] = new
        self.later.update({(r.round, r.number, r.event): r for r in settlement.rulings})
        for rescored in settlement.rescored:
            self._rescore(rescored, settlement)
        self.outbox.update({message.id: (message, False) for message in settlement.outgoing})

    def _state(self, rescored: Rescored) -> Round:
        return from_json(Round, self.rounds[rescored.round.id])

    async def _change(self, settlement: Settlement) -> None:
        decision = settlement.item.decision
        if settlement.change is None or decision is None:
            return
        assert self.editor is not None, "the test must say where facts are changed"
        who = (settlement.item.community, settlement.author, decision.at, settlement.reason)
        community, author, at, reason = who
        match settlement.change:
            case NewAlias(entity, alias):
                await self.editor.add_alias(community, entity, alias, author, at, reason=reason)
            case MendedFact(fact, change):
                await self.editor.edit(community, fact, change, author, at, reason=reason)
            case RetiredFact(fact):
                await self.editor.retire(community, fact, author, at, reason)

    def _rescore(self, rescored: Rescored, settlement: Settlement) -> None:
        state = rescored.round
        decision = settlement.item.decision
        assert decision
        self.rounds[state.id] = to_json(state)
        before = {(p.number, p.player.id): at for at, p in self.earned if p.round == state.id}
        others = [(at, p) for at, p in self.earned if p.round != state.id]
        now = [(before.get((p.number, p.player.id), decision.at), p) for p in rescored.points]
        self.earned[:] = [*others, *now]
        points = {(state.id, p.number, p.player.id): p.points for p in rescored.points}
        for key, result in list(self.results.items()):
            if result.round != state.id:
                continue
            if key not in points:
                del self.results[key]
                continue
            mine = [a for a in rescored.attempts if (a.number, a.player.id) == key[1:]]
            right = any(a.ruling is Ruling.ACCEPT for a in mine)
            self.results[key] = values.replace(result, points=points[key], right=right, first=first_try(mine))
        put = {(o.round, o.number): o.asked for o in self.occasions_put}
        for gain in rescored.points:
            if (state.id, gain.number, gain.player.id) not in self.results:
                asked = put.get((state.id, gain.number))
                self.count(state.place, (gain,), decision.at, DEFAULTS, asked=asked, attempts=rescored.attempts)


def _mark(thing: Asked | LookedUp) -> str:
    return thing.mark if isinstance(thing, LookedUp) else mark_of(thing)
