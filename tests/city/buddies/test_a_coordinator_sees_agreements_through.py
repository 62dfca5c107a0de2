"""The coordinator's panel, pages and tasks; another organisation's coordinator sees nothing of them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Agreement, Application, Duo
from convive.core import clock, desk
from tests.city import making
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, sign

PAGES = (
    "", "agreements/draw-up/", "agreements/amend/", "agreements/extend/", "agreements/renew/", "agreements/1/",
    "agreements/1/pdf/", "pause/", "resume/", "close/",
)  # fmt: skip


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        yield found


@pytest.fixture
def browser(here: SimpleNamespace, signed_in) -> Client:
    return signed_in(here.coordinator)


def address(here: SimpleNamespace, page: str = "") -> str:
    return f"/in/rivertown/buddies/duos/{here.duo.pk}/{page}"


def tasks(here: SimpleNamespace, who: str = "coordinator") -> list[str]:
    # Those that lead to one duo: the list of duos that need a call is another room's.
    return [task.title for task in desk.tasks(getattr(here, who), here.city) if "/buddies/duos/" in task.url]


def test_from_two_yes_to_the_signature_of_the_organisation(here: SimpleNamespace, browser: Client) -> None:
    assert tasks(here) == ["1 agreement to draw up"]
    assert "agreements/draw-up/" in browser.get(address(here)).content.decode()
    assert browser.post(address(here, "agreements/draw-up/")).status_code == 302
    assert tasks(here) == ["1 agreement to sign"]
    agreement = Agreement.objects.get()
    page = browser.get(address(here, "agreements/1/")).content.decode()
    assert "We are three" in page
    sent = {"read_it": "on", "language": "en", "read": agreement.text_hash}
    assert browser.post(address(here, "agreements/1/"), sent).status_code == 302
    assert agreement.signatures.get().signer == "organisation"
    assert tasks(here) == []
    with clock.moved_to(making.at(16)):
        assert tasks(here) == ["1 agreement waits"]


def test_a_term_that_is_over_and_an_end_that_was_not_safe_come_to_the_desk(here: SimpleNamespace) -> None:
    begun(here)
    assert tasks(here) == []
    with clock.moved_to(making.at(200)):
        assert tasks(here) == ["The term of 1 duo is over"]
        assert tasks(here, "other") == []
        actions.close_duo(here.duo, reason="duo-unsafe", by=here.newcomer)
        assert tasks(here) == ["1 duo ended because somebody did not feel safe"]
        assert tasks(here, "other") == []
    with clock.moved_to(making.at(208)):
        assert tasks(here) == []


def test_versions_pauses_and_the_end_by_the_forms(here: SimpleNamespace, browser: Client) -> None:
    begun(here)
    change = {"days_between": "7", "ends_on": "2027-06-01"}
    assert browser.post(address(here, "agreements/amend/"), change).status_code == 302
    assert Agreement.objects.get(number=2).days_between == 7
    assert browser.post(address(here, "agreements/extend/"), {"months": "3"}).status_code == 302
    assert browser.post(address(here, "agreements/renew/")).status_code == 422
    pause = {"since": "2026-11-10", "until": "2026-11-20", "reason": "pause-health"}
    assert browser.post(address(here, "pause/"), pause | {"reason": "pause-rest"}).status_code == 302
    page = browser.get(address(here)).content.decode()
    assert "Version 3" in page
    assert "10 November 2026" in page
    assert browser.post(address(here, "close/"), {"reason": "duo-goal", "in_contact": ""}).status_code == 302
    assert (fresh(here.duo).outcome, fresh(here.duo).in_contact) == ("completed", None)
    again = f"/in/rivertown/buddies/applications/{here.duo.newcomer_id}/wait-again/"
    assert again in browser.get(address(here)).content.decode()
    assert browser.post(again).status_code == 302
    assert Application.objects.get(pk=here.duo.newcomer_id).pooled_since == days(0)
    assert again not in browser.get(address(here)).content.decode()
    assert browser.post(again).status_code == 422


def test_another_organisations_coordinator_finds_nothing(here: SimpleNamespace, signed_in) -> None:
    begun(here)
    other = signed_in(here.other)
    for page in PAGES:
        assert other.get(address(here, page)).status_code == 404, page
        assert other.post(address(here, page), {"reason": "duo-goal"}).status_code == 404, page
    for page in ("wait-again", "ask-to-go-on"):
        path = f"/in/rivertown/buddies/applications/{here.duo.newcomer_id}/{page}/"
        assert other.get(path).status_code == 404
        assert other.post(path).status_code == 404
    assert fresh(here.duo).over_on is None
    assert Agreement.objects.count() == 1


def test_the_page_of_a_duo_asks_the_same_number_of_questions_for_one_version_and_for_many(
    here: SimpleNamespace, browser: Client
) -> None:
    begun(here)
    counts = []
    for _round in range(2):
        browser.get(address(here))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address(here))
        counts.append(len(asked))
        for months in (1, 2, 3):
            sign(here, actions.extend(here.duo, months=months, by=here.coordinator))
            here.duo = fresh(here.duo)
    assert Agreement.objects.count() == 7
    assert counts[0] == counts[1]


def test_the_desk_asks_the_same_number_of_questions_for_few_duos_and_for_many(here: SimpleNamespace) -> None:
    tasks(here)  # what is asked once of an account is asked here
    counts = []
    for _round in range(2):
        for _each in range(5):
            making.accepted(here.programme)
            making.active(here.programme, starts=-300)
        with CaptureQueriesContext(connection) as asked:
            tasks(here)
        counts.append(len(asked))
    assert Duo.objects.count() == 21
    assert counts[0] == counts[1]
