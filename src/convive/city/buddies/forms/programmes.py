"""The settings of a programme, and its criteria in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from convive.city.buddies.forms.days import DAY
from convive.city.buddies.models import Programme
from convive.city.buddies.reasons import AddReason, ChangeReason
from convive.city.buddies.words import language_choices
from convive.core.forms import WhyField
from convive.core.models import City, Organisation


class LinesField(forms.CharField):
    """A list, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class NumbersField(forms.CharField):
    """Whole numbers above 0, with commas between them, each once."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{number:g}" for number in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[int]:
        parts = (super().clean(value) or "").replace(";", ",").split(",")
        try:
            numbers = [int(part) for part in parts if part.strip()]
        except ValueError:
            raise ValidationError(_("Write whole numbers with commas between them.")) from None
        if any(not 0 < number < 10_000 for number in numbers):
            raise ValidationError(_("Each number is from 1 to 9999."))
        return list(dict.fromkeys(numbers))


class SettingsForm(forms.ModelForm):
    """Everything of a programme but its criteria. Names and texts have a field for each language of the site."""

    municipalities = LinesField(
        label=_("Municipalities"),
        required=False,
        help_text=_("Where people live who can take part, one a line."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of agreements"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Texts that both sign are made in these languages."),
    )
    practised = forms.ChoiceField(label=_("Language that is practised"))
    follow_ups = NumbersField(
        label=_("Follow-ups"),
        required=False,
        help_text=_("So many days after the start somebody asks how it goes, for example 42, 126."),
    )
    why = WhyField(ChangeReason)

    class Meta:
        model = Programme
        fields = [
            "municipalities", "languages", "practised", "term_months", "days_between", "silent_after",
            "answer_days", "follow_ups", "hours_target", "keep_months", "contact_name", "contact_email",
            "contact_phone", "since", "until", "takes_applications",
        ]  # fmt: skip
        widgets = {"since": DAY, "until": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practised"].choices = language_choices()
        for name in ("term_months", "days_between", "silent_after", "answer_days", "keep_months"):
            self.fields[name].validators.append(_at_least_one)
        words: dict[str, forms.Field] = {}
        for code, _name in settings.LANGUAGES:
            called = get_language_info(code)["name_translated"]
            words[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": called},
                max_length=120,
                required=False,
                initial=(self.instance.names or {}).get(code, ""),
            )
            words[f"text_{code}"] = forms.CharField(
                label=_("What it is, in %(language)s") % {"language": called},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=(self.instance.texts or {}).get(code, ""),
            )
        self.fields.update(words)
        self.order_fields(list(words))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self._words("name_"):
            self.add_error(f"name_{settings.LANGUAGES[0][0]}", _("Give a name in at least one language."))
        return data

    def _post_clean(self) -> None:
        """The action writes and checks the row: the form would have it changed before that."""

    def _words(self, before: str) -> dict[str, str]:
        codes = (code for code, _name in settings.LANGUAGES)
        return {
            code: text for code in codes if (text := self.cleaned_data.get(f"{before}{code}", "").strip())
        }

    @property
    def settings(self) -> dict[str, Any]:
        """The values as the actions take them."""
        known = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**known, "names": self._words("name_"), "texts": self._words("text_")}


class NewProgrammeForm(SettingsForm):
    """The same for a programme that begins: and who runs it."""

    organisation = forms.ChoiceField(label=_("Who runs it"))
    why = WhyField(AddReason)

    def __init__(self, *args: Any, city: City, mine: frozenset[int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[pk for pk in mine if pk is not None])
        self._rows = {str(row.pk): row for row in rows}
        choices = [(key, row.name) for key, row in self._rows.items()]
        if None in mine:
            choices.insert(0, ("city", city.name))
        self.fields["organisation"].choices = choices
        self.fields["organisation"].initial = choices[0][0]
        self.fields["why"] = self.fields.pop("why")
        self.order_fields(["organisation"])

    @property
    def run_by(self) -> Organisation | None:
        return self._rows.get(self.cleaned_data["organisation"])


def _at_least_one(number: int) -> None:
    if number < 1:
        raise ValidationError(_("At least 1."))
