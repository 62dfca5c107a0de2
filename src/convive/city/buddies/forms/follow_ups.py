from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import NextStep
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.forms.meetings import YES_NO
from convive.city.people.lists import Channel


class FollowUpForm(forms.Form):
    """A talk with a duo, as codes: what was said stays between those who talked."""

    on = forms.DateField(label=_("When did you talk?"), widget=DAY)
    channel = forms.ChoiceField(label=_("How?"), choices=Channel.choices, widget=forms.RadioSelect)
    still_meeting = forms.ChoiceField(
        label=_("Do they still meet?"), choices=YES_NO, widget=forms.RadioSelect
    )
    satisfied = forms.ChoiceField(
        label=_("Are both content?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    next_step = forms.ChoiceField(
        label=_("What comes next?"), choices=NextStep.choices, widget=forms.RadioSelect
    )

    @property
    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        yes_no = {"yes": True, "no": False}
        return data | {
            "still_meeting": yes_no[data["still_meeting"]],
            "satisfied": yes_no.get(data["satisfied"]),
        }
