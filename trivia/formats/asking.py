"""Written questions of a file beside those that are known."""

from collections.abc import Mapping
from itertools import chain

from trivia.facts.content import WrittenQuestion
from trivia.facts.model import Certainty, EntityId, Fact, FactId, Qualifier, Shelf, SpoilerScope, Text
from trivia.facts.pack_rows import MAX_NAME
from trivia.facts.written import LONGEST_STEM, LONGEST_TOPIC, is_written, qualities, relation_id
from trivia.formats.incoming import IncomingQuestion
from trivia.ports import FactChange, FactReader, NewEntity, NewFact, QuestionIndex
from trivia.text import fold, is_hidden

_MOST_ANSWERS = 50
_AT_ONCE = 500
"""Read without others getting their turn."""


def words_of(stem: str) -> str:
    """Return a question as it is compared with others."""
    return " ".join(stem.casefold().split())


async def known_questions(reader: FactReader, shelf: Shelf) -> Mapping[str, Fact]:
    """Return the written questions on a shelf by their words; a community's own rather than a pack's."""
    found: dict[str, Fact] = {}
    for relation in sorted(await reader.relation_sizes(shelf)):
        if is_written(relation):
            after = FactId(0)
            while ids := await reader.newer_ids(shelf, relation, after, _AT_ONCE):
                for fact in await reader.facts(ids, shelf):
                    found[words_of(fact.subject.name)] = fact
                after = ids[-1]
    return found


async def known_question(index: QuestionIndex, shelf: Shelf, stem: str) -> Fact | None:
    """Return the written question on a shelf that has these words; a community's own rather than a pack's."""
    words = words_of(stem)
    found = [f for f in await index.questions_asked_by(shelf, stem) if words_of(f.subject.name) == words]
    return found[-1] if found else None


def check(row: IncomingQuestion) -> None:
    """Raise ValueError for what can't be asked."""
    if not row.stem or not row.key:
        raise ValueError(f"the {'question' if not row.stem else 'answer'} is missing")
    if words_of(row.stem) == words_of(row.key):
        raise ValueError("it is its own answer")
    if len(row.stem) > LONGEST_STEM:
        raise ValueError(f"the question has {len(row.stem):,} characters; at most {LONGEST_STEM:,} are taken")
    for answer in (row.key, *row.accepted, *row.distractors):
        if len(answer) > MAX_NAME:
            raise ValueError(f"an answer has {len(answer):,} characters; at most {MAX_NAME} are taken")
    if len(row.accepted) + len(row.distractors) > _MOST_ANSWERS:
        raise ValueError(f"more than {_MOST_ANSWERS} further answers are given")
    right = {fold(text) for text in (row.key, *row.accepted)}
    wrong = next((text for text in row.distractors if fold(text) in right), None)
    if wrong is not None:
        raise ValueError(f"{wrong!r} is given as right and as wrong")
    one_line = (row.key, row.topic, row.difficulty, row.image, *row.accepted, *row.distractors)
    if any(map(is_hidden, chain(row.stem.replace("\n", " "), *one_line))):
        raise ValueError("holds signs that can't be seen")
    if len(row.topic) > LONGEST_TOPIC:
        raise ValueError(f"the topic has {len(row.topic):,} characters; at most {LONGEST_TOPIC} are taken")


def new_fact(
    row: IncomingQuestion, subject: EntityId | NewEntity, source: str, spoiler: SpoilerScope | None
) -> NewFact:
    """Return a question as a fact to be added; one that names no source has this one."""
    title, address = row.source
    return NewFact(
        subject,
        relation_id(row.topic),
        Text(row.key),
        Certainty.CONFIRMED,
        title or address or source,
        address,
        "",
        None,
        spoiler,
        _qualifiers(row),
    )


def change_of(row: IncomingQuestion, fact: Fact, spoiler: SpoilerScope | None) -> FactChange:
    """Return what a file says differently of a question; a source that it leaves open stays."""
    source = (row.source[0] or row.source[1], row.source[1])
    relation, qualifiers = relation_id(row.topic), _qualifiers(row)
    return FactChange(
        value=None if fact.value == Text(row.key) else Text(row.key),
        relation=None if fact.relation == relation else relation,
        qualifiers=None if fact.qualifiers == qualifiers else qualifiers,
        source=None if source in (("", ""), (fact.source.title, fact.source.address)) else source,
        spoiler=None if spoiler in (None, fact.spoiler) else spoiler,
    )


def _qualifiers(row: IncomingQuestion) -> tuple[Qualifier, ...]:
    question = WrittenQuestion(
        "", row.stem, row.key, row.accepted, row.distractors, row.topic, row.difficulty, row.image, ""
    )
    return tuple(Qualifier(name, text) for name, text in qualities(question))
