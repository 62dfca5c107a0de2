from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convive.core.history import keeps_history
from convive.core.languages import check_names, pick
from convive.core.models import Organisation
from convive.core.tenancy import CityModel
from convive.engines.matching import Criteria, MatchError


def check_criteria(data: object) -> None:
    """Raise ValidationError, in the engine's own words, where criteria cannot be read."""
    try:
        Criteria.of(data)  # type: ignore[arg-type]
    except (MatchError, AttributeError, TypeError) as error:
        raise ValidationError(str(error)) from None


@keeps_history()
class Programme(CityModel):
    """A buddy programme: who runs it, for whom, for how long, how often, and by which criteria duos are proposed."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"), help_text=_("Empty: the city itself runs it."),
    )  # fmt: skip
    slug = models.SlugField(_("short name in addresses"), max_length=60)
    names = models.JSONField(_("name in each language"), validators=[check_names])
    texts = models.JSONField(_("what it is, in each language"), default=dict, blank=True)
    municipalities = ArrayField(
        models.CharField(max_length=80), verbose_name=_("municipalities"), default=list, blank=True
    )
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES),
        verbose_name=_("languages of agreements"),
        default=list,
    )
    practised = models.CharField(_("language that is practised"), max_length=10, default="nl")
    term_months = models.PositiveSmallIntegerField(_("months that a duo lasts"), default=6)
    days_between = models.PositiveSmallIntegerField(_("days between meetings"), default=14)
    silent_after = models.PositiveSmallIntegerField(
        _("days without contact after which somebody calls"), default=30
    )
    answer_days = models.PositiveSmallIntegerField(_("days to answer a proposal"), default=7)
    follow_ups = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("follow-ups, so many days after the start"),
        default=list,
    )
    hours_target = models.PositiveSmallIntegerField(_("hours to reach"), default=40)
    keep_months = models.PositiveSmallIntegerField(
        _("months for which data are kept after the end"), default=12
    )
    criteria = models.JSONField(_("criteria"), default=dict, validators=[check_criteria])
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address of the contact"), blank=True)
    contact_phone = models.CharField(_("phone number of the contact"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until, that day included"), null=True, blank=True)
    takes_applications = models.BooleanField(_("takes applications on the web"), default=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="programme_slug_once_a_city"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(term_months__gt=0, days_between__gt=0, silent_after__gt=0),
                name="programme_has_a_rhythm",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return pick(self.names)

    @property
    def contact(self) -> str:
        """Whom to ask, in a line; empty where nobody is named."""
        known = (self.contact_name, self.contact_phone, self.contact_email)
        return ", ".join(each for each in known if each)

    @property
    def text(self) -> str:
        return pick(self.texts) if self.texts else ""
