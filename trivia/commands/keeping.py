"""The commands by which facts are kept, put together."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from trivia import values
from trivia.commands.curated import QuestionKnown, QuestionTaken
from trivia.commands.facts import Facts
from trivia.commands.importing import Importing, ImportingStore
from trivia.commands.mending import Mending, MendingStore
from trivia.commands.outcomes import Outcome
from trivia.commands.proposing import Proposing
from trivia.commands.relating import Relating
from trivia.commands.request import Request, Role
from trivia.commands.retiring import Retiring
from trivia.commands.reviewing import Queue
from trivia.commands.teaching import Teaching, TeachingStore
from trivia.commands.wondering import SecondLook, Wondering
from trivia.commands.written import Writing
from trivia.errors import FactotumError, NotAllowed, NotFound, UsageError
from trivia.facts.model import CommunityId
from trivia.lookup.answer import Evidence
from trivia.ports import QuestionIndex, UnansweredStore
from trivia.rounds.model import MemberId
from trivia.rounds.service import Rounds
from trivia.settings import SettingStore

_REMEMBERED = 1_000

Handler = Callable[[Request], Awaitable[Outcome]]


class KeepingStore(TeachingStore, MendingStore, ImportingStore, QuestionIndex, UnansweredStore, Protocol):
    """All that keeping facts needs of storage."""


class Keeping:
    """Carries out what moderators do about facts."""

    def __init__(self, store: KeepingStore, settings: SettingStore, rounds: Rounds) -> None:
        self._store = store
        self._slips: OrderedDict[tuple[CommunityId, MemberId], datetime] = OrderedDict()
        self._teaching = Teaching(store, rounds)
        self._mending = Mending(store, rounds)
        self._proposing = Proposing(store, self._teaching, settings, rounds)
        self._wondering = Wondering(store, self._teaching, rounds)
        self._second = SecondLook(store, self._mending, settings, rounds)
        self._importing = Importing(store, rounds)
        self._writing = Writing(store, rounds)
        self._retiring = Retiring(store, rounds)
        self._relating = Relating(store, rounds)
        self._shown: Mapping[str, Handler] = {"fact retire": self._retiring.take, "fact merge": self._relating.take}
        self._facts = Facts(editor=store, reader=store, questions=store, names=store, packs=store, rounds=rounds)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what carries out each command, by its path."""
        return {
            "fact add": self._noting_slips(self._teaching.add),
            "fact confirm": self.confirm,
            "fact show": self._facts.show,
            "fact history": self.history,
            "fact edit": self._noting_slips(self._mending.edit),
            "fact retire": self._noting_slips(self.retire, anew=False),
            "fact restore": self.restore,
            "fact undo": self._mending.undo,
            "fact alias": self._mending.alias,
            "fact rename": self._mending.rename,
            "fact merge": self.merge,
            "fact relation": self._mending.relation,
            "fact drop": self._mending.drop,
            "fact lock": self._mending.lock,
            "fact question": self._noting_slips(self._question),
            "fact questions": self._writing.listed,
            "fact import": self._noting_slips(self._importing.bring),
            "fact export": self._importing.export,
            "fact suggest": self._proposing.suggest,
            "fact amend": self._proposing.amend,
            "fact answer": self._noting_slips(self._wondering.answer),
        }

    def _noting_slips(self, handler: Handler, *, anew: bool = True) -> Handler:
        """Remember who said last what could not be taken: what they were shown before is not what they mean.

        What is said ``anew`` makes up for it; what may be done without being shown does not.
        """

        async def noting(request: Request) -> Outcome:
            whose = (request.community, request.member.id)
            if anew:
                self._slips.pop(whose, None)
            try:
                return await handler(request)
            except FactotumError:
                self._slips[whose] = request.at
                if len(self._slips) > _REMEMBERED:
                    self._slips.popitem(last=False)
                raise

        return noting

    @property
    def queues(self) -> tuple[Queue, ...]:
        """What waits for moderators, by sorts."""
        return (self._proposing, self._wondering, self._second)

    async def history(self, request: Request) -> Outcome:
        """Show how a fact came to be as it is, or all changes."""
        request = _numbered(request)
        if _one_named(request) == "fact":
            return await self._facts.history(request)
        if request.arguments.get("file"):
            if request.member.role < Role.MODERATOR:
                raise NotAllowed("Handing out all changes is for moderators.")
            return await self._mending.audit(request)
        return await self._mending.changes(request)

    async def _question(self, request: Request, *, sure: bool = False) -> QuestionTaken | QuestionKnown:
        """Take a question; if it is one that nobody could answer, tell those who asked."""
        taken = await self._writing.write(request, sure=sure)
        if isinstance(taken, QuestionKnown):
            return taken
        number = await self._store.unanswered_number(request.community, taken.told.fact.subject.name)
        if number is None:
            return taken
        wondered = await self._store.wondered_one(request.community, number)
        decided = await self._wondering.answered(request, wondered)
        return replace(taken, answered=decided.told) if decided else taken

    async def retire(self, request: Request) -> Outcome:
        """Retire a fact, or show what would go with a thing."""
        request = _numbered(request)
        if _one_named(request, "fact", "name") == "fact":
            return await self._facts.retire(request)
        return await self._retiring.preview(request)

    async def restore(self, request: Request) -> Outcome:
        """Bring back a fact, a thing or a relation."""
        request = _numbered(request)
        match _one_named(request, "fact", "name", "relation"):
            case "fact":
                return await self._facts.restore(request)
            case "name":
                return await self._retiring.restore(request)
            case _:
                change = await self._relating.last_going(request)
                return await self._mending.undo(
                    values.replace(request, arguments={**request.arguments, "change": change})
                )

    async def merge(self, request: Request) -> Outcome:
        """Make two things one, or show what would become of a relation's facts."""
        if await self._relating.are_meant(request):
            return await self._relating.preview(request)
        return await self._mending.merge(request)

    async def confirm(self, request: Request) -> Outcome:
        """Carry out what was shown before."""
        said = request.arguments.get("draft")
        number = None if said is None else int(said)
        draft = await self._store.draft(request.community, number, request.member.id)
        if draft is None:
            raise NotFound("There is nothing to confirm any more. Please say it again.")
        slip = self._slips.get((request.community, request.member.id))
        if number is None and slip and slip >= draft.at:
            raise UsageError(
                "I couldn't take what you said last. If you mean what I showed you before that: "
                f"/fact confirm draft={draft.number}"
            )
        if not await self._store.drop_draft(draft.number):
            raise NotFound("That was confirmed a moment ago.")
        ready = values.replace(request, command=draft.command, arguments=draft.arguments)
        try:
            if draft.command == "fact edit":
                return await self._mending.edit(ready, sure=True)
            if draft.command == "fact question":
                return await self._question(ready, sure=True)
            if draft.command == "fact import":
                given = draft.arguments
                return await self._importing.take(request, draft.number, given["name"], draft.file, given["columns"])
            if draft.command in self._shown:
                return await self._shown[draft.command](ready)
            taught = await self._teaching.take(ready)
        except BaseException:
            await self._store.keep_draft(
                request.community, draft.member, draft.command, draft.arguments, draft.at, draft.file
            )
            raise
        if "wondered" in draft.arguments:
            wondered = await self._store.wondered_one(request.community, int(draft.arguments["wondered"]))
            decided = await self._wondering.answered(request, wondered)
            if decided is None:
                return taught
            stated = Evidence(taught.stated.fact, taught.stated.statement)
            return replace(decided, stated=stated, change=taught.change)
        return taught


_NAMING = ("fact", "name", "relation")
_NUMBER = re.compile("#[0-9]{1,18}")


def _numbered(request: Request) -> Request:
    """Return a request in which a number such as #12 is a fact's, not a name."""
    given = dict(request.arguments)
    if "fact" not in given and _NUMBER.fullmatch(str(given.get("name", ""))):
        given["fact"] = int(str(given.pop("name")).removeprefix("#"))
    return values.replace(request, arguments=given)


def _one_named(request: Request, *wanted: str) -> str:
    """Return which option names what is meant; raise UsageError if there are several, or none where one is wanted."""
    given = [name for name in _NAMING if name in request.arguments]
    if len(given) > 1:
        raise UsageError(
            "Please name one: a fact by its number, or a thing by its name. A name that begins with a number is "
            "written in quotes."
        )
    if wanted and not given:
        raise UsageError("Please say which: the number of a fact, or the name of a thing.")
    return given[0] if given else ""
