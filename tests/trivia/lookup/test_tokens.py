import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivia.lookup.empty import skip_costs
from trivia.lookup.tokens import MAX_TOKENS, span_key, stem, tokenise


@pytest.mark.parametrize(
    ("forms", "base"),
    [
        ("direct directs directed directing", "direct"),
        ("play plays played playing", "play"),
        ("city cities", "city"),
        ("country countries", "country"),
        ("write wrote written writing", "write"),
        ("stop stops stopped stopping", "stop"),
        ("star stars starred starring", "star"),
        ("woman women", "woman"),
        ("series", "series"),
        ("is are was were been being", "be"),
        ("nemesis nemeses", "nemesis"),
        ("us", "us"),
    ],
)
def test_forms_of_one_word_have_one_base(forms: str, base: str) -> None:
    assert {stem(form) for form in forms.split()} == {base}


def test_release_and_releasing_meet() -> None:
    assert len({stem(form) for form in "release releases released releasing".split()}) == 1


def test_an_episode_code_is_spelt_out() -> None:
    assert [t.folded for t in tokenise("S3E02 director?")] == ["season", "3", "episode", "2", "director"]


def test_the_s_of_possession_is_a_word_of_its_own_and_part_of_the_name_as_written() -> None:
    tokens = tokenise("Ritter's debut")

    assert [t.folded for t in tokens] == ["ritter", "'s", "debut"]
    assert span_key(tokens, 0, 3) == "ritters debut"


@pytest.mark.parametrize("question", ["who's there", "whos there", "who’s there", "who is there"])
def test_who_is_may_be_run_together(question: str) -> None:
    assert [t.folded for t in tokenise(question)] == ["who", "is", "there"]


@pytest.mark.parametrize(("word", "folded"), [("wen", "when"), ("hwo", "who"), ("waht", "what"), ("wich", "which")])
def test_misspelt_question_words_are_mended(word: str, folded: str) -> None:
    (token,) = tokenise(word)

    assert (token.folded, token.piece) == (folded, word)


@pytest.mark.parametrize("question", ["why didn't she", "why didnt she", "why did not she"])
def test_a_negation_is_a_word_of_its_own(question: str) -> None:
    assert [t.folded for t in tokenise(question)] == ["why", "did", "not", "she"]


def test_no_more_words_are_cut_than_a_question_may_have() -> None:
    assert len(tokenise("word " * 1_000)) == MAX_TOKENS + 1


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("do you know who directed it", ["directed"]),
        ("tell me about Kilgrave", ["kilgrave"]),
        ("what did Trish say", ["trish", "say"]),
        ("what does Jessica want", ["jessica", "want"]),
        ("what is the episode about", ["episode", "about"]),
        ("what about the episode", ["episode"]),
    ],
)
def test_words_are_passed_over_only_where_they_have_no_content(question: str, content: list[str]) -> None:
    tokens = tokenise(question)

    kept = [t.folded for t, cost in zip(tokens, skip_costs(tokens), strict=True) if cost is None]

    assert [word for word in kept if word not in ("who", "what")] == content


@given(st.text())
def test_every_token_stands_where_it_says(text: str) -> None:
    for token in tokenise(text):
        assert 0 <= token.start <= token.end <= len(text)
