"""What an import replaces is kept: figures, borders, names and weights, with the import that replaced them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from convive.core import actions, queries
from convive.core.history import EarlierVersion
from convive.core.tenancy import in_city
from convive.measures.models import Area, AreaWeight, Boundary, Import, Value
from convive.measures.queries import replaced
from tests.measures.small import FEATURES, PEOPLE, collection, fill, square

CORRECTED = PEOPLE.replace("01,2020,100,40", "01,2020,101,40")


def earlier(name: str):
    return apps.get_model("measures", f"{name}Event").objects


@pytest.fixture
def corrected(city) -> SimpleNamespace:
    """A city whose figures were imported, and then once more with one number of inhabitants corrected."""
    first, second = fill(city).source, fill(city, people=CORRECTED).source
    assert first is not None
    assert second is not None
    return SimpleNamespace(city=city, first=first, second=second)


def test_a_first_import_keeps_nothing_twice(city) -> None:
    source = fill(city).source
    assert source is not None
    with in_city(city):
        assert not earlier("Value").exists()
        assert not earlier("Boundary").exists()
        assert replaced(source) == (0, [])


def test_a_replaced_figure_is_kept_with_both_its_imports(corrected: SimpleNamespace) -> None:
    with in_city(corrected.city):
        everybody = earlier("Value").get(group=None)
        assert (everybody.value, everybody.pgh_label) == (100, "replaced")
        assert everybody.source_file_id == corrected.first.pk
        assert everybody.cause == corrected.second.pk
        now = Value.objects.get(pk=everybody.pgh_obj_id)
        assert (now.value, now.source_file_id) == (101, corrected.second.pk)
        # Of the 24 figures two were corrected: everybody, and those born here, who are worked out from them.
        assert earlier("Value").count() == 2
        assert Value.objects.filter(source_file=corrected.first).count() == 22


def test_the_page_of_an_import_shows_what_it_replaced(corrected: SimpleNamespace, cast, signed_in) -> None:
    client = signed_in(cast.analyst)
    page = client.get(f"/in/rivertown/import/{corrected.second.pk}/").content.decode()
    assert "2 figures that it replaced" in page
    for text in ("Quay", "Inhabitants", "Everybody", "Born here", ">100<", ">101<", ">60<", ">61<"):
        assert text in page, text
    first = client.get(f"/in/rivertown/import/{corrected.first.pk}/").content.decode()
    assert "that it replaced" not in first


def test_each_import_shows_what_it_made_of_a_figure_that_was_replaced_twice(
    corrected: SimpleNamespace,
) -> None:
    third = fill(corrected.city, people=PEOPLE.replace("01,2020,100,40", "01,2020,103,40")).source
    assert third is not None
    with in_city(corrected.city):
        for source, before, after in ((corrected.second, 100, 101), (third, 101, 103)):
            count, rows = replaced(source)
            assert count == 2
            (everybody,) = (row for row in rows if not row.group)
            assert (everybody.area, everybody.before, everybody.after) == ("Quay", before, after)


def test_no_more_than_the_first_are_shown_and_all_are_counted(corrected: SimpleNamespace) -> None:
    with in_city(corrected.city):
        count, rows = replaced(corrected.second, most=1)
    assert (count, len(rows)) == (2, 1)


def test_a_deleted_figure_is_kept(corrected: SimpleNamespace) -> None:
    with in_city(corrected.city):
        Value.objects.filter(value=200).delete()
        gone = earlier("Value").get(pgh_label="deleted")
        assert gone.value == 200
        assert gone.source_file_id == corrected.first.pk
        assert gone.cause is None, "nobody said why: no import did it"


def test_saving_a_figure_without_a_change_keeps_nothing(corrected: SimpleNamespace) -> None:
    with in_city(corrected.city):
        before = earlier("Value").count()
        Value.objects.update(estimated=False)
        assert earlier("Value").count() == before
        Value.objects.filter(value=101).update(estimated=True)
        assert earlier("Value").count() == before + 1


def test_a_moved_border_and_another_name_are_kept_and_the_drawing_is_not(city) -> None:
    fill(city)
    moved = collection([square("01", "Quayside", 3.99, 51.0), *FEATURES[1:]])
    second = fill(city, map=moved).source
    with in_city(city):
        assert second is not None
        (border,) = earlier("Boundary").all()
        assert border.geometry["coordinates"][0][0] == [4.0, 51.0]
        assert border.cause == second.pk
        assert Boundary.objects.count() == 4
        names = [event.names for event in earlier("Area").filter(cause=second.pk)]
        assert names == [{"en": "Quay"}], "all four areas were drawn anew, and one has another name"


def test_a_replaced_weight_is_kept(city) -> None:
    fill(city)
    with in_city(city):
        first, second = Area.objects.order_by("code")[:2]
        AreaWeight.objects.create(city=city, from_area=first, to_area=second, weight=1)
        AreaWeight.objects.update(weight=0.5)
        assert earlier("AreaWeight").get().weight == 1


def test_the_history_of_a_figure_tells_each_version(corrected: SimpleNamespace, cast, signed_in) -> None:
    with in_city(corrected.city):
        key = str(Value.objects.get(value=101).pk)
        newest, oldest = queries.versions(corrected.city, "measures.value", key)
        assert (newest.what, newest.values["value"]) == ("changed", "101.0")
        assert "value" in newest.changed
        assert (oldest.what, oldest.values["value"], oldest.at) == ("added", "100.0", None)
        Value.objects.filter(pk=key).delete()
        assert [each.what for each in queries.versions(corrected.city, "measures.value", key)] == [
            "deleted",
            "changed",
            "added",
        ]
    page = signed_in(cast.city_administrator).get(f"/in/rivertown/audit/measures.value/{key}/")
    assert page.status_code == 200
    assert "100.0" in page.content.decode()


@pytest.mark.parametrize("kind", ["areaset", "area", "boundary", "indicator", "import"])
def test_every_kind_of_row_has_a_page_of_its_history(kind: str, corrected, cast, signed_in) -> None:
    with in_city(corrected.city):
        key = apps.get_model("measures", kind).objects.order_by("pk").first().pk
    page = signed_in(cast.city_administrator).get(f"/in/rivertown/audit/measures.{kind}/{key}/")
    assert page.status_code == 200


def test_an_import_keeps_each_of_its_states_and_not_its_progress(corrected: SimpleNamespace) -> None:
    with in_city(corrected.city):
        Import.objects.filter(pk=corrected.first.pk).update(progress=50)
        Import.objects.filter(pk=corrected.first.pk).update(status="discarded")
        kept = earlier("Import").filter(pgh_obj=corrected.first.pk).order_by("pgh_id")
        assert list(kept.values_list("status", flat=True)) == ["written", "discarded"]


def kept_tables() -> list:
    found = [model for model in apps.get_models() if issubclass(model, EarlierVersion)]
    assert len(found) == 4
    return found


def test_another_city_sees_none_of_it(corrected: SimpleNamespace, other_city) -> None:
    with in_city(other_city):
        assert [model.__name__ for model in kept_tables() if model.objects.exists()] == []
        assert replaced(corrected.second) == (0, [])
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM measures_valueevent")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("model", kept_tables(), ids=lambda model: model.__name__)
def test_the_application_can_neither_change_nor_delete_what_is_kept(
    model, corrected: SimpleNamespace
) -> None:
    for statement in ("UPDATE {} SET cause = NULL", "DELETE FROM {}", "TRUNCATE {}"):
        with (
            in_city(corrected.city),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(model._meta.db_table))


def test_what_one_import_did_is_not_said_of_what_comes_after_it(corrected: SimpleNamespace) -> None:
    """Both run in one transaction here, as in a command that does several things."""
    with in_city(corrected.city):
        Value.objects.filter(value=200).update(value=201)
        assert earlier("Value").get(value=200).cause is None


def test_erasing_whoever_imported_leaves_what_was_kept_without_their_name(
    corrected: SimpleNamespace, cast
) -> None:
    with in_city(corrected.city):
        Import.objects.filter(pk=corrected.second.pk).update(by=cast.analyst)
        key = str(corrected.second.pk)
    actions.erase_account(cast.analyst, by=cast.analyst)
    with in_city(corrected.city):
        newest = queries.versions(corrected.city, "measures.import", key)[0]
        assert newest.values["who"] == f"erased-{cast.analyst.pk}@invalid"
        assert earlier("Value").count() == 2
