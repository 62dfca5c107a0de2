"""Every page of newcomers, volunteers and whoever wants to be one, wherever they stand, in every language."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, Response, expect

from convive.city.people.entry import make_token
from convive.core.models import User
from convive.site.demo import cast
from tests.browser.buddy_own_pages import MEETING, ON_THE_WAY, OPEN_TO_ALL, SENT, VOLUNTEER
from tests.browser.conftest import Site
from tests.browser.looking import Walk, answer_to
from tests.browser.visits import CITY

Begin = Callable[[str], Walk]
HOME = f"/me/in/{CITY}/"
NEWCOMER = next(person.email for person in cast.CAST if person.key == "newcomer")
OF_THE_CAST = (
    "SELECT d.id, d.newcomer_id FROM buddies_duo d JOIN buddies_application a ON a.id = d.newcomer_id"
    " JOIN people_participant p ON p.id = a.participant_id WHERE p.email = %s"
)
FREE = (
    "SELECT min(id), min(id) FROM buddies_application WHERE side = 'newcomer' AND withdrawn_on IS NULL"
    " AND id NOT IN (SELECT newcomer_id FROM buddies_duo)"
)
TWO = "SELECT id, newcomer_id FROM buddies_duo WHERE over_on IS NULL"
# Of somebody who stands at a point of the way: what the addresses there name, and their application.
STANDS = {
    "applied": f"{FREE} AND intake_on IS NULL",
    "talks": f"{FREE} AND intake_on > now()",
    "waits": f"{FREE} AND pooled_since IS NOT NULL AND held_until IS NULL",
    "not_now": f"{FREE} AND held_until > now()",
    "asked": f"{TWO} AND newcomer_answer = '' AND volunteer_answer = '' LIMIT 1",
    "said_yes": f"{TWO} AND newcomer_answer = 'yes' AND volunteer_answer = '' LIMIT 1",
    "accepted": f"{TWO} AND newcomer_answer = 'yes' AND volunteer_answer = 'yes' AND starts_on IS NULL LIMIT 1",
    "paused": "SELECT d.id, newcomer_id FROM buddies_duo d JOIN buddies_pause p ON p.duo_id = d.id"
    " WHERE over_on IS NULL AND until IS NULL LIMIT 1",
    "time_is_over": f"{TWO} AND ends_on < now() LIMIT 1",
    "day_has_passed": "SELECT d.id, newcomer_id FROM buddies_duo d JOIN buddies_meeting m ON m.duo_id = d.id"
    " WHERE over_on IS NULL AND m.kind = 'planned' LIMIT 1",
    "parted": "SELECT id, newcomer_id FROM buddies_duo WHERE outcome = 'completed' LIMIT 1",
}
# What the demo leaves out, made as somebody comes to stand there.
FIRST = {
    "asked": "UPDATE buddies_duo SET reasons = '["
    '{"code": "also_speak", "values": {"language": "ar"}}, {"code": "distance", "values": {"km": 1.4}},'
    ' {"code": "interests", "values": {"shared": ["walking", "cooking"]}}'
    "]' WHERE newcomer_answer = '' RETURNING id",
    "said_yes": "UPDATE buddies_duo SET newcomer_answer = 'yes', newcomer_answered_at = now()"
    " WHERE id = (SELECT max(id) FROM buddies_duo WHERE newcomer_answer = '' AND over_on IS NULL) RETURNING id",
    "accepted": "DELETE FROM buddies_signature s USING buddies_agreement a, buddies_duo d"
    " WHERE s.agreement_id = a.id AND a.duo_id = d.id AND d.starts_on IS NULL RETURNING s.id",
    "day_has_passed": "UPDATE buddies_meeting SET \"on\" = now()::date - 1 WHERE kind = 'planned' RETURNING id",
    "parted": "UPDATE buddies_application SET asked_to_go_on = now()::date"
    " WHERE id IN (SELECT newcomer_id FROM buddies_duo WHERE outcome = 'completed') RETURNING id",
}


def test_the_pages_of_two_who_meet(begin: Begin, site: Site) -> None:
    duo, application = stand(site, OF_THE_CAST, NEWCOMER)
    newcomer, volunteer = begin("newcomer"), begin("volunteer")
    keys: dict[str, object] = {"duo": duo}
    # Telling of a meeting of today takes three touches, and nothing is typed.
    newcomer.page.locator("main a[href*='/duos/']").first.click()
    newcomer.page.get_by_role("link", name="We met").click()
    newcomer.page.get_by_role("button", name="We met").click()
    expect(newcomer.page.get_by_text("Thank you. You met on")).to_be_visible()
    newcomer.page.goto(f"{HOME}hours/add/")
    newcomer.page.get_by_role("button", name="Get a code").click()
    keys["added"] = last_part(newcomer.page)
    keys |= proofs(newcomer.page)
    ((keys["told"], keys["settled"]),) = site.sql(
        "SELECT max(id) FILTER (WHERE logged_by = 'newcomer' AND \"on\" >= now()::date - 1),"
        " min(id) FROM buddies_meeting WHERE duo_id = %s AND kind = 'held'",
        duo,
    )
    ((keys["of_a_meeting"], keys["confirmed"]),) = site.sql(
        "SELECT max(h.id) FILTER (WHERE meeting_id IS NOT NULL AND confirmed_at IS NULL),"
        " min(h.id) FILTER (WHERE confirmed_at IS NOT NULL) FROM buddies_hoursentry h"
        " JOIN buddies_application a ON a.participant_id = h.participant_id WHERE a.id = %s",
        application,
    )
    for walk, visits in ((newcomer, MEETING), (volunteer, VOLUNTEER)):
        for visit in visits:
            walk.see(visit, visit.address.format(**keys))
        walk.saw_all_of(visits)


def test_what_two_who_meet_see_once_a_form_is_sent(begin: Begin, site: Site) -> None:
    duo, _application = stand(site, OF_THE_CAST, NEWCOMER)
    walk = begin("newcomer")
    wrong, take_back, calendar = SENT

    def without_a_day(page: Page) -> Response:
        page.goto(wrong.address.format(duo=duo))
        page.locator("[name=day][value=other]").check()
        page.locator("main summary").click()
        # By the keyboard: what has just unfolded may still move under a finger.
        page.locator("[name=mood][value='3']").focus()
        page.keyboard.press("Space")
        return answer_to(page, page.locator("main form [type=submit]").first.click)

    def by_the_button(address: str, button: str) -> Callable[[Page], Response]:
        def come(page: Page) -> Response:
            page.goto(address)
            return answer_to(page, page.locator(f"main {button}").first.click)

        return come

    walk.see(wrong, come=without_a_day)
    walk.see(take_back, come=by_the_button(take_back.address, "[name=take_back]"))
    walk.see(calendar, come=by_the_button(calendar.address, "[name=do][value=make]"))
    walk.saw_all_of(SENT)


@pytest.mark.parametrize("where", ON_THE_WAY)
def test_the_pages_of_somebody_on_the_way(where: str, begin: Begin, site: Site) -> None:
    if where in FIRST:
        site.sql(FIRST[where])
    key, application = stand(site, STANDS[where])
    ((planned,),) = site.sql("SELECT max(id) FROM buddies_meeting WHERE kind = 'planned'")
    walk = begin("newcomer")
    for visit in ON_THE_WAY[where]:
        walk.see(visit, visit.address.format(**{where: key}, application=application, planned=planned))
    walk.saw_all_of(ON_THE_WAY[where])


def test_the_pages_that_are_open_to_all(begin: Begin, site: Site) -> None:
    stand(site, OF_THE_CAST, NEWCOMER)
    keys = proofs(begin("newcomer").page)
    ((key, password, last_login),) = site.sql(
        "SELECT id, password, last_login FROM core_user WHERE email = %s", NEWCOMER
    )
    user = User(pk=key, email=NEWCOMER, password=password, last_login=last_login)
    keys |= {"user": urlsafe_base64_encode(force_bytes(key)), "token": make_token(user)}
    walk, asked = begin("nobody"), itertools.count()

    def sent_empty(page: Page) -> Response:
        page.goto(OPEN_TO_ALL[2].address)
        return answer_to(page, page.locator("main form [type=submit]").click)

    def asked_for_a_link(page: Page) -> Response:
        page.goto("/me/enter/")
        # One address may ask only a few times.
        page.locator("main input[type=email]").fill(f"{next(asked)}@example.org")
        return answer_to(page, page.locator("main form [type=submit]").click)

    def by_a_link(page: Page) -> Response | None:
        # It speaks the language of the person's letters.
        site.sql("UPDATE core_user SET language = %s WHERE id = %s RETURNING id", next(spoken), key)
        return page.goto("/me/enter/{user}/{token}/".format(**keys), wait_until="load")

    spoken = iter(walk.languages)
    for visit in OPEN_TO_ALL:
        if visit.status == 422:
            walk.see(visit, come=sent_empty)
        elif visit.address.endswith("?sent"):
            walk.see(visit, come=asked_for_a_link)
        elif "{token}" in visit.address:
            walk.see(visit, come=by_a_link)
        else:
            walk.see(visit, visit.address.format(**keys))
    walk.saw_all_of(OPEN_TO_ALL)


def stand(site: Site, query: str, *values: object) -> tuple[object, object]:
    """Let the cast's newcomer stand where somebody stands: gives their account to that person's row."""
    ((key, application),) = site.sql(query, *values)
    ((user,),) = site.sql("SELECT id FROM core_user WHERE email = %s", NEWCOMER)
    site.sql("UPDATE people_participant SET user_id = NULL WHERE user_id = %s RETURNING id", user)
    ((_participant,),) = site.sql(
        "UPDATE people_participant SET user_id = %s"
        " WHERE id = (SELECT participant_id FROM buddies_application WHERE id = %s) RETURNING id",
        user,
        application,
    )
    return key, application


def proofs(page: Page) -> dict[str, object]:
    """The codes of two proofs of a newcomer's hours, of which the second is taken back."""
    codes = []
    for _number in range(2):
        page.goto(f"{HOME}hours/proof/")
        page.get_by_role("button", name="Make the proof").click()
        codes.append(last_part(page))
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take the proof back").click()
    return dict(zip(("proof", "taken_back"), codes, strict=True))


def last_part(page: Page) -> str:
    """The key at the end of a page's address."""
    return page.url.rstrip("/").rsplit("/", 1)[-1]
