"""/fact suggest, and the queue of suggestions behind /fact review."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol
from zoneinfo import ZoneInfo

from trivia.commands.curated import FactPreviewed, SuggestionDecided, SuggestionShown, SuggestionTaken
from trivia.commands.outcomes import FactTaught, Waiting
from trivia.commands.request import Argument, Request
from trivia.commands.teaching import Teaching
from trivia.errors import Conflict, FactotumError, NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed, told_by
from trivia.facts.keeping import CurationStore, Status, Suggestion
from trivia.facts.model import FactId
from trivia.lookup.answer import Evidence
from trivia.privacy import GONE
from trivia.replies.curated import suggestion_told
from trivia.rounds.model import ChannelId, MemberId, Place, direct
from trivia.rounds.ports import Outgoing
from trivia.rounds.service import Rounds
from trivia.settings import SettingStore
from trivia.values import replace

_LOOKED_THROUGH = 100
_TAKEN = ("sentence", "subject", "relation", "value", "source", "kind")


class ProposingStore(CurationStore, Protocol):
    """What suggestions need of storage."""


class Proposing:
    """Takes suggestions of members, and decides them; the queue ``s``."""

    letter = "s"

    def __init__(self, store: ProposingStore, teaching: Teaching, settings: SettingStore, rounds: Rounds) -> None:
        self._store = store
        self._teaching = teaching
        self._settings = settings
        self._rounds = rounds

    async def suggest(self, request: Request) -> SuggestionTaken | FactTaught:
        """Keep a fact that a member proposes, if it can be read as one and isn't known."""
        said, known = await self._teaching.read(request)
        if known:
            return known
        chosen = await self._settings.chosen(request.place)
        limit = chosen.number("suggestions")
        if not limit:
            raise UsageError("This community takes no suggestions at the moment.")
        for open_ in await self._store.suggestions(request.community, _LOOKED_THROUGH):
            if open_.member == request.member.id and open_.said == said.statement:
                raise UsageError(f"You suggested that already (s{open_.number}); a moderator will look at it.")
        day = request.at.astimezone(ZoneInfo(chosen.text("zone"))).date().isoformat()
        arguments = {name: str(request.arguments[name]) for name in _TAKEN if name in request.arguments}
        new = Suggestion(
            0, request.member.id, request.member.name, request.place.platform, arguments, said.statement, request.at
        )
        number = await self._store.suggest(request.community, new, day, limit)
        if number is None:
            raise UsageError(f"You have suggested {limit} today, thank you! Tomorrow I'll gladly take more.")
        return SuggestionTaken(number, said.statement)

    # The queue

    async def count(self, request: Request) -> int:
        """Return how many wait."""
        return await self._store.count_suggestions(request.community)

    async def waiting(self, request: Request, limit: int) -> Sequence[Waiting]:
        """Return those that wait, the oldest first."""
        found = await self._store.suggestions(request.community, limit)
        return [Waiting(f"s{s.number}", s.at, s.said) for s in found]

    async def show(self, request: Request, number: int) -> SuggestionShown:
        """Show one with what it would do."""
        suggestion = await self._store.suggestion(request.community, number)
        if suggestion.status is not Status.OPEN:
            return SuggestionShown(suggestion, None)
        try:
            found = await self._teaching.preview(self._as_said(request, suggestion, {}), keep=False)
        except FactotumError as error:
            return SuggestionShown(suggestion, None, str(error))
        if isinstance(found, FactPreviewed):
            return SuggestionShown(suggestion, found)
        return SuggestionShown(suggestion, None, f"That is known already, as fact {found.stated.fact.id}.")

    async def decide(self, request: Request, number: int, decision: str) -> SuggestionDecided:
        """Accept or decline one, with a word to whoever made it."""
        match decision:
            case "accept":
                return await self._accepted(request, number, {})
            case "decline":
                return await self._settled(request, number, Status.DECLINED, None)
            case _:
                raise UsageError("A suggestion can be accepted, amended or declined.")

    async def amend(self, request: Request) -> SuggestionDecided:
        """Accept a suggestion in other words."""
        item = str(request.arguments["item"]).strip().casefold()
        if not item.startswith("s") or not item[1:].isdigit():
            raise NotFound("That is no suggestion, such as s7. /fact review lists what waits.")
        instead: dict[str, Argument] = {
            name: request.arguments[name] for name in ("sentence", "source", "kind") if name in request.arguments
        }
        return await self._accepted(request, int(item[1:16]), instead)

    async def _accepted(self, request: Request, number: int, instead: Mapping[str, Argument]) -> SuggestionDecided:
        suggestion = await self._decidable(request, number)
        if suggestion.status is not Status.OPEN:
            return SuggestionDecided(suggestion, None, late=True)
        taught = await self._teaching.take(self._as_said(request, suggestion, instead))
        decided = await self._settled(request, number, Status.ACCEPTED, taught)
        if decided.late and decided.suggestion.status is Status.DECLINED and taught.change:
            author = signed(request.member.name, request.member.id)
            with suppress(Conflict):  # another who accepted it at the same moment has taken it back
                await self._store.undo(request.community, taught.change, author, request.at)
        return decided

    async def _settled(
        self, request: Request, number: int, status: Status, taught: FactTaught | None
    ) -> SuggestionDecided:
        suggestion = await self._decidable(request, number)
        stated = Evidence(taught.stated.fact, taught.stated.statement) if taught else None
        word = str(request.arguments.get("word", ""))
        said = stated.statement if stated else suggestion.said
        home = Place(request.community, ChannelId(f"{suggestion.platform}:"))
        letter = direct(home, MemberId(suggestion.member))
        known = taught is not None and taught.known
        reply = suggestion_told(said, accepted=status is Status.ACCEPTED, word=word, known=known)
        forgotten = suggestion.member.startswith(GONE)
        message = Outgoing(f"suggestion-{request.community}-{number}", letter, reply)
        decided = await self._store.decide(
            request.community,
            number,
            status,
            signed(request.member.name, request.member.id),
            request.at,
            word=word,
            fact=FactId(stated.fact.id) if stated and not known else None,
            outgoing=() if forgotten else (message,),
        )
        if decided is None:
            return SuggestionDecided(await self._store.suggestion(request.community, number), stated, late=True)
        if letter.platform == request.place.platform and not forgotten:
            await self._rounds.deliver(letter, request.at)
        return SuggestionDecided(decided, stated, known=known)

    async def _decidable(self, request: Request, number: int) -> Suggestion:
        suggestion = await self._store.suggestion(request.community, number)
        if suggestion.member == request.member.id:
            raise NotAllowed("You suggested that yourself; another moderator must decide it.")
        return suggestion

    def _as_said(self, request: Request, suggestion: Suggestion, instead: Mapping[str, Argument]) -> Request:
        """Return a request to add what was suggested, or what it was amended to."""
        arguments: dict[str, Argument] = dict(suggestion.arguments)
        if "sentence" in instead:
            arguments = {name: value for name, value in arguments.items() if name in ("source", "kind")}
        arguments.setdefault("source", told_by(suggestion.name))
        return replace(request, arguments={**arguments, **instead})
