"""The name index: entities by exact name, by a name with slips, by words of a name and by its beginning."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from db.blocks import insert_many
from db.decoding import ENTITY, Decoder
from db.merging import matches_here
from db.passjoin import letters, name_keys, query_keys
from db.seam import Database, Row, Transaction
from db.statements import chunks, in_list, storable_ids
from trivia.facts.model import EntityId, Shelf
from trivia.ports import NameMatch
from trivia.text import fold, without_article

MOST_NEAR = 50
LONGEST = 300
"""Characters of a folded name that are kept; PostgreSQL can't index texts much longer than 2,700 bytes."""

_LONGEST_WORD = 100
_MOST_JOINED = 4
_DIGITS = re.compile(r"\d+")

_MATCH = f"n.folded, n.alias, {ENTITY.format(e='e')}"
_LIVING = "n.pack IN {packs} AND +e.pack IN {packs} AND e.retired = 0"
"""A community's name for an entity of a pack rests while that pack is off its shelf.

The plus keeps SQLite from going through every entity of the packs instead of looking up the names.
"""
_BY_NAME = """SELECT {match} FROM names n JOIN entities e ON e.id = n.entity
    WHERE n.folded IN {names} AND {living} ORDER BY e.popularity DESC, e.id, n.alias, n.id"""
_NEAR = """SELECT n.folded, n.alias, {entity} FROM (
        SELECT DISTINCT name FROM (
            SELECT name, letters & ? AS extra, ? & ~letters AS missing FROM segments WHERE key IN {keys}
        ) s WHERE {few_extra} AND {few_missing}
    ) c JOIN names n ON n.id = c.name JOIN entities e ON e.id = n.entity WHERE {living}"""
_WITH_WORDS = """SELECT {match} FROM {words} JOIN names n ON n.id = w0.name JOIN entities e ON e.id = n.entity
    WHERE {conditions} AND {living} ORDER BY e.popularity DESC, e.id, n.alias, n.id"""
_ALIASES = """SELECT n.entity, n.written FROM names n JOIN entities e ON e.id = n.entity
    WHERE n.entity IN {ids} AND n.alias = 1 AND n.whole = 1 AND (n.pack = e.pack OR n.pack IN {packs}) ORDER BY n.id"""

_WRITTEN = """SELECT n.entity, n.written, n.alias FROM names n JOIN entities e ON e.id = n.entity
    WHERE n.entity IN {ids} AND n.whole = 1 AND (n.pack = e.pack OR n.pack IN {packs}) ORDER BY n.id"""


class Names:
    """Implements ``NameIndex``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def by_name(self, shelf: Shelf, folded: Collection[str]) -> Mapping[str, Sequence[NameMatch]]:
        """Return the entities that bear one of the names exactly."""
        asked = {name: _stored(name) for name in folded if name}
        stored = {form for name in asked.values() for form in (name, without_article(name))}
        found: dict[str, list[NameMatch]] = {}
        for chunk in chunks(stored if shelf.packs else ()):
            found |= await self._bearing(shelf, chunk)
        answers = ((name, found.get(form) or found.get(without_article(form))) for name, form in asked.items())
        return {name: matches for name, matches in answers if matches}

    async def near_name(self, shelf: Shelf, folded: str, edits: int) -> Sequence[NameMatch]:
        """Return entities with a name a few edits away."""
        name = _stored(folded)
        if edits <= 0 or len(name) < 2:
            return (await self.by_name(shelf, [name])).get(name, [])
        forms = dict.fromkeys((name, without_article(name)))
        best: dict[EntityId, NameMatch] = {}
        for form in forms:
            for match in await self._near(shelf, form, min(edits, 2)):
                known = best.get(match.entity.id)
                if known is None or (match.edits, match.alias) < (known.edits, known.alias):
                    best[match.entity.id] = match
        ranked = sorted(best.values(), key=lambda m: (m.edits, -m.entity.popularity, m.entity.id))
        return ranked[:MOST_NEAR]

    async def by_words(self, shelf: Shelf, words: Sequence[str], limit: int) -> Sequence[NameMatch]:
        """Return entities one of whose names contains all these words."""
        wanted = {w[:_LONGEST_WORD] for word in words for w in word.split()}
        rows = await self._with_words(shelf, wanted, "", limit)
        matches = [self._match(row, 0) for row in rows if wanted <= _words_of(row[0])]
        return _distinct(await self._here(shelf, matches), limit)

    async def by_prefix(self, shelf: Shelf, folded: str, limit: int) -> Sequence[NameMatch]:
        """Return entities with a word that begins so."""
        *whole, last = folded.split() or [""]
        if not last:
            return []
        rows = await self._with_words(shelf, set(whole), last[:_LONGEST_WORD], limit)
        beginning = f" {' '.join((*whole, last))}"
        matches = [self._match(row, 0) for row in rows if beginning in f" {row[0]}"]
        return _distinct(await self._here(shelf, matches), limit)

    async def aliases(self, ids: Collection[EntityId], shelf: Shelf | None = None) -> Mapping[EntityId, Sequence[str]]:
        """Return the aliases of entities as they were written."""
        found: dict[EntityId, list[str]] = {}
        pack_holes, packs = in_list(shelf.packs if shelf else ())
        if shelf and shelf.merged:
            return await self._merged_aliases(shelf, ids)
        for chunk in chunks(storable_ids(ids)):
            holes, values = in_list(chunk)
            sql = _ALIASES.format(ids=holes, packs=pack_holes)
            for entity, written in await self._database.read(sql, (*values, *packs)):
                found.setdefault(entity, []).append(written)
        return found

    async def _bearing(self, shelf: Shelf, names: Collection[str]) -> dict[str, list[NameMatch]]:
        name_holes, name_values = in_list(names)
        pack_holes, packs = in_list(shelf.packs)
        sql = _by_name(name_holes, pack_holes)
        await self._decoder.know_packs(shelf.packs)
        found: dict[str, dict[EntityId, NameMatch]] = {}
        matches = [self._match(row, 0) for row in await self._database.read(sql, name_values + packs * 2)]
        for match in await self._here(shelf, matches):
            found.setdefault(match.name, {}).setdefault(match.entity.id, match)
        return {name: list(matches.values()) for name, matches in found.items()}

    async def _near(self, shelf: Shelf, name: str, edits: int) -> list[NameMatch]:
        if not shelf.packs or len(name) < 2:
            return []
        key_holes, keys = in_list(query_keys(name, edits))
        pack_holes, packs = in_list(shelf.packs)
        sql = _NEAR.format(
            entity=ENTITY.format(e="e"),
            keys=key_holes,
            living=_LIVING.format(packs=pack_holes),
            few_extra=_few_bits("extra", edits),
            few_missing=_few_bits("missing", edits),
        )
        mine = letters(name)
        await self._decoder.know_packs(shelf.packs)
        digits = _DIGITS.findall(name)
        found = []
        for row in await self._database.read(sql, (~mine, mine, *keys, *packs, *packs)):
            distance = OSA.distance(name, row[0], score_cutoff=edits)
            if distance <= edits and _DIGITS.findall(row[0]) == digits:
                found.append(self._match(row, distance))
        return await self._here(shelf, found)

    async def _with_words(self, shelf: Shelf, words: Collection[str], prefix: str, limit: int) -> list[Row]:
        """Return names that have the rarest of the words and one that begins so: a superset of what is wanted."""
        if not shelf.packs or limit <= 0 or not (words or prefix):
            return []
        rarest = await self._rarest(words)
        if len(rarest) < len(words):
            return []
        rarest = rarest[:_MOST_JOINED]
        conditions = [f"w{i}.word = ?" for i in range(len(rarest))]
        params: list[object] = list(rarest)
        if prefix:
            conditions.append(f"w{len(rarest)}.word >= ? AND w{len(rarest)}.word < ?")
            params += [prefix, prefix + "\U0010ffff"]
        conditions += [f"w{i}.name = w0.name" for i in range(1, len(conditions))]
        tables = " CROSS JOIN ".join(f"words w{i}" for i in range(len(rarest) + bool(prefix)))
        pack_holes, packs = in_list(shelf.packs)
        living = _LIVING.format(packs=pack_holes)
        sql = _WITH_WORDS.format(match=_MATCH, words=tables, conditions=" AND ".join(conditions), living=living)
        await self._decoder.know_packs(shelf.packs)
        return await self._database.read(sql, (*params, *packs, *packs))

    async def _rarest(self, words: Collection[str]) -> list[str]:
        if not words:
            return []
        if len(words) > 256:
            return []  # no name has so many
        holes, values = in_list(words)
        rows = await self._database.read(
            f"SELECT word FROM frequencies WHERE word IN {holes} AND names > 0 ORDER BY names, word",
            values,
        )
        return [row[0] for row in rows]

    async def _merged_aliases(self, shelf: Shelf, ids: Collection[EntityId]) -> Mapping[EntityId, Sequence[str]]:
        """Return aliases where things were merged: all names of the others are aliases of the one that stands."""
        pack_holes, packs = in_list(shelf.packs)
        rows: list[Row] = []
        for chunk in chunks(storable_ids(shelf.all_of(ids))):
            holes, values = in_list(chunk)
            rows += await self._database.read(_WRITTEN.format(ids=holes, packs=pack_holes), (*values, *packs))
        own = {entity: written for entity, written, alias in rows if not alias}
        found: dict[EntityId, list[str]] = {}
        for entity, written, alias in sorted(rows, key=lambda row: shelf.here(row[0]) != row[0]):
            stands = shelf.here(entity)
            if (alias or stands != entity) and written not in (own.get(stands), *found.get(stands, ())):
                found.setdefault(stands, []).append(written)
        return found

    async def _here(self, shelf: Shelf, matches: list[NameMatch]) -> list[NameMatch]:
        """Return matches as they hold on a shelf, in their order anew, without what was retired there."""
        if not (shelf.merged or shelf.retired):
            return matches
        here = await matches_here(self._decoder, shelf, matches)
        return sorted(here, key=lambda m: (-m.entity.popularity, m.entity.id, m.alias))

    def _match(self, row: Row, edits: int) -> NameMatch:
        return NameMatch(self._decoder.entity(row, 2), row[0], edits, bool(row[1]))


@lru_cache
def _by_name(names: str, packs: str) -> str:
    return _BY_NAME.format(match=_MATCH, names=names, living=_LIVING.format(packs=packs))


def _few_bits(column: str, most: int) -> str:
    """Say in SQL that a number has at most so many bits set: x & (x - 1) clears the lowest."""
    cleared = f"({column} & ({column} - 1))"
    return f"{cleared} = 0" if most == 1 else f"({cleared} & ({cleared} - 1)) = 0"


def _distinct(matches: Iterable[NameMatch], limit: int) -> list[NameMatch]:
    best: dict[EntityId, NameMatch] = {}
    for match in matches:
        if match.entity.id not in best and len(best) == limit:
            break
        best.setdefault(match.entity.id, match)
    return list(best.values())


def _stored(folded: str) -> str:
    return folded[:LONGEST]


def _words_of(folded: str) -> set[str]:
    return {word[:_LONGEST_WORD] for word in folded.split()}


# Writing


class NameRow:
    """A name to be stored."""

    __slots__ = ("alias", "entity", "folded", "pack", "whole", "written")

    def __init__(self, entity: int, pack: int, folded: str, written: str, *, alias: bool, whole: bool) -> None:
        self.entity = entity
        self.pack = pack
        self.folded = folded
        self.written = written
        self.alias = alias
        self.whole = whole


def name_rows(entity: int, pack: int, name: str, aliases: Iterable[str]) -> list[NameRow]:
    """Return the names of an entity to be stored: each as written, and without its article where it has one."""
    rows: list[NameRow] = []
    seen: set[str] = set()
    for alias, written in ((False, name), *((True, a) for a in aliases)):
        folded = _stored(fold(written))
        rows.append(NameRow(entity, pack, folded, written, alias=alias, whole=True))
        seen.add(folded)
        bare = without_article(folded)
        if bare not in seen:
            seen.add(bare)
            rows.append(NameRow(entity, pack, bare, "", alias=alias, whole=False))
    return rows


Segment = tuple[int, int, int]
Word = tuple[str, int]


async def add_names(tx: Transaction, first_id: int, rows: Sequence[NameRow]) -> None:
    """Store names under ids from ``first_id`` on, with all that finds them."""
    segments, words = await add_bare_names(tx, first_id, rows)
    await add_segments(tx, segments)
    await add_words(tx, words)


async def add_bare_names(tx: Transaction, first_id: int, rows: Sequence[NameRow]) -> tuple[list[Segment], list[Word]]:
    """Store names; return what finds those with slips and in parts, in the order in which it is quickest stored."""
    numbered = list(enumerate(rows, first_id))
    await insert_many(
        tx,
        "INSERT INTO names(id, entity, pack, folded, written, alias, whole)",
        7,
        [(i, r.entity, r.pack, r.folded, r.written, int(r.alias), int(r.whole)) for i, r in numbered],
    )
    segments = [
        (key, i, used) for i, r in numbered for used in (letters(r.folded),) for key in set(name_keys(r.folded))
    ]
    return sorted(segments), sorted((word, i) for i, r in numbered for word in _words_of(r.folded))


async def add_segments(tx: Transaction, segments: Iterable[Segment]) -> None:
    """Store the keys by which names with slips are found."""
    await insert_many(tx, "INSERT INTO segments(key, name, letters)", 3, segments)


async def add_words(tx: Transaction, words: Sequence[Word]) -> None:
    """Store the words by which names are found in parts."""
    await insert_many(tx, "INSERT INTO words(word, name)", 2, words)
    await _count_words(tx, words, 1)


async def forget_names(tx: Transaction, pack: int, entities: Collection[int]) -> None:
    """Remove every name that a pack gives to these entities."""
    for chunk in chunks(entities):
        holes, values = in_list(chunk)
        rows = await tx.read(f"SELECT id, folded FROM names WHERE entity IN {holes} AND pack = ?", (*values, pack))
        await remove_names(tx, rows)


async def remove_names(tx: Transaction, names: Iterable[Row]) -> None:
    """Remove names, given as their id and their folded form, with all that finds them."""
    for rows in chunks(list(names)):
        await tx.run_many(
            "DELETE FROM segments WHERE key = ? AND name = ?", [(k, i) for i, f in rows for k in set(name_keys(f))]
        )
        words = [(word, i) for i, folded in rows for word in _words_of(folded)]
        await tx.run_many("DELETE FROM words WHERE word = ? AND name = ?", words)
        await tx.run_many("DELETE FROM names WHERE id = ?", [(i,) for i, _ in rows])
        await _count_words(tx, words, -1)


async def _count_words(tx: Transaction, words: Iterable[tuple[str, int]], step: int) -> None:
    counts: dict[str, int] = {}
    for word, _ in words:
        counts[word] = counts.get(word, 0) + step
    await insert_many(
        tx,
        "INSERT INTO frequencies(word, names)",
        2,
        sorted(counts.items()),
        "ON CONFLICT (word) DO UPDATE SET names = frequencies.names + excluded.names",
    )
