"""Going through the facts of a topic once, in the fixed shuffle, a few at a time.

A walk holds how far it has come, and is small whatever the number of facts: all before a point was drawn or gives no
question; beyond it only the facts that give none are remembered, and those are few. What was drawn is known elsewhere.
"""

import math
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from trivia.facts.model import Fact, FactId, Shelf
from trivia.ports import FactReader, shuffle_place
from trivia.questions import variety
from trivia.values import Value, replace

_WAY = 2**32
_RELATIONS = 6
_EACH = 3
_CHOSEN_FROM = 3
_CHUNK = 1_024
_STRETCHED = 400
NO_FACT = FactId(0)

Gone = Callable[[Collection[FactId]], Awaitable[Collection[FactId]]]
"""Returns those of some facts that were drawn since the walk began."""


class Topic(Value):
    """What to draw from: a shelf, the relations on it, and, for a topic that is an entity, its facts."""

    name: str
    shelf: Shelf
    relations: Mapping[str, int]
    facts: tuple[Fact, ...] | None = None


class Stretch(Value):
    """How far a walk has come among the facts of a relation.

    ``at`` is the distance walked in the shuffle: all before it was drawn or gives no question; ``passed`` are facts
    beyond it that give none. After the whole way the facts newer than ``after`` follow, which came meanwhile.
    """

    relation: str
    at: int = 0
    passed: tuple[FactId, ...] = ()
    after: FactId = NO_FACT


class Walk(Value, omit_defaults=False):
    """How far the facts of a topic were gone through.

    ``start`` is the place in the shuffle where it began, -1 before it has, ``newest`` the newest fact then, ``packs``
    the shelf.
    """

    start: int = -1
    newest: FactId = NO_FACT
    packs: tuple[int, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    def stretch(self, relation: str) -> Stretch:
        """Return how far a relation was gone through."""
        known = next((s for s in self.stretches if s.relation == relation), None)
        return known or Stretch(relation, after=self.newest)

    def passing(self, relation: str, fact: FactId) -> "Walk":
        """Return the walk with one more fact that gives no question this time."""
        mine = self.stretch(relation)
        if fact in mine.passed:
            return self
        others = tuple(s for s in self.stretches if s.relation != relation)
        return replace(self, stretches=(*others, replace(mine, passed=(*mine.passed, fact))))

    def distance(self, fact: FactId) -> int:
        """Return how far from the start a fact lies."""
        return (shuffle_place(fact) - self.start) % _WAY


NO_WALK = Walk()
"""A walk that has not begun."""


@dataclass(slots=True)
class _Window:
    """What lies ahead in a relation: facts in the order of the walk, those of them that are gone, and those to try."""

    stretch: Stretch
    lap: list[FactId] = field(default_factory=list)
    newer: list[FactId] = field(default_factory=list)
    gone: set[FactId] = field(default_factory=set)
    fresh: list[FactId] = field(default_factory=list)
    lapped: bool = False
    whole: bool = False


@dataclass(slots=True)
class Ahead:
    """The next facts of a walk. ``whole`` says that nothing else is left but what is held already."""

    walk: Walk
    facts: list[Fact]
    whole: bool
    windows: dict[str, _Window]

    def walked(self, useless: Collection[FactId]) -> Walk:
        """Return the walk after these facts turned out to give no question."""
        stretches = {s.relation: s for s in self.walk.stretches}
        for relation, window in self.windows.items():
            stretches[relation] = _advanced(self.walk, window, window.gone | set(useless))
        return replace(self.walk, stretches=tuple(stretches[r] for r in sorted(stretches)))


async def begun(reader: FactReader, shelf: Shelf, walk: Walk, chance: random.Random) -> Walk:
    """Return the walk, begun if it was not; anew if the shelf has a pack now that was in the store before it began."""
    known = max(walk.packs, default=0)
    older = [pack for pack in shelf.packs if pack not in walk.packs and pack <= known]
    if walk.start < 0 or older:
        return Walk(chance.randrange(_WAY), await reader.newest_fact(), shelf.packs)
    return walk if walk.packs == shelf.packs else replace(walk, packs=shelf.packs)


class WalkReader(Protocol):
    """What is read on the way: ``FactReader`` has it, and what remembers one."""

    async def facts(self, ids: Collection[FactId], shelf: Shelf) -> Sequence[Fact]:
        """Return facts by id."""
        ...

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        """Return ids of facts in the order of the shuffle."""
        ...

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        """Return ids of facts that came after one."""
        ...


async def look_ahead(
    reader: WalkReader,
    topic: Topic,
    walk: Walk,
    count: int,
    *,
    gone: Gone,
    held: Collection[FactId],
    chance: random.Random,
    famous: bool,
) -> Ahead:
    """Read about ``count`` facts ahead on the walk, without those gone and those held, of a few relations at a time.

    Relations come the likelier the more facts they have, damped by a root; where ``famous`` says so, facts on what is
    known are likelier.
    """
    sizes = topic.relations if topic.facts is None else _sizes(topic.facts)
    weights = variety.weights(sizes)
    road = _Road(reader, topic, walk, gone, held)
    order = sorted(weights, key=lambda r: chance.random() ** (1 / weights[r]), reverse=True)
    windows: dict[str, _Window] = {}
    chosen: list[tuple[float, list[Fact]]] = []
    spare: list[Fact] = []
    found = 0
    for batch in _batches(order, min(_RELATIONS, max(1, count // _EACH))):
        if found >= count:
            break
        total = sum(weights[r] for r in batch)
        wanted = {r: math.ceil((count - found) * weights[r] / total) for r in batch}
        for relation in batch:
            need = wanted[relation] * (_CHOSEN_FROM if famous else 1)
            windows[relation] = await road.window(relation, need)
        known = await road.facts([f for r in batch for f in windows[r].fresh])
        for relation in batch:
            facts = [known[f] for f in windows[relation].fresh if f in known]
            if famous and len(windows[relation].lap) < _STRETCHED:
                facts = variety.famous_first(facts, chance)
            chosen.append((weights[relation], facts[: wanted[relation]]))
            spare += facts[wanted[relation] :]
            found += len(facts[: wanted[relation]])
    facts = variety.interleaved(chosen, chance)
    more = spare[: max(0, count - found)]
    whole = len(windows) == len(order) and all(w.whole for w in windows.values()) and len(more) == len(spare)
    return Ahead(walk, facts + more, whole, windows)


def _batches(order: Sequence[str], size: int) -> list[Sequence[str]]:
    return [order[i : i + size] for i in range(0, len(order), size)]


def _sizes(facts: Sequence[Fact]) -> dict[str, int]:
    return {r: sum(f.relation == r for f in facts) for r in {f.relation for f in facts}}


class _Road(Value):
    """Where a walk reads its facts."""

    reader: WalkReader
    topic: Topic
    walk: Walk
    gone: Gone
    held: Collection[FactId]

    async def facts(self, ids: Collection[FactId]) -> dict[FactId, Fact]:
        """Return facts by id."""
        wanted = set(ids)
        known = await self.reader.facts(wanted, self.topic.shelf) if self.topic.facts is None else self.topic.facts
        return {f.id: f for f in known if f.id in wanted}

    async def window(self, relation: str, need: int) -> _Window:
        """Read on in a relation until so many facts are found that can be tried, or there are no more."""
        stretch = self.walk.stretch(relation)
        window = _Window(stretch, lapped=stretch.at >= _WAY)
        passed = set(stretch.passed)
        size = need + len(passed) + len(self.held)
        after = stretch.after
        while len(window.fresh) < need and not window.whole:
            if window.lapped:
                ids = await self._newer(relation, after, size)
                after = max([after, *ids])
                window.whole = len(ids) < size
                window.newer += ids
            else:
                first = self.walk.distance(window.lap[-1]) + 1 if window.lap else stretch.at
                ids = await self._in_lap(relation, first, size)
                window.lapped = len(ids) < size
                window.lap += ids
            new = [f for f in ids if f not in window.gone and f not in window.fresh]
            window.gone |= {*await self.gone(new), *passed.intersection(new)}
            window.fresh += [f for f in new if f not in window.gone and f not in self.held]
            size = _CHUNK
        return window

    async def _in_lap(self, relation: str, first: int, count: int) -> list[FactId]:
        """Return the next facts from a distance on, fewer than ``count`` at the end of the way."""
        if first >= _WAY:
            return []
        if self.topic.facts is not None:
            mine = sorted((self.walk.distance(f.id), f.id) for f in self.topic.facts if f.relation == relation)
            return [fact for distance, fact in mine if distance >= first][:count]
        start = (self.walk.start + first) % _WAY / _WAY
        ids: list[FactId] = []
        last = first - 1
        for fact in await self.reader.sample_ids(self.topic.shelf, relation, start, count):
            distance = self.walk.distance(fact)
            if distance <= last:
                break
            ids.append(fact)
            last = distance
        return ids

    async def _newer(self, relation: str, after: FactId, count: int) -> list[FactId]:
        if self.topic.facts is not None:
            return sorted(f.id for f in self.topic.facts if f.relation == relation and f.id > after)[:count]
        return list(await self.reader.newer_ids(self.topic.shelf, relation, after, count))


def _advanced(walk: Walk, window: _Window, done: Collection[FactId]) -> Stretch:
    """Move on past all that is done, and keep what is done beyond."""
    at, after = window.stretch.at, window.stretch.after
    waits = next((f for f in window.lap if f not in done), None)
    if waits is not None:
        at = walk.distance(waits)
    elif window.lapped:
        at = _WAY
    elif window.lap:
        at = walk.distance(window.lap[-1]) + 1
    if at >= _WAY:
        open_ones = [f for f in window.newer if f not in done]
        after = open_ones[0] - 1 if open_ones else max([after, *window.newer])  # type: ignore[assignment] # an id less one
    seen = {*window.stretch.passed, *(f for f in (*window.lap, *window.newer) if f in done and f not in window.gone)}
    passed = tuple(sorted(f for f in seen if walk.distance(f) >= at or (f > after and at >= _WAY)))
    return Stretch(window.stretch.relation, at, passed, after)
