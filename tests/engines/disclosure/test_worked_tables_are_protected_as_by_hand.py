from __future__ import annotations

import numpy as np
import pytest

from convive.engines.disclosure import Reason, exposed_cells, protect, protect_overlapping


def test_a_table_without_small_counts_is_shown_whole() -> None:
    result = protect([[1700, 1426], [66, 133]])
    assert result.shown.all()
    assert result.total_shown.all()
    assert result.grand_total_shown


def test_a_small_count_takes_its_neighbour_and_the_cheapest_other_area_with_it() -> None:
    result = protect([[3, 97], [40, 60], [500, 500]])
    assert result.reason.tolist() == [
        [Reason.TOO_FEW, Reason.WOULD_GIVE_AWAY],
        [Reason.WOULD_GIVE_AWAY, Reason.WOULD_GIVE_AWAY],
        [Reason.SHOWN, Reason.SHOWN],
    ]
    assert result.total_shown.all()
    assert (result.too_few, result.would_give_away) == (1, 3)


def test_a_total_below_the_threshold_is_left_out_too() -> None:
    result = protect([[3, 0], [40, 60], [500, 500]])
    assert result.shown[0].tolist() == [False, True]
    assert result.total_shown.tolist()[0] is False
    assert result.total_reason[0] == Reason.TOO_FEW
    assert np.count_nonzero(~result.total_shown) == 2


def test_four_ones_in_a_square_would_be_known_as_hidden_cells_are_never_empty() -> None:
    table = np.array([[1, 1, 2], [1, 1, 2], [2, 2, 4]])
    hidden = np.array([[True, True, False], [True, True, False], [False, False, False]])
    assert exposed_cells(table, hidden)[:2, :2].all()
    assert not exposed_cells(table + 1, hidden).any()


def test_a_city_of_four_people_shows_nothing_but_its_empty_cells() -> None:
    result = protect([[4, 0]])
    assert result.shown.tolist() == [[False, True]]
    assert not result.grand_total_shown


def test_with_a_threshold_of_one_everything_is_shown() -> None:
    assert protect([[1, 2], [3, 4]], threshold=1).shown.all()


def test_a_group_that_is_nearly_everybody_is_left_out_as_the_few_others_would_show() -> None:
    result = protect_overlapping([[98, 40], [50, 40]], [100, 100])
    assert result.shown[:, 0].tolist() == [False, False]
    assert result.shown[:, 1].all()


@pytest.mark.parametrize("counts", [[[-1, 2]], [[1.5, 2]], [[float("nan"), 2]]])
def test_a_count_that_is_no_number_of_people_is_refused_with_its_place(counts: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="row 0, column 0"):
        protect(counts)


def test_a_group_larger_than_its_total_is_refused() -> None:
    with pytest.raises(ValueError, match="row 1, column 0"):
        protect_overlapping([[1], [9]], [5, 8])


def test_shapes_that_are_no_table_are_refused() -> None:
    with pytest.raises(ValueError, match="two"):
        protect([1, 2, 3])
    with pytest.raises(ValueError, match="no cell"):
        protect(np.zeros((0, 2)))
    with pytest.raises(ValueError, match="threshold"):
        protect([[1]], threshold=0)


def test_five_hundred_areas_with_many_small_counts_are_closed() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(rng.choice([1, 30, 400], size=(500, 6)))
    result = protect(counts)
    assert result.too_few > 500
    assert result.would_give_away < result.too_few


def test_a_cell_that_the_caller_hides_takes_others_with_it() -> None:
    asked = np.zeros((3, 3), dtype=bool)
    asked[0, 0] = True
    result = protect([[30, 97], [40, 60], [500, 500]], also_hide=asked)
    assert result.too_few == 0
    assert np.count_nonzero(~result.shown) == 4
    assert not result.shown[0, 0]
    overlapping = protect_overlapping([[30], [40], [500]], [97, 60, 900], also_hide=asked[:, :2])
    assert not overlapping.shown[0, 0]
    assert np.count_nonzero(~overlapping.shown) == 2
