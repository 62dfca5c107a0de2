from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from convive.city.buddies.codes import EndingReason, PauseReason
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.models import Agreement

MONTHS = (1, 2, 3, 6)


class SignForm(forms.Form):
    read_it = forms.BooleanField(label=_("I have read it"))
    # What was shown: a signature under another text is refused.
    language = forms.CharField(widget=forms.HiddenInput)
    read = forms.CharField(widget=forms.HiddenInput)


class PaperForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the agreement"))

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [(code, names[code]) for code in agreement.languages]


class AmendForm(forms.Form):
    days_between = forms.IntegerField(
        label=_("Days between meetings"), min_value=1, max_value=90, widget=forms.NumberInput
    )
    ends_on = forms.DateField(label=_("Last day"), widget=DAY)


class ExtendForm(forms.Form):
    months = forms.TypedChoiceField(label=_("How much longer?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [
            (number, ngettext("%(number)d month", "%(number)d months", number) % {"number": number})
            for number in MONTHS
        ]


class PauseForm(forms.Form):
    since = forms.DateField(label=_("First day of the pause"), widget=DAY)
    until = forms.DateField(
        label=_("Last day of the pause"),
        help_text=_("Leave it empty if you do not know it yet."),
        required=False,
        widget=DAY,
    )
    reason = forms.ChoiceField(label=_("Why"), choices=PauseReason.choices, widget=forms.RadioSelect)


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        help_text=_("It is nobody's fault. Only the organisation sees it."),
        choices=EndingReason.choices,
        widget=forms.RadioSelect,
    )
    in_contact = forms.TypedChoiceField(
        label=_("Do the two stay in touch?"),
        choices=[("", _("I do not know")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
