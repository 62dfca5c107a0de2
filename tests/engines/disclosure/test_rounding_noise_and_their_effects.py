from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convive.engines.disclosure import (
    Budget,
    BudgetSpent,
    DisclosureError,
    add_noise,
    effect_on_indices,
    least_harmful,
    round_controlled,
    round_randomly,
    round_together,
)
from convive.engines.disclosure.noise import Draw, half_width

from .samples import mechelen, table_of


@settings(max_examples=60)
@given(
    arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.integers(0, 60)),
    st.sampled_from([3, 5, 10]),
)
def test_rounded_areas_by_groups_add_up_and_move_to_a_neighbour(counts: np.ndarray, base: int) -> None:
    table = table_of(counts)
    result = round_controlled(table, base)
    exact = table.with_totals(counts)
    assert np.all(result.values % base == 0)
    assert np.array_equal(result.values, table.with_totals(result.values[:-1, :-1]))
    assert result.furthest < base
    assert np.all((exact % base > 0) | (result.values == exact))


@pytest.mark.parametrize("base", [3, 5, 10])
def test_a_cube_rounds_to_sums_too(base: int) -> None:
    rng = np.random.default_rng(base)
    for counts in rng.poisson(9, size=(10, 3, 3, 3)):
        table = table_of(counts)
        result = round_controlled(table, base)
        assert np.all(result.values % base == 0)
        assert np.array_equal(result.values, table.with_totals(result.values[:-1, :-1, :-1]))
        assert result.values.min() >= 0


def test_no_other_additive_rounding_is_nearer() -> None:
    import itertools

    counts = np.array([[1, 4], [7, 2]])
    table = table_of(counts)
    exact = table.with_totals(counts)
    floor = counts // 3 * 3
    best = min(
        np.abs(table.with_totals(floor + 3 * np.reshape(up, (2, 2))) - exact).sum()
        for up in itertools.product([0, 1], repeat=4)
    )
    assert np.abs(round_controlled(table, 3).values - exact).sum() == best


def test_tables_that_share_cells_round_them_alike() -> None:
    cube = np.random.default_rng(1).poisson(7, size=(3, 2, 4))
    full = table_of(cube)
    from convive.engines.disclosure import Table

    first = Table(cube.sum(axis=2), full.axes[:2])
    second = Table(cube.sum(axis=1), (full.axes[0], full.axes[2]))
    one, two = round_together([first, second], 5)
    assert np.array_equal(one.values[:, -1], two.values[:, -1])


def test_the_residents_of_mechelen_round_to_sums() -> None:
    table = mechelen()
    result = round_controlled(table, 5)
    inner = result.values[tuple(slice(0, len(axis.labels)) for axis in table.axes)]
    assert np.array_equal(result.values, table.with_totals(inner))
    assert result.furthest <= 5


def test_random_rounding_keeps_the_mean_and_multiples_and_repeats_with_its_seed() -> None:
    table = table_of(np.full((60, 60), 7))
    result = round_randomly(table, 5, seed=11)
    assert set(np.unique(result.values[:-1, :-1])) == {5, 10}
    # 3600 draws of standard deviation 2.45: six standard errors.
    assert abs(result.values[:-1, :-1].mean() - 7) < 6 * 2.45 / 60
    assert np.array_equal(result.values, round_randomly(table, 5, seed=11).values)
    assert not np.array_equal(result.values, round_randomly(table, 5, seed=12).values)
    assert np.array_equal(round_randomly(table_of([[5, 10]]), 5, seed=1).values, [[5, 10, 15], [5, 10, 15]])


def test_a_base_that_is_no_base_is_refused() -> None:
    with pytest.raises(DisclosureError, match="base"):
        round_controlled(table_of([[1]]), 1)


def test_noise_of_the_machine_has_the_stated_spread_and_no_bias() -> None:
    # The machine's own randomness cannot be seeded: bounds are ten standard errors wide.
    counts = np.full((100, 50), 40)
    noisy = add_noise(table_of(counts), 0.5, Budget.of(1))
    noise = noisy.values[:-1, :-1] - 40
    q = np.exp(-0.5)
    deviation = np.sqrt(2 * q) / (1 - q)
    assert abs(noise.mean()) < 10 * deviation / np.sqrt(noise.size)
    assert 0.7 * deviation < noise.std() < 1.3 * deviation
    within = np.mean(np.abs(noise) <= noisy.half_width)
    assert 0.91 < within <= 0.995
    assert np.array_equal(noisy.values, table_of(counts).with_totals(noisy.values[:-1, :-1]))


def seeded(seed: int) -> Draw:
    def draw(counts: list[int], scale: float, sensitivity: int) -> tuple[list[int], float]:
        rng, p = np.random.default_rng(seed), 1 - np.exp(-1 / scale)
        noise = rng.geometric(p, len(counts)) - rng.geometric(p, len(counts))
        return [int(c + n) for c, n in zip(counts, noise, strict=True)], sensitivity / scale

    return draw


def test_noise_is_unbiased_over_many_releases_and_scales_with_what_one_person_can_be_in() -> None:
    table = table_of([[3, 0], [12, 1]])
    budget = Budget.of(2)
    mean = np.mean([add_noise(table, 1, budget, draw=seeded(s)).values for s in range(2000)], axis=0)
    assert np.abs(mean[:2, :2] - table.values).max() < 6 * 1.36 / np.sqrt(2000)
    assert add_noise(table, 1, budget, cells_per_person=3, draw=seeded(1)).scale == 3
    assert add_noise(table, 1, budget, clamp=True, draw=seeded(1)).values.min() >= 0


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["0.1", "0.25", "0.3", "1", "0.7"]), max_size=12),
    st.sampled_from(["0.5", "1", "2"]),
)
def test_a_budget_is_never_overspent(amounts: list[str], total: str) -> None:
    budget = Budget.of(total)
    for amount in amounts:
        try:
            budget = budget.spend(amount, "release")
        except BudgetSpent:
            assert budget.spent + Fraction(amount) > budget.total
        assert budget.spent <= budget.total
        assert budget.left >= 0


def test_ten_times_a_tenth_is_one() -> None:
    budget = Budget.of(1)
    for number in range(10):
        budget = budget.spend(0.1, str(number))
    assert budget.left == 0
    with pytest.raises(BudgetSpent, match="0 left of 1"):
        add_noise(table_of([[1]]), 0.1, budget)
    for wrong in (0, -1, "much", float("nan"), float("inf")):
        with pytest.raises(DisclosureError):
            budget.spend(wrong, "release")


def test_noise_that_costs_more_than_it_said_is_not_released() -> None:
    with pytest.raises(BudgetSpent, match="costs"):
        add_noise(table_of([[1]]), 0.5, Budget.of(1), draw=lambda counts, scale, s: (counts, 0.6))


def test_half_widths_follow_from_the_distribution() -> None:
    for scale in (0.5, 1.0, 2.0, 10.0):
        k, q = np.arange(-4000, 4001), np.exp(-1 / scale)
        chance = (1 - q) / (1 + q) * q ** np.abs(k)
        width = half_width(scale)
        assert chance[np.abs(k) <= width].sum() >= 0.95 > chance[np.abs(k) <= width - 1].sum()


def test_leaving_out_small_counts_makes_a_city_look_more_divided() -> None:
    rng = np.random.default_rng(8)
    people = rng.poisson(12, size=20_000)
    share = rng.beta(1.2, 4, size=20_000)
    first = rng.binomial(people, share)
    counts = np.column_stack([people - first, first])
    missing = np.where((counts > 0) & (counts < 5), np.nan, counts)
    rounded = round_randomly(table_of(counts), 3, seed=1).values[:-1, :-1]
    found = least_harmful(counts, {"left out": missing, "base 3": rounded})
    assert [name for name, _ in found] == ["base 3", "left out"]
    effect = dict(found)["left out"]
    assert effect.d_moved > 0.03
    assert effect.h_moved > 0.05
    assert effect.cells_left_out > 1000
    assert dict(found)["base 3"].h_moved < effect.h_moved / 2


def test_indices_of_two_divided_and_of_two_equal_areas() -> None:
    divided = effect_on_indices([[10, 0], [0, 10]], [[10, 10], [10, 10]])
    assert (divided.d_before, divided.h_before) == pytest.approx((1, 1))
    assert (divided.d_after, divided.h_after) == pytest.approx((0, 0))
    with pytest.raises(DisclosureError, match="areas by groups"):
        effect_on_indices([[1, 2]], [[1], [2]])
