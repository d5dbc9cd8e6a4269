"""/trivia daily: the set of the day, played by each member alone, and answers to its questions."""

from collections.abc import Awaitable, Callable

from trivia.commands.disputes import Reporting
from trivia.commands.outcomes import DailyTold, Outcome, Said
from trivia.commands.request import Request
from trivia.daily.model import Refusal, Refused, Visit, read_id
from trivia.daily.service import Daily
from trivia.disputes.service import Disputes
from trivia.replies.daily import shown
from trivia.rounds.model import RoundId
from trivia.rounds.notices import NoRound
from trivia.rounds.service import Rounds
from trivia.values import replace

_NAMING = frozenset({"round", "question", "answer"})
_UNKNOWN = DailyTold((Refused(Refusal.UNKNOWN),))


class DailySets:
    """The daily set for members. ``answers`` takes the answers that are not to a question of a set."""

    def __init__(
        self, daily: Daily, rounds: Rounds, answers: Callable[[Request], Awaitable[Outcome]], disputes: Disputes
    ) -> None:
        self._daily = daily
        self._rounds = rounds
        self._answers = answers
        self._disputes = disputes
        self._reporting = Reporting(disputes)

    async def daily(self, request: Request) -> DailyTold:
        """Show the member's next question or their result; give up on a question, or show the result to all."""
        if request.arguments.get("share"):
            return await self._share(request)
        if request.arguments.get("pass"):
            return await self._give_up(request)
        return DailyTold((await self._daily.play(_visit(request)),))

    async def answer(self, request: Request) -> Outcome:
        """Take an answer: to the question of a set that it names or, where no round is on, to the one before them."""
        round_id = str(request.arguments.get("round", ""))
        text = str(request.arguments["text"])
        if read_id(round_id):
            return await self._answered(request, text)
        outcome = await self._answers(request)
        if round_id or outcome != Said(NoRound()):
            return outcome
        told = await self._daily.answer_open(request.event, _visit(request), text)
        return outcome if told is None else DailyTold(told)

    async def report(self, request: Request) -> Outcome:
        """Take a dispute; of a question of a set, from those who are done with it alone.

        Typed without more, it is about the question of a set if that is what the member was told last.
        """
        if not _NAMING & set(request.arguments):
            return await self._reporting.report(await self._about_the_latest(request))
        round_id = RoundId(str(request.arguments.get("round", "")))
        number = int(request.arguments.get("question", 0))
        if read_id(round_id) and not await self._daily.has_settled(_visit(request), round_id, number):
            return DailyTold((Refused(Refusal.NOT_ANSWERED),))
        return await self._reporting.report(request)

    async def _about_the_latest(self, request: Request) -> Request:
        mine = await self._daily.last_settled(_visit(request))
        told_at = await self._disputes.told_at(request.place, request.member.player)
        if mine is None or (told_at and told_at > mine.at) or await self._rounds.current(request.place):
            return request
        return replace(request, arguments={**request.arguments, "round": mine.round, "question": mine.number})

    async def _answered(self, request: Request, text: str | None) -> DailyTold:
        number = request.arguments.get("question")
        if not number:
            return _UNKNOWN
        round_id = RoundId(str(request.arguments.get("round", "")))
        told = await self._daily.answer(request.event, _visit(request), text, round_id=round_id, number=int(number))
        return DailyTold(told)

    async def _give_up(self, request: Request) -> DailyTold:
        if "round" in request.arguments:
            return await self._answered(request, None)
        told = await self._daily.answer_open(request.event, _visit(request), None)
        return DailyTold((Refused(Refusal.NOT_OPEN),) if told is None else told)

    async def _share(self, request: Request) -> DailyTold:
        named = read_id(str(request.arguments.get("round", "")))
        if "round" in request.arguments and (named is None or named[0] != request.community):
            return _UNKNOWN
        refused = await self._daily.share(_visit(request), shown, named[1] if named else None)
        await self._rounds.deliver(request.place, request.at)
        return DailyTold((refused,) if refused else ())


def _visit(request: Request) -> Visit:
    return Visit(request.place, request.member.player, request.at)
