from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convive.measures.queries import class_of, scale


def test_shares_are_cut_at_round_steps() -> None:
    assert scale([0.11, 0.2, 0.35, 0.5, 0.77]).bounds == pytest.approx(
        (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
    )


def test_a_few_very_large_values_do_not_make_all_others_one_colour() -> None:
    values = [float(value) for value in range(1, 100)] + [10_000.0]
    found = scale(values)
    classes = [class_of(value, found) for value in values]
    assert len(set(classes)) == 7
    assert max(classes.count(each) for each in set(classes)) < 30


def test_few_classes_are_spread_over_the_ramp() -> None:
    found = scale([0.0, 1.0, 2.0, 3.0])
    assert class_of(0.0, found) == 0
    assert class_of(3.0, found) == 6


def test_nothing_to_show_has_no_class() -> None:
    assert scale([]).bounds == ()
    assert class_of(None, scale([1.0, 2.0])) is None
    assert class_of(1.0, scale([])) is None


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=60))
def test_every_value_has_one_of_seven_classes_and_larger_values_never_a_lighter_one(
    values: list[float],
) -> None:
    found = scale(values)
    assert len(found.bounds) <= 8
    assert list(found.bounds) == sorted(found.bounds)
    classes = [class_of(value, found) for value in sorted(values)]
    assert all(each is not None and 0 <= each <= 6 for each in classes)
    assert classes == sorted(classes)
