"""Carry counts from one edition of borders to another."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

from convive.core import audit
from convive.core.access import require
from convive.core.models import City, User
from convive.core.tenancy import in_city
from convive.measures.access import may_import
from convive.measures.coverage import refresh
from convive.measures.importing.batch import WeightRow
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.weights import carry
from convive.measures.importing.writing import ROWS_AT_ONCE, lock_imports
from convive.measures.models import Area, AreaSet, AreaWeight, Indicator, Value
from convive.measures.models.indicator import Kind


def carry_values(
    indicator: Indicator, from_set: AreaSet, to_set: AreaSet, *, city: City, by: User | None
) -> tuple[int, int]:
    """Carry an indicator's counts from one edition of borders to another by their weights, marked as
    estimated.

    Figures that were counted in the new borders stay. Earlier estimates of this indicator in the new
    borders are replaced. Returns how many were written and how many were there already, the same.

    Raises: PermissionDenied: the person may not. ImportRefused: the indicator is no count, or there are
    no weights between the two.
    """
    with in_city(city):
        require(by is None or may_import(by, city))
        if indicator.kind != Kind.COUNT:
            raise ImportRefused(
                _("Only counts can be carried to other borders; “%(name)s” is none.")
                % {"name": indicator.name}
            )
        lock_imports(city)
        weights = _weights_between(from_set, to_set)
        estimates = carry(_values_of(indicator, from_set), weights)
        targets = dict(Area.objects.filter(area_set=to_set).values_list("code", "pk"))
        before = Value.objects.filter(indicator=indicator, area_set=to_set)
        have = {
            (area, group, start, end): (pk, value, estimated)
            for pk, area, group, start, end, value, estimated in before.values_list(
                "pk", "area_id", "group_id", "start", "end", "value", "estimated"
            )
        }
        made, replaced, same = [], [], 0
        for area, group, start, end, value in estimates.select(
            "area", "group", "start", "end", "value"
        ).iter_rows():
            group_id = int(group) if group else None
            pk, old, estimated = have.get((targets[area], group_id, start, end), (None, 0.0, True))
            if not estimated:
                continue
            if pk and abs(old - value) <= 1e-6 * max(1.0, abs(value)):
                same += 1
                continue
            replaced += [pk] if pk else []
            made.append(
                Value(
                    city=city,
                    indicator=indicator,
                    area_set=to_set,
                    area_id=targets[area],
                    group_id=group_id,
                    start=start,
                    end=end,
                    value=value,
                    estimated=True,
                )
            )
        Value.objects.filter(pk__in=replaced).delete()
        Value.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)
        if made:
            refresh(city, [indicator])
            details = {"indicator": indicator.code, "from": str(from_set.year), "to": str(to_set.year)}
            audit.record("values.carried", to_set, by=by, details={**details, "rows": len(made)})
        return len(made), same


def _weights_between(from_set: AreaSet, to_set: AreaSet) -> list[WeightRow]:
    rows = AreaWeight.objects.filter(from_area__area_set=from_set, to_area__area_set=to_set)
    weights = [WeightRow(*row) for row in rows.values_list("from_area__code", "to_area__code", "weight")]
    if not weights:
        raise ImportRefused(
            _("There are no weights from %(from)s to %(to)s. Import them first.")
            % {"from": from_set, "to": to_set}
        )
    return weights


def _values_of(indicator: Indicator, area_set: AreaSet) -> pl.DataFrame:
    rows = Value.objects.filter(indicator=indicator, area_set=area_set, estimated=False)
    return pl.DataFrame(
        [
            (area, indicator.code, str(group or ""), start, end, value)
            for area, group, start, end, value in rows.values_list(
                "area__code", "group_id", "start", "end", "value"
            )
        ],
        schema={
            "area": pl.String,
            "indicator": pl.String,
            "group": pl.String,
            "start": pl.Date,
            "end": pl.Date,
            "value": pl.Float64,
        },
        orient="row",
    )
