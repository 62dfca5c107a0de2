"""Two mixes beside each other: two years, two cities, homes and schools."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convive.core import charts
from convive.core.models import City
from convive.core.numbers import number
from convive.core.tenancy import in_city
from convive.measures.actions.mixing import Busy, ask_mix
from convive.measures.mix import Asked, MixChoice, choose_mix
from convive.measures.mix.choosing import NO_EARLIER, sets_of, since_of
from convive.measures.mix.results import differ
from convive.measures.models import MixResult
from convive.measures.queries.mix import found_in
from convive.measures.queries.offers import offer, set_code
from convive.network.library.figures.tables import DASH
from convive.network.library.mix import drawings, words
from convive.network.library.mix.forms import MixForm
from convive.network.library.mix.shown import Shown, hundredths, show

if TYPE_CHECKING:
    from convive.network.library.models import CityPage

FIRST, SECOND = "a", "b"
# Areas of so many times the people give lower figures of themselves.
UNLIKE_SIZES = 1.5


@dataclass(frozen=True)
class Side:
    """One of the two: its choice, and the result or how far it is."""

    choice: MixChoice
    row: MixResult | None
    shown: Shown | None
    busy: bool = False

    @property
    def waits(self) -> bool:
        return self.row is not None and self.row.waits


def compare(page: CityPage, request: HttpRequest) -> dict[str, Any]:
    """Everything that the page shows, or how far it is from being there."""
    cities = cities_with_a_page(page)
    sides = _sides(page, request, cities, ask=True)
    if sides is None:
        return {"sides": None}
    forms = [
        MixForm(side.choice, prefix=prefix, cities=cities)
        for prefix, side in zip((FIRST, SECOND), sides, strict=True)
    ]
    context: dict[str, Any] = {
        "sides": [{"side": side, "form": form} for side, form in zip(sides, forms, strict=True)],
        "here": request.get_full_path(),
        "busy": any(side.busy for side in sides),
        "waiting": [side for side in sides if side.waits],
        "problem": any(side.row and side.row.problem for side in sides),
    }
    one, other = (side.shown for side in sides)
    if one is None or other is None:
        return context
    query = urlencode(_address(sides))
    address = f"{page.get_url(request)}mix/compare/chart/"
    return {
        **context,
        "shown": (one, other),
        "headline": headline(one, other),
        "lede": caveats(one, other),
        "table": _table(one, other),
        "chart": _chart(one, other),
        "picture": f"{address}picture/?{query}",
        "specification": f"{address}?{query}",
        "sources": list(dict.fromkeys([one.source, other.source])),
    }


def cities_with_a_page(page: CityPage) -> list[City]:
    """The cities that show a page in this language, this one first. One query."""
    rows = type(page).objects.live().filter(locale=page.locale).select_related("subject").order_by("title")
    others = [row.subject for row in rows if row.subject_id != page.subject_id]
    return [page.subject, *others]


def _sides(
    page: CityPage, request: HttpRequest, cities: list[City], *, ask: bool
) -> tuple[Side, Side] | None:
    by_slug = {city.slug: city for city in cities}
    first_city = by_slug.get(request.GET.get(f"{FIRST}-city", ""), page.subject)
    wanted = request.GET.get(f"{SECOND}-city")
    # Named but left open: the next city there is.
    second_city = cities[-1] if wanted == "" else by_slug.get(wanted or "", first_city)
    with in_city(first_city):
        first = choose_mix(first_city, offer(first_city), _asked(request, FIRST))
    if first is None:
        return None
    with in_city(second_city):
        second = choose_mix(second_city, offer(second_city), _like(first, _asked(request, SECOND)))
        if second is not None and second.key == first.key and second_city == first_city:
            # The same twice tells nothing: the other date, where there is one.
            second = _earlier(second) or second
    if second is None:
        return None
    return _side(first, ask), _side(second, ask)


def _asked(request: HttpRequest, prefix: str) -> Asked:
    return replace(Asked.of(request.GET, f"{prefix}-"), since=NO_EARLIER)


def _like(first: MixChoice, asked: Asked) -> Asked:
    """What the second side does not say is as on the first, where the other city has such."""
    parts = {**first.parts, **{name: value for name, value in vars(asked).items() if value}}
    return Asked(**{**parts, "since": NO_EARLIER})


def _earlier(choice: MixChoice) -> MixChoice | None:
    before = since_of(choice.periods, choice.period)
    return replace(choice, period=before, since=None) if before else None


def _side(choice: MixChoice, ask: bool) -> Side:
    with in_city(choice.city):
        try:
            row = ask_mix(choice) if ask else MixResult.objects.filter(key=choice.key).first()
        except Busy:
            return Side(choice, None, None, busy=True)
        found = found_in(row, choice)
        return Side(choice, row, show(found) if found else None)


def _address(sides: tuple[Side, Side]) -> dict[str, str]:
    return {
        f"{prefix}-{name}": value
        for prefix, side in zip((FIRST, SECOND), sides, strict=True)
        for name, value in {"city": side.choice.city.slug, **side.choice.parts}.items()
        if name != "since"
    }


def first_question(choice: MixChoice) -> list[tuple[str, str]]:
    """What a page about one mix offers to compare it with, and the address of each."""
    parts = {f"{FIRST}-{name}": value for name, value in choice.parts.items() if name != "since"}
    ways = []
    if choice.earlier_periods:
        before = choice.since or max(choice.earlier_periods)
        ways.append((_("Compare two years"), {**parts, f"{SECOND}-period": before.code}))
    ways.append((_("Compare with another city"), {**parts, f"{SECOND}-city": ""}))
    elsewhere = _other_places(choice)
    if elsewhere:
        ways.append((_("Compare homes and schools"), {**parts, **elsewhere}))
    return [(label, urlencode(query)) for label, query in ways]


def _other_places(choice: MixChoice) -> dict[str, str]:
    """Schools where the choice is of homes, and homes where it is of schools; pupils may be another indicator than
    inhabitants."""
    for offered in (choice.offered, *choice.indicators):
        for area_set in sets_of(choice.offer, offered):
            if area_set.places != choice.area_set.places:
                return {f"{SECOND}-indicator": offered.code, f"{SECOND}-areas": set_code(area_set)}
    return {}


def headline(one: Shown, other: Shown) -> str:
    """Both figures in one sentence, with what the difference is worth."""
    first, second = one.found.now, other.found.now
    if first.index is None or second.index is None:
        return _("In one of the two there is one group only, so there is nothing to compare.")
    names = {
        "one": _name(one, other),
        "other": _name(other, one),
        "first": words.figure(one, first),
        "second": words.figure(other, second),
    }
    if one.found.of_one_group and other.found.of_one_group:
        said = _("%(one)s: %(first)s of 100 would have to move; %(other)s: %(second)s.") % names
    else:
        said = _("%(one)s: %(first)s on a scale of 100; %(other)s: %(second)s.") % names
    certain = differ(first, second)
    if certain is False:
        return said + " " + _("The difference is so small that it may be chance.")
    return said


def _name(mine: Shown, other: Shown) -> str:
    """What sets one side apart from the other."""
    parts = []
    if mine.choice.city != other.choice.city:
        parts.append(mine.choice.city.name)
    if mine.of_schools != other.of_schools:
        parts.append(_("schools") if mine.of_schools else _("homes"))
    elif mine.choice.area_set != other.choice.area_set and mine.choice.city == other.choice.city:
        parts.append(str(mine.choice.area_set))
    if mine.choice.who.names != other.choice.who.names and mine.choice.city == other.choice.city:
        parts.append(mine.group)
    if mine.choice.period != other.choice.period:
        parts.append(mine.found.now.period.label)
    return capfirst(", ".join(parts) or mine.choice.city.name)


def caveats(one: Shown, other: Shown) -> list[str]:
    """What keeps the two figures from being alike; read before anyone concludes."""
    sentences = []
    if one.found.of_one_group != other.found.of_one_group:
        sentences.append(
            _("These are two different indices: one of a group against all others, one of all groups.")
        )
    if one.choice.who.names != other.choice.who.names:
        sentences.append(_("The groups are not the same: each city’s statistics define their own."))
    sizes = sorted([one, other], key=lambda shown: shown.people_in_an_area)
    small, large = sizes[0].people_in_an_area, sizes[1].people_in_an_area
    if small and large / small >= UNLIKE_SIZES:
        sentences.append(
            _(
                "An area has %(first)s people on average in one and %(second)s in the other. Smaller areas "
                "give a higher figure by themselves, so neither is for sure the more mixed."
            )
            % {"first": number(one.people_in_an_area, 0), "second": number(other.people_in_an_area, 0)}
        )
    if one.of_schools != other.of_schools:
        sentences.append(
            _("Pupils are not the same people as inhabitants: the two differ in age, and so in their groups.")
        )
    for shown in (one, other):
        if shown.found.now.estimated:
            sentences.append(
                _("The figures of %(name)s are estimated.")
                % {"name": _name(shown, other if shown is one else one)}
            )
    sentences.append(_("Two figures beside each other show no cause."))
    return sentences


def _table(one: Shown, other: Shown) -> dict[str, Any]:
    heads = [_("Figure"), _name(one, other), _name(other, one)]
    sides = (one, other)

    def interval(shown: Shown, key: str) -> str:
        now = shown.found.data["now"]
        low, high = (_of(shown, now[end], key) for end in ("low", "high"))
        return f"{hundredths(low)}–{hundredths(high)}"

    rows = [
        [_("City"), *(shown.choice.city.name for shown in sides)],
        [_("Groups"), *(" · ".join(shown.choice.who.names) for shown in sides)],
        [_("Areas"), *(f"{shown.choice.area_set.name}: {number(shown.found.now.areas)}" for shown in sides)],
        [_("When"), *(shown.found.now.period.label for shown in sides)],
        [_("People"), *(number(shown.found.now.people) for shown in sides)],
        [_("People in an area, on average"), *(number(shown.people_in_an_area, 0) for shown in sides)],
        [_("Share of the first group, of 100"), *(hundredths(_share(shown)) for shown in sides)],
        [_("Dissimilarity D"), *(hundredths(_of(shown, shown.found.data["now"], "D")) for shown in sides)],
        [_("D, interval (95 of 100)"), *(interval(shown, "D") for shown in sides)],
        [
            _("D by chance"),
            *(hundredths(_of(shown, shown.found.data["now"]["expected"], "D")) for shown in sides),
        ],
        [_("Information index H"), *(hundredths(shown.found.data["now"]["H"]) for shown in sides)],
        [_("H, interval (95 of 100)"), *(interval(shown, "H") for shown in sides)],
        [_("Isolation"), *(_first(shown, "isolation") for shown in sides)],
        [_("Gini"), *(_first(shown, "gini") for shown in sides)],
    ]
    return {
        "columns": [{"label": head, "number": at > 0} for at, head in enumerate(heads)],
        "rows": [{"cells": row} for row in rows],
    }


def _of(shown: Shown, values: dict[str, Any], key: str) -> float | None:
    if key == "D":
        return values["D"][0] if shown.found.of_one_group else values["D_multigroup"]
    return values[key]


def _first(shown: Shown, key: str) -> str:
    return hundredths(shown.found.data["now"][key][0]) if shown.found.of_one_group else DASH


def _share(shown: Shown) -> float:
    now = shown.found.now
    return now.group_people[0] / max(now.people, 1)


def _chart(one: Shown, other: Shown) -> charts.Chart | None:
    """Both curves over scales; None where one of the two has no map, or they measure different things."""
    if one.found.of_one_group != other.found.of_one_group:
        return None
    lines = (drawings.line_of(one, _name(one, other)), drawings.line_of(other, _name(other, one)))
    first, second = lines
    if first is None or second is None:
        return None
    ks = sorted({*first.k, *second.k})

    def at(line: drawings.Line, k: int) -> str:
        value = line.value[line.k.index(k)] if k in line.k else None
        return DASH if value is None else number(value, 1)

    return charts.Chart(
        title=drawings.scales_title(one),
        draw=partial(drawings.draw_scales, [first, second]),
        source=" · ".join(dict.fromkeys([one.source, other.source])),
        columns=(_("Nearest people"), first.name, second.name),
        rows=tuple((number(k), at(first, k), at(second, k)) for k in ks),
    )


def _chart_or_404(page: CityPage, request: HttpRequest) -> charts.Chart:
    sides = _sides(page, request, cities_with_a_page(page), ask=False)
    if sides is None or sides[0].shown is None or sides[1].shown is None:
        raise Http404
    chart = _chart(sides[0].shown, sides[1].shown)
    if chart is None:
        raise Http404
    return chart


def chart_svg(page: CityPage, request: HttpRequest) -> HttpResponse:
    return HttpResponse(_chart_or_404(page, request).svg(), content_type="image/svg+xml")


def chart_json(page: CityPage, request: HttpRequest) -> HttpResponse:
    return HttpResponse(_chart_or_404(page, request).as_json, content_type="application/json")
