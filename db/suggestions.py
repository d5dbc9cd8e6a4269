"""Suggestions in the store."""

import json
from collections.abc import Sequence
from datetime import datetime

from db.outbox import queue
from db.seam import Database, Row, Transaction
from db.statements import chunks, in_list, moment, storable_ids
from trivia.errors import NotFound
from trivia.facts.keeping import Status, Suggestion
from trivia.facts.model import CommunityId, FactId
from trivia.rounds.ports import Outgoing

_COLUMNS = "id, member, name, platform, arguments, said, at, status, decided_by, word, fact"


class Suggestions:
    """Implements ``SuggestionStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def suggest(self, community: CommunityId, new: Suggestion, day: str, limit: int) -> int | None:
        """Keep a suggestion unless the member made enough on that day."""

        async def unit(tx: Transaction) -> int | None:
            made = await tx.read(
                "SELECT count(*) FROM suggestions WHERE community = ? AND member = ? AND day = ?",
                (community, new.member, day),
            )
            if made[0][0] >= limit:
                return None
            rows = await tx.read(
                "INSERT INTO suggestions(community, member, name, platform, arguments, said, at, day, status, "
                "decided_by, word, decided, fact) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', '', '', '', 0) RETURNING id",
                (
                    community,
                    new.member,
                    new.name,
                    new.platform,
                    json.dumps(dict(new.arguments)),
                    new.said,
                    moment(new.at),
                    day,
                ),
            )
            return int(rows[0][0])

        return await self._database.write(unit)

    async def suggestion(self, community: CommunityId, number: int) -> Suggestion:
        """Return a suggestion."""
        sql = f"SELECT {_COLUMNS} FROM suggestions WHERE community = ? AND id = ?"
        rows = await self._database.read(sql, (community, number)) if storable_ids([number]) else []
        if not rows:
            raise NotFound(f"There is no suggestion s{number} here.")
        return _suggestion(rows[0])

    async def suggestions(self, community: CommunityId, limit: int, *, after: int = 0) -> Sequence[Suggestion]:
        """Return those that wait, the oldest first."""
        sql = (
            f"SELECT {_COLUMNS} FROM suggestions WHERE community = ? AND status = 'open' AND id > ? ORDER BY id LIMIT ?"
        )
        return [_suggestion(row) for row in await self._database.read(sql, (community, after, max(0, limit)))]

    async def count_suggestions(self, community: CommunityId) -> int:
        """Return how many wait."""
        sql = "SELECT count(*) FROM suggestions WHERE community = ? AND status = 'open'"
        return int((await self._database.read(sql, (community,)))[0][0])

    async def decide(
        self,
        community: CommunityId,
        number: int,
        status: Status,
        by: str,
        at: datetime,
        *,
        word: str = "",
        fact: FactId | None = None,
        outgoing: Sequence[Outgoing] = (),
    ) -> Suggestion | None:
        """Decide a suggestion that waits; None if somebody else has decided it."""

        async def unit(tx: Transaction) -> bool:
            done = await tx.run(
                "UPDATE suggestions SET status = ?, decided_by = ?, word = ?, decided = ?, fact = ? "
                "WHERE community = ? AND id = ? AND status = 'open'",
                (status.value, by, word, moment(at), fact or 0, community, number),
            )
            if done:
                await queue(tx, outgoing)
            return bool(done)

        return await self.suggestion(community, number) if await self._database.write(unit) else None

    async def suggesters(self, community: CommunityId, facts: Sequence[FactId]) -> Sequence[tuple[str, str]]:
        """Return the ids and names of members of a community whose suggestions became these facts, if they stand."""
        found: list[tuple[int, str, str]] = []
        for chunk in chunks(storable_ids(facts)):
            holes, values = in_list(chunk)
            sql = (
                f"SELECT id, member, name FROM suggestions s WHERE fact > 0 AND fact IN {holes} AND community = ? "
                "AND status = 'accepted' AND EXISTS (SELECT 1 FROM facts f WHERE f.fact = s.fact AND f.current = 1)"
            )
            found += [(row[0], row[1], row[2]) for row in await self._database.read(sql, (*values, community))]
        return [(member, name) for _, member, name in sorted(found)]


def _suggestion(row: Row) -> Suggestion:
    number, member, name, platform, arguments, said, at, status, by, word, fact = row
    return Suggestion(
        number,
        member,
        name,
        platform,
        json.loads(arguments),
        said,
        datetime.fromisoformat(at),
        Status(status),
        by,
        word,
        FactId(fact) if fact else None,
    )
