from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.core.languages import own_names
from convive.core.models import User


class OwnAccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Your language")}
        help_texts = {"language": _("For these pages and for the mails you get.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = own_names()
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
