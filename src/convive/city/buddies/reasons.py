"""Why programmes and the way of people through them are changed, where there can be several reasons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from convive.core.reasons import register_reasons


class AddReason(models.TextChoices):
    """Why a programme was added."""

    BEGINS = "programme-begins", _("The programme begins")
    RUNS = "programme-runs", _("The programme runs already, and comes here now")


class ChangeReason(models.TextChoices):
    """Why the settings of a programme were changed."""

    PRACTICE = "programme-practice", _("It works better this way")
    AGREED = "programme-agreed", _("Agreed with the city or a funder")
    PEOPLE = "programme-people", _("Other people work on it now")
    MISTAKE = "programme-mistake", _("It was wrong")


class WithdrawReason(models.TextChoices):
    """How the person said that they stop. Why they stop, nobody asks."""

    PHONE = "withdraw-phone", _("The person said so by phone")
    WRITTEN = "withdraw-written", _("The person wrote so")
    TALK = "withdraw-talk", _("The person said so in a talk")


register_reasons(AddReason, ChangeReason, WithdrawReason)
