"""The radar, the desk, the week's letter and the reminders name the same duos, by the one cadence rule."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from convive.city.buddies.actions import reminders
from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import Agreement, FollowUp, Pause
from convive.city.buddies.phases import Rhythm, cadences
from convive.city.buddies.phases.cadence import Facts, cadence
from convive.city.buddies.queries import digests, radar
from convive.city.buddies.radar_words import reasons
from convive.core import desk
from tests.city import making
from tests.city.buddies.stage import running
from tests.city.making import TODAY, day


@pytest.fixture
def house(cast: SimpleNamespace, signed_in):
    """Duos in every rhythm. The cast's own has not met for 60 days."""
    with running(cast) as house:
        make = {name: making.active(house.programme, starts=-60) for name in
                ("late", "fine", "cancelled", "tried", "call", "follow_up", "paused")}  # fmt: skip
        making.met(make["late"], -20)
        making.met(make["fine"], -5)
        making.met(make["cancelled"], -25)
        making.met(make["cancelled"], -6, kind=MeetingKind.CANCELLED)
        making.met(make["tried"], -10)
        for number in (-4, -2):
            making.met(make["tried"], number, kind=MeetingKind.ATTEMPTED)
        making.met(make["call"], -3, call_wanted=True)
        making.met(make["follow_up"], -4)
        FollowUp.objects.create(city=house.city, duo=make["follow_up"], due_on=day(-1))
        Pause.objects.create(city=house.city, duo=make["paused"], since=day(-50), reason="pause-holiday")
        house.duos = make | {"silent": house.duo}
        house.client = signed_in(house.coordinator)
        house.address = f"/in/rivertown/buddies/{house.programme.slug}/duos/"
        yield house


TO_CALL = {"silent", "tried", "call", "follow_up"}


def shown(house: SimpleNamespace, query: str = "") -> list[str]:
    """The duos on the radar, in their order, by name."""
    page = house.client.get(house.address + query).content.decode()
    found = re.findall(r'class="who"><a class="ds-link" href="/in/rivertown/buddies/duos/(\d+)/', page)
    names = {str(duo.pk): name for name, duo in house.duos.items()}
    return [names[pk] for pk in found]


def test_who_needs_a_call_comes_first_then_who_is_late(house: SimpleNamespace) -> None:
    found = shown(house)
    assert found == ["call", "silent", "tried", "follow_up", "late", "cancelled", "fine", "paused"]


def test_radar_desk_digest_and_reminders_agree(house: SimpleNamespace) -> None:
    assert set(shown(house, "?rhythm=call")) == TO_CALL
    (task,) = [each for each in desk.tasks(house.coordinator, house.city) if "call" in each.title]
    assert "4 duos need a call" in task.title
    assert house.client.get(task.url).status_code == 200
    (waiting,) = digests.waiting([house.programme], TODAY)
    assert (waiting.to_call, waiting.follow_ups) == (4, 1)
    standings = radar.standings([house.programme], TODAY)
    late = {house.duos[name].pk for name in shown(house, "?rhythm=late")}
    assert set(reminders.to_remind(standings, TODAY)) == late == {house.duos["late"].pk}


def test_the_desk_reads_fewer_duos_and_finds_the_same(
    house: SimpleNamespace, django_assert_num_queries
) -> None:
    everyone = radar.standings([house.programme], TODAY)
    with django_assert_num_queries(4):
        assert radar.to_call([house.programme], TODAY) == [
            each for each in everyone if each.group == radar.CALL
        ]
    for number in range(3):
        making.active(house.programme, starts=-60 - number)
    with django_assert_num_queries(4):
        assert len(radar.to_call([house.programme], TODAY)) == len(TO_CALL) + 3


def test_a_row_says_why_with_values(house: SimpleNamespace) -> None:
    told = {each.duo: reasons(each) for each in radar.standings([house.programme], TODAY)}
    words = {name: " ".join(told[duo.pk]) for name, duo in house.duos.items()}
    assert words["silent"] == "No meeting yet, 60 days after the start; agreed every 14 days."
    assert words["late"] == "No meeting for 20 days; agreed every 14 days."
    assert words["tried"] == "Tried 2 times in vain since they last met."
    assert words["call"] == "One of the two would like a call."
    assert words["follow_up"] == "A follow-up was due on 1 November."
    assert words["paused"] == "In a pause: the days stand still."
    assert words["fine"] == "Met on 28 October; the next is expected by 11 November."


def test_filters_stand_in_the_address(house: SimpleNamespace) -> None:
    newcomer = house.duos["late"].newcomer
    newcomer.municipality = "Hillside"
    newcomer.save()
    assert shown(house, "?municipality=Hillside") == ["late"]
    assert shown(house, "?phase=paused") == ["paused"]
    assert shown(house, "?rhythm=late&municipality=Rivertown") == []


def test_the_radar_ranks_no_person(house: SimpleNamespace) -> None:
    page = house.client.get(house.address).content.decode()
    assert not re.search(r"score|points|rank|worst|best", page.split("<main")[1].split("</main")[0])


def test_another_organisation_sees_none_of_it(house: SimpleNamespace, signed_in) -> None:
    assert signed_in(house.elsewhere).get(house.address).status_code == 404
    assert not [task for task in desk.tasks(house.elsewhere, house.city) if "call" in task.title]


def test_the_days_agreed_are_those_of_the_newest_signed_agreement(house: SimpleNamespace) -> None:
    duo = house.duos["late"]
    making.agreement(duo, days_between=28, number=2)
    assert cadences([duo], TODAY)[duo.pk].rhythm == Rhythm.FINE
    Agreement.objects.filter(duo=duo, number=2).update(taken_back_at=making.NOW)
    assert cadences([duo], TODAY)[duo.pk].rhythm == Rhythm.LATE
    making.agreement(duo, days_between=28, number=3, signers=("newcomer", "organisation"))
    assert cadences([duo], TODAY)[duo.pk].agreed == 14


def test_many_at_once_stand_as_each_by_itself(house: SimpleNamespace) -> None:
    together = cadences(house.duos.values(), TODAY)
    for duo in house.duos.values():
        told = {kind: tuple(duo.meetings.filter(kind=kind).values_list("on", flat=True)) for kind in
                ("held", "cancelled", "attempted")}  # fmt: skip
        pauses = tuple(duo.pauses.values_list("since", "until"))
        assert cadence(Facts(duo.starts_on, 14, 30, **told, pauses=pauses), TODAY) == together[duo.pk]


def test_the_radar_asks_as_much_for_many_duos_as_for_few(
    house: SimpleNamespace, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(40) as few:
        house.client.get(house.address)
    for _ in range(6):
        making.active(house.programme, starts=-60)
    with django_assert_max_num_queries(len(few)):
        house.client.get(house.address)
