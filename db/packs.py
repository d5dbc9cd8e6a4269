"""Packs as wholes: what is installed, whose shelf it stands on, and taking one off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from db.export import pack_content
from db.installing import Installation
from db.names import forget_names
from db.seam import Database, Params, Row, Transaction
from db.shelves import shelf_of
from db.statements import moment
from trivia.errors import NotFound
from trivia.facts.content import PackContent, PackInfo
from trivia.facts.model import CommunityId, Shelf
from trivia.ports import Progress, Resting, StoredPack

_PACKS = """SELECT p.id, p.name, p.title, p.version, p.language, p.licence, p.about, p.community,
    (SELECT count(*) FROM entities e WHERE e.pack = p.id AND e.retired = 0),
    (SELECT count(*) FROM facts f WHERE f.pack = p.id AND f.current = 1 AND f.retired = 0),
    (SELECT count(*) FROM entities e WHERE e.pack = p.id AND e.retired = 0 AND e.kind = 'written:question')
    FROM packs p WHERE p.removed = 0"""
_MUCH = 1_000
_RETIRE_ALL = """INSERT INTO facts(fact, revision, pack, subject, relation, value, type, literal, unit, number, folded,
        qualifiers, certainty, source, sentence, stated_on, work, season, episode, author, at, reason, retired, current,
        place)
    SELECT fact, revision + 1, pack, subject, relation, value, type, literal, unit, number, folded,
        qualifiers, certainty, source, sentence, stated_on, work, season, episode, ?, ?, ?, 1, 0, place
    FROM facts WHERE pack = ? AND current = 1 AND retired = 0"""

_RESTING = """SELECT COALESCE(c.name, ''), sum(x.facts), sum(x.names), sum(x.merges) FROM (
        SELECT p.community, 1 AS facts, 0 AS names, 0 AS merges FROM packs p JOIN facts f ON f.pack = p.id
        WHERE p.community IS NOT NULL AND p.removed = 0 AND f.current = 1 AND f.retired = 0 AND (
            EXISTS (SELECT 1 FROM entities e WHERE e.id = f.subject AND e.pack = ?)
            OR EXISTS (SELECT 1 FROM entities e WHERE e.id = f.value AND e.pack = ?)
            OR EXISTS (
                SELECT 1 FROM qualifier_entities q JOIN entities e ON e.id = q.entity
                WHERE q.fact = f.fact AND e.pack = ?
            ))
        UNION ALL SELECT p.community, 0, 1, 0
        FROM entities e JOIN names n ON n.entity = e.id AND n.alias = 1 AND n.whole = 1 JOIN packs p ON p.id = n.pack
        WHERE e.pack = ? AND p.community IS NOT NULL AND p.removed = 0
        UNION ALL SELECT m.community, 0, 0, 1 FROM merged_entities m
        WHERE EXISTS (SELECT 1 FROM entities e WHERE e.id IN (m.entity, m.stays) AND e.pack = ?)
    ) x LEFT JOIN communities c ON c.id = x.community
    GROUP BY x.community, c.name ORDER BY count(*) DESC, x.community"""


class _Readable(Protocol):
    async def read(self, sql: str, params: Params = ()) -> list[Row]: ...


class Packs:
    """Implements ``PackStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def packs(self) -> Sequence[StoredPack]:
        """Return every pack, by name."""
        rows = await self._database.read(f"{_PACKS} ORDER BY p.name")
        return [
            StoredPack(
                row[0],
                PackInfo(*row[1:7]),
                None if row[7] is None else CommunityId(row[7]),
                row[8] - row[10],
                max(0, row[9] - row[10]),
                row[10],
            )
            for row in rows
        ]

    async def install(self, content: PackContent, at: datetime, progress: Progress | None = None) -> StoredPack:
        """Store a pack, or bring the stored one of that name to this content, and put it on every shelf."""
        installation = Installation(content, moment(at), progress)
        await self._database.write(installation.unit)
        if len(content.entities) + len(content.facts) >= _MUCH:
            await self._database.survey()
        return next(pack for pack in await self.packs() if pack.info.name == content.info.name)

    async def remove(self, name: str, at: datetime) -> None:
        """Take a pack off every shelf and retire its facts."""

        async def unit(tx: Transaction) -> None:
            pack = await _shared_pack(tx, name)
            entities = await tx.read("SELECT id FROM entities WHERE pack = ?", (pack,))
            await forget_names(tx, pack, [row[0] for row in entities])
            await tx.run(_RETIRE_ALL, (f"pack {name}", moment(at), "the pack was removed", pack))
            await tx.run("UPDATE facts SET current = 0 WHERE pack = ? AND current = 1 AND retired = 0", (pack,))
            await tx.run("UPDATE entities SET retired = 1 WHERE pack = ? AND retired = 0", (pack,))
            await tx.run("DELETE FROM shelves WHERE pack = ?", (pack,))
            await tx.run("UPDATE packs SET removed = 1, changed = ? WHERE id = ?", (moment(at), pack))

        await self._database.write(unit)

    async def resting(self, name: str) -> Sequence[Resting]:
        """Return what communities keep about a pack's things, who keeps most first; NotFound if there is no such."""
        pack = (await _shared_pack(self._database, name),)
        rows = await self._database.read(_RESTING, pack * 5)
        return [Resting(community, *map(int, counts)) for community, *counts in rows]

    async def content(self, name: str) -> PackContent:
        """Return a pack as it would be written down."""
        return await pack_content(self._database, name)

    async def take_up_questions(self, at: datetime) -> None:
        """Let the questions of packs that an earlier version installed, which only kept them, be asked."""
        rows = await self._database.read(
            "SELECT DISTINCT p.name FROM written_questions w JOIN packs p ON p.id = w.pack WHERE p.removed = 0"
        )
        for (name,) in rows:
            await self.install(await self.content(name), at)

    async def shelf(self, community: CommunityId) -> Shelf:
        """Return what a community reads: the shared packs it chose, or all of them, and its own pack last."""
        return await shelf_of(self._database, community)

    async def choose(self, community: CommunityId, names: Sequence[str] | None) -> Shelf:
        """Put just these shared packs on a community's shelf, or with None every one there is or will be.

        Raises NotFound if one of them isn't installed.
        """

        async def unit(tx: Transaction) -> None:
            await tx.run("DELETE FROM shelves WHERE community = ?", (community,))
            chosen = [await _shared_pack(tx, name) for name in dict.fromkeys(names or ())]
            if names is not None:
                # Number 0 is no pack: it says that the community chose, even if it chose none.
                await tx.run_many(
                    "INSERT INTO shelves(community, pack) VALUES (?, ?)", [(community, pack) for pack in (0, *chosen)]
                )

        await self._database.write(unit)
        return await self.shelf(community)


async def _shared_pack(tx: _Readable, name: str) -> int:
    rows = await tx.read("SELECT id FROM packs WHERE name = ? AND community IS NULL AND removed = 0", (name,))
    if not rows:
        raise NotFound(f"There is no pack named {name}.")
    return int(rows[0][0])
