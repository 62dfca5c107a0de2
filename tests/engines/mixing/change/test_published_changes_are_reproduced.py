from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from convive.engines.mixing.change import PARTS, Change, change
from convive.engines.mixing.counts import Counts

SHARED = Path(__file__).parents[4] / "../shared"
SCHOOLS = SHARED / "data/ref_segregation_known_values"
CASES = SHARED / "cases/mixing.json"
GROUPS = ("asian", "black", "hisp", "white", "native")

pytestmark = pytest.mark.skipif(
    not (SCHOOLS.is_dir() and CASES.is_file()), reason="the shared cases and school tables are not here"
)

PUBLISHED = {
    "M2 (2005)": "after",
    "difference M2-M1": "total",
    "additions": "additions",
    "removals": "removals",
    "Shapley group_marginal (R default, unconverged)": "group_margin",
    "Shapley unit_marginal (R default, unconverged)": "unit_margin",
    "Shapley structural (R default, unconverged)": "structure",
}


def schools(year: str) -> Counts:
    table = (
        pl.read_csv(SCHOOLS / f"schools{year}_SYNTHETIC.csv")
        .pivot("race", index="school", values="n", aggregate_function="sum")
        .fill_null(0)
    )
    return Counts.of(table.select(GROUPS).to_numpy(), GROUPS, table["school"].to_list())


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, float]]:
    every = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
    return {case["index"]: case for case in every if case["data"] == "schools00 -> schools05"}


@pytest.fixture(scope="module")
def converged() -> Change:
    return change(schools("00"), schools("05"))


@pytest.fixture(scope="module")
def as_in_r() -> Change:
    return change(schools("00"), schools("05"), match_r=True)


def test_every_case_of_change_is_known_here(cases: dict[str, dict[str, float]]) -> None:
    assert set(cases) == set(PUBLISHED)


@pytest.mark.parametrize("index", PUBLISHED)
def test_the_published_figures_come_out_with_the_early_stop(
    index: str, cases: dict[str, dict[str, float]], as_in_r: Change
) -> None:
    case = cases[index]
    assert getattr(as_in_r.M, PUBLISHED[index]) == pytest.approx(case["value"], abs=case["tolerance"])


@pytest.mark.parametrize("index", PUBLISHED)
def test_the_converged_figures_are_those_of_an_independent_computation(
    index: str, cases: dict[str, dict[str, float]], converged: Change
) -> None:
    case = cases[index]
    expected, tolerance = case.get("converged_value"), 1e-9
    if expected is None:
        expected, tolerance = case["value"], case["tolerance"]
    assert getattr(converged.M, PUBLISHED[index]) == pytest.approx(expected, abs=tolerance)


def test_the_fit_reaches_its_gap_without_filling_a_cell(converged: Change) -> None:
    assert converged.gap <= 1e-9
    assert converged.filled == 0
    assert converged.compared.sum() == 1710
    for parts in (converged.M, converged.H):
        assert sum(getattr(parts, name) for name in PARTS) == pytest.approx(parts.total, abs=1e-12)


def test_the_early_stop_says_how_far_off_it_left_the_margins(as_in_r: Change) -> None:
    assert as_in_r.match_r
    assert as_in_r.gap > 0.1
    assert sum(getattr(as_in_r.M, name) for name in PARTS) == pytest.approx(as_in_r.M.total, abs=1e-12)
