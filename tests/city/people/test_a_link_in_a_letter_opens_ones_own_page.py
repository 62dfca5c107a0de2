from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.test import Client
from django.utils.http import urlsafe_base64_encode

from convive.city.people.entry import entry_link, make_token
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city.people import telling
from tests.conftest import letters
from tests.core.accounts.conftest import who_is_in

HOME = "/me/in/rivertown/"


@pytest.fixture
def row(cast: SimpleNamespace) -> Participant:
    with in_city(cast.city):
        return telling.enrolled(cast)


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


def test_whoever_changes_their_address_is_written_to_at_the_new_one(row: Participant) -> None:
    EmailAddress.objects.filter(user=row.user).update(verified=True)
    new = EmailAddress.objects.create(user=row.user, email="new@example.org", verified=True)
    old = EmailAddress.objects.get(email=telling.EMAIL)
    email_changed.send(
        sender=type(row.user), request=None, user=row.user, from_email_address=old, to_email_address=new
    )
    with in_city(row.city):
        assert Participant.objects.get(pk=row.pk).email == "new@example.org"
        assert AuditEntry.objects.filter(verb="participant.changed", actor=row.user).exists()


def test_looking_at_the_link_signs_nobody_in_and_the_button_does_once(row: Participant) -> None:
    path = path_of(entry_link(row.user, HOME))
    client = Client()
    for _scanner in range(3):
        answer = client.get(path)
        assert answer.status_code == 200
        assert b'<button class="ds-button" type="submit">' in answer.content
    assert who_is_in(client) is None
    answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME)
    assert who_is_in(client) == row.user.pk
    assert client.get(HOME).status_code == 200
    assert EmailAddress.objects.get(user=row.user).verified
    again = Client()
    again.post(path)
    assert who_is_in(again) is None


def test_after_seven_days_it_opens_nothing(row: Participant) -> None:
    path = path_of(entry_link(row.user, HOME))
    client = Client()
    with clock.moved_to(clock.now() + dt.timedelta(days=7, minutes=1)):
        client.post(path)
        assert who_is_in(client) is None
    with clock.moved_to(clock.now() + dt.timedelta(days=6, hours=23)):
        client.post(path)
        assert who_is_in(client) == row.user.pk


def test_a_changed_link_opens_nothing_and_sends_nothing(row: Participant, cast: SimpleNamespace) -> None:
    path, query = path_of(entry_link(row.user)).split("?")
    parts = path.strip("/").split("/")
    other = path_of(entry_link(cast.newcomer)).split("?")[0].strip("/").split("/")
    client = Client()
    for key, token in (
        (other[2], parts[3]),
        (parts[2], other[3]),
        (parts[2], parts[3][:-1] + "x"),
        ("%", "a-b-c"),
    ):
        client.post(f"/me/enter/{key}/{token}/?{query}")
    assert who_is_in(client) is None
    answer = client.post(f"/me/enter/{parts[2]}/{other[3]}/", {"again": "yes"})
    assert answer.status_code == 200
    assert letters() == []


def test_a_used_link_offers_another_to_the_same_address(row: Participant) -> None:
    path = path_of(entry_link(row.user, HOME))
    Client().post(path)
    assert Client().post(path, {"again": "yes"}).status_code == 200
    (letter,) = letters()
    assert letter.to == telling.EMAIL
    link = next(line for line in letter.text.splitlines() if "/me/enter/" in line)
    client = Client()
    client.post(path_of(link))
    assert who_is_in(client) == row.user.pk


@pytest.mark.parametrize("who", ["buddy_coordinator", "analyst", "secretary", "outsider"])
def test_whoever_works_here_signs_in_as_usual(who: str, cast: SimpleNamespace) -> None:
    user = getattr(cast, who)
    assert "/accounts/login/" in entry_link(user)
    key = urlsafe_base64_encode(str(user.pk).encode())
    client = Client()
    client.post(f"/me/enter/{key}/{make_token(user)}/")
    assert who_is_in(client) is None


def without_token(answer, email: str) -> str:
    page = answer.content.decode().replace(email, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_the_answer_is_the_same_for_an_address_that_nobody_has(row: Participant) -> None:
    known = Client().post("/me/enter/", {"email": telling.EMAIL})
    unknown = Client().post("/me/enter/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert without_token(known, telling.EMAIL) == without_token(unknown, "nobody@example.org")
    assert [letter.to for letter in letters()] == [telling.EMAIL]


def test_letters_with_links_are_few(row: Participant) -> None:
    statuses = [Client().post("/me/enter/", {"email": telling.EMAIL}).status_code for _try in range(4)]
    assert statuses == [200, 200, 200, 429]


def test_a_link_leads_only_to_ones_own_pages(row: Participant) -> None:
    for wrong in ("https://evil.example/", "//evil.example/", "/in/rivertown/", "/me/..//evil.example"):
        client = Client()
        path = path_of(entry_link(row.user)).split("?")[0]
        answer = client.post(path, {}, QUERY_STRING=f"next={wrong}")
        row.user.refresh_from_db()
        assert answer.headers["Location"].startswith("/me/")


def test_whoever_is_not_in_is_sent_a_link_to_the_page_they_wanted(row: Participant) -> None:
    wanted = f"{HOME}you/hours/"
    client = Client()
    answer = client.get(wanted)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/me/enter/?next={wanted}")
    page = client.get(answer.headers["Location"]).content.decode()
    assert f'href="/accounts/login/?next={wanted}"' in page, "staff sign in as they are used to"
    assert client.post(answer.headers["Location"], {"email": telling.EMAIL}).status_code == 200
    (letter,) = letters()
    link = next(line for line in letter.text.splitlines() if "/me/enter/" in line)
    answer = client.post(path_of(link))
    assert (answer.status_code, answer.headers["Location"]) == (302, wanted)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/me/", "/in/rivertown/"])
def test_a_link_leads_to_ones_own_pages_alone(elsewhere: str, row: Participant) -> None:
    Client().post(f"/me/enter/?next={elsewhere}", {"email": telling.EMAIL})
    (letter,) = letters()
    assert "next=%2Fme%2F" in letter.text
    assert "example.org/me" not in letter.text
    assert "rivertown" not in letter.text
