"""/trivia report, and the queue of disputes behind /fact review."""

from collections.abc import Sequence

from trivia.commands.outcomes import DisputeShown, DisputeTaken, Waiting
from trivia.commands.request import Request, Role
from trivia.commands.teaching import source_given
from trivia.disputes.model import Item, LookedUp, Way, Wish
from trivia.disputes.service import Disputes
from trivia.errors import UsageError
from trivia.facts.model import FactId
from trivia.rounds.model import RoundId
from trivia.rounds.service import Rounds


class Reporting:
    """Takes what members say was wrong."""

    def __init__(self, disputes: Disputes) -> None:
        self._disputes = disputes

    async def report(self, request: Request) -> DisputeTaken:
        """Dispute a question or an answer that a lookup gave; typed without more, the latest here."""
        given = request.arguments
        why = str(given.get("why", ""))
        player, place, at = request.member.player, request.place, request.at
        if "answer" in given:
            item, fresh = await self._disputes.dispute_answer(place, player, at, why, str(given["answer"]))
        elif "round" not in given and "question" not in given:
            item, fresh = await self._disputes.dispute_latest(place, player, at, why)
        else:
            round_id = RoundId(str(given["round"])) if "round" in given else None
            number = int(given["question"]) if "question" in given else None
            item, fresh = await self._disputes.dispute_question(
                place, player, at, why, round_id=round_id, number=number
            )
        return DisputeTaken(item, fresh)


class DisputeQueue:
    """The disputes that wait for moderators."""

    letter = "d"

    def __init__(self, disputes: Disputes, rounds: Rounds) -> None:
        self._disputes = disputes
        self._rounds = rounds

    async def count(self, request: Request) -> int:
        """Return how many wait."""
        return await self._disputes.count(request.community)

    async def waiting(self, request: Request, limit: int) -> Sequence[Waiting]:
        """Return those that wait, the oldest first."""
        return [_waiting(item) for item in await self._disputes.waiting(request.community, limit)]

    async def show(self, request: Request, number: int) -> DisputeShown:
        """Show one with all that helps to decide; hold it back while it would tell an open question's answer."""
        item = await self._disputes.item(request.community, number)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if any(asked == item.thing or set(asked.facts) & set(item.facts) for asked in live):
            raise UsageError("That is what is being asked right now. Please look again when the question is over.")
        own = item.disputed_by(request.member.id) and request.member.role < Role.ADMIN
        return DisputeShown(item, may_decide=not own)

    async def decide(self, request: Request, number: int, decision: str) -> DisputeShown:
        """Carry out a decision; show what holds, which may be what somebody else decided a moment earlier."""
        try:
            way = Way(decision)
        except ValueError:
            raise UsageError(f"A dispute takes one of: {', '.join(Way)}.") from None
        given = request.arguments
        wish = Wish(
            way,
            str(given.get("value", "")),
            str(given.get("word", "")),
            FactId(int(given["fact"])) if "fact" in given else None,
            source_given(str(given.get("source", "")), request.member.name),
        )
        member = request.member
        item, done = await self._disputes.decide(
            request.place, number, wish, member.player, request.at, admin=member.role >= Role.ADMIN
        )
        return DisputeShown(item, may_decide=False, done=done)


def _waiting(item: Item) -> Waiting:
    words = item.thing.question if isinstance(item.thing, LookedUp) else item.thing.stem
    return Waiting(item.id, item.opened, words, len(item.disputes), urgent=item.set_aside)
