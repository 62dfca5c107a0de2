"""Results about mix: made by a worker, once, and of nothing but figures that may be shown."""

from __future__ import annotations

import json

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.engines.mixing import all_indices
from convive.measures.actions import mixing
from convive.measures.mix import Asked, choose_mix
from convive.measures.mix.computing import compute_mix
from convive.measures.mix.reading import read_inputs
from convive.measures.models import MixResult
from convive.measures.queries import figures, offer
from convive.measures.queries.mix import found_in, kept_mix
from convive.measures.queries.offers import choose
from tests.measures.small import collection, fill, square

COUNTS = [(900, 90), (800, 240), (1000, 30), (700, 350), (500, 120), (1200, 400), (600, 45), (900, 300)]


def town(city: City, counts: list[tuple[int, int]] = COUNTS, years: tuple[int, ...] = (2018, 2023)) -> None:
    features = [
        square(f"{at:02d}", f"Area {at}", 4 + (at % 4) * 0.02, 51 + (at // 4) * 0.02, 0.02)
        for at in range(len(counts))
    ]
    lines = [
        f"{at:02d},{year},{people},{abroad + 4 * (year - years[0]) * (at % 3)}"
        for year in years
        for at, (people, abroad) in enumerate(counts)
    ]
    fill(city, map=collection(features), people="area,year,people,abroad\n" + "\n".join(lines) + "\n")


def worked_out(city: City, **asked: str):
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked(**asked))
        assert choice is not None
        row = mixing.ask_mix(choice)
    mixing.compute(city, row.pk)
    with in_city(city):
        row, _stamp = kept_mix(choice)
        return found_in(row, choice)


def test_the_indices_are_those_of_the_public_table(city: City) -> None:
    town(city)
    found = worked_out(city)
    assert found is not None
    with in_city(city):
        choice = choose(offer(city), group="abroad", period="2023-12-31")
        rows = figures(choice).rows
    table = np.array([[row.value, row.total - row.value] for row in rows], dtype=int)  # type: ignore[operator]
    assert found.now.index == pytest.approx(float(all_indices(table).D[0]), abs=1e-9)
    assert found.data["now"]["H"] == pytest.approx(all_indices(table).H, abs=1e-9)
    assert found.now.areas == len(COUNTS)
    assert found.now.people == int(table.sum())
    assert found.earlier is not None
    assert found.earlier.period.end.year == 2018


def test_the_parts_of_a_change_add_up_and_the_curve_stands_beside_chance(city: City) -> None:
    town(city, [(500 + 10 * at, 40 + 9 * (at % 11)) for at in range(40)])
    found = worked_out(city)
    parts = found.change["H"]
    whole = sum(parts[name] for name in ("additions", "removals", "group_margin", "unit_margin", "structure"))
    assert whole == pytest.approx(parts["after"] - parts["before"], abs=1e-8)
    scales = found.scales
    assert len(scales["k"]) >= 3
    assert all(
        low[0] <= high[0] for low, high in zip(scales["isolation_low"], scales["isolation_high"], strict=True)
    )
    assert all(value is not None for value in scales["H_by_chance"])


def test_an_area_with_a_left_out_number_is_left_out_whole_and_counted(city: City) -> None:
    small = [*COUNTS[:-1], (900, 2)]
    town(city, small, years=(2023,))
    found = worked_out(city)
    with in_city(city):
        choice = choose(offer(city), group="abroad", period="2023-12-31")
        shown = [row for row in figures(choice).rows if row.shown and row.total is not None]
    assert found.now.left_out == len(small) - len(shown) > 0
    assert set(found.local) == {row.code for row in shown}
    table = np.array([[row.value, row.total - row.value] for row in shown], dtype=int)
    assert found.now.index == pytest.approx(float(all_indices(table).D[0]), abs=1e-9)


def test_a_left_out_number_changes_nothing_that_is_shown(city: City, other_city: City) -> None:
    """Two cities that differ in a left-out number alone show the same, to the last digit."""
    for where, hidden in ((city, 2), (other_city, 4)):
        town(where, [*COUNTS[:-1], (900, hidden)], years=(2023,))
    one, other = worked_out(city), worked_out(other_city)
    assert json.dumps(one.data) == json.dumps(other.data)


def test_it_is_worked_out_once_and_anew_only_when_figures_change(city: City) -> None:
    town(city)
    worked_out(city)
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked())
        first = mixing.ask_mix(choice)
        assert not first.waits
        again = mixing.ask_mix(choice)
    assert (first.pk, first.done) == (again.pk, again.done)
    town(city, [(people, abroad + 10) for people, abroad in COUNTS])
    with in_city(city):
        assert mixing.ask_mix(choose_mix(city, offer(city), Asked())).waits


def test_a_result_of_figures_that_changed_while_it_waited_is_not_kept(city: City) -> None:
    town(city)
    with in_city(city):
        waiting = mixing.ask_mix(choose_mix(city, offer(city), Asked()))
    town(city, [(people, abroad + 10) for people, abroad in COUNTS])
    mixing.compute(city, waiting.pk)
    with in_city(city):
        assert not MixResult.objects.filter(pk=waiting.pk).exists()


def test_after_an_import_what_pages_show_first_is_asked_for_and_the_rest_forgotten(city: City) -> None:
    town(city)
    worked_out(city, group="here")
    town(city, [(people, abroad + 10) for people, abroad in COUNTS])
    with in_city(city):
        assert mixing.prepare_mix(city) == 1
        (row,) = MixResult.objects.all()
    assert row.waits
    assert "|abroad|" in row.key


def test_where_nobody_may_be_shown_it_says_so_and_is_not_asked_again(city: City) -> None:
    town(city, [(3, 1), (4, 2)], years=(2023,))
    assert worked_out(city) is None
    with in_city(city):
        row, _stamp = kept_mix(choose_mix(city, offer(city), Asked()))
    assert (row.problem, row.waits) == ("nobody", False)


def test_so_many_may_wait_and_no_more(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    town(city)
    monkeypatch.setattr(mixing, "MOST_WAITING", 1)
    with in_city(city):
        mixing.ask_mix(choose_mix(city, offer(city), Asked()))
        with pytest.raises(mixing.Busy):
            mixing.ask_mix(choose_mix(city, offer(city), Asked(group="here")))


def test_a_failure_is_logged_and_shown_and_leaves_no_half_result(
    city: City, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    town(city)

    def fail(*_args: object) -> None:
        raise RuntimeError("the solver fell over")

    monkeypatch.setattr(mixing, "compute_mix", fail)
    assert worked_out(city) is None
    with in_city(city):
        (row,) = MixResult.objects.all()
    assert (row.problem, row.result) == ("failed", None)
    assert "the solver fell over" in caplog.text


def test_another_city_sees_nothing_of_it(city: City, other_city: City) -> None:
    town(city)
    worked_out(city)
    with in_city(other_city):
        assert not MixResult.objects.exists()


def test_reading_takes_as_many_queries_whatever_the_size(city: City) -> None:
    town(city)
    with in_city(city):
        choice = choose_mix(city, offer(city), Asked())
        with CaptureQueriesContext(connection) as asked:
            read_inputs(choice)
    assert len(asked) == 3


def test_progress_goes_up_to_the_end(city: City) -> None:
    town(city)
    with in_city(city):
        inputs = read_inputs(choose_mix(city, offer(city), Asked()))
    seen: list[int] = []
    compute_mix(inputs, seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_what_does_not_fit_falls_back_to_what_does(city: City) -> None:
    town(city)
    with in_city(city):
        offered = offer(city)
        plain = choose_mix(city, offered, Asked())
        odd = choose_mix(city, offered, Asked("x", "y", "z", "1066", "\x00"))
        none = choose_mix(city, offered, Asked(since="none"))
    assert odd == plain
    assert plain.since is not None
    assert none.since is None
