"""/fact question and /fact questions: questions that people wrote themselves."""

from collections.abc import Mapping
from typing import Protocol

from trivia.commands.curated import QuestionKnown, QuestionsListed, QuestionTaken
from trivia.commands.mending import ASKED_NOW, NOTHING
from trivia.commands.request import Request, Role
from trivia.commands.teaching import LOCKED, source_given
from trivia.errors import NotAllowed, UsageError
from trivia.facts.authors import signed, signer
from trivia.facts.keeping import CurationStore
from trivia.facts.model import Fact, FactId, Shelf
from trivia.facts.pack_tables import split_list
from trivia.facts.phrasing import name_of
from trivia.facts.written import KIND, is_written, relation_id, written, wrong_answers
from trivia.formats import asking
from trivia.formats.incoming import IncomingQuestion
from trivia.lookup.answer import Evidence
from trivia.ports import FactChange, FactEditor, FactReader, NewEntity, PackStore, QuestionIndex, Revision
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open

PAGE = 10
"""So many questions are listed at once."""


class WritingStore(FactReader, QuestionIndex, FactEditor, PackStore, CurationStore, Protocol):
    """What written questions need of storage."""


class Writing:
    """Takes questions that moderators write, and lists them."""

    def __init__(self, store: WritingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds

    async def write(self, request: Request, *, sure: bool = False) -> QuestionTaken | QuestionKnown:
        """Take a question, or mend the one of these words: what is left out of it stays as it is.

        One that somebody else wrote is shown first, unless that was seen.
        """
        shelf = await self._store.shelf(request.community)
        known = await asking.known_question(self._store, shelf, str(request.arguments["question"]))
        row = _row({name: str(value) for name, value in request.arguments.items()}, known, request.member.name)
        try:
            asking.check(row)
        except ValueError as error:
            raise UsageError(f"I can't ask that: {error}.") from None
        if known is not None:
            return await self._mended(request, known, row, sure=sure)
        new = asking.new_fact(row, NewEntity(row.stem, KIND), "", None)
        fact = await self._store.add(request.community, new, _author(request), request.at)
        return await self._taken(request, fact, fact.id)

    async def _mended(
        self, request: Request, known: Fact, row: IncomingQuestion, *, sure: bool
    ) -> QuestionTaken | QuestionKnown:
        change = asking.change_of(row, known, None)
        live = await self._rounds.live_questions(request.community, request.at)
        if fact_is_open(known, live):
            raise UsageError(ASKED_NOW)
        if change == FactChange():
            raise UsageError(f"I ask that already, just so: it is fact {known.id}.")
        locked = await self._store.is_locked(request.community, known.id, [known.subject.id])
        if locked and request.member.role < Role.ADMIN:
            raise NotAllowed(LOCKED)
        last = (await self._store.history(request.community, known.id))[-1]
        seen = sure and request.arguments.get("revision") == _seen_as(known)
        if signer(last.author)[1] != request.member.id and not seen:
            return await self._known(request, known, row, last)
        fact = await self._store.edit(request.community, known.id, change, _author(request), request.at)
        await self._rounds.void(request.community, known.id, request.at)
        return await self._taken(request, fact, known.id, _told(known))

    async def _known(self, request: Request, known: Fact, row: IncomingQuestion, last: Revision) -> QuestionKnown:
        """Show the question as it is, and keep what was said for when it is confirmed."""
        said = {**{name: str(value) for name, value in request.arguments.items()}, "revision": _seen_as(known)}
        draft = await self._store.keep_draft(request.community, request.member.id, "fact question", said, request.at)
        wrong = tuple(wrong_answers(written(known)))
        return QuestionKnown(_told(known), wrong, last, draft, row.key, row.distractors)

    async def _taken(
        self, request: Request, fact: Fact, number: FactId, before: Evidence | None = None
    ) -> QuestionTaken:
        entry = await self._store.last_change(request.community, fact=number)
        return QuestionTaken(_told(fact), tuple(wrong_answers(written(fact))), entry.number if entry else None, before)

    async def listed(self, request: Request) -> QuestionsListed:
        """List written questions, those on one topic if one is named."""
        shelf = await self._store.shelf(request.community)
        page = int(request.arguments.get("page", 1))
        topic = str(request.arguments.get("topic", ""))
        facts, total = await self._page(shelf, topic, (page - 1) * PAGE)
        live = await self._rounds.live_questions(request.community, request.at, request.member.id)
        free = [fact for fact in facts if not fact_is_open(fact, live)]
        return QuestionsListed(tuple(map(_told, free)), topic, page, total, len(facts) - len(free))

    async def _page(self, shelf: Shelf, topic: str, skip: int) -> tuple[list[Fact], int]:
        """Return the questions of a page, by topics, and how many there are in all."""
        sizes = await self._store.relation_sizes(shelf)
        wanted = [r for r in sorted(sizes) if is_written(r) and (not topic or r == relation_id(topic))]
        found: list[FactId] = []
        before = 0
        for relation in wanted:
            if len(found) < PAGE and before + sizes[relation] > skip:
                first = max(0, skip - before)
                found += (await self._store.newer_ids(shelf, relation, FactId(0), first + PAGE))[first:]
            before += sizes[relation]
        facts = {fact.id: fact for fact in await self._store.facts(found[:PAGE], shelf)}
        return [facts[number] for number in found[:PAGE] if number in facts], before


def _row(given: Mapping[str, str], known: Fact | None, teller: str) -> IncomingQuestion:
    """Return a question as it is to be: what somebody says of it, and what is known where they say nothing.

    Another answer isn't what the old source says: who gives one and names no source is the source themselves.
    """
    before = written(known) if known else None

    def several(option: str, old: tuple[str, ...]) -> tuple[str, ...]:
        said = given.get(option)
        return old if said is None else () if said.casefold() in NOTHING else split_list(said)

    def single(option: str, old: str) -> str:
        said = given.get(option, old).strip()
        return "" if said.casefold() in NOTHING else said

    kept = before is not None and "source" not in given and before.answer == given["answer"].strip()
    return IncomingQuestion(
        "",
        None,
        given["question"].strip(),
        given["answer"].strip(),
        several("accepted", before.accepted if before else ()),
        several("wrong", before.distractors if before else ()),
        single("topic", before.topic if before else ""),
        single("difficulty", before.difficulty if before else ""),
        before.image if before else "",
        ("", "") if kept else source_given(given.get("source", ""), teller),
    )


def _seen_as(fact: Fact) -> str:
    """Return in which state a question was shown."""
    return f"{fact.id}.{fact.revision}"


def _author(request: Request) -> str:
    return signed(request.member.name, request.member.id)


def _told(fact: Fact) -> Evidence:
    return Evidence(fact, name_of(fact.value))
