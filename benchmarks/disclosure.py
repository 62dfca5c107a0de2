"""What protecting a table costs, and what each rule does to the indices of mix.

    python benchmarks/disclosure.py [--cells 250000]

No peer is run: the programs that do this (tau-Argus, sdcTable in R) are not installed by pip. Beside the
effects stand figures published for another synthetic lattice of 250,000 cells, to compare loosely.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from convive.engines.disclosure import (
    Axis,
    Budget,
    HidingRules,
    Protection,
    Table,
    add_noise,
    check,
    hide,
    least_harmful,
    protect,
    round_controlled,
    round_randomly,
)


def table_of(counts: np.ndarray) -> Table:
    axes = tuple(
        Axis(f"axis {i}", tuple(f"{i}.{j}" for j in range(n)), total=f"total {i}")
        for i, n in enumerate(counts.shape)
    )
    return Table(counts, axes)


def lattice(cells: int, groups: int = 4, seed: int = 1) -> np.ndarray:
    """Cells by groups: few people in most cells, groups that cluster."""
    rng = np.random.default_rng(seed)
    people = rng.negative_binomial(0.7, 0.7 / 30.7, size=cells)
    mean = np.array([0.62, 0.2, 0.12, 0.06])[:groups]
    share = rng.dirichlet(mean * 2.2, size=cells // 5 + 1).repeat(5, axis=0)[:cells]
    counts: np.ndarray = rng.multinomial(people, share)
    return counts


def timed(title: str, run: object) -> object:
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    result = run()  # type: ignore[operator]
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{title:<52} wall {wall:7.2f} s  CPU {cpu:7.2f} s  peak {after.ru_maxrss / 1024:6.0f} MB", end="  "
    )
    return result


def suppression() -> None:
    for shape, width in (
        ((8, 6), 1),
        ((12, 6), 3),
        # As people of a city by year of age, sex and civil status together, and nationality.
        ((650, 2), 1),
        ((300, 6), 1),
        ((1000, 6), 1),
        ((300, 6), 3),
        ((20, 10, 3), 1),
    ):
        rng = np.random.default_rng(3)
        table = table_of(rng.poisson(rng.choice([2, 10, 60], size=shape)))
        rules = HidingRules(protection=Protection(width))
        result = timed(f"hide {shape}, width {width}", lambda t=table, r=rules: hide(t, r))
        print(f"cost {result.cost:.0f}, at least {result.bound:.0f}, gap {result.gap:.1%}")  # type: ignore[attr-defined]
        found = timed("  attacked", lambda r=result, u=rules: check(r, u))
        print(f"{len(found.cells)} cells found")  # type: ignore[attr-defined]
    counts = np.random.default_rng(3).poisson(20, size=(300, 6))
    for base in (3, 5, 10):
        rounded = timed(
            f"controlled rounding (300, 6), base {base}", lambda b=base: round_controlled(table_of(counts), b)
        )
        print(f"moved {rounded.moved}")  # type: ignore[attr-defined]


def effects(cells: int) -> None:
    counts = lattice(cells)
    rng = np.random.default_rng(2)
    small = (counts > 0) & (counts < 5)
    published = {"leave out 1 to 4": np.where(small, np.nan, counts)}
    up = np.where(rng.random(counts.shape) * 3 < counts, 3, 0)
    published["1 and 2 to 0 or 3, unbiased"] = np.where(counts < 3, up, counts)
    for base in (3, 5):
        done = timed(
            f"random rounding of {cells} cells, base {base}",
            lambda b=base: round_randomly(table_of(counts), b, seed=1),
        )
        print()
        published[f"random rounding, base {base}"] = done.values[:-1, :-1]  # type: ignore[attr-defined]
    published["noise of 2 either way"] = np.maximum(counts + rng.integers(-2, 3, counts.shape), 0) * (
        counts > 0
    )
    if cells <= 300_000:
        noisy = timed(
            "discrete Laplace noise, epsilon 1", lambda: add_noise(table_of(counts), 1, Budget.of(1))
        )
        print()
        published["discrete Laplace, epsilon 1"] = noisy.values[:-1, :-1]  # type: ignore[attr-defined]
    if cells <= 30_000:
        closed = timed("leave out, with company", lambda: protect(counts))
        print()
        published["leave out 1 to 4 and company"] = np.where(closed.shown, counts, np.nan)  # type: ignore[attr-defined]
    found = least_harmful(counts, published)
    print(f"D {found[0][1].d_before:.3f}, H {found[0][1].h_before:.3f} before; least harmful first:")
    for name, effect in found:
        print(
            f"  {name:<34} D {effect.d_after:.3f} ({effect.d_moved:+.3f})"
            f"  H {effect.h_after:.3f} ({effect.h_moved:+.3f})"
        )
    print(
        "Published for another lattice: D 0.435, H 0.216; left out 0.499, 0.307; 1, 2 to 0/3 0.441, 0.234; base 3 "
        "0.444, 0.236; base 5 0.459, 0.260; noise of 2 0.442, 0.231"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=250_000)
    chosen = parser.parse_args()
    suppression()
    effects(chosen.cells)
