from collections import Counter
from itertools import pairwise

import pytest

from db import Store
from tests.trivia.questions.conftest import generator
from trivia.facts.model import GLOBAL_COMMUNITY, Certainty, Entity, Text
from trivia.questions.form import typable
from trivia.questions.model import Question, QuestionKind


async def _asked(store: Store, count: int, topic: str = "", kind: QuestionKind | None = None) -> list[list[Question]]:
    shelf, made = await store.shelf(GLOBAL_COMMUNITY), generator(store)
    return [await made.generate(shelf, count, seed, topic=topic, kind=kind) for seed in range(3)]


def _relation(question: Question) -> str:
    return question.evidence[0].fact.relation


@pytest.mark.parametrize("topic", ["", "countries", "elements", "sky", "jessica-jones"])
async def test_ten_questions_ask_for_many_things(shipped: Store, topic: str) -> None:
    for ten in await _asked(shipped, 10, topic):
        assert len(ten) == 10
        assert max(Counter(map(_relation, ten)).values()) <= 3


@pytest.mark.parametrize("topic", ["", "countries", "elements", "sky"])
async def test_no_two_questions_in_a_row_ask_for_the_same(shipped: Store, topic: str) -> None:
    for ten in await _asked(shipped, 10, topic):
        assert all(_relation(a) != _relation(b) for a, b in pairwise(ten))


async def test_no_question_is_put_twice(shipped: Store) -> None:
    for asked in await _asked(shipped, 200, "jessica-jones"):
        assert len({q.stem for q in asked}) == len(asked)


async def test_the_jessica_jones_facts_give_an_evening_of_questions(shipped: Store) -> None:
    asked = [q for kind in QuestionKind for some in await _asked(shipped, 200, "jessica-jones", kind) for q in some]

    assert len({q.stem for q in asked}) >= 60
    assert all(e.fact.certainty is Certainty.CONFIRMED and not e.fact.spoiler for q in asked for e in q.evidence)


async def test_what_can_be_typed_is_asked_to_be_typed(shipped: Store) -> None:
    asked = [q for some in await _asked(shipped, 60, kind=QuestionKind.TEXT) for q in some]

    assert asked
    assert all(typable(q.key) for q in asked)


async def test_one_of_a_few_classes_is_chosen_not_typed(shipped: Store) -> None:
    typed = {_relation(q) for some in await _asked(shipped, 100, kind=QuestionKind.TEXT) for q in some}

    assert not typed & {"region", "continent", "family", "type"}


async def test_a_question_for_a_country_is_answered_by_a_country(shipped: Store) -> None:
    asked = [q for some in await _asked(shipped, 100, "countries") for q in some if q.stem.startswith("Which country")]

    assert asked
    assert {q.type for q in asked} == {"country"}


async def test_wrong_countries_are_mostly_of_the_right_ones_continent(shipped: Store) -> None:
    shelf = await shipped.shelf(GLOBAL_COMMUNITY)
    continents: dict[str, set[str]] = {}
    for fact in await shipped.of_relation(shelf, "continent", 1_000):
        assert isinstance(fact.value, Entity)
        continents.setdefault(fact.subject.name, set()).add(fact.value.name)
    asked = [q for some in await _asked(shipped, 100, "city", QuestionKind.CHOICE) for q in some]
    shared = [
        bool(continents[q.key] & continents.get(other, set()))
        for q in asked
        if _relation(q) == "located_in" and q.key in continents
        for other in q.options
        if other != q.key
    ]

    assert len(shared) > 30
    assert sum(shared) >= 0.75 * len(shared)


async def test_symbols_are_offered_beside_symbols_that_begin_alike(shipped: Store) -> None:
    asked = [q for some in await _asked(shipped, 200, "elements", QuestionKind.CHOICE) for q in some]
    symbols = [q for q in asked if _relation(q) == "symbol" and isinstance(q.evidence[0].fact.value, Text)]

    assert symbols
    for question in symbols:
        initial = question.evidence[0].fact.subject.name[0].upper()
        assert sum(option.startswith(initial) for option in question.options) != 1, question.options


async def test_who_is_also_called_the_showrunner_may_be_asked_for_as_such(shipped: Store) -> None:
    asked = [q for some in await _asked(shipped, 200, "jessica-jones", QuestionKind.TEXT) for q in some]
    question = next(q for q in asked if q.stem == "Who is the showrunner of Jessica Jones?")

    assert question.key == "Melissa Rosenberg"
    assert "the showrunner" not in question.accepted


async def test_no_statement_is_false_by_its_words_alone(shipped: Store) -> None:
    asked = [q for some in await _asked(shipped, 200, "jessica-jones", QuestionKind.TRUE_FALSE) for q in some]

    assert asked
    assert not [q.stem for q in asked if "final season of Jessica Jones" in q.stem]
