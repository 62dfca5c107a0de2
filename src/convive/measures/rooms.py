"""What this app brings to the rooms of others: its audit verbs, its place at the desk, what it publishes."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.core import desk, publishing
from convive.core.details import register_details
from convive.core.models import City, User
from convive.core.verbs import register_verbs
from convive.measures import queries, reasons  # noqa: F401  (the reasons register themselves)
from convive.measures.access import may_import

register_verbs(
    {
        "import.started": gettext_lazy("gave files for an import"),
        "import.planned": gettext_lazy("read the files of an import"),
        "import.refused": gettext_lazy("refused an import"),
        "import.failed": gettext_lazy("could not finish an import"),
        "import.written": gettext_lazy("imported figures"),
        "import.discarded": gettext_lazy("put an import away"),
        "import.agreed": gettext_lazy("said yes to an import"),
        "import.given-up": gettext_lazy("gave an import up"),
    }
)
register_details({"rows": gettext_lazy("rows used"), "left_out": gettext_lazy("rows that could not be used")})


def rooms(user: User, city: City) -> Iterable[desk.Room]:
    if may_import(user, city):
        about = _("Figures and maps from files, by a recipe.")
        yield desk.Room(_("Import"), reverse("measures:imports", args=[city.slug]), about)


def tasks(user: User, city: City) -> Iterable[desk.Task]:
    """Imports that were read and wait for a yes."""
    if not may_import(user, city):
        return
    for source in queries.waiting_imports(city):
        yield desk.Task(
            title=source.recipe_name,
            why=_("The files are read. Nothing is written before somebody agrees."),
            url=reverse("measures:import", args=[city.slug, source.pk]),
            action=_("Look at the import"),
        )


def publications(city: City) -> Iterable[publishing.Publication]:
    """A table of figures for each indicator, and a map for each area set that has one."""
    found = queries.offer_once(city)
    for offered in found.indicators.values():
        indicator = offered.indicator
        yield publishing.Publication(
            key=f"values-{indicator.code}",
            title=indicator.name,
            description=_("By area, group and period, with the meaning of each column beside it."),
            url=f"/api/v1/cities/{city.slug}/values.csv?indicator={indicator.code}",
            media_type="text/csv",
            source=indicator.source,
            licence=indicator.licence,
        )
    for area_set in found.area_sets.values():
        if area_set.has_geometry:
            yield publishing.Publication(
                key=f"areas-{queries.set_code(area_set)}",
                title=area_set.name,
                description=_("The borders of the areas, simplified for maps."),
                url=f"/api/v1/cities/{city.slug}/areas/{queries.set_code(area_set)}.geojson",
                media_type="application/geo+json",
                source=area_set.source,
                licence=area_set.licence,
            )


desk.register("measures", rooms=rooms, tasks=tasks)
publishing.register("measures", publications)
