from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from convive.cli.importing import import_command
from convive.core.models import City
from convive.core.tenancy import in_city
from convive.measures.models import Value
from tests.measures.small import FEATURES, PEOPLE, RECIPE, collection


@pytest.fixture
def folder(tmp_path: Path, db) -> Path:
    (tmp_path / "small.toml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "map.geojson").write_bytes(collection(FEATURES))
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(
        import_command, [str(folder / "small.toml"), str(folder), *options], input=answer
    )


def figures(slug: str) -> int:
    with in_city(City.objects.get(slug=slug)):
        return Value.objects.count()


def test_it_makes_the_city_shows_what_it_would_do_and_writes_it(folder: Path) -> None:
    done = run(folder, "--create-city", "--yes")
    assert done.exit_code == 0, done.output
    assert "Rows read 12, used 12, cannot be used 0" in done.output
    assert "2020-12-31              500  in 4 areas" in done.output
    assert "Written into smalltown." in done.output
    assert figures("smalltown") == 24


def test_it_asks_before_it_writes(folder: Path) -> None:
    refused = run(folder, "--create-city", answer="n\n")
    assert refused.exit_code == 1
    assert not City.objects.filter(slug="smalltown").exists()
    assert run(folder, "--create-city", answer="y\n").exit_code == 0
    assert figures("smalltown") == 24


def test_a_dry_run_writes_nothing(folder: Path, city) -> None:
    assert run(folder, "--create-city", "--dry-run").exit_code == 0
    assert not City.objects.filter(slug="smalltown").exists()
    assert run(folder, "--city", city.slug, "--dry-run").exit_code == 0
    assert figures(city.slug) == 0


def test_run_twice_it_changes_nothing_and_says_so(folder: Path) -> None:
    run(folder, "--create-city", "--yes")
    again = run(folder, "--yes")
    assert again.exit_code == 0
    assert "Nothing to do" in again.output
    assert "Written" not in again.output


def test_a_row_that_cannot_be_used_refuses_it_with_one_clear_error(folder: Path, city) -> None:
    (folder / "people.csv").write_text(PEOPLE.replace("02,2020,200,20", "02,2020,x,20"), encoding="utf-8")
    refused = run(folder, "--city", city.slug, "--yes")
    assert refused.exit_code == 1
    assert "Error: 1 rows cannot be used" in refused.stderr or "Error:" in refused.stderr
    assert "people.csv, row 3, column “people”, “x”: this is not a number" in refused.output
    assert figures(city.slug) == 0
    assert run(folder, "--city", city.slug, "--yes", "--skip-unusable").exit_code == 0


def test_another_file_can_stand_in_for_one_of_the_recipe(folder: Path, city) -> None:
    (folder / "better.geojson").write_bytes(collection(FEATURES))
    (folder / "map.geojson").write_bytes(collection([*FEATURES, FEATURES[1]]))
    refused = run(folder, "--city", city.slug, "--yes")
    assert "feature 2, column “id”, “02”" in refused.output
    assert run(folder, "--city", city.slug, "--yes", "--file", "map=better.geojson").exit_code == 0
    assert run(folder, "--city", city.slug, "--file", "plan=x").exit_code == 1
    assert run(folder, "--city", city.slug, "--file", "better.geojson").exit_code == 2


def test_the_report_can_be_read_by_a_machine(folder: Path, city) -> None:
    done = run(folder, "--city", city.slug, "--dry-run", "--json")
    report = json.loads(done.stdout)
    assert report["rows"] == {"read": 12, "used": 12, "unusable": 0}
    assert report["changes"]["values"] == {"created": 24, "changed": 0, "unchanged": 0}
    assert report["totals"][0]["total"] == 500


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--city", "atlantis"), "There is no city atlantis"),
        ((), "Add --create-city"),
        (("--city", "atlantis", "--create-city"), "describes smalltown"),
    ],
)
def test_a_city_that_is_not_there_is_said(folder: Path, options: tuple[str, ...], said: str) -> None:
    refused = run(folder, *options)
    assert refused.exit_code == 1
    assert said in refused.output


def test_a_file_that_is_not_there_is_said(folder: Path, city) -> None:
    (folder / "people.csv").unlink()
    refused = run(folder, "--city", city.slug)
    assert refused.exit_code == 1
    assert "people.csv is not in" in refused.output


def test_if_writing_fails_the_city_is_not_made_either(folder: Path, monkeypatch) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("convive.measures.actions.importing.Writer.write", fail)
    assert run(folder, "--create-city", "--yes").exit_code == 1
    assert not City.objects.filter(slug="smalltown").exists()
