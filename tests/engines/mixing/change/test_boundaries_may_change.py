from __future__ import annotations

import numpy as np
import pytest

from convive.engines.mixing.change import Weights, carry, change
from convive.engines.mixing.counts import Counts, MixError


def test_counts_are_carried_by_the_weights_and_nobody_is_lost() -> None:
    before = Counts.of([[10, 20], [30, 0]], ["a", "b"], ["p", "q"])
    weights = Weights.of(["p", "p", "q"], ["x", "y", "y"], [0.25, 0.75, 1])
    carried = carry(before, weights)
    assert carried.units == ("x", "y")
    assert carried.matrix == pytest.approx(np.array([[2.5, 5], [37.5, 15]]))
    assert carried.matrix.sum() == pytest.approx(before.people)


def test_weights_of_one_change_nothing() -> None:
    before = Counts.of([[10, 20], [30, 5]], ["a", "b"], ["p", "q"])
    after = Counts.of([[15, 20], [30, 9]], ["a", "b"], ["p", "q"])
    plain, weighed = (
        change(before, after),
        change(before, after, weights=Weights.of(["p", "q"], ["p", "q"], [1, 1])),
    )
    assert weighed.M.structure == plain.M.structure
    assert weighed.M.total == plain.M.total


def test_a_split_area_is_compared_with_its_parts() -> None:
    before = Counts.of([[100, 50], [30, 70]], ["a", "b"], ["old", "same"])
    after = Counts.of([[50, 25], [50, 25], [30, 70]], ["a", "b"], ["north", "south", "same"])
    weights = Weights.of(["old", "old", "same"], ["north", "south", "same"], [0.5, 0.5, 1])
    result = change(before, after, weights=weights)
    assert result.compared.all()
    assert result.M.local == pytest.approx(np.zeros((3, 5)), abs=1e-12)


def test_weights_nearly_one_are_brought_to_one() -> None:
    weights = Weights.of(["p", "p"], ["x", "y"], [0.3333333, 0.6666666])
    assert weights.share.sum() == pytest.approx(1, abs=1e-15)


def test_a_unit_whose_weights_do_not_add_up_is_named() -> None:
    with pytest.raises(MixError, match="“p” add up to 0.9, not to 1"):
        Weights.of(["q", "p", "p"], ["x", "x", "y"], [1, 0.4, 0.5])


def test_a_negative_weight_is_named_with_its_row() -> None:
    with pytest.raises(MixError, match="row 1 .p., column “weight”: -0.5"):
        Weights.of(["p", "p"], ["x", "y"], [1.5, -0.5])


def test_a_unit_without_weights_is_named() -> None:
    with pytest.raises(MixError, match="row 1 .q.*“q” has no weights"):
        carry(Counts.of([[1, 2], [3, 4]], "ab", "pq"), Weights.of(["p"], ["x"], [1]))


def test_weights_without_counts_are_told() -> None:
    before = Counts.of([[1, 2], [5, 3]], "ab", "pq")
    weights = Weights.of(["p", "q", "r"], ["x", "y", "y"], [1, 1, 1])
    after = Counts.of([[1, 2], [3, 4]], "ab", "xy")
    assert change(before, after, weights=weights).unused_weights == ("r",)


def test_weights_need_names() -> None:
    with pytest.raises(MixError, match="names"):
        carry(Counts.of([[1, 2]], "ab"), Weights.of(["p"], ["x"], [1]))
