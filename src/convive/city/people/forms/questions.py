"""One question a screen, for the person themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convive.city.people.forms.parts import (
    ContactPart,
    FactsForm,
    GoalsPart,
    HoursPart,
    InterestsPart,
    LanguagesPart,
    PlacePart,
    many,
)
from convive.city.people.lists import Gender, LifeStage, Need
from convive.city.people.models import Participant

NO_ANSWER = ("", _("I do not say"))


class ContactForm(ContactPart):
    """Whoever has an account changes its address there, where the new one is proved."""

    def __init__(self, *args: Any, row: Participant, **kwargs: Any) -> None:
        self.kept_address = row.email
        super().__init__(*args, row=row, **kwargs)
        if row.user_id is not None:
            del self.fields["email"]

    def address(self) -> str:
        return super().address() or self.kept_address


class LifeForm(FactsForm):
    life_stage = forms.ChoiceField(
        label=_("What do you do in life?"),
        choices=[NO_ANSWER, *LifeStage.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class WishForm(FactsForm):
    gender_wish = forms.ChoiceField(
        label=_("I would like to meet a"),
        choices=[("", _("It does not matter")), *Gender.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    gender = forms.ChoiceField(
        label=_("I am a"), choices=[NO_ANSWER, *Gender.choices], required=False, widget=forms.RadioSelect
    )


class NeedsForm(FactsForm):
    needs = many(Need.choices, _("What do you need?"), _("Only you write this, and you can change it."))


@dataclass(frozen=True)
class Question:
    """A screen: its form, its title (the question), and one sentence about it."""

    form: type[FactsForm]
    title: Any
    about: Any = ""


QUESTIONS = {
    "contact": Question(ContactForm, _("How do we reach you?")),
    "languages": Question(
        LanguagesPart, _("Which languages do you speak?"), _("Also the language that you learn now.")
    ),
    "hours": Question(
        HoursPart, _("When are you free?"), _("Choose every time when you can meet in a normal week.")
    ),
    "place": Question(PlacePart, _("Where do you live?")),
    "interests": Question(InterestsPart, _("What do you like to do?")),
    "goals": Question(GoalsPart, _("What do you want to do together?")),
    "life": Question(LifeForm, _("What do you do in life?"), _("You need not say it.")),
    "wish": Question(
        WishForm, _("Whom would you like to meet?"), _("We use this only to find somebody for you.")
    ),
    "needs": Question(NeedsForm, _("What do you need when you meet?")),
}
