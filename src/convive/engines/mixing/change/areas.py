"""Earlier counts carried to later units where boundaries changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from convive.engines.mixing.counts import Counts, MixError

Floats = NDArray[np.float64]

SUM_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Weights:
    """Which part of each earlier unit lies in which later unit, one entry per pair.

    earlier, later: names, m each. share: shape (m,), of the earlier unit's people, 0 to 1. Make it with
    `Weights.of`, which checks.
    """

    earlier: tuple[str, ...]
    later: tuple[str, ...]
    share: Floats

    @classmethod
    def of(cls, earlier: Sequence[str], later: Sequence[str], share: ArrayLike) -> Weights:
        """Raises MixError, naming the row (from 0) or the unit, for a weight that is negative or no number, and
        for an earlier unit whose weights do not add up to 1 within 1e-6.
        """
        weights = np.array(share, dtype=np.float64)
        if not len(earlier) == len(later) == weights.size or weights.ndim != 1:
            raise MixError(
                f"there are {len(earlier)} earlier units, {len(later)} later units and {weights.size} weights"
            )
        wrong = np.flatnonzero(~(np.isfinite(weights) & (weights >= 0)))
        if wrong.size:
            row = int(wrong[0])
            raise MixError(f"{weights[row]} is no weight", row=row, column="weight", unit=str(earlier[row]))
        names = tuple(str(unit) for unit in earlier)
        places = {unit: place for place, unit in enumerate(dict.fromkeys(names))}
        sums = np.bincount([places[unit] for unit in names], weights=weights, minlength=len(places))
        for unit, place in places.items():
            if abs(sums[place] - 1) > SUM_TOLERANCE:
                raise MixError(f"the weights of the unit “{unit}” add up to {sums[place]:.10g}, not to 1")
        weights /= sums[[places[unit] for unit in names]]
        weights.setflags(write=False)
        return cls(names, tuple(str(unit) for unit in later), weights)


@dataclass(frozen=True)
class Carried:
    """Earlier counts in later units. units: n names. matrix: shape (n, g), people, no longer whole numbers.
    unused: earlier units with weights but without counts.
    """

    units: tuple[str, ...]
    matrix: Floats
    unused: tuple[str, ...]


def carry(before: Counts, weights: Weights, units: Sequence[str] = ()) -> Carried:
    """The people of `before` in the later units: everyone in a unit is spread by its weights, each group alike.

    Weights within 1e-6 of adding up to 1 are brought to exactly 1, so nobody is lost. `units` are later units
    to list first, in their order, also where nobody is carried to them. Raises MixError, naming the unit,
    where an earlier unit has no weights.

    >>> before = Counts.of([[10, 20]], ["a", "b"], ["old"])
    >>> carry(before, Weights.of(["old", "old"], ["north", "south"], [0.3, 0.7])).matrix.tolist()
    [[3.0, 6.0], [7.0, 14.0]]
    """
    later, spread, unused = spreading(before, weights, units)
    return Carried(later, spread @ before.matrix, unused)


def spreading(
    before: Counts, weights: Weights, units: Sequence[str] = ()
) -> tuple[tuple[str, ...], csr_array, tuple[str, ...]]:
    """What `carry` does, whoever lives there: the later units, which part of each row of `before` each of them gets,
    shape (n later, n earlier), and the earlier units with weights but without counts.
    """
    if before.units is None:
        raise MixError("weights need units with names")
    place_of = {unit: place for place, unit in enumerate(before.units)}
    weighed = set(weights.earlier)
    for row, unit in enumerate(before.units):
        if unit not in weighed:
            raise MixError(f"the unit “{unit}” has no weights", row=row, unit=unit)
    later = tuple(dict.fromkeys((*units, *weights.later)))
    place_later = {unit: place for place, unit in enumerate(later)}
    used = [k for k, unit in enumerate(weights.earlier) if unit in place_of]
    sources = [place_of[weights.earlier[k]] for k in used]
    targets = [place_later[weights.later[k]] for k in used]
    shape = (len(later), len(before.units))
    spread = coo_array((weights.share[used], (targets, sources)), shape=shape).tocsr()
    unused = tuple(dict.fromkeys(unit for unit in weights.earlier if unit not in place_of))
    return later, spread, unused
