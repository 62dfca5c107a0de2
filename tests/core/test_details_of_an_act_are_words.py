"""An audit is read by people: fields by their names, codes by their labels, dates as they are written."""

from __future__ import annotations

import pytest
from django.utils import translation

from convive.core.details import details_in_words


@pytest.mark.parametrize(
    ("object_type", "details", "told"),
    [
        ("core.membership", {"role": "analyst"}, "role: Analyst"),
        ("buddies.hoursentry", {"minutes": 90}, "minutes: 90"),
        ("buddies.groupactivity", {"on": "2026-11-09"}, "on: 9 November 2026"),
        ("buddies.attendance", {"came": True}, "came: yes"),
        (
            "buddies.programme",
            {"settings": "answer_days names"},
            "days to answer a proposal, name in each language",
        ),
        ("people.participant", {"purpose": "news"}, "to get news about activities"),
        ("buddies.duo", {"side": "newcomer", "answer": "yes"}, "newcomer, yes"),
        (
            "buddies.programme",
            {"people_added": 2, "duos_same": 0},
            "People added: 2, Duos that stay as they are: 0",
        ),
        ("buddies.programme", {"file": "people.csv"}, "people.csv"),
        ("no.such", {"of": "long ago"}, "long, ago"),
    ],
)
def test_details_are_told_in_words(object_type: str, details: dict, told: str) -> None:
    assert details_in_words(object_type, details) == told


def test_they_are_in_the_language_of_the_reader() -> None:
    with translation.override("nl"):
        assert details_in_words("buddies.groupactivity", {"on": "2026-11-09"}).endswith(": 9 november 2026")
        assert details_in_words("buddies.duo", {"side": "newcomer"}) == "nieuwkomer"
