"""Questions that nobody could answer, kept for the moderators."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from db.counters import reserve
from db.seam import Database, Transaction
from db.statements import moment
from trivia.facts.model import CommunityId
from trivia.ports import Unanswered
from trivia.text import fold

LONGEST = 1_000
"""Characters of a question that are kept."""


class UnansweredQuestions:
    """Implements ``UnansweredStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, community: CommunityId, question: str, at: datetime) -> None:
        """Keep a question, or count it once more; questions that differ in case and punctuation are one."""
        kept = question[:LONGEST]
        key = key_of(question)

        async def unit(tx: Transaction) -> None:
            counted = await tx.run(
                "UPDATE unanswered SET asked = asked + 1, last = ? WHERE community = ? AND key = ?",
                (moment(at), community, key),
            )
            if not counted:
                await tx.run(
                    "INSERT INTO unanswered(community, key, question, asked, last, number) VALUES (?, ?, ?, 1, ?, ?) "
                    "ON CONFLICT (community, key) DO UPDATE SET asked = unanswered.asked + 1, last = excluded.last",
                    (community, key, kept, moment(at), await reserve(tx, "unanswered", 1)),
                )

        await self._database.write(unit)

    async def unanswered_number(self, community: CommunityId, question: str) -> int | None:
        """Return the number of a question on the list; None if it isn't there."""
        rows = await self._database.read(
            "SELECT number FROM unanswered WHERE community = ? AND key = ?", (community, key_of(question))
        )
        return int(rows[0][0]) if rows else None

    async def unanswered(self, community: CommunityId, limit: int) -> Sequence[Unanswered]:
        """Return the questions, the most asked first, of those the latest."""
        rows = await self._database.read(
            "SELECT question, asked, last FROM unanswered WHERE community = ? "
            "ORDER BY asked DESC, last DESC, question LIMIT ?",
            (community, max(0, limit)),
        )
        return [Unanswered(community, question, asked, datetime.fromisoformat(last)) for question, asked, last in rows]


def key_of(question: str) -> str:
    """Return what a question is kept under."""
    return sha256(fold(question[:LONGEST]).encode("utf-8", "replace")).hexdigest()
