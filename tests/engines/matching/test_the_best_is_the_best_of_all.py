"""On small rounds, the proposal is the best of every set of duos there is, in the whole order, the draw included."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convive.engines.matching import explain, propose, second_best, solving
from convive.engines.matching.reference import Instance, check_contest, check_duals
from tests.engines.matching.rounds import TODAY, rounds

EXAMPLES = settings(max_examples=60)


def pairs(proposal: Any) -> list[tuple[str, str]]:
    return sorted((duo.newcomer, duo.volunteer) for duo in proposal.duos)


@EXAMPLES
@given(rounds())
def test_no_set_of_duos_is_better(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    instance = Instance(newcomers, volunteers, criteria, TODAY)
    key, best = instance.best()
    assert instance.key(pairs(found)) == key
    assert pairs(found) == best
    assert [duo.quality for duo in found.duos] == [
        instance.pairs[duo.newcomer, duo.volunteer][0] for duo in found.duos
    ]
    sure = found.certificate
    assert sure.exact
    assert (sure.duos, tuple(band.matched for band in sure.bands), sure.quality, -sure.draw) == key
    assert (sure.most_duos, sure.most_quality, sure.least_draw) == (key[0], key[2], -key[3])


@EXAMPLES
@given(rounds(4, 4), st.data())
def test_kept_duos_stay_and_blocked_pairs_do_not_come(drawn: Any, data: Any) -> None:
    newcomers, volunteers, criteria = drawn
    every = [(n.id, v.id) for n in newcomers for v in volunteers]
    kept = data.draw(st.lists(st.sampled_from(every), max_size=2, unique_by=lambda pair: pair[0]))
    blocked = data.draw(st.lists(st.sampled_from(every), max_size=4))
    found = propose(newcomers, volunteers, criteria, kept, today=TODAY, blocked=blocked)
    instance = Instance(newcomers, volunteers, criteria, TODAY, kept=kept, blocked=blocked)
    assert pairs(found) == instance.best()[1]
    assert sorted((duo.newcomer, duo.volunteer) for duo in found.kept) == sorted(kept)
    assert not set(pairs(found)) & set(blocked)


@EXAMPLES
@given(rounds(6, 4))
def test_the_certificate_holds_when_somebody_else_adds_it_up(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    instance = Instance(newcomers, volunteers, criteria, TODAY)
    assert check_duals(found, instance) == []
    for waiting in found.waiting:
        if waiting.fits:
            assert waiting.contest is not None
            assert check_contest(found.contests[waiting.contest], waiting.id, found, instance) == []
        else:
            assert waiting.contest is None
            assert not any(n == waiting.id for n, _v in instance.pairs)


@EXAMPLES
@given(rounds(5, 3))
def test_the_second_best_is_the_best_with_somebody_else(drawn: Any) -> None:
    newcomers, volunteers, criteria = drawn
    found = propose(newcomers, volunteers, criteria, today=TODAY)
    instance = Instance(newcomers, volunteers, criteria, TODAY)
    present = set(pairs(found))
    sets = list(instance.all_sets())
    for person in (*newcomers, *volunteers):
        side = person in volunteers
        fitting = [
            duos for duos in sets if any(duo[side] == person.id and duo not in present for duo in duos)
        ]
        second = second_best(found, person.id)
        if not fitting:
            assert second is None
            continue
        best = max(fitting, key=instance.key)
        key, now = instance.key(best), instance.key(list(present))
        assert second is not None
        new = (second.duo.newcomer, second.duo.volunteer)
        assert new in best
        assert new not in present
        assert new[side] == person.id
        assert second.change.duos == key[0] - now[0]
        assert second.change.bands == tuple(np.subtract(key[1], now[1]).tolist())
        assert second.change.quality == key[2] - now[2]
        assert set(second.change.lost) == {n for n, _v in present} - {n for n, _v in best}
        assert set(second.change.gained) == {n for n, _v in best} - {n for n, _v in present}
        assert {n: v for n, _old, v in second.change.moved} == {
            n: v for n, v in best if any(n == m and v != w for m, w in present)
        }


@settings(max_examples=60)
@given(rounds(6, 5), st.sampled_from([1, 2]))
def test_leaving_edges_out_at_first_changes_nothing(drawn: Any, few: int) -> None:
    newcomers, volunteers, criteria = drawn
    whole = propose(newcomers, volunteers, criteria, today=TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "CANDIDATES", few)
        patch.setattr(solving, "PRICED_IN", 1)
        assert propose(newcomers, volunteers, criteria, today=TODAY) == whole


def test_somebody_who_does_not_wait_cannot_be_explained() -> None:
    from convive.engines.matching import Criteria, Newcomer, Volunteer

    found = propose([Newcomer(id="a")], [Volunteer(id="b")], Criteria(), today=TODAY)
    assert pairs(found) == [("a", "b")]
    with pytest.raises(KeyError):
        explain(found, "a")
    with pytest.raises(KeyError):
        second_best(found, "nobody")
