from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convive.engines.mixing.change import NoFit, fit_margins, kernels, reference
from convive.engines.mixing.counts import MixError
from convive.engines.threads import on_threads


def test_a_two_by_two_table_fits_as_by_hand() -> None:
    # Odds ratio 4 with margins of one half each: x / (1/2 - x) = 2, so x = 1/3.
    fit = fit_margins([[4, 1], [1, 1]], [0.5, 0.5], [0.5, 0.5], gap=1e-12)
    assert fit.table == pytest.approx(np.array([[1 / 3, 1 / 6], [1 / 6, 1 / 3]]), abs=1e-11)
    assert fit.gap <= 1e-12


def test_the_table_that_fits_already_is_left_as_it_is() -> None:
    table = np.array([[3.0, 5.0], [7.0, 11.0], [0.0, 2.0]])
    fit = fit_margins(table, table.sum(axis=1), table.sum(axis=0))
    assert fit.table == pytest.approx(table, abs=1e-14)
    assert fit.rounds == 1


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(2, 6))
def test_the_kernel_and_plain_fitting_end_at_the_same_table(seed: int, n: int, g: int) -> None:
    rng = np.random.default_rng(seed)
    table, goal = rng.gamma(0.5, size=(2, n, g)) + 1e-3
    rows, columns = goal.sum(axis=1), goal.sum(axis=0)
    fit = fit_margins(table, rows, columns, gap=1e-11)
    expected = reference.fit(table, rows, columns, 1e-11)
    assert fit.table == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert np.abs(fit.table.sum(axis=0) / columns - 1).max() <= 2e-11
    assert np.abs(fit.table.sum(axis=1) / rows - 1).max() <= 1e-12


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(2, 12), st.integers(2, 5))
def test_odds_ratios_stay_and_empty_cells_stay_empty(seed: int, n: int, g: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 6, size=(n, g)).astype(float)
    table[:, 0] += 1
    table[0] += 1
    goal = table * rng.uniform(0.2, 5, size=(n, 1)) * rng.uniform(0.2, 5, size=g)
    fit = fit_margins(table, goal.sum(axis=1), goal.sum(axis=0), gap=1e-12)
    # The goal has the odds ratios of the table, so it is the one table that fits.
    assert fit.table == pytest.approx(goal, rel=1e-8, abs=1e-9)
    assert np.all(fit.table[table == 0] == 0)


@settings(max_examples=25)
@example(seed=1, n=kernels.SMALL + 5000, g=3)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 300), g=st.integers(1, 6))
def test_the_kernels_agree_with_numpy(seed: int, n: int, g: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 4, size=(n, g)).astype(float)
    table[:, 0] += 1
    rows, factors = rng.dirichlet(np.ones(n)), rng.uniform(0.1, 10, size=g)
    for ours, theirs in zip(
        kernels.sweep(table, rows, factors, True), reference.sweep(table, rows, factors), strict=True
    ):
        assert ours == pytest.approx(theirs, rel=1e-10, abs=1e-14)
    shares = kernels.fitted(table, rows, factors)
    assert shares.sum(axis=1) == pytest.approx(rows, rel=1e-12)
    parts = kernels.mutual_parts(table, rows, shares.sum(axis=0), factors)
    assert parts == pytest.approx(reference.mutual_parts(shares), rel=1e-9, abs=1e-14)


def test_the_number_of_threads_changes_no_bit() -> None:
    rng = np.random.default_rng(5)
    table, goal = rng.gamma(0.3, size=(2, kernels.SMALL + 5000, 3)) + 1e-6
    results = []
    for threads in (1, 2):
        with on_threads(threads):
            results.append(fit_margins(table, goal.sum(axis=1), goal.sum(axis=0)))
    assert np.array_equal(results[0].table, results[1].table)


def test_a_cell_that_must_empty_itself_is_reached_to_the_gap() -> None:
    # Plain fitting needs about 1 / gap rounds here: the corner goes to zero.
    fit = fit_margins([[10, 5], [0, 10]], [10, 10], [10, 10], gap=1e-9)
    assert fit.table == pytest.approx(np.array([[10, 0], [0, 10]]), abs=1e-7)
    assert fit.rounds < 60


def test_a_million_sums_are_not_mistaken_for_a_missing_solution() -> None:
    rng = np.random.default_rng(1)
    table = rng.poisson(0.7, size=(1_000_000, 3)).astype(float)
    table[:, 0] += 1
    goal = table * rng.uniform(0.5, 2, size=(1_000_000, 1)) * [0.8, 1, 1.3]
    assert fit_margins(table, goal.sum(axis=1), goal.sum(axis=0)).gap <= 1e-9


def test_an_empty_margin_empties_its_row_or_column() -> None:
    fit = fit_margins([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [4, 0, 6], [5, 5, 0])
    assert np.all(fit.table[1] == 0)
    assert np.all(fit.table[:, 2] == 0)
    assert fit.table.sum() == pytest.approx(10)


def test_no_solution_is_refused_and_says_which_groups() -> None:
    with pytest.raises(NoFit, match="only people of a would need 0.5 of all people, .* gives 0.25"):
        fit_margins([[9, 0], [4, 4]], [50, 50], [25, 75], groups=["a", "b"])


def test_a_unit_of_nobody_cannot_be_given_people() -> None:
    with pytest.raises(NoFit, match="nobody"):
        fit_margins([[0, 0], [4, 4]], [50, 50], [25, 75])


def test_no_solution_is_refused_with_many_groups_too() -> None:
    table = np.eye(20)
    margin = np.full(20, 5.0)
    assert fit_margins(table, margin, margin).gap <= 1e-9
    other = margin.copy()
    other[:2] = 4, 6
    with pytest.raises(NoFit):
        fit_margins(table, margin, other)


def test_a_gap_that_is_not_reached_is_refused_with_the_gap_there_is() -> None:
    with pytest.raises(NoFit, match="relative.* after 2 rounds"):
        fit_margins([[1, 9], [8, 2]], [70, 30], [30, 70], most_rounds=2)


@pytest.mark.parametrize(
    ("table", "rows", "columns", "what"),
    [
        ([[1, -1], [1, 1]], [1, 1], [1, 1], "row 0, column “1”"),
        ([[1, 1], [float("nan"), 1]], [1, 1], [1, 1], "row 1, column “0”"),
        ([[1, 1], [1, 1]], [1, 1], [1, 2], "different totals"),
        ([[1, 1], [1, 1]], [1, 1, 1], [1, 2], "shape"),
        ([[1, 1], [1, 1]], [3, -1], [1, 1], "units is -1.0 at place 1"),
    ],
)
def test_what_is_no_table_or_margin_is_refused(
    table: list[list[float]], rows: list[float], columns: list[float], what: str
) -> None:
    with pytest.raises(MixError, match=what):
        fit_margins(table, rows, columns)
