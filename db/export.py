"""A stored pack as it would be written down."""

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

from db.decoding import date_of, literal_of, qualifier_parts
from db.revising import STATE
from db.seam import Database, Row
from db.shelves import shelf_of
from db.statements import chunks, in_list
from db.vocabularies import read_vocabulary
from trivia.errors import NotFound
from trivia.facts.content import (
    EntityKey,
    EntityRow,
    FactRow,
    MergedRow,
    PackContent,
    PackInfo,
    QualifierRow,
    RelatedRow,
    RetiredRow,
    WrittenQuestion,
)
from trivia.facts.model import Certainty, CommunityId, Literal, Shelf, Source, SpoilerPoint
from trivia.facts.written import as_questions

_FACTS = f"SELECT {STATE} FROM facts WHERE pack IN {{packs}} AND current = 1 AND retired = 0 ORDER BY fact"
_LAYERS = """SELECT l.id FROM packs l JOIN packs p ON p.community = l.community
    WHERE p.id = ? AND l.removed = 0 AND l.layer > 0 ORDER BY l.id"""
_NAMED = """SELECT DISTINCT n.entity FROM change_parts p JOIN changes c ON c.id = p.change
    JOIN names n ON n.entity = p.target WHERE p.what = 'alias' AND n.alias = 1 AND n.whole = 1 AND n.pack IN {packs}
    AND c.community = (SELECT community FROM packs WHERE id = ?)"""
"""Entities to which a community gave names. Only changes do that, which are fewer than names."""
_SOURCE = "SELECT id, key, title, publisher, address, date, language FROM sources s"
_HOMES = """SELECT e.id, e.kind, e.name, CASE WHEN p.community IS NULL THEN p.name ELSE '' END,
        CASE WHEN p.community IS NULL THEN e.key ELSE '' END
    FROM entities e JOIN packs p ON p.id = e.pack
    WHERE e.id IN {ids} AND e.retired = 0"""
_ENTITY = "SELECT id, key, kind, name, popularity, pack FROM entities"


async def pack_content(database: Database, name: str) -> PackContent:
    """Return a pack; entities of other packs that a community's own facts speak of come with it."""
    packs = await database.read(
        "SELECT id, name, title, version, language, licence, about, vocabulary, community FROM packs "
        "WHERE name = ? AND removed = 0",
        (name,),
    )
    if not packs:
        raise NotFound(f"There is no pack named {name}.")
    pack: int = packs[0][0]
    own = [pack, *(row[0] for row in await database.read(_LAYERS, (pack,)))]
    holes, ids = in_list(own)
    community = packs[0][8]
    shelf = Shelf(()) if community is None else await shelf_of(database, CommunityId(community))
    facts = [
        row for row in await database.read(_FACTS.format(packs=holes), ids) if not shelf.retired & {row[0], row[2]}
    ]
    gone = shelf.retired.difference(row[13] for row in facts)
    entities = await database.read(f"{_ENTITY} WHERE pack IN {holes} AND retired = 0 ORDER BY id", ids)
    entities = [row for row in entities if row[0] not in gone]
    named = {row[0] for row in await database.read(_NAMED.format(packs=holes), (*ids, pack))}
    named |= {v for row in facts for _, v in qualifier_parts(row[8]) if isinstance(v, int)}
    named -= shelf.retired
    entities += await _others(database, {row[0] for row in entities}, facts, named)
    keys = _keys(entities, own)
    aliases = await _aliases(database, list(keys), own)
    sources = await _sources(database, own, {row[10] for row in facts})
    questions = await _questions(database, pack)
    merged, retired = await _merged(database, shelf)

    def content() -> PackContent:
        return as_questions(
            PackContent(
                info=PackInfo(*packs[0][1:7]),
                vocabulary=read_vocabulary(json.loads(packs[0][7])),
                sources=tuple(sources.values()),
                entities=tuple(EntityRow(keys[e[0]], e[2], e[3], tuple(aliases.get(e[0], ())), e[4]) for e in entities),
                facts=tuple(_fact(row, keys, sources, shelf) for row in facts),
                questions=questions,
                merged=merged,
                retired=retired,
                related=tuple(RelatedRow(*pair) for pair in sorted(shelf.relations)),
            )
        )

    # Of 100,000 facts it takes seconds; in a thread of its own it holds up nobody.
    return await asyncio.to_thread(content)


async def _others(database: Database, own: set[int], facts: list[Row], aliased: set[int]) -> list[Row]:
    named = aliased | {row[i] for row in facts for i in (0, 2, 13) if row[i] is not None}
    found: list[Row] = []
    for chunk in chunks(sorted(named - own)):
        holes, values = in_list(chunk)
        found += await database.read(f"{_ENTITY} WHERE id IN {holes} ORDER BY id", values)
    return found


def _keys(entities: list[Row], packs: Sequence[int]) -> dict[int, str]:
    """Return a key for each entity: its own, or one with its number if an entity of this pack has that already."""
    own = {row[1] for row in entities if row[5] in packs}
    keys: dict[int, str] = {}
    taken = set(own)
    for id_, key, _, _, _, home in entities:
        keys[id_] = key if home in packs or key not in taken else f"{key}-{id_}"
        taken.add(keys[id_])
    return keys


async def _aliases(database: Database, ids: list[int], packs: Sequence[int]) -> dict[int, list[str]]:
    """Return the names that an entity's own pack and this one give it; no other's."""
    aliases: dict[int, list[str]] = {}
    pack_holes, own = in_list(packs)
    for chunk in chunks(ids):
        holes, values = in_list(chunk)
        sql = (
            f"SELECT n.entity, n.written FROM names n JOIN entities e ON e.id = n.entity WHERE n.entity IN {holes} "
            f"AND n.alias = 1 AND n.whole = 1 AND (n.pack = e.pack OR n.pack IN {pack_holes}) ORDER BY n.id"
        )
        for entity, written in await database.read(sql, (*values, *own)):
            aliases.setdefault(entity, []).append(written)
    return aliases


async def _sources(database: Database, packs: Sequence[int], used: Iterable[int]) -> dict[int, Source]:
    """Return the sources of these packs, and those of others that facts are used to name: one mended keeps its own."""
    holes, ids = in_list(packs)
    rows = await database.read(
        f"{_SOURCE} WHERE pack IN {holes} "
        "AND current = 1 ORDER BY (SELECT min(id) FROM sources t WHERE t.pack = s.pack AND t.key = s.key), id",
        ids,
    )
    for chunk in chunks(sorted(set(used) - {row[0] for row in rows})):
        holes, ids = in_list(chunk)
        rows += await database.read(f"{_SOURCE} WHERE id IN {holes} ORDER BY id", ids)
    found: dict[int, Source] = {}
    taken: set[str] = set()
    for id_, key, title, publisher, address, date, language in rows:
        own = key if key not in taken else f"{key}-{id_}"
        taken.add(own)
        found[id_] = Source(own, title, publisher, address, date_of(date), language)
    return found


async def _questions(database: Database, pack: int) -> tuple[WrittenQuestion, ...]:
    """Return the questions of a pack installed when they were no facts yet."""
    rows = await database.read(
        "SELECT key, stem, answer, accepted, distractors, topic, difficulty, image, source FROM written_questions "
        "WHERE pack = ? ORDER BY place",
        (pack,),
    )
    return tuple(
        WrittenQuestion(
            key,
            stem,
            answer,
            tuple(json.loads(accepted)),
            tuple(json.loads(distractors)),
            topic,
            difficulty,
            image,
            source,
        )
        for key, stem, answer, accepted, distractors, topic, difficulty, image, source in rows
    )


async def _merged(database: Database, shelf: Shelf) -> tuple[tuple[MergedRow, ...], tuple[RetiredRow, ...]]:
    """Return what a community took for one, and what of packs it retired, each thing by its name and its pack.

    What is its own and retired is left out.
    """
    ids = sorted({id_ for pair in shelf.merged for id_ in pair} | shelf.retired)
    known: dict[int, tuple[str, ...]] = {}
    for some in chunks(ids):
        holes, values = in_list(some)
        rows = await database.read(_HOMES.format(ids=holes), values)
        known.update((row[0], tuple(row[1:])) for row in rows)
    found = []
    for gone, stays in shelf.merged:
        if gone in known and stays in known and (stays not in shelf.retired or known[stays][2]):
            found.append(MergedRow(*known[gone], *known[stays][1:]))
    retired = [RetiredRow(*known[id_]) for id_ in shelf.retired if id_ in known and known[id_][2]]
    return tuple(sorted(found, key=astuple)), tuple(sorted(retired, key=astuple))


def _fact(row: Row, keys: Mapping[int, str], sources: Mapping[int, Source], shelf: Shelf) -> FactRow:
    def value(found: int | Literal) -> EntityKey | Literal:
        return EntityKey(keys[found]) if isinstance(found, int) else found

    return FactRow(
        subject=EntityKey(keys[row[0]]),
        relation=row[1],
        value=value(row[2] if row[2] is not None else literal_of(row[3], row[4], row[5])),
        qualifiers=tuple(
            QualifierRow(relation, value(v)) for relation, v in qualifier_parts(row[8]) if v not in shelf.retired
        ),
        certainty=Certainty(row[9]),
        source=sources[row[10]].key,
        sentence=row[11],
        stated_on=date_of(row[12]),
        spoiler_work=None if row[13] is None else EntityKey(keys[row[13]]),
        spoiler_point=SpoilerPoint(row[14], row[15]),
    )
