"""Whose mix, where, when, and since when: what a city's figures allow, and what an address asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convive.core.models import City
from convive.measures.models import AreaSet, Dimension, Group
from convive.measures.models.indicator import Kind
from convive.measures.periods import Period
from convive.measures.queries.offers import Offer, OfferedIndicator, set_code

ALL_OF = "all-"
REST = "rest"
NO_EARLIER = "none"
# A council looks back over its term: five or six years.
LOOK_BACK_YEARS = 5


@dataclass(frozen=True)
class Who:
    """Whose mix: the groups of a dimension with each other, or one group with everybody else."""

    dimension: Dimension
    groups: tuple[Group, ...]
    # The one group, or None for all of them.
    group: Group | None
    # Everybody is counted as well, so everybody else is known without adding up groups.
    has_total: bool

    @property
    def code(self) -> str:
        return self.group.code if self.group else ALL_OF + self.dimension.code

    @property
    def name(self) -> str:
        if self.group:
            return self.group.name
        return _("%(dimension)s: all groups") % {"dimension": self.dimension.name}

    @property
    def codes(self) -> tuple[str, ...]:
        """The groups that are set beside each other, as results name them."""
        return (self.group.code, REST) if self.group else tuple(group.code for group in self.groups)

    @property
    def names(self) -> tuple[str, ...]:
        if self.group is None:
            return tuple(group.name for group in self.groups)
        others = [group for group in self.groups if group != self.group]
        if self.dimension.partition and len(others) == 1:
            return self.group.name, others[0].name
        return self.group.name, _("everybody else")


@dataclass(frozen=True)
class Asked:
    """The parts of an address that choose a mix, each by its code; None where it is left to us."""

    indicator: str | None = None
    group: str | None = None
    areas: str | None = None
    period: str | None = None
    since: str | None = None

    @classmethod
    def of(cls, parts: Mapping[str, str], prefix: str = "") -> Asked:
        return cls(**{name: parts.get(prefix + name) or None for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class MixChoice:
    """What a result is about, and what else could have been chosen."""

    city: City
    offer: Offer
    offered: OfferedIndicator
    area_set: AreaSet
    period: Period
    # The earlier date with which it is compared.
    since: Period | None
    who: Who

    @property
    def indicators(self) -> tuple[OfferedIndicator, ...]:
        return mixable(self.offer)

    @property
    def area_sets(self) -> list[AreaSet]:
        return sets_of(self.offer, self.offered)

    @property
    def whos(self) -> tuple[Who, ...]:
        return _whos(self.offered, self.area_set.pk)

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.offered.periods[self.area_set.pk]

    @property
    def carried(self) -> dict[Period, AreaSet]:
        """Dates that were counted in other borders alone, from which weights lead to these, and in which."""
        return _carried(self.offer, self.offered, self.area_set, self.who)

    @property
    def earlier_periods(self) -> tuple[Period, ...]:
        """The newest first, those that are carried from other borders among them."""
        return tuple(
            sorted((each for each in (*self.periods, *self.carried) if each < self.period), reverse=True)
        )

    @property
    def parts(self) -> dict[str, str]:
        """The choice as the parts of an address."""
        return {
            "indicator": self.offered.code,
            "group": self.who.code,
            "areas": set_code(self.area_set),
            "period": self.period.code,
            "since": self.since.code if self.since else NO_EARLIER,
        }

    @property
    def key(self) -> str:
        return "|".join(self.parts.values())

    @property
    def source(self) -> str:
        indicator = self.offered.indicator
        return " · ".join(part for part in (indicator.source, indicator.licence) if part)


def mixable(offer: Offer) -> tuple[OfferedIndicator, ...]:
    """The indicators of which a mix can be told: counts of people in groups."""
    return tuple(
        each
        for each in offer.indicators.values()
        if each.indicator.kind == Kind.COUNT
        and each.indicator.of_people
        and any(_whos(each, pk) for pk in each.periods)
    )


def choose_mix(city: City, offer: Offer, asked: Asked) -> MixChoice | None:
    """The mix that is asked for; parts that do not fit together fall back to what does. None where the city has
    no counts of groups. No query.
    """
    indicators = mixable(offer)
    if not indicators:
        return None
    offered = next((each for each in indicators if each.code == asked.indicator), indicators[0])
    sets = sets_of(offer, offered)
    area_set = next((row for row in sets if set_code(row) == asked.areas), sets[0])
    whos = _whos(offered, area_set.pk)
    who = next((each for each in whos if each.code == asked.group), whos[0])
    periods = offered.periods[area_set.pk]
    period = next((each for each in periods if each.code == asked.period), periods[0])
    return MixChoice(
        city=city,
        offer=offer,
        offered=offered,
        area_set=area_set,
        period=period,
        since=since_of(periods, period, asked.since, tuple(_carried(offer, offered, area_set, who))),
        who=who,
    )


def sets_of(offer: Offer, offered: OfferedIndicator) -> list[AreaSet]:
    """The area sets in which an indicator counts groups, the one to begin with first: counted before estimated, the
    most detailed borders, and of those the newest.
    """
    sets = [offer.area_sets[pk] for pk in offered.periods if _whos(offered, pk)]
    return sorted(sets, key=lambda row: (offered.estimated[row.pk], -offer.areas[row.pk], -row.year))


def since_of(
    periods: tuple[Period, ...],
    period: Period,
    asked: str | None = None,
    carried: tuple[Period, ...] = (),
) -> Period | None:
    """The earlier date that is asked for, or the one a council would look back to: of those that stand in these
    borders, and if none is so long ago, of those that are `carried` to them as well.
    """
    own = [each for each in periods if each < period]
    earlier = [*own, *(each for each in carried if each < period)]
    if asked == NO_EARLIER or not earlier:
        return None
    found = next((each for each in earlier if each.code == asked), None)
    if found:
        return found
    for dates in (own, earlier):
        long_ago = [each for each in dates if period.end.year - each.end.year >= LOOK_BACK_YEARS]
        if long_ago:
            return max(long_ago)
    return min(earlier)


def _carried(offer: Offer, offered: OfferedIndicator, area_set: AreaSet, who: Who) -> dict[Period, AreaSet]:
    """Dates that stand in other borders only, which all weights lead from to these, each with those borders."""
    found: dict[Period, AreaSet] = {}
    for pk in offer.weighted.get(area_set.pk, ()):
        # What is an estimate there would be one of estimates here.
        if pk in offered.periods and not offered.estimated[pk] and who in _whos(offered, pk):
            for period in offered.periods[pk]:
                if period not in offered.periods[area_set.pk]:
                    found.setdefault(period, offer.area_sets[pk])
    return found


def _whos(offered: OfferedIndicator, area_set: int) -> tuple[Who, ...]:
    found = offered.groups[area_set]
    has_total = None in found
    by_dimension: dict[int, list[Group]] = {}
    for group in found:
        if group is not None:
            by_dimension.setdefault(group.dimension_id, []).append(group)
    whos: list[Who] = []
    for groups in by_dimension.values():
        dimension, members = groups[0].dimension, tuple(groups)
        if not has_total and (not dimension.partition or len(members) < 2):
            # Nobody knows who everybody else is.
            continue
        whos += [Who(dimension, members, group, has_total) for group in members]
        if dimension.partition and len(members) > 2:
            whos.append(Who(dimension, members, None, has_total))
    return tuple(whos)
