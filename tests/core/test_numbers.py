"""Numbers as people write them in each language."""

from __future__ import annotations

import pytest
from django.utils import translation

from convive.core.numbers import number

THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "3,769,962.5"),
        ("nl", "3.769.962,5"),
        ("it", "3.769.962,5"),
        ("ar", "3.769.962,5"),
    ],
)
def test_thousands_and_decimals_are_marked_as_in_the_language(language: str, written: str) -> None:
    with translation.override(language):
        assert number(3769962.49, 1) == written


@pytest.mark.parametrize("language", ["fr", "sv"])
def test_a_space_between_thousands_does_not_break_the_line(language: str) -> None:
    with translation.override(language):
        assert number(3769962) in {f"3{space}769{space}962" for space in (THIN, HARD)}


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(0, 0, "0"), (-1234.6, 0, "-1,235"), (999.999, 2, "1,000.00"), (0.05, 1, "0.1"), (12, 2, "12.00")],
)
def test_a_number_is_rounded_and_not_cut_off(value: float, decimals: int, written: str) -> None:
    with translation.override("en"):
        assert number(value, decimals) == written
