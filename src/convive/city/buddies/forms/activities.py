from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.codes import ActivityKind
from convive.city.buddies.forms.days import DAY
from convive.city.buddies.models import GroupActivity, Programme


class ActivityForm(forms.ModelForm):
    """A training or an activity, with its name in each language of the programme."""

    class Meta:
        model = GroupActivity
        fields = ["kind", "on", "at", "minutes", "where", "seats"]
        widgets = {
            "on": DAY,
            "at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "kind": forms.RadioSelect,
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = list(programme.languages) or ["en"]
        # Radio buttons without an empty one among them.
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=ActivityKind.choices, widget=forms.RadioSelect
        )
        named = {}
        for number, code in enumerate(self.languages):
            language = get_language_info(code)["name_local"]
            named[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                max_length=120,
                required=number == 0,
                initial=(self.instance.names or {}).get(code, ""),
            )
        self.fields.update(named)
        self.order_fields([*named])

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        data = self.cleaned_data
        names = {code: data[f"name_{code}"] for code in self.languages if data[f"name_{code}"]}
        # A name in a language that the programme does not use any more stays.
        kept = {
            code: name for code, name in (self.instance.names or {}).items() if code not in self.languages
        }
        return {"names": kept | names, **{name: data[name] for name in self.Meta.fields}}

    def _post_clean(self) -> None:
        """The action writes and checks the row; the form only reads what was sent."""
