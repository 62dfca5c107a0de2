from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convive.city.buddies.codes import BuddyReason
from convive.city.people.actions import change_facts, enrol, judge_language
from convive.city.people.forms.questions import QUESTIONS
from convive.city.people.lists import Agreed
from convive.city.people.models import Participant
from convive.core.models import Membership, User
from convive.core.roles import Role
from convive.core.tenancy import in_city
from convive.measures.models import Area, AreaSet
from tests.city.people import telling
from tests.conftest import SINCE

ME = "/me/in/rivertown/"


@pytest.fixture
def row(cast: SimpleNamespace) -> Participant:
    with in_city(cast.city):
        return telling.enrolled(cast)


@pytest.fixture
def client(row: Participant, signed_in) -> Client:
    return signed_in(row.user)


def fresh(row: Participant) -> Participant:
    with in_city(row.city):
        return Participant.objects.get(pk=row.pk)


def area(cast: SimpleNamespace, year: int, name: str) -> Area:
    with in_city(cast.city):
        area_set, _made = AreaSet.objects.get_or_create(
            city=cast.city, code="parts", year=year, defaults={"names": {"en": "Parts"}, "has_geometry": True}
        )
        return Area.objects.create(
            city=cast.city, area_set=area_set, code=name, names={"en": name}, x=4.4777, y=51.0259
        )


def test_the_page_greets_and_leads_to_every_question(client: Client) -> None:
    page = client.get(ME).content.decode()
    assert telling.NAME in page
    for name in QUESTIONS:
        assert f"{ME}you/{name}/" in page
        assert client.get(f"{ME}you/{name}/").status_code == 200
    assert client.get(f"{ME}you/religion/").status_code == 404


ANSWERS = {
    "contact": (
        {"name": "Zahir", "phone": "0470112233", "channel": "message", "language": "fr"},
        "name",
        "Zahir",
    ),
    "interests": ({"interests": ["music", "film"]}, "interests", ["music", "film"]),
    "goals": ({"goals": ["people"]}, "goals", ["people"]),
    "life": ({"life_stage": "retired"}, "life_stage", "retired"),
    "wish": ({"gender_wish": "woman", "gender": "woman"}, "gender_wish", "woman"),
    "needs": ({"needs": ["childcare"]}, "needs", ["childcare"]),
}


@pytest.mark.parametrize("question", ANSWERS)
def test_an_answer_is_kept(question: str, client: Client, row: Participant) -> None:
    told, field, value = ANSWERS[question]
    assert client.post(f"{ME}you/{question}/", told).status_code == 302
    assert getattr(fresh(row), field) == value


def test_languages_and_hours_are_kept(client: Client, row: Participant) -> None:
    assert client.post(f"{ME}you/languages/", {"language_1": "fr", "band_1": "B1"}).status_code == 302
    assert client.post(f"{ME}you/hours/", {"day_2": ["morning", "evening"]}).status_code == 302
    with in_city(row.city):
        assert list(row.languages.values_list("language", "band")) == [("fr", "B1")]
        assert list(row.hours.values_list("weekday", "start", "end")) == [(2, 540, 720), (2, 1020, 1260)]


def test_whoever_speaks_five_languages_keeps_the_fifth(client: Client, row: Participant) -> None:
    with in_city(row.city):
        spoken = [("ar", "C2"), ("en", "B1"), ("fr", "A1"), ("nl", "A2"), ("tr", "B2")]
        change_facts(row, by=row.user, languages=spoken)
    form = client.get(f"{ME}you/languages/").context["form"]
    told = {name: form[name].initial for name in form.fields} | {"band_2": "C1"}
    assert client.post(f"{ME}you/languages/", told).status_code == 302
    with in_city(row.city):
        assert dict(row.languages.values_list("language", "band")) == dict(spoken) | {"en": "C1"}


def test_hours_that_were_told_more_exactly_stay_where_nothing_is_changed(
    client: Client, row: Participant
) -> None:
    with in_city(row.city):
        row.hours.update(end=11 * 60)
        before = set(row.hours.values_list("weekday", "start", "end"))
    page = client.get(f"{ME}you/hours/")
    form = page.context["form"]
    told = {name: form[name].initial for name in form.fields}
    assert client.post(f"{ME}you/hours/", told).status_code == 302
    with in_city(row.city):
        assert set(row.hours.values_list("weekday", "start", "end")) == before


def test_of_a_part_of_the_city_only_a_square_is_kept(
    client: Client, row: Participant, cast: SimpleNamespace
) -> None:
    area(cast, 2010, "Of old")
    here = area(cast, 2024, "North")
    page = client.get(f"{ME}you/place/").content.decode()
    assert "North" in page
    assert "Of old" not in page
    assert client.post(f"{ME}you/place/", {"area": str(here.pk)}).status_code == 302
    kept = fresh(row)
    assert kept.place_x % 500 == kept.place_y % 500 == 0
    assert f'<option value="{here.pk}" selected>' in client.get(f"{ME}you/place/").content.decode()
    assert client.post(f"{ME}you/place/", {"area": ""}).status_code == 302
    assert fresh(row).place_x is None


def test_a_wrong_answer_is_said_and_changes_nothing(client: Client, row: Participant) -> None:
    wrong = {"name": "Zahir", "phone": "", "channel": "phone", "language": "nl"}
    assert client.post(f"{ME}you/contact/", wrong).status_code == 422
    assert fresh(row).name == telling.NAME


def test_an_answer_counts_for_every_organisation_and_a_consent_for_one(
    client: Client, row: Participant, cast: SimpleNamespace
) -> None:
    with in_city(cast.city):
        other = enrol(
            cast.city,
            cast.neighbours,
            telling.facts(),
            [Agreed.TAKE_PART],
            by=None,
            why=BuddyReason.APPLIED,
        )
    client.post(f"{ME}you/needs/", {"needs": ["quiet"]})
    assert fresh(row).needs == fresh(other).needs == ["quiet"]
    client.post(f"{ME}consents/", {"row": other.pk, "give": "news"})
    with in_city(cast.city):
        assert not row.consents.filter(purpose="news").exists()
        assert other.consents.filter(purpose="news", withdrawn_at__isnull=True).exists()
    client.post(f"{ME}delete/", {"delete": str(other.pk)})
    assert fresh(other).erased_at is not None
    assert fresh(row).erased_at is None


def test_what_only_one_organisation_knows_stays_when_another_answer_is_changed(
    client: Client, row: Participant, cast: SimpleNamespace
) -> None:
    with in_city(cast.city):
        other = enrol(
            cast.city, cast.neighbours, telling.facts(languages=(("nl", "A2"), ("fr", "B1")), hours=((0, 540, 600),)),
            [Agreed.TAKE_PART], by=None, why=BuddyReason.APPLIED,
        )  # fmt: skip
        judge_language(other, "nl", "B2", judged_by="test", by=coordinator_of_the_neighbours(cast))
        change_facts(other, by=other.user, phone="0470 11 22 33", goals=("people",))
    page = client.get(f"{ME}you/languages/").context["form"]
    told = {name: page[name].initial or "" for name in page.fields}
    assert client.post(f"{ME}you/languages/", told | {"language_3": "tr", "band_3": "A1"}).status_code == 302
    assert client.post(f"{ME}you/hours/", {"day_0": ["morning", "afternoon"]}).status_code == 302
    contact = {"name": telling.NAME, "phone": telling.PHONE, "channel": "mail", "language": "fr"}
    assert client.post(f"{ME}you/contact/", contact).status_code == 302
    with in_city(cast.city):
        bands = set(other.languages.values_list("language", "band", "judged_by"))
        assert bands == {("nl", "B2", "test"), ("fr", "B1", "self"), ("tr", "A1", "self")}
        assert set(row.languages.values_list("language", flat=True)) == {"nl", "ps", "tr"}
        # The afternoon of Monday came and Saturday went; the hour of the morning was told to the other alone.
        assert list(row.hours.values_list("weekday", "start", "end")) == [(0, 540, 1020)]
        assert list(other.hours.values_list("weekday", "start", "end")) == [(0, 540, 600), (0, 720, 1020)]
    assert (fresh(other).phone, fresh(other).goals, fresh(other).language) == (
        "0470 11 22 33",
        ["people"],
        "fr",
    )


def coordinator_of_the_neighbours(cast: SimpleNamespace) -> User:
    user = User.objects.create_user("neighbour@example.org", "correct horse battery")
    Membership.objects.create(
        city=cast.city, user=user, role=Role.BUDDY_COORDINATOR, organisation=cast.neighbours, since=SINCE
    )
    return user


def test_a_band_that_is_typed_anew_counts_where_more_languages_are_known_than_rows(
    client: Client, row: Participant
) -> None:
    """The fifth language stands in no row; typed into one, it has the band of that row."""
    with in_city(row.city):
        spoken = [("ar", "C2"), ("en", "B1"), ("fr", "A1"), ("nl", "A2"), ("tr", "B2")]
        change_facts(row, by=row.user, languages=spoken)
    form = client.get(f"{ME}you/languages/").context["form"]
    told = {name: form[name].initial for name in form.fields} | {"language_2": "tr", "band_2": "C1"}
    assert client.post(f"{ME}you/languages/", told).status_code == 302
    with in_city(row.city):
        assert dict(row.languages.values_list("language", "band")) == {
            "ar": "C2", "fr": "A1", "nl": "A2", "tr": "C1",
        }  # fmt: skip


def test_a_day_that_is_changed_leaves_the_exact_hours_of_the_others(client: Client, row: Participant) -> None:
    with in_city(row.city):
        change_facts(row, by=row.user, hours=((0, 600, 690), (5, 560, 700)))
    told = {"day_0": ["evening"], "day_5": ["morning"]}
    assert client.post(f"{ME}you/hours/", told).status_code == 302
    with in_city(row.city):
        assert list(row.hours.values_list("weekday", "start", "end")) == [(0, 1020, 1260), (5, 560, 700)]


def test_taking_back_what_is_needed_asks_first_and_offers_to_delete(client: Client, row: Participant) -> None:
    told = {"row": row.pk, "take_back": "take_part"}
    page = client.post(f"{ME}consents/", told)
    assert page.status_code == 200
    with in_city(row.city):
        assert row.consents.filter(purpose="take_part", withdrawn_at__isnull=True).exists()
    answer = client.post(f"{ME}consents/", told | {"sure": "yes"})
    assert answer.headers["Location"] == f"{ME}delete/"
    with in_city(row.city):
        assert not row.consents.filter(purpose="take_part", withdrawn_at__isnull=True).exists()


def test_a_row_of_another_is_not_there(client: Client, cast: SimpleNamespace) -> None:
    with in_city(cast.city):
        other = telling.enrolled(cast, email="other@example.org")
    assert client.post(f"{ME}consents/", {"row": other.pk, "give": "news"}).status_code == 404
    assert client.post(f"{ME}delete/", {"delete": str(other.pk)}).status_code == 404
    assert fresh(other).erased_at is None


def test_deleting_asks_once_and_signs_out(client: Client, row: Participant) -> None:
    assert client.get(f"{ME}delete/").status_code == 200
    assert fresh(row).erased_at is None
    assert client.post(f"{ME}delete/", {"delete": "all"}).headers["Location"] == "/"
    assert fresh(row).erased_at is not None
    assert client.get(ME).status_code == 302


def test_keeping_data_longer_is_one_button(client: Client, row: Participant) -> None:
    before = row.delete_on
    assert client.post(f"{ME}data/", {"keep": "yes"}).status_code == 302
    assert fresh(row).delete_on >= before
    assert fresh(row).told_on is not None


@pytest.mark.parametrize("page", ["", "you/hours/", "you/languages/", "consents/", "data/", "delete/"])
def test_a_page_asks_few_questions_however_much_is_known(page: str, client: Client, row: Participant) -> None:
    client.get(ME + page)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(ME + page)
    assert len(queries) <= 25
