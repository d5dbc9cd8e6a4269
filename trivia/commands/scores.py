"""/score: points over many rounds."""

from datetime import datetime, timedelta

from trivia.commands.outcomes import BoardShown, OwnScore
from trivia.commands.request import Request
from trivia.rounds.ports import RoundStore

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONGEST_BOARD = 10


class Scores:
    """Boards and own points."""

    def __init__(self, store: RoundStore) -> None:
        self._store = store

    async def me(self, request: Request) -> OwnScore:
        """Show the member's own points."""
        player = request.member.player
        return OwnScore(player, await self._store.tally(request.community, player.id))

    async def board(self, request: Request) -> BoardShown:
        """Show the best players of the channel or the community, of the last day, week, month, year or of all time."""
        scope = str(request.arguments.get("scope", "community"))
        period = str(request.arguments.get("period", "all"))
        tallies = await self._store.board(
            request.place, _since(period, request.at), _LONGEST_BOARD, community=scope == "community"
        )
        return BoardShown(scope, period, tuple(tallies))


def _since(period: str, now: datetime) -> datetime | None:
    return now - timedelta(days=_DAYS[period]) if period in _DAYS else None
