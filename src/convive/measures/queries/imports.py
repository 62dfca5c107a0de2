"""Imports, for those who may import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from convive.core.models import City
from convive.measures.models import Import, Value
from convive.measures.models.imports import Status
from convive.measures.periods import Period
from convive.measures.reasons import AgreeReason


def imports(city: City, most: int = 50) -> list[Import]:
    """The newest imports of a city. One query; reports and texts of recipes stay in the database."""
    rows = Import.objects.filter(city=city).select_related("by").defer("report", "recipe_text")
    return list(rows[:most])


def waiting_imports(city: City) -> list[Import]:
    """Imports that somebody must look at. One query."""
    return list(Import.objects.filter(city=city, status=Status.PLANNED).defer("report", "recipe_text"))


def import_or_none(city: City, pk: int) -> Import | None:
    return Import.objects.filter(city=city, pk=pk).select_related("by").first()


def usual_reason(source: Import) -> str:
    """Why somebody would most likely say yes to an import: what the form begins with. One query at most."""
    if source.report.get("changes", {}).get("values", {}).get("changed"):
        return str(AgreeReason.CORRECTED)
    has_figures = source.status == Status.PLANNED and Value.objects.filter(city=source.city_id).exists()
    return str(AgreeReason.NEWER if has_figures else AgreeReason.FIRST)


@dataclass(frozen=True)
class Replacement:
    """A figure that an import replaced: what it was, and what it became. `after` is None where it was removed."""

    area: str
    indicator: str
    group: str
    period: Period
    before: float
    after: float | None


def replaced(source: Import, most: int = 100) -> tuple[int, list[Replacement]]:
    """How many figures an import replaced or removed, and the first of them. Two queries, or one."""
    earlier: Any = apps.get_model("measures", "ValueEvent")
    mine = earlier.objects.filter(cause=source.pk)
    count = mine.count()
    if not count:
        return 0, []
    # What came next: the version that was replaced later, or else the figure of today.
    later = earlier.objects.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    today = Value.objects.filter(pk=OuterRef("pgh_obj_id"))
    rows = (
        mine.select_related("area", "indicator", "group")
        .annotate(
            after=Coalesce(
                Subquery(later.order_by("pgh_id").values("value")[:1]), Subquery(today.values("value")[:1])
            )
        )
        .order_by("pgh_id")[:most]
    )
    return count, [
        Replacement(
            area=row.area.name,
            indicator=row.indicator.name,
            group=row.group.name if row.group else "",
            period=Period(row.start, row.end),
            before=row.value,
            after=row.after,
        )
        for row in rows
    ]
