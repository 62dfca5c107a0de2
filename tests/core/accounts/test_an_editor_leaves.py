"""What the editors' pages keep about a person: shown to them, and gone when they leave."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.users.models import UserProfile

from convive.core import clock
from convive.core.actions import erase_account
from convive.core.models import NetworkMembership, User
from convive.core.roles import NetworkRole
from convive.network.library.models import HomePage
from tests.core.accounts.conftest import confirmed, sign_in_by_form
from tests.core.accounts.test_erasing import everything_in_the_database

NAME = "Wilhelmina Vertrekker"


def picture() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return SimpleUploadedFile("wilhelmina.png", file.getvalue(), "image/png")


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(cast: SimpleNamespace) -> User:
    user = confirmed(cast.editor)
    user.name = NAME
    user.save()
    return user


@pytest.fixture
def client(editor: User, media: Path) -> Client:
    """The editor's browser, after a visit to their own page and the edit of another."""
    browser = sign_in_by_form(editor)
    answer = save_own_page(browser)
    assert answer.status_code == 302, answer.content.decode()
    page = HomePage.objects.first()
    page.title = "A better title"
    page.save_revision(user=editor, log_action=True, clean=False)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=editor, locked_at=clock.now())
    return browser


def save_own_page(browser: Client):
    return browser.post(
        "/content/account/",
        {
            "locale-preferred_language": "nl",
            "locale-current_time_zone": "Europe/Brussels",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "avatar-avatar": picture(),
        },
    )


def test_an_editor_saves_a_time_zone_a_language_and_a_picture(
    client: Client, editor: User, media: Path
) -> None:
    profile = UserProfile.objects.get(user=editor)
    assert (profile.current_time_zone, profile.preferred_language) == ("Europe/Brussels", "nl")
    assert (media / profile.avatar.name).is_file()
    editor.refresh_from_db()
    assert editor.name == NAME


def test_the_editors_own_page_says_where_the_name_is_changed(client: Client) -> None:
    page = client.get("/content/account/").content.decode()
    assert "name_email-first_name" not in page
    assert 'href="/me/account/"' in page


def test_the_download_tells_of_the_settings_and_of_every_edit(client: Client) -> None:
    told = client.get("/me/data/").json()["editing"]
    assert told["settings"]["time_zone"] == "Europe/Brussels"
    assert told["settings"]["picture"].endswith("wilhelmina.png")
    edits = [(edit["what"], edit["title"]) for edit in told["edits"]]
    assert ("wagtail.edit", "A better title") in edits
    assert all(edit["at"] for edit in told["edits"])


def test_the_download_of_somebody_who_never_edited_is_empty(cast: SimpleNamespace, signed_in) -> None:
    told = signed_in(cast.newcomer).get("/me/data/").json()["editing"]
    assert told == {"settings": None, "edits": [], "comments": [], "uploads": []}


def test_nothing_of_an_editor_stays_but_what_was_written(
    client: Client, editor: User, media: Path, django_capture_on_commit_callbacks
) -> None:
    email, picture_file = editor.email, media / UserProfile.objects.get(user=editor).avatar.name
    assert ModelLogEntry.objects.filter(label=NAME).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/me/erase/").status_code == 302
    assert not picture_file.exists()
    assert not UserProfile.objects.filter(user=editor).exists()
    rows = everything_in_the_database()
    assert "wilhelmina" not in rows
    assert email not in rows
    assert "europe/brussels" not in json.dumps(list(UserProfile.objects.values()), default=str).lower()
    assert PageLogEntry.objects.filter(user=editor, label="A better title").exists()
    assert not Page.objects.filter(locked=True).exists(), "nobody else could open it"


def test_a_picture_outlives_an_erasing_that_is_undone(
    client: Client, editor: User, media: Path, django_capture_on_commit_callbacks
) -> None:
    picture_file = media / UserProfile.objects.get(user=editor).avatar.name
    with django_capture_on_commit_callbacks(execute=False):
        erase_account(editor, by=editor)
    assert picture_file.exists()


def test_an_editor_who_leaves_is_no_editor_at_once(client: Client, editor: User) -> None:
    assert editor.groups.exists()
    erase_account(editor, by=editor)
    assert not editor.groups.exists()
    role = NetworkMembership.objects.get(user=editor)
    assert role.until is not None
    assert role.until < clock.today()


def test_so_is_an_editor_of_this_very_day(cast: SimpleNamespace) -> None:
    user = cast.newcomer
    NetworkMembership.objects.create(user=user, role=NetworkRole.EDITOR, since=clock.today())
    assert user.groups.exists()
    erase_account(user, by=user)
    assert not user.groups.exists()


def test_whoever_follows_roles_hears_that_one_has_ended(
    cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = []
    monkeypatch.setattr("convive.network.library.editors.follow_roles", heard.append)
    erase_account(cast.secretary, by=cast.secretary)
    assert heard == [cast.secretary]
