"""Rounds that are over, and how members did with their last questions, in the store."""

from collections.abc import Sequence

from db.rounds import read_rounds
from db.seam import Database
from trivia.facts.model import CommunityId
from trivia.rounds.codec import from_json
from trivia.rounds.model import Asked, MemberId, Place, Round, RoundId


class History:
    """Implements ``RoundHistory``, and of ``RoundStore`` what looks back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def past_rounds(self, place: Place, limit: int) -> Sequence[Round]:
        """Return the last rounds of a channel that are over, the latest first."""
        which = "community = ? AND channel = ? AND ended = 1 ORDER BY started DESC, id LIMIT ?"
        return await read_rounds(self._database.read, which, (place.community, place.channel, limit))

    async def questions_of(self, round_id: RoundId) -> Sequence[tuple[int, Asked]]:
        """Return the questions put in a round with their numbers, in order."""
        rows = await self._database.read(
            "SELECT number, question FROM asked WHERE round = ? ORDER BY number, id", (round_id,)
        )
        return [(number, from_json(Asked, question)) for number, question in rows]

    async def latest_hits(self, community: CommunityId, member: MemberId, limit: int) -> Sequence[bool]:
        """Return whether a member was right with the questions they tried last in a community, the latest first."""
        rows = await self._database.read(
            "SELECT hits FROM results WHERE community = ? AND member = ? ORDER BY at DESC LIMIT ?",
            (community, member, limit),
        )
        return [hits > 0 for (hits,) in rows]
