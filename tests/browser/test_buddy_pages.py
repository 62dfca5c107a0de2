"""Every page of the buddy rooms for whoever coordinates them, in every language."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.buddy_pages import BEFORE, OF_AN_IMPORT, PROGRAMME, WITH_A_TABLE
from tests.browser.conftest import Site
from tests.browser.looking import WORKED_OUT_IN, Walk
from tests.browser.visits import CITY

MATCHING = f"/in/{CITY}/buddies/{PROGRAMME}/matching/"
# Somebody or something of the demo that stands where a page is of use, by the name in addresses.
KEYS = {
    "applied": "SELECT min(id) FROM buddies_application WHERE outcome = '' AND withdrawn_on IS NULL",
    "waiting": "SELECT min(id) FROM buddies_application WHERE side = 'newcomer' AND outcome = 'ready'"
    " AND pooled_since IS NOT NULL AND held_until IS NULL AND withdrawn_on IS NULL",
    "participant": "SELECT min(newcomer.participant_id) FROM buddies_duo JOIN buddies_application newcomer"
    " ON newcomer.id = newcomer_id WHERE over_on IS NULL",
    "held": "SELECT min(id) FROM buddies_application WHERE outcome = 'ready' AND held_until > now()",
    "volunteer": "SELECT min(id) FROM buddies_application WHERE side = 'volunteer' AND outcome = 'ready'"
    " AND withdrawn_on IS NULL",
    "parted": "SELECT min(newcomer_id) FROM buddies_duo WHERE outcome = 'completed'",
    "active": "SELECT min(d.id) FROM buddies_duo d JOIN buddies_meeting m ON m.duo_id = d.id"
    " WHERE d.over_on IS NULL AND m.kind = 'planned'",
    "asked": "SELECT min(id) FROM buddies_duo WHERE newcomer_answer = '' AND over_on IS NULL",
    "accepted": "SELECT min(id) FROM buddies_duo WHERE newcomer_answer = 'yes' AND volunteer_answer = 'yes'"
    " AND starts_on IS NULL AND over_on IS NULL",
    "unsigned": "SELECT min(duo_id) FROM buddies_agreement JOIN buddies_duo AS duo ON duo.id = duo_id"
    " WHERE taken_back_at IS NULL AND duo.starts_on IS NULL AND duo.over_on IS NULL",
    "paused": "SELECT min(duo_id) FROM buddies_pause WHERE until IS NULL",
    "over": "SELECT min(id) FROM buddies_duo WHERE outcome = 'completed'",
    "meeting": "SELECT min(id) FROM buddies_meeting WHERE kind = 'held'",
    "activity": "SELECT max(id) FROM buddies_groupactivity",
    "commitment": "SELECT min(id) FROM buddies_commitment",
    "code": "SELECT min(code) FROM buddies_hoursentry WHERE confirmed_at IS NULL",
}
KEYS_OF_A_TABLE = {
    "round": "SELECT max(id) FROM buddies_round",
    "lined": "SELECT min(newcomer_id) FROM buddies_roundduo",
}


@pytest.fixture
def walk(begin: Callable[[str], Walk]) -> Walk:
    return begin("coordinator")


def test_every_room_of_the_buddies(walk: Walk, site: Site) -> None:
    keys = look_up(site, KEYS)
    for visit in BEFORE:
        walk.see(visit, visit.address.format(**keys))
    walk.saw_all_of(BEFORE)


def test_every_page_of_a_matching_table(walk: Walk, site: Site) -> None:
    walk.page.goto(MATCHING)
    walk.page.locator(f"form[action='{MATCHING}propose/'] button").click()
    walk.page.locator("#duos").wait_for(timeout=WORKED_OUT_IN)
    keys = look_up(site, KEYS_OF_A_TABLE)
    for visit in WITH_A_TABLE:
        walk.see(visit, visit.address.format(**keys))
    walk.saw_all_of(WITH_A_TABLE)


def test_the_page_of_an_import(walk: Walk) -> None:
    file = "side,name,email,agreed\nnewcomer,Ana,ana@example.org,take_part:2026-10-01\n"
    walk.page.goto(f"/in/{CITY}/buddies/{PROGRAMME}/people/import/")
    walk.page.locator("[name=people]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": file.encode()}
    )
    walk.page.locator("main form button[type=submit]").click()
    walk.page.locator("main form:has([name=sealed]) button").click()
    walk.page.locator(".facts").wait_for(timeout=WORKED_OUT_IN)
    (visit,) = OF_AN_IMPORT
    walk.see(visit, walk.page.url)
    walk.saw_all_of(OF_AN_IMPORT)


def look_up(site: Site, queries: dict[str, str]) -> dict[str, object]:
    found = {name: site.sql(query)[0][0] for name, query in queries.items()}
    assert [name for name, key in found.items() if key is None] == []
    return found
