"""A linear program that is asked again and again, beside SciPy's, which begins anew each time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import linprog

from convive.engines.disclosure import Axis, DisclosureError, HidingRules, Table, attack, hide, linear
from convive.engines.disclosure.linear import Program, Status

AXES = tuple(Axis(name, ("a", "b", "c"), total="all") for name in ("areas", "groups"))
STATUS = {0: Status.BEST, 2: Status.IMPOSSIBLE, 3: Status.ENDLESS}


@given(st.integers(0, 10**6))
def test_every_answer_is_the_one_from_scratch_with_prices_that_prove_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows, n = int(rng.integers(0, 5)), int(rng.integers(1, 8))
    matrix = rng.integers(-1, 2, size=(rows, n)).astype(float)
    least = rng.integers(-2, 2, size=rows).astype(float)
    most = least + rng.integers(0, 3, size=rows)
    low, high = limits(rng, n)
    program = Program(sparse.csr_array(matrix), least=least, most=most, low=low, high=high)
    for _ in range(6):
        if rng.random() < 0.4:
            low, high = limits(rng, n)
            program.limit(low, high)
        goal = rng.integers(-2, 3, size=n).astype(float)
        found = program.minimise(goal)
        both, ends = np.vstack([matrix, -matrix]), np.concatenate([most, -least])
        # SciPy's presolve calls some programs impossible that are endless: it finds a solution with a goal of zero.
        peer = linprog(
            goal, A_ub=both, b_ub=ends, bounds=np.column_stack([low, high]), options={"presolve": False}
        )
        assert found.status is STATUS[peer.status], peer.message
        if found.status is not Status.BEST:
            assert not found.x.any()
            continue
        assert found.value == pytest.approx(peer.fun, abs=1e-6)
        assert found.value == pytest.approx(goal @ found.x, abs=1e-6)
        assert (np.abs(np.clip(matrix @ found.x, least, most) - matrix @ found.x) < 1e-6).all()
        # Any prices give a bound: these give the value itself.
        left = goal - matrix.T @ found.prices
        bound = worth(found.prices, least, most) + worth(left, low, high)
        assert bound == pytest.approx(found.value, abs=1e-6)


def limits(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    low = np.where(rng.random(n) < 0.2, -np.inf, rng.integers(-3, 1, size=n))
    return low, np.where(rng.random(n) < 0.3, np.inf, np.maximum(low, -3) + rng.integers(0, 5, size=n))


def worth(prices: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """The least that these prices cost between two ends."""
    felt = np.abs(prices) > 1e-9
    return float(prices[felt] @ np.where(prices > 0, low, high)[felt])


def test_without_numbers_or_sums_there_is_nothing_to_do() -> None:
    none = np.zeros(0)
    empty = Program(sparse.csr_array((0, 0)), least=0, most=0, low=none, high=none).minimise(none)
    assert (empty.status, empty.value, len(empty.x)) == (Status.BEST, 0.0, 0)
    free = Program(sparse.csr_array((0, 2)), least=0, most=0, low=np.zeros(2), high=np.array([1.0, np.inf]))
    assert free.minimise(np.array([-1.0, 1.0])).x.tolist() == [1.0, 0.0]
    assert free.minimise(np.array([0.0, -1.0])).status is Status.ENDLESS


def test_limits_that_leave_nothing_are_impossible_until_they_are_widened() -> None:
    both = Program(sparse.csr_array([[1.0, 1.0]]), least=4, most=4, low=np.zeros(2), high=np.ones(2))
    assert both.minimise(np.ones(2)).status is Status.IMPOSSIBLE
    both.limit(np.array([2.0, 0.0]), np.array([1.0, 9.0]))
    assert both.minimise(np.ones(2)).status is Status.IMPOSSIBLE, "no number lies between two and one"
    both.limit(np.zeros(2), np.full(2, 3.0))
    assert both.minimise(np.array([1.0, 2.0])).x.tolist() == [3.0, 1.0]


def test_where_the_solver_gives_up_nothing_is_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(np.array([[2, 3, 40], [4, 50, 60], [70, 80, 90]]), AXES)
    safe = hide(table, HidingRules())
    assert safe.hidden.any()
    monkeypatch.setattr(linear, "ENDS", {})
    with pytest.raises(DisclosureError, match="was not solved: unsolved"):
        hide(table, HidingRules())
    with pytest.raises(DisclosureError, match="attacker's linear program was not solved: unsolved"):
        attack(safe)
