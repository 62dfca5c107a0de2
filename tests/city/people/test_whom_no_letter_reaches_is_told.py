"""Who can only be called is told by a coordinator when their data are deleted, and asks them to delete."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from convive.city.buddies.codes import Side
from convive.city.people.models import Participant
from convive.core import clock, desk
from convive.core.models import AuditEntry
from tests.city import making
from tests.city.people import telling

LIST = "/in/rivertown/participants/to-tell/"


@pytest.fixture
def row(inside: SimpleNamespace) -> Participant:
    return telling.enrolled(inside, email="", channel="phone", by=inside.buddy_coordinator)


def of_the_desk(cast: SimpleNamespace, who: str) -> list[desk.Task]:
    return [task for task in desk.tasks(getattr(cast, who), cast.city) if task.url == LIST]


def test_it_stands_on_the_desk_of_their_coordinator_until_it_is_done(
    inside: SimpleNamespace, row: Participant, signed_in
) -> None:
    assert [task.title for task in of_the_desk(inside, "buddy_coordinator")] == [
        "1 person is to be told when their data are deleted"
    ]
    assert of_the_desk(inside, "stranger") == of_the_desk(inside, "city_administrator") == []
    client = signed_in(inside.buddy_coordinator)
    page = client.get(LIST).content.decode()
    assert telling.NAME in page
    assert f'href="tel:{telling.PHONE}"' in page
    answer = client.post(f"/in/rivertown/participants/{row.pk}/told/")
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    row.refresh_from_db()
    assert row.told_on == inside.city.today
    entry = AuditEntry.objects.get(verb="participant.told")
    assert (entry.actor, entry.why) == (inside.buddy_coordinator, "people-said")
    assert of_the_desk(inside, "buddy_coordinator") == []
    assert telling.NAME not in client.get(LIST).content.decode()


def test_a_day_that_passed_untold_is_put_off_by_thirty_days(
    inside: SimpleNamespace, row: Participant, signed_in
) -> None:
    with clock.moved_to(clock.now() + dt.timedelta(days=500)):
        signed_in(inside.buddy_coordinator).post(f"/in/rivertown/participants/{row.pk}/told/")
        row.refresh_from_db()
        today = inside.city.today
        assert (row.told_on, row.delete_on) == (today, today + dt.timedelta(days=30))


def test_the_page_of_the_person_has_both_verbs_and_leads_back(inside: SimpleNamespace, signed_in) -> None:
    mine = making.applied(making.programme(inside.city, inside.buddies), Side.NEWCOMER, told_on=None)
    client, pk = signed_in(inside.buddy_coordinator), mine.participant_id
    person = f"/in/rivertown/buddies/{mine.programme.slug}/people/{mine.pk}/"
    page = client.get(person).content.decode()
    assert f'action="/in/rivertown/participants/{pk}/told/"' in page
    assert f"/in/rivertown/participants/{pk}/delete/?next=" in page
    answer = client.post(f"/in/rivertown/participants/{pk}/told/", {"next": person})
    assert answer.headers["Location"] == person
    assert "I told them" not in client.get(person).content.decode()
    for elsewhere in ("https://example.org/", "//example.org/in/rivertown/", "/me/"):
        answer = client.post(f"/in/rivertown/participants/{pk}/told/", {"next": elsewhere})
        assert answer.headers["Location"] == LIST


def test_data_are_deleted_on_request_after_one_question(
    inside: SimpleNamespace, row: Participant, signed_in
) -> None:
    client, url = signed_in(inside.buddy_coordinator), f"/in/rivertown/participants/{row.pk}/delete/"
    assert telling.NAME in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    row.refresh_from_db()
    assert row.erased_at is None
    assert client.post(url, {"sure": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.erased_at is not None
    entry = AuditEntry.objects.get(verb="participant.erased")
    assert (entry.actor, entry.why) == (inside.buddy_coordinator, "people-asked")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("act", ["told", "delete"])
def test_another_organisations_coordinator_finds_nobody(
    act: str, inside: SimpleNamespace, row: Participant, signed_in
) -> None:
    url = f"/in/rivertown/participants/{row.pk}/{act}/"
    assert signed_in(inside.stranger).post(url, {"sure": "yes"}).status_code == 404
    row.refresh_from_db()
    assert (row.told_on, row.erased_at) == (None, None)
