"""Every published value of the indices, to the printed digits."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from convive.engines.mixing import all_indices, atkinson, expected, local_scores, nested_levels, nested_parts
from tests.engines.mixing.shared_data import cases, sacramento, schools, shared


def published(data: str) -> dict[str, tuple[float, float]]:
    found = {
        case["index"]: (case["value"], case["tolerance"]) for case in cases() if case["data"].startswith(data)
    }
    assert found
    return found


def compare(ours: dict[str, float], theirs: dict[str, tuple[float, float]]) -> None:
    assert set(ours) == set(theirs)
    for index, (value, tolerance) in theirs.items():
        assert ours[index] == pytest.approx(value, rel=0, abs=tolerance), index


def test_schools_of_the_year_2000() -> None:
    theirs = published("schools00 (")
    matrix, groups, keys = schools("00")
    found, local = all_indices(matrix), local_scores(matrix)
    swapped = all_indices(matrix.T)
    state = nested_parts(matrix, keys["state"].to_list())
    parts = nested_levels(matrix, [keys["state"].to_list(), keys["district"].to_list()])
    ours = {
        "M, race x school": found.M,
        "H = M/E(race)": found.H,
        "H swapped = M/E(school)": swapped.H,
        "entropy race (nats)": found.entropy,
        "entropy school (nats)": swapped.entropy,
        "M between states": state.M_between,
        "H between states": state.H_between,
        "M within states": state.M_within,
        "H within states": state.H_within,
        "M district within state": parts[1],
        "M school within district": parts[2],
        "H district within state": parts[1] / found.entropy,
        "H school within district": parts[2] / found.entropy,
    }
    for place, name in enumerate(state.names):
        if name in "ABC":
            ours[f"M state {name}"] = state.M_of[place]
            ours[f"H state {name}"] = state.H_of[place]
            ours[f"p state {name}"] = state.share[place]
            ours[f"entropy ratio state {name}"] = state.entropy_ratio[place]
    for place, group in enumerate(groups):
        ours[f"local segregation L_g {group}"] = local.by_group[place]
        ours[f"group share {group}"] = local.group_share[place]
    for row, school in enumerate(keys["school"].to_list()):
        if school in ("A1_1", "A1_2", "A2_1", "C167_1"):
            ours[f"local segregation L_u school {school}"] = local.by_unit[row]
    compare({index: value for index, value in ours.items() if index in theirs}, theirs)


def test_schools_of_the_year_2005() -> None:
    value, tolerance = published("schools00 -> schools05")["M2 (2005)"]
    assert pytest.approx(value, rel=0, abs=tolerance) == all_indices(schools("05")[0]).M


@pytest.mark.parametrize(
    ("table", "data"),
    [
        ([[100, 0], [60, 40], [40, 60], [0, 100]], "units (100,0),(60,40),(40,60),(0,100)"),
        ([[80, 20], [80, 20], [20, 80], [20, 80]], "units (80,20),(80,20),(20,80),(20,80)"),
    ],
)
def test_tables_made_by_hand(table: list[list[int]], data: str) -> None:
    value, tolerance = published(data)["D"]
    assert pytest.approx([value, value], abs=tolerance) == all_indices(table).D
    assert all_indices(table).D_pairwise[0, 1] == pytest.approx(value, abs=tolerance)


@pytest.mark.parametrize(
    ("units", "table", "value", "printed"),
    [(1000, [1, 9], 0.387, 1e-3), (1000, [5, 5], 0.246, 1e-3), (100, [10, 90], 0.1319, 1e-4)],
)
def test_winships_table_of_what_chance_gives(
    units: int, table: list[int], value: float, printed: float
) -> None:
    assert pytest.approx([value, value], abs=printed / 2) == expected([table] * units).D


def test_tracts_of_sacramento() -> None:
    columns = sacramento()
    hispanic, total = columns["HISP_"], columns["TOT_POP"]
    found = all_indices(np.column_stack([hispanic, total - hispanic]))
    compare(
        {
            "Dissim D": found.D[0],
            "Gini G (sorted O(n log n))": found.gini[0],
            "Entropy H (two-group Theil)": found.H,
            "Isolation xPx": found.isolation[0],
            "Interaction xPy": found.exposure[0, 1],
            "CorrelationR eta2": found.eta2[0],
            "Atkinson b=0.5": atkinson(hispanic, total),
        },
        published("sacramentot2"),
    )
    four = all_indices(np.column_stack([columns[name] for name in ("WHITE_", "BLACK_", "ASIAN_", "HISP_")]))
    compare(
        {
            "MultiSquaredCoefVar C": four.squared_variation,
            "SimpsonsInteraction": four.interaction,
            "MultiDiversity (entropy)": four.entropy,
            "MultiGini (sorted)": four.gini_multigroup,
        },
        published("same; WHITE"),
    )


@pytest.mark.parametrize(
    ("date", "dissimilarity", "information"),
    [("2015-12-31", 0.31328, 0.10000), ("2020-12-31", 0.26833, 0.07687)],
)
def test_berlin_with_and_without_migration_background(
    date: str, dissimilarity: float, information: float
) -> None:
    frame = pl.read_csv(shared("data/de_berlin_lor/pop_t1_migration_background_plr_2015_2020.csv"))
    frame = frame.filter(pl.col("date").cast(pl.String) == date)
    having = frame["inhabitants_with_migration_background"].to_numpy()
    found = all_indices(np.column_stack([having, frame["inhabitants"].to_numpy() - having]))
    assert round(float(found.D[0]), 5) == dissimilarity
    assert round(found.H, 5) == information


def test_malmo_born_in_sweden_and_abroad() -> None:
    frame = pl.read_csv(shared("data/se_malmo_regso/malmo_91areas_2020_2023.csv")).filter(
        pl.col("year") == 2023
    )
    found = all_indices(frame.select("foreign_born", "born_in_sweden").to_numpy())
    assert round(float(found.D[0]), 5) == 0.27276
