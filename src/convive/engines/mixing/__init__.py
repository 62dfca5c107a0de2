"""How much groups share the places where they live, learn and spend the day.

A table of people by unit (area, school, cell of a lattice) and group comes in as `Counts`; `analyse` gives every
index with what chance alone would give, where it comes from, and how sure it is.

>>> result = analyse(Counts.of([[90, 10], [70, 30], [20, 80]], ["a", "b"], units=["x", "y", "z"]))
>>> round(float(result.indices.D[0]), 4), round(float(result.expected.D[0]), 4)
(0.5556, 0.0812)
"""

from convive.engines.mixing.analysis import Dropped, MixResult, analyse
from convive.engines.mixing.counts import Counts, MixError, whole_numbers
from convive.engines.mixing.indices import Expected, Indices, all_indices, atkinson, expected
from convive.engines.mixing.inference import Interval, Null, Values, bootstrap, permutation_test
from convive.engines.mixing.local import Local, local_scores
from convive.engines.mixing.nested import Nested, nested_levels, nested_parts
from convive.engines.mixing.redraw import Debiased

__all__ = [
    "Counts",
    "Debiased",
    "Dropped",
    "Expected",
    "Indices",
    "Interval",
    "Local",
    "MixError",
    "MixResult",
    "Nested",
    "Null",
    "Values",
    "all_indices",
    "analyse",
    "atkinson",
    "bootstrap",
    "expected",
    "local_scores",
    "nested_levels",
    "nested_parts",
    "permutation_test",
    "whole_numbers",
]
