"""Open questions that rest on what is told otherwise by now, or no more, are closed, for nobody's points."""

from collections.abc import Awaitable, Callable, Mapping

from trivia.commands.outcomes import Outcome
from trivia.commands.request import Request
from trivia.facts.model import Entity, Fact, FactId
from trivia.ports import FactReader, PackStore
from trivia.rounds.following import Following
from trivia.rounds.service import Rounds

Handler = Callable[[Request], Awaitable[Outcome]]

_ABOUT_FACTS = "fact "


class Voiding:
    """Compares what open questions rest on before and after a change."""

    def __init__(self, packs: PackStore, reader: FactReader, rounds: Rounds) -> None:
        self._packs = packs
        self._reader = reader
        self._rounds = rounds

    async def resting(self, request: Request) -> Mapping[FactId, object]:
        """Return what the facts say that questions open in the community rest on, as far as they are told there."""
        live = await self._rounds.live_questions(request.community, request.at)
        facts = {fact for asked in live for fact in asked.facts}
        if not facts:
            return {}
        shelf = await self._packs.shelf(request.community)
        return {fact.id: _says(fact) for fact in await self._reader.facts(facts, shelf)}

    async def void_changed(self, request: Request, before: Mapping[FactId, object]) -> None:
        """Close the questions that rest on facts which said something else ``before``, or are told no more."""
        now = await self.resting(request) if before else {}
        for fact, said in sorted(before.items()):
            if now.get(fact) != said:
                await self._rounds.void(request.community, fact, request.at)


def followed(families: Mapping[str, Handler], following: Following, rounds: Rounds) -> dict[str, Handler]:
    """Return handlers that close, once facts were changed, the open questions that have another answer now."""

    def watched(handler: Handler) -> Handler:
        async def carried_out(request: Request) -> Outcome:
            outcome = await handler(request)
            await following.tick(request.at, rounds)
            return outcome

        return carried_out

    return {path: watched(one) if path.startswith(_ABOUT_FACTS) else one for path, one in families.items()}


def _says(fact: Fact) -> object:
    value = fact.value.id if isinstance(fact.value, Entity) else fact.value
    return fact.subject.id, fact.relation, value
