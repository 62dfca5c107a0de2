from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import FunderIndicator
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.models import Programme


class CommitmentForm(forms.Form):
    funder = forms.CharField(label=_("Funder"), max_length=120, help_text=_("An organisation or a fund."))
    indicator = forms.ChoiceField(label=_("What is counted"), choices=FunderIndicator.choices)
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)
    since = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(label=_("Until, that day included"), widget=DAY)
    committed = forms.IntegerField(label=_("How many are promised"), min_value=1, max_value=1_000_000)
    doubled = forms.BooleanField(
        label=_("Its funding was doubled for this"),
        required=False,
        help_text=_("Only then does the same thing count for two commitments."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(name, name) for name in programme.municipalities]
        self.fields["municipality"].choices = [("", _("all of the programme’s")), *places]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("It ends before it begins."))
        return values


class EndForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=DAY)
