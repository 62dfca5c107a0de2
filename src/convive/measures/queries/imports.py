"""Imports, for those who may import."""

from __future__ import annotations

from convive.core.models import City
from convive.measures.models import Import
from convive.measures.models.imports import Status


def imports(city: City, most: int = 50) -> list[Import]:
    """The newest imports of a city. One query; reports and texts of recipes stay in the database."""
    rows = Import.objects.filter(city=city).select_related("by").defer("report", "recipe_text")
    return list(rows[:most])


def waiting_imports(city: City) -> list[Import]:
    """Imports that somebody must look at. One query."""
    return list(Import.objects.filter(city=city, status=Status.PLANNED).defer("report", "recipe_text"))


def import_or_none(city: City, pk: int) -> Import | None:
    return Import.objects.filter(city=city, pk=pk).select_related("by").first()
