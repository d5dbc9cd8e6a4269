"""Questions that people wrote, put as questions of a round: with options where wrong answers came with them."""

import random
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from trivia.facts.content import WrittenQuestion
from trivia.facts.model import Entity, Fact, FactId, Shelf
from trivia.facts.phrasing import name_of
from trivia.facts.written import LONGEST_STEM, is_written, topic_of, truth_of, written, wrong_answers
from trivia.judging.dates import looks_like_date, parse_dates
from trivia.lookup.answer import Evidence
from trivia.ports import NameIndex
from trivia.questions import checks, form
from trivia.questions.model import Question, QuestionKind
from trivia.text import fold

MOST_WRONG = 3
"""So many wrong answers are shown beside the right one."""

_LONGEST_TYPED = 4  # words
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+([.,]\d+)?)")
_SAFE = "https://"
_TRUE, _FALSE = "true", "false"
_LEVELS = {"easy": 0.25, "medium": 0.5, "hard": 0.8}
_FEWEST_ON_TOPIC = 3
_MOST_TOPICS = 20


def kinds_of(question: WrittenQuestion) -> list[QuestionKind]:
    """Return the kinds in which a question can be put; none for one that is too long to be shown."""
    if len(question.stem) > LONGEST_STEM:
        return []
    if truth_of(question):
        return [QuestionKind.TRUE_FALSE]
    kinds = [QuestionKind.CHOICE] if wrong_answers(question) else []
    if _NUMBER.fullmatch(question.answer):
        return [*kinds, QuestionKind.NUMBER]
    short = len(question.answer.split()) <= _LONGEST_TYPED and form.typable(question.answer)
    return [*kinds, QuestionKind.TEXT] if short or not kinds else kinds


def type_of(answer: str) -> str:
    """Return by what rules an answer is judged: as a number, as a date, or as words."""
    if _NUMBER.fullmatch(answer):
        return "number"
    is_date = any(map(str.isdigit, answer)) and looks_like_date(answer) and parse_dates(answer)
    return "date" if is_date else "text"


def difficulty_of(question: WrittenQuestion) -> float:
    """Return how hard a question is by what its author says: a level, or a number from 0 to 1; else middling."""
    said = question.difficulty.casefold()
    try:
        return _LEVELS[said] if said in _LEVELS else min(1.0, max(0.0, float(said)))
    except ValueError:
        return _LEVELS["medium"]


async def put(
    names: NameIndex, shelf: Shelf, facts: Sequence[Fact], kinds: Collection[QuestionKind], chance: random.Random
) -> dict[FactId, Question]:
    """Put written questions in one of these kinds, in any if none is named; those that can't be so are absent.

    A key that is the name of one thing on the shelf is taken for that thing: its other names are right as well.
    """
    keys = {fold(name_of(fact.value)) for fact in facts}
    found = await names.by_name(shelf, keys) if keys else {}
    meant = {key: matches[0].entity for key, matches in found.items() if len(matches) == 1}
    aliases = await names.aliases({entity.id for entity in meant.values()}, shelf) if meant else {}
    made: dict[FactId, Question] = {}
    for fact in facts:
        question = written(fact)
        possible = [kind for kind in kinds_of(question) if not kinds or kind in kinds]
        if possible:
            thing = meant.get(fold(question.answer))
            others = aliases.get(thing.id, ()) if thing else ()
            made[fact.id] = _put(fact, question, chance.choice(possible), thing, others, chance)
    return made


def _put(  # noqa: PLR0917 -- all that makes a question
    fact: Fact,
    question: WrittenQuestion,
    kind: QuestionKind,
    thing: Entity | None,
    others: Sequence[str],
    chance: random.Random,
) -> Question:
    key = truth_of(question) or question.answer if kind is QuestionKind.TRUE_FALSE else question.answer
    names = [name for name in others if not checks.leaks(question.stem, [name])]
    made = Question(
        stem=question.stem,
        kind=kind,
        key=key,
        accepted=tuple(dict.fromkeys((key, *question.accepted, *names))),
        options=(),
        evidence=(Evidence(fact, fact.sentence or f"{question.stem} – {question.answer}"),),
        plan="",
        difficulty=difficulty_of(question),
        topic=question.topic or fact.pack,
        type=thing.kind if thing else type_of(question.answer),
        image=question.image if question.image.startswith(_SAFE) else "",
    )
    if kind is QuestionKind.TRUE_FALSE:
        return replace(made, accepted=(key,), options=(_TRUE, _FALSE), type="boolean")
    if kind is not QuestionKind.CHOICE:
        return made
    wrong = wrong_answers(question)
    options = [key, *chance.sample(wrong, min(MOST_WRONG, len(wrong)))]
    chance.shuffle(options)
    return replace(made, options=tuple(options))


def topics_among(sizes: Mapping[str, int]) -> list[str]:
    """Return topics that enough written questions are on, those with the most first."""
    found = {topic_of(relation): size for relation, size in sizes.items() if is_written(relation)}
    many = sorted((t for t, size in found.items() if t and size >= _FEWEST_ON_TOPIC), key=lambda t: (-found[t], t))
    return many[:_MOST_TOPICS]
