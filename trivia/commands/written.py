"""/fact question and /fact questions: questions that people wrote themselves."""

from typing import Protocol

from trivia.commands.curated import QuestionsListed, QuestionTaken
from trivia.commands.request import Request
from trivia.commands.teaching import source_given
from trivia.errors import UsageError
from trivia.facts.authors import signed
from trivia.facts.keeping import CurationStore
from trivia.facts.model import Fact, FactId, Shelf
from trivia.facts.pack_tables import split_list
from trivia.facts.phrasing import name_of
from trivia.facts.written import KIND, is_written, relation_id
from trivia.formats import asking
from trivia.formats.incoming import IncomingQuestion
from trivia.lookup.answer import Evidence
from trivia.ports import FactEditor, FactReader, NewEntity, PackStore
from trivia.rounds.service import Rounds
from trivia.rounds.withholding import fact_is_open

PAGE = 10
"""So many questions are listed at once."""


class WritingStore(FactReader, FactEditor, PackStore, CurationStore, Protocol):
    """What written questions need of storage."""


class Writing:
    """Takes questions that moderators write, and lists them."""

    def __init__(self, store: WritingStore, rounds: Rounds) -> None:
        self._store = store
        self._rounds = rounds

    async def write(self, request: Request) -> QuestionTaken:
        """Take a question."""
        given = {name: str(value) for name, value in request.arguments.items()}
        row = IncomingQuestion(
            "",
            None,
            given["question"].strip(),
            given["answer"].strip(),
            split_list(given.get("accepted", "")),
            split_list(given.get("wrong", "")),
            given.get("topic", "").strip(),
            given.get("difficulty", ""),
            source=source_given(given.get("source", ""), request.member.name),
        )
        try:
            asking.check(row)
        except ValueError as error:
            raise UsageError(f"I can't ask that: {error}.") from None
        shelf = await self._store.shelf(request.community)
        known = await asking.known_question(self._store, shelf, row.stem)
        if known is not None:
            raise UsageError(
                f"I ask that already: it is fact {known.id}. /fact edit {known.id} value=… mends its answer."
            )
        new = asking.new_fact(row, NewEntity(row.stem, KIND), "", None)
        author = signed(request.member.name, request.member.id)
        fact = await self._store.add(request.community, new, author, request.at)
        entry = await self._store.last_change(request.community, fact=fact.id)
        return QuestionTaken(_told(fact), row.distractors, entry.number if entry else None)

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


def _told(fact: Fact) -> Evidence:
    return Evidence(fact, name_of(fact.value))
