"""The documents do not rot: links lead somewhere, and what the tutorial and the how-tos say is done as they say it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils.text import slugify

from convive.cli import main
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorials" / "from-clone-to-your-own-city.md"
SERVER = DOCS / "how-to" / "run-on-a-server.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def blocks(page: Path, *languages: str) -> list[tuple[str, str]]:
    """Blocks of code in the order of the page, with their language."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [(language, text) for language, text in found if language in languages]


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {slugify(LINK.sub(lambda link: link[0][1 : link[0].index("]")], title)) for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(prose(page)):
        if link.startswith(("http://", "https://")):
            continue
        name, _hash, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_document_can_be_found_from_the_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(prose(index))}
    assert {path for path in DOCS.rglob("*.md")} - {index} <= linked


def test_every_file_that_a_document_names_is_there() -> None:
    """Places in the source, written as code: `src/…`, `tests/…`, `frontend/…`, `docs/…`."""
    lost = []
    for page in PAGES:
        for name in re.findall(r"`((?:src|tests|frontend|docs|requirements)/[\w./*-]+)`", prose(page)):
            if not list(ROOT.glob(name.rstrip("/"))) and not name.startswith(UNDER_WAY):
                lost.append(f"{named(page)}: {name}")
    assert lost == []


# Made by whoever follows the page, or by the build.
UNDER_WAY = (
    "src/convive/city/gardens",
    "tests/city/gardens",
    "src/convive/site/static/built",
    "src/convive/site/locale/LANGUAGE",
)


@pytest.mark.parametrize(
    ("language", "file"), [("json", "districts.geojson"), ("csv", "people.csv"), ("toml", "rivermouth.toml")]
)
def test_the_tutorial_shows_the_example_as_it_is(language: str, file: str) -> None:
    ((_language, shown),) = blocks(TUTORIAL, language)
    assert shown == (TUTORIAL.parent / "example" / file).read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder in which the tutorial's commands find what they name."""
    (tmp_path / "docs").symlink_to(DOCS)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


@pytest.fixture
def commands() -> Iterator[tuple[str, str]]:
    """Each command of the tutorial, with the text that should be in what it shows."""
    steps = blocks(TUTORIAL, "sh", "text")
    found = [
        (text, steps[number + 1][1] if number + 1 < len(steps) and steps[number + 1][0] == "text" else "")
        for number, (language, text) in enumerate(steps)
        if language == "sh" and not text.startswith("make")
    ]
    assert len(found) == 5
    return iter(found)


def test_the_tutorial_leads_to_a_page_with_a_map(
    clone: Path, commands: Iterator[tuple[str, str]], own_database: str, signed_in
) -> None:
    environment = databases.process_environment(own_database)
    environment["DJANGO_SETTINGS_MODULE"] = "convive.site.settings"
    for command, expected in commands:
        done = subprocess.run(
            command,
            shell=True,  # as the reader does
            cwd=clone,
            env=environment,
            input="y\n",
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == ("mistakes" in command), done.stderr
        for line in expected.splitlines():
            assert line in done.stdout, done.stdout
    _write_about_the_city(signed_in)
    shown = Client().get("/cities/rivermouth/?group=born-abroad&period=2024-12-31").content.decode()
    for words in ("24 of 100", "from 5 to 33", "<svg", "Old Harbour", "Rivermouth, population register"):
        assert words in shown, words
    earlier = Client().get("/cities/rivermouth/?group=born-abroad&period=2021-12-31").content.decode()
    assert "1,236" in earlier
    assert "318" not in re.sub(r"<[^>]*>", " ", earlier)
    assert "A town that lies in the sea." in shown


def _write_about_the_city(signed_in) -> None:
    """What the tutorial does by hand in the editors' pages."""
    from convive.core import clock
    from convive.core.models import NetworkMembership, User
    from convive.network.library.models import CityPage

    secretary = User.objects.create_user("secretary@example.org", name="Secretary")
    NetworkMembership.objects.create(user=secretary, role="network_secretary", since=clock.today())
    page = CityPage.objects.get(slug="rivermouth", locale__language_code="en")
    form = {
        "title": page.title,
        "subject": page.subject_id,
        "introduction": "A town that lies in the sea.",
        "body": "null",
        "slug": page.slug,
        "action-publish": "action-publish",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    answer = signed_in(secretary).post(f"/content/pages/{page.pk}/edit/", form)
    assert answer.status_code == 302, answer.content


def test_the_first_person_of_a_server_can_do_what_the_how_to_says(own_database: str, signed_in) -> None:
    from convive.core.models import City, User

    City.objects.create(
        slug="rivertown",
        names={"en": "Rivertown"},
        country="XA",
        official_code="1",
        official_code_year=2025,
        time_zone="Europe/Brussels",
        languages=["en"],
    )
    commands = [line for _language, text in blocks(SERVER, "sh") for line in text.splitlines()]
    for line in commands:
        if line.startswith((".venv/bin/convive administrator", ".venv/bin/convive network")):
            done = CliRunner().invoke(main, shlex.split(line)[1:])
            assert done.exit_code == 0, done.output
    first = signed_in(User.objects.get(email="an.example@example.org"))
    assert first.get("/in/rivertown/people/give-role/").status_code == 200
    assert first.get("/content/").status_code == 200
