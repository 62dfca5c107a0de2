"""Parts of forms about a person. Each gives its fields, what stands in them first, and the facts that were told.

A part is a class of fields to inherit; `facts` of a form puts together what its parts read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convive.city.people import hours, languages, queries
from convive.city.people.facts import LISTS, PLAIN, check_reachable
from convive.city.people.lists import Band, Channel, Goal, Interest
from convive.city.people.models import Participant
from convive.city.people.models.told import WEEKDAYS
from convive.core.languages import own_names

ROWS = 4
# Facts that are a field of a form just as they are a column of a participant.
AS_THEY_ARE = (*PLAIN, *LISTS)


def many(choices: Any, label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=choices, label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class FactsForm(forms.Form):
    """A form that tells facts. Without a row nothing is known yet."""

    def __init__(self, *args: Any, row: Participant | None = None, first: str = "", **kwargs: Any) -> None:
        known = self.known(row) if row is not None else {}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.prepare(first)

    def prepare(self, first: str) -> None:
        """Choices that depend on the city or the reader; `first` is the language that stands first in lists."""

    def known(self, row: Participant) -> dict[str, Any]:
        """What stands in the fields first: of a field that is a fact, what is known of it."""
        return {name: getattr(row, name) for name in AS_THEY_ARE if name in self.base_fields}

    def facts(self) -> dict[str, Any]:
        """The facts that were told, by their names in `Facts`."""
        told = {name: self.cleaned_data[name] for name in AS_THEY_ARE if name in self.fields}
        return {name: tuple(value) if name in LISTS else value for name, value in told.items()}


class ContactPart(FactsForm):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone number"), max_length=30, required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How do you want to hear from us?"),
        choices=Channel.choices,
        initial=Channel.MAIL,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language do you want letters?"))

    def prepare(self, first: str) -> None:
        super().prepare(first)
        self.fields["language"].choices = own_names()
        for name, kind, complete in (
            ("name", "text", "name"),
            ("email", "email", "email"),
            ("phone", "tel", "tel"),
        ):
            if name in self.fields:
                widget = self.fields[name].widget
                widget.input_type = kind
                widget.attrs["autocomplete"] = complete

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and (sum(sign.isdigit() for sign in phone) < 6 or any(sign.isalpha() for sign in phone)):
            raise ValidationError(_("A phone number has digits only, six or more."))
        return phone

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not {"email", "phone"} & set(self.errors) and "channel" in told:
            check_reachable(email=self.address(), phone=told["phone"], channel=told["channel"])
        return told

    def address(self) -> str:
        return self.cleaned_data.get("email", "")


class LanguagesPart(FactsForm):
    """Up to four languages, each with how well; the one that is practised stands in the first row."""

    def prepare(self, first: str) -> None:
        super().prepare(first)
        choices = [("", _("Choose a language")), *languages.choices(first)]
        for number in range(1, ROWS + 1):
            which = {"number": number}
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language %(number)s") % which, choices=choices, required=False
            )
            self.fields[f"band_{number}"] = forms.ChoiceField(
                label=_("How well do you speak language %(number)s?") % which,
                choices=[("", _("Choose how well")), *Band.choices],
                required=False,
            )
        if first and not any(self.initial.get(f"language_{number}") for number in range(1, ROWS + 1)):
            self.initial["language_1"] = first

    def known(self, row: Participant) -> dict[str, Any]:
        found = super().known(row)
        spoken = [(told.language, told.band) for told in row.languages.all()]
        for number, (language, band) in enumerate(spoken[:ROWS], start=1):
            found |= {f"language_{number}": language, f"band_{number}": band}
        return found | {"more_languages": spoken[ROWS:]}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for number in range(1, ROWS + 1):
            language, band = told.get(f"language_{number}", ""), told.get(f"band_{number}", "")
            if language in seen:
                self.add_error(f"language_{number}", _("This language stands here twice."))
            if band and not language:
                self.add_error(f"language_{number}", _("Choose the language."))
            # The language that is practised is offered, and may be left alone.
            if language and not band and self.initial.get(f"language_{number}") != language:
                self.add_error(f"band_{number}", _("Say how well you speak it."))
            seen |= {language} - {""}
        return told

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        # Whoever speaks more than there are rows keeps them, but for what a row says anew.
        spoken = dict(self.initial.get("more_languages", []))
        rows = [(told[f"language_{number}"], told[f"band_{number}"]) for number in range(1, ROWS + 1)]
        spoken |= {language: band for language, band in rows if language and band}
        return super().facts() | {"languages": tuple(spoken.items())}

    def rows_of_languages(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"language_{number}"], self[f"band_{number}"]) for number in range(1, ROWS + 1))


class HoursPart(FactsForm):
    """Parts of weekdays. Nobody types a time."""

    def prepare(self, first: str) -> None:
        super().prepare(first)
        for weekday, name in WEEKDAYS:
            self.fields[f"day_{weekday}"] = many(hours.Part.choices, name)

    def known(self, row: Participant) -> dict[str, Any]:
        kept = [(told.weekday, told.start, told.end) for told in row.hours.all()]
        days = {f"day_{weekday}": hours.parts(weekday, kept) for weekday, _name in WEEKDAYS}
        return super().known(row) | days | {"hours": tuple(kept)}

    def facts(self) -> dict[str, Any]:
        kept, changed = self.initial.get("hours", ()), set(self.changed_data)
        told: list[hours.Stretch] = []
        for weekday, _name in WEEKDAYS:
            if f"day_{weekday}" in changed:
                told += hours.stretches(weekday, self.cleaned_data[f"day_{weekday}"])
            else:
                # Hours that were told more exactly than this form asks stay as they are.
                told += [stretch for stretch in kept if stretch[0] == weekday]
        return super().facts() | {"hours": tuple(told)}

    def days(self) -> list[BoundField]:
        return [self[f"day_{weekday}"] for weekday, _name in WEEKDAYS]


class PlacePart(FactsForm):
    """A part of the city from a list; only the square of 500 m in which its middle lies is kept."""

    area = forms.ChoiceField(
        label=gettext_lazy("In which part of the city do you live?"),
        help_text=gettext_lazy("We look for somebody close by. We do not ask for your street."),
        required=False,
    )

    def prepare(self, first: str) -> None:
        super().prepare(first)
        self.areas = {str(area.pk): area for area in queries.areas_to_choose()}
        if not self.areas:
            del self.fields["area"]
            return
        named = [(key, area.name) for key, area in self.areas.items()]
        self.fields["area"].choices = [("", _("I do not say")), *named]
        place = self.initial.get("place")
        if place:
            near = (key for key, area in self.areas.items() if queries.square_of(area) == place)
            self.initial["area"] = next(near, "")

    def known(self, row: Participant) -> dict[str, Any]:
        place = None if row.place_x is None else (row.place_x, row.place_y)
        return super().known(row) | {"place": place}

    def facts(self) -> dict[str, Any]:
        if "area" not in self.fields or "area" not in self.changed_data:
            return super().facts() | {"place": self.initial.get("place")}
        area = self.areas.get(self.cleaned_data["area"])
        return super().facts() | {"place": queries.square_of(area) if area else None}


class InterestsPart(FactsForm):
    interests = many(Interest.choices, gettext_lazy("What do you like?"))


class GoalsPart(FactsForm):
    goals = many(Goal.choices, gettext_lazy("What do you want to do together?"))
