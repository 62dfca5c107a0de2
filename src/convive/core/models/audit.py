from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.details import details_in_words
from convive.core.reasons import REASONS
from convive.core.tenancy import CityModel
from convive.core.verbs import VERBS


class Entry(models.Model):
    """Who did what, when, why, on which row. The application can add entries, not change them."""

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # An account is erased by emptying it, never by deleting its row: see core.actions.erasure.
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    verb = models.CharField(_("what"), max_length=60)
    # A code of core.reasons, never words about a person.
    why = models.CharField(_("why"), max_length=200)
    object_type = models.CharField(_("kind of row"), max_length=80)
    object_key = models.CharField(_("row"), max_length=40)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="%(class)s_says_why")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @property
    def verb_name(self) -> str:
        """The verb in words for people."""
        return VERBS.name(self.verb)

    @property
    def object_name(self) -> str:
        """What kind of row it was, in words for people."""
        try:
            return str(apps.get_model(self.object_type)._meta.verbose_name)
        except (LookupError, ValueError):
            return self.object_type

    @property
    def why_told(self) -> str:
        """The reason in words."""
        return REASONS.name(self.why)

    @property
    def told(self) -> str:
        """The details in words."""
        return details_in_words(self.object_type, self.details)


class AuditEntry(CityModel, Entry):
    """What was done in a city."""

    class Meta(Entry.Meta):
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["city", "object_type", "object_key"])]


class NetworkAuditEntry(Entry):
    """What was done for the network of cities: it belongs to no city, and holds no row of one."""

    class Meta(Entry.Meta):
        verbose_name = _("audit entry of the network")
        verbose_name_plural = _("audit entries of the network")


class AccountAuditEntry(Entry):
    """What a person did to their own account. The person alone reads it."""

    class Meta(Entry.Meta):
        verbose_name = _("audit entry of an account")
        verbose_name_plural = _("audit entries of accounts")
        indexes = [models.Index(fields=["actor", "-at"])]
