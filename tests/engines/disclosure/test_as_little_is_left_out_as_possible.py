from __future__ import annotations

import itertools

import numpy as np
import pytest

from convive.engines.disclosure import (
    Axis,
    DisclosureError,
    Dominance,
    HidingRules,
    PPercent,
    Protection,
    Reason,
    Table,
    Threshold,
    attack,
    check,
    hide,
    sensitive,
)
from convive.engines.disclosure.attack import narrow

from .samples import table_of


def cheapest_by_trying_all(counts: np.ndarray, price: np.ndarray) -> float:
    """The least price of any safe choice, by trying every set of cells."""
    table = table_of(counts)
    result = hide(table)
    system = result.system
    small = (system.values > 0) & (system.values < 5)
    able = np.flatnonzero((system.values > 0) & ~small)
    best = np.inf
    for size in range(len(able) + 1):
        for more in itertools.combinations(able, size):
            hidden = small.copy()
            hidden[list(more)] = True
            cost = float(price[hidden].sum())
            if cost < best and not len(narrow(system, hidden, hidden.astype(float)).cells):
                best = cost
    return best


@pytest.mark.parametrize("seed", [0, 2])
def test_no_safe_choice_is_cheaper_than_the_exact_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([3, 40], size=(2, 3)))
    counts[0, 0] = 2
    result = hide(table_of(counts), HidingRules(method="exact"))
    assert result.exact
    most, m = result.values.max(), result.values.size
    price = 10.0 ** table_of(counts).depths() + result.values.ravel() / (most * (m + 1))
    assert result.cost == pytest.approx(cheapest_by_trying_all(counts, price))


def test_the_fast_way_never_beats_the_exact_one_and_states_its_distance() -> None:
    rng = np.random.default_rng(4)
    for counts in rng.poisson(rng.choice([2, 30], size=(4, 5, 4))):
        exact, fast = (hide(table_of(counts), HidingRules(method=m)) for m in ("exact", "fast"))  # type: ignore[arg-type]
        assert exact.exact
        assert fast.bound <= exact.cost + 1e-6 <= fast.cost + 2e-6
        assert fast.gap == pytest.approx((fast.cost - fast.bound) / fast.cost if fast.cost else 0)


def test_a_small_count_takes_the_cheapest_square_with_it() -> None:
    result = hide(table_of([[3, 97], [40, 60], [500, 500]]))
    assert result.reason[:3, :2].tolist() == [[1, 2], [2, 2], [0, 0]]
    assert result.exact
    low, high = attack(result)
    assert (low[0, 0], high[0, 0]) == (1, 42)
    assert (low[2, 0], high[2, 0]) == (500, 500)


def test_weighing_people_chooses_other_cells_than_weighing_cells() -> None:
    counts = [[3, 900, 20], [900, 900, 900], [30, 900, 25], [400, 10, 300]]
    by_people = hide(table_of(counts), HidingRules(weigh="people"))
    people = by_people.values[~by_people.shown].sum()
    assert by_people.exact
    assert people <= hide(table_of(counts)).values[~hide(table_of(counts)).shown].sum()


def test_a_large_table_is_protected_with_a_small_stated_gap() -> None:
    rng = np.random.default_rng(3)
    result = hide(table_of(rng.poisson(rng.choice([2, 10, 60], size=(120, 6)))))
    assert not len(check(result).cells)
    assert result.gap < 0.1


def test_neighbourhoods_in_districts_are_protected_with_the_districts_sums() -> None:
    axis = Axis("area", ("n1", "n2", "n3", "n4"), (("west", "west", "east", "east"),))
    table = Table(np.array([[2, 60], [40, 60], [50, 60], [70, 80]]), (axis, Axis("group", ("x", "y"))))
    assert axis.nodes == ("n1", "n2", "n3", "n4", "west", "east", "total")
    assert table.with_totals(table.values)[:, 2].tolist() == [62, 100, 110, 150, 162, 260, 422]
    result = hide(table)
    # n2 is the one neighbour in the district: without it, the district's total gives n1 away.
    assert not result.shown[1, 0]
    assert not len(check(result).cells)
    assert np.count_nonzero(~result.shown) == 4


def test_without_a_published_total_a_single_cell_can_be_left_out() -> None:
    axes = (Axis("a", ("a0", "a1"), total=None), Axis("b", ("b0", "b1"), total=None))
    result = hide(Table(np.array([[2, 60], [40, 60]]), axes))
    assert np.count_nonzero(~result.shown) == 1


def test_dominance_and_the_p_percent_rule_hide_what_one_firm_makes_up() -> None:
    values = np.array([[100.0, 100.0], [300.0, 400.0]])
    largest = np.array([[[90.0, 5.0], [50.0, 20.0]], [[100.0, 99.0], [150.0, 100.0]]])
    table = table_of(values, largest=largest, contributors=np.full((2, 2), 9))
    assert sensitive(table, [Dominance(1, 75)])[:2, :2].tolist() == [[Reason.DOMINATED, 0], [0, 0]]
    assert sensitive(table, [PPercent(10)])[:2, :2].tolist() == [[Reason.DOMINATED, 0], [0, 0]]
    assert sensitive(table, [PPercent(5)])[0, 0] == 0
    assert sensitive(table, [Dominance(2, 60)])[0].tolist() == [3, 3, 3]
    result = hide(table, HidingRules(rules=(Dominance(1, 75),), protection=Protection(1, 20)))
    assert np.count_nonzero(~result.shown) == 4
    low, high = attack(result)
    assert high[0, 0] - low[0, 0] >= 20


def test_few_contributors_hide_a_magnitude() -> None:
    table = table_of(np.array([[100.5, 20], [30, 40]]), contributors=np.array([[2, 9], [9, 9]]))
    assert sensitive(table, [Threshold(5)])[0, 0] == Reason.TOO_FEW


def test_what_cannot_be_is_refused_with_its_place() -> None:
    with pytest.raises(DisclosureError, match="a 'a1', b 'b0'.*-1"):
        table_of([[1, 2], [-1, 3]])
    with pytest.raises(DisclosureError, match="whole number"):
        table_of([[1.5, 2]])
    with pytest.raises(DisclosureError, match="largest contributions"):
        sensitive(table_of([[3.0, 4]], largest=np.array([[[9.0], [1.0]]])), [Dominance(1, 75)])
    with pytest.raises(DisclosureError, match="needs the contributors"):
        sensitive(table_of([[3.0, 4]], largest=np.array([[[1.0], [1.0]]])), [Threshold()])
    with pytest.raises(DisclosureError, match="two categories"):
        Axis("a", ("x", "total"))
    with pytest.raises(DisclosureError, match="'n' lies within 'd' and 'e'"):
        Axis("a", ("x", "y"), (("n", "n"), ("d", "e")))
    for wrong in (lambda: Threshold(0), lambda: Dominance(0, 5), lambda: PPercent(0), lambda: Protection(0)):
        with pytest.raises(DisclosureError):
            wrong()


def test_an_attacker_who_finds_a_cell_is_reported() -> None:
    result = hide(table_of([[3, 97], [40, 60], [500, 500]]))
    hidden = result.hidden.copy()
    hidden[np.flatnonzero(hidden)[-1]] = False
    found = narrow(result.system, hidden, hidden.astype(float))
    assert len(found.cells) == 3
    assert np.array_equal(found.low, found.high)
