"""Imports: many facts at once, brought in small pieces to a layer that nobody reads until it is whole.

A layer is a pack of the community's, beside its own. Each piece is a transaction of its own, so that those who play and
ask meanwhile wait for none of it; the last one puts the layer on the shelf. Taking an import back takes the layer off.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import TypeVar

from db.aliases import give_all
from db.blocks import insert_many
from db.counters import reserve
from db.decoding import qualifier_parts
from db.entities import take_for_one
from db.installing import OWN_PACK
from db.journal import Part, add_parts, entered
from db.meanwhile import CHANGED, Staged, drop_known
from db.mending import Mended, Mending
from db.mending_many import mend_all, work_out
from db.names import Segment, Word, add_bare_names, add_segments, add_words, name_rows
from db.own import OwnPack, by_id, own_pack, source_in
from db.relating import take_relations_for_one
from db.relations import add_kinds, put_relation, relation_text
from db.retiring import let_go
from db.revising import Change, index_qualifiers, insert_revisions, state
from db.seam import Database, Row, Transaction, Unit
from db.statements import chunks, moment
from db.stems import StemWord, add_stem_words, stem_words
from trivia.errors import Conflict
from trivia.facts.keeping import Bringing
from trivia.facts.model import CommunityId, EntityId, FactId, Literal, Shelf, SpoilerPoint
from trivia.facts.overlay import NEW
from trivia.facts.written import KIND
from trivia.ports import FactChange, NewEntity, NewFact
from trivia.text import fold

_BATCH = 20_000
_FEWEST = 50
_MOST = 1_000
_PIECE_SECONDS = 0.012
"""A piece should take no longer: so long others wait for it."""
_MUCH = 1_000
_LAYER = """INSERT INTO packs(name, community, title, version, language, licence, about, vocabulary, edition, removed,
        changed, layer)
    VALUES (?, ?, 'Own facts', '', 'en', '', '', '{}', 1, 1, ?, ?) RETURNING id"""


_Wanted = tuple[FactId, FactChange]
_Written = tuple[list[int], list[Segment], list[Word], list[StemWord]]
"""Entities that were stored, and what is still to be stored of their names: what finds them."""

S = TypeVar("S")
T = TypeVar("T")


class Imports:
    """Implements ``Importer``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bring(
        self,
        community: CommunityId,
        bringing: Bringing,
        author: str,
        at: datetime,
        about: Mapping[str, str],
        *,
        seen: Shelf | None = None,
        since: int | None = None,
    ) -> int:
        """Bring all of it or nothing, as one change."""
        change = Change(author, moment(at), "")
        staging = _Staging(self._database, community, bringing, change, seen, since)
        if bringing.facts or bringing.entities:
            await staging.stage()
        await staging.work_out()
        number = await self._database.write(lambda tx: staging.switched(tx, about))
        if len(bringing.facts) + len(bringing.changed) >= _MUCH:
            await self._database.survey()
        return number


class _Staging:
    """One import on its way."""

    def __init__(  # noqa: PLR0917 -- what is brought, and what it was matched with
        self,
        database: Database,
        community: CommunityId,
        bringing: Bringing,
        change: Change,
        seen: Shelf | None,
        since: int | None,
    ) -> None:
        self._database = database
        self._community = community
        self._bringing = bringing
        self._change = change
        self._seen = seen
        self._since = since
        self._layer = 0
        self._mended: list[Mended] = []
        self._wanted: list[_Wanted] = []
        self._entities: list[int] = []
        self._sources: dict[tuple[str, str], int] = {}

    async def stage(self) -> None:
        """Write everything new to a layer that nobody reads yet, piece by piece."""
        named: set[int] = set()
        for facts in chunks(self._bringing.facts, _MOST):
            named |= {end for fact in facts for end in (fact.subject, fact.value) if isinstance(end, int) and end < NEW}
            await asyncio.sleep(0)
        self._layer = await self._database.write(lambda tx: self._made(tx, named))
        for batch in chunks(self._bringing.entities, _BATCH):
            segments: list[list[Segment]] = []
            words: list[list[Word]] = []
            stems: list[list[StemWord]] = []
            async for ids, some, others, asked in self._paced(batch, self._entities_piece):
                self._entities += ids
                segments.append(some)
                words.append(others)
                stems.append(asked)
            # Merged, they go into their trees in order: a piece then touches few pages, where it would touch hundreds.
            async for _ in self._paced(merge(*segments), _segments_piece, 5):
                pass
            async for _ in self._paced(merge(*words), _words_piece, 5):
                pass
            async for _ in self._paced(merge(*stems), _stems_piece, 5):
                pass
        async for _ in self._paced(self._bringing.facts, self._facts_piece):
            pass

    async def work_out(self) -> None:
        """Find out what the changes to known facts come to, piece by piece; none of it is stored yet."""
        async for pairs in self._paced(self._bringing.changed, self._changes_piece):
            for wanted, mended in pairs:
                self._wanted.append(wanted)
                self._mended.append(mended)

    async def _paced(self, rows: Iterable[S], piece: Callable[[list[S]], Unit[T]], times: int = 1) -> AsyncIterator[T]:
        """Write rows in pieces that take about as long as others may be made to wait."""
        left, size = iter(rows), _FEWEST * times
        while part := list(islice(left, size)):
            began = time.perf_counter()
            written = await self._database.write(piece(part))
            taken = time.perf_counter() - began
            yield written
            size = max(_FEWEST * times, min(_MOST * times, int(size * min(2.0, _PIECE_SECONDS / max(taken, 0.001)))))

    def _entities_piece(self, entities: list[NewEntity]) -> Unit[_Written]:
        return _EntitiesPiece(self._layer, entities)

    def _facts_piece(self, facts: list[NewFact]) -> Unit[None]:
        async def unit(tx: Transaction) -> None:
            await self.facts(tx, facts)

        return unit

    def _changes_piece(self, changes: list[_Wanted]) -> Unit[list[tuple[_Wanted, Mended]]]:
        async def unit(tx: Transaction) -> list[tuple[_Wanted, Mended]]:
            own = await own_pack(tx, self._community, self._change)
            own.shelf = replace(own.shelf, packs=(*own.shelf.packs, self._layer))  # what is changed may speak of it
            mendings = [(wanted[0], self._mending(*wanted, self._change)) for wanted in changes]
            found = zip(changes, await work_out(tx, own, mendings), strict=True)
            return [(wanted, mended) for wanted, mended in found if mended is not None]

        return unit

    def _mending(self, fact: FactId, wanted: FactChange, change: Change) -> Mending:
        return Mending(self._community, fact, self._numbered(wanted), change, None)

    async def _made(self, tx: Transaction, named: Iterable[int]) -> int:
        number = await reserve(tx, "layers", 1)
        own = await own_pack(tx, self._community, self._change)
        for ids in chunks(sorted(named)):
            await own.check(ids)
        name = f"{OWN_PACK}{self._community}/{number}"
        rows = await tx.read(_LAYER, (name, self._community, self._change.at, number))
        return int(rows[0][0])

    async def facts(self, tx: Transaction, facts: Sequence[NewFact]) -> None:
        """Write some facts."""
        first = await reserve(tx, "facts", len(facts))
        rows: list[tuple[int, int, Row]] = [(first + i, 1, await self._state(tx, fact)) for i, fact in enumerate(facts)]
        await insert_revisions(tx, self._layer, rows, self._change)
        named = [(v, fact) for fact, _, row in rows if row[8] for _, v in qualifier_parts(row[8]) if isinstance(v, int)]
        await index_qualifiers(tx, named)

    async def switched(self, tx: Transaction, about: Mapping[str, str]) -> int:
        """Put the layer on the shelf, with all that changes besides, in one go."""
        bringing = self._bringing
        own = await own_pack(tx, self._community, self._change)
        if self._seen and _read(own.shelf, own.number) != _read(self._seen, own.number):
            raise Conflict(CHANGED)
        size = len(bringing.facts) + len(bringing.changed)
        if self._layer and self._since is not None:
            size -= await drop_known(tx, Staged(self._layer, own.number, self._since))
        entry = await entered(tx, self._community, "imported", self._change, size=size, about=about)
        parts = [*await self._relations(tx, own), *await give_all(tx, own, bringing.aliases)]
        if self._layer:
            await tx.run("UPDATE packs SET removed = 0 WHERE id = ?", (self._layer,))
            parts.append(("layer", self._layer, "off", "on"))
        pairs = [(self._entity(gone), self._entity(stays)) for gone, stays in bringing.merged]
        await own.check({id_ for pair in bringing.merged for id_ in pair if id_ < NEW} | {*bringing.retired})
        parts += await take_for_one(tx, own, pairs)
        parts += await let_go(tx, own, bringing.retired)
        parts += await take_relations_for_one(tx, own, bringing.related)
        await add_parts(tx, entry, parts)
        for place in await mend_all(tx, own, self._mended, entry):
            await self._mending(*self._wanted[place], entry).unit(tx)
        return entry.number

    def _numbered(self, wanted: FactChange) -> FactChange:
        """Return a change with the ids of what was new."""
        value, spoiler = wanted.value, wanted.spoiler
        if isinstance(value, int):
            value = EntityId(self._entity(value))
        if spoiler is not None:
            spoiler = replace(spoiler, work=replace(spoiler.work, id=EntityId(self._entity(spoiler.work.id))))
        return replace(wanted, value=value, spoiler=spoiler)

    async def _relations(self, tx: Transaction, own: OwnPack) -> list[Part]:
        await add_kinds(tx, own, self._bringing.kinds)
        parts: list[Part] = []
        for relation in self._bringing.relations:
            await put_relation(tx, own, own.number, "", relation_text(relation))
            parts.append(("relation", own.number, "", relation_text(relation)))
        return parts

    async def _state(self, tx: Transaction, fact: NewFact) -> Row:
        return state(
            self._entity(fact.subject),
            fact.relation,
            self._value(fact.value),
            [(q.relation, self._value(by_id(q.value))) for q in fact.qualifiers],
            fact.certainty.value,
            await self._source(tx, fact.source_title, fact.source_address),
            fact.sentence,
            fact.stated_on,
            self._entity(fact.spoiler.work.id) if fact.spoiler else None,
            fact.spoiler.point if fact.spoiler else SpoilerPoint(),
        )

    def _entity(self, entity: int | NewEntity) -> int:
        if isinstance(entity, NewEntity):
            raise TypeError("an import names its new entities by their places")
        return self._entities[entity - NEW] if entity >= NEW else entity

    def _value(self, value: int | NewEntity | Literal) -> int | Literal:
        return self._entity(value) if isinstance(value, int | NewEntity) else value

    async def _source(self, tx: Transaction, title: str, address: str) -> int:
        known = self._sources.get((title, address))
        if known is None:
            known = self._sources[title, address] = await source_in(tx, self._layer, title, address)
        return known


def _read(shelf: Shelf, own: int) -> object:
    """Return what a file was matched with: packs, and what a community let go of or took for one."""
    return {*shelf.packs, own}, shelf.retired, shelf.relations


def _segments_piece(segments: list[Segment]) -> Unit[None]:
    async def unit(tx: Transaction) -> None:
        await add_segments(tx, segments)

    return unit


def _words_piece(words: list[Word]) -> Unit[None]:
    async def unit(tx: Transaction) -> None:
        await add_words(tx, words)

    return unit


def _stems_piece(stems: list[StemWord]) -> Unit[None]:
    async def unit(tx: Transaction) -> None:
        await add_stem_words(tx, stems)

    return unit


class _EntitiesPiece:
    """A unit that writes some entities; it returns their ids, and what is still to be stored of their names."""

    def __init__(self, layer: int, entities: Sequence[NewEntity]) -> None:
        self._layer = layer
        self._entities = entities

    async def __call__(self, tx: Transaction) -> _Written:
        first = await reserve(tx, "entities", len(self._entities))
        numbered = list(enumerate(self._entities, first))
        await insert_many(
            tx,
            "INSERT INTO entities(id, pack, key, kind, name, popularity, retired)",
            7,
            [(i, self._layer, f"{'-'.join(fold(e.name).split())[:80]}-{i}", e.kind, e.name, 0, 0) for i, e in numbered],
        )
        named = [(i, e) for i, e in numbered if e.kind != KIND]
        names = [row for i, e in named for row in name_rows(i, self._layer, e.name, e.aliases)]
        segments, words = await add_bare_names(tx, await reserve(tx, "names", len(names)), names)
        stems = stem_words((i, self._layer, e.name) for i, e in numbered if e.kind == KIND)
        return [i for i, _ in numbered], segments, words, stems
