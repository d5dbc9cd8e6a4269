"""What waits for a member until they look: decisions about questions that they alone have had."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from trivia.commands.outcomes import FirstTold, Outcome
from trivia.commands.request import Request
from trivia.rounds.model import Place, kept_for
from trivia.rounds.ports import Outgoing

Handler = Callable[[Request], Awaitable[Outcome]]


class KeptMessages(Protocol):
    """Messages that were not shown yet; ``RoundStore`` has them."""

    async def unsent(self, place: Place) -> Sequence[Outgoing]:
        """Return a place's messages not yet marked as sent, in the order of their commits."""
        ...

    async def mark_sent(self, ids: Collection[str], at: datetime) -> None:
        """Remember that messages were sent."""
        ...


class Tidings:
    """Tells members what waits for them, once, before what they asked for in private."""

    def __init__(self, store: KeptMessages) -> None:
        self._store = store

    def before(self, handler: Handler) -> Handler:
        """Return the handler of a command that tells them first."""

        async def telling(request: Request) -> Outcome:
            outcome = await handler(request)
            waiting = await self._store.unsent(kept_for(request.place, request.member.id))
            if not waiting:
                return outcome
            await self._store.mark_sent([message.id for message in waiting], request.at)
            return FirstTold(tuple(message.reply for message in waiting), outcome)

        return telling
