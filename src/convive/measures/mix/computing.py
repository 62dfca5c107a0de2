"""From counts that may be shown to everything that a page about mix tells. No database, no clock."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing import Counts, MixError, MixResult, Values, all_indices, analyse
from convive.engines.mixing.change import PARTS, Change, Parts, change
from convive.engines.mixing.scale import resampled_points
from convive.measures.mix.reading import Counted, Inputs

# One more than what the stamp of a kept result says, whenever a result would hold something else.
VERSION = 3
PERMUTATIONS = 999
RESAMPLES = 200
CURVE_RESAMPLES = 100
CHANGE_RESAMPLES = 100
LEVEL = 0.95
SEED = 1
SCALES = tuple(100 * 2**step for step in range(16))
# Where surroundings are a large part of the city, all of them are much the same people.
LARGEST_PART = 8
# A curve with fewer scales says nothing that the figure for the areas does not.
FEWEST_SCALES = 3

Progress = Callable[[int], None]
# How much of the whole time each step takes, in percent: now, earlier, over time, scales, change.
STEPS = (35, 15, 5, 30, 15)


def compute_mix(inputs: Inputs, progress: Progress = lambda percent: None) -> dict[str, Any] | None:
    """Everything about a choice, as JSON; None where nobody is left to count. `progress` is called with percent."""
    now = inputs.now.counts
    if not used(now).any():
        return None

    def step(number: int) -> Callable[[int, int], None]:
        before, part = sum(STEPS[:number]), STEPS[number]
        return lambda done, asked: progress(before + part * done // max(asked, 1))

    found = analyse(
        now, permutations=PERMUTATIONS, resamples=RESAMPLES, seed=SEED, level=LEVEL, progress=step(0)
    )
    result: dict[str, Any] = {"now": _date(inputs.now, found), "local": _local(now, found), "earlier": None}
    earlier = inputs.earlier
    if earlier is not None and used(earlier.counts).any():
        before = analyse(earlier.counts, resamples=RESAMPLES, seed=SEED, level=LEVEL, progress=step(1))
        result["earlier"] = _date(earlier, before)
    progress(sum(STEPS[:2]))
    result["over_time"] = [point for each in inputs.over_time if (point := _point(each)) is not None]
    progress(sum(STEPS[:3]))
    result["scales"] = _scales(inputs, step(3))
    progress(sum(STEPS[:4]))
    result["change"] = _change(inputs, step(4)) if result["earlier"] else None
    progress(100)
    return result


def used(counts: Counts) -> NDArray[np.bool_]:
    """The areas where somebody lives and nothing is left out."""
    filled = np.asarray(counts.matrix.any(axis=1))
    return filled if counts.suppressed is None else filled & ~np.asarray(counts.suppressed.any(axis=1))


def _date(counted: Counted, found: MixResult) -> dict[str, Any]:
    indices, chance, dropped = found.indices, found.expected, found.dropped
    data: dict[str, Any] = {
        "period": counted.period.code,
        "estimated": counted.estimated,
        "units": indices.units,
        "people": indices.people,
        "group_people": [int(people) for people in indices.group_people],
        "D": _list(indices.D),
        "D_multigroup": _number(indices.D_multigroup),
        "gini": _list(indices.gini),
        "isolation": _list(indices.isolation),
        "eta2": _list(indices.eta2),
        "exposure": [_list(row) for row in indices.exposure],
        "entropy": _number(indices.entropy),
        "M": _number(indices.M),
        "H": _number(indices.H),
        "expected": {
            "D": _list(chance.D_fixed),
            "D_multigroup": _number(chance.D_multigroup),
            "isolation": _list(chance.isolation),
            "H": _number(chance.H),
        },
        "left_out": {"units": dropped.suppressed_units, "empty": dropped.empty_units},
    }
    if found.null is not None:
        data["p"] = _values(found.null.p)
    if found.interval is not None:
        data["low"], data["high"] = _values(found.interval.low), _values(found.interval.high)
        data["se"] = _values(found.interval.se)
    return data


def _local(counts: Counts, found: MixResult) -> dict[str, list[float | None]]:
    """By area: how far its people are from those of the whole city (nats over the entropy: its part of H), the share
    of the first group, and how many people these groups have there.
    """
    assert counts.units is not None
    entropy = found.indices.entropy
    people = counts.matrix[found.used]
    totals = people.sum(axis=1)
    scores = found.local.by_unit / entropy if entropy > 0 else np.zeros(len(people))
    names = [name for name, kept in zip(counts.units, found.used.tolist(), strict=True) if kept]
    return {
        name: [_number(score), _number(first / total), int(total)]
        for name, score, first, total in zip(names, scores, people[:, 0], totals, strict=True)
    }


def _point(counted: Counted) -> dict[str, Any] | None:
    matrix = counted.counts.matrix[used(counted.counts)]
    if not matrix.any():
        return None
    indices = all_indices(matrix)
    return {
        "period": counted.period.code,
        "estimated": counted.estimated,
        "D": _list(indices.D),
        "D_multigroup": _number(indices.D_multigroup),
        "H": _number(indices.H),
    }


def _scales(inputs: Inputs, progress: Callable[[int, int], None]) -> dict[str, Any] | None:
    """The nearest k people, from the size of a usual area to an eighth of the city."""
    places, counts = inputs.places, inputs.now.counts
    if places.x is None or places.y is None:
        return None
    here = used(counts)
    matrix = counts.matrix[here]
    sizes = matrix.sum(axis=1)
    ks = [k for k in SCALES if np.median(sizes) / 2 <= k <= sizes.sum() / LARGEST_PART]
    if len(ks) < FEWEST_SCALES:
        return None
    found = resampled_points(
        places.x[here],
        places.y[here],
        matrix,
        ks,
        groups=counts.groups,
        resamples=CURVE_RESAMPLES,
        seed=SEED,
        level=LEVEL,
        progress=progress,
    )
    curve = found.curve
    return {
        "k": list(ks),
        "usual_area": int(np.median(sizes)),
        "isolation": [_list(row) for row in curve.isolation],
        # Around the figure as counted, so that it can be held against the curve of chance.
        "isolation_low": [_list(row) for row in found.isolation.around_low],
        "isolation_high": [_list(row) for row in found.isolation.around_high],
        "isolation_by_chance": [_list(row) for row in curve.expected_isolation],
        "H": _list(curve.H),
        "H_low": _list(found.H.around_low),
        "H_high": _list(found.H.around_high),
        "H_by_chance": _list(curve.expected_H),
        "D": _list(curve.D),
        "distance": _list(curve.mean_distance),
    }


def _change(inputs: Inputs, progress: Callable[[int, int], None]) -> dict[str, Any] | None:
    assert inputs.earlier is not None
    origin = inputs.earlier.origin
    try:
        found = change(
            # People are drawn anew where they were counted whole, and then carried.
            origin.counts if origin else inputs.earlier.counts,
            inputs.now.counts,
            weights=origin.weights if origin else None,
            resamples=CHANGE_RESAMPLES,
            seed=SEED,
            level=LEVEL,
            progress=progress,
        )
    except MixError:
        # Where no area could be compared, the two dates stand beside each other all the same.
        return None
    return {
        "M": _parts(found.M),
        "H": _parts(found.H),
        "H_low": _interval(found, "low"),
        "H_high": _interval(found, "high"),
        "compared": int(found.compared.sum()),
        "came": int(found.came.sum()),
        "went": int(found.went.sum()),
        "left_out": found.left_out.suppressed_units,
    }


def _interval(found: Change, end: str) -> dict[str, float | None] | None:
    if found.interval is None:
        return None
    parts = getattr(found.interval.H, end)
    return {name: _number(getattr(parts, name)) for name in (*PARTS, "total")}


def _parts(parts: Parts) -> dict[str, float | None]:
    return {name: _number(getattr(parts, name)) for name in ("before", "after", "total", *PARTS)}


def _values(values: Values) -> dict[str, Any]:
    return {
        "D": _list(values.D),
        "isolation": _list(values.isolation),
        "D_multigroup": _number(values.D_multigroup),
        "H": _number(values.H),
    }


def _list(values: Iterable[Any]) -> list[float | None]:
    return [_number(value) for value in values]


def _number(value: Any) -> float | None:
    """As JSON can hold it, at a precision that everybody can compute from the public table anyway."""
    number = float(value)
    return round(number, 10) if math.isfinite(number) else None
