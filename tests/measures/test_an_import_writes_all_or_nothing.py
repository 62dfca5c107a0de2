from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from convive.core.models import AuditEntry
from convive.core.tenancy import in_city
from convive.measures.actions import plan_import, run_import, write_import
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.recipe import parse_recipe
from convive.measures.importing.writing import Writer
from convive.measures.models import Area, AreaSet, Boundary, Coverage, Group, Import, Indicator, Value
from tests.measures.small import FEATURES, PEOPLE, RECIPE, collection, files, fill, square


def everything(city) -> list[object]:
    with in_city(city):
        return [
            list(AreaSet.objects.order_by("pk").values()),
            list(Area.objects.order_by("pk").values()),
            list(Boundary.objects.order_by("pk").values()),
            list(Indicator.objects.order_by("pk").values()),
            list(Group.objects.order_by("pk").values()),
            list(Value.objects.order_by("pk").values()),
            list(Coverage.objects.order_by("pk").values()),
            list(Import.objects.order_by("pk").values()),
            list(AuditEntry.objects.order_by("pk").values()),
        ]


def value(city, area: str, group: str | None, year: int) -> Value:
    with in_city(city):
        return Value.objects.select_related("source_file").get(
            area__code=area, group__code=group, start=dt.date(year, 12, 31)
        )


def test_areas_and_figures_are_written_as_the_files_have_them(city) -> None:
    written = fill(city)
    assert written.source is not None
    with in_city(city):
        area_set = AreaSet.objects.get()
        assert (area_set.has_geometry, area_set.source, area_set.licence) == (
            True,
            "Office of Statistics",
            "CC0",
        )
        area = Area.objects.get(code="03")
        assert area.names == {"en": "Green"}
        assert area.path.startswith("M")
        assert area.boundary.geometry["type"] == "Polygon"
        assert Value.objects.count() == 24
        assert AuditEntry.objects.filter(verb="import.written").count() == 1
    assert value(city, "03", None, 2021).value == 60
    assert value(city, "03", "here", 2021).value == 25
    found = value(city, "03", "abroad", 2021)
    assert (found.start, found.end, found.estimated) == (dt.date(2021, 12, 31), dt.date(2021, 12, 31), False)
    assert found.source_file is not None
    assert found.source_file.files[0]["sha256"]


def test_a_second_run_changes_nothing_and_says_so(city) -> None:
    fill(city)
    before = everything(city)
    written = fill(city)
    assert written.plan.nothing_to_do
    assert written.source is None
    assert everything(city) == before


def test_a_row_that_cannot_be_used_refuses_everything(city) -> None:
    with pytest.raises(ImportRefused, match="row 3, column “people”, “x”"):
        fill(city, people=PEOPLE.replace("02,2020,200,20", "02,2020,x,20"))
    with in_city(city):
        assert not AreaSet.objects.exists()
        assert not Value.objects.exists()
        assert not Import.objects.exists()


def test_rows_can_be_left_out_by_choice_and_are_counted(city) -> None:
    wrong = files(people=PEOPLE.replace("02,2020,200,20", "02,2020,x,20"))
    written = run_import(parse_recipe(RECIPE), wrong, city=city, by=None, skip_unusable=True)
    assert written.source is not None
    assert written.source.rows_unusable == 1
    assert written.source.report["problems"][0]["value"] == "x"
    with in_city(city):
        # The row's other column is a figure of its own; the group derived from both is not.
        assert Value.objects.filter(area__code="02", start__year=2020).count() == 1


def test_an_error_half_way_leaves_nothing(city, monkeypatch) -> None:
    def fail(self) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Writer, "_values", fail)
    before = everything(city)
    with pytest.raises(RuntimeError):
        fill(city)
    assert everything(city) == before


def test_a_changed_figure_is_changed_and_nothing_else(city) -> None:
    first = fill(city)
    written = fill(city, people=PEOPLE.replace("03,2021,60,35", "03,2021,61,35"))
    # The total, and the group that is derived from it.
    assert vars(written.plan.changes["values"]) == {"created": 0, "changed": 2, "unchanged": 22}
    assert value(city, "03", None, 2021).value == 61
    assert value(city, "03", None, 2021).source_file == written.source
    assert value(city, "01", None, 2021).source_file == first.source
    with in_city(city):
        assert Coverage.objects.get(group=None, start=dt.date(2021, 12, 31)).total == 501


def test_figures_that_a_file_no_longer_has_stay_and_are_told(city) -> None:
    fill(city)
    written = fill(city, people="\n".join(PEOPLE.splitlines()[:5]) + "\n")
    assert written.plan.nothing_to_do
    assert any("which stay: 12" in str(remark) for remark in written.plan.remarks)
    assert value(city, "03", None, 2021).value == 60


def test_a_moved_border_redraws_the_map(city) -> None:
    fill(city)
    with in_city(city):
        before = {area.code: (area.path, area.digest) for area in Area.objects.all()}
    features = [*FEATURES[:3], square("04", "Fort", 4.1, 51.1, size=0.2)]
    written = fill(city, map=collection(features))
    assert vars(written.plan.changes["areas"]) == {"created": 0, "changed": 1, "unchanged": 3}
    with in_city(city):
        after = {area.code: (area.path, area.digest) for area in Area.objects.all()}
        assert Boundary.objects.count() == 4
    assert [code for code in before if before[code][1] != after[code][1]] == ["04"]
    assert before["01"][0] != after["01"][0], "the surface is larger now, so all are drawn anew"


def test_a_new_area_joins_those_that_are_known(city) -> None:
    fill(city)
    features = [square("05", "Moor", 4.2, 51.0)]
    written = fill(city, map=collection(features), people="area,year,people,abroad\n05,2021,9,0\n")
    assert written.plan.changes["areas"].created == 1
    assert any("which stay: 4" in str(remark) for remark in written.plan.remarks)
    with in_city(city):
        assert Area.objects.exclude(path="").count() == 5


def test_new_names_and_meanings_are_changed_in_place(city) -> None:
    fill(city)
    with in_city(city):
        keys = set(Value.objects.values_list("pk", flat=True))
    text = RECIPE.replace('{ en = "Born here" }', '{ en = "Born here", nl = "Hier geboren" }')
    written = fill(city, text.replace('source = "Office of Statistics"', 'source = "Statistics Office"'))
    assert written.plan.changes["groups"].changed == 1
    with in_city(city):
        assert Group.objects.get(code="here").names["nl"] == "Hier geboren"
        assert Indicator.objects.get().source == "Statistics Office"
        assert set(Value.objects.values_list("pk", flat=True)) == keys


def test_what_was_agreed_to_is_what_is_written(city) -> None:
    plan = plan_import(parse_recipe(RECIPE), files(), city=city)
    fill(city, people=PEOPLE.replace("03,2021,60,35", "03,2021,61,35"))
    with pytest.raises(ImportRefused, match="have changed since you looked"):
        write_import(plan, city=city, by=None)


def test_only_those_who_may_import_can(cast) -> None:
    with pytest.raises(PermissionDenied):
        run_import(parse_recipe(RECIPE), files(), city=cast.city, by=cast.counsellor)
    with pytest.raises(PermissionDenied):
        run_import(parse_recipe(RECIPE), files(), city=cast.city, by=cast.outsider)
    assert run_import(parse_recipe(RECIPE), files(), city=cast.city, by=cast.analyst).source is not None


def test_two_cities_may_use_the_same_codes(city, other_city) -> None:
    fill(city)
    fill(other_city, people=PEOPLE.replace("01,2020,100,40", "01,2020,101,40"))
    assert value(city, "01", None, 2020).value == 100
    assert value(other_city, "01", None, 2020).value == 101


def test_the_database_itself_refuses_a_figure_twice(city) -> None:
    fill(city)
    columns = 'city_id, indicator_id, area_set_id, area_id, start, "end", value, estimated'
    again = (
        f"INSERT INTO measures_value ({columns}) SELECT {columns} FROM measures_value WHERE group_id IS NULL"  # noqa: S608
    )
    with in_city(city), pytest.raises(IntegrityError, match="value_once"), transaction.atomic():
        connection.cursor().execute(again)
