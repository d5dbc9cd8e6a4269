"""Answering from the facts or, where they say nothing, from a question that people wrote, if just that was asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from trivia.facts.authors import names_teller, signer
from trivia.facts.model import Fact, Shelf
from trivia.facts.phrasing import name_of
from trivia.lookup.answer import Answer, AnswerItem, Evidence, Status
from trivia.lookup.empty import is_empty
from trivia.lookup.service import MAX_CHARACTERS, Lookup, name_keys
from trivia.lookup.tokens import tokenise
from trivia.ports import FactEditor, FactReader, NameIndex, QuestionIndex
from trivia.privacy import GONE
from trivia.replies import lookup as wording
from trivia.text import INVISIBLE, fold

_PLAN = "a written question"
_MOST_SUGGESTED = 3


class AnsweringStore(NameIndex, FactReader, QuestionIndex, FactEditor, Protocol):
    """What answering needs of storage."""


class Answers:
    """Looks a question up, first among the facts, then among the questions that people wrote.

    It says who wrote those, unless told not to.
    """

    def __init__(self, store: AnsweringStore, lookup: Lookup | None = None, *, authors: bool = True) -> None:
        self._store = store
        self._lookup = lookup or Lookup(store, store)
        self._authors = authors

    async def ask(self, shelf: Shelf, question: str) -> Answer:
        """Answer one question; one that is only much like a written question is asked back, never answered."""
        answer = await self._lookup.ask(shelf, question)
        if answer.status is Status.ANSWERED or not question.strip():
            return answer
        seen = INVISIBLE.sub("", question[:MAX_CHARACTERS])
        asked = await self._store.questions_asked_by(shelf, seen)
        if asked:
            return await self._answered(answer, shelf, asked)
        if answer.status is not Status.UNKNOWN:
            return answer
        alike = await self._store.questions_like(shelf, seen, _MOST_SUGGESTED)
        stems = [fact.subject.name for fact in alike if fact.spoiler is None]
        return replace(answer, suggestions=tuple(dict.fromkeys((*stems, *answer.suggestions)))[:_MOST_SUGGESTED])

    async def names_retired(self, shelf: Shelf, question: str) -> bool:
        """Say whether a question names what was retired, and not as a part of a name that still means something."""
        if not shelf.retired:
            return False
        tokens = tokenise(INVISIBLE.sub("", question[:MAX_CHARACTERS]))
        places = name_keys(tokens)
        found = await self._store.by_name(shelf.whole, list(places))
        alive: list[tuple[int, int]] = []
        gone: list[tuple[int, int]] = []
        for key, matches in found.items():
            (gone if all(match.entity.id in shelf.retired for match in matches) else alive).extend(places[key])
        return any(
            not all(map(is_empty, tokens[start:end])) and not any(a <= start and end <= b for a, b in alive)
            for start, end in gone
        )

    async def _answered(self, answer: Answer, shelf: Shelf, asked: Sequence[Fact]) -> Answer:
        """Return the answers of written questions, those that two of them share once."""
        by_answer: dict[str, list[Fact]] = {}
        for fact in asked:
            by_answer.setdefault(fold(name_of(fact.value)), []).append(fact)
        items = tuple(_item(facts) for facts in by_answer.values())
        authors = [await self._author(shelf, fact) for facts in by_answer.values() for fact in facts[:1]]
        sentence = wording.as_written(items, list(dict.fromkeys(filter(None, authors))))
        return Answer(answer.question, Status.ANSWERED, items, sentence, _PLAN)

    async def _author(self, shelf: Shelf, fact: Fact) -> str:
        """Return the name of who wrote a question.

        None for a pack's, of somebody who was forgotten since, and where the source names them already.
        """
        revisions = await self._store.history(shelf.community, fact.id) if self._authors else ()
        name, id_ = signer(revisions[0].author) if revisions else ("", "")
        return "" if not id_ or id_.startswith(GONE) or names_teller(fact.source.title, name) else name


def _item(facts: Sequence[Fact]) -> AnswerItem:
    first = facts[0]
    evidence = tuple(Evidence(f, f.sentence or f"{f.subject.name} – {name_of(f.value)}") for f in facts)
    spoiler = next((f.spoiler for f in facts if f.spoiler), None)
    return AnswerItem(name_of(first.value), None, first.certainty, spoiler, evidence)
