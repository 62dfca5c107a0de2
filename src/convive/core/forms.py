from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from convive.core.models import Organisation
from convive.core.reasons import EndReason, GiveReason, JoinReason
from convive.core.roles import Role


class WhyField(forms.ChoiceField):
    """One reason of a closed list, the usual one chosen: nobody writes about a person."""

    def __init__(self, reasons: type[TextChoices], **kwargs: Any) -> None:
        usual = reasons.values[0]
        options = {"label": _("Why"), "help_text": _("It stands in the audit."), "initial": usual, **kwargs}
        super().__init__(choices=reasons.choices, **options)


class OrganisationForm(forms.ModelForm):
    why = WhyField(JoinReason)

    class Meta:
        model = Organisation
        fields = ["name", "website"]


class RoleForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("This address will get a mail about the role.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=None,
        required=False,
        empty_label=_("None: works for the city"),
    )
    why = WhyField(GiveReason)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Asked here and not above: without a city's scope there are no organisations.
        self.fields["organisation"].queryset = Organisation.objects.all()


class EndRoleForm(forms.Form):
    why = WhyField(EndReason)
