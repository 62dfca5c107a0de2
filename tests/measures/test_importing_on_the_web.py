from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from convive.core import clock, desk
from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from convive.measures import actions
from convive.measures.models import Import, ImportFile, Value
from tests.measures.small import FEATURES, PEOPLE, RECIPE, collection, fill


def upload(
    client, city, *, people: str = PEOPLE, recipe: str = RECIPE, names=("map.geojson", "people.csv"), **more
):
    contents = [collection(FEATURES), people.encode()]
    files = [SimpleUploadedFile(name, content) for name, content in zip(names, contents, strict=False)]
    data = {"recipe": "pasted", "pasted": recipe, "files": files, **more}
    return client.post(reverse("measures:new-import", args=[city.slug]), data)


def work(city) -> list[str]:
    """Do what a worker would, in order."""
    tasks = {"plan_upload": actions.plan_upload, "write_upload": actions.write_upload}
    done = []
    for job in ProcrastinateJob.objects.order_by("id"):
        name = job.task_name.rsplit(".", 1)[-1]
        if name in tasks:
            tasks[name](city, job.args["import_id"])
            done.append(name)
    return done


@pytest.fixture
def analyst(cast, signed_in):
    return signed_in(cast.analyst)


def one(city) -> Import:
    with in_city(city):
        return Import.objects.get()


def page(client, city) -> str:
    return client.get(reverse("measures:import", args=[city.slug, one(city).pk])).content.decode()


def test_files_are_read_shown_agreed_to_and_written(analyst, cast, city) -> None:
    answer = upload(analyst, city)
    assert answer.status_code == 302
    assert one(city).status == "planning"
    assert "being read" in page(analyst, city).lower()
    work(city)
    assert one(city).status == "planned"
    shown = page(analyst, city)
    assert "What it would do" in shown
    assert "500" in shown
    with in_city(city):
        assert not Value.objects.exists(), "nothing is written before somebody agrees"
        assert [task.title for task in desk.tasks(cast.analyst, city)] == ["Small"]
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    work(city)
    source = one(city)
    assert (source.status, source.rows_used, source.by) == ("written", 12, cast.analyst)
    assert "What it did" in page(analyst, city)
    with in_city(city):
        assert Value.objects.count() == 24
        assert set(Value.objects.values_list("source_file", flat=True)) == {source.pk}
        assert not ImportFile.objects.exists(), "files are kept only until they are written"
        assert AuditEntry.objects.get(verb="import.written").actor == cast.analyst


def test_every_row_that_cannot_be_used_is_shown_and_nothing_can_be_written(analyst, city) -> None:
    upload(analyst, city, people=PEOPLE.replace("02,2020,200,20", "02,2020,<b>many</b>,20"))
    work(city)
    shown = page(analyst, city)
    assert one(city).status == "refused"
    assert "people.csv, row 3" in shown
    assert "&lt;b&gt;many&lt;/b&gt;" in shown
    assert 'value="write"' not in shown
    analyst.post(
        reverse("measures:import", args=[city.slug, one(city).pk]), {"do": "write", "why": "first-figures"}
    )
    assert one(city).status == "refused"


def test_rows_are_left_out_where_a_person_chose_to(analyst, city) -> None:
    answer = upload(
        analyst, city, people=PEOPLE.replace("02,2020,200,20", "02,2020,x,20"), skip_unusable="on"
    )
    work(city)
    assert one(city).status == "planned"
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    work(city)
    assert (one(city).status, one(city).rows_unusable) == ("written", 1)


def test_a_worker_that_is_told_twice_does_it_once(analyst, city) -> None:
    answer = upload(analyst, city)
    work(city)
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    work(city)
    before = one(city).report
    assert work(city) == ["plan_upload", "write_upload"]
    assert one(city).report == before
    with in_city(city):
        assert AuditEntry.objects.filter(verb="import.written").count() == 1


def test_if_the_city_changed_meanwhile_the_person_is_asked_again(analyst, city) -> None:
    answer = upload(analyst, city)
    work(city)
    fill(city, people=PEOPLE.replace("03,2021,60,35", "03,2021,61,35"))
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    work(city)
    with in_city(city):
        source = Import.objects.get(by__isnull=False)
        assert (source.status, source.report["changed_since"]) == ("planned", True)
        assert Value.objects.get(area__code="03", group=None, start__year=2021).value == 61
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    work(city)
    with in_city(city):
        assert Value.objects.get(area__code="03", group=None, start__year=2021).value == 60


def test_an_import_can_be_put_away_with_its_files(analyst, city) -> None:
    answer = upload(analyst, city)
    work(city)
    assert analyst.post(answer.url, {"do": "discard", "why": "trial"}).status_code == 302
    assert one(city).status == "discarded"
    with in_city(city):
        assert not ImportFile.objects.exists()
    analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    assert one(city).status == "discarded"


def test_files_that_nobody_imports_are_gone_after_a_day(analyst, city) -> None:
    upload(analyst, city)
    work(city)
    with clock.moved_to(clock.now() + dt.timedelta(hours=23)), in_city(city):
        assert actions.clear_uploads(city) == 0
    with clock.moved_to(clock.now() + dt.timedelta(hours=25)), in_city(city):
        assert actions.clear_uploads(city) == 1
        assert not ImportFile.objects.exists()
    assert one(city).status == "discarded"


def audited(city) -> list[tuple]:
    with in_city(city):
        rows = AuditEntry.objects.filter(verb__startswith="import.").order_by("pk")
        return list(rows.values_list("verb", "actor"))


@pytest.mark.parametrize("status", ["planning", "writing"])
def test_an_import_whose_worker_died_has_failed_after_a_day_and_its_files_are_gone(
    analyst, city, cast, status: str
) -> None:
    upload(analyst, city)
    with in_city(city):
        Import.objects.update(status=status)
    with clock.moved_to(clock.now() + dt.timedelta(hours=25)), in_city(city):
        assert actions.clear_uploads(city) == 1
        assert not ImportFile.objects.exists()
    assert one(city).status == "failed"
    assert audited(city) == [("import.started", cast.analyst.pk), ("import.given-up", None)]
    work(city)
    assert one(city).status == "failed", "a worker that comes late does nothing"


def test_a_worker_has_a_day_from_the_yes(analyst, city, cast) -> None:
    answer = upload(analyst, city)
    work(city)
    with clock.moved_to(clock.now() + dt.timedelta(hours=12)):
        analyst.post(answer.url, {"do": "write", "why": "first-figures"})
    with clock.moved_to(clock.now() + dt.timedelta(hours=25)), in_city(city):
        assert actions.clear_uploads(city) == 0
    assert audited(city) == [
        ("import.started", cast.analyst.pk),
        ("import.planned", None),
        ("import.agreed", cast.analyst.pk),
    ]


def test_what_is_put_away_by_itself_stands_in_the_audit(analyst, city, cast) -> None:
    upload(analyst, city)
    work(city)
    with clock.moved_to(clock.now() + dt.timedelta(hours=25)), in_city(city):
        actions.clear_uploads(city)
        actions.clear_uploads(city)
    assert audited(city) == [
        ("import.started", cast.analyst.pk),
        ("import.planned", None),
        ("import.discarded", None),
    ]


def test_a_fault_of_ours_is_said_and_logged_and_writes_nothing(analyst, city, monkeypatch, caplog) -> None:
    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("convive.measures.actions.uploads.plan_import", fail)
    upload(analyst, city)
    work(city)
    assert one(city).status == "failed"
    assert "the disk is full" in caplog.text
    assert "the disk is full" not in page(analyst, city)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recipe": RECIPE.replace('kind = "count"', 'kid = "count"')}, "indicators 1 (inhabitants), kind"),
        ({"recipe": "  "}, "Paste the text of your recipe"),
        ({"names": ("map.geojson",)}, "people.csv"),
        ({"names": ("map.geojson", "map.geojson")}, "same name"),
        ({"names": ("other.geojson", "another.csv")}, "map.geojson, people.csv"),
    ],
)
def test_a_form_that_cannot_be_used_says_why(analyst, city, changes: dict, said: str) -> None:
    recipe = changes.pop("recipe", RECIPE)
    answer = upload(analyst, city, recipe=recipe, **changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_with_another_name_is_the_one_that_is_missing(analyst, city) -> None:
    assert upload(analyst, city, names=("map.geojson", "inwoners 2021.csv")).status_code == 302
    work(city)
    assert one(city).status == "planned"


def test_too_much_is_refused(analyst, city, monkeypatch) -> None:
    monkeypatch.setattr("convive.measures.actions.uploads.MOST_BYTES", 100)
    assert upload(analyst, city).status_code == 422


def test_a_recipe_that_comes_with_the_project_can_be_chosen(analyst, city) -> None:
    url = reverse("measures:new-import", args=[city.slug])
    assert "Malmö: inhabitants" in analyst.get(url).content.decode()
    wrong = SimpleUploadedFile("another.geojson", collection(FEATURES))
    answer = analyst.post(url, {"recipe": "berlin", "files": [wrong]})
    assert answer.status_code == 422
    assert "pop_t1_migration_background_plr_2015_2020.csv" in answer.content.decode()


def test_the_list_shows_who_imported_what(analyst, city) -> None:
    empty = analyst.get(reverse("measures:imports", args=[city.slug])).content.decode()
    assert "No import yet" in empty
    fill(city)
    listed = analyst.get(reverse("measures:imports", args=[city.slug])).content.decode()
    assert "Small" in listed
    assert "the command line" in listed


def test_another_citys_import_does_not_exist(analyst, city, other_city) -> None:
    fill(other_city)
    with in_city(other_city):
        pk = Import.objects.get().pk
    assert analyst.get(reverse("measures:import", args=[city.slug, pk])).status_code == 404
    assert (
        analyst.post(
            reverse("measures:import", args=[city.slug, pk]), {"do": "discard", "why": "trial"}
        ).status_code
        == 404
    )


def test_a_part_of_the_page_is_fetched_while_a_worker_is_at_it(analyst, city) -> None:
    upload(analyst, city)
    url = reverse("measures:import", args=[city.slug, one(city).pk])
    part = analyst.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'hx-get="{url}"' in part
    work(city)
    assert "hx-get" not in analyst.get(url, headers={"HX-Request": "true"}).content.decode()
