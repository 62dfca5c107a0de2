from __future__ import annotations

import json

import pytest

from convive.core.tenancy import in_city
from convive.measures import queries
from convive.measures.models import Coverage
from convive.measures.queries.figures import LEFT_OUT, NO_FIGURE
from tests.measures.small import FEATURES, PEOPLE, RECIPE, collection, fill, square
from tests.measures.test_weights_add_up_and_carry_counts import CARRYING, NEW, SHARES

# Three people from abroad in one area; the year after, nobody is hidden.
SMALL_CELL = PEOPLE.replace("03,2020,50,30", "03,2020,50,3")


def figures(city, **parts: str) -> queries.Figures:
    with in_city(city):
        return queries.figures(queries.choose(queries.offer(city), **parts))


def shown(found: queries.Figures) -> dict[str, float | None]:
    return {row.code: row.value for row in found.rows}


def test_without_small_counts_everything_is_shown(city) -> None:
    fill(city)
    found = figures(city, group="abroad", period="2020-12-31")
    assert shown(found) == {"01": 40, "02": 20, "03": 30, "04": 60}
    assert [row.share for row in found.rows] == [0.4, 0.1, 0.6, 0.4]
    assert (found.city_value, found.city_total, found.city_share) == (150, 500, 0.3)
    assert found.left_out == 0


def test_a_small_count_is_left_out_with_what_would_give_it_away(city) -> None:
    fill(city, people=SMALL_CELL)
    found = figures(city, group="abroad", period="2020-12-31")
    left_out = {row.code for row in found.rows if row.why == LEFT_OUT}
    assert "03" in left_out
    assert len(left_out) == 2
    for row in found.rows:
        if row.code in left_out:
            assert (row.value, row.share, row.n) == (None, None, None)
    other = figures(city, group="here", period="2020-12-31")
    assert {row.code for row in other.rows if row.why == LEFT_OUT} == left_out
    total = figures(city, group="total", period="2020-12-31")
    assert total.left_out == 0


def test_the_public_is_not_told_which_of_two_was_the_small_one_where_that_would_tell_it(city) -> None:
    # Six people, of whom all but one were born abroad, twice: whoever knows which is small knows both.
    people = "area,year,people,abroad\n01,2020,6,5\n02,2020,6,5\n03,2020,300,100\n"
    fill(city, people=people)
    found = figures(city, group="abroad", period="2020-12-31")
    reasons = {row.code: row.reason for row in found.rows if row.why == LEFT_OUT}
    assert {"01", "02"} <= set(reasons)
    assert set(reasons.values()) == {"not-told"}


def test_an_area_without_a_figure_says_so(city) -> None:
    fill(city, people=PEOPLE.replace("04,2020,150,60\n", ""))
    found = figures(city, group="total", period="2020-12-31")
    assert {row.code: row.why for row in found.rows if row.why} == {"04": NO_FIGURE}
    assert found.city_value == 350


def test_dwellings_are_no_people_and_are_shown(city) -> None:
    fill(city, RECIPE.replace('unit = "people"', 'unit = "dwellings"'), people=SMALL_CELL)
    assert shown(figures(city, group="abroad", period="2020-12-31"))["03"] == 3


def test_a_mean_of_few_people_is_left_out(city) -> None:
    text = RECIPE.split("[[values.derive]]")[0].replace('kind = "count"', 'kind = "mean"')
    text = text.replace('indicator = "inhabitants"\n', 'indicator = "inhabitants"\nn = "asked"\n')
    fill(city, text, people="area,year,people,abroad,asked\n01,2020,20.5,19,4\n02,2020,21.5,18,40\n")
    found = figures(city, group="total", period="2020-12-31")
    assert {row.code: (row.value, row.n, row.why) for row in found.rows[:2]} == {
        "01": (None, None, LEFT_OUT),
        "02": (21.5, 40, ""),
    }
    assert found.city_value is None


def test_over_time_a_group_that_is_small_in_the_whole_city_is_left_out(city) -> None:
    people = "area,year,people,abroad\n01,2020,100,2\n02,2020,200,1\n01,2021,100,20\n02,2021,200,20\n"
    fill(city, people=people)
    with in_city(city):
        found = queries.series(queries.choose(queries.offer(city), group="abroad"))
    assert [(point.period.code, point.value) for point in found.points] == [
        ("2020-12-31", None),
        ("2021-12-31", 40),
    ]
    with in_city(city):
        everybody = queries.series(queries.choose(queries.offer(city), group="total"))
        rest = queries.series(queries.choose(queries.offer(city), group="here"))
    values = [found.points[0].value, rest.points[0].value, everybody.points[0].value]
    assert values.count(None) >= 2, "one of three would follow from the other two"


def test_over_time_a_total_is_left_out_where_the_map_leaves_it_out(city) -> None:
    """Five people in five areas of one: all are left out, and so is their sum, though it is not small."""
    people = "area,year,people,abroad\n" + "".join(f"0{i},2020,1,1\n" for i in range(1, 6))
    fill(city, map=collection([*FEATURES, square("05", "Moor", 4.2, 51.0)]), people=people)
    for group in ("abroad", "total"):
        found = figures(city, group=group, period="2020-12-31")
        with in_city(city):
            over_time = queries.series(queries.choose(queries.offer(city), group=group))
        assert [point.value for point in over_time.points] == [found.city_value]
    assert found.left_out == 5


def test_a_figure_that_nothing_was_decided_about_is_not_shown(city) -> None:
    fill(city)
    choice = figures(city, group="abroad", period="2020-12-31").choice
    with in_city(city):
        Coverage.objects.all().delete()
        found = queries.figures(choice)
    assert {row.why for row in found.rows} == {LEFT_OUT}
    assert found.city_value is None


def test_an_estimate_does_not_give_away_what_is_left_out_in_the_old_borders(city) -> None:
    # Area 03 goes to B alone, and so does its small count; without care the new borders would show it.
    people = SMALL_CELL.replace("02,2020,200,20", "02,2020,200,80")
    shares = "old,new,weight\n01,A,1\n02,A,1\n03,B,1\n04,C,1\n"
    fill(city, CARRYING, new=NEW + "C,East\n", weights=shares, people=people)
    old = figures(city, group="abroad", period="2020-12-31", area_set="districts-2020")
    hidden = {row.code for row in old.rows if row.why == LEFT_OUT}
    new = figures(city, group="abroad", period="2020-12-31", area_set="districts-2021")
    goes_to = {"01": "A", "02": "A", "03": "B", "04": "C"}
    assert {goes_to[code] for code in hidden} <= {row.code for row in new.rows if row.why == LEFT_OUT}


def test_estimates_are_marked_and_rounded(city) -> None:
    fill(city, CARRYING, new=NEW, weights=SHARES.replace("01,A,0.25\n01,B,0.75", "01,A,0.333\n01,B,0.667"))
    found = figures(city, group="abroad", period="2020-12-31", area_set="districts-2021")
    assert found.estimated
    assert all(row.value is None or row.value == round(row.value) for row in found.rows)


def test_the_map_for_the_script_carries_only_what_is_shown(city) -> None:
    fill(city, people=SMALL_CELL)
    found = figures(city, group="abroad", period="2020-12-31")
    with in_city(city):
        data = json.loads(queries.areas_geojson(found.choice.area_set, found.rows))
    by_code = {feature["properties"]["code"]: feature for feature in data["features"]}
    assert by_code["03"]["properties"]["value"] is None
    assert by_code["03"]["properties"]["why"] == LEFT_OUT
    assert by_code["04"]["geometry"]["type"] == "Polygon"


@pytest.mark.parametrize(
    "parts",
    [
        {"indicator": "nothing"},
        {"group": "nobody"},
        {"period": "1999-01-01"},
        {"period": "yesterday"},
        {"area_set": "districts-1900"},
    ],
)
def test_what_the_city_does_not_offer_is_unknown(city, parts: dict[str, str]) -> None:
    fill(city)
    with pytest.raises(queries.Unknown):
        figures(city, **parts)


def test_without_a_choice_the_newest_counted_figures_are_shown(city) -> None:
    fill(city, CARRYING, new=NEW, weights=SHARES)
    choice = figures(city).choice
    assert (choice.area_set.year, choice.period.code, choice.group_code) == (2020, "2021-12-31", "abroad")


def test_a_city_without_figures_offers_nothing(city) -> None:
    with in_city(city):
        offered = queries.offer(city)
        assert offered.is_empty
        with pytest.raises(queries.Unknown):
            queries.choose(offered)
