"""The planner: waits by group, the outlook, and volunteers to look for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from convive.city.buddies import plan_words
from convive.city.buddies.codes import Side
from convive.city.buddies.jobs import planner as jobs
from convive.city.buddies.queries import planner as queries
from convive.core import clock
from convive.core.tenancy import in_city
from convive.engines.matching import Hours
from tests.city import making
from tests.city.making import NOW, TODAY, day


@pytest.fixture
def house(cast: SimpleNamespace):
    cache.clear()
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        making.coordinator_of(cast.neighbours, cast.editor)
        # Five met after 10, 20, … 50 days; one waits for 40 days, and one left after 15.
        for n in range(1, 6):
            newcomer = making.pooled(cast.programme, Side.NEWCOMER, intake_done_on=day(-100))
            making.active(cast.programme, newcomer, proposed_at=making.at(-100 + 10 * n), starts=-10)
        making.pooled(cast.programme, Side.NEWCOMER, since=day(-40), gender_wish="woman")
        making.pooled(cast.programme, Side.NEWCOMER, since=day(-30), withdrawn_on=day(-15))
        yield cast
    cache.clear()


def work_out(house: SimpleNamespace) -> dict:
    return queries.work_out(queries.read(house.programme, TODAY), lambda percent: None)


def test_the_wait_goes_from_being_ready_to_being_asked_about_a_duo_that_came_to_be(
    house: SimpleNamespace,
) -> None:
    found = {f"{each['kind']}:{each['code']}": each for each in work_out(house)["groups"]}
    everybody = found["all:"]
    assert (everybody["people"], everybody["met"], everybody["queue"]) == (7, 5, 1)
    # 7 at risk at 10 days, 5 at 20, 4 at 30, 3 at 40 (who waits for 40 still counts), 1 at 50.
    assert everybody["median"]["days"] == 40
    assert everybody["ahead"]["days"] == pytest.approx(365 / 5)
    assert found["language:ar"]["people"] == 7
    assert {key for key in found if key.startswith("time:")} == {"time:evening", "time:weekend"}
    assert (found["wish:woman"]["people"], found["wish:woman"]["median"], found["wish:woman"]["ahead"]) == (
        1,
        None,
        None,
    )


def test_who_waits_again_has_a_second_wait(house: SimpleNamespace) -> None:
    row = making.pooled(house.programme, Side.NEWCOMER, intake_done_on=day(-90))
    duo = making.active(house.programme, row, proposed_at=making.at(-80), starts=-70)
    type(duo).objects.filter(pk=duo.pk).update(over_on=day(-30), outcome="ended_early", end_reason="duo-time")
    type(row).objects.filter(pk=row.pk).update(pooled_since=day(-30))
    again = [
        each
        for each in queries.past_waits(house.programme)
        if each.began in (day(-90), day(-30)) and not each.left
    ]
    assert [(each.began, each.met) for each in again] == [(day(-90), day(-80)), (day(-30), None)]


def test_the_planner_looks_for_whom_those_who_wait_need(house: SimpleNamespace) -> None:
    for _n in range(3):
        making.pooled(house.programme, Side.NEWCOMER, gender_wish="woman", place_y=3_125_000)
    found = work_out(house)
    assert (found["newcomers"], found["volunteers"], found["would_wait"]) == (4, 0, 4)
    first = found["profiles"][0]
    assert (first["gender"], first["people"], first["languages"]) == ("woman", 3, ("nl",))
    assert plan_words.profile(first).startswith("A woman who speaks Dutch, free ")
    assert plan_words.profile(first).endswith(", in the middle of the area: could meet 3 of those who wait.")


def test_a_volunteer_like_one_that_many_need_is_looked_for(house: SimpleNamespace) -> None:
    for _n in range(3):
        making.pooled(house.programme, Side.NEWCOMER)
    making.pooled(house.programme, Side.VOLUNTEER)
    found = work_out(house)
    assert found["would_wait"] == 3
    assert found["profiles"][0]["people"] >= 2
    assert found["profiles"][0]["languages"] == ("nl", "en")
    assert found["profiles"][0]["times"] == ("evening", "weekend")


def test_when_somebody_is_free_is_told_from_their_hours() -> None:
    assert queries.times_of([Hours(0, 540, 720)]) == {"daytime"}
    assert queries.times_of([Hours(0, 960, 1200)]) == {"daytime", "evening"}
    assert queries.times_of([Hours(6, 540, 720)]) == {"weekend"}
    assert queries.times_of([]) == frozenset()


def test_the_page_waits_for_the_worker_and_then_shows_sentence_picture_and_table(
    house: SimpleNamespace, signed_in
) -> None:
    client, path = (
        signed_in(house.buddy_coordinator),
        f"/in/rivertown/buddies/{house.programme.slug}/planner/",
    )
    assert "being worked out" in client.get(path).content.decode()
    assert client.get(f"{path}waits.svg").status_code == 404
    jobs.plan(house.city.pk, house.programme.pk)
    page = client.get(path).content.decode()
    assert "Half of the newcomers are asked about a duo within 6 weeks." in page
    assert "too few to tell" in page
    assert "speak Arabic" in page
    assert "Person " not in page.split("<main")[1]
    picture = client.get(f"{path}waits.svg")
    assert (picture["Content-Type"], b"<svg" in picture.content[:200]) == ("image/svg+xml", True)
    assert client.get(f"{path}waits.json").json()["layer"]
    assert signed_in(house.editor).get(path).status_code == 404
    assert signed_in(house.editor).get(f"{path}waits.svg").status_code == 404


def test_the_plan_asks_as_much_for_many_as_for_few(
    house: SimpleNamespace, django_assert_max_num_queries
) -> None:
    for _n in range(8):
        making.pooled(house.programme, Side.NEWCOMER)
        making.pooled(house.programme, Side.VOLUNTEER)
    with django_assert_max_num_queries(11):
        work_out(house)
