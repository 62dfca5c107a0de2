"""Kernels that draw whole tables: exact permutations of people, and tables of as many people drawn anew.

Both are exact, and faster than going person by person.

Permutation, margins fixed. Give each person a group independently, any probabilities; then, while a group
has too many people, take the group from one of its people chosen at random, and give the groups that have
too few to people without one, chosen at random. No step looks at who a person is, so every assignment with
the fixed margins is equally likely: the distribution is that of shuffling everybody's group. The independent
first step needs only binomial numbers per unit, drawn from tables (Walker 1977, alias method) in chunks of
at most 128 people; the second touches about √T people.

Bootstrap. A Poisson number per cell with slightly too small a mean, redrawn in the rare case that there are
more than T people; then the missing people one by one. Given its total, a table of Poisson numbers is
multinomial, so the whole is the multinomial table of T people drawn with replacement.

Each simulation has its own sequence of random numbers (SplitMix64, Steele, Lea and Flood 2014), found from
the seed and the simulation's number: the same bits on any number of threads.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.kernels import Floats, Ints
from convive.engines.mixing.kernels_gini import Shares, ginis

Numbers = NDArray[np.int32]
CHUNK = 128
TOGETHER = 4
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_A, _B = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0


@numba.njit(inline="always")
def _mixed(state: np.uint64) -> np.uint64:  # pragma: no cover
    z = (state ^ (state >> _S30)) * _A
    z = (z ^ (z >> _S27)) * _B
    return z ^ (z >> _S31)


@numba.njit(inline="always")
def _uniform(state: np.uint64) -> float:  # pragma: no cover
    return float(_mixed(state) >> _S11) * _UNIT


@numba.njit(cache=True)
def _alias(weights: Floats, keep: Floats, other: Numbers, first: int) -> None:  # pragma: no cover
    """Vose's tables for one distribution, written from place `first`."""
    k = len(weights)
    total = weights.sum()
    scaled = weights * (k / total)
    small, large = np.empty(k, np.int64), np.empty(k, np.int64)
    few, many = 0, 0
    for j in range(k):
        keep[first + j], other[first + j] = 1.0, j
        if scaled[j] < 1.0:
            small[few] = j
            few += 1
        else:
            large[many] = j
            many += 1
    while few and many:
        few -= 1
        low, high = small[few], large[many - 1]
        keep[first + low], other[first + low] = scaled[low], high
        scaled[high] = (scaled[high] + scaled[low]) - 1.0
        if scaled[high] < 1.0:
            many -= 1
            small[few] = high
            few += 1


@numba.njit(cache=True)
def binomial_tables(chances: Floats) -> tuple[Floats, Numbers]:  # pragma: no cover
    """Tables of Binomial(t, chance) for t = 0 … CHUNK; row t of chance c starts at c·size + t(t+1)/2."""
    size = (CHUNK + 1) * (CHUNK + 2) // 2
    keep, other = np.empty(len(chances) * size), np.empty(len(chances) * size, np.int32)
    for c in range(len(chances)):
        p = chances[c]
        for t in range(CHUNK + 1):
            weights = np.zeros(t + 1)
            if p <= 0.0:
                weights[0] = 1.0
            elif p >= 1.0:
                weights[t] = 1.0
            else:
                for x in range(t + 1):
                    weights[x] = math.exp(
                        math.lgamma(t + 1.0) - math.lgamma(x + 1.0) - math.lgamma(t - x + 1.0)
                        + x * math.log(p) + (t - x) * math.log1p(-p)
                    )  # fmt: skip
            _alias(weights, keep, other, c * size + t * (t + 1) // 2)
    return keep, other


@numba.njit(cache=True)
def poisson_tables(rate: float) -> tuple[Ints, Floats, Numbers]:  # pragma: no cover
    """Tables of Poisson(rate · c) for c = 0 … CHUNK, and where each begins. What is cut off is below 1e-20."""
    starts = np.zeros(CHUNK + 2, np.int64)
    for c in range(CHUNK + 1):
        starts[c + 1] = starts[c] + int(c + 12.0 * math.sqrt(c) + 30.0)
    keep, other = np.empty(starts[-1]), np.empty(starts[-1], np.int32)
    for c in range(CHUNK + 1):
        weights = np.zeros(starts[c + 1] - starts[c])
        mean = rate * c
        if mean <= 0.0:
            weights[0] = 1.0
        else:
            for x in range(len(weights)):
                weights[x] = math.exp(x * math.log(mean) - mean - math.lgamma(x + 1.0))
        _alias(weights, keep, other, starts[c])
    return starts, keep, other


@numba.njit(inline="always")
def _log_times(x: int, logs: Floats) -> float:  # pragma: no cover
    return logs[x] if x < len(logs) else x * math.log(x)


@numba.njit(cache=True)
def permuted_table(
    table: Numbers, totals: Ints, ends: Ints, groups: Ints, keep: Floats, other: Numbers, key: np.uint64
) -> None:  # pragma: no cover
    """Fills `table`, shape (n, g), with one exact permutation. `ends`: running sums of `totals`."""
    n, g = table.shape
    size = (CHUNK + 1) * (CHUNK + 2) // 2
    state = key
    have = np.zeros(g, np.int64)
    for i in range(n):
        for a in range(g):
            table[i, a] = 0
        left = totals[i]
        while left > 0:
            rest = min(left, CHUNK)
            left -= rest
            for a in range(g - 1):
                state += GOLDEN
                place = _uniform(state) * (rest + 1)
                x = int(place)
                row = a * size + rest * (rest + 1) // 2 + x
                # Arithmetic instead of a branch that no processor could foresee.
                x += (place - x >= keep[row]) * (other[row] - x)
                table[i, a] += x
                rest -= x
            table[i, g - 1] += rest
        for a in range(g):
            have[a] += table[i, a]
    people = float(ends[n - 1])
    # Unassigned people, of whom taken[i] are in unit i: a list of their units.
    spare = 0
    for a in range(g):
        spare += max(have[a] - groups[a], 0)
    loose = np.empty(spare, np.int64)
    k = 0
    for a in range(g):
        while have[a] > groups[a]:
            state += GOLDEN
            person = int(_uniform(state) * people)
            i = int(np.searchsorted(ends, person, side="right"))
            state += GOLDEN
            if _uniform(state) * totals[i] < table[i, a]:
                table[i, a] -= 1
                have[a] -= 1
                loose[k] = i
                k += 1
    for a in range(g):
        while have[a] < groups[a]:
            state += GOLDEN
            chosen = int(_uniform(state) * k)
            table[loose[chosen], a] += 1
            have[a] += 1
            k -= 1
            loose[chosen] = loose[k]


@numba.njit(cache=True)
def drawn_table(
    table: Numbers,
    matrix: Ints,
    ends: Ints,
    starts: Ints,
    keep: Floats,
    other: Numbers,
    key: np.uint64,
) -> None:  # pragma: no cover
    """Fills `table`, shape (n, g), with as many people drawn with replacement from those of `matrix`."""
    n, g = table.shape
    people = ends[n - 1]
    state = key
    drawn = people + 1
    while drawn > people:
        drawn = 0
        for i in range(n):
            for a in range(g):
                left = matrix[i, a]
                found = 0
                while left > 0:
                    c = min(left, CHUNK)
                    left -= c
                    state += GOLDEN
                    place = _uniform(state) * (starts[c + 1] - starts[c])
                    x = int(place)
                    row = starts[c] + x
                    found += x + (place - x >= keep[row]) * (other[row] - x)
                table[i, a] = found
                drawn += found
    while drawn < people:
        state += GOLDEN
        person = int(_uniform(state) * people)
        i = int(np.searchsorted(ends, person, side="right"))
        person -= ends[i] - matrix[i].sum()
        a = 0
        while person >= matrix[i, a]:
            person -= matrix[i, a]
            a += 1
        table[i, a] += 1
        drawn += 1


@numba.njit(cache=True, inline="always")
def width(g: int) -> int:  # pragma: no cover
    """How many statistics there are of a table with g groups."""
    return 4 * g + 1 + g * (g - 1) // 2


@numba.njit(cache=True)
def _statistics(
    table: Numbers, logs: Floats, shares: Shares, bins: Numbers, out: Floats
) -> None:  # pragma: no cover
    """Of one table, into `out`: group totals (g), Σ|x − t P| (g), Σ x²/t (g), Σ_ig x log x − Σ_i t log t (1), Gini (g),
    Σ x_a x_b/t for each pair a < b, in order.
    """
    n, g = table.shape
    out[:] = 0.0
    for i in range(n):
        for a in range(g):
            out[a] += table[i, a]
    people = 0.0
    for a in range(g):
        people += out[a]
    share = out[:g] / people
    for i in range(n):
        total = 0
        for a in range(g):
            total += table[i, a]
        if total == 0:
            continue
        per_person = 1.0 / total
        bits = -_log_times(total, logs)
        pair = 4 * g + 1
        for a in range(g):
            x = table[i, a]
            out[g + a] += abs(x - total * share[a])
            out[2 * g + a] += float(x) * x * per_person
            bits += _log_times(x, logs) if x else 0.0
            for b in range(a + 1, g):
                out[pair] += float(x) * table[i, b] * per_person
                pair += 1
        out[3 * g] += bits
    ginis(table, shares, bins, out[3 * g + 1 : 4 * g + 1])


@numba.njit(cache=True, inline="always")
def stream(seed: np.uint64, number: int) -> np.uint64:  # pragma: no cover
    """Where the random numbers of a simulation begin."""
    return _mixed(_mixed(seed + GOLDEN) + GOLDEN * np.uint64(number + 1))


@numba.njit(cache=True, parallel=True)
def permutations(
    totals: Ints,
    groups: Ints,
    keep: Floats,
    other: Numbers,
    logs: Floats,
    shares: Shares,
    seed: np.uint64,
    first: int,
    many: int,
) -> Floats:  # pragma: no cover
    """Statistics (many, width(g)) of the simulations first … first + many − 1."""
    n, g = len(totals), len(groups)
    ends = np.cumsum(totals)
    out = np.empty((many, width(g)))
    for lot in numba.prange((many + TOGETHER - 1) // TOGETHER):
        table = np.empty((n, g), np.int32)
        bins = np.zeros((len(shares.place), g), np.int32)
        for s in range(lot * TOGETHER, min(many, (lot + 1) * TOGETHER)):
            permuted_table(table, totals, ends, groups, keep, other, stream(seed, first + s))
            _statistics(table, logs, shares, bins, out[s])
    return out


@numba.njit(cache=True, parallel=True)
def redraws(
    matrix: Ints, totals: Ints, starts: Ints, keep: Floats, other: Numbers, logs: Floats, shares: Shares,
    seed: np.uint64, first: int, many: int,
) -> Floats:  # pragma: no cover  # fmt: skip
    """The same for tables of people drawn with replacement."""
    n, g = matrix.shape
    ends = np.cumsum(totals)
    out = np.empty((many, width(g)))
    for lot in numba.prange((many + TOGETHER - 1) // TOGETHER):
        table = np.empty((n, g), np.int32)
        bins = np.zeros((len(shares.place), g), np.int32)
        for s in range(lot * TOGETHER, min(many, (lot + 1) * TOGETHER)):
            drawn_table(table, matrix, ends, starts, keep, other, stream(seed, first + s))
            _statistics(table, logs, shares, bins, out[s])
    return out
