from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.core.models import Organisation
from convive.core.roles import EndReason, Role


class OrganisationForm(forms.ModelForm):
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

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Asked here and not above: without a city's scope there are no organisations.
        self.fields["organisation"].queryset = Organisation.objects.all()


class EndRoleForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why"),
        required=False,
        choices=[("", _("No reason given")), *EndReason.choices],
        help_text=_("It stands in the audit."),
    )
