"""Whoever confirms hours confirms what they saw; what is confirmed stays the newcomer's own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from convive.city.buddies.actions import hours as actions
from convive.city.buddies.codes import IntakeOutcome
from convive.city.buddies.models import Application, HoursEntry, Proof
from convive.city.people.actions import withdraw_consent
from convive.city.people.lists import Agreed
from tests.city import making
from tests.city.buddies.stage import running
from tests.city.making import day


@pytest.fixture
def house(cast: SimpleNamespace):
    with running(cast) as house:
        house.me = house.duo.newcomer.participant
        yield house


def change(entry: HoursEntry, minutes: int) -> None:
    HoursEntry.objects.filter(pk=entry.pk).update(minutes=minutes)


def test_a_code_confirms_the_minutes_that_were_shown(house: SimpleNamespace, signed_in) -> None:
    entry = making.hours(house.me, -2, 60)
    change(entry, 480)
    with pytest.raises(ValidationError, match="changed just now"):
        actions.confirm_entry(entry, organisation_id=house.neighbours.pk, by=house.organisation_member)
    client, path = signed_in(house.organisation_member), f"/in/rivertown/hours/{entry.code}/"
    page = client.post(path, {"minutes": "60"}, follow=True).content.decode()
    assert "changed just now" in page
    assert 'value="480"' in page
    assert HoursEntry.objects.get().confirmed_at is None
    client.post(path, {"minutes": "480"})
    assert HoursEntry.objects.get().confirmed_at is not None


def test_a_list_confirms_the_minutes_that_were_shown(house: SimpleNamespace, signed_in) -> None:
    same, other = (making.hours(house.me, -n, 60, meeting=making.met(house.duo, -n, 60)) for n in (2, 5))
    client, path = signed_in(house.coordinator), f"/in/rivertown/buddies/{house.programme.slug}/hours/"
    page = client.get(path).content.decode()
    boxes = [f"{row.pk}:60" for row in (same, other)]
    assert all(f'value="{box}"' in page for box in boxes)
    change(other, 480)
    told = client.post(path, {"entry": boxes}, follow=True).content.decode()
    assert "1 entry is confirmed." in told
    assert "1 entry was changed just now." in told
    assert [row.pk for row in HoursEntry.objects.filter(confirmed_at__isnull=False)] == [same.pk]


def test_what_was_taken_back_is_not_confirmed(house: SimpleNamespace) -> None:
    entry = making.hours(house.me, -2)
    HoursEntry.objects.all().delete()
    with pytest.raises(ValidationError, match="taken back"):
        actions.confirm_entry(entry, organisation_id=house.neighbours.pk, by=house.organisation_member)


def proof(client: Client) -> Proof:
    assert client.get("/me/in/rivertown/hours/").status_code == 200
    assert client.post("/me/in/rivertown/hours/proof/").status_code == 302
    return Proof.objects.get()


@pytest.mark.parametrize(
    "over",
    [
        {"withdrawn_on": day(-1)},
        {
            "outcome": IntakeOutcome.REFERRED,
            "referred_to": "course",
            "intake_done_on": day(-5),
            "pooled_since": None,
        },
    ],
    ids=["stopped", "referred"],
)
def test_a_newcomer_who_stopped_prints_the_proof_of_confirmed_hours(
    house: SimpleNamespace, signed_in, over: dict
) -> None:
    making.hours(house.me, -2, 120, by=house.coordinator)
    Application.objects.filter(participant=house.me).update(**over)
    client = signed_in(house.newcomer)
    found = proof(client)
    assert found.minutes == 120
    paper = client.get(f"/me/in/rivertown/hours/proofs/{found.code}/proof.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert "2 h" in client.get("/me/in/rivertown/hours/").content.decode()


def test_who_took_back_their_consent_has_the_proof_until_their_data_go(
    house: SimpleNamespace, signed_in
) -> None:
    making.hours(house.me, -2, 120, by=house.coordinator)
    withdraw_consent(house.me, Agreed.TAKE_PART, by=house.newcomer)
    assert proof(signed_in(house.newcomer)).minutes == 120
