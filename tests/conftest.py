"""The database of the tests and the fixed cast: two cities, three organisations, and their people."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import itertools
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import numba
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from convive.site.starting import without_pauses
from tests import databases

# The files that take longest, the longest of the browser's first. With these begun first, no process is left alone with
# one at the end. Those that need no browser stand between, so that one process has a browser while another has not, for
# as long as there are such; the short rest fills up the end.
LONGEST = (
    "browser/test_buddy_own_pages.py",
    "doors/test_doors.py",
    "doors/test_forms.py",
    "doors/test_libraries.py",
    "house/test_public_numbers.py",
    "house/test_docs.py",
    "engines/matching/test_the_best_is_the_best_of_all.py",
    "engines/matching/test_only_what_counts_counts.py",
    "cli/test_a_profile_in_tiles_is_the_profile.py",
    "browser/test_every_page.py",
    "measures/test_nested_areas_give_nothing_away.py",
    "core/test_walls_of_every_table.py",
    "core/test_walls.py",
    "measures/test_real_files_give_the_published_figures.py",
    "core/accounts/test_letters.py",
    "core/test_jobs.py",
    "city/buddies/test_confirming_holds_whatever_happens.py",
    "engines/mixing/scale/test_a_curve_says_how_much_doubt_there_is.py",
    "engines/matching/test_what_would_help_helps.py",
    "engines/disclosure/test_sheets_are_read_together.py",
    "engines/disclosure/test_ten_thousand_tables_keep_their_secrets.py",
    "browser/test_buddy_pages.py",
    "browser/test_editors_pages.py",
    "browser/test_account_pages.py",
    "browser/test_by_keyboard_alone.py",
    "browser/test_the_life_of_a_duo.py",
    "browser/test_the_desk.py",
    "browser/test_city_page.py",
    "browser/test_passkeys.py",
)


# The same examples in every run, so that what fails was changed. `--hypothesis-profile=search` looks for others.
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.load_profile("same")


def pytest_configure() -> None:
    """Several processes of tests share the machine, so each has one thread; a test may take more."""
    numba.set_num_threads(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files begin in the order of LONGEST, the rest after them; within a file nothing moves."""
    folder = Path(__file__).parent
    place = {folder / name: number for number, name in enumerate(LONGEST)}
    assert all(file.exists() for file in place), "LONGEST names a file that is gone"
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Afterwards, the collector walks through what tests make, and less often."""
    with without_pauses():
        found = yield
    gc.set_threshold(50_000, 20, 50)
    return found


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: object) -> Iterator[None]:
    """Each process works on its own clone of the template, as the application role."""
    databases.prepare_template()
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with databases.clone(name):
        _use(name)
        yield
        connections["default"].close()


def _use(name: str) -> None:
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@contextlib.contextmanager
def _own_database(blocker, template: str = databases.TEMPLATE) -> Iterator[str]:
    before = connections["default"].settings_dict["NAME"]
    name = f"own_{next(_numbers)}_{before}"
    with databases.clone(name, template), blocker.unblock():
        _use(name)
        try:
            yield name
        finally:
            connections["default"].close()
            _use(before)


_numbers = itertools.count(1)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database for this test alone, where commits are real: for jobs, threads and processes."""
    with _own_database(django_db_blocker) as name:
        yield name


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database for the tests of one file, which read what was set up once."""
    with _own_database(django_db_blocker) as name:
        yield name


@pytest.fixture(scope="module")
def demo_database(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """The same with the demo in it, which is invented once for all tests."""
    databases.prepare_demo()
    with _own_database(django_db_blocker, databases.DEMO) as name:
        yield name


@pytest.fixture
def owner(own_database: str) -> Iterator[psycopg.Connection]:
    """A connection to the test's own database as the owner of its tables, who can take a wall down."""
    with psycopg.connect(databases.addresses(own_database).owner, autocommit=True) as connection:
        yield connection


SINCE = dt.date(2024, 1, 1)


def make_cast() -> SimpleNamespace:
    """Two cities with their people. The names say who somebody is."""
    from django.contrib.auth.hashers import make_password

    from convive.core.models import City, Membership, NetworkMembership, Organisation, User
    from convive.core.roles import NetworkRole, Role
    from convive.core.tenancy import in_city

    def city(slug: str, name: str, code: str, languages: list[str]) -> City:
        return City.objects.create(
            slug=slug,
            names={"en": name},
            country="XA",
            official_code=code,
            official_code_year=2026,
            time_zone="Europe/Brussels",
            languages=languages,
            invented=True,
        )

    names = {role.value: str(role.label) for role in Role} | {
        "outsider": "Administrator of Laketown",
        "newcomer": "A newcomer",
        "volunteer": "A volunteer",
        "secretary": "Network secretary",
        "editor": "Editor",
    }
    # All at once: hundreds of tests begin with them.
    password = make_password("correct horse battery")
    people = User.objects.bulk_create(
        User(email=f"{key}@example.org", name=name, password=password) for key, name in names.items()
    )
    cast = SimpleNamespace(
        city=city("rivertown", "Rivertown", "1", ["en", "nl"]),
        other_city=city("laketown", "Laketown", "2", ["sv"]),
        **dict(zip(names, people, strict=True)),
    )
    with in_city(cast.city):
        cast.buddies, cast.neighbours = Organisation.objects.bulk_create(
            Organisation(city=cast.city, slug=name.lower(), name=name, since=SINCE)
            for name in ("Buddies", "Neighbours")
        )
        within = {Role.BUDDY_COORDINATOR: cast.buddies, Role.ORGANISATION_MEMBER: cast.neighbours}
        Membership.objects.bulk_create(
            Membership(
                city=cast.city,
                user=getattr(cast, role.value),
                role=role,
                organisation=within.get(role),
                since=SINCE,
            )
            for role in Role
        )
    with in_city(cast.other_city):
        cast.lakeside = Organisation.objects.create(
            city=cast.other_city, slug="lakeside", name="Lakeside", since=SINCE
        )
        Membership.objects.create(
            city=cast.other_city, user=cast.outsider, role=Role.CITY_ADMINISTRATOR, since=SINCE
        )
    NetworkMembership.objects.create(user=cast.secretary, role=NetworkRole.SECRETARY, since=SINCE)
    NetworkMembership.objects.create(user=cast.editor, role=NetworkRole.EDITOR, since=SINCE)
    return cast


def letters() -> list:
    """The letters that wait for the worker, oldest first."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    from convive.core.mail import Letter, deliver

    jobs = ProcrastinateJob.objects.filter(task_name=deliver.name).order_by("pk")
    return [Letter.open(job.args["sealed"]) for job in jobs]


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return make_cast()


@pytest.fixture
def city(cast: SimpleNamespace):
    return cast.city


@pytest.fixture
def other_city(cast: SimpleNamespace):
    return cast.other_city


@pytest.fixture(scope="session")
def signed_in():
    """`signed_in(user)` is a browser without script in which that person has signed in."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
