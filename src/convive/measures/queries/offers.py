"""What a city offers: its area sets, indicators, groups and periods, and a choice among them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from convive.core.models import City
from convive.measures.importing.recipe import TOTAL
from convive.measures.models import AreaSet, AreaWeight, Coverage, Group, Indicator
from convive.measures.periods import Period


class Unknown(LookupError):
    """The city has no such indicator, group, period or area set."""


@dataclass(frozen=True)
class OfferedIndicator:
    """An indicator with what there is of it, by area set."""

    indicator: Indicator
    periods: dict[int, tuple[Period, ...]]
    # Groups by area set; None, for everybody, first.
    groups: dict[int, tuple[Group | None, ...]]
    estimated: dict[int, bool]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        return self.indicator.name


@dataclass(frozen=True)
class Offer:
    """All that a city has. Area sets and indicators without any figure are left out."""

    city: City
    area_sets: dict[int, AreaSet]
    areas: dict[int, int]
    indicators: dict[str, OfferedIndicator]
    groups: dict[str, Group] = field(default_factory=dict)
    # By area set, the sets from which weights lead to it from every area, the newest first.
    weighted: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.indicators


@dataclass(frozen=True)
class Choice:
    """One indicator, area set and period, and a group or everybody (None)."""

    indicator: Indicator
    area_set: AreaSet
    period: Period
    group: Group | None
    offered: OfferedIndicator

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.offered.periods[self.area_set.pk]

    @property
    def groups(self) -> tuple[Group | None, ...]:
        return self.offered.groups[self.area_set.pk]

    @property
    def group_code(self) -> str:
        return self.group.code if self.group else TOTAL

    @property
    def group_name(self) -> str:
        return self.group.name if self.group else _("Everybody")


def offer(city: City) -> Offer:
    """What the city offers. Four queries, and one more where figures stand in more than one area set."""
    area_sets = {row.pk: row for row in AreaSet.objects.filter(city=city).annotate(area_count=Count("areas"))}
    indicators = {row.pk: row for row in Indicator.objects.filter(city=city)}
    # In the order in which the city brought its dimensions in, the most telling one first.
    in_order = Group.objects.filter(city=city).order_by("dimension_id", "position", "code")
    groups = {row.pk: row for row in in_order.select_related("dimension")}
    combinations = Coverage.objects.filter(city=city).values_list(
        "indicator_id", "area_set_id", "group_id", "start", "end", "counted"
    )
    periods: dict[int, dict[int, set[Period]]] = {}
    members: dict[int, dict[int, set[int | None]]] = {}
    counted: dict[tuple[int, int], int] = {}
    for indicator, area_set, group, start, end, measured in combinations:
        periods.setdefault(indicator, {}).setdefault(area_set, set()).add(Period(start, end))
        members.setdefault(indicator, {}).setdefault(area_set, set()).add(group)
        counted[indicator, area_set] = counted.get((indicator, area_set), 0) + measured
    offered = {
        row.code: OfferedIndicator(
            indicator=row,
            periods={of: tuple(sorted(found, reverse=True)) for of, found in periods[pk].items()},
            groups={
                of: (
                    *((None,) if None in found else ()),
                    *(group for group_pk, group in groups.items() if group_pk in found),
                )
                for of, found in members[pk].items()
            },
            estimated={of: not counted[pk, of] for of in periods[pk]},
        )
        for pk, row in indicators.items()
        if pk in periods
    }
    used = {pk: area_sets[pk] for pk in area_sets if any(pk in each.periods for each in offered.values())}
    return Offer(
        city=city,
        area_sets=used,
        areas={pk: row.area_count for pk, row in used.items()},
        indicators=offered,
        groups={row.code: row for row in groups.values()},
        weighted=_weighted(city, used) if len(used) > 1 else {},
    )


def _weighted(city: City, area_sets: dict[int, AreaSet]) -> dict[int, tuple[int, ...]]:
    """One query."""
    pairs = AreaWeight.objects.filter(
        city=city, from_area__area_set__in=area_sets, to_area__area_set__in=area_sets
    ).values_list("from_area__area_set", "to_area__area_set")
    found: dict[int, list[int]] = {}
    for origin, target, areas in pairs.annotate(areas=Count("from_area", distinct=True)):
        if areas == area_sets[origin].area_count:
            found.setdefault(target, []).append(origin)
    newest = {pk: -row.year for pk, row in area_sets.items()}
    return {target: tuple(sorted(origins, key=newest.__getitem__)) for target, origins in found.items()}


def offer_once(city: City) -> Offer:
    """`offer`, asked once a request: the answer stays on the city's object, which each request fetches anew. For pages,
    which only read.
    """
    known: Offer | None = city.__dict__.get("_offer")
    if known is None:
        known = city.__dict__["_offer"] = offer(city)
    return known


def choose(
    offered: Offer,
    *,
    indicator: str | None = None,
    group: str | None = None,
    period: str | None = None,
    area_set: str | None = None,
) -> Choice:
    """A choice from an address, each part by its code; parts not named are chosen: the first indicator,
    borders in which people were counted, the newest period, and the first group, or everybody where there
    is none. An area set is named `code-year`.

    Raises: Unknown: the city offers nothing, or not what is named.
    """
    if offered.is_empty:
        raise Unknown(_("This city has no figures yet."))
    chosen = _named(offered.indicators, indicator) if indicator else next(iter(offered.indicators.values()))
    sets = [offered.area_sets[pk] for pk in chosen.periods]
    if area_set:
        sets = [row for row in sets if set_code(row) == area_set]
        if not sets:
            raise Unknown(area_set)
    # Counted before estimated, the most detailed borders, and of those the newest.
    best = min(sets, key=lambda row: (chosen.estimated[row.pk], -offered.areas[row.pk], -row.year))
    periods, groups = chosen.periods[best.pk], chosen.groups[best.pk]
    if period:
        try:
            wanted = Period.from_code(period)
        except ValueError:
            raise Unknown(period) from None
        if wanted not in periods:
            raise Unknown(period)
    else:
        wanted = periods[0]
    if group == TOTAL and None in groups:
        picked = None
    elif group:
        picked = next((row for row in groups if row is not None and row.code == group), None)
        if picked is None:
            raise Unknown(group)
    else:
        picked = next((row for row in groups if row is not None), None)
    return Choice(chosen.indicator, best, wanted, picked, chosen)


def _named(indicators: dict[str, OfferedIndicator], code: str) -> OfferedIndicator:
    if code not in indicators:
        raise Unknown(code)
    return indicators[code]


def set_code(area_set: AreaSet) -> str:
    """How addresses name an area set."""
    return f"{area_set.code}-{area_set.year}"
