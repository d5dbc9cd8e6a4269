"""/fact show, history, retire and restore: single facts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from trivia.commands.mending import EditorWithJournal, check_living, entity_named, followed
from trivia.commands.outcomes import FactChanged, FactsShown, HistoryShown, Stated
from trivia.commands.request import Request, Role
from trivia.errors import NotAllowed, NotFound, UsageError
from trivia.facts.authors import signed
from trivia.facts.journal import Doing, Entry, Locks, held_by
from trivia.facts.model import CommunityId, Entity, Fact, FactId, Shelf
from trivia.facts.phrasing import statement
from trivia.facts.vocabulary import Vocabulary
from trivia.facts.written import relation_for
from trivia.ports import FactReader, NameIndex, PackStore, QuestionIndex, Revision
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open

_MOST_SHOWN = 15
_NUMBER = re.compile("#?[0-9]{1,18}")
_OWN = "community:"
_MOST_LOOKED = 100
"""So many changes are looked through for what became of a fact."""
_MOST_READ = 10_000


class EditorWithLocks(EditorWithJournal, Locks, Protocol):
    """Changes, how they are read again, and what is kept from them."""


class Facts:
    """The community's facts, shown and retired."""

    def __init__(
        self,
        *,
        editor: EditorWithLocks,
        reader: FactReader,
        questions: QuestionIndex,
        names: NameIndex,
        packs: PackStore,
        rounds: Rounds,
    ) -> None:
        self._editor = editor
        self._reader = reader
        self._questions = questions
        self._names = names
        self._packs = packs
        self._rounds = rounds

    async def show(self, request: Request) -> FactsShown:
        """Show the facts about a name, or one by its number; or the written questions that have these words."""
        name = str(request.arguments["name"])
        shelf = await self._packs.shelf(request.community)
        if _NUMBER.fullmatch(name):
            fact = await self._visible(shelf, FactId(int(name.removeprefix("#"))))
            await self._check_closed(request, (fact,))
            return await self._shown(request, shelf, fact.subject.name, (fact,))
        asked = await self._questions.questions_asked_by(shelf, name)
        if asked:
            return await self._shown(request, shelf, asked[0].subject.name, asked)
        questions = await self._with_words(request, shelf, name)
        try:
            entity = await entity_named(self._names, shelf, name)
        except NotFound:
            if not questions:
                raise
            return await self._shown(request, shelf, name, questions)
        # Of things that were merged, two packs may say the same: the second time far behind the first.
        most = _MOST_READ if shelf.merged else _MOST_SHOWN + 1
        facts = await self._reader.about(shelf, entity.id, most)
        return await self._shown(request, shelf, entity.name, (*facts, *questions))

    async def _with_words(self, request: Request, shelf: Shelf, words: str) -> Sequence[Fact]:
        """Return written questions about something, for moderators alone: who plays is not to leaf through answers."""
        if request.member.role < Role.MODERATOR:
            return ()
        return await self._questions.questions_with(shelf, words, _MOST_SHOWN + 1)

    async def _shown(self, request: Request, shelf: Shelf, name: str, facts: Sequence[Fact]) -> FactsShown:
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        vocabulary = await self._reader.vocabulary(shelf)
        told = _each_once(_stated(vocabulary, fact) for fact in facts)
        some = told[: _MOST_SHOWN + 1]
        free = [s for s in some if not any(fact_is_open(fact, live, name) for fact in (s.fact, *s.same))]
        return FactsShown(name, tuple(free[:_MOST_SHOWN]), len(told) > _MOST_SHOWN, len(some) - len(free))

    async def history(self, request: Request) -> HistoryShown:
        """Show the revisions of a fact."""
        revisions = await self._revisions(request)
        await self._check_closed(request, [revision.fact for revision in revisions])
        shelf = await self._packs.shelf(request.community)
        said = [await self._stated(shelf, revision.fact) for revision in revisions]
        number = _number(request)
        now = await followed(self._editor, request.community, number)
        ends = (said[-1].fact.subject, said[-1].fact.value)
        gone = next((end.name for end in ends if isinstance(end, Entity) and end.id in shelf.retired), "")
        mended = await self._mended(request.community, shelf, revisions)
        return HistoryShown(said[-1], tuple(revisions), tuple(said), None if now == number else now, gone, mended)

    async def _mended(
        self, community: CommunityId, shelf: Shelf, revisions: Sequence[Revision]
    ) -> tuple[tuple[int, FactId | None], ...]:
        """Return the revisions that retired a fact of a pack only for another to say it better, with its number."""
        fact = revisions[-1].fact
        if fact.pack.startswith(_OWN) or not any(revision.retired for revision in revisions):
            return ()
        entries = await self._editor.changes(community, _MOST_LOOKED, entities=shelf.all_of([fact.subject.id]))
        mending = {(e.author, e.at): e for e in entries if e.doing is Doing.IMPORTED or _instead(e, fact.id)}
        found = [(r, mending.get((r.author, r.at))) for r in revisions if r.retired]
        return tuple((r.number, _instead(entry, fact.id)) for r, entry in found if entry is not None)

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
        shelf = await self._packs.shelf(request.community)
        if not retire:
            check_living(shelf, last.fact)
        locked = await self._editor.is_locked(request.community, number, held_by(last.fact))
        if locked and request.member.role < Role.ADMIN:
            raise NotAllowed("That is locked; only an admin can change it.")
        reason = str(request.arguments.get("reason", ""))
        change = self._editor.retire if retire else self._editor.restore
        author = signed(request.member.name, request.member.id)
        fact = await change(request.community, number, author, request.at, reason)
        if retire:
            await self._rounds.void(request.community, number, request.at)
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
        return _stated(await self._reader.vocabulary(shelf), fact)


def _each_once(told: Iterable[Stated]) -> list[Stated]:
    """Return what is told, the facts that a reader can't tell apart as one."""
    found: dict[object, Stated] = {}
    for stated in told:
        fact = stated.fact
        said = (fact.subject, fact.relation, fact.value, stated.statement, fact.certainty, fact.spoiler)
        known = found.get(said)
        found[said] = replace(known, same=(*known.same, fact)) if known else stated
    return list(found.values())


def _stated(vocabulary: Vocabulary, fact: Fact) -> Stated:
    relation = relation_for(vocabulary, fact.relation)
    return Stated(fact, statement(relation, fact) if relation else f"{fact.subject.name}: {fact.relation}")


def _instead(entry: Entry, number: FactId) -> FactId | None:
    """Return the fact that a change let say what another said, if it was about these two alone."""
    ids = [fact.id for fact in entry.facts]
    others = [id_ for id_ in ids if id_ != number]
    return others[0] if entry.doing is Doing.EDITED and number in ids and len(others) == 1 else None


def _number(request: Request) -> FactId:
    return FactId(int(request.arguments["fact"]))


def _no_fact(number: FactId) -> NotFound:
    return NotFound(f"I know no fact number {number}. /fact show with a name lists its facts with their numbers.")
