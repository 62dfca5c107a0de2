"""The form by which anybody applies, and how it tells people from machines without asking anybody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from convive.city.buddies.models import Programme
from convive.city.people.forms.parts import (
    ContactPart,
    GoalsPart,
    HoursPart,
    InterestsPart,
    LanguagesPart,
    PlacePart,
)
from convive.city.people.lists import NEEDED, Agreed
from convive.core import clock

# Seconds: nobody reads the form faster, and a page that stood open longer is signed anew.
SOONEST = 3
LATEST = 12 * 60 * 60
SALT = "convive.buddies.join"


def stamp() -> str:
    """When the form was opened, signed."""
    return signing.Signer(salt=SALT).sign(str(int(clock.now().timestamp())))


def age_of(stamp: str) -> float | None:
    """Seconds since the form was opened; None where the stamp is not ours."""
    try:
        opened = int(signing.Signer(salt=SALT).unsign(stamp))
    except (signing.BadSignature, ValueError):
        return None
    return clock.now().timestamp() - opened


class MachineCheck(forms.Form):
    """A field that people do not see, and when the form was opened."""

    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        age = age_of(told.get("opened", ""))
        if told.get("website"):
            raise ValidationError(_("This looked as if a machine had filled it in. Please send it again."))
        if age is None or age > LATEST:
            raise ValidationError(_("This page was open for a long time. Please send it again."))
        if age < SOONEST:
            raise ValidationError(_("That was very fast. Please look once more, and send it again."))
        return told


class ApplyForm(MachineCheck, ContactPart, LanguagesPart, HoursPart, PlacePart, InterestsPart, GoalsPart):
    adult = forms.BooleanField(label=gettext_lazy("I am 18 years old or older"))
    municipality = forms.ChoiceField(label=gettext_lazy("In which municipality do you live?"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        self.programme = programme
        super().__init__(*args, first=programme.practised, **kwargs)
        self.initial.setdefault("language", get_language())
        self.initial["opened"] = stamp()
        places = [(name, name) for name in programme.municipalities]
        self.fields["municipality"].choices = [("", _("Somewhere else")), *places]
        if not places:
            del self.fields["municipality"]
        for purpose, label in Agreed.choices:
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=_("I agree %(purpose)s") % {"purpose": label}, required=purpose in NEEDED
            )

    def consents(self) -> list[str]:
        return [purpose for purpose in Agreed.values if self.cleaned_data[f"consent_{purpose}"]]

    def sections(self) -> list[dict[str, Any]]:
        """The form from top to bottom: a title, and what stands under it."""
        return [
            {
                "title": _("Who are you?"),
                "fields": self._named("name", "email", "phone", "channel", "language"),
            },
            {"title": _("Where do you live?"), "fields": self._named("municipality", "area")},
            {"title": _("Which languages do you speak?"), "part": "people/_languages.html", "fields": []},
            {"title": _("When are you free?"), "part": "people/_hours.html", "fields": []},
            {"title": _("What do you like?"), "fields": self._named("interests", "goals")},
            {
                "title": _("What do you agree to?"),
                "fields": self._named("adult", *(f"consent_{purpose}" for purpose in Agreed.values)),
            },
        ]

    def _named(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]
