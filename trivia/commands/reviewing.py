"""/fact review: the one place where everything waits that moderators decide.

Each sort of thing is a ``Queue`` with a letter of its own: d12 is a dispute. A queue shows its things and carries out
what is decided; what can be decided is its own business.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from trivia.commands.curated import SuggestionDecided
from trivia.commands.outcomes import DisputeShown, Outcome, ReviewListed, Waiting
from trivia.commands.request import Request
from trivia.errors import UsageError
from trivia.facts.authors import signed
from trivia.facts.journal import Doing, Journal

PAGE = 8
"""So many things are listed at once."""

_ITEM = re.compile(r"#?([a-z])\s*([0-9]{1,15})", re.IGNORECASE)


class Queue(Protocol):
    """One sort of things that wait for moderators."""

    @property
    def letter(self) -> str:
        """What the ids of its things begin with."""
        ...

    async def count(self, request: Request) -> int:
        """Return how many wait in the community."""
        ...

    async def waiting(self, request: Request, limit: int) -> Sequence[Waiting]:
        """Return those that wait, the most pressing first."""
        ...

    async def show(self, request: Request, number: int) -> Outcome:
        """Show one, decided or not; raise NotFound if there is none."""
        ...

    async def decide(self, request: Request, number: int, decision: str) -> Outcome:
        """Carry out a decision about one; raise UsageError if it isn't one that can be taken."""
        ...


class Reviewing:
    """Shows what waits, and passes on what is decided."""

    def __init__(self, queues: Sequence[Queue], journal: Journal) -> None:
        self._queues: Mapping[str, Queue] = {queue.letter: queue for queue in queues}
        self._journal = journal

    async def review(self, request: Request) -> Outcome:
        """List what waits, all of it or one queue, or show one thing, or decide it."""
        given = request.arguments
        if "item" not in given:
            if "decision" in given:
                raise UsageError("Please say what you decide: item=… /fact review lists what waits.")
            return await self._listed(request, tuple(self._queues.values()))
        whole = self._queues.get(str(given["item"]).strip().casefold())
        if whole is not None:
            return await self._listed(request, (whole,))
        queue, number = self._named(str(given["item"]))
        if "decision" not in given:
            return await queue.show(request, number)
        return await self._decided(request, queue, number, str(given["decision"]))

    async def mend(self, request: Request) -> Outcome:
        """Decide that a fact is mended."""
        queue, number = self._named(str(request.arguments["item"]))
        return await self._decided(request, queue, number, "mend")

    async def _listed(self, request: Request, queues: Sequence[Queue]) -> ReviewListed:
        """List what waits, one queue after the other, each in its own order."""
        page = int(request.arguments.get("page", 1))
        counts = {queue.letter: await queue.count(request) for queue in queues}
        found: list[Waiting] = []
        for queue in queues:
            if counts[queue.letter] and len(found) < page * PAGE:
                found += await queue.waiting(request, page * PAGE - len(found))
        shown = tuple(found[(page - 1) * PAGE : page * PAGE])
        of = queues[0].letter if len(queues) == 1 else ""
        return ReviewListed(counts, shown, page, more=sum(counts.values()) > page * PAGE, of=of)

    async def _decided(self, request: Request, queue: Queue, number: int, decision: str) -> Outcome:
        """Carry out a decision, and note who took it."""
        outcome = await queue.decide(request, number, decision)
        came_late = isinstance(outcome, SuggestionDecided) and outcome.late
        if not came_late and not (isinstance(outcome, DisputeShown) and not outcome.done):
            author = signed(request.member.name, request.member.id)
            about = {"item": f"{queue.letter}{number}", "decision": decision}
            await self._journal.record(request.community, Doing.DECIDED, author, request.at, about)
        return outcome

    def _named(self, item: str) -> tuple[Queue, int]:
        match = _ITEM.fullmatch(item.strip())
        queue = self._queues.get(match[1].casefold()) if match else None
        if match is None or queue is None:
            raise UsageError("That is no number of a thing that waits, such as d12. /fact review lists them.")
        return queue, int(match[2])
