"""The form of criteria reads and writes what the engine reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from convive.city.buddies.forms.criteria import CriteriaForm
from convive.city.buddies.models import Programme
from convive.core.tenancy import in_city
from convive.engines.matching import Criteria
from tests.city import making

EVERYTHING = {
    "hard": {
        "language": ["nl", "ti"],
        "newcomer_band": "A1",
        "volunteer_band": "B2",
        "overlap_hours": 1.5,
        "distance_km": 8,
        "gender_wish": False,
        "age_wish": False,
        "age_difference": 20,
        "organisation": True,
    },
    "soft": {"languages": 2, "interests": 0.5, "distance": 1},
    "order": {"waiting_bands_weeks": [20, 10], "seed": "ball"},
    "escalation": {
        "steps": [
            {"weeks": 8, "more_km": 4},
            {"weeks": 12, "more_km": 4, "fewer_hours": 1},
            {"weeks": 20, "more_km": 9, "fewer_hours": 1.5},
        ]
    },
}  # fmt: skip


@pytest.fixture
def programme(cast: SimpleNamespace):
    with in_city(cast.city):
        yield making.programme(cast.city, cast.buddies)


def sent(form: CriteriaForm, **other: Any) -> CriteriaForm:
    """The form as a browser sends it back, with some fields filled in otherwise."""
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value is True:
            data[field.html_name] = "on"
        elif value not in (None, False):
            data[field.html_name] = value
    return CriteriaForm({**data, **other}, programme=form.programme)


@pytest.mark.parametrize("criteria", [{}, making.CRITERIA, EVERYTHING], ids=["none", "usual", "everything"])
def test_what_is_read_is_written_the_same(criteria: dict, programme: Programme) -> None:
    programme.criteria = criteria
    again = sent(CriteriaForm(programme=programme))
    assert again.is_valid(), again.errors
    assert Criteria.of(again.criteria) == Criteria.of(criteria)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"weeks_0": "8", "more_km_0": "4", "distance_km": ""}, "more_km_0"),
        ({"weeks_0": "8", "fewer_hours_0": "3"}, "fewer_hours_0"),
        ({"more_km_1": "3"}, "weeks_1"),
        ({"waiting_bands_weeks": "a, b"}, "waiting_bands_weeks"),
        ({"soft_interests": "-1"}, "soft_interests"),
        ({"overlap_hours": "200"}, "overlap_hours"),
        ({"weeks_0": "8", "more_km_0": "4", "weeks_1": "8", "more_km_1": "6"}, "__all__"),
        ({"weeks_0": "8", "more_km_0": "4", "weeks_1": "9", "more_km_1": "2"}, "__all__"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_rules_that_do_not_fit_together_are_refused_at_their_field(
    wrong: dict, field: str, programme: Programme
) -> None:
    form = sent(CriteriaForm(programme=programme), **wrong)
    assert not form.is_valid()
    assert list(form.errors) == [field]


def test_every_field_stands_in_a_part_once(programme: Programme) -> None:
    form = CriteriaForm(programme=programme)
    shown = [field.name for _title, _about, fields in form.parts for field in fields]
    assert sorted([*shown, "why"]) == sorted(form.fields)
