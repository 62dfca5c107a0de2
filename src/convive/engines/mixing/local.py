"""Which units and which groups the segregation comes from.

M is an average of local scores, over units (how far a unit's composition is from that of the whole) and over
groups (how far a group's places are from everybody's): M = Σ q_i L_i = Σ P_g L_g. See Mora and
Ruiz-Castillo, "Entropy-based segregation indices", Sociological Methodology 41 (2011).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from convive.engines.mixing.counts import whole_numbers
from convive.engines.mixing.indices import Pass, one_pass
from convive.engines.mixing.kernels import Floats


@dataclass(frozen=True)
class Local:
    """Local scores, nats, never negative.

    by_unit (n,): L_i, NaN for a unit without people. unit_share (n,): q_i. by_group (g,): L_g, NaN for a group
    without people. group_share (g,): P_g. `M` is the average of either, weighted with the shares; divided by the
    entropy, they are the parts of H.
    """

    by_unit: Floats
    unit_share: Floats
    by_group: Floats
    group_share: Floats


def local_scores(counts: ArrayLike) -> Local:
    """Local scores of `counts`, shape (n units, g groups). Raises MixError as `all_indices` does."""
    return local_from(one_pass(whole_numbers(counts)))


def local_from(found: Pass) -> Local:
    """The same from sums that are there already."""
    people = found.people
    with np.errstate(divide="ignore", invalid="ignore"):
        by_group = np.maximum(found.knowledge / found.groups, 0.0)
    return Local(found.local, found.totals / people, by_group, found.groups / people)
