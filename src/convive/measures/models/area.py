"""Areas of a city, in editions: an area set belongs to a year, and borders never change within a set."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_earlier_versions, keeps_history
from convive.core.languages import pick
from convive.core.tenancy import CityModel


class Places(models.TextChoices):
    """What the places of a set are: areas where people live, or schools where they learn."""

    HOMES = "homes", _("areas where people live")
    SCHOOLS = "schools", _("schools")


@keeps_history(exclude=["outline"])
class AreaSet(CityModel):
    """One way of dividing a city, in the borders of one year."""

    code = models.SlugField(_("code"), max_length=60)
    year = models.PositiveSmallIntegerField(_("edition: the year of the borders"))
    names = models.JSONField(_("name in each language"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until, that day included"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    places = models.CharField(
        _("what the places are"), max_length=10, choices=Places.choices, default=Places.HOMES
    )
    has_geometry = models.BooleanField(_("has a map"), default=False)
    # The map's drawing surface, the same for all areas of the set: "0 0 1000 812".
    view_box = models.CharField(max_length=60, blank=True)
    # West, south, east, north, in degrees.
    outline = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("area set")
        verbose_name_plural = _("area sets")
        ordering = ["code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["city", "code", "year"], name="area_set_once_a_year"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="area_set_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(places__in=Places.values), name="area_set_places_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"

    @property
    def name(self) -> str:
        return pick(self.names)


# What is drawn and measured from the border is worked out; the border keeps its own versions.
@keeps_earlier_versions(exclude=["area_km2", "x", "y", "digest", "display", "path"])
class Area(CityModel):
    """One area of a set. Its border lies in `Boundary`, so that no page loads it by accident.

    `display` (GeoJSON text) and `path` (SVG text) are simplified together with the neighbours, so shared
    borders stay shared, and are ready to be sent as they are.
    """

    area_set = models.ForeignKey(AreaSet, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(_("code"), max_length=120)
    names = models.JSONField(_("name in each language"))
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )
    area_km2 = models.FloatField(_("area in square kilometres"), null=True, blank=True)
    x = models.FloatField(_("longitude of a point inside"), null=True, blank=True)
    y = models.FloatField(_("latitude of a point inside"), null=True, blank=True)
    # Tells whether the border changed, without reading it.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    display = models.TextField(blank=True, editable=False)
    path = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["city", "area_set", "code"], name="area_once_a_set")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)


@keeps_earlier_versions()
class Boundary(CityModel):
    """The border of an area as it was imported: GeoJSON, WGS 84, in full precision."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="boundary")
    geometry = models.JSONField()

    class Meta:
        verbose_name = _("border")
        verbose_name_plural = _("borders")

    def __str__(self) -> str:
        return str(self.area)


@keeps_earlier_versions()
class AreaWeight(CityModel):
    """How much of an area goes to an area of another edition. The weights from one area add up to 1."""

    from_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="weights_out")
    to_area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="weights_in")
    weight = models.FloatField(_("weight"))
    method = models.CharField(_("method"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("weight between editions")
        verbose_name_plural = _("weights between editions")
        constraints = [
            models.UniqueConstraint(fields=["city", "from_area", "to_area"], name="area_weight_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=0) & Q(weight__lte=1), name="area_weight_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_area_id} → {self.to_area_id}: {self.weight:g}"
