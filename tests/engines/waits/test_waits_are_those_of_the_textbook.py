"""Waits against a worked example of the textbooks and a plain reference."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from convive.engines.waits import Episodes, WaitsError, ahead, between, curve, reference, waits

# Freireich et al. 1963, as in Kalbfleisch and Prentice 1980 and Klein and Moeschberger 2003, table 1.1: weeks of
# remission of 21 children treated with 6-MP, and of 21 who had a placebo. A plus: still in remission.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def episodes(told: str, group: str = "") -> Episodes:
    weeks = told.split()
    days = [float(each.rstrip("+")) for each in weeks]
    return Episodes.of(days, ["+" not in each for each in weeks], group=[group] * len(days))


def test_the_curve_of_the_treated_is_that_of_the_table() -> None:
    found = curve(episodes(TREATED))
    # Klein and Moeschberger, table 4.1.
    assert found.days.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert found.waiting.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found.met.tolist() == [3, 1, 1, 1, 1, 1, 1]
    assert np.round(found.share, 3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    # Their standard errors of the share, from the variance on the other scale.
    error = np.sqrt(found.variance) * found.share * -np.log(found.share)
    assert np.round(error, 4).tolist() == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_medians_and_their_intervals_are_the_known_ones() -> None:
    treated, placebo = (waits(episodes(weeks))[0] for weeks in (TREATED, PLACEBO))
    assert (treated.people, treated.events, treated.censored, treated.too_few) == (21, 9, 12, False)
    assert (treated.median.days, treated.median.low, treated.median.high) == (23, 13, None)
    assert (placebo.median.days, placebo.median.low, placebo.median.high) == (8, 4, 11)


def test_groups_come_in_the_order_of_the_data_and_a_small_one_says_so() -> None:
    both = Episodes.of([5, 9, 9, 3, 7, 2, 4], [True] * 6 + [False], group=["b"] * 5 + ["a"] * 2)
    found = waits(both, parts=(0.25, 0.5))
    assert [(each.group, each.too_few, len(each.quantiles)) for each in found] == [
        ("b", False, 2),
        ("a", True, 0),
    ]
    with pytest.raises(WaitsError, match="no median of the group “a”"):
        _ = found[1].median


# Somebody watched from the day of the end on was never seen waiting, and cannot be seen to end.
WAITS = st.lists(
    st.integers(0, 30)
    .flatmap(lambda days: st.tuples(st.just(days), st.booleans(), st.integers(0, days)))
    .filter(lambda row: not (row[1] and row[2] == row[0] > 0)),
    min_size=1,
    max_size=40,
)


@given(rows=WAITS, part=st.sampled_from([0.25, 0.5, 0.75]), sure=st.sampled_from([0.8, 0.95]))
def test_the_fast_way_agrees_with_the_plain_one(rows: list, part: float, sure: float) -> None:
    plain = [(float(days), met, float(watched)) for days, met, watched in rows]
    days, met, watched = zip(*rows, strict=True)
    found = curve(Episodes.of(days, met, watched))
    assert found.share.tolist() == pytest.approx([share for _day, share, _g in reference.steps(plain)])
    assert found.quantile(part) == reference.quantile(plain, part)
    assert found.interval(part, sure) == reference.interval(plain, part, sure)


@given(rows=WAITS)
def test_the_interval_holds_the_quantile(rows: list) -> None:
    days, met, _watched = zip(*rows, strict=True)
    found = curve(Episodes.of(days, met))
    middle, (low, high) = found.quantile(0.5), found.interval(0.5)
    if middle is not None:
        assert low is not None
        assert low <= middle <= (math.inf if high is None else high)


def test_waits_of_a_stretch_of_days_count_from_its_first_to_its_last_day() -> None:
    first = dt.date(2026, 1, 1)

    def on(number: int) -> dt.date:
        return first + dt.timedelta(days=number)

    found, unused = between(
        [on(-30), on(-90), on(5), on(9), on(10)],
        [on(10), on(-60), None, None, on(200)],
        [None, None, on(25), None, None],
        since=first,
        today=on(100),
    )
    assert unused == 1
    assert found.days.tolist() == [40, 20, 91, 90]
    assert found.met.tolist() == [True, False, False, False]
    assert found.watched.tolist() == [30, 0, 0, 0]


def test_the_queue_over_the_flow_has_the_interval_of_the_flow() -> None:
    found = ahead(12, 24, 365)
    assert found.expected == pytest.approx(182.5)
    # The same by integrating the density of the rate.
    rate = stats.gamma(24.5, scale=1 / 365)
    inside, _error = integrate.quad(rate.pdf, 12 / found.high, 12 / found.low)
    assert inside == pytest.approx(0.95)
    assert found.low < found.expected < found.high
    assert ahead(0, 24, 365).expected == 0
    assert ahead(12, 4, 365).too_few
    assert ahead(12, 4, 365).expected is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Episodes.of([3, -1], [True, True]), "row 1, column “days”: -1 is no length of a wait"),
        (lambda: Episodes.of([3], [True, False]), "column “met”: 2 rows, but there are 1 days"),
        (lambda: Episodes.of([3], [True], [4]), "row 0, column “watched”: 4 lies after the end of the wait"),
        (lambda: waits(Episodes.of([3], [True]), parts=[0.5, 1]), "row 1, column “parts”: 1 is not between"),
        (lambda: ahead(3, 5, 0), "column “days”: 0 is no length of time"),
        (lambda: ahead(-3, 5, 9), "column “queue”: -3 is negative"),
        (
            lambda: between(
                [dt.date(2026, 2, 1)],
                [dt.date(2026, 1, 1)],
                [None],
                since=dt.date(2026, 1, 1),
                today=dt.date(2026, 3, 1),
            ),
            "row 0, column “met”: 2026-01-01 lies before the wait began",
        ),
    ],
)
def test_what_cannot_be_is_named_with_its_row_and_column(make, message: str) -> None:
    with pytest.raises(WaitsError, match=message):
        make()
