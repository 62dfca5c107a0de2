from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from convive.core.forms import WhyField
from convive.measures.importing.problems import ImportRefused
from convive.measures.importing.recipe import parse_recipe, shipped_recipes
from convive.measures.reasons import AgreeReason, DiscardReason

PASTED = "pasted"


class AgreeForm(forms.Form):
    """Why the figures of an import should be written."""

    why = WhyField(AgreeReason)


class DiscardForm(forms.Form):
    """Why an import is put away."""

    why = WhyField(DiscardReason, label=_("Why put it away"))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files]


class ImportForm(forms.Form):
    """Choose or paste a recipe, and give the files it reads."""

    recipe = forms.ChoiceField(
        label=_("Recipe"),
        help_text=_("A recipe says what the columns of the files mean."),
    )
    pasted = forms.CharField(
        label=_("Your own recipe"),
        help_text=_("Only if you chose your own recipe above: paste its text here."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "ltr"}),
    )
    files = FilesField(
        label=_("Files"),
        help_text=_("All files that the recipe reads: maps as GeoJSON, tables as CSV or Excel."),
    )
    skip_unusable = forms.BooleanField(
        label=_("Leave out rows that cannot be used"),
        help_text=_("Otherwise one such row is enough to refuse the import. Either way every row is listed."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shipped = shipped_recipes()
        names = [(name, parse_recipe(text).name) for name, text in self.shipped.items()]
        self.fields["recipe"].choices = [(PASTED, _("My own recipe")), *names]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        field = "pasted" if data.get("recipe") == PASTED else "recipe"
        text = data.get("pasted", "") if field == "pasted" else self.shipped.get(data.get("recipe", ""), "")
        data["recipe_text"] = text
        if field == "pasted" and not text.strip():
            self.add_error(field, _("Paste the text of your recipe."))
        elif text:
            try:
                parse_recipe(text)
            except ImportRefused as error:
                self.add_error(field, ValidationError(str(error)))
        return data
