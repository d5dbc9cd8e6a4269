"""/ask: answers from the facts, and from questions that people wrote."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from trivia.commands.afterwards import Afterwards
from trivia.commands.outcomes import Answered
from trivia.commands.request import Request
from trivia.disputes.model import answer_given
from trivia.disputes.ports import DisputeStore
from trivia.facts.keeping import QueueStore
from trivia.facts.model import Shelf
from trivia.lookup.answer import Status
from trivia.lookup.asking import Answers
from trivia.ports import UnansweredStore
from trivia.replies.lookup import UNKNOWN, UNKNOWN_UNKEPT
from trivia.rounds.model import Asked
from trivia.rounds.ports import Shelves
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import withheld
from trivia.text import fold

_LATELY = 20
"""So many questions that a channel was asked last are known again."""
_NAMED = re.compile(r"<[@#!:a][^>]*>|[@#][\w.-]+|:[\w+-]+:")
"""Mentions, channels and emojis, as they are typed and as platforms write them."""


class Unanswered(UnansweredStore, QueueStore, Protocol):
    """What could not be answered, and who asked."""


class Asking:
    """Lookups for members."""

    def __init__(
        self,
        *,
        answers: Answers,
        unanswered: Unanswered,
        rounds: Rounds,
        shelves: Shelves,
        disputes: DisputeStore,
        afterwards: Afterwards,
    ) -> None:
        self._answers = answers
        self._unanswered = unanswered
        self._rounds = rounds
        self._shelves = shelves
        self._disputes = disputes
        self._afterwards = afterwards

    async def ask(self, request: Request) -> Answered:
        """Answer a question; what is kept of it, and of one that nobody could answer, is stored behind the reply."""
        question = str(request.arguments["question"])
        shelf = await self._shelves.shelf(request.community)
        answer = await self._answers.ask(shelf, question)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if answer.status is Status.UNKNOWN and await self._is_for_moderators(request, shelf, question, live):
            await self._afterwards.do(request.community, partial(self._note, request, question))
        elif answer.sentence == UNKNOWN:
            answer = replace(answer, sentence=UNKNOWN_UNKEPT)
        told = withheld(answer, live)
        if told.status is not Status.ANSWERED:
            return Answered(told)
        looked_up = answer_given(told, request.place, request.member.id, request.event, request.at)
        await self._afterwards.do(request.community, partial(self._disputes.keep_looked_up, looked_up))
        return Answered(told, looked_up.id)

    async def _is_for_moderators(self, request: Request, shelf: Shelf, question: str, live: Sequence[Asked]) -> bool:
        """Say whether a question is one that moderators could teach me to answer.

        It has words, isn't my own, and isn't about what they let go of.
        """
        if not any(map(str.isalpha, _NAMED.sub("", question))) or await self._answers.names_retired(shelf, question):
            return False
        lately = await self._disputes.latest_occasions(request.place, _LATELY)
        mine = {_plain(asked.stem) for asked in (*live, *(occasion.asked for occasion in lately))}
        return _plain(question) not in mine

    async def _note(self, request: Request, question: str) -> None:
        """Keep a question that nobody could answer, and who asked it."""
        await self._unanswered.note(request.community, question, request.at)
        who, platform = request.member.id, request.place.platform
        await self._unanswered.note_asker(request.community, question, who, platform, request.at)


def _plain(question: str) -> str:
    return fold(question).removeprefix("true or false ")
