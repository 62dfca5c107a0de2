"""Why figures are imported or not, as codes for the audit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.reasons import register_reasons


class AgreeReason(models.TextChoices):
    """Why somebody said yes to an import."""

    FIRST = "first-figures", _("The first figures of their kind")
    NEWER = "newer-figures", _("Newer figures")
    CORRECTED = "corrected-figures", _("Corrected figures")


class DiscardReason(models.TextChoices):
    """Why somebody put an import away."""

    NOT_NEEDED = "not-needed", _("Not needed any more")
    WRONG_FILES = "wrong-files", _("Not the right files or recipe")
    TRIAL = "trial", _("Was only to try it out")


class ImportPurpose(models.TextChoices):
    """Why a step of an import was done where nobody has to choose."""

    LOOK = "look-first", _("to see what the files would do")
    RECIPE = "by-recipe", _("by a recipe, on the command line")
    READABLE = "files-read", _("the files could be read")
    UNUSABLE = "unusable", _("rows or files cannot be used")
    CHANGED_SINCE = "changed-since", _("the city’s figures changed in between")
    FAULT = "fault", _("a fault on our side")
    DAY_OVER = "day-over", _("nobody did anything for a day")


register_reasons(AgreeReason, DiscardReason, ImportPurpose)
