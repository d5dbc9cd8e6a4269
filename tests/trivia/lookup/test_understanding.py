import pytest

from tests.trivia.lookup.films import answers, ask
from trivia.lookup.answer import Status


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who directed The Long Day?", ["Tomas Lind"]),
        ("the long day director", ["Tomas Lind"]),
        ("director of the long day", ["Tomas Lind"]),
        ("The Long Day was directed by whom", ["Tomas Lind"]),
        ("what movies did tomas lind direct", ["Quiet Harbour", "The Long Day"]),
        ("films directed by Tomas Lind", ["Quiet Harbour", "The Long Day"]),
        ("who starred in the films directed by Tomas Lind", ["Mira Okoye"]),
        ("the actors in films directed by tomas lind", ["Mira Okoye"]),
        ("who directed the movies starring Mira Okoye", ["Tomas Lind"]),
        ("when was the long day released", ["1999"]),
        ("which films have the same director as The Long Day", ["Quiet Harbour"]),
        ("what other films did the director of The Long Day direct", ["Quiet Harbour"]),
        ("films directed by Tomas Lind besides Quiet Harbour", ["The Long Day"]),
        ("how many films did Tomas Lind direct", ["2"]),
        ("did Tomas Lind direct The Long Day", ["yes"]),
        ("did Mira Okoye direct The Long Day", ["no"]),
        ("who dirceted quite harbour", ["Tomas Lind"]),
        ("who is the host", ["Tomas Lind"]),
        ("who directed What", []),
        ("who directed Long Day", ["Anna Berg"]),
        ("who directed this must be the palce", ["Mira Okoye"]),
    ],
)
async def test_a_question_is_answered_from_the_facts(question: str, expected: list[str]) -> None:
    assert await answers(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who taught Mira Okoye", ["Tomas Lind"]),
        ("whom did Tomas Lind teach", ["Mira Okoye"]),
        ("who was taught by Tomas Lind", ["Mira Okoye"]),
        ("who did Mira Okoye teach", []),
        ("did Tomas Lind teach Mira Okoye", ["yes"]),
        ("was Mira Okoye taught by Tomas Lind", ["yes"]),
    ],
)
async def test_the_order_of_the_words_says_who_did_it_to_whom(question: str, expected: list[str]) -> None:
    assert await answers(question) == expected


async def test_nobody_taught_whom_they_were_taught_by() -> None:
    answer = await ask("did Mira Okoye teach Tomas Lind")

    assert "yes" not in [item.text for item in answer.answers]


@pytest.mark.parametrize(
    "question",
    [
        "who bought Red Clay",
        "who did not direct The Long Day",
        "who painted The Long Day",
        "why did Tomas Lind direct The Long Day",
        "who directed The Longest Night",
        "what does Tomas Lind want to do for films",
        "who is the director",
        "blorp fizz",
    ],
)
async def test_what_the_facts_do_not_say_is_not_known(question: str) -> None:
    answer = await ask(question)

    assert (answer.status, answer.answers) == (Status.UNKNOWN, ())


async def test_nearly_is_answered_only_if_nearly_was_asked() -> None:
    assert await answers("who nearly bought Red Clay") == ["Tomas Lind"]


async def test_of_two_with_one_name_it_takes_the_one_that_the_facts_answer_for() -> None:
    assert await answers("whom did Anna Berg teach") == ["Tomas Lind"]


async def test_a_name_alone_asks_what_there_is_to_say() -> None:
    answer = await ask("Quiet Harbour")

    assert answer.status is Status.ANSWERED
    assert "Quiet Harbour was directed by Tomas Lind." in answer.sentence


async def test_an_unknown_answer_suggests_questions_about_what_was_named() -> None:
    answer = await ask("who painted The Long Day")

    assert "Who directed The Long Day?" in answer.suggestions


async def test_a_rumour_is_told_as_one() -> None:
    answer = await ask("when was Quiet Harbour released")

    assert answer.sentence.startswith("It is only a rumour")


@pytest.mark.parametrize("question", ["", "   ", "???", "\u202e\u2067", "\x00\x07"])
async def test_nothing_asked_is_answered_kindly(question: str) -> None:
    answer = await ask(question)

    assert answer.status is Status.UNCLEAR
    assert answer.sentence


async def test_what_is_too_long_is_refused_whole() -> None:
    answer = await ask("who directed " * 10_000)

    assert answer.status is Status.UNCLEAR
    assert len(answer.question) <= 1_000


async def test_what_is_only_likely_is_not_answered_with_a_plain_yes() -> None:
    answer = await ask("was Quiet Harbour released in 2003")

    assert not answer.sentence.startswith("Yes")


async def test_the_names_on_a_list_begin_a_sentence() -> None:
    answer = await ask("films directed by Tomas Lind")

    assert answer.sentence[0].isupper()
    assert answer.sentence.endswith("(Source: “The book of films”, 2020)")
