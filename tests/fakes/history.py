"""Rounds that are over, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from trivia.rounds.codec import from_json
from trivia.rounds.model import Asked, Place, Round, RoundId


@dataclass
class FakeHistory:
    """Keeps what a store keeps; ``put`` are the questions by round and number."""

    rounds: dict[RoundId, str] = field(default_factory=dict)
    put: dict[tuple[RoundId, int], Asked] = field(default_factory=dict)

    async def past_rounds(self, place: Place, limit: int) -> Sequence[Round]:
        known = [from_json(Round, text) for text in self.rounds.values()]
        over = [state for state in known if state.place == place and state.over]
        return sorted(sorted(over, key=lambda r: r.id), key=lambda r: r.started, reverse=True)[:limit]

    async def questions_of(self, round_id: RoundId) -> Sequence[tuple[int, Asked]]:
        return sorted((number, asked) for (put_in, number), asked in self.put.items() if put_in == round_id)
