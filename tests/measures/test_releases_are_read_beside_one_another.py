"""A correction, or another threshold: what is published next beside what was published before."""

from __future__ import annotations

import pytest

from convive.core.tenancy import in_city
from convive.engines.disclosure import Reason
from convive.measures import queries
from convive.measures.models import Coverage
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


def reader_of(*releases: dict, changed: set[tuple[str, str]]) -> Reader:
    """Who reads releases one after the other, and takes what did not change for the same."""
    reader = Reader()
    for number, release in enumerate(releases):

        def name(at: tuple[str, str], number: int = number) -> tuple:
            return (*at, number) if at in changed else at

        for at, value in release.items():
            if value is None:
                reader.is_between(name(at), 1, float("inf"))
            else:
                reader.reads(name(at), value)
        codes = {code for code, _group in release}
        for code in codes:
            reader.adds_up(name((code, "total")), [name((code, "abroad")), name((code, "here"))])
        for group in GROUPS:
            reader.adds_up(name(("city", group)), [name((code, group)) for code in codes - {"city"}])
    return reader


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
    fill(city, people=SMALL_CELL)
    first = published(city)
    fill(city, people=corrected(*lines))
    second = published(city)
    truth: dict[tuple[str, str], int] = {}
    for line in (*SMALL_CELL.splitlines()[1:5], *lines):
        code, _year, people, abroad = line.split(",")
        for group, value in (
            ("total", int(people)),
            ("abroad", int(abroad)),
            ("here", int(people) - int(abroad)),
        ):
            truth.setdefault((code, group), value)
    now = {}
    for line in lines:
        code, _year, people, abroad = line.split(",")
        now |= {
            (code, "total"): int(people),
            (code, "abroad"): int(abroad),
            (code, "here"): int(people) - int(abroad),
        }
    changed = {at for at in now if now[at] != truth[at]} | {("city", group) for group in GROUPS}
    for group in GROUPS:
        before = sum(value for (_code, each), value in truth.items() if each == group)
        if before == sum(value for (_code, each), value in now.items() if each == group):
            changed.discard(("city", group))
    for at, value in first.items():
        assert value is not None or at in changed or second[at] is None, "what was left out stays left out"
    reader = reader_of(first, second, changed=changed)
    small = [at for at, value in now.items() if 0 < value < 5]
    for at in [("03", "abroad"), *small]:
        name = (*at, 1) if at in changed else at
        if at in small:
            assert second[at] is None
            assert not reader.pins_down(name), at
    assert not reader.pins_down(("03", "abroad", 0) if ("03", "abroad") in changed else ("03", "abroad"))


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
