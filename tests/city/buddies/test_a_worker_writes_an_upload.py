"""An upload is shown first; after the yes a worker writes all of it, and the page tells how far it is."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convive.city.buddies import importing
from convive.city.buddies.actions import exchange
from convive.city.people.models import Participant
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from tests.city import making
from tests.city.making import NOW

ROOM = "/in/rivertown/buddies"


@pytest.fixture
def world(cast: SimpleNamespace, signed_in):
    """A programme, and its coordinator signed in."""
    with clock.moved_to(NOW), in_city(cast.city):
        cast.programme = making.programme(cast.city, cast.buddies)
        cast.desk = signed_in(cast.buddy_coordinator)
        yield cast


def text(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


PEOPLE_CSV = "side,name,email,agreed\nnewcomer,Ana,ana@example.org,take_part:2026-10-01\n"


def upload(client: Client, world: SimpleNamespace, content: str):
    file = SimpleUploadedFile("people.csv", content.encode())
    return client.post(f"{ROOM}/{world.programme.slug}/people/import/", {"people": file})


def sealed(answer) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())[1]


def test_a_file_is_shown_and_then_imported(world: SimpleNamespace) -> None:
    address = f"{ROOM}/{world.programme.slug}/people/import/"
    answer = upload(world.desk, world, PEOPLE_CSV)
    assert answer.status_code == 200
    assert not Participant.objects.exists(), "a dry run writes nothing"
    assert "ana@example.org" not in sealed(answer)
    going = world.desk.post(address, {"sealed": sealed(answer)})
    assert going.status_code == 302
    assert not Participant.objects.exists(), "a worker writes it"
    assert "0 of 100" in text(world.desk, going["Location"])
    importing.work(world.city, key_of(going))
    assert Participant.objects.get().name == "Ana"
    assert "People added 1" in text(world.desk, going["Location"])
    importing.work(world.city, key_of(going))
    assert AuditEntry.objects.filter(verb="programme.imported").count() == 1, "a worker that does it again"
    assert world.desk.post(address, {"sealed": sealed(answer)}).status_code == 409, (
        "it would do something else by now"
    )
    again = upload(world.desk, world, PEOPLE_CSV)
    assert "The file changes nothing" in again.content.decode()


def key_of(going) -> str:
    return going["Location"].rstrip("/").rpartition("/")[2]


def test_what_changed_before_a_worker_came_is_told(world: SimpleNamespace) -> None:
    address = f"{ROOM}/{world.programme.slug}/people/import/"
    found = sealed(upload(world.desk, world, PEOPLE_CSV))
    first, second = (world.desk.post(address, {"sealed": found}) for _twice in range(2))
    importing.work(world.city, key_of(first))
    importing.work(world.city, key_of(second))
    assert Participant.objects.get().name == "Ana"
    assert "Nothing was written: choose the file again." in text(world.desk, second["Location"])


def test_a_fault_of_ours_is_told_and_writes_nothing(world: SimpleNamespace, monkeypatch, caplog) -> None:
    found = sealed(upload(world.desk, world, PEOPLE_CSV))
    going = world.desk.post(f"{ROOM}/{world.programme.slug}/people/import/", {"sealed": found})

    def fails(*_arguments: object) -> None:
        raise RuntimeError("of a disk")

    monkeypatch.setattr(exchange, "write_application", fails)
    importing.work(world.city, key_of(going))
    assert "Something went wrong on our side" in text(world.desk, going["Location"])
    assert "of a disk" in caplog.text
    assert not Participant.objects.exists()


def test_how_far_an_import_is_sees_who_asked_for_it(world: SimpleNamespace, signed_in) -> None:
    found = sealed(upload(world.desk, world, PEOPLE_CSV))
    address = f"{ROOM}/{world.programme.slug}/people/import/"
    going = world.desk.post(address, {"sealed": found})["Location"]
    colleague = making.coordinator_of(world.buddies, name="Colleague")
    assert signed_in(colleague).get(going).status_code == 404
    other = making.programme(world.city, world.buddies, slug="other")
    assert world.desk.get(going.replace(world.programme.slug, other.slug)).status_code == 404
    assert world.desk.get(f"{address}nobody-asked/").status_code == 404


def test_what_was_sealed_for_one_opens_for_nobody_else(world: SimpleNamespace, signed_in) -> None:
    found = sealed(upload(world.desk, world, PEOPLE_CSV))
    colleague = making.coordinator_of(world.buddies, name="Colleague")
    address = f"{ROOM}/{world.programme.slug}/people/import/"
    other = making.programme(world.city, world.buddies, slug="other")
    assert signed_in(colleague).post(address, {"sealed": found}).status_code == 422
    assert world.desk.post(f"{ROOM}/{other.slug}/people/import/", {"sealed": found}).status_code == 422
    assert world.desk.post(address, {"sealed": f"{found[:-4]}AAAA"}).status_code == 422
    assert not Participant.objects.exists()


def test_a_file_with_faults_shows_them_and_no_button(world: SimpleNamespace) -> None:
    answer = upload(world.desk, world, f"{PEOPLE_CSV}newcomer,Bo,nowhere,\n")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "nowhere" in said
    assert 'name="sealed"' not in said
