"""The two that are compared: what an address asks of each, and what there is of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from convive.core.models import City
from convive.core.tenancy import in_city
from convive.measures.actions.mixing import Busy, ask_mix
from convive.measures.mix import Asked, MixChoice, choose_mix
from convive.measures.mix.choosing import NO_EARLIER, sets_of, since_of
from convive.measures.models import MixResult
from convive.measures.queries.mix import found_in, kept_mix
from convive.measures.queries.offers import offer_once, set_code
from convive.network.library.mix.shown import Shown, show

if TYPE_CHECKING:
    from convive.network.library.models import CityPage

FIRST, SECOND = "a", "b"


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


def cities_with_a_page(page: CityPage) -> list[City]:
    """The cities that show a page in this language, this one first. One query."""
    rows = type(page).objects.live().filter(locale=page.locale).select_related("subject").order_by("title")
    others = [row.subject for row in rows if row.subject_id != page.subject_id]
    return [page.subject, *others]


def sides_of(
    page: CityPage, request: HttpRequest, cities: list[City], *, ask: bool
) -> tuple[Side, Side] | None:
    by_slug = {city.slug: city for city in cities}
    first_city = by_slug.get(request.GET.get(f"{FIRST}-city", ""), page.subject)
    wanted = request.GET.get(f"{SECOND}-city")
    # Named but left open: the next city there is.
    second_city = cities[min(1, len(cities) - 1)] if wanted == "" else by_slug.get(wanted or "", first_city)
    with in_city(first_city):
        first = choose_mix(first_city, offer_once(first_city), _asked(request, FIRST))
    if first is None:
        return None
    with in_city(second_city):
        second = choose_mix(second_city, offer_once(second_city), _like(first, _asked(request, SECOND)))
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
            row = ask_mix(choice) if ask else kept_mix(choice)[0]
        except Busy:
            return Side(choice, None, None, busy=True)
        found = found_in(row, choice)
        return Side(choice, row, show(found) if found else None)


def address_of(sides: tuple[Side, Side]) -> dict[str, str]:
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
    own = [period for period in choice.periods if period < choice.period]
    if own:
        before = choice.since if choice.since in own else max(own)
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
