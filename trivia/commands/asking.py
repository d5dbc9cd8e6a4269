"""/ask: answers from the facts."""

from trivia.commands.outcomes import Answered
from trivia.commands.request import Request
from trivia.lookup.answer import Status
from trivia.lookup.service import Lookup
from trivia.ports import UnansweredStore
from trivia.rounds.ports import Shelves
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import withheld


class Asking:
    """Lookups for members."""

    def __init__(self, lookup: Lookup, unanswered: UnansweredStore, rounds: Rounds, shelves: Shelves) -> None:
        self._lookup = lookup
        self._unanswered = unanswered
        self._rounds = rounds
        self._shelves = shelves

    async def ask(self, request: Request) -> Answered:
        """Answer a question; keep one that nobody could answer."""
        question = str(request.arguments["question"])
        shelf = await self._shelves.shelf(request.community)
        answer = await self._lookup.ask(shelf, question)
        if answer.status is Status.UNKNOWN:
            await self._unanswered.note(request.community, question, request.at)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        return Answered(withheld(answer, live))
