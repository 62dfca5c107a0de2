"""What is counted or measured, and for whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_history
from convive.core.languages import pick
from convive.core.tenancy import CityModel


@keeps_history()
class Dimension(CityModel):
    """A way of dividing people, such as the country of birth.

    If `partition`, its groups add up to everybody and nobody is in two; otherwise they overlap and must
    not be added.
    """

    code = models.SlugField(_("code"), max_length=60)
    names = models.JSONField(_("name in each language"))
    partition = models.BooleanField(_("the groups add up to everybody"), default=True)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="dimension_once_a_city")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)


@keeps_history()
class Group(CityModel):
    """One group of a dimension. Everybody is no group: a value without a group is the total."""

    dimension = models.ForeignKey(Dimension, on_delete=models.CASCADE, related_name="groups")
    code = models.SlugField(_("code"), max_length=60)
    names = models.JSONField(_("name in each language"))
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["dimension", "position", "code"]
        constraints = [
            # Once in the city, not only in its dimension: addresses name a group by its code alone.
            models.UniqueConstraint(fields=["city", "code"], name="group_once_a_city"),
            models.CheckConstraint(condition=~Q(code="total"), name="group_total_is_everybody"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)


class Kind(models.TextChoices):
    """What sort of number an indicator is. Only counts can be added up and carried to other borders."""

    COUNT = "count", _("count")
    SHARE = "share", _("share")
    MEAN = "mean", _("mean")
    RATE = "rate", _("rate")


class Direction(models.TextChoices):
    """Which way is better, as the city sees it; mostly neither."""

    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NEITHER = "neither", _("neither is better")


@keeps_history()
class Indicator(CityModel):
    """A figure that is kept over areas and time, with all that a reader needs to judge it."""

    code = models.SlugField(_("code"), max_length=60)
    names = models.JSONField(_("name in each language"))
    unit = models.SlugField(_("unit: a code such as people or dwellings"), max_length=40)
    unit_names = models.JSONField(_("unit in each language"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.NEITHER
    )
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0)
    # Whether the count is of people, so that small numbers may point to somebody.
    of_people = models.BooleanField(_("counts people"), default=True)
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("share of")
    )
    source = models.CharField(_("source"), max_length=400, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=500)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    # What exactly is counted, and how it was made: a text in each language.
    basket = models.JSONField(_("what is counted"), default=dict, blank=True)
    method = models.JSONField(_("how it is made"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(_("place in lists"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["city", "code"], name="indicator_once_a_city"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="indicator_kind_is_known"),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="indicator_direction_is_known"
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | ~Q(kind=Kind.COUNT),
                name="indicator_count_has_no_denominator",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)

    @property
    def unit_name(self) -> str:
        return pick(self.unit_names) or self.unit
