"""How much of the segregation lies between larger units, and how much within each of them.

M = M between the larger units + Σ q_s M_s, the average of M within each, weighted with its people; H likewise,
each M_s being H_s times the larger unit's own entropy. See Mora and Ruiz-Castillo (2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from convive.engines.mixing.counts import MixError, whole_numbers
from convive.engines.mixing.indices import entropy_of, one_pass
from convive.engines.mixing.kernels import Floats


@dataclass(frozen=True)
class Nested:
    """M and H between s larger units, and within each.

    names: of the larger units, in their order of appearance. share (s,): of all people. M_of, H_of (s,): within
    each (H_of is NaN where everybody is of one group, or nobody is there). entropy_ratio (s,): its entropy over
    that of the whole. M = M_between + M_within, M_within = Σ share · M_of; the same for H, with
    H_within = Σ share · entropy_ratio · H_of.
    """

    names: tuple[str, ...]
    share: Floats
    M_of: Floats
    H_of: Floats
    entropy_ratio: Floats
    M_between: float
    M_within: float
    H_between: float
    H_within: float


def nested_parts(counts: ArrayLike, within: Sequence[str]) -> Nested:
    """`counts` of shape (n units, g groups), `within` the larger unit of each.

    Raises MixError as `all_indices` does, and where the lengths differ.
    """
    matrix = whole_numbers(counts)
    names, place = _places(within, len(matrix))
    larger = np.zeros((len(names), matrix.shape[1]), dtype=np.int64)
    np.add.at(larger, place, matrix)
    found = one_pass(larger)
    units = one_pass(matrix)
    people = units.people
    entropy, whole = entropy_of(larger), float(entropy_of(units.groups))
    # KL to the whole, summed over the units of s, is that within s plus that of s itself to the whole.
    spread = _within(matrix, larger, place)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(found.totals > 0, spread / np.maximum(found.totals, 1), 0.0)
        own = np.where(entropy > 0, inside / entropy, np.nan)
        ratio = entropy / whole
    weight = found.totals / people
    between = max(float(found.knowledge.sum()) / people, 0.0)
    total_within = float(np.sum(weight * inside))
    defined = whole > 0
    return Nested(
        names=names,
        share=weight,
        M_of=inside,
        H_of=own,
        entropy_ratio=ratio,
        M_between=between,
        M_within=total_within,
        H_between=between / whole if defined else np.nan,
        H_within=total_within / whole if defined else np.nan,
    )


def nested_levels(counts: ArrayLike, within: Sequence[Sequence[str]]) -> Floats:
    """M at each of several nested levels: between the first (the largest units), between the second within the
    first, …, and between the units themselves within the last. Shape (len(within) + 1,); the sum is M.

    Raises MixError where a unit of one level lies in two units of the level above.
    """
    matrix = whole_numbers(counts)
    parts, before = [], 0.0
    above: Sequence[str] | None = None
    for level in within:
        names, place = _places(level, len(matrix))
        if above is not None:
            lies_in: dict[int, str] = {}
            for row, (own, upper) in enumerate(zip(place.tolist(), above, strict=True)):
                if lies_in.setdefault(own, str(upper)) != str(upper):
                    raise MixError(f"“{names[own]}” lies in “{lies_in[own]}” and in “{upper}”", row=row)
        table = np.zeros((len(names), matrix.shape[1]), dtype=np.int64)
        np.add.at(table, place, matrix)
        found = one_pass(table)
        parts.append(float(found.knowledge.sum()) / found.people - before)
        before += parts[-1]
        above = level
    found = one_pass(matrix)
    parts.append(float(found.knowledge.sum()) / found.people - before)
    return np.array(parts)


def _places(
    within: Sequence[str], rows: int
) -> tuple[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    if len(within) != rows:
        raise MixError(f"there are {rows} rows of counts but {len(within)} larger units (within)")
    number: dict[str, int] = {}
    place = np.array([number.setdefault(str(name), len(number)) for name in within], dtype=np.int64)
    return tuple(number), place


def _within(matrix: ArrayLike, larger: ArrayLike, place: ArrayLike) -> Floats:
    """Σ x log(p_ig / p_sg) over the units of each larger unit s, shape (s,)."""
    x, wide, where = np.asarray(matrix), np.asarray(larger), np.asarray(place)
    total = np.maximum(x.sum(axis=1), 1)
    wide_total = np.maximum(wide.sum(axis=1), 1)
    share = (wide / wide_total[:, None])[where]
    ratio = np.divide(x / total[:, None], share, out=np.ones(x.shape), where=share > 0)
    return np.maximum(np.bincount(where, xlogy(x, ratio).sum(axis=1), minlength=len(wide)), 0.0)
