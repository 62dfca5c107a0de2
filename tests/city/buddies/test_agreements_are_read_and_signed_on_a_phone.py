"""The pages of the two themselves."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import Client

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Agreement, Application, Duo, Pause, Signature
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, sign


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        yield found


@pytest.fixture
def phone(here: SimpleNamespace, signed_in) -> Client:
    return signed_in(here.newcomer)


def address(here: SimpleNamespace, page: str = "") -> str:
    return f"/me/in/rivertown/duos/{here.duo.pk}/{page}"


def test_what_waits_for_a_signature_stands_first_on_ones_own_page(
    here: SimpleNamespace, phone: Client
) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    url = address(here, "agreements/1/")
    assert url in phone.get("/me/in/rivertown/").content.decode()
    sign(here, agreement, "newcomer")
    assert url not in phone.get("/me/in/rivertown/").content.decode()


def test_it_is_read_in_any_of_its_languages_and_signed_with_one_button(
    here: SimpleNamespace, phone: Client
) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    url = address(here, "agreements/1/")
    page = phone.get(url).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    page = phone.get(f"{url}?language=nl").content.decode()
    assert "Wij zijn met drie" in page
    assert 'lang="nl" dir="ltr"' in page
    sent = {"read_it": "on", "language": "nl", "read": agreement.text_hash}
    assert phone.post(url, sent | {"read_it": ""}).status_code == 422
    assert phone.post(url, sent | {"read": "another"}).status_code == 422
    assert not Signature.objects.exists()
    assert phone.post(url, sent).status_code == 302
    signature = Signature.objects.get()
    assert (signature.signer, signature.language, signature.user) == ("newcomer", "nl", here.newcomer)
    assert "read_it" not in phone.get(url).content.decode()
    assert phone.post(url, sent).status_code == 422


def test_somebody_elses_duo_does_not_exist(here: SimpleNamespace, phone: Client) -> None:
    from tests.city import making

    other = making.active(here.programme)
    for page in (
        "agreements/",
        "agreements/1/",
        "agreements/1/pdf/",
        "more-time/",
        "pause/",
        "resume/",
        "stop/",
    ):
        path = f"/me/in/rivertown/duos/{other.pk}/{page}"
        assert phone.get(path).status_code == 404
        assert phone.post(path, {"reason": "duo-time"}).status_code == 404
    assert fresh(other).over_on is None


@pytest.mark.parametrize("answers", [("yes", ""), ("yes", "yes"), ("no", "yes")])
def test_before_a_duo_has_begun_it_has_no_pages_that_name_the_other(
    here: SimpleNamespace, phone: Client, answers: tuple[str, str]
) -> None:
    over = {"over_on": days(0), "outcome": "declined"} if "no" in answers else {}
    Duo.objects.filter(pk=here.duo.pk).update(newcomer_answer=answers[0], volunteer_answer=answers[1], **over)
    for page in ("more-time/", "pause/", "resume/", "stop/"):
        for found in (phone.get(address(here, page)), phone.post(address(here, page))):
            assert found.status_code == 404
            assert "Peeters" not in found.content.decode()


def test_the_paper_is_downloaded_and_kept_by_no_cache(here: SimpleNamespace, phone: Client) -> None:
    actions.draw_up(here.duo, by=here.coordinator)
    answer = phone.get(address(here, "agreements/1/pdf/"))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert answer.content.startswith(b"%PDF")
    assert phone.get(address(here, "agreements/2/pdf/")).status_code == 404


def test_a_pause_more_time_and_the_end_are_a_form_each(here: SimpleNamespace, phone: Client) -> None:
    begun(here)
    url = address(here, "pause/")
    assert (
        phone.post(url, {"since": "2026-11-05", "until": "2026-11-04", "reason": "pause-work"}).status_code
        == 422
    )
    assert phone.post(url, {"since": "2026-11-05", "until": "", "reason": "pause-work"}).status_code == 302
    assert Pause.objects.get().since == days(3)
    assert phone.post(address(here, "resume/")).status_code == 302
    assert not Pause.objects.exists()
    assert phone.post(address(here, "more-time/"), {"months": "2"}).status_code == 302
    assert Agreement.objects.get(number=2).kind == "extended"
    assert phone.post(address(here, "more-time/"), {"months": "2"}).status_code == 422
    stop = {"reason": "duo-time", "in_contact": "no"}
    assert phone.post(address(here, "stop/"), stop).status_code == 302
    duo = fresh(here.duo)
    assert (duo.end_reason, duo.in_contact) == ("duo-time", False)
    assert phone.get(address(here)).status_code == 200
    assert "agreements/" in phone.get(address(here)).content.decode()


def test_the_page_of_the_other_does_not_say_why_it_ended(here: SimpleNamespace, signed_in) -> None:
    begun(here)
    actions.close_duo(here.duo, reason="duo-no-click", by=here.newcomer)
    page = signed_in(here.volunteer).get(address(here)).content.decode()
    assert "get on" not in page


def test_a_newcomer_says_yes_to_going_on_as_a_volunteer(here: SimpleNamespace, phone: Client) -> None:
    begun(here)
    actions.close_duo(here.duo, reason="duo-goal", by=here.coordinator)
    url = f"/me/in/rivertown/applications/{here.duo.newcomer_id}/volunteer/"
    assert url in phone.get("/me/in/rivertown/").content.decode()
    assert phone.get(url).status_code == 200
    assert phone.post(url).status_code == 302
    assert Application.objects.filter(side="volunteer", participant__user=here.newcomer).exists()
    assert url not in phone.get("/me/in/rivertown/").content.decode()


def test_without_two_yes_there_is_no_agreement_on_the_page(here: SimpleNamespace, phone: Client) -> None:
    Duo.objects.filter(pk=here.duo.pk).update(volunteer_answer="", volunteer_answered_at=None)
    assert "Your agreement" not in phone.get(address(here)).content.decode()
