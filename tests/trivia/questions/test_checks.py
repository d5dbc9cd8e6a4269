import pytest

from trivia.questions.checks import leaks


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("What is the capital of Mexico?", "Mexico City"),
        ("Which country has the Russian ruble?", "Russia"),
        ("Which episode is number 13?", "13"),
        ("Who directed Seven Winters?", "Sara Winters"),
        ("Which continent is South Africa in?", "Africa"),
    ],
)
def test_a_stem_leaks_a_telling_word_of_the_answer(stem: str, name: str) -> None:
    assert leaks(stem, [name])


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("What is the capital of France?", "Paris"),
        ("Who discovered the element radium?", "Marie Curie"),
        ("What is the capital of the Bahamas?", "Nassau"),
        ("In which year was The Long Day released?", "1999"),
        ("Which city is the capital of Iran?", "Tehran"),
    ],
)
def test_words_without_weight_leak_nothing(stem: str, name: str) -> None:
    assert not leaks(stem, [name])


def test_an_alias_in_the_stem_leaks_too() -> None:
    assert leaks("Which company makes the show by Marvel?", ["Marvel Television", "Marvel"])
