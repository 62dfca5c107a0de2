"""What a coordinator sees and does on the matching table, without script; and how much it asks of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from convive.city.buddies import matching_words, table_words
from convive.city.buddies.actions import matching
from convive.city.buddies.codes import Side
from convive.city.buddies.models import Duo, Programme, Round
from convive.core import clock
from convive.core.tenancy import in_city
from convive.engines.matching import Criteria
from tests.city import making
from tests.city.buddies import matching_stage as stage

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference" / "criteria.md"


@pytest.fixture
def programme(cast: SimpleNamespace) -> Iterator[Programme]:
    with clock.moved_to(stage.MOMENT), in_city(cast.city):
        yield making.programme(cast.city, cast.buddies)


@pytest.fixture
def client(cast, signed_in) -> Client:
    return signed_in(cast.buddy_coordinator)


def table(programme: Programme) -> str:
    return f"/in/rivertown/buddies/{programme.slug}/matching/"


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def primaries(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main>")]
    buttons = re.findall(r'<(?:button|a) class="ds-button"([^>]*)>(.*?)</(?:button|a)>', main)
    return [label for attributes, label in buttons if "data-variant" not in attributes]


def test_a_moment_from_before_to_the_end(cast, programme, client) -> None:
    stage.people(programme, 2, 1)
    url = table(programme)
    page = text(client, url)
    assert "2 newcomers and 1 volunteer wait for a duo." in page
    assert "At most 8 km apart." in page
    assert "rivertown 2026-11-02" in page, "the seed is public before the day"
    assert primaries(page) == ["Propose duos for 2 November 2026"]

    client.post(f"{url}propose/")
    page = text(client, url)
    assert "0 of 100" in page
    assert primaries(page) == []

    row = stage.at_it(Round.objects.get())
    page = text(client, url)
    assert "1 duo proposed. 1 newcomer still waits." in page
    assert "Free together Monday 18:00–21:00 and Saturday 10:00–13:00: 6 hours a week" in page
    assert "Both speak Dutch: the newcomer A2, the volunteer C2." in page
    assert "2 newcomers fit nobody but 1 volunteer, who have 1 place free." in page
    assert "no other set of duos would be better" in page
    assert primaries(page) == ["Ask 1 duo"]

    line = row.lines.get()
    client.post(f"{url}lines/{line.pk}/lock/")
    assert "locked" in text(client, url)
    client.post(f"{url}lines/{line.pk}/hold-back/")
    assert primaries(text(client, url)) == []
    client.post(f"{url}lines/{line.pk}/release/")

    ask = text(client, f"{url}ask/")
    assert "Both people of each duo get a letter" in ask
    client.post(f"{url}ask/", {"lines": re.search(r'name="lines" value="([\d,]+)"', ask)[1]})
    assert Duo.objects.get().line.pk == line.pk
    assert "No answer yet." in text(client, url)

    client.post(f"{url}close/")
    assert f"{url}{row.pk}/" in text(client, url)
    assert "closed on" in text(client, f"{url}{row.pk}/")


def test_the_second_best_is_offered_and_can_be_chosen(cast, programme, client) -> None:
    newcomers, volunteers = stage.people(programme, 1, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    ((_newcomer, now),) = stage.pairs(row)
    other = next(each for each in volunteers if each.pk != now)
    url = f"{table(programme)}people/{newcomers[0].pk}/"
    page = text(client, url)
    assert "Who fits is being worked out." in page
    assert f"Now: {newcomers[0].participant.name} and" in page, "who they are with stands there at once"
    assert primaries(page) == []
    stage.find_choices(row, newcomers[0])
    page = text(client, url)
    assert "The second best" in page
    assert "As many duos in all." in page
    assert primaries(page) == [f"Choose {other.participant.name}"]
    client.post(url, {"other": str(other.pk)})
    assert stage.pairs(stage.at_it(row)) == {(newcomers[0].pk, other.pk)}


def test_who_fits_a_volunteer_who_waits_is_told(cast, programme, client) -> None:
    newcomers, volunteers = stage.people(programme, 1, 2)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    ((_newcomer, now),) = stage.pairs(row)
    idle = next(each for each in volunteers if each.pk != now)
    stage.find_choices(row, idle)
    page = text(client, f"{table(programme)}people/{idle.pk}/")
    assert newcomers[0].participant.name in page


def test_whom_somebody_is_with_is_not_offered_as_another(cast, programme, client) -> None:
    newcomers, volunteers = stage.people(programme, 1, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    for person in (newcomers[0], volunteers[0]):
        stage.find_choices(row, person)
        page = text(client, f"{table(programme)}people/{person.pk}/")
        assert "Nobody else fits by the criteria" in page
        assert primaries(page) == []


def test_a_line_that_changes_asks_for_the_choices_anew(cast, programme, client) -> None:
    newcomers, _volunteers = stage.people(programme, 2, 3)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    url = f"{table(programme)}people/{newcomers[0].pk}/"
    stage.find_choices(row, newcomers[0])
    assert "The second best" in text(client, url)
    theirs, others = (row.lines.filter(newcomer=each).get() for each in newcomers)
    matching.lock(others, by=cast.buddy_coordinator)
    assert "Who fits is being worked out." in text(client, url)
    stage.find_choices(row, newcomers[0])
    page = text(client, url)
    assert "The second best" in page
    assert f"Choose {theirs.volunteer.participant.name}" not in page
    matching.close_round(row, by=cast.buddy_coordinator)
    stage.find_choices(row, newcomers[0])
    assert client.get(url).status_code == 302


def test_choices_that_cannot_be_worked_out_say_so(cast, programme, client, monkeypatch, caplog) -> None:
    newcomers, _volunteers = stage.people(programme, 1, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    monkeypatch.setattr("convive.city.buddies.choices.engine.read", None)
    stage.find_choices(row, newcomers[0])
    assert "Something went wrong on our side" in text(client, f"{table(programme)}people/{newcomers[0].pk}/")
    assert "could not be worked out" in caplog.text


def test_what_stands_in_the_way_is_told_with_a_fresh_table(cast, programme, client) -> None:
    newcomers, _volunteers = stage.people(programme, 1, 1)
    row = stage.worked_out(programme, cast.buddy_coordinator)
    making.duo(programme, newcomers[0], making.pooled(programme, Side.VOLUNTEER))
    answer = client.post(f"{table(programme)}ask/", {"lines": str(row.lines.get().pk)}, follow=True)
    page = answer.content.decode()
    assert "is asked or in a duo by now" in page
    assert "Nobody was asked." in page


def test_a_page_asks_as_much_of_a_small_table_as_of_a_large_one(cast, programme, client) -> None:
    numbers = []
    for more in (3, 9):
        newcomers, _volunteers = stage.people(programme, 2 * more, more)
        row = stage.worked_out(programme, cast.buddy_coordinator)
        # Which of them wait is the draw's.
        drawn = set(row.lines.values_list("newcomer_id", flat=True))
        waits = next(each for each in newcomers if each.pk not in drawn)
        matching.confirm(row, [row.lines.all()[0]], by=cast.buddy_coordinator)
        stage.find_choices(row, waits)
        counted = []
        for url in (
            table(programme),
            f"{table(programme)}{row.pk}/",
            f"{table(programme)}{row.pk}/waiting/newcomer/",
            f"{table(programme)}people/{waits.pk}/",
            f"{table(programme)}ask/",
        ):
            with CaptureQueriesContext(connection) as queries:
                text(client, url)
            counted.append(len(queries))
        matching.close_round(row, by=cast.buddy_coordinator)
        with CaptureQueriesContext(connection) as queries:
            text(client, table(programme))
        numbers.append([*counted, len(queries)])
    assert numbers[0] == numbers[1]


def test_every_code_of_the_reference_has_a_sentence() -> None:
    part = DOCS.read_text(encoding="utf-8").split("## Codes")[1]
    rows = [row for row in part.splitlines() if row.startswith("| `")]
    codes = {code for row in rows for code in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert codes == set(matching_words.SENTENCES)


def test_sentences_are_in_the_language_of_the_reader() -> None:
    given = [
        {"code": "distance", "values": {"km": 3.16, "at_most": 8}},
        {"code": "overlap", "values": {"hours": 1.5, "at_least": None, "when": [[1, 1080, 1170]]}},
    ]
    assert matching_words.reasons(given) == [
        "They live about 3.2 km apart (at most 8).",
        "Free together Tuesday 18:00–19:30: 1.5 hours a week.",
    ]
    with translation.override("nl"):
        assert "3,2" in matching_words.reasons(given)[0]
        assert "dinsdag" in matching_words.reasons(given)[1]
        assert matching_words.listed(["a", "b"]) == "a en b"


def test_what_would_help_is_told_with_its_numbers() -> None:
    nearer = {
        "rules": ["distance"], "wider": {"distance_km": 8.0}, "before": {"distance_km": 5.0}, "people": 2,
        "instead": False,
    }  # fmt: skip
    told = matching_words.would_help(nearer, "newcomer")
    assert told == "2 volunteers, if the way may be 8 km instead of 5 km."
    both = nearer | {"rules": ["overlap", "newcomer_wish"], "wider": {"overlap_hours": 1.0}, "before": {}}
    told = matching_words.would_help(both | {"people": 1, "instead": True}, "volunteer")
    assert told == (
        "1 newcomer, if 1 hour a week in common are enough and the newcomer does not hold to a wish for a gender, "
        "in the place of somebody who waited less."
    )


def test_the_criteria_are_told_in_words() -> None:
    told = table_words.criteria(Criteria.of(making.CRITERIA))
    assert told[0] == "Both speak Dutch: the newcomer A1 or better, the volunteer B2 or better."
    assert "Free together for at least 2 hours a week." in told
