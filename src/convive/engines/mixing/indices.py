"""Indices of the whole table, and what chance alone would give.

Notation: unit i has t_i people, x_ig of them in group g, p_ig = x_ig/t_i; T people in all, T_g of group g,
P_g = T_g/T; I = Σ P_g(1 − P_g). Logarithms are natural. An index that is not defined (a group without
anybody, or with everybody) is NaN.

Sources: Massey and Denton, "The dimensions of residential segregation", Social Forces 67 (1988);
Reardon and Firebaugh, "Measures of multigroup segregation", Sociological Methodology 32 (2002); Theil and
Finizza (1971) for M and H; Winship, "A revaluation of indexes of residential segregation", Social Forces 55
(1977), for what chance gives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, xlog1py, xlogy

from convive.engines.mixing import kernels, kernels_gini
from convive.engines.mixing.counts import CountMatrix, MixError, whole_numbers
from convive.engines.mixing.kernels import Floats, Ints

# More different sizes of units than this are put together for the mean of Gini.
MANY_SIZES = 2000


@dataclass(frozen=True)
class Indices:
    """All indices without geography of a table of n units and g groups.

    exposure (g, g): row a, column b is the share of group b in the unit of an average member of a.
    isolation (g,): its diagonal. eta2 (g,): isolation corrected for the group's size, 0 to 1. D (g,): against
    everybody else. D_pairwise (g, g). gini (g,): against everybody else. entropy: of the groups, nats. M: mutual
    information, nats. H = M / entropy. relative_diversity: R of Reardon and Firebaugh.
    squared_variation: C of the same. interaction: Simpson's I, the chance that two people differ in group.
    """

    units: int
    people: int
    group_people: Ints
    exposure: Floats
    isolation: Floats
    eta2: Floats
    D: Floats
    D_pairwise: Floats
    D_multigroup: float
    gini: Floats
    gini_multigroup: float
    entropy: float
    M: float
    H: float
    relative_diversity: float
    squared_variation: float
    interaction: float


@dataclass(frozen=True)
class Expected:
    """What the indices are on average where nobody chooses and only chance deals people out to units.

    D (g,): every person of a unit drawn independently (De Moivre's mean deviation; Winship 1977).
    The others with the totals of units and groups fixed, as the permutation test has them: D_fixed (g,),
    D_multigroup, gini (g,), gini_multigroup, exposure (g, g), isolation (g,), eta2, M, H. All are exact but Gini's:
    that of people drawn independently times √(T/(T − 1)), as fixed totals bring two units that much farther apart in
    the root of the mean square. It is one or two per cent off for a group of a few people, and nothing for hundreds.
    """

    D: Floats
    D_fixed: Floats
    D_multigroup: float
    gini: Floats
    gini_multigroup: float
    exposure: Floats
    isolation: Floats
    eta2: float
    M: float
    H: float


@dataclass(frozen=True)
class Pass:
    """The sums of one pass over the table, from which everything follows."""

    totals: Ints
    groups: Ints
    deviation: Floats
    between: Floats
    meeting: Floats
    apart: Floats
    knowledge: Floats
    local: Floats

    @property
    def people(self) -> int:
        return int(self.groups.sum())


def one_pass(matrix: CountMatrix) -> Pass:
    """The sums of a checked matrix, shape (n, g). Raises MixError where there is nobody."""
    totals, groups = kernels.margins(matrix)
    if not groups.sum():
        raise MixError("there are no people in the table")
    return Pass(totals, groups, *kernels.sums(matrix, totals, groups))


def entropy_of(groups: Ints) -> Floats:
    """−Σ P_g log P_g in nats, from the people of each group, shape (…, g); zero where nobody is.

    Of a share near one, the logarithm is taken from the few others: H divides by what would be lost otherwise.
    """
    people = groups.sum(axis=-1, keepdims=True)
    share, others = groups / np.maximum(people, 1), (groups - people) / np.maximum(people, 1)
    most = share * np.log1p(np.maximum(others, -0.5))
    entropy: Floats = -np.where(2 * groups > people, most, xlogy(share, share)).sum(axis=-1)
    return entropy


def all_indices(counts: ArrayLike) -> Indices:
    """All indices of `counts`, shape (n units, g groups), people. Units without people count for nothing.

    Raises MixError, naming row and column, for anything that is no count, and where there is nobody.

    >>> result = all_indices([[100, 0], [60, 40], [40, 60], [0, 100]])
    >>> float(round(result.D[0], 6)), round(result.H, 6)
    (0.6, 0.514525)
    """
    matrix = whole_numbers(counts)
    return indices_from(matrix, one_pass(matrix))


def indices_from(matrix: CountMatrix, found: Pass) -> Indices:
    """The same from sums that are there already."""
    people, groups = float(found.people), found.groups.astype(np.float64)
    share = groups / people
    spread = groups * (people - groups) / people**2
    simpson = float(spread.sum())
    there = int(np.count_nonzero(groups))
    between = found.between
    gini = gini_of(matrix, found)
    entropy = float(entropy_of(found.groups))
    information = max(float(found.knowledge.sum()) / people, 0.0) if there > 1 else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        exposure = found.meeting / groups[:, None]
        isolation = np.diagonal(exposure).copy()
        deviation = np.where(spread > 0, found.deviation / (2 * people * spread), np.nan)
        nobody = groups == 0
        apart = found.apart / 2
        apart[nobody, :] = np.nan
        apart[:, nobody] = np.nan
        eta2 = np.where(spread > 0, between / (people * spread), np.nan)
        variation = np.divide(between, share, out=np.zeros_like(between), where=~nobody)
    defined = there > 1
    return Indices(
        units=len(found.totals),
        people=found.people,
        group_people=found.groups,
        exposure=exposure,
        isolation=isolation,
        eta2=np.clip(eta2, 0, 1),
        D=np.minimum(deviation, 1.0),
        D_pairwise=np.minimum(apart, 1.0),
        D_multigroup=min(float(found.deviation.sum()) / (2 * people * simpson), 1.0) if defined else np.nan,
        gini=gini,
        gini_multigroup=float(np.nansum(spread * gini)) / simpson if defined else np.nan,
        entropy=entropy,
        M=information,
        H=min(information / entropy, 1.0) if defined else np.nan,
        relative_diversity=float(np.clip(between.sum() / (people * simpson), 0, 1)) if defined else np.nan,
        squared_variation=float(variation.sum()) / (people * (there - 1)) if defined else np.nan,
        interaction=simpson,
    )


def gini_of(matrix: CountMatrix, found: Pass) -> Floats:
    """Gini of each group against everybody else: one minus twice the area under the Lorenz curve of units in
    order of the group's share. O(n log n), and less where units repeat.
    """
    result = np.full(matrix.shape[1], np.nan)
    for group, members in enumerate(found.groups.tolist()):
        others = found.people - members
        if not members or not others:
            continue
        x, t, times = kernels.alike(np.ascontiguousarray(matrix[:, group]), found.totals)
        order = np.argsort(x / t)
        inside, outside = (x * times)[order] / members, ((t - x) * times)[order] / others
        result[group] = min(max(1.0 - kernels.lorenz(inside, outside), 0.0), 1.0)
    return result


def atkinson(members: ArrayLike, totals: ArrayLike, shape: float = 0.5) -> float:
    """Atkinson's index of one group: `members` and `totals` of the units, shape (n,); `shape` in (0, 1) says
    how much units with few members weigh (Massey and Denton 1988). NaN where the group is nobody or everybody.
    """
    x, t = np.asarray(members, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if not 0 < shape < 1:
        raise MixError(f"the shape of Atkinson's index lies between 0 and 1, not at {shape}")
    x, t = x[t > 0], t[t > 0]
    share = x.sum() / t.sum() if t.size else 0.0
    if not 0 < share < 1:
        return float("nan")
    p = x / t
    inner = np.sum((1 - p) ** (1 - shape) * p**shape * t) / (share * t.sum())
    return float(1 - share / (1 - share) * inner ** (1 / (1 - shape)))


def expected(counts: ArrayLike) -> Expected:
    """What chance alone gives for `counts`, shape (n, g). Raises MixError as `all_indices` does.

    >>> units_of_ten = [[1, 9]] * 1000
    >>> float(round(expected(units_of_ten).D[0], 3))
    0.387
    """
    totals, groups = kernels.margins(whole_numbers(counts))
    return expected_from(totals, groups)


def expected_from(totals: Ints, groups: Ints) -> Expected:
    """The same from the totals of units, shape (n,), and of groups, shape (g,): nothing else matters.

    The mean deviation of a binomial number is De Moivre's, of a hypergeometric one that of Diaconis and Zabell,
    "Closed form summation for classical distributions", Statistical Science 6 (1991). M is summed over the
    hypergeometric distribution, once per different size of unit.
    """
    people = int(groups.sum())
    if not people:
        raise MixError("there are no people in the table")
    sizes, times = _sizes(totals)
    share = groups / people
    spread = share * (1 - share)
    free = np.array([float(np.sum(times * _binomial_deviation(sizes, p))) for p in share])
    fixed = np.array([float(np.sum(times * _fixed_deviation(sizes, int(k), people))) for k in groups])
    simpson, units = float(spread.sum()), int(times.sum())
    entropy = float(entropy_of(groups))
    # The mean of Σ x²/t, with the chance that two different people of a unit are both of the group.
    both = (groups - 1) / max(people - 1, 1)
    information = 0.0
    for k in groups.tolist():
        information += float(np.sum(times * kernels.mean_x_log_x(sizes, k, people)))
    information = (information - float(np.sum(times * xlogy(sizes, sizes)))) / people + entropy
    gini = _fixed_gini(totals, share, people)
    exposure = np.tile((people - units) / max(people - 1, 1) * share, (len(groups), 1))
    np.fill_diagonal(exposure, (units + (people - units) * both) / people)
    exposure[groups == 0] = np.nan
    defined = np.count_nonzero(groups) > 1
    with np.errstate(divide="ignore", invalid="ignore"):
        return Expected(
            D=free / (2 * people * spread),
            D_fixed=fixed / (2 * people * spread),
            D_multigroup=float(fixed.sum()) / (2 * people * simpson) if defined else np.nan,
            gini=gini,
            gini_multigroup=float(np.nansum(spread * gini)) / simpson if defined else np.nan,
            exposure=exposure,
            isolation=np.diagonal(exposure).copy(),
            eta2=(units - 1) / (people - 1) if defined else np.nan,
            M=max(information, 0.0) if defined else 0.0,
            H=max(information, 0.0) / entropy if defined else np.nan,
        )


def _sizes(totals: Ints) -> tuple[Ints, Ints]:
    """The different sizes of units with people, and how many units have each."""
    if totals.max() <= 4 * len(totals) + 65536:
        times = np.bincount(totals)
        sizes = np.flatnonzero(times)
        times = times[sizes]
    else:
        sizes, times = np.unique(totals, return_counts=True)
    return sizes[sizes > 0], times[sizes > 0]


def _fixed_gini(totals: Ints, share: Floats, people: int) -> Floats:
    sizes, times = _sizes(totals)
    bins = np.arange(len(sizes))
    if len(sizes) > MANY_SIZES:
        # Sizes that differ by less than one part in 200 share a distribution.
        bins = np.unique(np.rint(np.log(sizes) * 200), return_inverse=True)[1].ravel()
    weights = np.bincount(bins, times * sizes) / people
    squares = np.bincount(bins, times * (sizes / people) ** 2).astype(np.float64)
    typical = np.rint(weights * people / np.bincount(bins, times)).astype(np.int64)
    apart = np.sqrt(people / max(people - 1, 1))
    return np.array(
        [
            kernels_gini.mean_gini(typical, weights, squares, p) * apart if 0 < p < 1 else np.nan
            for p in share.tolist()
        ]
    )


def _log_choose(n: ArrayLike, k: ArrayLike) -> Floats:
    n, k = np.asarray(n, dtype=np.float64), np.asarray(k, dtype=np.float64)
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _binomial_deviation(t: Ints, p: float) -> Floats:
    """E|X − tp| for X ~ Binomial(t, p): 2ν C(t,ν) p^ν (1−p)^(t−ν+1) with ν = ⌊tp⌋ + 1."""
    if not 0 < p < 1:
        return np.zeros(len(t))
    v = np.minimum(np.floor(t * p) + 1, t)
    logs = _log_choose(t, v) + xlogy(v, p) + xlog1py(t - v + 1, -p)
    return np.asarray(2 * v * np.exp(logs))


def _hypergeometric(x: ArrayLike, t: ArrayLike, k: int, people: int) -> Floats:
    """The chance of x people of a group of k among t out of `people`."""
    x, t = np.asarray(x), np.asarray(t)
    return np.exp(_log_choose(k, x) + _log_choose(people - k, t - x) - _log_choose(people, t))


def _fixed_deviation(t: Ints, k: int, people: int) -> Floats:
    """E|X − tk/T| for X hypergeometric: 2 ν (T − k − t + ν) / T · P(X = ν) with ν = ⌊tk/T⌋ + 1."""
    if not 0 < k < people:
        return np.zeros(len(t))
    # In Python's whole numbers, which do not overflow.
    v = np.array([size * k // people + 1 for size in t.tolist()], dtype=np.int64)
    possible = (v <= t) & (v <= k)
    result = np.zeros(len(t))
    v, t = v[possible], t[possible]
    result[possible] = 2.0 * v * ((people - k - t + v) / people) * _hypergeometric(v, t, k, people)
    return result
