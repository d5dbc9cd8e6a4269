"""Drawing from bags: no question comes again before all the others of its selection have come.

``Bags.draw`` stores nothing: what it returns goes into the transaction that stores the question before it is shown, and
that transaction is refused if somebody else drew meanwhile. So a crash skips a question at most, and never repeats one.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from trivia.errors import Conflict
from trivia.facts.model import FactId, Shelf
from trivia.questions.model import Question
from trivia.questions.walk import NO_WALK, Walk
from trivia.rounds.bag import APART, Bag, BagStore, Drawer, Drawn, Ground, Mark, Recent, Running, Taken
from trivia.rounds.choosing import Candidate, choose, cost
from trivia.rounds.model import Place
from trivia.rounds.ports import Batch, QuestionSource, Shelves, Wanted
from trivia.values import replace

_log = logging.getLogger(__name__)

LOW = 10
"""When no more questions than these are left in a bag, the place is told."""

_AHEAD = 12
_MOST_AHEAD = 40_000  # questions made ahead for all places, some 3 KB each where no two share them
_FILLS = 10
_HASTE = 2
_LARGEST_FILL = 96
_LOOKS = 3  # times that more are made for the sake of variety alone, and that one looks again where others draw too
_PLENTY = 40  # questions among which variety is to be found, or not at all


@dataclass
class _Pool:
    """Questions made ahead for a bag as it was filled at ``since``: a cache. ``whole``: nothing else is left in it.

    Who draws holds the ``lock``, who makes more holds ``making``: nobody waits for questions to be made while there are
    some. What was made ahead is ``coming`` until the next draw takes it in. ``turns`` says when marks of the first
    ``looked_up`` candidates were drawn; those never drawn are absent. ``bag`` is what was last stored of it, None where
    that isn't sure.
    """

    since: int = 0
    walk: Walk = NO_WALK
    bag: Bag | None = None
    candidates: list[Candidate] = field(default_factory=list)
    turns: dict[Mark, int] = field(default_factory=dict)
    looked_up: int = 0
    whole: bool = False
    coming: Batch | None = None
    passed: list[Ground] = field(default_factory=list)
    resets: int = 0
    told: object = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    def reset(self, bag: Bag) -> None:
        """Make it that of a bag."""
        self.since, self.walk, self.candidates, self.whole = bag.since, bag.walk, [], False
        self.turns, self.looked_up = {}, 0
        self.coming = None
        self.resets += 1

    def tell(self, shelf: Shelf) -> None:
        """Drop what was made ahead if the community retired or merged something since: options may name it."""
        told = (shelf.merged, shelf.retired, shelf.relations)
        if told != self.told:
            self.told, self.candidates, self.whole, self.coming = told, [], False, None
            self.turns, self.looked_up = {}, 0
            self.resets += 1

    def pass_by(self, ground: Ground) -> None:
        """Let a fact give no question this time."""
        self.walk = self.walk.passing(ground.relation, ground.fact)
        self.passed.append(ground)

    def take_in(self) -> bool:
        """Take in what was made ahead; return False if nothing was."""
        if self.coming is None:
            return False
        batch, self.coming = self.coming, None
        self.walk, self.whole = batch.walk, batch.whole
        for ground in self.passed:  # since the batch set out
            self.walk = self.walk.passing(ground.relation, ground.fact)
        self.candidates += map(_candidate, batch.questions)
        return True


@dataclass
class _Spot:
    """What is at hand of a place: its drawer as last stored, None where that isn't sure, and its pools by selection.

    ``shelf`` is what was drawn from a moment ago, for the questions that are made ahead after it.
    """

    drawer: Drawer | None = None
    shelf: Shelf | None = None
    pools: dict[str, _Pool] = field(default_factory=dict)


class Bags:
    """Draws questions for places.

    What was drawn is in the store; questions made ahead are kept for the places last drawn for, a limited number.
    """

    def __init__(self, store: BagStore, questions: QuestionSource, shelves: Shelves, chance: Random) -> None:
        self._store = store
        self._questions = questions
        self._shelves = shelves
        self._chance = chance
        self._spots: OrderedDict[Place, _Spot] = OrderedDict()

    async def draw(self, place: Place, wanted: Wanted, *, in_round: int = 0) -> Drawn | None:
        """Draw up to ``wanted.count`` questions, none of them among the place's last ``in_round``; None without any.

        Raise UsageError for a topic or a difficulty that there is none of. Call ``stored`` once what was taken is
        stored, and ``forget`` when a run of draws is over.
        """
        spot, pool = self._at(place, wanted)
        async with pool.lock:
            for _ in range(_LOOKS):
                shelf, aside = await asyncio.gather(
                    self._shelves.shelf(place.community), self._store.set_aside(place.community)
                )
                hand = await self._hand(place, wanted, spot, pool, shelf)
                hand.aside |= aside
                hand.in_round = in_round
                spot.drawer, spot.shelf = None, shelf  # until it is stored
                for _ in range(wanted.count):
                    if not await hand.draw():
                        break
                drawn = await hand.result()
                if drawn or not await hand.is_late():
                    return drawn
            return None

    def needs(self, place: Place, wanted: Wanted) -> bool:
        """Say whether the next draw is likely to wait for questions to be made, if nothing is done."""
        spot = self._spots.get(place)
        pool = spot.pools.get(wanted.selection) if spot else None
        if pool is None or pool.whole or pool.coming or pool.making.locked() or pool.lock.locked():
            return False
        return len(pool.candidates) <= min(LOW + 1, self._ahead())

    async def prepare(self, place: Place, wanted: Wanted) -> None:
        """Make questions ahead. If that fails, the next draw will tell."""
        spot, pool = self._at(place, wanted)
        try:
            async with pool.lock:
                shelf, spot.shelf = spot.shelf or await self._shelves.shelf(place.community), None
                hand = await self._hand(place, wanted, spot, pool, shelf)
                await hand.sort_out()
            await hand.prepare()
        except Exception:  # noqa: BLE001 -- whatever is wrong, the next draw meets it again, and somebody waits for that
            _log.debug("no questions could be made ahead", exc_info=True)

    def stored(self, taken: Taken) -> None:
        """Take note that a draw was stored: as long as nobody else draws there, the next one needn't look it up."""
        spot = self._spots.get(taken.place)
        if spot is None:
            return
        spot.drawer = Drawer(taken.place, taken.after, taken.recent)
        for pool in spot.pools.values():
            pool.bag = None
            pool.turns |= {mark: turn for turn, marks in enumerate(taken.drawn, taken.before + 1) for mark in marks}
        if taken.bag.selection in spot.pools:
            spot.pools[taken.bag.selection].bag = taken.bag

    def forget(self, place: Place) -> None:
        """Drop what was made ahead for a place."""
        self._spots.pop(place, None)

    def _at(self, place: Place, wanted: Wanted) -> tuple[_Spot, _Pool]:
        spot = self._spots.setdefault(place, _Spot())
        self._spots.move_to_end(place)
        while len(self._spots) * 2 > _MOST_AHEAD:
            self._spots.popitem(last=False)
        return spot, spot.pools.setdefault(wanted.selection, _Pool())

    def _ahead(self) -> int:
        """Return how many questions to make ahead for a place."""
        return max(2, min(_AHEAD, _MOST_AHEAD // max(1, len(self._spots))))

    async def _hand(self, place: Place, wanted: Wanted, spot: _Spot, pool: _Pool, shelf: Shelf) -> "_Hand":
        """Reach into a bag."""
        drawer, bag = await self._drawer(place, wanted, spot, pool)
        pool.tell(shelf)
        pool.take_in()
        if pool.since != bag.since or pool.walk.start < 0:
            pool.reset(bag)
        hand = _Hand(
            self._store, self._questions, self._chance, drawer, bag, pool, wanted, shelf, wanted.avoid, self._ahead()
        )
        hand.hasty = wanted.count == 1 and len(pool.candidates) <= _HASTE
        return hand

    async def _drawer(self, place: Place, wanted: Wanted, spot: _Spot, pool: _Pool) -> tuple[Drawer, Bag]:
        if spot.drawer and pool.bag:
            return spot.drawer, pool.bag
        pool.turns, pool.looked_up = {}, 0  # others may have drawn
        return await self._store.drawer(place, wanted.selection)


@dataclass
class _Hand:
    """One reach into a bag: what was there before, and what was drawn so far.

    ``hasty`` says that somebody waits for a first question, so that no more are made than must be.
    """

    store: BagStore
    questions: QuestionSource
    chance: Random
    drawer: Drawer
    bag: Bag
    pool: _Pool
    wanted: Wanted
    shelf: Shelf
    aside: frozenset[FactId | str]
    ahead: int
    in_round: int = 0
    drawn: list[Candidate] = field(default_factory=list)
    refilled: bool = False
    hasty: bool = False

    async def draw(self) -> bool:
        """Draw one question; return False if there is none."""
        fills = 0
        while True:
            turns = await self.sort_out()
            free = [c for c in self.pool.candidates if c.drawn_at(turns) <= self.drawer.turn - self.in_round]
            best = choose(free, self._recent(), turns, whole=self.pool.whole) if free else None
            enough = self.hasty or len(free) >= min(LOW, self.ahead) or fills > 0
            fair = best is not None and cost(best, self._recent()) == (0, 0)
            if best and (self.pool.whole or (fair and enough) or fills >= _LOOKS or len(free) >= _PLENTY):
                if await self._stands(best):
                    self.drawn.append(best)
                    return True
                self._drop(best)
            elif not self.pool.whole and fills < _FILLS:
                first = _HASTE if self.hasty else self.ahead
                await self._fill(min(first << fills, _LARGEST_FILL))
                fills += 1
            elif self.pool.whole and not self.pool.candidates and not self.refilled:
                self._refill()
                fills = 0
            else:
                return False

    async def prepare(self) -> None:
        """Make questions ahead, for a later draw to take in; others may draw meanwhile."""
        pool = self.pool
        if pool.whole or pool.coming or pool.making.locked():
            return
        async with pool.making:
            resets = pool.resets
            pool.passed.clear()
            batch = await self._made(self.ahead)
            if pool.resets == resets:
                pool.coming = batch

    async def result(self) -> Drawn | None:
        """Return what was drawn and what is to be stored with it; keep how far the walk came if nothing was."""
        left = sum(all(candidate is not drawn for drawn in self.drawn) for candidate in self.pool.candidates)
        low = self.pool.whole and left <= LOW
        bag = replace(self.bag, walk=self.pool.walk, told=low and (self.bag.told or bool(self.drawn)))
        before = self.drawer.turn
        marks = tuple(candidate.marks for candidate in self.drawn)
        taken = Taken(self.drawer.place, before, marks, tuple(self._recent()[:APART]), bag)
        if not self.drawn:
            if not self.refilled:
                await self._keep(taken)
            return None
        word = Running(left, self.refilled) if self.refilled or (low and not self.bag.told) else None
        names = tuple(candidate.names for candidate in self.drawn)
        return Drawn(tuple(candidate.asked for candidate in self.drawn), taken, self.shelf, names, word)

    async def is_late(self) -> bool:
        """Say whether somebody else drew meanwhile: what seemed to be gone may be what they have taken."""
        drawer, _ = await self.store.drawer(self.drawer.place, self.wanted.selection)
        return drawer.turn != self.drawer.turn

    def _recent(self) -> list[Recent]:
        mine = [Recent(candidate.answer, candidate.pattern) for candidate in reversed(self.drawn)]
        return [*mine, *self.drawer.recent]

    async def sort_out(self) -> Mapping[Mark, int]:
        """Throw out of the pool what is no longer in the bag; return when the rest was drawn."""
        pool = self.pool
        new = {mark for candidate in pool.candidates[pool.looked_up :] for mark in candidate.marks}
        if new:
            pool.turns |= await self.store.drawn_at(self.drawer.place, new)
        turns = self._with_drawn(pool.turns)
        kept: list[Candidate] = []
        seen: set[Mark] = set()
        for candidate in pool.candidates:
            if candidate.drawn_at(turns) > self.bag.since or not seen.isdisjoint(candidate.marks):
                for ground in candidate.grounds:
                    if turns.get(ground.fact, -1) <= self.bag.since:
                        pool.pass_by(ground)
            else:
                kept.append(candidate)
                seen.update(candidate.marks)
        pool.candidates, pool.looked_up = kept, len(kept)
        pool.turns = {mark: turn for mark, turn in pool.turns.items() if mark in seen}
        return turns

    def _with_drawn(self, turns: Mapping[Mark, int]) -> Mapping[Mark, int]:
        """Return when marks were drawn, with those drawn just now."""
        if not self.drawn:
            return turns
        drawn = enumerate(self.drawn, self.drawer.turn + 1)
        return {**turns, **{mark: turn for turn, candidate in drawn for mark in candidate.marks}}

    async def _gone(self, facts: Collection[FactId]) -> Collection[FactId]:
        turns = self._with_drawn(await self.store.drawn_at(self.drawer.place, set(facts)))
        return [fact for fact in facts if turns.get(fact, -1) > self.bag.since]

    async def _fill(self, count: int) -> None:
        """Have more questions in the pool: those that are being made, or new ones."""
        async with self.pool.making:
            if not self.pool.take_in():
                self.pool.passed.clear()
                self.pool.coming = await self._made(count)
                self.pool.take_in()

    async def _made(self, count: int) -> Batch:
        held = frozenset(fact for candidate in self.pool.candidates for fact in candidate.asked.facts)
        return await self.questions.more(
            self.shelf,
            replace(self.wanted, count=count),
            self.pool.walk,
            gone=self._gone,
            held=held,
            chance=self.chance,
        )

    def _refill(self) -> None:
        self.refilled = True
        self.bag = replace(self.bag, since=self.drawer.turn + len(self.drawn), told=False, walk=NO_WALK)
        self.pool.reset(self.bag)

    async def _stands(self, candidate: Candidate) -> bool:
        """Say whether nobody set the question aside, and every fact behind it is still what it was."""
        return not self._is_aside(candidate) and await self.questions.stand(self.shelf, candidate.grounds)

    def _is_aside(self, candidate: Candidate) -> bool:
        return not self.aside.isdisjoint((candidate.asked.stem, *candidate.asked.facts))

    def _drop(self, candidate: Candidate) -> None:
        """Throw a question away; one of a fact that was mended may be made anew, one that was set aside may not."""
        self.pool.candidates.remove(candidate)
        if self._is_aside(candidate):
            for ground in candidate.grounds:
                self.pool.pass_by(ground)

    async def _keep(self, taken: Taken) -> None:
        try:
            await self.store.keep_draws([taken])
        except Conflict:
            return  # somebody else drew meanwhile, and knows better


@lru_cache(maxsize=4_096)
def _candidate(question: Question) -> Candidate:
    """Return a question as a candidate; places that have the same one ready share it."""
    return Candidate.of(question)
