from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.mixing.scale import (
    KERNELS,
    bandwidth_curve,
    curve,
    lattice_of,
    profile,
    reference,
    simulated,
    surroundings,
)
from tests.engines.mixing.scale.towns import maps, scattered_cells


def by_hand(residents, shares):
    """Isolation, D and H as the formulas stand in Reardon & O'Sullivan (2004), place by place."""
    everybody = residents.sum()
    overall = residents.sum(axis=0) / everybody
    isolation = [
        sum(residents[i, g] * shares[i, g] for i in range(len(shares))) / residents[:, g].sum()
        for g in range(len(overall))
    ]
    interaction = sum(p * (1 - p) for p in overall)
    gaps = sum(residents[i].sum() * abs(shares[i] - overall).sum() for i in range(len(shares)))
    entropy = -sum(p * np.log(p) for p in overall)
    local = sum(
        residents[i].sum() * -sum(s * np.log(s) for s in shares[i] if s > 0) for i in range(len(shares))
    )
    return isolation, gaps / (2 * everybody * interaction), 1 - local / (everybody * entropy)


def test_a_curve_is_the_formulas_with_the_residents_as_weights():
    column, row, counts = scattered_cells(200, 20, seed=2)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    found = profile(lattice, [10, 100, 500])
    line = curve(found)
    for j in range(3):
        isolation, dissimilarity, information = by_hand(lattice.counts, found.shares[:, j])
        np.testing.assert_allclose(line.isolation[j], isolation, rtol=1e-12)
        assert line.D[j] == pytest.approx(dissimilarity, rel=1e-12)
        assert line.H[j] == pytest.approx(information, rel=1e-12)
        np.testing.assert_allclose(line.exposure[j].sum(axis=1), 1, rtol=1e-12)
        np.testing.assert_allclose(np.diag(line.exposure[j]), line.isolation[j])


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bandwidth", [40, 100, 250, 1000, 900_000])
def test_sums_of_a_kernel_are_those_added_up_place_by_place(kernel, bandwidth):
    column, row, counts = scattered_cells(250, 30, seed=4)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    (around,) = surroundings(lattice, [bandwidth], kernel)
    sums = reference.kernel_sums(
        lattice.column.astype(int), lattice.row.astype(int), lattice.counts, bandwidth / 100, kernel
    )
    if kernel == "disc":
        np.testing.assert_array_equal(around.people, sums.sum(axis=1))
    np.testing.assert_allclose(around.people, sums.sum(axis=1), rtol=1e-9)
    np.testing.assert_allclose(around.shares, sums / sums.sum(axis=1)[:, None], rtol=1e-9, atol=1e-12)


def test_a_narrow_long_map_does_not_meet_itself_around_the_edge():
    lattice = lattice_of(
        np.arange(60) * 100, np.zeros(60), np.eye(2, dtype=int)[np.arange(60) // 30], cell=100
    )
    for bandwidth in (100, 1500, 3100, 6000, 20_000):
        (around,) = surroundings(lattice, [bandwidth])
        for place in range(60):
            near = np.abs(np.arange(60) - place) <= bandwidth / 100
            assert around.people[place] == near.sum()
            assert around.shares[place, 0] == pytest.approx(
                (near & (np.arange(60) < 30)).mean() / near.mean()
            )


def test_a_spatial_curve_is_the_formulas_with_the_residents_as_weights():
    column, row, counts = scattered_cells(200, 20, seed=6)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    line = bandwidth_curve(lattice, [50, 300, 700], "biweight")
    for j, around in enumerate(surroundings(lattice, [50, 300, 700], "biweight")):
        isolation, dissimilarity, information = by_hand(lattice.counts, around.shares)
        np.testing.assert_allclose(line.isolation[j], isolation, rtol=1e-12)
        assert line.D[j] == pytest.approx(dissimilarity, rel=1e-12)
        assert line.H[j] == pytest.approx(information, rel=1e-12)


def test_the_smallest_bandwidth_is_the_map_without_space_and_the_largest_has_no_segregation():
    column, row, counts = scattered_cells(200, 20, seed=7)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    line = bandwidth_curve(lattice, [50, 1e6])
    _, dissimilarity, information = by_hand(
        lattice.counts, lattice.counts / lattice.counts.sum(axis=1)[:, None]
    )
    assert line.D[0] == pytest.approx(dissimilarity)
    assert line.H[0] == pytest.approx(information)
    assert line.D[1] == pytest.approx(0, abs=1e-12)
    assert line.H[1] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(line.isolation[1], line.shares)


@given(maps(), st.integers(1, 40))
@settings(max_examples=40)
def test_figures_stay_within_their_bounds(town, k):
    column, row, counts = town
    line = curve(profile(lattice_of(column * 100, row * 100, counts, cell=100), [k]))
    for values in (line.isolation, line.expected_isolation, line.expected_H):
        assert ((values >= -1e-12) & (values <= 1 + 1e-12) | np.isnan(values)).all()
    assert np.isnan(line.H[0]) or line.H[0] <= 1 + 1e-12
    assert np.isnan(line.D[0]) or line.D[0] >= 0


@given(maps(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_cells_does_not_matter(town, random):
    column, row, counts = town
    order = list(range(len(counts)))
    random.shuffle(order)
    one = profile(lattice_of(column * 100, row * 100, counts, cell=100), [3, 17])
    two = profile(lattice_of(column[order] * 100, row[order] * 100, counts[order], cell=100), [3, 17])
    np.testing.assert_array_equal(one.shares, two.shares)
    np.testing.assert_array_equal(one.source, np.array(order)[two.source])


def test_a_map_mixed_by_lot_has_what_the_closed_forms_expect():
    column, row, counts = scattered_cells(900, 35, groups=3, seed=12)
    counts[:, 2] = counts[:, 2] // 3
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    ks = [20, 100, 400]
    line = curve(profile(lattice, ks))
    chance = simulated(lattice, ks, 60, seed=5)

    def close(found, expected, part):
        noise = found.std(axis=0) / np.sqrt(60)
        return (np.abs(found.mean(axis=0) - expected) < 3.5 * noise + part * expected).all()

    # Isolation is exact; the others are what they say, the mean deviation of whole people and a second-order term.
    assert close(chance.isolation, line.expected_isolation, 1e-4)
    assert close(chance.D, line.expected_D, 0.02)
    assert close(chance.H, line.expected_H, 0.05)


def test_a_kernel_on_a_map_mixed_by_lot_has_what_the_closed_forms_expect():
    column, row, counts = scattered_cells(900, 35, groups=2, seed=13)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    random = np.random.default_rng(1)
    sizes, groups = lattice.counts.sum(axis=1), lattice.counts.sum(axis=0)
    people = np.repeat(np.arange(lattice.places), sizes)
    figures = []
    for _ in range(40):
        label = random.permutation(np.repeat([0, 1], groups))
        dealt = np.column_stack([np.bincount(people[label == g], minlength=lattice.places) for g in (0, 1)])
        shuffled = lattice_of(lattice.column * 100, lattice.row * 100, dealt, cell=100)
        line = bandwidth_curve(shuffled, [150, 400], "triangular")
        figures.append((line.D, line.H, line.isolation[:, 0]))
    np.testing.assert_allclose(np.mean([f[0] for f in figures], axis=0), line.expected_D, rtol=0.04)
    np.testing.assert_allclose(np.mean([f[1] for f in figures], axis=0), line.expected_H, rtol=0.08)
    np.testing.assert_allclose(
        np.mean([f[2] for f in figures], axis=0), line.expected_isolation[:, 0], rtol=0.005
    )


def test_the_same_seed_gives_the_same_bits():
    column, row, counts = scattered_cells(200, 20, seed=14)
    lattice = lattice_of(column * 100, row * 100, counts, cell=100)
    one, two, other = (simulated(lattice, [30], 3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.D, two.D)
    np.testing.assert_array_equal(one.isolation, two.isolation)
    assert (one.D != other.D).all()


def test_one_group_alone_has_isolation_but_no_segregation():
    line = curve(profile(lattice_of([0, 100], [0, 0], [[5], [6]]), [4]))
    assert line.isolation.tolist() == [[1.0]]
    assert np.isnan(line.D[0])
    assert np.isnan(line.H[0])
