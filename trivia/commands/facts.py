"""/fact show, history, retire and restore: single facts."""

import re
from collections.abc import Sequence
from typing import Protocol

from trivia.commands.mending import entity_named
from trivia.commands.outcomes import FactChanged, FactsShown, HistoryShown, Stated
from trivia.commands.request import Request, Role
from trivia.errors import NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.journal import Locks
from trivia.facts.model import Fact, FactId, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.written import relation_for
from trivia.ports import FactEditor, FactReader, NameIndex, PackStore, Revision
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open

_MOST_SHOWN = 15
_NUMBER = re.compile("#?[0-9]{1,18}")
_MOST_READ = 10_000


class EditorWithLocks(FactEditor, Locks, Protocol):
    """Changes, and what is kept from them."""


class Facts:
    """The community's facts, shown and retired."""

    def __init__(
        self, *, editor: EditorWithLocks, reader: FactReader, names: NameIndex, packs: PackStore, rounds: Rounds
    ) -> None:
        self._editor = editor
        self._reader = reader
        self._names = names
        self._packs = packs
        self._rounds = rounds

    async def show(self, request: Request) -> FactsShown:
        """Show the facts about a name, or one by its number."""
        name = str(request.arguments["name"])
        shelf = await self._packs.shelf(request.community)
        if _NUMBER.fullmatch(name):
            fact = await self._visible(shelf, FactId(int(name.removeprefix("#"))))
            await self._check_closed(request, (fact,))
            return await self._shown(request, shelf, fact.subject.name, (fact,))
        entity = await entity_named(self._names, shelf, name)
        facts = await self._reader.about(shelf, entity.id, _MOST_SHOWN + 1)
        return await self._shown(request, shelf, entity.name, facts)

    async def _shown(self, request: Request, shelf: Shelf, name: str, facts: Sequence[Fact]) -> FactsShown:
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        free = [fact for fact in facts if not fact_is_open(fact, live, name)]
        shown = [await self._stated(shelf, fact) for fact in free[:_MOST_SHOWN]]
        return FactsShown(name, tuple(shown), len(facts) > _MOST_SHOWN, len(facts) - len(free))

    async def history(self, request: Request) -> HistoryShown:
        """Show the revisions of a fact."""
        revisions = await self._revisions(request)
        await self._check_closed(request, [revision.fact for revision in revisions])
        shelf = await self._packs.shelf(request.community)
        said = [await self._stated(shelf, revision.fact) for revision in revisions]
        return HistoryShown(said[-1], tuple(revisions), tuple(said))

    async def _check_closed(self, request: Request, facts: Sequence[Fact]) -> None:
        """Raise UsageError if one of these, asked for by number, tells the answer of an open question."""
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        if any(fact_is_open(fact, live) for fact in facts):
            raise UsageError("That would give away the question being played. Ask me again when the round is over.")

    async def retire(self, request: Request) -> FactChanged:
        """Retire a fact."""
        return await self._changed(request, retire=True)

    async def restore(self, request: Request) -> FactChanged:
        """Bring a retired fact back."""
        return await self._changed(request, retire=False)

    async def _changed(self, request: Request, *, retire: bool) -> FactChanged:
        number = _number(request)
        last = (await self._revisions(request))[-1]
        locked = await self._editor.is_locked(request.community, number, [last.fact.subject.id])
        if locked and request.member.role < Role.ADMIN:
            raise NotAllowed("That is locked; only an admin can change it.")
        reason = str(request.arguments.get("reason", ""))
        change = self._editor.retire if retire else self._editor.restore
        author = signed(request.member.name, request.member.id)
        fact = await change(request.community, number, author, request.at, reason)
        if retire:
            await self._rounds.void(request.community, number, request.at)
        shelf = await self._packs.shelf(request.community)
        return FactChanged(await self._stated(shelf, fact), retire)

    async def _revisions(self, request: Request) -> Sequence[Revision]:
        revisions = await self._editor.history(request.community, _number(request))
        if not revisions:
            raise _no_fact(_number(request))
        return revisions

    async def _visible(self, shelf: Shelf, number: FactId) -> Fact:
        """Return a fact if it is on the shelf; facts of other communities don't exist here."""
        for fact in await self._reader.facts((number,), shelf):
            if any(mine.id == number for mine in await self._reader.about(shelf, fact.subject.id, _MOST_READ)):
                return fact
        raise _no_fact(number)

    async def _stated(self, shelf: Shelf, fact: Fact) -> Stated:
        relation = relation_for(await self._reader.vocabulary(shelf), fact.relation)
        return Stated(fact, statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}")


def _number(request: Request) -> FactId:
    return FactId(int(request.arguments["fact"]))


def _no_fact(number: FactId) -> NotFound:
    return NotFound(f"I know no fact number {number}. /fact show with a name lists its facts with their numbers.")
