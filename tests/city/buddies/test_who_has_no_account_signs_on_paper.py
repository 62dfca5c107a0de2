"""Somebody who can only be called signs the printed agreement, and the organisation notes it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.models import Agreement
from convive.city.buddies.paper import agreement_pdf
from tests.city import making
from tests.city.buddies.agreeing import fresh, rivertown, sign, verbs


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        person = found.duo.newcomer.participant
        person.user, person.email, person.phone, person.channel = None, "", "+32 470 00 00 00", "phone"
        person.save()
        found.version = actions.draw_up(fresh(found.duo), by=found.coordinator)
        yield found


def on_paper(here: SimpleNamespace, signer: str = "newcomer", by: object = None) -> object:
    version = Agreement.objects.get(pk=here.version.pk)
    return actions.sign_on_paper(version, signer, by=by or here.coordinator, language="en")


def test_a_duo_begins_with_a_signature_on_paper(here: SimpleNamespace) -> None:
    signature = on_paper(here)
    assert (signature.on_paper, signature.user) == (True, None)
    assert verbs()[-1] == ("agreement.noted", "buddy-signed")
    sign(here, here.version, "volunteer", "organisation")
    assert fresh(here.duo).starts_on == making.day(0)


def test_only_who_has_no_account_signs_on_paper_and_only_once(here: SimpleNamespace) -> None:
    with pytest.raises(ValidationError, match="own page"):
        on_paper(here, "volunteer")
    with pytest.raises(PermissionDenied):
        on_paper(here, "organisation")
    with pytest.raises(PermissionDenied):
        on_paper(here, by=here.other)
    with pytest.raises(PermissionDenied):
        on_paper(here, by=here.volunteer)
    on_paper(here)
    with pytest.raises(ValidationError, match="already"):
        on_paper(here)


def test_the_paper_says_that_it_was_signed_on_paper(here: SimpleNamespace) -> None:
    on_paper(here)
    version = Agreement.objects.get(pk=here.version.pk)
    assert agreement_pdf(version).startswith(b"%PDF")


def test_the_coordinator_notes_it_on_the_page_of_the_agreement(here: SimpleNamespace, signed_in) -> None:
    desk = signed_in(here.coordinator)
    page = f"/in/rivertown/buddies/duos/{here.duo.pk}/agreements/1/"
    assert f"{page}paper/newcomer/" in desk.get(page).content.decode()
    assert desk.get(f"{page}paper/volunteer/").status_code == 404
    answer = desk.post(f"{page}paper/newcomer/", {"language": "xx"})
    assert answer.status_code == 422
    assert desk.post(f"{page}paper/newcomer/", {"language": "en"})["Location"] == page
    assert "signed on paper, noted on" in desk.get(page).content.decode()
    assert desk.get(f"{page}paper/newcomer/").status_code == 404
