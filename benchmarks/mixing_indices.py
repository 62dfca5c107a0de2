"""Indices without geography, permutations and bootstrap, beside PySAL `segregation`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from beside import Line, Peer, town

GROUPS = ["a", "b", "c", "d"]


def ours_indices(cells: int) -> Callable[[], Any]:
    table = town(cells)[2]
    from convive.engines.mixing import Counts, analyse

    counts = Counts.of(table, GROUPS)
    return lambda: analyse(counts).indices.D[0]


def ours_permutations(cells: int) -> Callable[[], Any]:
    table = town(cells)[2]
    from convive.engines.mixing import permutation_test

    return lambda: permutation_test(table, 32).mean.D[0]


def ours_bootstrap(cells: int) -> Callable[[], Any]:
    table = town(cells)[2]
    from convive.engines.mixing import bootstrap

    return lambda: bootstrap(table, 32).estimate.D[0]


def peer_indices(cells: int) -> Callable[[], Any]:
    """What PySAL can do at this size. Its Gini compares all pairs of units, so it is a line of its own."""
    table = town(cells)[2]
    import pandas
    from segregation import multigroup, singlegroup

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)

    def run() -> float:
        for name in (
            "MultiDissim",
            "MultiInfoTheory",
            "MultiDiversity",
            "MultiRelativeDiversity",
            "MultiSquaredCV",
        ):
            if hasattr(multigroup, name):
                getattr(multigroup, name)(frame, GROUPS)
        for group in GROUPS:
            for name in ("Dissim", "Isolation", "Interaction", "CorrelationR", "Entropy"):
                getattr(singlegroup, name)(frame, group, "all")
        return float(singlegroup.Dissim(frame, "a", "all").statistic)

    return run


def peer_gini(cells: int) -> Callable[[], Any]:
    table = town(cells)[2]
    import pandas
    from segregation import singlegroup

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)
    return lambda: [float(singlegroup.Gini(frame, group, "all").statistic) for group in GROUPS][0]


def peer_permutations(cells: int) -> Callable[[], Any]:
    """One person-level permutation of D of one group, the nearest that PySAL has; counted 32 times."""
    table = town(cells)[2]
    import pandas
    from segregation import singlegroup
    from segregation.inference import SingleValueTest

    frame = pandas.DataFrame(table, columns=GROUPS)
    frame["all"] = frame[GROUPS].sum(axis=1)
    index = singlegroup.Dissim(frame, "a", "all")

    def run() -> float:
        found = SingleValueTest(index, null_approach="person_permutation", iterations_under_null=1, n_jobs=1)
        return float(np.mean(found.est_sim))

    return run


LINES = [
    Line(
        "indices with Gini, local scores and expected values; the peer without these, and its Gini alone",
        ours_indices,
        (
            Peer(peer_indices, "segregation", 1_000_000),
            Peer(
                peer_gini,
                "segregation",
                25_000,
                note="within minutes: it compares all pairs of places",
                name="segregation Gini",
            ),
        ),
    ),
    Line(
        "32 permutations of people, all indices; the peer D of one group",
        ours_permutations,
        (Peer(peer_permutations, "segregation", 250_000, 32),),
    ),
    Line("32 bootstrap tables, all indices", ours_bootstrap),
]
