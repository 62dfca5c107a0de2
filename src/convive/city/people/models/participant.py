from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from convive.city.people.lists import Channel, Gender, Goal, Interest, LifeStage, Need
from convive.core.history import keeps_history
from convive.core.models import Organisation
from convive.core.tenancy import ParticipantModel

# Metres: the width of the squares in which places are kept.
BLUR = 500


# What stands in the row of somebody whose data are deleted.
EMPTY: dict[str, Any] = {
    "name": "", "email": "", "phone": "", "gender": "", "gender_wish": "", "birth_year": None, "place_x": None,
    "place_y": None, "interests": [], "goals": [], "needs": [], "life_stage": "", "user": None,
}  # fmt: skip


def _in_sql(value: Any) -> str:
    return {"": "''", "[]": "'{}'"}.get(str(value), "NULL")


def _is_empty() -> Q:
    nothing = {f"{name}__isnull": True for name, value in EMPTY.items() if value is None}
    return Q(**nothing, **{name: value for name, value in EMPTY.items() if value is not None})


@keeps_history()
class Participant(ParticipantModel):
    """Somebody who takes part with one organisation (or with the city itself), and the few facts that this needs.

    Who takes part with two organisations has two rows with one account: neither organisation sees the other's.
    docs/reference/personal-data.md gives the purpose of every field.
    """

    OWN_ROWS = "user_id"
    ERASED_BY = "id"
    ERASED_TO = {{"user": "user_id"}.get(name, name): _in_sql(value) for name, value in EMPTY.items()}

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisation"),
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("account"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=30, blank=True)
    channel = models.CharField(
        _("how to reach you"), max_length=10, choices=Channel.choices, default=Channel.MAIL
    )
    language = models.CharField(
        _("language of letters"), max_length=5, choices=settings.LANGUAGES, default="en"
    )
    adult = models.BooleanField(_("18 years or older"), default=False)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    gender = models.CharField(_("I am a"), max_length=10, choices=Gender.choices, blank=True)
    gender_wish = models.CharField(
        _("I would like to meet a"), max_length=10, choices=Gender.choices, blank=True
    )
    place_x = models.IntegerField(_("place, metres east, in squares of 500 m"), null=True, blank=True)
    place_y = models.IntegerField(_("place, metres north, in squares of 500 m"), null=True, blank=True)
    interests = ArrayField(
        models.CharField(max_length=20, choices=Interest.choices),
        verbose_name=_("interests"),
        default=list,
        blank=True,
    )
    goals = ArrayField(
        models.CharField(max_length=20, choices=Goal.choices),
        verbose_name=_("goals"),
        default=list,
        blank=True,
    )
    life_stage = models.CharField(_("stage of life"), max_length=20, choices=LifeStage.choices, blank=True)
    needs = ArrayField(
        models.CharField(max_length=20, choices=Need.choices),
        verbose_name=_("practical needs"),
        default=list,
        blank=True,
    )
    since = models.DateField(_("since"))
    delete_on = models.DateField(_("personal data are deleted on"))
    told_on = models.DateField(_("told on which day that is"), null=True, blank=True)
    erased_at = models.DateTimeField(_("personal data deleted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["city", "organisation", "name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "organisation", "user"],
                condition=Q(user__isnull=False, erased_at__isnull=True),
                nulls_distinct=False,
                name="participant_once_an_organisation",
            ),
            # Nothing finer than a square of 500 m can be written, whoever writes it.
            *(
                models.CheckConstraint(
                    condition=Exact(Mod(F(axis), BLUR), 0) | Q(**{f"{axis}__isnull": True}),
                    name=f"participant_{axis}_is_blurred",
                )
                for axis in ("place_x", "place_y")
            ),
            models.CheckConstraint(
                condition=Q(place_x__isnull=True, place_y__isnull=True)
                | Q(place_x__isnull=False, place_y__isnull=False),
                name="participant_place_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | _is_empty(), name="participant_erased_is_empty"
            ),
            models.CheckConstraint(condition=Q(delete_on__gte=F("since")), name="participant_kept_a_while"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("erased participant %(number)s") % {"number": self.pk})
