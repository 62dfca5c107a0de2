"""Exposure segregation: how far a person's status tells the status of those the person meets.

Nilforoshan, Looi, Pierson, Villanueva, Fishman, Chen, Sholar, Redbird, Grusky and Leskovec, "Human mobility
networks reveal increased segregation in large cities", Nature 624 (2023). The correlation of one's own status
with the mean status of everyone met would be too low where few meetings were seen; a mixed model takes the
noise of few meetings out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

from convive.engines.mixing.counts import MixError

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

FEWEST_PEOPLE = 3


@dataclass(frozen=True)
class ExposureSegregation:
    """The model: status met = intercept + slope * own status + person + noise, own status with mean 0, variance 1.

    segregation: |slope| / sqrt(slope² + between), 0 (status met says nothing) to 1 (it is one's own).
    slope, intercept: in standard deviations of own status. between: variance, between people
    of one status, of the mean status they meet; noise: variance of one meeting around a person's mean. naive: the plain
    correlation of own status with the mean status met, with the noise in it. people: with at least one
    meeting; without_meetings: the others, left out. meetings: counted from each person's side.
    """

    segregation: float
    slope: float
    intercept: float
    between: float
    noise: float
    naive: float
    people: int
    without_meetings: int
    meetings: int


def exposure_segregation(
    status: ArrayLike, person: ArrayLike, met: ArrayLike, *, both_ways: bool = True
) -> ExposureSegregation:
    """Exposure segregation from who met whom.

    status: shape (n,), any measure (income, rent). person, met: shape (m,), places in `status` of the two who
    met. A meeting counts for both unless `both_ways` is False. Status is set to mean 0 and variance 1 over the
    people who met somebody, who are the people that the result is about.

    Raises MixError, naming the row, for a status that is no number, a place that is none, and somebody who
    met themselves; and where status or meetings are too few to tell noise from people.
    """
    given = np.array(status, dtype=np.float64)
    one, two = checked_pairs(person, met, given.size)
    if both_ways:
        one, two = np.concatenate([one, two]), np.concatenate([two, one])
    return fit_exposure(given, one, given[two])


def fit_exposure(status: ArrayLike, person: ArrayLike, status_met: ArrayLike) -> ExposureSegregation:
    """The same from each meeting's person (place in `status`, shape (m,)) and the status met, shape (m,).

    Restricted maximum likelihood of the random intercept. As a person's status is one number, the likelihood
    needs only each person's number of meetings, their mean and the squares within, and one search over the
    part of the variance that is between people.
    """
    given, who, seen = (
        np.array(status, np.float64),
        places(person, np.size(status)),
        np.array(status_met, np.float64),
    )
    for values, name in ((given, "status"), (seen, "status met")):
        bad = np.flatnonzero(~np.isfinite(values))
        if values.ndim != 1 or bad.size:
            raise MixError("the status is no number", row=int(bad[0]) if bad.size else None, column=name)
    if seen.shape != who.shape:
        raise MixError(f"there are {who.size} people but {seen.size} statuses met")
    meetings = np.bincount(who, minlength=given.size).astype(np.float64)
    there = meetings > 0
    count, own = meetings[there], given[there]
    people = own.size
    if people < FEWEST_PEOPLE:
        raise MixError(f"only {people} people met anybody; at least {FEWEST_PEOPLE} are needed")
    spread = float(own.std(ddof=1))
    if spread <= 1e-12 * float(np.abs(own).max()):
        raise MixError("everybody who met anybody has the same status")
    if not np.any(count > 1):
        raise MixError("nobody met more than once, so noise cannot be told from people")
    centre = float(own.mean())
    x, y = (own - centre) / spread, (seen - centre) / spread
    mean = np.bincount(who, weights=y, minlength=given.size)[there] / count
    every = np.zeros(given.size)
    every[there] = mean
    within = float(np.sum((y - every[who]) ** 2))
    naive = _correlation(x, mean)
    slope, intercept, between, noise = _restricted_likelihood(x, mean, count, within)
    length = float(np.hypot(slope, np.sqrt(between)))
    if length == 0:
        raise MixError("everybody met the same mean status, so there is nothing to explain")
    return ExposureSegregation(
        segregation=abs(slope) / length,
        slope=slope,
        intercept=intercept,
        between=between,
        noise=noise,
        naive=naive,
        people=people,
        without_meetings=int(given.size - people),
        meetings=int(seen.size),
    )


def _restricted_likelihood(
    x: Floats, mean: Floats, count: Floats, within: float
) -> tuple[float, float, float, float]:
    """Slope, intercept and the variances between people and of noise.

    With r the part of the variance between people, a person's mean has variance s²(r + (1-r)/count).
    """
    total = float(count.sum())
    freedom = total - 2

    def solve(r: float) -> tuple[Floats, float, float]:
        weight = 1 / (r + (1 - r) / count)
        sum_w, sum_x = float(weight.sum()), float(weight @ x)
        centred = x - sum_x / sum_w
        sum_xx = float(weight @ centred**2)
        slope = float((weight * centred) @ mean) / sum_xx
        intercept = float(weight @ mean) / sum_w - slope * sum_x / sum_w
        rest = float(weight @ (mean - intercept - slope * x) ** 2)
        return np.array([slope, intercept]), rest, np.log(sum_w) + np.log(sum_xx)

    def deviance(r: float) -> float:
        _, rest, determinant = solve(r)
        variance = (within / (1 - r) + rest) / freedom
        logs = float(np.sum(np.log1p(r * count / (1 - r)))) + total * np.log1p(-r)
        return float(freedom * np.log(variance) + logs + determinant)

    size = float(np.var(mean)) * mean.size + within
    if within <= 1e-14 * size:
        # No noise at all: each mean is known exactly.
        ends, rest, _ = solve(1.0)
        return float(ends[0]), float(ends[1]), rest / (mean.size - 2), 0.0
    found = minimize_scalar(deviance, bounds=(0.0, 1 - 1e-12), method="bounded", options={"xatol": 1e-12})
    r = float(found.x)
    if deviance(0.0) <= deviance(r):
        r = 0.0
    ends, rest, _ = solve(r)
    variance = (within / (1 - r) + rest) / freedom
    return float(ends[0]), float(ends[1]), r * variance, (1 - r) * variance


def _correlation(x: Floats, y: Floats) -> float:
    a, b = x - x.mean(), y - y.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else 0.0


def places(given: ArrayLike, people: int, name: str = "person") -> Places:
    """Places of people, shape (m,), from 0. Raises MixError, naming the row, for one that is nobody's."""
    found = np.array(given)
    if found.ndim != 1 or (found.size and found.dtype.kind not in "iu"):
        raise MixError("people are given by their places, whole numbers from 0", column=name)
    bad = np.flatnonzero((found < 0) | (found >= people))
    if bad.size:
        raise MixError(
            f"{found[bad[0]]} is the place of nobody; there are {people}", row=int(bad[0]), column=name
        )
    return found.astype(np.int64)


def checked_pairs(person: ArrayLike, met: ArrayLike, people: int) -> tuple[Places, Places]:
    """Who met whom, shapes (m,). Raises MixError, naming the row, for nobody and for the same person twice."""
    one, two = places(person, people), places(met, people, "met")
    if one.shape != two.shape:
        raise MixError(f"there are {one.size} people but {two.size} whom they met")
    same = np.flatnonzero(one == two)
    if same.size:
        raise MixError("a person cannot meet themselves", row=int(same[0]), column="met")
    return one, two
