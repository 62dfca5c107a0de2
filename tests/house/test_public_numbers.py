"""Every public number goes through what protects small ones: a reader of all public addresses can neither work out what
is left out nor tell a city from one that differs in that alone. `test_who_reads_figures` holds the source to it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import parse_qs

import numpy as np
import pytest
from django.core.cache import caches
from django.db import connection

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.engines.disclosure import Reason
from convive.measures import queries
from convive.measures.actions import mixing
from convive.measures.importing.recipe import TOTAL
from convive.measures.mix import Asked, choose_mix
from convive.measures.models import Area, Coverage, MixResult, Value
from convive.network.library.actions import ensure_city_page
from convive.network.library.models import CityPage
from tests.conftest import make_cast
from tests.engines.disclosure.reader import Reader
from tests.house import planted
from tests.house.public import FEW, Site, addresses


@pytest.fixture(scope="module")
def house(module_database: str) -> SimpleNamespace:
    cast = make_cast()
    planted.fill(cast.city)
    ensure_city_page(cast.city)
    return cast


@pytest.fixture(scope="module")
def queries_of_all(house: SimpleNamespace) -> list[str]:
    """Every choice that the city offers, as pages and the API name its parts."""
    found = []
    with in_city(house.city):
        for offered in queries.offer(house.city).indicators.values():
            for area_set, periods in offered.periods.items():
                code = queries.set_code(queries.offer(house.city).area_sets[area_set])
                for period in periods:
                    for group in offered.groups[area_set]:
                        which = f"indicator={offered.code}&group={group.code if group else TOTAL}"
                        found.append(f"{which}&period={period.code}&areas={code}&area_set={code}")
    # First those that leave something out.
    return sorted(found, key=lambda query: ("=total&" in query, "2020" not in query.split("period=")[1]))


@pytest.fixture(scope="module")
def starts(house: SimpleNamespace) -> list[str]:
    """The doors that open to everybody, and every page below those of a city."""
    pages = [page.url for page in CityPage.objects.live()]
    routes = [str(route.pattern) for route in CityPage.get_subpage_urls()]
    below = [
        url + route.strip("^$")
        for url in pages[:1]
        for route in routes
        if "(" not in route and "<" not in route
    ]
    return addresses({"districts-2020": "districts-2020"}) + pages + below


def read_everything(starts: list[str], chosen: list[str]) -> Site:
    for cache in caches.all():
        cache.clear()
    work_out(chosen[:FEW])
    site = Site()
    site.walk(starts, chosen, "rivertown")
    return site


def work_out(chosen: list[str]) -> None:
    """What a worker makes of the figures for pages: all of it anew."""
    city = City.objects.get(slug="rivertown")
    with in_city(city):
        MixResult.objects.all().delete()
        mixing.prepare_mix(city)
        for query in chosen:
            asked = {name: value[0] for name, value in parse_qs(query).items() if name != "area_set"}
            choice = choose_mix(city, queries.offer(city), Asked(**asked))
            if choice is not None:
                mixing.ask_mix(choice)
        waiting = list(MixResult.objects.values_list("pk", flat=True))
    for pk in waiting:
        mixing.compute(city, pk)
    with in_city(city):
        assert MixResult.objects.filter(result__isnull=False).exists()


@pytest.fixture(scope="module")
def site(starts: list[str], queries_of_all: list[str]) -> Site:
    return read_everything(starts, queries_of_all)


def test_the_walk_reads_pages_pictures_paper_and_open_data(site: Site) -> None:
    opened = {address.split("?")[0] for address, text in site.texts.items() if text}
    for end in (
        "rivertown/",
        "map/",
        "chart/",
        "chart/picture/",
        "paper/",
        "values",
        "values.csv",
        ".geojson",
    ):
        assert any(address.endswith(end) for address in opened), end
    assert len(site.texts) > 40


def what_is_read(texts: list[str]) -> Reader:
    """A reader of the API's answers, who knows how figures add up, the rule, and the reasons that are told."""
    reader = Reader()
    areas: dict[tuple, set[str]] = {}
    for text in texts:
        answer = json.loads(text)
        for row in answer["rows"]:
            where = (row["area_set"], row["end"], row["group"])
            name = (*where, row["area"])
            areas.setdefault(where, set()).add(row["area"])
            if row["value"] is not None:
                reader.reads(name, row["value"])
            else:
                low, high = {"too-few": (1, 4), "would-give-away": (5, np.inf)}.get(
                    row["reason"], (1, np.inf)
                )
                reader.is_between(name, low, high)
            if row["share"] is not None and row["value"] is None:
                reader.reads(name, -1)
        total = ("city", answer["rows"][0]["end"], answer["rows"][0]["group"])
        if answer["total"]["value"] is not None:
            reader.reads(total, answer["total"]["value"])
    for (area_set, end, group), codes in areas.items():
        reader.adds_up(("city", end, group), [(area_set, end, group, code) for code in codes])
        for code in codes:
            if group == TOTAL:
                parts = [(area_set, end, each, code) for each in ("abroad", "here")]
                reader.adds_up((area_set, end, TOTAL, code), parts)
                others = ("no diploma", area_set, end, code)
                reader.adds_up((area_set, end, TOTAL, code), [(area_set, end, "diploma", code), others])
        if area_set == "districts-2020":
            for quarter, held in planted.QUARTERS.items():
                inside = [(area_set, end, group, code) for code in held]
                reader.adds_up(("quarters-2020", end, group, quarter), inside)
    return reader


def api_texts(site: Site) -> list[str]:
    return [text for address, text in site.texts.items() if "/values?" in address and "&period=" in address]


def left_out(house: SimpleNamespace) -> list[tuple]:
    with in_city(house.city):
        codes = dict(Area.objects.values_list("pk", "code"))
        return [
            (
                f"{row.area_set.code}-{row.area_set.year}",
                row.end.isoformat(),
                row.group.code if row.group else TOTAL,
                codes[area],
            )
            for row in Coverage.objects.select_related("area_set", "group")
            for area in row.left_out
        ]


def test_a_reader_of_all_open_data_works_nothing_out(house: SimpleNamespace, site: Site) -> None:
    reader = what_is_read(api_texts(site))
    secrets = left_out(house)
    assert len(secrets) >= 8
    assert [name for name in secrets if reader.pins_down(name)] == []


def test_the_csv_and_the_map_say_no_more_than_the_api(house: SimpleNamespace, site: Site) -> None:
    secrets = set(left_out(house))
    seen = 0
    for address, text in site.texts.items():
        if "values.csv?" in address and text:
            for row in csv.DictReader(io.StringIO(text)):
                name = (row["area_set"], row["end"], row["group"], row["area"])
                assert (name in secrets) == (row["why_empty"] == "left-out")
                assert name not in secrets or not (row["value"] or row["share"] or row["n"])
                seen += 1
        elif ".geojson" in address and "indicator=" in address and text:
            for feature in json.loads(text)["features"]:
                given = feature["properties"]
                assert given["why"] != "left-out" or (given["value"], given["share"]) == (None, None)
                seen += 1
    assert seen


def another_city(house: SimpleNamespace, site: Site) -> dict[tuple, int]:
    """Other numbers for what is left out, with which everything that is shown stays as it is."""
    reader, secrets = what_is_read(api_texts(site)), left_out(house)
    with in_city(house.city):
        truth = {
            (
                f"{row.area_set.code}-{row.area_set.year}",
                row.end.isoformat(),
                row.group.code if row.group else TOTAL,
                row.area.code,
            ): row.value
            for row in Value.objects.select_related("area_set", "group", "area")
        }
    # Away from the truth: small numbers to the other end.
    goal = {name: 1 if truth[name] > 2 else -1 for name in secrets if truth[name] < 5}
    found = reader.whole_numbers(goal)
    return {name: found[name] for name in secrets if found[name] != truth[name]}


SUM_AGAIN = """
    UPDATE measures_coverage c SET total = v.total, mean = v.mean, lowest = v.lowest, highest = v.highest
    FROM (SELECT indicator_id, area_set_id, group_id, start, "end",
                 sum(value) AS total, avg(value) AS mean, min(value) AS lowest, max(value) AS highest
          FROM measures_value GROUP BY 1, 2, 3, 4, 5) v
    WHERE c.indicator_id = v.indicator_id AND c.area_set_id = v.area_set_id
      AND c.group_id IS NOT DISTINCT FROM v.group_id AND c.start = v.start AND c."end" = v."end"
"""


@pytest.fixture(scope="module")
def changed(house: SimpleNamespace, site: Site) -> Iterator[int]:
    """The same city with other numbers where they are left out. What may be shown is as it was."""
    others = another_city(house, site)
    with in_city(house.city):
        before = {}
        for (area_set, end, group, area), value in others.items():
            code, year = area_set.rsplit("-", 1)
            where = {"area_set__code": code, "area_set__year": year, "end": end, "area__code": area}
            where |= {"group": None} if group == TOTAL else {"group__code": group}
            row = Value.objects.get(**where)
            before[row.pk] = row.value
            Value.objects.filter(pk=row.pk).update(value=value)
        with connection.cursor() as cursor:
            cursor.execute(SUM_AGAIN)
    yield len(others)
    with in_city(house.city):
        for pk, value in before.items():
            Value.objects.filter(pk=pk).update(value=value)
        with connection.cursor() as cursor:
            cursor.execute(SUM_AGAIN)


def test_two_cities_that_differ_in_what_is_left_out_look_the_same(
    site: Site, changed: int, starts: list[str], queries_of_all: list[str]
) -> None:
    assert changed >= 4
    other = read_everything(starts, queries_of_all)
    assert set(other.texts) == set(site.texts)
    assert [address for address, text in site.texts.items() if other.texts[address] != text] == []


@pytest.mark.parametrize("leak", ["everything", "one number"])
def test_a_query_that_shows_what_is_left_out_is_found(
    leak: str, house: SimpleNamespace, site: Site, changed: int, queries_of_all: list[str], monkeypatch
) -> None:
    """The check can fail: a query that goes around the protection, once wholly and once for a single number."""
    protect = queries.figures.__globals__["decided"]

    def wrong(table, decisions) -> None:
        protect(table, decisions)
        for column in table.columns.values():
            hidden = np.flatnonzero(~column.shown)
            column.shown[hidden if leak == "everything" else hidden[:1]] = True
            column.reason[column.shown] = Reason.SHOWN

    monkeypatch.setitem(queries.figures.__globals__, "decided", wrong)
    leaky = read_everything(["/api/v1/cities/rivertown/values"], queries_of_all)
    leaky.read(f"/cities/rivertown/?{queries_of_all[0]}")
    assert [address for address, text in leaky.texts.items() if site.texts.get(address, text) != text]
    reader = what_is_read(api_texts(leaky))
    assert [name for name in left_out(house) if reader.pins_down(name)]
