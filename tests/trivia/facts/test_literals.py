from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivia.facts.dates import PartialDate
from trivia.facts.literals import literal_type, parse, to_text, words
from trivia.facts.model import Literal, Number, Quantity, Text, YesNo
from trivia.facts.vocabulary import LiteralType

dates = st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12))
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=3)
literals = st.one_of(
    dates, st.builds(Number, amounts), st.builds(Quantity, amounts, st.just("km2")), st.builds(YesNo, st.booleans())
)


@pytest.mark.parametrize(
    ("text", "type_", "unit", "value"),
    [
        ("2019-06-14", LiteralType.DATE, "", PartialDate(2019, 6, 14)),
        (" 2019 ", LiteralType.DATE, "", PartialDate(2019)),
        ("643801", LiteralType.NUMBER, "", Number(Decimal(643801))),
        ("643,801.5", LiteralType.NUMBER, "", Number(Decimal("643801.5"))),
        ("-0.5", LiteralType.NUMBER, "", Number(Decimal("-0.5"))),
        ("643801", LiteralType.QUANTITY, "km2", Quantity(Decimal(643801), "km2")),
        ("643801 km2", LiteralType.QUANTITY, "km2", Quantity(Decimal(643801), "km2")),
        ("Yes", LiteralType.BOOLEAN, "", YesNo(True)),
        ("false", LiteralType.BOOLEAN, "", YesNo(False)),
        ("a | b", LiteralType.TEXT, "", Text("a | b")),
    ],
)
def test_a_value_is_read_as_its_type_says(text: str, type_: LiteralType, unit: str, value: Literal) -> None:
    assert parse(text, type_, unit) == value


@pytest.mark.parametrize(
    ("text", "type_", "unit"),
    [
        ("14/06/2019", LiteralType.DATE, ""),
        ("2019-02-30", LiteralType.DATE, ""),
        ("many", LiteralType.NUMBER, ""),
        ("1e999999999", LiteralType.NUMBER, ""),
        ("NaN", LiteralType.NUMBER, ""),
        ("1,23", LiteralType.NUMBER, ""),
        ("9" * 50, LiteralType.NUMBER, ""),
        ("٣", LiteralType.NUMBER, ""),
        ("12 mi2", LiteralType.QUANTITY, "km2"),
        ("maybe", LiteralType.BOOLEAN, ""),
        ("", LiteralType.TEXT, ""),
        ("x" * 2_001, LiteralType.TEXT, ""),
    ],
)
def test_what_is_not_of_the_type_is_refused_with_a_short_reason(text: str, type_: LiteralType, unit: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse(text, type_, unit)

    assert len(str(caught.value)) < 200


@given(literals)
def test_every_value_reads_back_from_its_text(value: Literal) -> None:
    unit = value.unit if isinstance(value, Quantity) else ""

    assert parse(to_text(value), literal_type(value), unit) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (PartialDate(2019, 6, 14), "14 June 2019"),
        (PartialDate(2019, 6), "June 2019"),
        (PartialDate(-44), "44 BC"),
        (Number(Decimal(1234567)), "1,234,567"),
        (Number(Decimal("-0.5")), "-0.5"),
        (Quantity(Decimal(643801), "km2"), "643,801 km²"),
        (Quantity(Decimal("12.5"), "percent"), "12.5%"),
        (Quantity(Decimal("19.3"), "g/cm3"), "19.3 g/cm³"),
        (YesNo(True), "yes"),
        (YesNo(False), "no"),
        (Text("lots"), "lots"),
    ],
)
def test_people_read_values_in_words(value: Literal, said: str) -> None:
    assert words(value) == said
