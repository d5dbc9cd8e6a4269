import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trivia.facts.dates import PartialDate


@given(st.integers(-9999, 9999).filter(bool), st.none() | st.integers(1, 12), st.none() | st.integers(1, 28))
def test_a_date_reads_back_as_it_is_written(year: int, month: int | None, day: int | None) -> None:
    date = PartialDate(year, month, day if month else None)

    assert PartialDate.parse(date.iso) == date


@pytest.mark.parametrize("text", ["", "0", "0000", "2019-13", "2019-02-29", "2019-6-1", "June 2019", "2019-06-14Z"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_day_needs_a_month_and_leap_days_exist_also_before_our_era() -> None:
    with pytest.raises(ValueError, match="a day needs a month"):
        PartialDate(2019, None, 1)
    assert PartialDate(-44, 2, 29).words == "29 February 44 BC"


def test_a_partial_date_spans_what_it_may_mean() -> None:
    assert (PartialDate(2019).first_day, PartialDate(2019).last_day) == (20190101, 20191231)
    assert (PartialDate(2019, 6, 14).first_day, PartialDate(2019, 6, 14).last_day) == (20190614, 20190614)
    assert PartialDate(-44).last_day < PartialDate(-43).first_day


def test_a_full_date_is_taken_over() -> None:
    assert PartialDate.of(dt.date(2019, 6, 14)) == PartialDate(2019, 6, 14)
