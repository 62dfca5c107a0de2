"""A date carried from other borders is called an estimate wherever it is read."""

from __future__ import annotations

import pytest

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.network.library.mix import drawings, words
from convive.network.library.mix.comparing.sides import first_question
from convive.network.library.mix.forms import MixForm
from convive.network.library.mix.shown import Shown, show
from tests.measures.editions import town
from tests.measures.test_mix_is_worked_out_once_of_what_may_be_shown import worked_out


@pytest.fixture
def shown(city: City) -> Shown:
    town(city)
    found = worked_out(city, areas="districts-2023")
    with in_city(city):
        return show(found)


def test_the_sentence_says_it_beside_the_figure_and_after_it_why(shown: Shown) -> None:
    assert f"5 years before it was {words.figure(shown, shown.found.earlier)} (estimated)." in words.headline(
        shown
    )
    assert "counted in other borders and carried to these" in " ".join(words.lede(shown))
    assert any("carried to these by weights" in sentence for sentence in shown.method)


def test_the_choice_of_dates_says_from_which_borders(shown: Shown) -> None:
    labels = dict(MixForm(shown.choice).fields["since"].choices)
    assert labels["2018-12-31"] == "31 December 2018 (estimated from the borders of 2020)"


def test_the_line_over_time_says_which_point_is_one(shown: Shown) -> None:
    rows = drawings.over_time(shown).rows
    assert [(when, "estimated" in figure) for when, figure in rows] == [
        ("31 December 2018", True),
        ("31 December 2023", False),
    ]


def test_two_years_are_not_offered_for_comparing_where_one_stands_in_other_borders(shown: Shown) -> None:
    assert not any(
        "period" in query.split("b-")[1] for _label, query in first_question(shown.choice) if "b-" in query
    )


def test_a_date_that_was_counted_is_not_called_an_estimate(city: City) -> None:
    town(city)
    found = worked_out(city, areas="districts-2020")
    with in_city(city):
        shown = show(found)
    assert "estimated" not in " ".join([words.headline(shown), *words.lede(shown), *shown.method])
