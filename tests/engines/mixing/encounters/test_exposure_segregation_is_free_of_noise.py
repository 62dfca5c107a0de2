from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from convive.engines.mixing.counts import MixError
from convive.engines.mixing.encounters import exposure_segregation, fit_exposure

Floats = NDArray[np.float64]
Simulated = tuple[Floats, NDArray[np.int64], Floats, float]

# Printed in the tests of the authors' code (lme4 through R, tolerance there 0.001) for data that its seeds
# make: most meetings a person has, spread of people, spread of meetings, estimate, plain correlation, truth.
PUBLISHED = [
    (10, 10, 5, 0.177851169967, None, 0.169967),
    (20, 2, 5, 0.6989794770314164, 0.5715794669656461, 0.7009388533949436),
    (20, 2, 10, 0.7465106497935253, 0.425418730961027, 0.7310662522699028),
    (20, 5, 5, 0.3391817943314789, 0.3138507704588768, 0.33710537966018495),
    (20, 5, 10, 0.3902390471034377, 0.3059001303810065, 0.3761849888632058),
    (20, 10, 5, 0.19917516683427733, 0.19371292906342075, 0.21335554922669642),
    (20, 10, 10, 0.20011666804803185, 0.1952860218011061, 0.20111863225951573),
    (10, 2, 5, 0.7671716762322555, 0.5708799241656138, 0.7142582758974351),
    (10, 2, 10, 0.654876120555361, 0.3268568949218779, 0.7128403453943545),
    (10, 5, 5, 0.3841638210484421, 0.33783508060970685, 0.38478234767396635),
    (10, 5, 10, 0.39096408955077017, 0.2855862599662394, 0.3967871600458214),
    (10, 10, 5, 0.18796638144213917, 0.18393624010537188, 0.17482820583954625),
    (10, 10, 10, 0.12988284226010335, 0.10853055991816646, 0.15523239935642114),
    (5, 2, 5, 0.6695995584594858, 0.4581530323773302, 0.6919054245853591),
    (5, 2, 10, 0.6767734910522172, 0.28128877868234925, 0.7146229480196622),
    (5, 5, 5, 0.34399981421756937, 0.295138481816, 0.32407071871374865),
    (5, 5, 10, 0.49021263180667196, 0.28553424633410324, 0.43513800249244877),
    (5, 10, 5, 0.20808005509095373, 0.19776694182214682, 0.21054898697245575),
    (5, 10, 10, 0.19812436562881544, 0.17511952780706477, 0.2055889744255676),
]


class Draws:
    """Random numbers in the order in which the published figures used them up."""

    def __init__(self) -> None:
        self.normal, self.number = np.random.RandomState(0), random.Random(0)

    def simulate(self, most: int, between: float, noise: float, people: int = 1000) -> Simulated:
        status = self.normal.randn(people) * 2
        mean = status - 0.5 + self.normal.randn(people) * between
        seen = [
            mean[i] + self.normal.randn(self.number.choice(range(1, most + 1))) * noise for i in range(people)
        ]
        who = np.repeat(np.arange(people), [len(values) for values in seen])
        return status, who, np.concatenate(seen), float(np.corrcoef(mean, status)[0, 1])


def test_the_published_estimates_come_out() -> None:
    draws = Draws()
    for most, between, noise, published, plain, truth in PUBLISHED:
        status, who, seen, known = draws.simulate(most, between, noise)
        assert known == pytest.approx(truth, abs=1e-6)
        result = fit_exposure(status, who, seen)
        assert result.segregation == pytest.approx(published, abs=1e-4)
        if plain is not None:
            assert result.naive == pytest.approx(plain, abs=1e-12)


def test_with_many_people_the_truth_is_found_where_the_plain_correlation_misses_it() -> None:
    status, who, seen, truth = Draws().simulate(5, 2, 10, people=40_000)
    result = fit_exposure(status, who, seen)
    assert result.segregation == pytest.approx(truth, abs=0.02)
    assert result.naive < truth - 0.3
    # In units of own status, whose spread is 2: slope 1, people spread by 2, meetings by 10.
    assert (result.slope, result.between, result.noise) == pytest.approx((1, 1, 25), rel=0.2)


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.integers(4, 12))
def test_the_fit_is_the_best_by_the_full_likelihood(seed: int, people: int) -> None:
    rng = np.random.default_rng(seed)
    count = rng.integers(1, 5, people)
    count[0] += 1
    who = np.repeat(np.arange(people), count)
    status = rng.normal(size=people)
    seen = 0.7 * status[who] + rng.normal(size=people)[who] + rng.normal(size=who.size)
    result = fit_exposure(status, who, seen)
    x = (status - status.mean()) / status.std(ddof=1)
    y = (seen - status.mean()) / status.std(ddof=1)
    same = (who[:, None] == who).astype(float)
    design = np.column_stack([x[who], np.ones(who.size)])

    def deviance(between: float, noise: float) -> float:
        """-2 log of the restricted likelihood with the whole covariance of all meetings."""
        covariance = between * same + noise * np.eye(who.size)
        inverse = np.linalg.inv(covariance)
        inner = design.T @ inverse @ design
        ends = np.linalg.solve(inner, design.T @ inverse @ y)
        rest = y - design @ ends
        return float(np.linalg.slogdet(covariance)[1] + np.linalg.slogdet(inner)[1] + rest @ inverse @ rest)

    best = deviance(result.between, result.noise)
    for between, noise in ((1.02, 1), (0.98, 1), (1, 1.02), (1, 0.98)):
        assert deviance(result.between * between, result.noise * noise) >= best - 1e-7
    assert deviance(result.between + 0.01 * result.noise, result.noise) >= best - 1e-7


def test_scale_and_origin_of_status_do_not_matter() -> None:
    status, who, seen, _ = Draws().simulate(6, 3, 4, people=300)
    plain, moved = fit_exposure(status, who, seen), fit_exposure(status * 50 - 2934, who, seen * 50 - 2934)
    assert moved.segregation == pytest.approx(plain.segregation, abs=1e-6)
    assert moved.between == pytest.approx(plain.between, rel=1e-5)


def test_the_order_of_meetings_does_not_matter() -> None:
    status, who, seen, _ = Draws().simulate(6, 3, 4, people=200)
    turned = fit_exposure(status, who[::-1], seen[::-1])
    assert turned.segregation == pytest.approx(fit_exposure(status, who, seen).segregation, abs=1e-6)


def test_people_who_meet_only_their_like_are_wholly_segregated() -> None:
    status = np.repeat([1.0, 2.0, 3.0, 4.0], 3)
    pairs = [(i, j) for k in range(4) for i in range(3 * k, 3 * k + 3) for j in range(i + 1, 3 * k + 3)]
    person, met = np.array(pairs).T
    result = exposure_segregation(status, person, met)
    assert result.segregation == pytest.approx(1, abs=1e-12)
    assert (result.people, result.meetings, result.noise) == (12, 24, 0)


def test_people_who_meet_at_random_are_not_segregated() -> None:
    rng = np.random.default_rng(3)
    status = rng.normal(size=3000)
    person = rng.integers(0, 3000, 60_000)
    met = (person + rng.integers(1, 3000, 60_000)) % 3000
    result = exposure_segregation(status, person, met)
    # Nobody differs in whom they meet: hardly any slope, hardly any variance between people.
    assert abs(result.slope) < 0.02
    assert result.between < 0.01


def test_those_who_met_nobody_are_counted_and_do_not_matter() -> None:
    rng = np.random.default_rng(4)
    status = rng.normal(size=50)
    person = rng.integers(0, 50, 400)
    met = (person + 1 + np.argsort(np.argsort(status[person])) % 7) % 50
    plain = exposure_segregation(status, person, met)
    more = exposure_segregation(np.append(status, [1e6, -1e6]), person, met)
    assert more.without_meetings == 2
    assert more.segregation == plain.segregation


@pytest.mark.parametrize(
    ("status", "person", "met", "what"),
    [
        ([1, 2, 3], [0, 1], [1, 3], "row 1, column “met”: 3 is the place of nobody"),
        ([1, 2, 3], [0, -1], [1, 2], "row 1, column “person”"),
        ([1, 2, 3], [0, 1], [1, 1], "row 1, column “met”: a person cannot meet themselves"),
        ([1, float("nan"), 3], [0, 1], [1, 2], "row 1, column “status”"),
        ([1, 1, 1], [0, 1], [1, 2], "the same status"),
        ([1, 2, 3, 4], [0, 2], [1, 3], "more than once"),
        ([1, 2, 3], [0], [1], "only 2 people"),
        ([1, 2, 3], [0.5], [1], "whole numbers"),
        ([1, 2, 3], [0, 1], [1], "2 people but 1"),
    ],
)
def test_what_cannot_be_measured_is_refused(
    status: list[float], person: list[float], met: list[int], what: str
) -> None:
    with pytest.raises(MixError, match=what):
        exposure_segregation(status, person, met)
