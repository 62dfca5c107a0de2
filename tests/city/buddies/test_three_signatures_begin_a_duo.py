"""From two yes to the third signature."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convive.city.buddies.actions import agreements as actions
from convive.city.buddies.actions.answers import answer
from convive.city.buddies.agreements import fingerprint
from convive.city.buddies.codes import Answer, Side, Signer
from convive.city.buddies.models import Agreement, Application, Duo, FollowUp, Signature
from convive.city.buddies.phases import applications
from convive.core import clock
from tests.city import making
from tests.city.buddies.agreeing import begun, days, fresh, rivertown, sign, signer_of, subjects, verbs


@pytest.fixture
def here(cast: SimpleNamespace) -> Iterator[SimpleNamespace]:
    with rivertown(cast) as found:
        yield found


def test_two_yes_make_one_agreement_however_often_it_is_asked_for(here: SimpleNamespace) -> None:
    first = actions.draw_up(here.duo, by=here.volunteer)
    assert (first.number, first.kind, first.languages) == (1, "first", ["ar", "nl", "en"])
    assert (first.starts_on, first.ends_on, first.days_between) == (days(0), making.dt.date(2027, 5, 2), 14)
    assert first.text_hash == fingerprint(first.texts)
    assert "Amal" not in str(first.texts)
    assert actions.draw_up(here.duo, by=here.coordinator) == first
    assert Agreement.objects.count() == 1
    assert verbs() == [("agreement.drawn_up", "buddy-answered")]
    assert [to for to, _subject in subjects()] == ["newcomer@example.org", "volunteer@example.org"]


def test_it_takes_two_yes(here: SimpleNamespace) -> None:
    Duo.objects.filter(pk=here.duo.pk).update(volunteer_answer="", volunteer_answered_at=None)
    with pytest.raises(ValidationError):
        actions.draw_up(here.duo, by=here.coordinator)
    assert not Agreement.objects.exists()


def test_only_those_whom_it_concerns_draw_it_up(here: SimpleNamespace) -> None:
    for user in (here.other, making.User.objects.create_user("nobody@example.org")):
        with pytest.raises(PermissionDenied):
            actions.draw_up(here.duo, by=user)
    assert verbs() == []


def test_the_third_signature_begins_the_duo(here: SimpleNamespace) -> None:
    here.duo.programme.refresh_from_db()
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    sign(here, agreement, "volunteer", "organisation")
    assert fresh(here.duo).starts_on is None
    sign(here, agreement, "newcomer")
    duo = fresh(here.duo)
    assert (duo.starts_on, duo.ends_on) == (days(0), agreement.ends_on)
    assert list(FollowUp.objects.values_list("due_on", flat=True)) == [days(42), days(126)]
    assert not Application.objects.filter(pooled_since__isnull=False).exists()
    assert {row.phase for row in applications(days(0))} == {"in_duo"}
    signed = [("agreement.signed", "buddy-signed")] * 3
    assert verbs() == [("agreement.drawn_up", "buddy-running"), *signed, ("duo.begun", "buddy-signed")]
    assert len(subjects()) == 4
    stored = Signature.objects.get(signer="newcomer")
    assert (stored.user, stored.text_hash, stored.signed_at) == (
        here.newcomer, agreement.text_hash, clock.now()
    )  # fmt: skip


def test_a_duo_signed_late_begins_on_the_day_of_the_last_signature(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    sign(here, agreement, "newcomer", "volunteer")
    with clock.moved_to(making.at(5)):
        sign(here, agreement, "organisation")
    assert fresh(here.duo).starts_on == days(5)
    assert fresh(here.duo).ends_on == agreement.ends_on


def test_a_volunteer_with_another_place_goes_on_waiting(here: SimpleNamespace) -> None:
    Application.objects.filter(pk=here.duo.volunteer_id).update(capacity=2)
    begun(here)
    assert Application.objects.get(pk=here.duo.newcomer_id).pooled_since is None
    assert Application.objects.get(pk=here.duo.volunteer_id).pooled_since == days(-40)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(Signer.values),
    again=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    languages=st.lists(st.sampled_from(["ar", "nl", "en"]), min_size=3, max_size=3),
)
def test_whatever_the_order_and_whoever_signs_twice_the_duo_begins_once_with_the_third(
    here: SimpleNamespace, order: list[str], again: list[int], languages: list[str]
) -> None:
    undo = transaction.savepoint()
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    for number, signer in enumerate(order):
        assert fresh(here.duo).starts_on is None
        actions.sign(agreement, signer, by=signer_of(here, signer), language=languages[number])
        for _once_more in range(again[number]):
            with pytest.raises(ValidationError):
                actions.sign(agreement, signer, by=signer_of(here, signer), language="en")
    assert fresh(here.duo).starts_on == days(0)
    assert Signature.objects.count() == 3
    assert FollowUp.objects.count() == 2
    assert [verb for verb, _why in verbs()].count("duo.begun") == 1
    transaction.savepoint_rollback(undo)


def test_a_proposal_without_an_answer_takes_no_place_for_good(here: SimpleNamespace) -> None:
    volunteer = here.duo.volunteer
    Application.objects.filter(pk=volunteer.pk).update(capacity=2)
    other = making.duo(here.programme, None, volunteer, slot=2)
    sign(here, actions.draw_up(here.duo, by=here.coordinator))
    answer(other, "newcomer", "no", by=here.coordinator)
    assert applications(days(0)).get(pk=volunteer.pk).phase == "pool"


def test_nobody_signs_for_somebody_else(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    users = (here.newcomer, here.volunteer, here.coordinator, here.other)
    for signer, user in itertools.product(Signer.values, users):
        if user == signer_of(here, signer):
            continue
        with pytest.raises(PermissionDenied):
            actions.sign(agreement, signer, by=user, language="en")
    assert not Signature.objects.exists()


def test_a_coordinator_who_is_one_of_the_two_does_not_sign_for_the_organisation(
    here: SimpleNamespace,
) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    here.duo.volunteer.participant.user = here.coordinator
    here.duo.volunteer.participant.save()
    agreement.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.sign(agreement, "organisation", by=here.coordinator, language="en")


def test_a_text_that_is_another_or_was_taken_back_cannot_be_signed(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    with pytest.raises(ValidationError, match="not the one you have read"):
        actions.sign(agreement, "newcomer", by=here.newcomer, language="en", read="0" * 64)
    with pytest.raises(ValidationError, match="language"):
        actions.sign(agreement, "newcomer", by=here.newcomer, language="sv")
    Agreement.objects.filter(pk=agreement.pk).update(texts={"en": "We meet twice."})
    with pytest.raises(ValidationError, match="not the one you have read"):
        actions.sign(agreement, "newcomer", by=here.newcomer, language="en")
    Agreement.objects.filter(pk=agreement.pk).update(texts=agreement.texts)
    actions.amend(here.duo, days_between=7, by=here.coordinator)
    with pytest.raises(ValidationError, match="taken back"):
        actions.sign(agreement, "newcomer", by=here.newcomer, language="en")
    assert not Signature.objects.exists()


def test_an_agreement_whose_last_day_has_passed_cannot_be_signed(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    with clock.moved_to(making.at(400)), pytest.raises(ValidationError, match="passed"):
        sign(here, agreement, "newcomer")


def test_a_duo_that_is_over_is_not_signed(here: SimpleNamespace) -> None:
    agreement = actions.draw_up(here.duo, by=here.coordinator)
    Duo.objects.filter(pk=here.duo.pk).update(over_on=days(0), outcome="taken_back")
    with pytest.raises(ValidationError, match="over"):
        sign(here, agreement, "newcomer")
    assert here.duo.answer(Side.NEWCOMER) == Answer.YES
