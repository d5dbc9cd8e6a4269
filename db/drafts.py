"""Drafts in the store.

A file handed over is kept in parts, each a row of its own beside the draft that lists them: in one piece it would keep
others from writing until all of it is on the disk.
"""

import base64
import json
from collections.abc import Sequence
from datetime import datetime

from db.counters import reserve
from db.seam import Database, Transaction, Unit
from db.statements import moment
from trivia.facts.keeping import DRAFTS_KEPT, Arguments, Draft
from trivia.facts.model import CommunityId

_COLUMNS = "id, member, command, arguments, at, file"
_INSERT = "INSERT INTO drafts(id, community, member, command, arguments, file, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ONE = f"SELECT {_COLUMNS} FROM drafts WHERE community = ? AND id = ? AND command <> ?"
_LATEST = f"""SELECT {_COLUMNS} FROM drafts WHERE community = ? AND member = ? AND command <> ?
    ORDER BY at DESC, id DESC LIMIT 1"""
_OLD = "SELECT id FROM drafts WHERE at < ? LIMIT 1"
_PART = "a part of a file"
"""What stands for the command in a row that is no draft."""
_PART_BYTES = 192 * 1024
_LISTED = "parts:"
"""What stands for a file that is in parts, before their ids; no file as it is kept begins so."""


class Drafts:
    """Implements ``DraftStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_draft(  # noqa: PLR0917 -- what a draft is
        self, community: CommunityId, member: str, command: str, arguments: Arguments, at: datetime, file: bytes = b""
    ) -> int:
        """Keep a draft and return its number; old ones are forgotten."""
        await self._forget(moment(at - DRAFTS_KEPT))
        parts: list[int] = []
        for start in range(0, len(file), _PART_BYTES):
            part = file[start : start + _PART_BYTES]
            parts.append(await self._database.write(_Kept(community, member, _PART, {}, moment(at), part)))
        listed = f"{_LISTED}{json.dumps(parts)}" if parts else ""
        return await self._database.write(_Kept(community, member, command, arguments, moment(at), listed))

    async def draft(self, community: CommunityId, number: int | None, member: str) -> Draft | None:
        """Return a draft by its number, or the member's latest."""
        if number is None:
            rows = await self._database.read(_LATEST, (community, member, _PART))
        else:
            rows = await self._database.read(_ONE, (community, number if 0 < number < 2**62 else 0, _PART))
        if not rows:
            return None
        id_, whose, command, arguments, at, kept = rows[0]
        file = await self._file(kept)
        if file is None:
            return None
        return Draft(id_, whose, command, json.loads(arguments), datetime.fromisoformat(at), file)

    async def drop_draft(self, number: int) -> bool:
        """Forget a draft; return whether it was there."""

        async def unit(tx: Transaction) -> tuple[bool, Sequence[int]]:
            rows = await tx.read("DELETE FROM drafts WHERE id = ? AND command <> ? RETURNING file", (number, _PART))
            return bool(rows), _parts(rows[0][0]) if rows else ()

        was_there, parts = await self._database.write(unit)
        for part in parts:
            await self._database.write(_dropping(part))
        return was_there

    async def _file(self, kept: str) -> bytes | None:
        """Return a file as it was handed over; None if somebody is dropping it just now."""
        if not kept.startswith(_LISTED):
            return base64.b64decode(kept)
        whole = bytearray()
        for part in _parts(kept):
            rows = await self._database.read("SELECT file FROM drafts WHERE id = ?", (part,))
            if not rows:
                return None
            whole += base64.b64decode(rows[0][0])
        return bytes(whole)

    async def _forget(self, before: str) -> None:
        while old := await self._database.read(_OLD, (before,)):
            await self._database.write(_dropping(old[0][0]))


class _Kept:
    """A unit that keeps a row and returns its number, which is never given again, lest an old button confirm it."""

    def __init__(  # noqa: PLR0917 -- what a draft is
        self, community: CommunityId, member: str, command: str, arguments: Arguments, at: str, file: bytes | str
    ) -> None:
        self._row = (community, member, command, json.dumps(dict(arguments)))
        self._at = at
        self._file = file

    async def __call__(self, tx: Transaction) -> int:
        file = self._file if isinstance(self._file, str) else base64.b64encode(self._file).decode()
        new = await reserve(tx, "drafts", 1)
        await tx.run(_INSERT, (new, *self._row, file, self._at))
        return new


def _parts(kept: str) -> Sequence[int]:
    """Return the rows that hold a file."""
    parts: list[int] = json.loads(kept.removeprefix(_LISTED)) if kept.startswith(_LISTED) else []
    return parts


def _dropping(row: int) -> Unit[int]:
    return lambda tx: tx.run("DELETE FROM drafts WHERE id = ?", (row,))
