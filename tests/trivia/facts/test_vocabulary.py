from dataclasses import replace

from trivia.facts.vocabulary import Holds, Kind, LiteralType, Relation, Vocabulary, merge

CAPITAL = Relation(
    id="capital",
    subject_kinds=frozenset({"country"}),
    value_kinds=frozenset({"city"}),
    literal=None,
    unit="",
    holds=Holds.ONE,
    complete=True,
    statement="The capital of {subject} is {value}",
    question="What is the capital of {subject}?",
    nouns=("capital",),
)


def of(*relations: Relation, kinds: tuple[Kind, ...] = ()) -> Vocabulary:
    return Vocabulary({kind.id: kind for kind in kinds}, {relation.id: relation for relation in relations})


def test_a_relation_of_two_packs_joins_the_kinds_and_words_of_both() -> None:
    other = replace(
        CAPITAL,
        subject_kinds=frozenset({"us-state"}),
        question="Which city governs {subject}?",
        inverse="What is {value} the capital of?",
        nouns=("capital", "seat"),
    )

    joined = merge([of(CAPITAL), of(other)]).relations["capital"]

    assert joined.subject_kinds == {"country", "us-state"}
    assert joined.question == CAPITAL.question
    assert joined.phrases == ("Which city governs {subject}?",)
    assert joined.inverse == other.inverse
    assert joined.nouns == ("capital", "seat")


def test_one_pack_that_doubts_is_enough() -> None:
    doubting = replace(CAPITAL, holds=Holds.MANY, complete=False, quiz=False)

    joined = merge([of(CAPITAL), of(doubting)]).relations["capital"]

    assert (joined.holds, joined.complete, joined.quiz) == (Holds.MANY, False, False)


def test_relations_that_only_share_a_name_are_not_mixed() -> None:
    other = replace(CAPITAL, value_kinds=frozenset(), literal=LiteralType.NUMBER)

    assert merge([of(CAPITAL), of(other)]).relations["capital"] == CAPITAL


def test_a_kind_of_two_packs_has_the_nouns_of_both() -> None:
    kinds = merge([of(kinds=(Kind("hero", ("hero",)),)), of(kinds=(Kind("hero", ("heroine",), person=True),))]).kinds

    assert kinds == {"hero": Kind("hero", ("hero", "heroine"), person=True)}
