"""Expected values, permutation and bootstrap, held against enumeration, plain NumPy and each other."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from scipy.stats import chisquare

from convive.engines.mixing import (
    MixError,
    all_indices,
    bootstrap,
    expected,
    inference,
    permutation_test,
    reference,
    simulation,
)
from convive.engines.mixing.kernels_gini import shares_for
from convive.engines.threads import on_threads

SMALL = np.array([[3, 1, 1], [1, 2, 0], [0, 1, 2]])
TOWN = np.random.default_rng(7).multinomial(90, [0.6, 0.3, 0.1], size=60).astype(np.int64) + [[9, 0, 4]]
LARGE = np.array([[40_000, 900], [30_000, 2_000], [12_345, 6_789]])


def tables_with(totals: list[int], groups: list[int]) -> dict[tuple[int, ...], float]:
    """All tables with these totals and the chance of each when people are shuffled."""

    def rows(total: int, left: list[int]) -> list[tuple[int, ...]]:
        choices = [range(min(total, most) + 1) for most in left]
        return [row for row in itertools.product(*choices) if sum(row) == total]

    found: dict[tuple[int, ...], float] = {}

    def fill(place: int, left: list[int], made: tuple[int, ...], ways: float) -> None:
        if place == len(totals):
            found[made] = ways
            return
        for row in rows(totals[place], left):
            times = math.prod(math.comb(most, x) for most, x in zip(left, row, strict=True))
            fill(place + 1, [m - x for m, x in zip(left, row, strict=True)], made + row, ways * times)

    fill(0, groups, (), 1.0)
    whole = sum(found.values())
    return {table: ways / whole for table, ways in found.items()}


def permuted(matrix: np.ndarray, number: int, lowered: np.ndarray | None = None) -> np.ndarray:
    totals, groups = matrix.sum(axis=1), matrix.sum(axis=0)
    chances = inference._chances(groups) if lowered is None else lowered
    keep, other = simulation.binomial_tables(chances)
    table = np.empty(matrix.shape, np.int32)
    key = np.uint64(number * 7919 + 13)
    simulation.permuted_table(table, totals, np.cumsum(totals), groups, keep, other, key)
    return table


@pytest.mark.parametrize("chances", [None, np.array([0.1, 0.2]), np.array([0.7, 0.9])])
def test_every_table_comes_as_often_as_shuffling_people_gives_it(chances: np.ndarray | None) -> None:
    """Whatever the chances of the first step: here also some that are far off."""
    odds = tables_with(SMALL.sum(axis=1).tolist(), SMALL.sum(axis=0).tolist())
    many = 20_000
    totals, groups = SMALL.sum(axis=1), SMALL.sum(axis=0)
    keep, other = simulation.binomial_tables(inference._chances(groups) if chances is None else chances)
    seen: Counter[tuple[int, ...]] = Counter()
    table = np.empty(SMALL.shape, np.int32)
    for number in range(many):
        key = np.uint64(number * 1_000_003 + 17)
        simulation.permuted_table(table, totals, np.cumsum(totals), groups, keep, other, key)
        seen[tuple(table.ravel().tolist())] += 1
    assert set(seen) <= set(odds)
    common = [made for made, chance in odds.items() if chance * many > 10]
    observed = [seen[made] for made in common]
    wanted = np.array([odds[made] * many for made in common])
    rare = many - sum(observed)
    assert chisquare([*observed, rare], [*wanted, many - wanted.sum()]).pvalue > 1e-3


def test_expected_values_are_those_of_all_tables_with_these_totals() -> None:
    odds = tables_with(SMALL.sum(axis=1).tolist(), SMALL.sum(axis=0).tolist())
    each = [(chance, all_indices(np.reshape(made, SMALL.shape))) for made, chance in odds.items()]
    chance = expected(SMALL)
    for ours, name in (
        (chance.D_fixed, "D"), (chance.D_multigroup, "D_multigroup"), (chance.isolation, "isolation"),
        (chance.M, "M"), (chance.H, "H"), (chance.eta2, "eta2"), (chance.exposure, "exposure"),
    ):  # fmt: skip
        mean = sum(odd * np.asarray(getattr(found, name)) for odd, found in each)
        assert np.broadcast_to(ours, np.shape(mean)) == pytest.approx(mean, abs=1e-12), name


def test_permutations_agree_with_the_expected_values() -> None:
    null, chance = permutation_test(TOWN, 2000), expected(TOWN)
    for name, value in (("D", chance.D_fixed), ("M", chance.M), ("H", chance.H), ("isolation", chance.isolation),
                        ("D_multigroup", chance.D_multigroup), ("eta2", chance.eta2), ("gini", chance.gini),
                        ("gini_multigroup", chance.gini_multigroup), ("exposure", chance.exposure)):  # fmt: skip
        gap = np.abs(getattr(null.mean, name) - value) / (getattr(null.sd, name) / math.sqrt(2000))
        assert (gap < 4).all(), name


@pytest.mark.parametrize("matrix", [SMALL, TOWN, LARGE])
def test_the_numbers_of_a_simulation_are_those_of_its_table(matrix: np.ndarray) -> None:
    totals, groups = matrix.sum(axis=1), matrix.sum(axis=0)
    keep, other = simulation.binomial_tables(inference._chances(groups))
    logs, shares = inference._logs(totals), shares_for(totals)
    seed = np.uint64(3)
    raw = simulation.permutations(totals, groups, keep, other, logs, shares, seed, 5, 1)[0]
    table = np.empty(matrix.shape, np.int32)
    simulation.permuted_table(
        table, totals, np.cumsum(totals), groups, keep, other, simulation.stream(seed, 5)
    )
    assert table.sum(axis=0).tolist() == groups.tolist()
    assert table.sum(axis=1).tolist() == totals.tolist()
    assert (table >= 0).all()
    assert raw == pytest.approx(reference.statistics(table.astype(np.int64)), rel=1e-12, abs=1e-7)


def test_permutations_spread_as_those_of_people_one_by_one() -> None:
    rng = np.random.default_rng(11)
    slow = np.array([all_indices(reference.permuted(TOWN, rng)).D for _ in range(600)])
    null = permutation_test(TOWN, 4000)
    assert np.abs(slow.mean(axis=0) - null.mean.D).max() < 5 * slow.std() / math.sqrt(600)
    assert slow.std(axis=0) == pytest.approx(null.sd.D, rel=0.15)


def test_the_bootstrap_spreads_as_the_multinomial_does() -> None:
    rng = np.random.default_rng(12)
    own = all_indices(TOWN)
    drawn = [all_indices(reference.redrawn(TOWN, rng)) for _ in range(800)]
    sure = bootstrap(TOWN, 4000)
    for name in ("D", "M", "H", "isolation", "D_multigroup", "eta2", "gini", "gini_multigroup", "exposure"):
        slow = np.array([getattr(found, name) for found in drawn])
        error = slow.std(axis=0) / math.sqrt(800)
        assert (
            np.abs(slow.mean(axis=0) - getattr(own, name) - getattr(sure.bias, name)) < 5 * error
        ).all(), name
        assert getattr(sure.se, name) == pytest.approx(slow.std(axis=0), rel=0.15), name
        assert getattr(sure.estimate, name) == pytest.approx(getattr(own, name) - getattr(sure.bias, name))
        assert (getattr(sure.low, name) < getattr(sure.high, name)).all(), name


@pytest.mark.parametrize("matrix", [SMALL, TOWN, LARGE])
def test_a_redrawn_table_has_as_many_people(matrix: np.ndarray) -> None:
    people = int(matrix.sum())
    starts, keep, other = simulation.poisson_tables(max(0.0, 1 - 4 / math.sqrt(people)))
    table = np.empty(matrix.shape, np.int32)
    for number in range(50):
        key = np.uint64(number)
        ends = np.cumsum(matrix.sum(axis=1))
        simulation.drawn_table(table, matrix, ends, starts, keep, other, key)
        assert table.sum() == people
        assert not table[matrix == 0].any()


def test_a_seed_gives_the_same_bits_on_one_thread_and_in_lots() -> None:
    def done(_done: int, _asked: int) -> None:
        pass

    with on_threads(2):
        whole = [permutation_test(TOWN, 37, seed=5), bootstrap(TOWN, 37, seed=5)]
    with on_threads(1):
        again = [
            permutation_test(TOWN, 37, seed=5, progress=done),
            bootstrap(TOWN, 37, seed=5, progress=done),
        ]
    assert whole[0].mean.D.tobytes() == again[0].mean.D.tobytes()
    assert whole[0].sd.H.tobytes() == again[0].sd.H.tobytes()
    assert whole[1].low.M.tobytes() == again[1].low.M.tobytes()
    other = permutation_test(TOWN, 37, seed=6)
    assert other.mean.D.tobytes() != whole[0].mean.D.tobytes()


def test_the_p_value_counts_the_table_itself() -> None:
    apart = permutation_test(np.diag([200, 200]), 99)
    assert apart.p.D.tolist() == [0.01, 0.01]
    even = permutation_test([[10, 10], [10, 10]], 99)
    assert even.p.D.tolist() == [1.0, 1.0]
    assert even.p.H == 1.0


def test_simulations_say_what_is_wrong() -> None:
    with pytest.raises(MixError, match="at least one simulation"):
        permutation_test(TOWN, 0)
    with pytest.raises(MixError, match="level"):
        bootstrap(TOWN, 10, level=95)
    with pytest.raises(MixError, match="no people"):
        bootstrap([[0, 0]], 10)
