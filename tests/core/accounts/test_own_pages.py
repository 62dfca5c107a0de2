from __future__ import annotations

from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from convive.core.actions import give_role
from convive.core.models import City, Membership, User
from convive.core.roles import Role
from convive.core.sessions import AT_MOST, device, forget_over
from convive.core.tenancy import in_city
from tests.core.accounts.conftest import PASSWORD, confirmed, who_is_in

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
PAGES = ["/me/", "/me/account/", "/me/sign-in/", "/me/sessions/", "/me/data/"]


@pytest.mark.parametrize("path", [*PAGES, "/me/erase/"])
def test_only_somebody_signed_in_has_own_pages(db: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={path}"


def test_a_person_sees_who_they_are_in_which_city(cast: SimpleNamespace, signed_in) -> None:
    page = signed_in(cast.buddy_coordinator).get("/me/").content.decode()
    assert "Buddy coordinator, " in page
    assert "Rivertown" in page
    assert "Laketown" not in page


def test_a_new_name_and_language_hold_at_once(officer: User, sign_in) -> None:
    client = sign_in(officer)
    client.cookies["django_language"] = "fr"
    client.post("/me/account/", {"name": "Hanne", "language": "nl"})
    officer.refresh_from_db()
    assert (officer.name, officer.language) == ("Hanne", "nl")
    assert b'<html lang="nl"' in client.get("/me/").content


def test_a_name_cannot_be_empty_nor_a_language_unknown(officer: User, sign_in) -> None:
    answer = sign_in(officer).post("/me/account/", {"name": "", "language": "tlh"})
    assert answer.status_code == 422
    assert b"ds-error-summary" in answer.content


def test_sessions_are_listed_and_ended(officer: User, sign_in) -> None:
    phone, desk = sign_in(officer, agent=CHROME), sign_in(officer, agent=FIREFOX)
    page = desk.get("/me/sessions/").content.decode()
    assert "Firefox on Linux" in page
    assert "Chrome on Android" in page
    other = UserSession.objects.get(user_agent=CHROME)
    desk.post("/me/sessions/", {"end": other.pk})
    assert phone.get("/me/").status_code == 302
    assert desk.get("/me/").status_code == 200
    assert "Chrome on Android" not in desk.get("/me/sessions/").content.decode()


def test_all_other_sessions_end_at_once(officer: User, sign_in) -> None:
    others, here = [sign_in(officer) for _session in range(3)], sign_in(officer)
    here.post("/me/sessions/", {"end": "others"})
    assert [client.get("/me/").status_code for client in [*others, here]] == [302, 302, 302, 200]


def test_nobody_ends_the_session_of_another(officer: User, newcomer: User, sign_in) -> None:
    theirs, mine = sign_in(newcomer), sign_in(officer)
    mine.post("/me/sessions/", {"end": UserSession.objects.get(user=newcomer).pk})
    assert theirs.get("/me/").status_code == 200


def test_the_oldest_session_ends_where_there_are_too_many(officer: User, sign_in, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False
    clients = [sign_in(officer) for _session in range(AT_MOST + 1)]
    assert clients[0].get("/me/").status_code == 302
    assert clients[1].get("/me/").status_code == 200
    assert UserSession.objects.filter(user=officer).count() == AT_MOST


def test_a_new_password_ends_the_other_sessions(officer: User, sign_in) -> None:
    other, here = sign_in(officer), sign_in(officer)
    new = "another horse battery"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert who_is_in(here) == officer.pk
    assert other.get("/me/").status_code == 302
    assert len(here.get("/me/sessions/").context["places"]) == 1


def test_sessions_that_are_over_are_forgotten(officer: User, sign_in) -> None:
    here, gone = sign_in(officer), sign_in(officer)
    gone.session.delete()
    assert forget_over() == 1
    assert UserSession.objects.get(user=officer).session_key == here.session.session_key


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_in_words(says: str, words: str) -> None:
    assert device(says) == words


def test_a_person_takes_away_everything_kept_about_them(
    cast: SimpleNamespace, sign_in, officer: User
) -> None:
    with in_city(cast.city):
        give_role(
            cast.city,
            email="colleague@example.org",
            role=Role.ANALYST,
            why="starts",
            by=cast.city_administrator,
            name="Col",
        )
    administrator = cast.city_administrator
    answer = sign_in(confirmed(administrator)).get("/me/data/")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = answer.json()
    assert data["account"]["e-mail"] == administrator.email
    assert data["cities"][0]["roles"][0]["role"] == "city_administrator"
    assert [act["verb"] for act in data["cities"][0]["own_acts"]] == ["membership.added"]
    assert len(data["sessions"]) == 1
    text = answer.content.decode()
    assert administrator.password not in text
    assert officer.email not in text
    assert "colleague@example.org" not in text


@pytest.mark.parametrize("path", [*PAGES, "/accounts/email/", "/accounts/2fa/webauthn/"])
def test_a_page_asks_no_more_of_the_database_when_there_is_more_to_show(
    path: str, cast: SimpleNamespace, officer: User, sign_in, django_assert_max_num_queries
) -> None:
    for number in range(12):
        city = City.objects.create(
            slug=f"town-{number}",
            names={"en": f"Town {number}"},
            country="XB",
            official_code=str(number),
            official_code_year=2026,
            time_zone="Europe/Brussels",
            languages=["en"],
        )
        with in_city(city):
            Membership.objects.create(city=city, user=officer, role=Role.ANALYST, since=city.today)
    client = [sign_in(officer) for _session in range(10)][-1]
    # The file of one's data reads each city behind its own wall: it grows with the cities alone.
    with django_assert_max_num_queries(150 if path == "/me/data/" else 25):
        assert client.get(path).status_code == 200
