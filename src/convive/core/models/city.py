from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core import clock
from convive.core.history import keeps_history
from convive.core.languages import check_names, pick


def check_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name})


@keeps_history()
class City(models.Model):
    """A tenant. Its official code changes with mergers, so the key is the code and its year."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=60)
    names = models.JSONField(_("name in each language"), validators=[check_names])
    country = models.CharField(
        _("country"), max_length=2, validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters."))]
    )
    official_code = models.CharField(_("official code"), max_length=20)
    official_code_year = models.PositiveSmallIntegerField(_("year of the official code"))
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[check_time_zone])
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES),
        verbose_name=_("languages, the first one first"),
    )
    invented = models.BooleanField(_("invented, for trying things out"), default=False)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "official_code", "official_code_year"], name="city_official_code_once"
            ),
            models.CheckConstraint(condition=models.Q(languages__len__gt=0), name="city_has_a_language"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)

    @property
    def today(self):
        """The date in this city."""
        return clock.today(self.time_zone)

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The date in this city on which a moment fell."""
        return moment.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()
