"""From rows to the nouns of the core, and back: the only place that knows how a fact is laid out in columns."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from db.seam import Database, Row
from db.statements import chunks, in_list
from trivia.facts.dates import PartialDate
from trivia.facts.literals import literal_type, number_key, parse, to_text
from trivia.facts.model import (
    Certainty,
    Entity,
    EntityId,
    Fact,
    FactId,
    Literal,
    Number,
    Qualifier,
    Quantity,
    Source,
    SpoilerPoint,
    SpoilerScope,
    Text,
    Value,
)
from trivia.facts.vocabulary import LiteralType
from trivia.text import fold

ENTITY = "{e}.id, {e}.key, {e}.kind, {e}.name, {e}.popularity, {e}.pack"
ENTITY_WIDTH = 6

LONGEST_TEXT = 300
"""Characters of a folded text value that are indexed; readers compare the rest."""

FACT = (
    "f.fact, f.revision, f.pack, f.relation, f.type, f.literal, f.unit, f.qualifiers, f.certainty, f.source, "
    "f.sentence, f.stated_on, f.season, f.episode, "
    f"{ENTITY.format(e='s')}, {ENTITY.format(e='v')}, {ENTITY.format(e='w')}"
)
FACT_WIDTH = 14 + 3 * ENTITY_WIDTH
FROM_FACTS = (
    "facts f JOIN entities s ON s.id = f.subject LEFT JOIN entities v ON v.id = f.value "
    "LEFT JOIN entities w ON w.id = f.work"
)
_SUBJECT, _VALUE, _WORK = 14, 14 + ENTITY_WIDTH, 14 + 2 * ENTITY_WIDTH
_MOST_SOURCES = 20_000


@dataclass(frozen=True, slots=True)
class LiteralColumns:
    """A literal as it is stored: its type, its text, its unit, and what it is searched by."""

    type: str
    literal: str
    unit: str
    number: float | None
    folded: str | None


ENTITY_VALUE = LiteralColumns("", "", "", None, None)
"""The columns of a fact whose value is an entity."""


def literal_columns(value: Literal) -> LiteralColumns:
    """Take a literal apart."""
    unit = value.unit if isinstance(value, Quantity) else ""
    folded = folded_text(value.text) if isinstance(value, Text) else None
    return LiteralColumns(literal_type(value).value, to_text(value), unit, number_key(value), folded)


def folded_text(text: str) -> str:
    """Return what a text value is searched by."""
    return fold(text)[:LONGEST_TEXT]


def literal_of(type_: str, literal: str, unit: str) -> Literal:
    """Put a literal together again."""
    match type_:
        case LiteralType.TEXT:
            return Text(literal)
        case LiteralType.NUMBER:
            return Number(Decimal(literal))
        case LiteralType.QUANTITY:
            return Quantity(Decimal(literal[: len(literal) - len(unit)].rstrip() if unit else literal.rstrip()), unit)
        case _:
            return parse(literal, LiteralType(type_))


def qualifiers_text(qualifiers: Iterable[tuple[str, int | Literal]]) -> str:
    """Write qualifiers, entities by id, as they are stored."""
    parts = [
        [relation, value] if isinstance(value, int) else [relation, *_literal_parts(value)]
        for relation, value in qualifiers
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if parts else ""


def qualifier_parts(text: str) -> list[tuple[str, int | Literal]]:
    """Read what ``qualifiers_text`` wrote."""
    if not text:
        return []
    return [
        (relation, rest[0] if isinstance(rest[0], int) else literal_of(*rest)) for relation, *rest in json.loads(text)
    ]


def _literal_parts(value: Literal) -> list[str]:
    columns = literal_columns(value)
    return [columns.type, columns.literal, columns.unit]


def date_of(text: str) -> PartialDate | None:
    """Read a date that may be missing."""
    return PartialDate.parse(text) if text else None


class Decoder:
    """Makes entities and facts of rows. Keeps the names of packs, and the sources, which never change, at hand."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._packs: dict[int, str] = {}
        self._sources: dict[int, Source] = {}

    async def know_packs(self, packs: Collection[int]) -> None:
        """Make sure that the names of these packs are at hand."""
        if not all(p in self._packs for p in packs):
            self._packs.update(await self._database.read("SELECT id, name FROM packs"))

    def entity(self, row: Row, start: int = 0) -> Entity:
        """Make an entity of the columns ``ENTITY`` from ``start`` on; its pack must be known."""
        id_, key, kind, name, popularity, pack = row[start : start + ENTITY_WIDTH]
        return Entity(id_, key, kind, name, popularity, self._packs[pack])

    async def entities(self, rows: Sequence[Row]) -> list[Entity]:
        """Make entities of rows of the columns ``ENTITY``."""
        await self.know_packs({row[5] for row in rows})
        return [self.entity(row) for row in rows]

    async def facts(self, rows: Sequence[Row]) -> list[Fact]:
        """Make facts of rows of the columns ``FACT``."""
        if not rows:
            return []
        packs = {row[2] for row in rows}
        for start in (_SUBJECT, _VALUE, _WORK):
            packs.update(row[start + 5] for row in rows)
        packs.discard(None)
        await self.know_packs(packs)
        sources = await self._sources_of({row[9] for row in rows})
        qualifiers = {row[7]: qualifier_parts(row[7]) for row in rows if row[7]}
        named = await self.by_id({v for parts in qualifiers.values() for _, v in parts if isinstance(v, int)})
        entities: dict[int, Entity] = {}
        return [self._fact(row, sources, qualifiers, named, entities) for row in rows]

    async def by_id(self, ids: Collection[int]) -> dict[EntityId, Entity]:
        """Return entities by id, whatever their pack."""
        found: dict[EntityId, Entity] = {}
        for chunk in chunks(ids):
            holes, values = in_list(chunk)
            sql = f"SELECT {ENTITY.format(e='e')} FROM entities e WHERE e.id IN {holes}"
            for entity in await self.entities(await self._database.read(sql, values)):
                found[entity.id] = entity
        return found

    async def _sources_of(self, ids: Collection[int]) -> Mapping[int, Source]:
        unknown = [i for i in ids if i not in self._sources]
        if len(self._sources) + len(unknown) > _MOST_SOURCES:
            self._sources.clear()
            unknown = list(ids)
        for chunk in chunks(unknown):
            holes, values = in_list(chunk)
            sql = f"SELECT id, key, title, publisher, address, date, language FROM sources WHERE id IN {holes}"
            for id_, key, title, publisher, address, date, language in await self._database.read(sql, values):
                self._sources[id_] = Source(key, title, publisher, address, date_of(date), language)
        return self._sources

    def _fact(
        self,
        row: Row,
        sources: Mapping[int, Source],
        qualifiers: Mapping[str, list[tuple[str, int | Literal]]],
        named: Mapping[EntityId, Entity],
        entities: dict[int, Entity],
    ) -> Fact:
        is_literal = row[_VALUE] is None
        value: Value = literal_of(row[4], row[5], row[6]) if is_literal else self._shared(row, _VALUE, entities)
        spoiler = None
        if row[_WORK] is not None:
            spoiler = SpoilerScope(self._shared(row, _WORK, entities), SpoilerPoint(row[12], row[13]))
        return Fact(
            id=FactId(row[0]),
            pack=self._packs[row[2]],
            subject=self._shared(row, _SUBJECT, entities),
            relation=row[3],
            value=value,
            qualifiers=tuple(
                Qualifier(relation, named[EntityId(v)] if isinstance(v, int) else v)
                for relation, v in qualifiers.get(row[7], ())
            ),
            certainty=Certainty(row[8]),
            source=sources[row[9]],
            sentence=row[10],
            stated_on=date_of(row[11]),
            spoiler=spoiler,
            revision=row[1],
        )

    def _shared(self, row: Row, start: int, entities: dict[int, Entity]) -> Entity:
        id_ = row[start]
        entity = entities.get(id_)
        if entity is None:
            entity = entities[id_] = self.entity(row, start)
        return entity
