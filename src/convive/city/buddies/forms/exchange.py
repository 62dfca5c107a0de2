"""The upload of an import."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    people = forms.FileField(
        label=_("People, or a workbook with people and duos"),
        help_text=_("An Excel or CSV file, 5 MB at most."),
    )
    duos = forms.FileField(
        label=_("Duos"), required=False, help_text=_("Only where the duos are in a CSV file of their own.")
    )

    @property
    def read(self) -> dict[str, tuple[str, bytes]]:
        given = {role: self.cleaned_data[role] for role in ("people", "duos") if self.cleaned_data.get(role)}
        return {role: (file.name, file.read()) for role, file in given.items()}
