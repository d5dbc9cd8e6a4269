"""Drafts in the store."""

import base64
import json
from datetime import datetime

from db.counters import reserve
from db.seam import Database, Transaction
from db.statements import moment
from trivia.facts.keeping import DRAFTS_KEPT, Arguments, Draft
from trivia.facts.model import CommunityId

_COLUMNS = "id, member, command, arguments, at, file"


class Drafts:
    """Implements ``DraftStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep_draft(  # noqa: PLR0917 -- what a draft is
        self, community: CommunityId, member: str, command: str, arguments: Arguments, at: datetime, file: bytes = b""
    ) -> int:
        """Keep a draft and return its number; old ones are forgotten."""
        row = (community, member, command, json.dumps(dict(arguments)), base64.b64encode(file).decode(), moment(at))

        async def unit(tx: Transaction) -> int:
            await tx.run("DELETE FROM drafts WHERE at < ?", (moment(at - DRAFTS_KEPT),))
            # A number is never given again, lest an old button confirm something else.
            new = await reserve(tx, "drafts", 1)
            await tx.run(
                "INSERT INTO drafts(id, community, member, command, arguments, file, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (new, *row),
            )
            return new

        return await self._database.write(unit)

    async def draft(self, community: CommunityId, number: int | None, member: str) -> Draft | None:
        """Return a draft by its number, or the member's latest."""
        if number is None:
            sql = f"SELECT {_COLUMNS} FROM drafts WHERE community = ? AND member = ? ORDER BY at DESC, id DESC LIMIT 1"
            rows = await self._database.read(sql, (community, member))
        else:
            known = number if 0 < number < 2**62 else 0
            sql = f"SELECT {_COLUMNS} FROM drafts WHERE community = ? AND id = ?"
            rows = await self._database.read(sql, (community, known))
        if not rows:
            return None
        id_, whose, command, arguments, at, file = rows[0]
        return Draft(id_, whose, command, json.loads(arguments), datetime.fromisoformat(at), base64.b64decode(file))

    async def drop_draft(self, number: int) -> bool:
        """Forget a draft; return whether it was there."""

        async def unit(tx: Transaction) -> bool:
            return bool(await tx.run("DELETE FROM drafts WHERE id = ?", (number,)))

        return await self._database.write(unit)
