"""Numbers, quantities and dates as answers."""

import pytest

from trivia.judging.dates import parse_dates
from trivia.judging.judge import judge
from trivia.judging.numbers import parse_amount
from trivia.judging.prepared import prepare
from trivia.judging.verdict import AnswerKey, Ruling

ACCEPT, PROMPT, REJECT = Ruling.ACCEPT, Ruling.PROMPT, Ruling.REJECT


def ruling(key: str, given: str, type: str = "", question: str = "") -> Ruling:  # noqa: A002 - named as in AnswerKey
    return judge(prepare(AnswerKey(key, type=type, question=question)), given).ruling


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13", 13), ("thirteen", 13), ("one hundred and five", 105), ("a hundred", 100), ("2 million", 2e6),
        ("1.5k", 1500),
        ("1,234", 1234), ("1 234", 1234), ("3/4", 0.75), ("three quarters", 0.75), ("half", 0.5), ("50%", 50),
        ("minus five", -5), ("-5", -5), ("two dozen", 24), ("forty-two", 42), ("nineteen eighty-four", 1984),
        ("$18 million", 18e6),
        ("two thousand and nineteen", 2019), ("1.234.567", None), ("two or three", None), ("none of them", 0),
        ("Paris", None),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(text: str, value: float | None) -> None:
    amount = parse_amount(text)

    assert (amount and amount.value) == value


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("13", "13 episodes", ACCEPT), ("13", "14", REJECT), ("13", "1 3", REJECT), ("2", "two or three", REJECT),
        ("50%", "50 percent", ACCEPT), ("1.5", "15", REJECT), ("0", "none", ACCEPT), ("2,000,000", "2m", ACCEPT),
        ("643,801 km2", "643801", ACCEPT), ("643,801 km2", "644,000 sq km", ACCEPT),
        ("643,801 km2", "248,573 sq mi", ACCEPT),
        ("643,801 km2", "700000", REJECT), ("8 km", "5 miles", ACCEPT), ("8 km", "8 miles", REJECT),
        ("100 kg", "220 lb", ACCEPT),
        ("100 °C", "212 °F", ACCEPT), ("8,336,817", "8.3 million", ACCEPT), ("8,336,817", "8 million", REJECT),
        ("1234", "1200", REJECT), ("13 months", "13 years", REJECT), ("five years", "5 yrs", ACCEPT),
    ],
)  # fmt: skip
def test_counts_are_exact_and_measures_may_be_rounded(key: str, given: str, expected: Ruling) -> None:
    assert ruling(key, given) is expected


def test_the_unit_of_a_quantity_may_come_with_its_type() -> None:
    assert ruling("643801", "644,000 km²", type="quantity:km2") is ACCEPT
    assert ruling("643801", "248,573 square miles", type="quantity:km2") is ACCEPT


def test_a_year_asked_as_a_number_is_exact() -> None:
    assert ruling("1887", "1880", type="number") is REJECT


@pytest.mark.parametrize(
    "given",
    [
        "14 June 2019", "June 14th, 2019", "14/06/2019", "06/14/2019", "2019-06-14", "the 14th of June 2019",
        "14 Jun 19",
        "14.6.2019", "June 14 '19", "fourteenth of june 2019", "on June 14, 2019", "Friday 14 June 2019",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_form(given: str) -> None:
    assert ruling("14 June 2019", given) is ACCEPT
    assert ruling("2019-06-14", given, type="date") is ACCEPT


@pytest.mark.parametrize(
    ("key", "given", "expected"),
    [
        ("14 June 2019", "June 2019", PROMPT), ("14 June 2019", "2019", PROMPT), ("14 June 2019", "14 June", PROMPT),
        ("14 June 2019", "15 June 2019", REJECT), ("1999", "June 1999", ACCEPT), ("1999", "'99", ACCEPT),
        ("1999", "1998", REJECT),
        ("1960s", "the sixties", ACCEPT), ("1960s", "60s", ACCEPT), ("1960s", "1965", ACCEPT),
        ("1960s", "1970s", REJECT),
        ("19th century", "nineteenth century", ACCEPT), ("19th century", "1800s", ACCEPT),
        ("19th century", "20th century", REJECT),
        ("44 BC", "44 BCE", ACCEPT), ("44 BC", "March 15, 44 BC", ACCEPT), ("44 BC", "44 AD", REJECT),
        ("25 December", "December 25th", ACCEPT), ("1939-1945", "1939 to 1945", ACCEPT), ("1939–1945", "1939", PROMPT),
        ("1946–47", "1946", ACCEPT), ("1648-51", "1648–1651", ACCEPT),
    ],
)  # fmt: skip
def test_a_date_within_the_right_one_is_right_and_a_wider_one_too_imprecise(
    key: str, given: str, expected: Ruling
) -> None:
    assert ruling(key, given) is expected


def test_a_year_is_enough_where_the_question_asks_for_one() -> None:
    assert ruling("14 June 2019", "2019", question="In what year did it end?") is ACCEPT


@pytest.mark.parametrize(
    "text", ["June June", "31 June 2019", "13/13/2019", "99th century of", "hello", "May the fourth be", ""]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert parse_dates(text) == ()
