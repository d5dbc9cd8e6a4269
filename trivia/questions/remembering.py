"""What waves read of a shelf, remembered until something on it changes: channels that play the same packs share it."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

from trivia.facts.model import Entity, EntityId, Fact, FactId, Shelf
from trivia.ports import FactReader, Link, NameIndex, shuffle_place

MOST = 100_000
"""Facts and entities remembered at most, for all shelves together; one takes about 0.4 KB."""

STARTS = 4
"""A sample begins at one of so many places of the shuffle, so that samples come again and need not be read again."""

_NAMED, _LINKED = 0.2, 0.3  # of the room that a fact takes
_WAY = 2**32
_MOST_SHELVES = 64
_MOST_FACTS = 10_000  # by their numbers, of a shelf

_ByEnd = dict[tuple[str, EntityId], Sequence[Fact]]


class Remembered:
    """Reads facts of one shelf in one state of it; has as much of ``FactReader`` as a wave needs.

    ``size`` is how much it remembers. What was worked out from it is ``kept`` with it.
    """

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader
        self._by_subject: _ByEnd = {}
        self._by_value: _ByEnd = {}
        self._samples: dict[tuple[str, int, int], Sequence[Fact]] = {}
        self._whole: dict[str, Sequence[Fact]] = {}
        self._kinds: dict[tuple[str, int], Sequence[Entity]] = {}
        self._facts: dict[FactId, Fact] = {}
        self._links: dict[EntityId, Sequence[Link]] = {}
        self._aliases: dict[EntityId, Sequence[str]] = {}
        self.kept: dict[Hashable, object] = {}
        self.size = 0.0

    async def forward(self, shelf: Shelf, relation: str, subjects: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these subjects."""
        missing = [subject for subject in subjects if (relation, subject) not in self._by_subject]
        read = await self._reader.forward(shelf, relation, missing) if missing else ()
        return self._joined(self._by_subject, relation, subjects, missing, read, _subject)

    async def inverse(self, shelf: Shelf, relation: str, values: Collection[EntityId]) -> Sequence[Fact]:
        """Return the facts of a relation with one of these entities as value."""
        missing = [value for value in values if (relation, value) not in self._by_value]
        read = await self._reader.inverse(shelf, relation, missing) if missing else ()
        return self._joined(self._by_value, relation, values, missing, read, _value)

    async def facts(self, ids: Collection[FactId], shelf: Shelf) -> Sequence[Fact]:
        """Return facts by id."""
        missing = [id_ for id_ in ids if id_ not in self._facts]
        if missing:
            if len(self._facts) + len(missing) > _MOST_FACTS:
                self.size -= len(self._facts)
                self._facts.clear()
                missing = list(ids)
            read = {fact.id: fact for fact in await self._reader.facts(missing, shelf)}
            self._facts |= read
            self.size += len(read)
        return [self._facts[id_] for id_ in sorted(ids) if id_ in self._facts]

    async def sample_ids(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[FactId]:
        """Return the ids of confirmed facts of a relation from the fixed shuffle, from just ``start`` on."""
        return await self._reader.sample_ids(shelf, relation, start, count)

    async def newer_ids(self, shelf: Shelf, relation: str, after: FactId, count: int) -> Sequence[FactId]:
        """Return the ids of up to ``count`` confirmed facts of a relation that are newer than a fact, oldest first."""
        return await self._reader.newer_ids(shelf, relation, after, count)

    async def links(self, shelf: Shelf, subjects: Collection[EntityId]) -> dict[EntityId, Sequence[Link]]:
        """Return the links of each of these subjects."""
        missing = [subject for subject in subjects if subject not in self._links]
        if missing:
            read: dict[EntityId, list[Link]] = {subject: [] for subject in missing}
            for link in await self._reader.links(shelf, missing):
                read.setdefault(link.subject, []).append(link)
            for subject, links in read.items():
                self._links[subject] = links or ()
                self.size += _NAMED + _LINKED * len(links)
        return {subject: self._links[subject] for subject in subjects}

    async def aliases(
        self, names: NameIndex, shelf: Shelf, ids: Collection[EntityId]
    ) -> Mapping[EntityId, Sequence[str]]:
        """Return the aliases of entities as they were written."""
        missing = [id_ for id_ in ids if id_ not in self._aliases]
        if missing:
            read = await names.aliases(missing, shelf)
            for id_ in missing:
                self._aliases[id_] = read.get(id_, ())
                self.size += _NAMED
        return {id_: known for id_ in ids if (known := self._aliases[id_])}

    async def with_text(self, shelf: Shelf, relation: str, folded: Collection[str]) -> Sequence[Fact]:
        """Return the facts of a relation whose text, folded, is one of these."""
        return await self._reader.with_text(shelf, relation, folded)

    async def of_kind(self, shelf: Shelf, kind: str, limit: int) -> Sequence[Entity]:
        """Return entities of a kind, the most popular first."""
        known = self._kinds.get((kind, limit))
        if known is None:
            known = self._kinds[kind, limit] = await self._reader.of_kind(shelf, kind, limit)
            self.size += len(known)
        return known

    async def sample(self, shelf: Shelf, relation: str, start: float, count: int) -> Sequence[Fact]:
        """Return up to ``count`` confirmed facts of a relation from the fixed shuffle, from about ``start`` on."""
        place = int(start % 1 * STARTS)
        whole = self._whole.get(relation)
        if whole is not None and len(whole) < count:
            first = place * (_WAY // STARTS)
            return sorted(whole, key=lambda fact: ((shuffle_place(fact.id) - first) % _WAY, fact.id))
        known = self._samples.get((relation, place, count))
        if known is None:
            known = await self._reader.sample(shelf, relation, place / STARTS, count)
            if len(known) < count:
                self._whole[relation] = known
            else:
                self._samples[relation, place, count] = known
            self.size += len(known)
        return known

    def _joined(  # noqa: PLR0917 - what is remembered and what was read, of one relation
        self,
        known: _ByEnd,
        relation: str,
        ends: Collection[EntityId],
        missing: Collection[EntityId],
        read: Collection[Fact],
        end_of: Callable[[Fact], EntityId],
    ) -> list[Fact]:
        """Remember what was read, and return the facts of all these ends in their order."""
        fresh: dict[EntityId, list[Fact]] = {end: [] for end in missing}
        for fact in read:
            fresh.setdefault(end_of(fact), []).append(fact)
        for end, facts in fresh.items():
            known[relation, end] = facts
        self.size += len(missing) + len(read)
        found = [fact for end in dict.fromkeys(ends) for fact in known[relation, end]]
        found.sort(key=_number)
        return found


class Memory:
    """Remembers shelves; those read the longest ago are forgotten first."""

    def __init__(self, reader: FactReader, most: int = MOST) -> None:
        self._reader = reader
        self._most = most
        self._held: OrderedDict[str, Remembered] = OrderedDict()

    def of(self, state: str) -> Remembered:
        """Return what is remembered of a shelf in this state."""
        while self._held and (
            len(self._held) > _MOST_SHELVES or sum(held.size for held in self._held.values()) > self._most
        ):
            self._held.popitem(last=False)
        held = self._held.setdefault(state, Remembered(self._reader))
        self._held.move_to_end(state)
        return held


def _subject(fact: Fact) -> EntityId:
    return fact.subject.id


def _value(fact: Fact) -> EntityId:
    assert isinstance(fact.value, Entity)  # noqa: S101 - what was asked for are entities
    return fact.value.id


def _number(fact: Fact) -> int:
    return fact.id
