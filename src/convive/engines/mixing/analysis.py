"""Everything about one table in one call."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from convive.engines.mixing.counts import BoolMatrix, Counts, MixError
from convive.engines.mixing.indices import Expected, Indices, expected_from, indices_from, one_pass
from convive.engines.mixing.inference import Interval, Null, Progress, bootstrap, permutation_test
from convive.engines.mixing.local import Local, local_from
from convive.engines.mixing.nested import Nested, nested_parts


@dataclass(frozen=True)
class Dropped:
    """What no index could use, and why.

    empty_units: units where nobody is. suppressed_units: units with a count that its publisher hides, left out
    whole; suppressed_cells: those counts; people_in_suppressed_units: the people of these units who are shown.
    empty_groups: groups without anybody (their own indices are not defined).
    """

    empty_units: int
    suppressed_units: int
    suppressed_cells: int
    people_in_suppressed_units: int
    empty_groups: tuple[str, ...]


@dataclass(frozen=True)
class MixResult:
    """What `analyse` found. `used` (n,) says which rows of the counts the results are about; `local.by_unit` and
    `local.unit_share` have one value for each of these rows, in their order.
    """

    groups: tuple[str, ...]
    indices: Indices
    expected: Expected
    local: Local
    nested: Nested | None
    null: Null | None
    interval: Interval | None
    dropped: Dropped
    used: BoolMatrix


def analyse(
    counts: Counts,
    *,
    permutations: int = 0,
    resamples: int = 0,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress | None = None,
) -> MixResult:
    """All indices of `counts` with what chance alone gives, local scores, and what was left out.

    permutations: simulations of the permutation test, 0 for none. resamples: simulations of the bootstrap interval
    of `level`, 0 for none. progress: called with simulations done and asked for, both kinds together.
    Raises MixError where nobody is left to count.

    >>> found = analyse(Counts.of([[100, 0], [60, 40], [40, 60], [0, 100]], ["red", "blue"]), permutations=99)
    >>> float(found.indices.D[0].round(6)), float(found.null.p.D[0])
    (0.6, 0.01)
    """
    filled: BoolMatrix = np.asarray(counts.matrix.any(axis=1))
    hidden: BoolMatrix = np.zeros(len(filled), dtype=np.bool_)
    if counts.suppressed is not None:
        hidden = np.asarray(counts.suppressed.any(axis=1))
    used = filled & ~hidden
    if not used.any():
        raise MixError("there are no people in the table")
    matrix = counts.matrix if used.all() else np.ascontiguousarray(counts.matrix[used])
    found = one_pass(matrix)
    whole = permutations + resamples

    def watch(before: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, _asked: progress(before + done, whole)

    larger = None
    if counts.within is not None:
        larger = nested_parts(
            matrix, [name for name, kept in zip(counts.within, used.tolist(), strict=True) if kept]
        )
    absent = tuple(name for name, people in zip(counts.groups, found.groups, strict=True) if not people)
    return MixResult(
        groups=counts.groups,
        indices=indices_from(matrix, found),
        expected=expected_from(found.totals, found.groups),
        local=local_from(found),
        nested=larger,
        null=permutation_test(matrix, permutations, seed, watch(0)) if permutations else None,
        interval=bootstrap(matrix, resamples, seed, level, watch(permutations)) if resamples else None,
        dropped=Dropped(
            empty_units=int(np.count_nonzero(~filled & ~hidden)),
            suppressed_units=int(np.count_nonzero(hidden)),
            suppressed_cells=0 if counts.suppressed is None else int(np.count_nonzero(counts.suppressed)),
            people_in_suppressed_units=int(counts.matrix[hidden].sum()),
            empty_groups=absent,
        ),
        used=used,
    )
