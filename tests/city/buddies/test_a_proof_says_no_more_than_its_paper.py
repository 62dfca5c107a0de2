"""Proofs: made by the newcomer's own hand, verified by a code, taken back."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from pypdf import PdfReader

from convive.city.buddies.actions import proofs as actions
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Proof
from convive.city.buddies.queries import proofs as queries
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW


@pytest.fixture
def house(cast: SimpleNamespace):
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies, languages=["nl", "en"])
        row = making.pooled(
            cast.programme, Side.NEWCOMER, user=cast.newcomer, name="Amal Haddad", language="ar"
        )
        cast.me = row.participant
        elsewhere = making.programme(cast.city, cast.neighbours, slug="other")
        cast.also_me = making.pooled(
            elsewhere, Side.NEWCOMER, user=cast.newcomer, name="Amal Haddad"
        ).participant
        making.hours(cast.me, -40, 90, by=cast.buddy_coordinator, organisation=cast.buddies)
        making.hours(cast.also_me, -10, 120, by=cast.organisation_member, organisation=cast.neighbours)
        making.hours(cast.me, -5, 600)
        yield cast


def make(house: SimpleNamespace) -> Proof:
    return actions.make_proof([house.me, house.also_me], by=house.newcomer)


def test_it_holds_what_is_confirmed_by_all_organisations_and_nothing_else(house: SimpleNamespace) -> None:
    proof = make(house)
    assert proof.minutes == 210
    assert [(line["organisation"], line["minutes"]) for line in proof.lines] == [
        ("Buddies", 90),
        ("Neighbours", 120),
    ]
    assert len(proof.code) == 20
    assert AuditEntry.objects.filter(verb="proof.made", why="own-wish").count() == 1


def test_only_the_newcomer_makes_one_and_only_of_something(house: SimpleNamespace) -> None:
    for by in (house.buddy_coordinator, house.city_administrator, house.volunteer):
        with pytest.raises(PermissionDenied):
            actions.make_proof([house.me], by=by)
    other = making.pooled(house.programme, Side.NEWCOMER, user=house.secretary).participant
    with pytest.raises(PermissionDenied):
        actions.make_proof([house.me, other], by=house.newcomer)
    with pytest.raises(ValidationError, match="Nobody has confirmed"):
        actions.make_proof([other], by=house.secretary)
    assert not Proof.objects.exists()


def test_what_is_confirmed_later_is_not_on_it(house: SimpleNamespace) -> None:
    proof = make(house)
    making.hours(house.me, -2, 60, by=house.buddy_coordinator)
    proof.refresh_from_db()
    assert (proof.minutes, len(proof.lines)) == (210, 2)


def test_a_stranger_with_the_code_reads_initials_total_organisations_and_days(
    house: SimpleNamespace, client
) -> None:
    cache.clear()
    proof = make(house)
    answer = client.get(f"/proof/rivertown/{proof.code}/")
    page = answer.content.decode()
    for text in ("This proof holds: 3 h 30 min", "A. H.", "Buddies, Neighbours"):
        assert text in page
    for text in ("Amal", "Haddad", "@example.org", "10 h", house.buddy_coordinator.name):
        assert text not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots"' in page
    assert client.get("/proof/rivertown/no-such-code/").status_code == 404
    assert client.get(f"/proof/laketown/{proof.code}/").status_code == 404
    assert client.get(f"/proof/atlantis/{proof.code}/").status_code == 404


def test_one_that_was_taken_back_says_so_and_nothing_else(house: SimpleNamespace, client) -> None:
    cache.clear()
    proof = make(house)
    with pytest.raises(PermissionDenied):
        actions.take_back(proof, by=house.buddy_coordinator)
    actions.take_back(proof, by=house.newcomer)
    with pytest.raises(ValidationError):
        actions.take_back(proof, by=house.newcomer)
    page = client.get(f"/proof/rivertown/{proof.code}/").content.decode()
    assert "taken back" in page
    assert "A. H." not in page
    assert AuditEntry.objects.filter(verb="proof.taken-back", why="own-wish").count() == 1


def test_whoever_guesses_codes_is_stopped(house: SimpleNamespace, client) -> None:
    cache.clear()
    answers = [client.get(f"/proof/rivertown/guess-{n}/").status_code for n in range(61)]
    assert set(answers[:60]) == {404}
    assert answers[60] == 429
    cache.clear()


def test_the_paper_is_in_the_persons_language_and_that_of_the_programme(
    house: SimpleNamespace, signed_in
) -> None:
    client = signed_in(house.newcomer)
    assert client.post("/me/in/rivertown/hours/proof/").status_code == 302
    proof = Proof.objects.get()
    answer = client.get(f"/me/in/rivertown/hours/proofs/{proof.code}/proof.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert queries.languages_of(proof) == ["ar", "nl"]
    for page in pages:
        for text in (
            "Amal Haddad",
            f"/proof/rivertown/{proof.code}/",
            "Neighbours",
            house.buddy_coordinator.name,
        ):
            assert text.replace(" ", "") in page.replace(" ", "").replace("\n", "")
    assert client.get(f"/me/in/rivertown/hours/proofs/{proof.code}/").status_code == 200
    client.post(f"/me/in/rivertown/hours/proofs/{proof.code}/take-back/")
    proof.refresh_from_db()
    assert proof.taken_back_at == NOW
    assert (
        signed_in(house.volunteer).get(f"/me/in/rivertown/hours/proofs/{proof.code}/proof.pdf").status_code
        == 404
    )
