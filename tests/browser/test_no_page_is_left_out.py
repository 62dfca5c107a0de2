"""The walk through the pages knows every address: it opens it, or says why it is not a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template.loader import get_template
from django.urls import get_resolver
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from tests.browser.pages import NO_PAGES, WALKS
from tests.doors.conftest import routes
from tests.doors.table import DOORS

SEEN = {visit.key for visits in WALKS.values() for visit in visits}


def addresses() -> set[str]:
    """Those of the table of doors, and one by one those that stand in it as the pages of a library."""
    return {door.route for door in DOORS} | set(routes(get_resolver())) | parts_of_public_pages()


def public_pages() -> list[type[Page]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and model is not Page and not model._meta.abstract
    ]


def kinds_of_public_pages() -> set[str]:
    return {model._meta.label for model in public_pages()}


def parts_of_public_pages() -> set[str]:
    """The addresses below that of a page, each by the name of its page and its own."""
    return {
        f"{model._meta.label}:{route.name}"
        for model in apps.get_models()
        if issubclass(model, RoutablePageMixin) and not model._meta.abstract
        for route in model.get_subpage_urls()
        if str(route.pattern)
    }


def error_pages() -> set[str]:
    folders = {Path(get_template(name).origin.name).parent for name in ("404.html", "429.html")}
    return {
        file.name
        for folder in folders
        for file in folder.iterdir()
        if re.fullmatch(r"\d{3}.*\.html", file.name)
    }


def why_not(route: str) -> str | None:
    return next((why for pattern, why in NO_PAGES.items() if re.fullmatch(pattern, route)), None)


def test_every_address_is_opened_or_is_no_page() -> None:
    assert sorted(route for route in addresses() - SEEN if not why_not(route)) == []


def test_every_kind_of_public_page_and_every_error_page_is_opened() -> None:
    assert sorted((kinds_of_public_pages() | error_pages()) - SEEN) == []


def test_nothing_that_is_opened_is_gone() -> None:
    assert sorted(SEEN - addresses() - kinds_of_public_pages() - error_pages()) == []


def test_an_editor_is_never_asked_which_kind_of_page_to_add() -> None:
    assert [model for model in public_pages() if len(model.creatable_subpage_models()) > 1] == []


@pytest.mark.parametrize("pattern", NO_PAGES)
def test_each_reason_is_about_addresses_that_are_there_and_not_opened(pattern: str) -> None:
    about = {route for route in addresses() if re.fullmatch(pattern, route)}
    assert about
    assert about & SEEN == set()
