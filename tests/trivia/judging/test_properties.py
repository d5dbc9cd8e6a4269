"""What holds of every key and every message."""

import string

from hypothesis import given
from hypothesis import strategies as st

from trivia.judging.judge import judge
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling
from trivia.text import fold, without_article

TEXT = st.text(max_size=60)
NAME = st.text(string.ascii_letters + " éüßñ", min_size=3, max_size=30).filter(lambda name: len(fold(name)) > 2)


@given(
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=3),
    st.sampled_from(["", "number", "date", "quantity:km2", "person", "film"]),
    TEXT,
)
def test_the_judge_never_raises_and_never_wavers(
    key: str, typed: str, accepted: list[str], kind: str, question: str
) -> None:
    answer_key = AnswerKey(key, tuple(accepted), kind, question, frozenset({"rome"}))

    assert judge(prepare(answer_key), typed) == judge(prepare(answer_key), typed)


@given(TEXT.filter(lambda key: fold(key)[:1].isalnum()), st.lists(TEXT, max_size=3))
def test_the_key_and_each_alias_are_accepted(key: str, accepted: list[str]) -> None:
    prepared = prepare(AnswerKey(key, tuple(accepted)))

    assert judge(prepared, key).ruling is Ruling.ACCEPT
    assert all(judge(prepared, alias).ruling is Ruling.ACCEPT for alias in accepted if fold(alias)[:1].isalnum())


@given(NAME, st.lists(NAME, min_size=1, max_size=5))
def test_another_entity_is_never_accepted(key: str, others: list[str]) -> None:
    right = without_article(fold(key))
    names = frozenset(fold(other) for other in others if without_article(fold(other)) != right)
    prepared = prepare(AnswerKey(key, others=names))

    assert all(judge(prepared, name).ruling is not Ruling.ACCEPT for name in names)


@given(NAME, NAME)
def test_case_accents_and_punctuation_change_nothing(key: str, typed: str) -> None:
    prepared = prepare(AnswerKey(key))

    assert judge(prepared, fold(typed).upper() + "!!").ruling is judge(prepared, fold(typed)).ruling


@given(st.text(min_size=1, max_size=20).map(lambda text: text * 500))
def test_a_flood_is_turned_away(typed: str) -> None:
    verdict = judge(prepare(AnswerKey("Paris")), typed)

    assert verdict.reason in ("too long", "empty") or len(typed) <= 300
