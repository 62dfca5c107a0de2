from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.models import Programme
from convive.city.buddies.phases import RUNNING, DuoPhase
from convive.city.buddies.queries.radar import CALL, FINE, LATE, PAUSED

ALL = ("", _("all"))
GROUPS = (
    (CALL, _("need a call")),
    (LATE, _("a little late")),
    (FINE, _("meet as agreed")),
    (PAUSED, _("in a pause")),
)


class RadarForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("How they do"), choices=[ALL, *GROUPS], required=False)
    phase = forms.ChoiceField(
        label=_("Phase"),
        choices=[ALL, *(each for each in DuoPhase.choices if each[0] in RUNNING)],
        required=False,
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(each, each) for each in programme.municipalities]
        self.fields["municipality"].choices = [ALL, *places]
