"""Two queues behind /fact review: questions that nobody could answer, and facts due for a second look."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

from trivia import values
from trivia.commands.curated import (
    FactMended,
    FactMoved,
    FactPreviewed,
    StaleDecided,
    StaleShown,
    WonderedDecided,
    WonderedShown,
)
from trivia.commands.mending import Mending
from trivia.commands.outcomes import FactChanged, FactTaught, Stated, Waiting
from trivia.commands.request import Argument, Request
from trivia.commands.teaching import Teaching
from trivia.errors import NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.dates import PartialDate
from trivia.facts.keeping import CurationStore, Wondered
from trivia.facts.model import Fact, FactId, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.written import relation_for
from trivia.lookup.answer import Evidence, Status
from trivia.lookup.asking import Answers
from trivia.ports import FactChange, FactEditor, FactReader, NameIndex, PackStore, QuestionIndex
from trivia.replies.curated import wonder_told
from trivia.rounds.model import ChannelId, MemberId, Place, direct
from trivia.rounds.ports import Outgoing
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open
from trivia.settings import SettingStore


class WonderingStore(NameIndex, FactReader, QuestionIndex, FactEditor, PackStore, CurationStore, Protocol):
    """What these queues need of storage."""


class Wondering:
    """Questions that nobody could answer, the most asked first; the queue ``q``."""

    letter = "q"

    def __init__(self, store: WonderingStore, teaching: Teaching, rounds: Rounds) -> None:
        self._store = store
        self._teaching = teaching
        self._rounds = rounds

    async def count(self, request: Request) -> int:
        """Return how many are on the list."""
        return await self._store.count_wondered(request.community)

    async def waiting(self, request: Request, limit: int) -> Sequence[Waiting]:
        """Return those on the list, the most asked first."""
        found = await self._store.wondered(request.community, limit)
        return [Waiting(f"q{w.number}", w.last, w.question, w.asked) for w in found]

    async def show(self, request: Request, number: int) -> WonderedShown:
        """Show one."""
        return WonderedShown(number, await self._store.wondered_one(request.community, number))

    async def decide(self, request: Request, number: int, decision: str) -> WonderedDecided:
        """Take one off the list, or tell those who asked if it can be answered by now."""
        wondered = await self._store.wondered_one(request.community, number)
        match decision:
            case "decline":
                await self._store.forget_question(request.community, number)
                return WonderedDecided(wondered.question, answered=False, told=0)
            case "accept":
                told = await self.answered(request, wondered)
                if told is None:
                    raise UsageError("I still can't answer that. Teach me a fact that does: press Answer it.")
                return told
            case _:
                raise UsageError("Such a question is answered by a fact (press Answer it) or taken off the list.")

    async def answer(self, request: Request) -> FactTaught | FactPreviewed | WonderedDecided:
        """Show what a fact would do that shall answer a question on the list; it is taken once it is confirmed."""
        item = str(request.arguments["item"]).strip().casefold()
        if not item.startswith("q") or not item[1:].isdigit():
            raise NotFound("That is no question on the list, such as q5. /fact review lists what waits.")
        number = int(item[1:16])
        wondered = await self._store.wondered_one(request.community, number)
        kept = {name: value for name, value in request.arguments.items() if name != "item"}
        shown = await self._teaching.preview(values.replace(request, arguments={**kept, "wondered": number}))
        if isinstance(shown, FactTaught):
            return await self.answered(request, wondered) or shown
        return shown

    async def answered(self, request: Request, wondered: Wondered) -> WonderedDecided | None:
        """Take a question off the list if it can be answered now, and tell those who asked; None if it can't."""
        shelf = await self._store.shelf(request.community)
        answer = await Answers(self._store, authors=False).ask(shelf, wondered.question)
        if answer.status is not Status.ANSWERED or any(item.spoiler for item in answer.answers):
            return None
        outgoing = []
        for member, platform in wondered.askers:
            if member != request.member.id:
                place = direct(Place(request.community, ChannelId(f"{platform}:")), MemberId(member))
                id_ = f"answered-{request.community}-{wondered.number}-{member}"
                outgoing.append(Outgoing(id_, place, wonder_told(wondered.question, answer.sentence)))
        if not await self._store.forget_question(request.community, wondered.number, outgoing):
            return WonderedDecided(wondered.question, answered=True, told=0)
        for message in outgoing:
            if message.place.platform == request.place.platform:
                await self._rounds.deliver(message.place, request.at)
        return WonderedDecided(wondered.question, answered=True, told=len(outgoing))


class SecondLook:
    """Facts that were stated long ago; the queue ``f``, whose numbers are those of the facts."""

    letter = "f"

    def __init__(self, store: WonderingStore, mending: Mending, settings: SettingStore, rounds: Rounds) -> None:
        self._store = store
        self._mending = mending
        self._settings = settings
        self._rounds = rounds

    async def count(self, request: Request) -> int:
        """Return how many are due."""
        before = await self._due(request)
        return await self._store.count_stale(await self._store.shelf(request.community), before) if before else 0

    async def waiting(self, request: Request, limit: int) -> Sequence[Waiting]:
        """Return those that are due, the oldest first."""
        before, shelf = await self._due(request), await self._store.shelf(request.community)
        found = await self._store.stale(shelf, before, limit) if before else []
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        shown = [await self._stated(shelf, f) for f in found if not fact_is_open(f, live)]
        return [Waiting(f"f{s.fact.id}", request.at, s.statement) for s in shown]

    async def show(self, request: Request, number: int) -> StaleShown:
        """Show one."""
        stated = await self._one(request, FactId(number))
        return StaleShown(stated)

    async def decide(
        self, request: Request, number: int, decision: str
    ) -> StaleDecided | FactMended | FactMoved | FactChanged:
        """Note that a fact still holds, mend it or retire it."""
        fact = FactId(number)
        stated = await self._one(request, fact)
        author = signed(request.member.name, request.member.id)
        match decision:
            case "accept":
                today = PartialDate.of(request.at)
                change = FactChange(stated_on=today)
                now = await self._store.edit(
                    request.community, fact, change, author, request.at, reason="looked at again; it still holds"
                )
                return StaleDecided(replace(stated, fact=now))
            case "mend":
                arguments: dict[str, Argument] = {"fact": number, "stated": PartialDate.of(request.at).iso}
                arguments |= {name: value for name, value in request.arguments.items() if name in ("value", "source")}
                return await self._mending.edit(values.replace(request, arguments=arguments))
            case "retire":
                await self._store.retire(request.community, fact, author, request.at, "out of date")
                await self._rounds.void(request.community, fact, request.at)
                return FactChanged(Stated(stated.fact, stated.statement), retired=True)
            case _:
                raise UsageError("Such a fact still holds (accept), or it is mended or retired.")

    async def _one(self, request: Request, number: FactId) -> Evidence:
        last = (await self._store.history(request.community, number))[-1]
        if last.retired:
            raise NotFound(f"Fact {number} is retired.")
        return await self._stated(await self._store.shelf(request.community), last.fact)

    async def _stated(self, shelf: Shelf, fact: Fact) -> Evidence:
        relation = relation_for(await self._store.vocabulary(shelf), fact.relation)
        return Evidence(fact, statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}")

    async def _due(self, request: Request) -> str:
        """Return the date before which a statement is due; none if the community wants no such queue."""
        days = (await self._settings.chosen(request.place)).number("fresh")
        return (request.at - timedelta(days=days)).date().isoformat() if days else ""
