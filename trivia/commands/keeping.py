"""The commands by which facts are kept, put together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Protocol

from trivia.commands.facts import Facts
from trivia.commands.mending import Mending, MendingStore
from trivia.commands.outcomes import Outcome
from trivia.commands.request import Request
from trivia.commands.teaching import Teaching, TeachingStore
from trivia.errors import NotFound
from trivia.rounds.service import Rounds

Handler = Callable[[Request], Awaitable[Outcome]]


class KeepingStore(TeachingStore, MendingStore, Protocol):
    """All that keeping facts needs of storage."""


class Keeping:
    """Carries out what moderators do about facts."""

    def __init__(self, store: KeepingStore, rounds: Rounds) -> None:
        self._store = store
        self._teaching = Teaching(store, rounds)
        self._mending = Mending(store, rounds)
        self._facts = Facts(editor=store, reader=store, names=store, packs=store, rounds=rounds)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what carries out each command, by its path."""
        return {
            "fact add": self._teaching.add,
            "fact confirm": self.confirm,
            "fact show": self._facts.show,
            "fact history": self.history,
            "fact edit": self._mending.edit,
            "fact retire": self._facts.retire,
            "fact restore": self._facts.restore,
            "fact undo": self._mending.undo,
            "fact alias": self._mending.alias,
            "fact rename": self._mending.rename,
            "fact merge": self._mending.merge,
            "fact relation": self._mending.relation,
            "fact lock": self._mending.lock,
        }

    async def history(self, request: Request) -> Outcome:
        """Show how a fact came to be as it is, or all changes."""
        if "fact" in request.arguments:
            return await self._facts.history(request)
        return await self._mending.changes(request)

    async def confirm(self, request: Request) -> Outcome:
        """Carry out what was shown before."""
        said = request.arguments.get("draft")
        number = None if said is None else int(said)
        draft = await self._store.draft(request.community, number, request.member.id)
        if draft is None:
            raise NotFound("There is nothing to confirm any more. Please say it again.")
        if not await self._store.drop_draft(draft.number):
            raise NotFound("That was confirmed a moment ago.")
        ready = replace(request, command=draft.command, arguments=draft.arguments)
        try:
            if draft.command == "fact edit":
                return await self._mending.edit(ready, sure=True)
            return await self._teaching.take(ready)
        except BaseException:
            await self._store.keep_draft(request.community, draft.member, draft.command, draft.arguments, draft.at)
            raise
