"""The small parts of a round: options, hints, drawing, withholding, and JSON."""

from dataclasses import replace

import pytest

from tests.fakes.rounds import question
from trivia import values
from trivia.facts.model import (
    Certainty,
    Entity,
    EntityId,
    Fact,
    FactId,
    Source,
    SpoilerPoint,
    SpoilerScope,
)
from trivia.lookup.answer import Answer, AnswerItem, Evidence, Status
from trivia.questions.model import Question, QuestionKind
from trivia.replies.reply import Plain, Reply
from trivia.rounds.codec import from_json, to_json
from trivia.rounds.hints import hint
from trivia.rounds.model import Asked, Place, Rules
from trivia.rounds.options import chosen
from trivia.rounds.withholding import fact_is_open, withheld

OSLO = Entity(EntityId(1), "oslo", "city", "Oslo", 0.9, "test")
NORWAY = Entity(EntityId(2), "norway", "country", "Norway", 0.9, "test")
SOURCE = Source("s", "Atlas", "", "", None, "en")


def fact(number: int, *, spoiler: bool = False) -> Fact:
    scope = SpoilerScope(NORWAY, SpoilerPoint(1)) if spoiler else None
    return Fact(FactId(number), "test", NORWAY, "capital", OSLO, (), Certainty.CONFIRMED, SOURCE, "", None, scope)


def made(stem: str, *facts: Fact) -> Question:
    return replace(question(stem, "Oslo"), evidence=tuple(Evidence(f, "It is so") for f in facts))


# Options

CAPITALS = Asked.of(question("?", "Oslo", ("The Hague", "Oslo", "Kyiv", "Rome")))
NUMBERS = Asked.of(question("?", "3", ("5", "3", "2", "7")))
TRUTH = Asked.of(question("?", "true", ("true", "false"), QuestionKind.TRUE_FALSE))


@pytest.mark.parametrize(
    ("asked", "given", "place"),
    [
        (CAPITALS, "b", 1),
        (CAPITALS, " B. ", 1),
        (CAPITALS, "2", 1),
        (CAPITALS, "oslo!", 1),
        (CAPITALS, "hague", 0),
        (CAPITALS, "e", None),
        (CAPITALS, "5", None),
        (CAPITALS, "0", None),
        (CAPITALS, "os", None),
        (CAPITALS, "", None),
        (NUMBERS, "3", 1),
        (NUMBERS, "c", 2),
        (NUMBERS, "1", 0),
        (TRUTH, "t", 0),
        (TRUTH, "F", 1),
        (TRUTH, "yes", 0),
        (TRUTH, "wrong", 1),
        (TRUTH, "a", 0),
    ],
)
def test_an_option_is_chosen_by_letter_number_or_words(asked: Asked, given: str, place: int | None) -> None:
    assert chosen(asked, given) == place


# Hints


def test_a_number_gets_a_range_that_holds_it() -> None:
    found = hint(Asked.of(question("?", "5,509,730", kind=QuestionKind.NUMBER)), 0)
    assert found
    low, high = (int(part.replace(",", "")) for part in found.text.split(" – "))
    assert low <= 5_509_730 <= high
    small = hint(Asked.of(question("?", "3 km", kind=QuestionKind.NUMBER)), 0)
    assert small
    assert small.text == "0 – 5"


def test_what_is_no_number_or_too_short_gets_no_hint() -> None:
    assert hint(Asked.of(question("?", "many", kind=QuestionKind.NUMBER)), 0) is None
    assert hint(Asked.of(question("?", "3", kind=QuestionKind.NUMBER)), 1) is None
    assert hint(Asked.of(question("?", "Bo")), 0) is None
    assert hint(Asked.of(question("?", "Oslo")), 2) is None
    assert hint(Asked.of(question("?", "Oslo", ("Oslo", "Rome"))), 0) is None


# Withholding


def answer(text: str, number: int) -> Answer:
    item = AnswerItem(text, None, Certainty.CONFIRMED, None, (Evidence(fact(number), "It is so"),))
    return Answer("?", Status.ANSWERED, (item,), "It is so.")


LIVE = Asked.of(made("What is the capital of Norway?", fact(7)))


def test_an_answer_that_names_or_proves_the_open_one_is_withheld() -> None:
    assert withheld(answer("oslo", 1), [LIVE]).status is Status.WITHHELD
    assert withheld(answer("Bergen", 7), [LIVE]).sentence.startswith("That would give away")
    assert withheld(answer("oslo", 1), [LIVE]).answers == ()


def test_of_several_answers_only_the_one_that_tells_is_left_out() -> None:
    both = replace(answer("Bergen", 1), answers=(*answer("Bergen", 1).answers, *answer("Oslo", 7).answers))
    left = withheld(both, [LIVE])
    assert [item.text for item in left.answers] == ["Bergen"]
    assert left.status is Status.ANSWERED
    assert left.sentence.endswith("Some is held back until the question being played is over.")


def test_nothing_else_is_withheld() -> None:
    assert withheld(answer("Bergen", 1), [LIVE]) == answer("Bergen", 1)
    assert withheld(answer("Oslo", 7), []) == answer("Oslo", 7)
    number = values.replace(LIVE, type="number", key="3", accepted=())
    assert withheld(answer("3", 1), [number]) == answer("3", 1), "a bare number answers much else"


def test_a_fact_shown_about_its_own_subject_gives_nothing_away_unless_it_is_the_evidence() -> None:
    assert fact_is_open(fact(7), [LIVE], "Norway")
    assert fact_is_open(fact(1), [LIVE], "Norway"), "it names Oslo"
    assert not fact_is_open(fact(1), [LIVE], "Oslo"), "who asks about Oslo is told nothing new"


# JSON


def test_what_a_later_version_added_may_be_missing() -> None:
    assert from_json(Rules, '{"_":"Rules","count":3,"hints":false}') == Rules(count=3, hints=False)


def test_what_is_not_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="missing required field `community`"):
        from_json(Place, "{}")
    with pytest.raises(ValueError, match="Expected `int`, got `str`"):
        from_json(Rules, '{"count":"three"}')
    with pytest.raises(ValueError, match="Expected `object`, got `array`"):
        from_json(Reply, "[]")


def test_text_of_any_sort_survives() -> None:
    reply = Reply(text=(Plain('"\\ \u202e \x00 🦄 日本'),))
    assert from_json(Reply, to_json(reply)) == reply


def test_half_a_character_is_left_for_the_store_to_replace() -> None:
    half = "\ud83e"
    assert to_json(Plain(half)) == f'{{"_":"Plain","text":"{half}"}}'
