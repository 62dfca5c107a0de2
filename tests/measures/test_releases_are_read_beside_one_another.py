"""A correction, or another threshold: what is published next beside what was published before."""

from __future__ import annotations

import pytest

from convive.core.tenancy import in_city
from convive.engines.disclosure import Reason
from convive.measures import queries
from convive.measures.coverage import refresh_outdated
from convive.measures.models import Coverage, Release
from convive.measures.queries.figures import LEFT_OUT
from tests.engines.disclosure.reader import Reader
from tests.measures.small import PEOPLE, fill

GROUPS = ("abroad", "here", "total")
SMALL_CELL = PEOPLE.replace("03,2020,50,30", "03,2020,50,3")
LATER = PEOPLE[PEOPLE.index("01,2021") :]


def published(city) -> dict[tuple[str, str], float | None]:
    """The figures of 2020 by area and group, `city` being all areas."""
    found: dict[tuple[str, str], float | None] = {}
    with in_city(city):
        offered = queries.offer(city)
        for group in GROUPS:
            result = queries.figures(queries.choose(offered, group=group, period="2020-12-31"))
            found |= {(row.code, group): row.value for row in result.rows}
            found["city", group] = result.city_value
    return found


def counted(text: str) -> dict[tuple[str, str], int]:
    """The figures of 2020 as they were counted, without the sums."""
    found = {}
    for line in text.splitlines()[1:5]:
        code, _year, people, abroad = line.split(",")
        found |= {(code, "total"): int(people), (code, "abroad"): int(abroad)}
        found[code, "here"] = int(people) - int(abroad)
    return found


def name(at: tuple[str, str], truth: dict[tuple[str, str], int]) -> tuple:
    """What a reader calls a figure who takes what did not change, or is again what it was, for the same."""
    if at[0] == "city":
        return (*at, sum(value for (_code, group), value in truth.items() if group == at[1]))
    return (*at, truth[at])


def reader_of(releases: list[dict], truths: list[dict[tuple[str, str], int]]) -> Reader:
    reader = Reader()
    for release, truth in zip(releases, truths, strict=True):
        for at, value in release.items():
            if value is None:
                reader.is_between(name(at, truth), 1, float("inf"))
            else:
                reader.reads(name(at, truth), value)
        codes = {code for code, _group in truth}
        for code in (*codes, "city"):
            parts = [name((code, group), truth) for group in ("abroad", "here")]
            reader.adds_up(name((code, "total"), truth), parts)
        for group in GROUPS:
            reader.adds_up(name(("city", group), truth), [name((code, group), truth) for code in codes])
    return reader


def given_away(releases: list[dict], truths: list[dict[tuple[str, str], int]]) -> set[tuple]:
    """The small counts that follow from these publications."""
    reader = reader_of(releases, truths)
    small = {name(at, truth) for truth in truths for at, value in truth.items() if 0 < value < 5}
    return {each for each in small if reader.pins_down(each)}


def corrected(*lines: str) -> str:
    return "area,year,people,abroad\n" + "\n".join(lines) + "\n" + LATER


@pytest.mark.parametrize(
    "lines",
    [
        # The count that was left out is no longer small: the others that hid it stay as they were.
        ("01,2020,100,40", "02,2020,200,20", "03,2020,80,33", "04,2020,150,60"),
        # Another count becomes small, whose neighbours were all printed.
        ("01,2020,62,2", "02,2020,200,20", "03,2020,50,3", "04,2020,150,60"),
        # A total is corrected by a few people.
        ("01,2020,100,40", "02,2020,203,23", "03,2020,50,3", "04,2020,150,60"),
    ],
)
def test_a_correction_gives_nothing_away_beside_the_figures_before_it(city, lines: tuple[str, ...]) -> None:
    texts = [SMALL_CELL, corrected(*lines)]
    releases = []
    for text in texts:
        fill(city, people=text)
        releases.append(published(city))
    truths = [counted(text) for text in texts]
    first, second = releases
    for at, value in first.items():
        if value is None and name(at, truths[0]) == name(at, truths[1]):
            assert second[at] is None, "what was left out stays left out"
    for release, truth in zip(releases, truths, strict=True):
        assert all(release[at] is None for at, value in truth.items() if 0 < value < 5)
    assert given_away(releases, truths) == set()


@pytest.mark.parametrize("forgotten", [False, True], ids=["kept", "the check can fail"])
def test_a_correction_that_is_taken_back_gives_nothing_away_of_the_first_figures(
    city, forgotten: bool
) -> None:
    """40 people hid that there are 3 elsewhere. Both are counted otherwise and printed; then it is 40 again."""
    texts = [
        SMALL_CELL,
        corrected("01,2020,100,41", "02,2020,200,20", "03,2020,90,33", "04,2020,150,60"),
        corrected("01,2020,100,40", "02,2020,200,20", "03,2020,90,33", "04,2020,150,60"),
    ]
    releases = []
    for text in texts:
        if forgotten:
            with in_city(city):
                Release.objects.all().delete()
        fill(city, people=text)
        releases.append(published(city))
    assert releases[0]["01", "abroad"] is None
    assert releases[1]["01", "abroad"] == 41
    assert bool(given_away(releases, [counted(text) for text in texts])) == forgotten
    with in_city(city):
        numbers = set(Release.objects.filter(end="2020-12-31").values_list("number", flat=True))
    assert numbers == ({1} if forgotten else {1, 2})


def test_what_is_published_again_unchanged_is_kept_once(city, settings) -> None:
    fill(city, people=SMALL_CELL)
    fill(city, people=SMALL_CELL)
    with in_city(city):
        assert not Release.objects.exists()
    fill(city, people=corrected("01,2020,101,41", "02,2020,200,20", "03,2020,50,3", "04,2020,150,60"))
    with in_city(city):
        kept = Release.objects.all()
        assert {row.period.code for row in kept} == {"2020-12-31"}, "only what was corrected"
        row = kept.get(group__code="abroad")
        assert row.values == [40, 20, 3, 60]
        assert len(row.left_out) == 2
        # Another threshold that changes something is another publication of the same figures.
        settings.DISCLOSURE_THRESHOLD = 45
        refresh_outdated(city)
        assert Release.objects.filter(group__code="abroad", end="2020-12-31").count() == 2
        assert Release.objects.get(number=2, group__code="abroad", end="2020-12-31").threshold == 5
        # So is one that changes nothing but what is known of the left-out figures: that they are below it.
        settings.DISCLOSURE_THRESHOLD = 44
        refresh_outdated(city)
        assert Release.objects.filter(group__code="abroad", end="2020-12-31").count() == 3


def test_what_was_left_out_stays_left_out_under_a_lower_threshold(city, settings) -> None:
    settings.DISCLOSURE_THRESHOLD = 25
    fill(city, people=SMALL_CELL)
    first = published(city)
    settings.DISCLOSURE_THRESHOLD = 5
    second = published(city)
    assert first[("02", "abroad")] is None
    assert second == first


def test_what_was_shown_before_is_said_to_be_known(city, settings) -> None:
    fill(city, people=SMALL_CELL)
    with in_city(city):
        shown = published(city)[("02", "abroad")]
    settings.DISCLOSURE_THRESHOLD = 45
    fill(city, people=corrected("01,2020,101,41", "02,2020,200,20", "03,2020,50,3", "04,2020,150,60"))
    with in_city(city):
        rows = Coverage.objects.filter(group__code="abroad", end="2020-12-31")
        assert shown is None or Reason.KNOWN_BEFORE in rows.get().reasons


def test_every_figure_that_is_left_out_has_its_reason(city) -> None:
    fill(city, people=SMALL_CELL)
    with in_city(city):
        offered = queries.offer(city)
        found = queries.figures(queries.choose(offered, group="abroad", period="2020-12-31"))
        kept = Coverage.objects.exclude(left_out=[])
        assert kept
        assert all(len(row.reasons) == len(row.left_out) for row in kept)
    reasons = {row.code: row.reason for row in found.rows if row.why == LEFT_OUT}
    assert reasons["03"] == "too-few"
    assert sorted(reasons.values()) == ["too-few", "would-give-away"]
    assert all(not row.reason for row in found.rows if row.shown)
