"""Which written question a text asks."""

import pytest

from trivia.lookup.stems import is_asked_by, likeness, telling


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("Who founded our club?", "who founded our club"),
        ("True or false: the moon is old.", "Is it true that the moon is old?"),
        ("Who plays the Doctor?", "who plays doctor"),
        ("Who wrote “Æsir”?", "who wrote aesir"),
        ("What's our motto?", "Whats our motto"),
        ("Кто мы?", "кто мы"),
        ("Rock & Roll?", "rock and roll"),
    ],
)
def test_the_same_words_ask_the_same(stem: str, text: str) -> None:
    assert is_asked_by(stem, text)


@pytest.mark.parametrize(
    ("stem", "text"),
    [
        ("Who plays the Doctor?", "Who plays a doctor?"),
        ("Who made C++?", "Who made C#?"),
        ("Who made C++?", "Who made C?"),
        ("What is 5 - 3?", "What is 5 + 3?"),
        ("What is -5 + 8?", "What is 5 + 8?"),
        ("What does pêche mean?", "What does péché mean?"),
        ("Who won?", "Who won 🏆?"),
        ("Who founded our club?", "Who founded your club?"),
    ],
)
def test_words_that_only_look_alike_ask_something_else(stem: str, text: str) -> None:
    assert not is_asked_by(stem, text)


def test_words_that_every_question_has_tell_nothing_unless_there_are_no_others() -> None:
    assert telling("In which year was Jessica's club founded?") == telling("year jessica club founded")
    assert telling("Who are we?") == ("who", "be", "we")
    assert telling("the") == ("the",)


def test_slips_of_the_keyboard_are_forgiven_but_not_other_numbers() -> None:
    assert likeness("Who foundd our club?", "Who founded our club?") == 1.0
    assert likeness("Who keeps our kyes?", "Who keeps our keys?") == 1.0
    assert likeness("Who won in 2018?", "Who won in 2019?") <= 0.5
    assert likeness("", "Who won?") == 0.0
