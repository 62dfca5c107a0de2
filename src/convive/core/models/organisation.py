from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_history
from convive.core.roles import Role
from convive.core.tenancy import CityModel


@keeps_history()
class Organisation(CityModel):
    """An association, school or service that works in a city, and is not the city."""

    slug = models.SlugField(_("short name in addresses"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    website = models.URLField(_("website"), blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until, that day included"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="organisation_slug_once_a_city"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="organisation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keeps_history()
class Membership(CityModel):
    """A dated role of a person in a city: for the city itself, or for one of its organisations."""

    OWN_ROWS = "user_id"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisation"),
        help_text=_("Leave empty for somebody who works for the city."),
    )
    role = models.CharField(_("role"), max_length=40, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until, that day included"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["city", "user", "role", "organisation"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ORGANISATION_MEMBER) | Q(organisation__isnull=False),
                name="organisation_member_has_an_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.CITY_ADMINISTRATOR) | Q(organisation__isnull=True),
                name="city_administrator_is_of_the_city",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
