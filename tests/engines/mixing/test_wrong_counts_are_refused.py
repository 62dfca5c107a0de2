"""One clear error that names the row and the column."""

from __future__ import annotations

import doctest
import importlib
from typing import Any

import numpy as np
import pytest

from convive.engines.mixing import Counts, MixError, all_indices, analyse, nested_levels, nested_parts


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2], [3, -4]], "row 1 (y), column “b”: -4 is negative"),
        ([[1, 2], [3.5, 4]], "row 1 (y), column “a”: 3.5 is not a whole number of people"),
        ([[1, np.nan], [3, 4]], "row 0 (x), column “b”: the count is blank"),
        ([[1, np.inf], [3, 4]], "row 0 (x), column “b”: the count is not a number"),
        ([[1, 2], [3, 2**60]], "row 1 (y), column “b”: 1152921504606846976 is more people"),
        ([[1, 2, 3], [4, 5, 6]], "the counts have 3 columns but there are 2 groups"),
        ([1, 2], "the counts need two dimensions"),
        ([["1", "2"], ["3", "4"]], "the counts are no numbers"),
        ([[1, 2]], "there are 1 rows of counts but 2 units"),
    ],
)
def test_a_count_that_is_none(matrix: Any, message: str) -> None:
    with pytest.raises(MixError) as refused:
        Counts.of(matrix, ["a", "b"], ["x", "y"])
    assert message in str(refused.value)


def test_names_that_come_twice() -> None:
    with pytest.raises(MixError, match="row 2: the unit “x” is there already, in row 0"):
        Counts.of([[1], [2], [3]], ["a"], ["x", "y", "x"])
    with pytest.raises(MixError, match="the group “a” is named twice"):
        Counts.of([[1, 2]], ["a", "a"])


def test_shapes_that_do_not_fit() -> None:
    with pytest.raises(MixError, match="larger units"):
        Counts.of([[1], [2]], ["a"], within=["n"])
    with pytest.raises(MixError, match="larger units"):
        nested_parts([[1], [2]], ["n"])
    with pytest.raises(MixError, match="suppressed has shape"):
        Counts.of([[1], [2]], ["a"], suppressed=[[True]])
    with pytest.raises(MixError, match="row 0, column “a”: the count is suppressed but not 0"):
        Counts.of([[1], [2]], ["a"], suppressed=[[True], [False]])
    with pytest.raises(MixError, match="row 1: “d” lies in “n” and in “s”"):
        nested_levels([[1], [2]], [["n", "s"], ["d", "d"]])


def test_a_table_without_people() -> None:
    with pytest.raises(MixError, match="no people"):
        all_indices([[0, 0], [0, 0]])
    with pytest.raises(MixError, match="no people"):
        analyse(Counts.of(np.zeros((0, 2)), ["a", "b"]))
    with pytest.raises(MixError, match="no group"):
        Counts.of(np.zeros((2, 0)), [])


def test_the_counts_cannot_be_changed_afterwards() -> None:
    given = np.array([[1, 2], [3, 4]])
    counts = Counts.of(given, ["a", "b"])
    given[0, 0] = 99
    assert counts.matrix[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        counts.matrix[0, 0] = 5


@pytest.mark.parametrize("module", ["", ".indices", ".analysis"])
def test_the_examples_of_the_documentation_run(module: str) -> None:
    found = doctest.testmod(importlib.import_module("convive.engines.mixing" + module))
    assert found.attempted
    assert not found.failed
