"""Questions that people wrote, found by their words: by all of them together, or by those that tell something."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache, partial
from hashlib import blake2b

from db.blocks import insert_many
from db.decoding import FACT, FROM_FACTS, Decoder
from db.seam import Database, Row, Transaction
from db.statements import chunks, in_list
from trivia.facts.model import EntityId, Fact, Shelf
from trivia.facts.written import KIND
from trivia.lookup.stems import LIKE, bare, is_asked_by, likeness, telling

Stem = tuple[int, int, str]
"""A question's entity, its pack, and its words."""
StemWord = tuple[int, int, int]
"""The key of one word, or of all, with the pack and the entity."""

_DUE = ("stems",)
_PIECE = 500
_MOST_ALIKE = 50
_MOST_SEEN = 200
"""So many questions that have a word in common are looked at; of a word that more have, others tell more."""
_RAREST = 3
_MOST_JOINED = 4
_MOST_READ = 5_000
_SPARE = 4
"""So many times as many questions are read as are wanted, for some of them may be retired."""
_ASKED = 16
_COUNT = "SELECT {place}, count(*) FROM (SELECT 1 FROM stems WHERE key = ? AND pack IN {packs} LIMIT ?) c{place}"
_NAMED = """SELECT e.id, e.name FROM stems s JOIN entities e ON e.id = s.entity
    WHERE s.key IN {keys} AND s.pack IN {packs} LIMIT ?"""
_WITH_ALL = """SELECT e.id, e.name FROM {stems} JOIN entities e ON e.id = s0.entity
    WHERE {conditions} AND s0.pack IN {packs} ORDER BY s0.pack, s0.entity LIMIT ?"""
_FACTS = f"""SELECT {FACT} FROM {FROM_FACTS} WHERE f.current = 1 AND f.subject IN {{entities}} AND f.pack IN {{packs}}
    AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.community = ? AND h.fact = f.fact) ORDER BY f.fact"""
_OLD = "SELECT id, pack, name FROM entities WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"


class Stems:
    """Implements ``QuestionIndex``."""

    def __init__(self, database: Database, decoder: Decoder) -> None:
        self._database = database
        self._decoder = decoder

    async def questions_asked_by(self, shelf: Shelf, text: str) -> Sequence[Fact]:
        """Return the questions that a text asks, in their own words."""
        named = await self._stems_under(shelf, [stem_key(text)], _MOST_ALIKE)
        return await self._facts_asked(shelf, [entity for entity, stem in named if is_asked_by(stem, text)])

    async def questions_with(self, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        """Return questions that have all telling words of a text."""
        counted = await self._words_counted(shelf, telling(text))
        if not counted or not counted[0][0]:
            return []
        keys = [_part(word) for _, word in counted[:_MOST_JOINED]]
        most = max(0, limit) * _SPARE if len(keys) == len(counted) else _MOST_READ
        conditions = " AND ".join(
            f"s{i}.key = ?" + (f" AND s{i}.pack = s0.pack AND s{i}.entity = s0.entity" if i else "")
            for i in range(len(keys))
        )
        tables = " CROSS JOIN ".join(f"stems s{i}" for i in range(len(keys)))
        holes, packs = in_list(shelf.packs)
        sql = _WITH_ALL.format(stems=tables, conditions=conditions, packs=holes)
        wanted = set(telling(text))
        rows = await self._database.read(sql, (*keys, *packs, most))
        found = [entity for entity, stem in rows if wanted <= set(telling(stem))]
        return (await self._facts_asked(shelf, found[: max(0, limit)]))[: max(0, limit)]

    async def questions_like(self, shelf: Shelf, text: str, limit: int) -> Sequence[Fact]:
        """Return questions about much the same, the likest first."""
        counted = [(count, word) for count, word in await self._words_counted(shelf, telling(text)) if count]
        rare = [word for count, word in counted if count < _MOST_SEEN][:_RAREST] or [word for _, word in counted[:1]]
        if not rare:
            return []
        named = await self._stems_under(shelf, [_part(word) for word in rare], _MOST_SEEN * _RAREST)
        scored = sorted((-score, entity) for entity, stem in named if (score := likeness(text, stem)) >= LIKE)
        order = {entity: place for place, (_, entity) in enumerate(scored[: max(0, limit)])}
        return sorted(await self._facts_asked(shelf, list(order)), key=lambda fact: order[fact.subject.id])

    async def _words_counted(self, shelf: Shelf, words: Sequence[str]) -> list[tuple[int, str]]:
        """Return some words with how many questions have them, the rarest first; more than ``_MOST_SEEN`` are many."""
        some = words[:_ASKED]
        if not shelf.packs or not some:
            return []
        holes, packs = in_list(shelf.packs)
        size = next(size for size in (1, 4, _ASKED) if size >= len(some))
        padded = [*some, *[some[-1]] * (size - len(some))]
        sql = " UNION ALL ".join(_COUNT.format(place=place, packs=holes) for place in range(size))
        params = [value for word in padded for value in (_part(word), *packs, _MOST_SEEN)]
        counts: dict[int, int] = dict(await self._database.read(sql, params))
        return sorted((counts[place], word) for place, word in enumerate(some))

    async def _stems_under(self, shelf: Shelf, keys: Sequence[int], limit: int) -> list[Row]:
        if not shelf.packs:
            return []
        key_holes, wanted = in_list(keys)
        holes, packs = in_list(shelf.packs)
        rows = await self._database.read(_NAMED.format(keys=key_holes, packs=holes), (*wanted, *packs, limit))
        return list(dict.fromkeys(map(tuple, rows)))

    async def _facts_asked(self, shelf: Shelf, entities: Collection[EntityId]) -> list[Fact]:
        if not entities:
            return []
        entity_holes, wanted = in_list(entities)
        holes, packs = in_list(shelf.packs)
        sql = _FACTS.format(entities=entity_holes, packs=holes)
        return await self._decoder.facts(await self._database.read(sql, (*wanted, *packs, shelf.community)))


async def add_stems(tx: Transaction, stems: Iterable[Stem]) -> None:
    """Note by which words questions are found; what is noted already stays."""
    await add_stem_words(tx, stem_words(stems))


def stem_words(stems: Iterable[Stem]) -> list[StemWord]:
    """Return what finds questions, in the order in which it is quickest stored."""
    return sorted({(key, pack, entity) for entity, pack, stem in stems for key in _keys(stem)})


async def add_stem_words(tx: Transaction, rows: Iterable[StemWord]) -> None:
    """Store what finds questions."""
    await insert_many(tx, "INSERT INTO stems(key, pack, entity)", 3, rows, "ON CONFLICT (key, pack, entity) DO NOTHING")


async def forget_stems(tx: Transaction, stems: Iterable[Stem]) -> None:
    """Forget by which words questions were found."""
    rows = [(key, pack, entity) for entity, pack, stem in stems for key in _keys(stem)]
    await tx.run_many("DELETE FROM stems WHERE key = ? AND pack = ? AND entity = ?", rows)


async def forget_stems_of(tx: Transaction, entities: Collection[int]) -> None:
    """Forget by which words those of these entities that are questions were found."""
    for some in chunks(entities):
        holes, values = in_list(some)
        rows = await tx.read(f"SELECT id, pack, name FROM entities WHERE id IN {holes} AND kind = ?", (*values, KIND))
        await forget_stems(tx, [(entity, pack, name) for entity, pack, name in rows])


async def note_old_stems(database: Database) -> None:
    """Note the words of questions that an earlier version kept, in pieces; do nothing where that is done."""
    if not await database.read("SELECT 1 FROM notes WHERE key = ?", _DUE):
        return
    last = 0
    while rows := await database.read(_OLD, (KIND, last, _PIECE)):
        stems = [(entity, pack, name) for entity, pack, name in rows]
        await database.write(partial(add_stems, stems=stems))
        last = stems[-1][0]
    await database.write(lambda tx: tx.run("DELETE FROM notes WHERE key = ?", _DUE))


def _keys(stem: str) -> set[int]:
    return {stem_key(stem), *map(_part, telling(stem))}


def stem_key(text: str) -> int:
    """Return the key of a question's words together."""
    return _key(f"={bare(text)}")


@lru_cache(20_000)
def _part(word: str) -> int:
    return _key(f"~{word}")


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()) >> 1
