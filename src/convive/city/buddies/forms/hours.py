from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import Doing
from convive.city.buddies.forms.days import DAY

# What is told on a phone with one touch.
LENGTHS = (
    (30, _("half an hour")), (60, _("1 hour")), (90, _("1 hour and a half")), (120, _("2 hours")),
    (150, _("2 hours and a half")), (180, _("3 hours")), (240, _("4 hours")), (300, _("5 hours")),
    (360, _("6 hours")), (420, _("7 hours")), (480, _("8 hours")),
)  # fmt: skip


class EntryForm(forms.Form):
    on = forms.DateField(label=_("On which day?"), widget=DAY)
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=60)
    doing = forms.ChoiceField(label=_("What was it?"), choices=Doing.choices)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code that you were shown"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ConfirmForm(forms.Form):
    """For whom somebody confirms; not asked where there is one answer. And the minutes that they saw."""

    minutes = forms.IntegerField(widget=forms.HiddenInput)

    organisation = forms.TypedChoiceField(
        label=_("For whom do you confirm?"),
        coerce=lambda text: int(text) if text != "city" else None,
        empty_value=None,
    )

    def __init__(self, *args: Any, employers: Mapping[int | None, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [
            ("city" if key is None else str(key), name) for key, name in employers.items()
        ]
        if len(employers) == 1:
            del self.fields["organisation"]
        self._only = next(iter(employers), None)

    @property
    def chosen(self) -> int | None:
        if "organisation" in self.fields:
            return self.cleaned_data["organisation"]
        return self._only
