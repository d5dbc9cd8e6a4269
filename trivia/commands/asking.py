"""/ask: answers from the facts."""

from functools import partial
from typing import Protocol

from trivia.commands.afterwards import Afterwards
from trivia.commands.outcomes import Answered
from trivia.commands.request import Request
from trivia.disputes.model import answer_given
from trivia.disputes.ports import DisputeStore
from trivia.facts.keeping import QueueStore
from trivia.lookup.answer import Status
from trivia.lookup.service import Lookup
from trivia.ports import UnansweredStore
from trivia.rounds.ports import Shelves
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import withheld


class Unanswered(UnansweredStore, QueueStore, Protocol):
    """What could not be answered, and who asked."""


class Asking:
    """Lookups for members."""

    def __init__(
        self,
        *,
        lookup: Lookup,
        unanswered: Unanswered,
        rounds: Rounds,
        shelves: Shelves,
        disputes: DisputeStore,
        afterwards: Afterwards,
    ) -> None:
        self._lookup = lookup
        self._unanswered = unanswered
        self._rounds = rounds
        self._shelves = shelves
        self._disputes = disputes
        self._afterwards = afterwards

    async def ask(self, request: Request) -> Answered:
        """Answer a question; what is kept of it, and of one that nobody could answer, is stored behind the reply."""
        question = str(request.arguments["question"])
        shelf = await self._shelves.shelf(request.community)
        answer = await self._lookup.ask(shelf, question)
        if answer.status is Status.UNKNOWN:
            await self._afterwards.do(request.community, partial(self._note, request, question))
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        told = withheld(answer, live)
        if told.status is not Status.ANSWERED:
            return Answered(told)
        looked_up = answer_given(told, request.place, request.member.id, request.event, request.at)
        await self._afterwards.do(request.community, partial(self._disputes.keep_looked_up, looked_up))
        return Answered(told, looked_up.id)

    async def _note(self, request: Request, question: str) -> None:
        """Keep a question that nobody could answer, and who asked it."""
        await self._unanswered.note(request.community, question, request.at)
        who, platform = request.member.id, request.place.platform
        await self._unanswered.note_asker(request.community, question, who, platform, request.at)
