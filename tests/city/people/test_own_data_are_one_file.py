from __future__ import annotations

import json
from types import SimpleNamespace

from convive.city.buddies.actions.agreements import close_duo, pause
from convive.city.buddies.codes import EndingReason, PauseReason, Side
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.people import telling


def test_the_file_holds_everything_in_every_city_and_nothing_of_the_other(
    cast: SimpleNamespace, signed_in
) -> None:
    with in_city(cast.city):
        row = telling.enrolled(cast)
        programme = making.programme(cast.city, cast.buddies)
        mine = making.pooled(programme, Side.NEWCOMER)
        mine.participant = row
        mine.save()
        other = making.pooled(programme, Side.VOLUNTEER, name="Wilhelmina Anders", phone="0477 00 00 00")
        duo = making.active(programme, mine, other)
        making.met(duo, -3)
        making.hours(row, -3)
    with in_city(cast.other_city):
        making.participant(making.programme(cast.other_city, cast.lakeside), telling.NAME, row.user)
    text = signed_in(row.user).get("/me/data/").content.decode()
    parts = json.loads(text)["people"]["taking_part"]
    assert [part["city"] for part in parts] == ["laketown", "rivertown"]
    here = parts[1]
    assert here["organisation"] == "Buddies"
    assert (here["name"], here["phone"]) == (telling.NAME, telling.PHONE)
    assert {told["language"] for told in here["languages"]} == {"nl", "ps"}
    buddies = here["buddies"]
    assert len(buddies["applications"]) == len(buddies["hours_entries"]) == 1
    (told,) = buddies["duos"]
    assert (told["side"], len(told["meetings"])) == ("newcomer", 1)
    assert [signed["agreement__number"] for signed in told["own_signatures"]] == [1]
    for word in ("Wilhelmina", "0477 00 00 00", other.participant.email):
        assert word not in text


def test_nobody_reads_why_the_other_stopped_or_how_it_was_for_them(cast: SimpleNamespace, signed_in) -> None:
    with in_city(cast.city):
        programme = making.programme(cast.city, cast.buddies)
        duo = making.active(
            programme,
            making.pooled(programme, Side.NEWCOMER, user=cast.newcomer),
            making.pooled(programme, Side.VOLUNTEER, user=cast.volunteer),
        )
        making.met(duo, -3, mood=1, mood_of_other=3, met_others=True)
        making.met(duo, -2, mood=2, logged_by=Side.VOLUNTEER)
        pause(duo, since=making.TODAY, until=None, reason=PauseReason.HEALTH, by=cast.newcomer)
        close_duo(duo, reason=EndingReason.UNSAFE, by=cast.newcomer)
    for user, moods in ((cast.newcomer, [None, 1]), (cast.volunteer, [2, 3])):
        text = signed_in(user).get("/me/data/").content.decode()
        assert EndingReason.UNSAFE.value not in text
        assert PauseReason.HEALTH.value not in text
        (part,) = json.loads(text)["people"]["taking_part"]
        (told,) = part["buddies"]["duos"]
        assert [each["own_mood"] for each in told["meetings"]] == moods
        assert [each["met_others"] for each in told["meetings"]] == [None, True]


def test_the_first_page_of_an_account_leads_to_each_city(cast: SimpleNamespace, signed_in) -> None:
    with in_city(cast.city):
        row = telling.enrolled(cast)
    page = signed_in(row.user).get("/me/").content.decode()
    assert "/me/in/rivertown/" in page
    assert "/me/in/laketown/" not in page
