from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from psycopg import sql

from convive.city.buddies.codes import EndingReason, Outcome, Side
from convive.city.buddies.models import CalendarFeed, Duo, HoursEntry, Meeting, Proof
from convive.city.people.actions import (
    add_check,
    change_facts,
    erase_participant,
    give_consent,
    withdraw_consent,
)
from convive.city.people.letters import write
from convive.city.people.lists import Agreed
from convive.city.people.models import Availability, Check, Consent, Participant, SpokenLanguage
from convive.core import clock
from convive.core.actions import erase_account
from convive.core.mail import Letter, send_later
from convive.core.models import AuditEntry, Membership, User
from convive.core.reasons import Purpose
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.people import telling
from tests.conftest import letters, make_cast

WORDS = (telling.NAME.lower(), telling.EMAIL, telling.PHONE, "zahirullah", "zahir@")


@pytest.fixture
def cast(own_database: str) -> SimpleNamespace:
    return make_cast()


@pytest.fixture
def everything(owner: psycopg.Connection) -> Callable[[], str]:
    """Every row of every table as the owner sees them, without any wall, letters opened."""

    def read() -> str:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        found = []
        for (table,) in tables:
            query = sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier(table))
            for (row,) in owner.execute(query):
                found.append(json.dumps(row, ensure_ascii=False))
                sealed = (row.get("args") or {}).get("sealed") if table == "procrastinate_jobs" else None
                if sealed:
                    found.append(str(Letter.open(sealed)))
        return "\n".join(found).lower()

    return read


@pytest.fixture
def leaver(cast: SimpleNamespace) -> Participant:
    """Somebody in the middle of everything, with earlier versions of what they told."""
    with in_city(cast.city):
        row = telling.enrolled(cast)
        programme = making.programme(cast.city, cast.buddies)
        mine = making.pooled(programme, Side.NEWCOMER, municipality="Hillside", trajectory="obliged")
        mine.participant = row
        mine.save()
        duo = making.active(programme, mine, making.pooled(programme, Side.VOLUNTEER, name="The other"))
        meeting = making.met(duo, -3, mood=2, mood_of_other=3, call_wanted=True)
        making.hours(row, -3, meeting=meeting, by=cast.buddy_coordinator)
        making.hours(row, -4, by=cast.buddy_coordinator)
        Proof.objects.create(
            city=cast.city, participant=row, code="p", made_at=making.NOW, minutes=9, lines=[]
        )
        CalendarFeed.objects.create(city=cast.city, participant=row, key_hash="a" * 64, made_at=making.NOW)
        change_facts(row, by=row.user, needs=("quiet",), name=f"{telling.NAME} van Vroeger")
        give_consent(row, Agreed.PHOTOS, by=row.user)
        add_check(row, "training", "done", by=cast.buddy_coordinator)
        write(row, lambda: ("A letter", ["It waits."]))
        return row


def test_no_table_holds_the_name_the_address_or_the_number(
    cast: SimpleNamespace, leaver: Participant, everything: Callable[[], str]
) -> None:
    before = everything()
    assert [word for word in WORDS if word not in before] == []
    with in_city(cast.city):
        erase_participant(leaver, by=leaver.user, why=Purpose.OWN_WISH)
    after = everything()
    assert [word for word in WORDS if word in after] == []
    with in_city(cast.city):
        mine = {"participant": leaver}
        for model in (SpokenLanguage, Availability, Consent, Check, Proof, CalendarFeed):
            assert not model.objects.filter(**mine).exists(), model
        # What a programme had confirmed stays as a number; what was done elsewhere was the person's own.
        entry = HoursEntry.objects.get(**mine)
        assert (entry.meeting, entry.minutes, entry.code) == (Meeting.objects.get(), 120, "")
        assert not HoursEntry.history.field.model.objects.filter(participant_id=leaver.pk).exists()
        entry = AuditEntry.objects.get(verb="participant.erased")
        assert entry.why == Purpose.OWN_WISH


def test_what_goes_on_ends_kindly_and_the_other_is_told(cast: SimpleNamespace, leaver: Participant) -> None:
    with in_city(cast.city):
        erase_participant(leaver, by=None, why=Purpose.OWN_WISH)
        duo = Duo.objects.get(starts_on__isnull=False)
        assert (duo.outcome, duo.end_reason) == (Outcome.ENDED_EARLY, EndingReason.OTHER)
        assert duo.over_on == cast.city.today
        meeting = Meeting.objects.get()
        assert (meeting.mood, meeting.mood_of_other) == (None, 3), "what the other told is theirs"
        assert (meeting.call_wanted, meeting.minutes) == (False, 90)
        application = leaver.applications.get()
        assert application.withdrawn_on == cast.city.today
        assert (application.municipality, application.trajectory) == ("", "")
        assert AuditEntry.objects.filter(verb__in=("duo.left", "application.left")).count() == 2
        (letter,) = letters()
        assert letter.to == duo.volunteer.participant.email
        assert "nobody's fault" in letter.text


def test_how_it_was_for_somebody_is_in_no_history(cast: SimpleNamespace, leaver: Participant) -> None:
    with in_city(cast.city):
        event = Meeting.history.field.model
        assert event.objects.exists()
        kept = {field.name for field in event._meta.concrete_fields}
        assert not {"mood", "mood_of_other", "call_wanted"} & kept


def test_of_what_the_other_told_only_ones_own_side_is_emptied(
    cast: SimpleNamespace, leaver: Participant
) -> None:
    with in_city(cast.city):
        duo = Duo.objects.get()
        making.met(duo, -1, mood=1, mood_of_other=2, call_wanted=True, logged_by=Side.VOLUNTEER)
        erase_participant(leaver, by=None, why=Purpose.OWN_WISH)
        told = Meeting.objects.get(on=making.day(-1))
        assert (told.mood, told.mood_of_other, told.call_wanted) == (1, None, True)


def test_an_account_without_anything_else_goes_too_and_one_with_a_role_stays(
    cast: SimpleNamespace, leaver: Participant
) -> None:
    user = leaver.user
    with in_city(cast.city):
        other = making.participant(making.programme(cast.city, None, slug="of-the-city"), user=user)
        erase_participant(leaver, by=user, why=Purpose.OWN_WISH)
        user.refresh_from_db()
        assert user.is_active
        Membership.objects.create(
            city=cast.city, user=user, role="analyst", since=dt.date(2026, 1, 1), until=dt.date(2026, 2, 1)
        )
        erase_participant(other, by=user, why=Purpose.OWN_WISH)
    user.refresh_from_db()
    assert user.is_active


def test_only_the_person_or_their_coordinator_erases(cast: SimpleNamespace, leaver: Participant) -> None:
    with in_city(cast.city):
        for who in (cast.city_administrator, cast.volunteer, cast.outsider):
            with pytest.raises(PermissionDenied):
                erase_participant(leaver, by=who, why=Purpose.OWN_WISH)
        assert Participant.objects.get(pk=leaver.pk).erased_at is None
        erase_participant(leaver, by=cast.buddy_coordinator, why="people-asked")
        assert Participant.objects.get(pk=leaver.pk).erased_at is not None


def test_erasing_the_account_erases_every_city(
    cast: SimpleNamespace, leaver: Participant, everything: Callable[[], str]
) -> None:
    user = leaver.user
    with in_city(cast.other_city):
        making.participant(
            making.programme(cast.other_city, cast.lakeside), telling.NAME, user, phone=telling.PHONE
        )
    erase_account(user, by=user)
    after = everything()
    assert [word for word in WORDS if word in after] == []
    for city in (cast.city, cast.other_city):
        with in_city(city):
            assert not Participant.objects.filter(user__isnull=False).exists()


def test_letters_to_others_wait_on(cast: SimpleNamespace, leaver: Participant) -> None:
    with in_city(cast.city):
        send_later("somebody@example.org", "Stays", "It stays.", "en")
        erase_participant(leaver, by=None, why=Purpose.OWN_WISH)
        assert "somebody@example.org" in {letter.to for letter in letters()}


def test_without_the_needed_consent_all_ends_and_data_go_within_a_month(
    cast: SimpleNamespace, leaver: Participant
) -> None:
    with in_city(cast.city):
        withdraw_consent(leaver, Agreed.TAKE_PART, by=leaver.user)
        row = Participant.objects.get(pk=leaver.pk)
        assert row.delete_on == cast.city.today + dt.timedelta(days=30)
        assert row.told_on == cast.city.today
        assert row.erased_at is None
        assert not Duo.objects.filter(over_on__isnull=True).exists()
        assert leaver.applications.get().withdrawn_on == cast.city.today


def test_erasing_twice_does_nothing_the_second_time(cast: SimpleNamespace, leaver: Participant) -> None:
    with in_city(cast.city):
        erase_participant(leaver, by=None, why=Purpose.OWN_WISH)
        with clock.moved_to(clock.now() + dt.timedelta(days=1)):
            erase_participant(leaver, by=None, why=Purpose.OWN_WISH)
        assert AuditEntry.objects.filter(verb="participant.erased").count() == 1
    assert not User.objects.filter(email=telling.EMAIL).exists()
