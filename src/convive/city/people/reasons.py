"""Why facts about people who take part were written, as codes for the audit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.reasons import register_reasons


class PeopleReason(models.TextChoices):
    TOLD = "people-told", _("the person told it in a talk")
    ASKED = "people-asked", _("the person asked for it in a talk")
    CHECKED = "people-checked", _("the organisation checked it")
    SAID = "people-said", _("the organisation told the person in a talk")
    ENDED = "people-ended", _("taking part came to an end")
    RETENTION = "people-retention", _("the day on which data are deleted has come or is near")


register_reasons(PeopleReason)
