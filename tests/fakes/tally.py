"""What a member has earned in a community, by the results that a store holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trivia.facts.model import CommunityId
from trivia.rounds.model import MemberId, Player
from trivia.rounds.ports import RoundStore
from trivia.scores.model import Result


class Results(Protocol):
    """The part of ``BoardStore`` that is needed."""

    async def results_of(self, community: CommunityId, member: MemberId) -> Sequence[Result]: ...


class Games(RoundStore, Results, Protocol):
    """Rounds, and what came of them."""


@dataclass(frozen=True)
class Tally:
    """What a member has earned over many rounds."""

    player: Player
    points: int
    right: int
    answered: int
    rounds: int


async def tally(store: Results, community: CommunityId, member: MemberId) -> Tally | None:
    """Return what one member has earned; None who never answered."""
    mine = await store.results_of(community, member)
    if not mine:
        return None
    rounds = {result.round for result in mine}
    points = [result.points for result in mine]
    return Tally(mine[-1].player, sum(points), sum(won > 0 for won in points), len(mine), len(rounds))
