"""Bringing the store to what a pack says: what is new is added, what changed revised, what is gone retired."""

import json
from collections.abc import Iterable, Iterator

from db.counters import reserve
from db.names import add_names, forget_names, name_rows
from db.revising import STATE, Change, identity, index_qualifiers, insert_revisions, state, supersede
from db.seam import Row, Transaction
from db.statements import chunks
from db.stems import add_stems, forget_stems
from db.vocabularies import write_vocabulary
from trivia.errors import Conflict
from trivia.facts.content import EntityKey, EntityRow, FactRow, PackContent
from trivia.facts.model import Literal, Source
from trivia.facts.written import KIND, as_facts
from trivia.ports import Progress

OWN_PACK = "community:"
"""Names of packs that begin so are kept for communities' own packs."""

_AT_ONCE = 4_000
_LATEST = f"""SELECT f.fact, f.revision, f.retired, {STATE} FROM facts f WHERE f.pack = ?
    AND f.revision = (SELECT max(g.revision) FROM facts g WHERE g.fact = f.fact) ORDER BY f.retired, f.fact"""


class Installation:
    """One installation of a pack; ``unit`` does it within a transaction."""

    def __init__(self, content: PackContent, at: str, progress: Progress | None) -> None:
        self._content = as_facts(content)
        self._at = at
        self._progress = progress or _silent
        self._done = 0
        self._total = len(self._content.entities) + len(self._content.facts)
        self._pack = 0
        self._sources: dict[str, int] = {}
        self._entities: dict[str, int] = {}

    async def unit(self, tx: Transaction) -> None:
        """Install the pack; raise Conflict if its name belongs to a community."""
        self._progress(0, self._total)
        await self._take_pack(tx)
        await self._take_sources(tx)
        await self._take_entities(tx)
        await self._take_facts(tx)
        await tx.run("DELETE FROM written_questions WHERE pack = ?", (self._pack,))  # they are facts by now
        await tx.run(
            "INSERT INTO shelves(community, pack) SELECT DISTINCT community, CAST(? AS BIGINT) FROM shelves "
            "WHERE 1 = 1 ON CONFLICT (community, pack) DO NOTHING",
            (self._pack,),
        )

    def _advance(self, count: int) -> None:
        self._done += count
        self._progress(self._done, self._total)

    def _change(self, reason: str) -> Change:
        info = self._content.info
        return Change(f"pack {info.name} {info.version}".rstrip(), self._at, reason)

    async def _take_pack(self, tx: Transaction) -> None:
        info = self._content.info
        if info.name.startswith(OWN_PACK):
            raise Conflict(
                f"A pack can't be named {info.name}: names that begin with {OWN_PACK} are kept for communities."
            )
        vocabulary = json.dumps(write_vocabulary(self._content.vocabulary), ensure_ascii=False)
        rows = await tx.read(
            "INSERT INTO packs(name, title, version, language, licence, about, vocabulary, edition, removed, changed) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?) ON CONFLICT (name) DO UPDATE SET title = excluded.title, "
            "version = excluded.version, language = excluded.language, licence = excluded.licence, "
            "about = excluded.about, vocabulary = excluded.vocabulary, removed = 0, "
            "edition = packs.edition + CASE WHEN packs.vocabulary = excluded.vocabulary THEN 0 ELSE 1 END, "
            "changed = excluded.changed RETURNING id",
            (info.name, info.title, info.version, info.language, info.licence, info.about, vocabulary, self._at),
        )
        self._pack = rows[0][0]

    async def _take_sources(self, tx: Transaction) -> None:
        known = {
            row[1]: (row[0], row[2:])
            for row in await tx.read(
                "SELECT id, key, title, publisher, address, date, language FROM sources WHERE pack = ? ORDER BY id",
                (self._pack,),
            )
        }
        new: list[Row] = []
        for source in self._content.sources:
            columns = _source_columns(source)
            stored = known.get(source.key)
            if stored and stored[1] == columns:
                self._sources[source.key] = stored[0]
            else:
                new.append((source.key, *columns))
        first = await reserve(tx, "sources", len(new))
        self._sources.update((row[0], first + i) for i, row in enumerate(new))
        await tx.run_many(
            "INSERT INTO sources(id, pack, key, title, publisher, address, date, language, current) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            [(first + i, self._pack, *row) for i, row in enumerate(new)],
        )
        await tx.run("UPDATE sources SET current = 0 WHERE pack = ?", (self._pack,))
        await tx.run_many("UPDATE sources SET current = 1 WHERE id = ?", [(i,) for i in self._sources.values()])

    async def _take_entities(self, tx: Transaction) -> None:
        known = {
            row[1]: row
            for row in await tx.read(
                "SELECT id, key, kind, name, popularity, retired FROM entities WHERE pack = ?", (self._pack,)
            )
        }
        aliases = await self._stored_aliases(tx) if known else {}
        new = [row for row in self._content.entities if row.key not in known]
        new.sort(key=_by_popularity)
        first = await reserve(tx, "entities", len(new))
        self._entities = {key: row[0] for key, row in known.items()}
        self._entities.update((row.key, first + i) for i, row in enumerate(new))
        for chunk in chunks(new, _AT_ONCE):
            await tx.run_many(
                "INSERT INTO entities(id, pack, key, kind, name, popularity, retired) VALUES (?, ?, ?, ?, ?, ?, 0)",
                [(self._entities[e.key], self._pack, e.key, e.kind, e.name, e.popularity) for e in chunk],
            )
        changed, renamed = self._changed(known, aliases)
        await tx.run_many(
            "UPDATE entities SET kind = ?, name = ?, popularity = ?, retired = 0 WHERE id = ?",
            [(e.kind, e.name, e.popularity, self._entities[e.key]) for e in changed],
        )
        kept = {e.key for e in self._content.entities}
        gone = [row[0] for key, row in known.items() if key not in kept and not row[5]]
        await tx.run_many("UPDATE entities SET retired = 1 WHERE id = ?", [(i,) for i in gone])
        await forget_names(tx, self._pack, [*(self._entities[e.key] for e in renamed), *gone])
        old = [known[e.key] for e in renamed if known[e.key][2] == KIND]
        await forget_stems(tx, [(row[0], self._pack, row[3]) for row in old])
        self._advance(len(self._content.entities) - len(new) - len(renamed))
        for entities in chunks([*new, *renamed], _AT_ONCE):
            named = [(self._entities[e.key], e) for e in entities if e.kind != KIND]
            names = [n for id_, e in named for n in name_rows(id_, self._pack, e.name, e.aliases)]
            await add_names(tx, await reserve(tx, "names", len(names)), names)
            await add_stems(tx, [(self._entities[e.key], self._pack, e.name) for e in entities if e.kind == KIND])
            self._advance(len(entities))

    async def _stored_aliases(self, tx: Transaction) -> dict[int, list[str]]:
        aliases: dict[int, list[str]] = {}
        for entity, written in await tx.read(
            "SELECT entity, written FROM names WHERE pack = ? AND alias = 1 AND whole = 1 ORDER BY id", (self._pack,)
        ):
            aliases.setdefault(entity, []).append(written)
        return aliases

    def _changed(self, known: dict[str, Row], aliases: dict[int, list[str]]) -> tuple[list[EntityRow], list[EntityRow]]:
        changed, renamed = [], []
        for entity in self._content.entities:
            row = known.get(entity.key)
            if row is None:
                continue
            if (entity.kind, entity.name, entity.popularity, 0) != row[2:]:
                changed.append(entity)
            if row[5] or entity.name != row[3] or list(entity.aliases) != aliases.get(row[0], []):
                renamed.append(entity)
        return changed, renamed

    async def _take_facts(self, tx: Transaction) -> None:
        stored = _Stored(await tx.read(_LATEST, (self._pack,)))
        new: list[Row] = []
        for facts in chunks(self._content.facts, _AT_ONCE):
            revised: list[tuple[int, int, Row]] = []
            for fact in facts:
                columns = self._state(fact)
                match = stored.take(columns)
                if match is None:
                    new.append(columns)
                elif match.retired or match.columns != columns:
                    revised.append((match.fact, match.revision + 1, columns))
            await supersede(tx, [fact for fact, _, _ in revised])
            await insert_revisions(tx, self._pack, revised, self._change("the pack changed"))
            if len(new) >= _AT_ONCE:
                await self._add(tx, new)
                new = []
            self._advance(len(facts))
        await self._add(tx, new)
        for gone in chunks(list(stored.left()), _AT_ONCE):
            await supersede(tx, [fact for fact, _, _ in gone])
            await insert_revisions(tx, self._pack, gone, self._change("gone from the pack"), retired=True)

    async def _add(self, tx: Transaction, new: list[Row]) -> None:
        first = await reserve(tx, "facts", len(new))
        numbered = [(first + i, 1, columns) for i, columns in enumerate(new)]
        await insert_revisions(tx, self._pack, numbered, self._change("installed"))
        await index_qualifiers(tx, _qualified(numbered))

    def _state(self, fact: FactRow) -> Row:
        return state(
            self._entities[fact.subject.key],
            fact.relation,
            self._value(fact.value),
            [(q.relation, self._value(q.value)) for q in fact.qualifiers],
            fact.certainty.value,
            self._sources[fact.source],
            fact.sentence,
            fact.stated_on,
            self._entities[fact.spoiler_work.key] if fact.spoiler_work else None,
            fact.spoiler_point,
        )

    def _value(self, value: EntityKey | Literal) -> int | Literal:
        return self._entities[value.key] if isinstance(value, EntityKey) else value


class _Latest:
    """The latest revision of a stored fact."""

    __slots__ = ("columns", "fact", "retired", "revision")

    def __init__(self, row: Row) -> None:
        self.fact: int = row[0]
        self.revision: int = row[1]
        self.retired = bool(row[2])
        self.columns = row[3:]


class _Stored:
    """The facts of a pack that no row has claimed yet, by what they state."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_identity: dict[tuple[object, ...], list[_Latest]] = {}
        for row in rows:
            latest = _Latest(row)
            self._by_identity.setdefault(identity(latest.columns), []).append(latest)

    def take(self, columns: Row) -> _Latest | None:
        """Claim the stored fact that states the same: best the one that is the same in all, then the earliest."""
        candidates = self._by_identity.get(identity(columns))
        if not candidates:
            return None
        same = next((c for c in candidates if not c.retired and c.columns == columns), candidates[0])
        candidates.remove(same)
        return same

    def left(self) -> Iterator[tuple[int, int, Row]]:
        """Return what nobody claimed and isn't retired yet, as revisions that retire it."""
        for candidates in self._by_identity.values():
            for latest in candidates:
                if not latest.retired:
                    yield latest.fact, latest.revision + 1, latest.columns


def _qualified(rows: Iterable[tuple[int, int, Row]]) -> Iterator[tuple[int, int]]:
    for fact, _, columns in rows:
        if columns[8]:
            for part in json.loads(columns[8]):
                if isinstance(part[1], int):
                    yield part[1], fact


def _source_columns(source: Source) -> Row:
    date = source.date.iso if source.date else ""
    return (source.title, source.publisher, source.address, date, source.language)


def _by_popularity(entity: EntityRow) -> float:
    return -entity.popularity


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
