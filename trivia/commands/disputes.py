"""/trivia report, and the queue of disputes behind /fact review."""

from collections.abc import Sequence
from typing import Protocol

from trivia.commands.curated import Doubts
from trivia.commands.doubting import DoubtingStore, doubts_about
from trivia.commands.outcomes import DisputeShown, DisputeTaken, Waiting
from trivia.commands.request import Request, Role
from trivia.commands.teaching import source_given
from trivia.disputes.model import Item, LookedUp, Way, Wish
from trivia.disputes.service import Disputes
from trivia.errors import UsageError
from trivia.facts.curation import resolve_value
from trivia.facts.model import FactId
from trivia.facts.written import relation_for
from trivia.rounds.model import RoundId
from trivia.rounds.ports import Shelves
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


class QueueFacts(DoubtingStore, Shelves, Protocol):
    """What is known, beside which a mended value is looked at."""


class DisputeQueue:
    """The disputes that wait for moderators."""

    letter = "d"

    def __init__(self, disputes: Disputes, rounds: Rounds, facts: QueueFacts) -> None:
        self._disputes = disputes
        self._rounds = rounds
        self._facts = facts

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
        doubted = await self._doubts(request, number, wish)
        item, done = await self._disputes.decide(
            request.place, number, wish, member.player, request.at, admin=member.role >= Role.ADMIN
        )
        if not (done and doubted):
            return DisputeShown(item, may_decide=False, done=done)
        return DisputeShown(item, may_decide=False, done=True, mended=doubted[0], doubts=doubted[1])

    async def _doubts(self, request: Request, number: int, wish: Wish) -> tuple[FactId, Doubts] | None:
        """Return the fact that a decision mends, and what speaks against its value beside what is known until now."""
        if wish.way is not Way.MEND or not wish.value:
            return None
        item = await self._disputes.item(request.community, number)
        shelf = await self._facts.shelf(request.community)
        meant = item.facts if wish.fact is None else (wish.fact,)
        for fact in await self._facts.facts(meant[:1], shelf):
            relation = relation_for(await self._facts.vocabulary(shelf), fact.relation)
            if relation is None:
                return None
            try:
                value = await resolve_value(wish.value, relation, self._facts, shelf, instead_of=fact.value)
            except UsageError:
                return None  # the decision itself says so, unless it comes too late
            return fact.id, (await doubts_about(self._facts, shelf, fact, value, request.at))[1]
        return None


def _waiting(item: Item) -> Waiting:
    words = item.thing.question if isinstance(item.thing, LookedUp) else item.thing.stem
    return Waiting(item.id, item.opened, words, len(item.disputes), urgent=item.set_aside)
