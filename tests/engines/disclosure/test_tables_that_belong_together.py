from __future__ import annotations

import numpy as np
import pytest

from convive.engines.disclosure import (
    Axis,
    DisclosureError,
    HidingRules,
    Reason,
    Released,
    Table,
    check,
    hide,
    hide_again,
    hide_together,
)
from convive.engines.disclosure.layout import link

from .samples import recoverable

AREA = Axis("area", ("n1", "n2", "n3"))
BY_SEX = Table(np.array([[3, 97], [40, 60], [50, 50]]), (AREA, Axis("sex", ("f", "m"))), name="by sex")
BY_AGE = Table(
    np.array([[50, 30, 20], [45, 35, 20], [60, 20, 20]]), (AREA, Axis("age", ("a", "b", "c"))), name="by age"
)


def test_a_shared_cell_is_shown_in_all_tables_or_in_none() -> None:
    rng = np.random.default_rng(6)
    for _ in range(8):
        cube = rng.poisson(rng.choice([1, 12], size=(3, 2, 3)))
        tables = [
            Table(cube.sum(axis=2), (AREA, Axis("sex", ("f", "m"))), name="by sex"),
            Table(cube.sum(axis=1), (AREA, Axis("age", ("a", "b", "c"))), name="by age"),
        ]
        first, second = hide_together(tables)
        assert np.array_equal(first.shown[:, -1], second.shown[:, -1])
        assert not len(check(first).cells)
        assert not len(check(second).cells)
        system = link(tables)
        assert not recoverable(system.equations.toarray(), first.hidden[None]).any()


def test_tables_that_say_different_things_of_the_same_people_are_refused() -> None:
    other = Table(BY_AGE.values + 1, BY_AGE.axes, name="by age")
    with pytest.raises(DisclosureError, match=r"by age, area 'n1', age 'total': 103, but by sex says 100"):
        hide_together([BY_SEX, other])


def test_tables_of_different_people_share_nothing() -> None:
    other = Table(BY_AGE.values + 1, BY_AGE.axes, of="women", name="by age")
    system = link([BY_SEX, other])
    assert len(system.values) == 4 * 3 + 4 * 4


def test_what_was_hidden_stays_hidden_and_what_was_shown_cannot_be_taken_back() -> None:
    before = hide(BY_SEX)
    finer = Axis("area", ("n1", "n2", "n3"), (("west", "west", "east"),))
    again = hide_again(
        Table(BY_SEX.values, (finer, BY_SEX.axes[1]), name="new"), Released(BY_SEX, before.shown), "same"
    )
    assert again.known_before == ()
    assert not len(check(again.new).cells)
    shown = np.delete(again.new.shown, [3, 4], axis=0)
    assert np.array_equal(shown, before.shown)


def test_a_lower_threshold_later_does_not_open_what_was_hidden() -> None:
    before = hide(BY_SEX)
    again = hide_again(BY_SEX, Released(BY_SEX, before.shown), "same", HidingRules(rules=()))
    assert np.array_equal(again.new.shown, before.shown)
    assert again.new.reason[0, 0] == Reason.HIDDEN_BEFORE


def test_a_cell_that_an_earlier_release_gave_away_is_named() -> None:
    shown = np.ones(BY_SEX.shape, dtype=bool)
    shown[0, 0] = False
    again = hide_again(BY_SEX, Released(BY_SEX, shown), "same")
    assert again.known_before == ({"area": "n1", "sex": "f"},)
    assert again.new.reason[0, 0] == Reason.KNOWN_BEFORE


def test_a_few_newcomers_are_not_told_by_the_difference_of_two_releases() -> None:
    old = Table(np.array([[30, 97], [40, 60], [50, 50]]), BY_SEX.axes, name="old")
    new = Table(old.values + np.array([[2, 0], [0, 20], [30, 40]]), old.axes, name="new")
    assert hide(new).shown.all()
    again = hide_again(new, Released(old, np.ones(old.shape, dtype=bool)), "growing")
    assert ({"area": "n1", "sex": "f"}, 2.0) in again.small_changes
    assert not again.new.shown[0, 0]
    assert not again.new.shown[0, 2]
    # What the two releases say of the newcomers, as equations over new - old.
    equations = new.equations().toarray()
    assert not recoverable(equations, ~again.new.shown.reshape(1, -1)).any()
    assert not len(check(again.new).cells)


def test_a_growing_count_that_falls_is_refused_with_its_place() -> None:
    new = Table(BY_SEX.values - np.array([[1, 0], [0, 0], [0, 0]]), BY_SEX.axes, name="new")
    with pytest.raises(DisclosureError, match="new, area 'n1', sex 'f': 2, fewer than the 3"):
        hide_again(new, Released(BY_SEX, hide(BY_SEX).shown), "growing")
